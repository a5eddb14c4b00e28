package resume

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// pdfText is one string that a test PDF shows.
type pdfText struct {
	x, y, size float64
	font       string // "F1" Helvetica, "F2" Helvetica-Bold
	text       string // in WinAnsi, brackets escaped by the writer
}

// makePDF writes a PDF 1.4 with one content stream a page and an exact
// cross-reference table (ISO 32000-1, 7.5).
func makePDF(pages [][]pdfText, trailer string, extra ...string) []byte {
	var out bytes.Buffer
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	out.WriteString("%PDF-1.4\n")
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 5+2*i))
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(pages), strings.Join(kids, " ")))
	for _, name := range []string{"Helvetica", "Helvetica-Bold"} {
		object("<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont /" + name + " >>")
	}
	for i, page := range pages {
		var content strings.Builder
		for _, t := range page {
			text := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(t.text)
			fmt.Fprintf(&content, "BT /%s %g Tf %g %g Td (%s) Tj ET\n", t.font, t.size, t.x, t.y, text)
		}
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> %s >>", 6+2*i, strings.Join(extra, " ")))
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", content.Len(), content.String()))
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
func strong(x, y float64, text string) pdfText  { return pdfText{x, y, 10, "F2", text} }

// outline writes blocks as short lines: kind and level, then the text with bold
// marked and tabs shown.
func outline(blocks []block) string {
	var out strings.Builder
	for _, b := range blocks {
		kind := map[blockKind]string{blockHeading: "#", blockLine: "|", blockItem: "*", blockRow: "r", blockQuote: ">", blockTerm: "t", blockRule: "-"}[b.kind]
		if b.kind == blockHeading || b.kind == blockItem {
			kind = fmt.Sprint(kind, b.level)
		}
		cells := b.cells
		if b.kind != blockRow {
			cells = [][]span{b.spans}
		}
		var texts []string
		for _, c := range cells {
			var text strings.Builder
			for _, s := range c {
				mark := map[[2]bool]string{{true, false}: "**", {false, true}: "_", {true, true}: "***"}[[2]bool{s.bold, s.italic}]
				text.WriteString(mark + strings.ReplaceAll(s.text, "\t", "→") + mark)
				if s.url != "" {
					text.WriteString("<" + s.url + ">")
				}
			}
			texts = append(texts, text.String())
		}
		place := b.source.Start
		if b.source.Page > 0 {
			place = b.source.Page
		}
		fmt.Fprintf(&out, "%d %s %s\n", place, kind, strings.Join(texts, " ¦ "))
	}
	return out.String()
}

func wantOutline(t *testing.T, blocks []block, want string) {
	t.Helper()
	if got := strings.TrimSpace(outline(blocks)); got != strings.TrimSpace(want) {
		t.Errorf("blocks:\n%s\nwant:\n%s", got, strings.TrimSpace(want))
	}
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
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			blocks, err := readPDF("cv.pdf", makePDF(test.pages, ""))
			if err != nil {
				t.Fatal(err)
			}
			wantOutline(t, blocks, test.want)
			for _, b := range blocks {
				if b.source.Path != "cv.pdf" || b.source.Start != 0 || b.source.End != 0 {
					t.Errorf("source of %q: %+v", spanText(b.spans), b.source)
				}
			}
		})
	}
}

func TestPDFLinks(t *testing.T) {
	link := `/Annots [ << /Type /Annot /Subtype /Link /Rect [48 695 150 712] /A << /S /URI /URI (https://example.org/jane) >> >>
	<< /Type /Annot /Subtype /Link /Rect [48 675 150 692] /A << /S /URI /URI (javascript:alert\(1\)) >> >> ]`
	blocks, err := readPDF("cv.pdf", makePDF([][]pdfText{{regular(50, 700, "My page"), regular(50, 680, "Not this one")}}, "", link))
	if err != nil {
		t.Fatal(err)
	}
	wantOutline(t, blocks, "1 | My page<https://example.org/jane>\n1 | Not this one")
}

