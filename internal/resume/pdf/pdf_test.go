package pdf

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/resumetest"
)

// pdfText is one string that a test PDF shows.
type pdfText struct {
	x, y, size float64
	font       string // "F1" Helvetica, "F2" Helvetica-Bold
	text       string // in WinAnsi, brackets escaped by the writer
}

// makePDF writes a PDF of pages of text.
func makePDF(pages [][]pdfText, trailer string, extra ...string) []byte {
	var contents []string
	for _, page := range pages {
		var content strings.Builder
		for _, t := range page {
			content.WriteString(t.shown())
		}
		contents = append(contents, content.String())
	}
	return drawPDF(contents, trailer, extra...)
}

// shown are the operators that show a text.
func (t pdfText) shown() string {
	text := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(t.text)
	return fmt.Sprintf("BT /%s %g Tf %g %g Td (%s) Tj ET\n", t.font, t.size, t.x, t.y, text)
}

// drawPDF writes a PDF 1.4 with one content stream a page and an exact
// cross-reference table (ISO 32000-1, 7.5).
func drawPDF(contents []string, trailer string, extra ...string) []byte {
	var out bytes.Buffer
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	out.WriteString("%PDF-1.4\n")
	var kids []string
	for i := range contents {
		kids = append(kids, fmt.Sprintf("%d 0 R", 5+2*i))
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(contents), strings.Join(kids, " ")))
	for _, name := range []string{"Helvetica", "Helvetica-Bold"} {
		object("<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont /" + name + " >>")
	}
	for i, content := range contents {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> %s >>", 6+2*i, strings.Join(extra, " ")))
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
	}
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, trailer, at)
	return out.Bytes()
}

func regular(x, y float64, text string) pdfText { return pdfText{x, y, 10, "F1", text} }

func strong(x, y float64, text string) pdfText { return pdfText{x, y, 10, "F2", text} }

// wide are lines of text twice their size apart.
func wide(x, y float64, lines ...string) []pdfText {
	var out []pdfText
	for i, l := range lines {
		out = append(out, regular(x, y-20*float64(i), l))
	}
	return out
}

