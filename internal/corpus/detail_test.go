package corpus

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/resume/resumetest"
)

func TestWithoutDetails(t *testing.T) {
	for _, c := range []struct {
		line   string
		beside bool
		want   string
		found  []Detail // of all
	}{
		{"ann@lee.example | +1 617 555 0199 | Boston, MA", false, "Boston, MA", []Detail{Email, Phone}},
		{"Email: ann@lee.example", false, "", []Detail{Email}},
		{"**Phone:** (617) 555-0199", false, "", []Detail{Phone}},
		{"[ann@lee.example](mailto:ann@lee.example) · [+49 170 1234567](tel:+491701234567) · Berlin", false, "Berlin", []Detail{Email, Phone}},
		{"14 rue des Lilas, 69003 Lyon, France", false, "Lyon, France", []Detail{Street}},
		{"Hauptstraße 5, 10115 Berlin", false, "Berlin", []Detail{Street}},
		{"123 Main St, Apt 4B, Chicago, IL 60614 | github.com/ann", false, "Chicago, IL | github.com/ann", []Detail{Street}},
		{"221B Baker Street, London NW1 6XE", false, "London", []Detail{Street}},
		{"Address: Flat 12, Rose Villa, MG Road 44, Pune 411001", false, "Address: Rose Villa, Pune", []Detail{Street}},
		{"12 Elm Street, Boston, MA 02115, ann@lee.example", false, "Boston, MA", []Detail{Email, Street}},
		{"12 Elm Street | Boston, MA", false, "Boston, MA", []Detail{Street}},
		{"617 555 0199 / 617 555 0200, or 617 555 0201 | Boston, MA", false, "or | Boston, MA", []Detail{Phone}},
		{"Born 3 May 1990 | Tel. 617 555 0199", false, "Born 3 May 1990", []Detail{Phone}},
		{"Tel: 617\u2011555\u20110199 · ann&#64;lee.example", false, "", []Detail{Email, Phone}},
		{"ann (at) lee (dot) example | Boston, MA", false, "Boston, MA", []Detail{Email}},
		{"ann (at) lee.example | Boston, MA", false, "Boston, MA", []Detail{Email}},
		{"ann @ lee.example", false, "", []Detail{Email}},
		{"07700 900123 / 020 7946 0018", false, "", []Detail{Phone}},
		{"0171 5550188  030 5550123", false, "", []Detail{Phone}},
		{"Travessa do Pinhal N3 2D 3000-112 - Coimbra | ann.example", false, "Location: Coimbra | ann.example", []Detail{Street}},
		{"Molenweg 8, 7241 AB Lochem", false, "Location: Lochem", []Detail{Street}},
		{"phone: \"+47 77 55 01 23\"", false, "", []Detail{Phone}},
		{"12 Baker Street", true, "", []Detail{Street}},
		{"12 Baker Street", false, "12 Baker Street", nil},
		{"Pune, India", false, "Pune, India", nil},
		{"Backend Engineer, Java 17 | Pune, India", false, "Backend Engineer, Java 17 | Pune, India", nil},
		{"10+ years of experience, Berlin", false, "10+ years of experience, Berlin", nil},
		{"Principal-Grade Site Reliability Engineer | AI", true, "Principal-Grade Site Reliability Engineer | AI", nil},
		{"Location: Utrecht | github.com/ann", false, "Location: Utrecht | github.com/ann", nil},
	} {
		got, found := withoutDetails(c.line, []Detail{Email, Phone, Street}, c.beside)
		if got = strings.Join(strings.Fields(got), " "); got != c.want || !slices.Equal(slices.Sorted(maps.Keys(found)), c.found) {
			t.Errorf("%s: %q, %v", c.line, got, slices.Sorted(maps.Keys(found)))
		}
		if got, found := withoutDetails(c.line, nil, c.beside); got != c.line || found != nil {
			t.Errorf("%s: %q although nothing is hidden", c.line, got)
		}
	}
}

// TestTelephoneIsNoStreet leaves a number where the street alone is hidden.
func TestTelephoneIsNoStreet(t *testing.T) {
	const line = "Phone: +31 30 555 0137"
	if got, found := withoutDetails(line, []Detail{Street}, true); got != line {
		t.Errorf("%q, %v", got, found)
	}
}

// TestHiddenEverywhere wants telephone and e-mail out of running text too, and other
// numbers kept.
func TestHiddenEverywhere(t *testing.T) {
	d, problems, err := Load(folder(t, map[string]string{"a.md": "# Ann Lee\n\n## Summary\n\nReach me at ann@lee.example or +1 617 555 0199. Handled 1 200 300 orders.\n\n[m]: mailto:ann@lee.example\n\n## Work\n\n### Nurse | Mercy\n2019 – 2020\n\n- Ran 12 wards, 2019-2020, order 555 019 777.\n"}), Phone, Email, Street)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	all := fmt.Sprintf("%+v", *d)
	for _, s := range []string{"lee.example", "0199"} {
		if strings.Contains(all, s) {
			t.Errorf("%q is left in %s", s, all)
		}
	}
	for _, s := range []string{"1 200 300 orders", "555 019 777"} {
		if !strings.Contains(all, s) {
			t.Errorf("%q is lost: %s", s, all)
		}
	}
}