func TestPDFBadInput(t *testing.T) {
	good := makePDF([][]pdfText{{regular(50, 700, "Jane Miller")}}, "")
	key := strings.Repeat("00", 32)
	encrypt := "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + key + "> /U <" + key + "> >>"
	many := make([][]pdfText, maxPDFPages+1)
	tests := map[string]struct {
		data []byte
		want string
	}{
		"encrypted":      {makePDF([][]pdfText{{regular(50, 700, "Jane")}}, encrypt), errPDFPassword.Error()},
		"cut off":        {good[:len(good)*2/3], errPDFDamaged.Error()},
		"header only":    {good[:20], errPDFDamaged.Error()},
		"scan":           {makePDF([][]pdfText{{}}, ""), errPDFNoText.Error()},
		"another format": {[]byte("PK\x03\x04 something else"), "is not a PDF, though its name says so"},
		"too many pages": {makePDF(many, ""), fmt.Sprintf("has %d pages: PDFs over %d pages are not read", maxPDFPages+1, maxPDFPages)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			blocks, err := readPDF("cv.pdf", test.data)
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
	blocks, err := readPDF("cv.pdf", makePDF([][]pdfText{{regular(50, 700, "Jane Miller")}}, ""))
	if err != nil {
		t.Fatal(err)
	}
	wantOutline(t, blocks, "1 | Jane Miller")
}

const (
	johnPDF   = "../../../shared/data/resumes/john-doe-classic.pdf"
	johnTruth = "../../../shared/data/resumes/john-doe-classic.truth.yaml"
)

// truth reads what the source of the PDF says of one section: for each entry the
// values in the order they are written. It knows as much YAML as that file has.
func truth(t *testing.T, section string) (entries [][]string) {
	t.Helper()
	data, err := os.ReadFile(johnTruth)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("no ../shared beside the project: its PDF is not there to be read")
	}
	if err != nil {
		t.Fatal(err)
	}
	inside := false
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "     ") {
			inside = strings.TrimSpace(line) == section+":"
			continue
		}
		if !strings.HasPrefix(line, "    ") {
			inside = false
		}
		if !inside {
			continue
		}
		if strings.HasPrefix(line, "      - ") {
			entries = append(entries, nil)
		}
		text := strings.TrimPrefix(strings.TrimSpace(line), "- ")
		key, value, keyed := strings.Cut(text, ": ")
		if !keyed || strings.HasPrefix(text, "'") || strings.ContainsAny(key, " ") {
			key, value = "", text
		}
		if value == "" || strings.HasSuffix(value, ":") || len(entries) == 0 {
			continue
		}
		last := len(entries) - 1
		entries[last] = append(entries[last], key+"="+strings.Trim(value, `'"*`))
	}
	return entries
}

// shown is how the PDF shows a value of its source; "" where it does not.
func shown(v string) string {
	key, value, _ := strings.Cut(v, "=")
	switch key {
	case "start_date", "end_date":
		day, err := time.Parse("2006-01", value)
		if err != nil {
			return value
		}
		months := []string{"Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"}
		return fmt.Sprint(months[day.Month()-1], " ", day.Year())
	case "name":
		value, _, _ = strings.Cut(strings.TrimPrefix(value, "["), "]")
	case "date", "url":
		return ""
	}
	return strings.ReplaceAll(value, "'", "’")
}

// TestPDFAgainstTruth holds the real PDF against the source it was made from:
// every fact stands in a block, entry after entry, with the head of the entry in
// one block and each highlight in one block of its own.
func TestPDFAgainstTruth(t *testing.T) {
	sections := []struct {
		name, heading string
		page          int
	}{
		{"education", "Education", 1}, {"experience", "Experience", 1}, {"projects", "Projects", 2},
		{"publications", "Publications", 2}, {"selected_honors", "Selected Honors", 2}, {"skills", "Skills", 2},
		{"patents", "Patents", 2}, {"invited_talks", "Invited Talks", 2},
	}
	truth(t, "education") // skips where it is absent
	data, err := os.ReadFile(johnPDF)
	if err != nil {
		t.Fatal(err)
	}
	blocks, err := readPDF("john.pdf", data)
	if err != nil {
		t.Fatal(err)
	}
	at := func(from int, text string) int {
		for i := from; i < len(blocks); i++ {
			if strings.Contains(strings.ReplaceAll(spanText(blocks[i].spans), "'", "’"), text) {
				return i
			}
		}
		return -1
	}
	from := 0
	for _, s := range sections {
		head := slices.IndexFunc(blocks, func(b block) bool { return b.kind == blockHeading && spanText(b.spans) == s.heading })
		if head < from {
			t.Fatalf("heading %q at block %d, want it after %d", s.heading, head, from)
		}
		from = head + 1
		entries := truth(t, s.name)
		if len(entries) == 0 {
			t.Fatalf("no %s in the truth", s.name)
		}
		for _, entry := range entries {
			first := -1
			for _, v := range entry {
				text := shown(v)
				if text == "" {
					continue
				}
				if first < 0 {
					if first = at(from, text); first < 0 {
						t.Errorf("%s: no block holds %q", s.name, text)
						break
					}
				}
				i := at(first, text)
				if i < 0 {
					t.Errorf("%s: no block after %q holds %q", s.name, spanText(blocks[first].spans), text)
					continue
				}
				if blocks[i].source.Page != s.page {
					t.Errorf("%s: %q is said to stand on page %d, want %d", s.name, text, blocks[i].source.Page, s.page)
				}
				key, _, _ := strings.Cut(v, "=")
				if (s.name == "experience" || s.name == "education") && key != "" && i != first {
					t.Errorf("%s: %q stands in %q, want it in the head %q", s.name, text, spanText(blocks[i].spans), spanText(blocks[first].spans))
				}
				if key == "" && s.name == "experience" && (blocks[i].kind != blockItem || spanText(blocks[i].spans) != text) {
					t.Errorf("%s: highlight %q reads %q", s.name, text, spanText(blocks[i].spans))
				}
			}
			from = max(from, first)
		}
	}
	all := outline(blocks)
	for _, bad := range []string{"Last updated", "1/2", "2/2", "\x02", "\uf0e0"} {
		if strings.Contains(all, bad) {
			t.Errorf("%q was not left out", bad)
		}
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
		page := pdfPage{height: 800}
		for ; len(data) >= 4 && len(page.glyphs) < 2000; data = data[4:] {
			x := float64(data[1]) * 2.4
			page.glyphs = append(page.glyphs, glyph{
				char: []rune(" aA1-•.@\x02\n–é\uf0b7\u00ad2o")[data[0]%16], left: x, right: x + 6, base: float64(data[2]) * 3,
				size: 8 + float64(data[3]%4)*4, bold: data[3]&16 != 0, upright: data[3]&128 == 0, icon: data[3]&96 == 96,
			})
		}
		checkPDFBlocks(t, layoutPDF("x.pdf", []pdfPage{page, page}), 2)
	})
}