func TestPDFLayout(t *testing.T) {
	tests := map[string]struct {
		pages [][]pdfText
		want  string
	}{
		"one column, two pages": {
			pages: [][]pdfText{{
				{200, 740, 24, "F2", "Jane Miller"}, {200, 715, 10, "F1", "jane@example.org"},
				{50, 680, 14, "F2", "Experience"},
				strong(50, 660, "Acme Corp"), regular(480, 660, "Berlin, Germany"),
				regular(50, 646, "Senior Engineer"), regular(480, 646, "May 2019 - present"),
				regular(60, 632, "\x95"), regular(72, 632, "Cut the cost of the storage service by forty per cent and wrote the imple-"),
				regular(72, 620, "mentation of its cache"),
				regular(60, 608, "\x95"), regular(72, 608, "Led a team of five"),
				regular(80, 596, "-"), regular(90, 596, "Hired three"),
				regular(280, 30, "Page 1 of 2"),
			}, {
				{50, 740, 14, "F2", "Education"},
				strong(50, 720, "University of Oslo"), regular(480, 720, "2010 - 2014"),
				regular(50, 706, "A long paragraph that was wrapped because it reaches the right margin of the text block, which goes"),
				regular(50, 694, "on here."),
				regular(50, 682, "A second statement."),
				regular(280, 30, "Page 2 of 2"),
			}},
			want: `
1 #1 **Jane Miller**
1 | jane@example.org
1 #2 **Experience**
1 | **Acme Corp**→Berlin, Germany
1 | Senior Engineer→May 2019 - present
1 *0 Cut the cost of the storage service by forty per cent and wrote the implementation of its cache
1 *0 Led a team of five
1 *1 Hired three
2 #2 **Education**
2 | **University of Oslo**→2010 - 2014
2 | A long paragraph that was wrapped because it reaches the right margin of the text block, which goes on here.
2 | A second statement.`,
		},
		"labels and dates beside text that is wrapped": {
			pages: [][]pdfText{{
				strong(50, 740, "PERSONAL"),
				regular(50, 720, "Name:"), regular(200, 720, "Olga Mirin"),
				regular(50, 706, "Address:"), regular(200, 706, "Mill Lane 3, Hamburg"),
				regular(50, 692, "Mobile:"), regular(200, 692, "+49 40 555 0101"),
				regular(50, 678, "E-mail:"), regular(200, 678, "olga@mirin.example"),
				regular(50, 664, "Languages:"), regular(200, 664, "German, Ukrainian"),
				strong(50, 630, "EXPERIENCE"),
				regular(50, 610, "02.2013 - 08.2013"), regular(200, 610, "Nurse, Harbour Clinic,"), regular(200, 598, "Hamburg"),
				regular(50, 580, "08.2013 - 02.2015"), regular(200, 580, "Carer, Residence by the"), regular(200, 568, "Meadow, Kiel"),
			}},
			want: `
1 | **PERSONAL**
1 | Name:→Olga Mirin
1 | Address:→Mill Lane 3, Hamburg
1 | Mobile:→+49 40 555 0101
1 | E-mail:→olga@mirin.example
1 | Languages:→German, Ukrainian
1 #2 **EXPERIENCE**
1 | 02.2013 - 08.2013→Nurse, Harbour Clinic,→Hamburg
1 | 08.2013 - 02.2015→Carer, Residence by the→Meadow, Kiel`,
		},
		"a head wrapped to a second line": {
			pages: [][]pdfText{{
				{50, 740, 24, "F2", "Ana Prule"}, {50, 700, 16, "F2", "EXPERIENCE"},
				{50, 674, 14, "F2", "Proof Bread Company and Sons, Portsmouth, England: Regional Sales"}, {50, 658, 14, "F2", "Representative"},
				regular(50, 640, "A long paragraph that was wrapped because it reaches the right margin of the text block, which goes"),
				regular(50, 628, "on here."),
				{50, 590, 14, "F2", "Mill Street Bank"}, {50, 574, 14, "F2", "Teller"},
				regular(50, 556, "A second statement."),
				{50, 520, 16, "F2", "EDUCATION"}, regular(50, 500, "University of Kent"),
			}},
			want: `
1 #1 **Ana Prule**
1 #2 **EXPERIENCE**
1 #5 **Proof Bread Company and Sons, Portsmouth, England: Regional Sales Representative**
1 | A long paragraph that was wrapped because it reaches the right margin of the text block, which goes on here.
1 #5 **Mill Street Bank**
1 #5 **Teller**
1 | A second statement.
1 #2 **EDUCATION**
1 | University of Kent`,
		},
		"first lines set larger, with room above": {
			pages: [][]pdfText{{
				{200, 740, 24, "F2", "Noor Haddad"},
				{50, 700, 16, "F1", "Education"},
				{50, 674, 12, "F1", "Harbour College"}, {50, 657, 10.5, "F1", "Diploma in Sound, Radio"},
				{50, 623, 12, "F1", "University of Umea"}, {50, 606, 10.5, "F1", "Bachelor of Arts, History \xb7 (September 2019 - July 2020)"},
				{50, 572, 12, "F1", "Northern High School"}, {53, 555, 10.5, "F1", "\xb7 (September 2016 - July 2017)"},
				{50, 500, 12, "F1", "A statement in the size of most text which makes that the size of most of the letters in here."},
				{50, 480, 12, "F1", "Another statement in the size of most text that makes it the size of most of the letters in here."},
			}},
			want: `
1 #1 **Noor Haddad**
1 #2 Education
1 | **Harbour College**
1 | Diploma in Sound, Radio
1 | **University of Umea**
1 | Bachelor of Arts, History · (September 2019 - July 2020)
1 | **Northern High School**
1 | · (September 2016 - July 2017)
1 | A statement in the size of most text which makes that the size of most of the letters in here. Another statement in the size of most text that makes it the size of most of the letters in here.`,
		},
		"dates wrapped in the margin in the middle of entries": {
			pages: [][]pdfText{{
				{50, 740, 16, "F2", "Work in Detail"},
				{154, 470, 12, "F2", "Harbour Systems Ltd. [Analyst]"},
				regular(156, 454, "\x95 Watched the alerts of the whole house"),
				{34, 440, 12, "F1", "Mar 2021 \x96"}, regular(156, 438, "\x95 Wrote the handbook for the"),
				{34, 422, 12, "F1", "Till Date"}, regular(171, 424, "people of the night"),
				{154, 390, 12, "F2", "Vale Web Ltd. [Designer]"},
				regular(156, 374, "\x95 Built the pages"),
				{34, 368, 12, "F1", "Aug 2018 \x96"}, regular(156, 358, "\x95 Kept the mail going"),
				{34, 350, 12, "F1", "Jan 2020"},
			}},
			want: `
1 #1 **Work in Detail**
1 | Mar 2021 – Till Date→**Harbour Systems Ltd. [Analyst]**
1 *0 Watched the alerts of the whole house
1 *0 Wrote the handbook for the people of the night
1 | Aug 2018 – Jan 2020→**Vale Web Ltd. [Designer]**
1 *0 Built the pages
1 *0 Kept the mail going`,
		},
		"dates wrapped": {
			pages: [][]pdfText{{
				{50, 740, 14, "F2", "Education"},
				regular(50, 720, "Diploma in Organ, Royal College of Music of the North, Manchester, England (from October 2016 to"),
				regular(50, 707, "December 2018)"),
				regular(50, 690, "Bachelor of Science in Pharmacy, Royal School of Pharmacy, Greater Manchester, England \x96"),
				regular(50, 677, "2011-14"),
				regular(50, 660, "Leeds Grammar School"),
				regular(50, 648, "A school"),
				regular(50, 636, "A town"),
				regular(50, 624, "A county"),
			}},
			want: `
1 #1 **Education**
1 | Diploma in Organ, Royal College of Music of the North, Manchester, England (from October 2016 to December 2018)
1 | Bachelor of Science in Pharmacy, Royal School of Pharmacy, Greater Manchester, England – 2011-14
1 | Leeds Grammar School
1 | A school
1 | A town
1 | A county`,
		},
		"large names of sections in the margin, some on two lines": {
			pages: [][]pdfText{{
				{45, 765, 22, "F2", "Noor Haddad"},
				{45, 708, 14, "F1", "Professional"}, regular(156, 712, "Pharmacist for wards and for the counter."),
				{45, 689, 14, "F1", "Summary"},
				{45, 655, 14, "F1", "Employment"}, regular(156, 663, "Pharmacist, Leeds Pharmacy, 2021-24"),
				regular(156, 646, "Dispenser, York Pharmacy, 2018-20"),
				{45, 583, 14, "F1", "Education"}, regular(156, 590, "Diploma in Pharmacy, Leeds School, 2017"),
				{45, 553, 14, "F1", "Languages"}, regular(156, 560, "English, Arabic"),
			}},
			want: `
1 #1 **Noor Haddad**
1 #2 Professional Summary
1 | Pharmacist for wards and for the counter.
1 #2 Employment
1 | Pharmacist, Leeds Pharmacy, 2021-24
1 | Dispenser, York Pharmacy, 2018-20
1 #2 Education
1 | Diploma in Pharmacy, Leeds School, 2017
1 #2 Languages
1 | English, Arabic`,
		},
		"sidebar": {
			pages: [][]pdfText{{
				{200, 740, 24, "F2", "Ole Hansen"},
				{40, 700, 14, "F2", "Skills"}, {220, 700, 14, "F2", "Experience"},
				regular(40, 680, "Go, SQL"), strong(220, 680, "Nordic Bank"), regular(500, 680, "2018 - 2022"),
				regular(40, 666, "Kubernetes"), regular(220, 666, "\x95 Moved the ledger to a new database"),
				regular(40, 652, "Terraform"), regular(220, 652, "\x95 Kept it running"),
				{40, 620, 14, "F2", "Languages"}, strong(220, 624, "Fjord Data"), regular(500, 624, "2015 - 2018"),
				regular(40, 600, "Norwegian"), regular(220, 610, "\x95 Wrote the billing"),
				regular(40, 586, "English"), regular(220, 596, "\x95 Taught juniors"),
			}},
			want: `
1 #1 **Ole Hansen**
1 #2 **Skills**
1 | Go, SQL
1 | Kubernetes
1 | Terraform
1 #2 **Languages**
1 | Norwegian
1 | English
1 #2 **Experience**
1 | **Nordic Bank**→2018 - 2022
1 *0 Moved the ledger to a new database
1 *0 Kept it running
1 | **Fjord Data**→2015 - 2018
1 *0 Wrote the billing
1 *0 Taught juniors`,
		},
		"dates in a left column": {
			pages: [][]pdfText{{
				{50, 740, 24, "F2", "Ana Lima"}, {50, 700, 14, "F2", "Experience"},
				regular(50, 680, "2019 - 2023"), strong(150, 680, "Head Nurse, St. Mary's Hospital"),
				regular(150, 667, "\x95 Ran a ward of thirty beds"), regular(150, 654, "\x95 Trained new staff"),
				regular(50, 635, "2015 - 2019"), strong(150, 635, "Nurse, City Clinic"),
				regular(150, 622, "\x95 Emergency care"),
				regular(50, 603, "2012 - 2015"), strong(150, 603, "Assistant, City Clinic"),
				regular(150, 590, "\x95 Night shifts"),
				regular(50, 570, "2010 - 2012"), strong(150, 570, "Volunteer, Red Cross"),
			}},
			want: `
1 #1 **Ana Lima**
1 #2 **Experience**
1 | 2019 - 2023→**Head Nurse, St. Mary's Hospital**
1 *0 Ran a ward of thirty beds
1 *0 Trained new staff
1 | 2015 - 2019→**Nurse, City Clinic**
1 *0 Emergency care
1 | 2012 - 2015→**Assistant, City Clinic**
1 *0 Night shifts
1 | 2010 - 2012→**Volunteer, Red Cross**`,
		},
		"headings in capitals of one size": {
			pages: [][]pdfText{{
				regular(50, 740, "Kim Lee"), regular(50, 720, "WORK EXPERIENCE"),
				regular(50, 705, "Chef, The Blue Door, 2015 - 2020"), regular(50, 685, "EDUCATION"),
				regular(50, 670, "Diploma, Culinary Institute, 2014"),
			}},
			want: `
1 | Kim Lee
1 #2 WORK EXPERIENCE
1 | Chef, The Blue Door, 2015 - 2020
1 #2 EDUCATION
1 | Diploma, Culinary Institute, 2014`,
		},
		"names of sections in the margin": {
			pages: [][]pdfText{{
				{50, 740, 20, "F1", "Kim Lee"},
				strong(50, 700, "Summary"), regular(170, 700, "Cooks for crowds."),
				strong(50, 670, "Professional"), regular(170, 670, "Chef"), regular(480, 670, "2015 - 2020"),
				strong(50, 657, "Experience"), regular(170, 657, "The Blue Door"),
				regular(170, 644, "\x95 Ran the grill"),
				strong(50, 614, "Education"), regular(170, 614, "Diploma, Culinary Institute"), regular(480, 614, "2014"),
				strong(50, 584, "Languages"), regular(170, 584, "English"),
			}},
			want: `
1 #1 Kim Lee
1 #2 **Summary**
1 | Cooks for crowds.
1 #2 **Professional Experience**
1 | Chef→2015 - 2020
1 | The Blue Door
1 *0 Ran the grill
1 #2 **Education**
1 | Diploma, Culinary Institute→2014
1 #2 **Languages**
1 | English`,
		},
		"tables": {
			pages: [][]pdfText{{
				{50, 740, 14, "F2", "Experience"},
				strong(50, 720, "Dates"), strong(150, 720, "Position"), strong(280, 720, "Employer"), strong(420, 720, "Location"),
				regular(50, 705, "2019 - present"), regular(150, 705, "Head Chef"), regular(280, 705, "Hotel of the Three"), regular(420, 705, "Oslo"),
				regular(280, 692, "Kings"),
				regular(50, 677, "2015 - 2019"), regular(150, 677, "Chef"), regular(280, 677, "The Blue Door"), regular(420, 677, "Bergen"),
				{50, 650, 14, "F2", "Education"},
				strong(50, 630, "School"), strong(200, 630, "Degree"), strong(340, 630, "Year"),
				regular(50, 615, "Culinary Institute"), regular(200, 615, "Diploma"), regular(340, 615, "2014"),
			}},
			want: `
1 #2 **Experience**
1 r 2019 - present ¦ Head Chef ¦ Hotel of the Three Kings ¦ Oslo
1 r 2015 - 2019 ¦ Chef ¦ The Blue Door ¦ Bergen
1 #2 **Education**
1 r Culinary Institute ¦ Diploma ¦ 2014`,
		},
		"wrapped dates at the left": {
			pages: [][]pdfText{{
				{50, 740, 14, "F2", "Experience"},
				regular(50, 720, "Dec 2021 - Present (4 yrs 2"), regular(190, 720, "Head Chef, The Blue Door, with six cooks and two apprentices in a house of eighty seats"),
				regular(50, 707, "mos)"),
				regular(50, 690, "Aug 2019 - Nov 2021 (2"), regular(190, 690, "Chef, The Green Door"),
				regular(50, 677, "yrs 3 mos)"),
				regular(50, 660, "Jun 2017 - Jul 2019 (2 yrs 1"), regular(190, 660, "Cook, The Red Door"),
				regular(50, 647, "mo)"),
				regular(50, 630, "Feb 2014 - Apr 2017 (3"), regular(190, 630, "Porter, The White Door"),
				regular(50, 617, "yrs 2 mos)"),
			}},
			want: `
1 #1 **Experience**
1 | Dec 2021 - Present (4 yrs 2 mos)→Head Chef, The Blue Door, with six cooks and two apprentices in a house of eighty seats
1 | Aug 2019 - Nov 2021 (2 yrs 3 mos)→Chef, The Green Door
1 | Jun 2017 - Jul 2019 (2 yrs 1 mo)→Cook, The Red Door
1 | Feb 2014 - Apr 2017 (3 yrs 2 mos)→Porter, The White Door`,
		},
		"set wide, beside a column that is not": {
			pages: [][]pdfText{append(wide(250, 660, "Moved the ledger of the bank to a new database with", "five engineers and without an hour of downtime.", "Paved the way for the platform by comparing sixteen", "vendors of payment systems in three countries, one", "after the other, and wrote down what each of them", "asks for and what it gives, so that nobody had to", "visit them all over again, or trust what was told", "by those who sell, or call the other branches, or", "look for it again in the four years that followed.", "Wrote the rules by which each of the branches reckons", "its interest, and trained those who keep them."),
				[]pdfText{{250, 740, 24, "F2", "Ole Hansen"}, {250, 690, 14, "F2", "Experience"}, {40, 690, 14, "F2", "Skills"},
					regular(40, 670, "Go"), regular(40, 628, "SQL"), regular(40, 586, "Kubernetes"), regular(40, 544, "Terraform"), regular(40, 502, "Linux"), regular(40, 460, "Kafka"), regular(40, 418, "Postgres")}...)},
			want: `
1 #1 **Ole Hansen**
1 #2 **Experience**
1 | Moved the ledger of the bank to a new database with five engineers and without an hour of downtime.
1 | Paved the way for the platform by comparing sixteen vendors of payment systems in three countries, one after the other, and wrote down what each of them asks for and what it gives, so that nobody had to visit them all over again, or trust what was told by those who sell, or call the other branches, or look for it again in the four years that followed.
1 | Wrote the rules by which each of the branches reckons its interest, and trained those who keep them.
1 #2 **Skills**
1 | Go
1 | SQL
1 | Kubernetes
1 | Terraform
1 | Linux
1 | Kafka
1 | Postgres`,
		},
		"labels with colons below the names of sections": {
			pages: [][]pdfText{{
				{50, 740, 24, "F2", "Ole Hansen"},
				strong(50, 700, "WORK EXPERIENCE"), regular(50, 686, "Head Chef, The Blue Door, 2015 - 2019"),
				strong(50, 670, "Career progression:"), regular(60, 656, "\x95 Cook"),
				strong(50, 640, "Main activities and responsibilities:"), regular(60, 626, "\x95 Ran the grill"),
				strong(50, 610, "EDUCATION AND TRAINING"), regular(50, 596, "Diploma, Culinary Institute, 2014"),
				strong(50, 580, "Courses:"), regular(60, 566, "\x95 Fish"),
				strong(50, 550, "LANGUAGES"), regular(50, 536, "English"),
			}},
			want: `
1 #1 **Ole Hansen**
1 #2 **WORK EXPERIENCE**
1 | Head Chef, The Blue Door, 2015 - 2019
1 | **Career progression:**
1 *0 Cook
1 | **Main activities and responsibilities:**
1 *0 Ran the grill
1 #2 **EDUCATION AND TRAINING**
1 | Diploma, Culinary Institute, 2014
1 | **Courses:**
1 *0 Fish
1 #2 **LANGUAGES**
1 | English`,
		},
		"entries apart by little": {
			pages: [][]pdfText{{
				{50, 740, 14, "F2", "Experience"},
				regular(50, 720, "Buyer, Tiedemann Lebensmittel, Cologne, with a staff of six and a budget, March 2019 - December"),
				regular(50, 707, "2021"),
				regular(50, 690, "Bargained with thirty suppliers of dairy goods and kept the master data of nine thousand articles."),
				regular(50, 673, "Apprentice, Bluepeak Trading, Bremen, in the office for imports from overseas, May 2015 - October"),
				regular(50, 660, "2018"),
				regular(50, 643, "Checked and booked the invoices of all the branches in the north of the country, day after day, and"),
				regular(50, 630, "filed them."),
			}},
			want: `
1 #1 **Experience**
1 | Buyer, Tiedemann Lebensmittel, Cologne, with a staff of six and a budget, March 2019 - December 2021
1 | Bargained with thirty suppliers of dairy goods and kept the master data of nine thousand articles.
1 | Apprentice, Bluepeak Trading, Bremen, in the office for imports from overseas, May 2015 - October 2018
1 | Checked and booked the invoices of all the branches in the north of the country, day after day, and filed them.`,
		},
		"words parted by little": {
			pages: [][]pdfText{{
				regular(50, 740, "Teach"), regular(79.4, 740, "and"), regular(97.7, 740, "learn"),
			}},
			want: "1 | Teach and learn",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			blocks, err := Read("cv.pdf", makePDF(test.pages, ""))
			if err != nil {
				t.Fatal(err)
			}
			resumetest.WantOutline(t, blocks, test.want)
			for _, b := range blocks {
				if b.Source.Path != "cv.pdf" || b.Source.Start != 0 || b.Source.End != 0 {
					t.Errorf("source of %q: %+v", block.Text(b.Spans), b.Source)
				}
			}
		})
	}
}