// TestHiddenDetails wants nothing of a hidden detail in a Document, of any format.
func TestHiddenDetails(t *testing.T) {
	files := map[string]map[string]string{
		"Markdown":     {"a.md": "# Ann Lee\n\nNurse\n\n12 Rose Street\nBoston, MA 02134\n\nPhone: +1 617 555 0199 | [Mail](mailto:ann@lee.example) | ann@lee.example\n\n## Work\n\n### Nurse | Mercy\n2019 – 2020\n\n- Ran 12 wards and 617 beds.\n"},
		"front matter": {"a.md": "---\nname: Ann Lee\nstreet: 12 Rose Street\nzip: 02134\ncity: Boston\nphone: \"+1 617 555 0199\"\nemail: ann@lee.example\n---\n\n## Work\n\n### Nurse | Mercy\n2019 – 2020\n\n- Ran 12 wards and 617 beds.\n"},
		"text":         {"a.txt": "ANN LEE\nNurse\n12 Rose Street, Boston, MA 02134\nTel.: +1 617 555 0199\nann@lee.example\n\nWORK\n\nNurse, Mercy Hospital, 2019 - 2020\n- Ran 12 wards and 617 beds.\n"},
		"JSON":         {"a.json": `{"basics": {"name": "Ann Lee", "label": "Nurse", "email": "ann@lee.example", "phone": "+1 617 555 0199", "location": {"address": "12 Rose Street", "postalCode": "02134", "city": "Boston", "region": "MA"}}, "work": [{"name": "Mercy", "position": "Nurse", "startDate": "2019", "highlights": ["Ran 12 wards and 617 beds."]}]}`},
		"HTML": {"a.html": "<h1>Ann Lee</h1>\n<p>Nurse</p>\n<p>12 Rose Street<br>\nBoston, MA 02134</p>\n<p>Phone: <a href=\"tel:+16175550199\">+1 617 555 0199</a> | ann<b>@</b>lee.<i>example</i> | <a href=\"mailto:ann@lee.example\">Mail</a></p>\n" +
			"<h2>Work</h2>\n<h3>Nurse | Mercy</h3>\n<p>2019 – 2020</p>\n<ul><li>Ran 12 wards and 617 beds.</li></ul>\n"},
		"LinkedIn": {"a.zip": string(resumetest.Zip(t, map[string]string{"Profile.csv": "First Name,Last Name,Address,Zip Code,Geo Location\nAnn,Lee,12 Rose Street,02134,\"Boston, MA\"\n", "Email Addresses.csv": "Email Address,Primary\nann@lee.example,Yes\n", "PhoneNumbers.csv": "Number\n+1 617 555 0199\n", "Positions.csv": "Company Name,Title,Description\nMercy,Nurse,Ran 12 wards and 617 beds.\n"}))},
		"ODT":      {"a.odt": string(resumetest.ODT(t, `<text:p text:style-name="Title">Ann Lee</text:p><text:p>12 Rose Street, Boston, MA 02134</text:p><text:p>Phone: +1 617 555 0199 | ann@lee.example</text:p><text:h text:outline-level="1">Work</text:h><text:p>Ran 12 wards and 617 beds.</text:p>`, "", nil))},
		"RTF":      {"a.rtf": `{\rtf1{\stylesheet{\s1 heading 1;}}{\b Ann Lee}\par 12 Rose Street, Boston, MA 02134\par Phone: +1 617 {\b 555} 0199 | ann@{\i lee.example}\par\pard\s1 Work\par\pard Ran 12 wards and 617 beds.\par}`},
		"DOCX":     {"a.docx": string(resumetest.DOCX(t, resumetest.Paragraph("Titel", "Ann Lee")+resumetest.Paragraph("", "12 Rose Street, Boston, MA 02134")+resumetest.Paragraph("", "Phone: +1 617 555 0199 | ann@lee.example")+resumetest.Paragraph("berschrift1", "Work")+resumetest.Paragraph("", "Ran 12 wards and 617 beds."), nil))},
	}
	for name, f := range files {
		dir := folder(t, f)
		d, problems, err := Load(dir, Phone, Email, Street)
		if err != nil || len(problems) > 0 {
			t.Fatal(name, err, problems)
		}
		_, content := Handout(d, dir, d.Files[0])
		all := fmt.Sprintf("%+v %s", *d, content)
		for _, s := range []string{"Rose", "02134", "0199", "lee.example"} {
			if strings.Contains(all, s) {
				t.Errorf("%s: %q is left in %s", name, s, all)
			}
		}
		for _, s := range []string{"Boston", "617 beds", "Ann Lee"} {
			if !strings.Contains(all, s) {
				t.Errorf("%s: %q is lost: %s", name, s, all)
			}
		}
		shown, _, err := Load(dir, Street)
		if err != nil || len(shown.Person.Contacts) < 3 || strings.Contains(fmt.Sprintf("%+v", *shown), "Rose") {
			t.Errorf("%s: without the street alone: %+v, %v", name, shown.Person, err)
		}
	}
}