func checkPDFBlocks(t *testing.T, blocks []block, pages int) {
	t.Helper()
	for _, b := range blocks {
		if spanText(b.spans) == "" || b.source.Page < 1 || b.source.Page > pages || b.level < 0 {
			t.Errorf("block %+v", b)
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	data, err := os.ReadFile(johnPDF)
	if err != nil {
		b.Skip("no ../shared beside the project: its PDF is not there to be read")
	}
	for b.Loop() {
		if _, err := readPDF("john.pdf", data); err != nil {
			b.Fatal(err)
		}
	}
}

// TestPDFDocument holds the Document of the real PDF against the source it was
// made from: who, what, where and when of each job and degree.
func TestPDFDocument(t *testing.T) {
	jobs, degrees := truth(t, "experience"), truth(t, "education")
	data, err := os.ReadFile(johnPDF)
	if err != nil {
		t.Fatal(err)
	}
	d := parse(t, "john.pdf", data)
	check(t, d, nil)
	field := func(entry []string, key string) string {
		for _, v := range entry {
			if k, value, _ := strings.Cut(v, "="); k == key {
				return value
			}
		}
		return ""
	}
	date := func(d Date) string { return fmt.Sprintf("%d-%02d", d.Year, d.Month) }
	var got, want []string
	for _, e := range d.Entries {
		if e.Kind != EntryWork && e.Kind != EntryEducation {
			continue
		}
		end := date(e.Period.End)
		if e.Period.Present {
			end = "present"
		}
		got = append(got, fmt.Sprintf("%s: %s, %s, %s, %s to %s, %d below", e.Kind, e.Title, e.Org, e.Place, date(e.Period.Start), end, len(e.Passages)))
	}
	for kind, list := range map[EntryKind][][]string{EntryWork: jobs, EntryEducation: degrees} {
		for _, e := range list {
			title, org := field(e, "position"), field(e, "company")
			if kind == EntryEducation {
				title, org = field(e, "degree")+", "+field(e, "area"), field(e, "institution")
			}
			below := 0
			for _, v := range e {
				if strings.HasPrefix(v, "=") || strings.HasPrefix(v, "Thesis") || strings.HasPrefix(v, "Advisor") || strings.HasPrefix(v, "GPA") {
					below++
				}
			}
			want = append(want, fmt.Sprintf("%s: %s, %s, %s, %s to %s, %d below", kind, title, org, field(e, "location"), field(e, "start_date"), field(e, "end_date"), below))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Error(diff(w, g))
	}
	if d.Person.Name != "John Doe" || d.Person.Location != "San Francisco, CA" || len(d.Person.Contacts) != 5 || len(d.Skills) != 4 {
		t.Errorf("person %+v, skills %+v", d.Person, d.Skills)
	}
}