func TestPDFLinks(t *testing.T) {
	link := `/Annots [ << /Type /Annot /Subtype /Link /Rect [48 695 150 712] /A << /S /URI /URI (https://example.org/jane) >> >>
	<< /Type /Annot /Subtype /Link /Rect [48 675 150 692] /A << /S /URI /URI (javascript:alert\(1\)) >> >> ]`
	blocks, err := Read("cv.pdf", makePDF([][]pdfText{{regular(50, 700, "My page"), regular(50, 680, "Not this one")}}, "", link))
	if err != nil {
		t.Fatal(err)
	}
	resumetest.WantOutline(t, blocks, "1 | My page<https://example.org/jane>\n1 | Not this one")
}

func TestPDFBadInput(t *testing.T) {
	good := makePDF([][]pdfText{{regular(50, 700, "Jane Miller")}}, "")
	key := strings.Repeat("00", 32)
	encrypt := "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + key + "> /U <" + key + "> >>"
	many := make([][]pdfText, maxPages+1)
	tests := map[string]struct {
		data []byte
		want string
	}{
		"encrypted":      {makePDF([][]pdfText{{regular(50, 700, "Jane")}}, encrypt), errPassword.Error()},
		"cut off":        {good[:len(good)*2/3], errDamaged.Error()},
		"header only":    {good[:20], errDamaged.Error()},
		"scan":           {makePDF([][]pdfText{{}}, ""), errNoText.Error()},
		"another format": {[]byte("PK\x03\x04 something else"), "is not a PDF, though its name says so"},
		"too many pages": {makePDF(many, ""), fmt.Sprintf("has %d pages: PDFs over %d pages are not read", maxPages+1, maxPages)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			blocks, err := Read("cv.pdf", test.data)
			if err == nil || err.Error() != test.want || blocks != nil {
				t.Errorf("%d blocks, error %q, want %q", len(blocks), err, test.want)
			}
		})
	}
}

// TestPDFTimeBound holds that a call is ended by its context.
func TestPDFTimeBound(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	engine, err := startPDFium(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	cancel()
	if _, err := pdfPages(ctx, engine, makePDF([][]pdfText{{regular(50, 700, "Jane")}}, "")); err == nil || !strings.Contains(err.Error(), "takes longer than") {
		t.Errorf("error %v", err)
	}
}

// TestPDFWithoutCache reads through the interpreter, as where there is no
// cache folder.
func TestPDFWithoutCache(t *testing.T) {
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(name, "")
	}
	blocks, err := Read("cv.pdf", makePDF([][]pdfText{{regular(50, 700, "Jane Miller")}}, ""))
	if err != nil {
		t.Fatal(err)
	}
	resumetest.WantOutline(t, blocks, "1 | Jane Miller")
}

// TestPrepared: who has read a PDF need not wait again; who keeps nothing never waits.
func TestPrepared(t *testing.T) {
	if _, err := Read("cv.pdf", makePDF([][]pdfText{{regular(50, 700, "Jane Miller")}}, "")); err != nil || !Prepared() {
		t.Errorf("prepared %t after reading, error %v", Prepared(), err)
	}
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(name, t.TempDir())
	}
	if Prepared() {
		t.Error("prepared without a translation")
	}
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(name, "")
	}
	if !Prepared() {
		t.Error("not prepared where nothing can be")
	}
}

func FuzzPDF(f *testing.F) {
	f.Add(makePDF([][]pdfText{{regular(50, 700, "Jane Miller"), regular(400, 700, "2019")}}, ""))
	f.Add([]byte("%PDF-1.4\n%%EOF"))
	ctx := f.Context()
	engine, err := startPDFium(ctx)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(engine.Close)
	f.Fuzz(func(t *testing.T, data []byte) {
		pages, err := pdfPages(ctx, engine, data)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
			return
		}
		checkPDFBlocks(t, layoutPDF("x.pdf", pages), len(pages))
	})
}

// FuzzPDFLayout throws glyphs anywhere on the page.
func FuzzPDFLayout(f *testing.F) {
	f.Add([]byte("Jane\x00\x10\x20 Miller 2019 \xff\xfe\x03-"))
	f.Fuzz(func(t *testing.T, data []byte) {
		page := sheet{height: 800}
		for ; len(data) >= 4 && len(page.glyphs) < 2000; data = data[4:] {
			x := float64(data[1]) * 2.4
			page.glyphs = append(page.glyphs, glyph{
				char: []rune(" aA1-•.@\x02\n–é\uf0b7\u00ad2o")[data[0]%16], left: x, right: x + 6, base: float64(data[2]) * 3,
				size: 8 + float64(data[3]%4)*4, bold: data[3]&16 != 0, upright: data[3]&128 == 0, icon: data[3]&96 == 96,
			})
		}
		checkPDFBlocks(t, layoutPDF("x.pdf", []sheet{page, page}), 2)
	})
}

func checkPDFBlocks(t *testing.T, blocks []block.Block, pages int) {
	t.Helper()
	for _, b := range blocks {
		if block.Text(b.Spans) == "" && b.Kind != block.Row || b.Source.Page < 1 || b.Source.Page > pages || b.Level < 0 {
			t.Errorf("block %+v", b)
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	data, err := os.ReadFile("../../../../shared/data/resumes/john-doe-classic.pdf")
	if err != nil {
		b.Skip("no ../shared beside the project: its PDF is not there to be read")
	}
	for b.Loop() {
		if _, err := Read("john.pdf", data); err != nil {
			b.Fatal(err)
		}
	}
}
