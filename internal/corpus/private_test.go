package corpus

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/resume"
	"resumebot/internal/resume/resumetest"
)

// TestPrivate reads files in which everything private has the word "secret" and all
// else that must be read the word "open", and looks for both in all that is known.
func TestPrivate(t *testing.T) {
	word := func(body string) string { return string(resumetest.DOCX(t, body, nil)) }
	style := func(id, text string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + id + `"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	hidden := func(id, text string) string {
		return strings.Replace(style(id, html.EscapeString(text)), "<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1)
	}
	for name, c := range map[string]struct {
		files  map[string]string
		open   int      // how many passages have the word
		topics []string // of what is withheld
	}{
		"items":        {map[string]string{"a.md": "# Jane Miller\n\n## Work\n\n<!-- private -->\n- secret one\n- secret two\n<!-- /private -->\n- open\n\n- secret three <!-- private -->\n- secret four <!-- /private -->\n- open too\n"}, 2, []string{"", ""}},
		"text":         {map[string]string{"a.txt": "JANE MILLER\n\nWORK\n\n<!-- private: pay, bonus -->\n- secret one\n- secret two\n<!-- /private -->\n- open\n- open too\n"}, 2, []string{"pay, bonus"}},
		"in a line":    {map[string]string{"a.md": "# Jane Miller\n\n## Work\n\n- open <!-- private: rate -->secret<!-- /private --> end\n"}, 1, []string{"rate"}},
		"section":      {map[string]string{"a.md": "# Jane Miller\n\n## Work\n\n- open\n\n<!-- private -->\n## Salary\n\n- secret\n<!-- /private -->\n\n## Skills\n\n- Go open\n"}, 2, []string{"Salary"}},
		"heading":      {map[string]string{"a.md": "# Jane Miller\n\n## Work\n\n- open\n\n<!-- private -->\n## Years off\n<!-- /private -->\n\n- secret line\n\n### Secret part\n\n- secret too\n\n## Skills\n\n- open\n"}, 2, nil},
		"below a head": {map[string]string{"a.md": "# Jane Miller\n\n## Pay\n\n<!-- private -->\nsecret sum\n<!-- /private -->\n\n## Skills\n\n- open\n"}, 1, []string{"Pay"}},
		"entry":        {map[string]string{"a.md": "# Jane Miller\n\n## Work\n\n### Cook | Open Kitchen\n*2015 – 2017*\n\n- open soups\n\n<!-- private -->\n### Cook | Secret Inn\n*2018 – 2019*\n<!-- /private -->\n\n- secret stews\n\n#### Secret extras\n\n- secret pies\n\n### Cook | Open Diner\n*2020 – 2022*\n\n- open pans\n"}, 4, []string{""}},
		"entry, lines": {map[string]string{"a.txt": "JANE MILLER\n\nWORK EXPERIENCE\n\nCook, Open Diner Ltd., 2020 – 2022\n- open pans\n\n<!-- private -->\nCook, Secret Inn Ltd., 2018 – 2019\n<!-- /private -->\n- secret stews\n\nCook, Open Kitchen Ltd., 2015 – 2017\n- open soups\n"}, 4, nil},
		"table":        {map[string]string{"a.md": "# Jane Miller\n\n## Skills\n\n| Group | Skills |\n|---|---|\n| Open | Go |\n<!-- private -->\n| Secret | Perl |\n<!-- /private -->\n| Open too | Rust |\n"}, 2, []string{""}},
		"table head":   {map[string]string{"a.md": "# Jane Miller\n\n## Skills\n\n<!-- private -->\n| Secret | Secrets |\n|---|---|\n<!-- /private -->\n| open | Go |\n"}, 1, nil},
		"definition":   {map[string]string{"a.md": "# Jane Miller\n\n## Work\n\nSee [open page][p].\n\n<!-- private -->\n[p]: https://secret.example\n<!-- /private -->\n"}, 1, nil},
		"image, link":  {map[string]string{"a.md": "# Jane Miller\n\n## Work\n\n- open <!-- private -->![secret](secret.png) [x](https://secret.example)<!-- /private -->\n"}, 1, []string{""}},
		"comment":      {map[string]string{"a.md": "# Jane Miller\n\n## Work\n\n- open <!-- secret remark -->\n"}, 1, nil},
		"UTF-16":       {map[string]string{"a.md": utf16LE("# Jane Miller\n\n## Work\n\n- open\n<!-- private -->\n- secret\n<!-- /private -->\n")}, 1, []string{""}},
		"LaTeX":        {map[string]string{"a.tex": "\\name{Jane}{Miller}\n\\section{Work}\n% <!-- private -->\n\\cventry{2018--2019}{Cook}{Secret Inn}{}{}{secret stews}\n% <!-- /private -->\n\\cventry{2020}{Cook}{Open Diner}{}{}{\n\\begin{itemize}\n\\item open pans\n\\item open <!-- private -->secret<!-- /private --> and <!-- private: pay -->secret<!-- /private --> pots\n% <!-- private: theft -->\n\\item secret theft\n% <!-- /private -->\n\\end{itemize}}\n% <!-- private -->\n\\section{Salary}\n\\cvitem{Sum}{secret}\n% <!-- /private -->\n"}, 3, []string{"pay", "", "theft", "Salary"}},
		"rst":          {map[string]string{"a.rst": "Jane Miller\n===========\n\nWork\n----\n\n.. <!-- private: pay -->\n\nsecret sum\n\n.. <!-- /private -->\n\n- open <!-- private -->secret<!-- /private -->, <!-- private -->secret<!-- /private -->\n\n.. <!-- private -->\n\nSecret Part\n~~~~~~~~~~~\n\nsecret\n\n.. <!-- /private -->\n\nSkills\n------\n\nopen\n"}, 2, nil},
		"org":          {map[string]string{"a.org": "#+AUTHOR: Jane Miller\n* Work\n# <!-- private -->\n** Cook\n:PROPERTIES:\n:EMPLOYER: Secret Inn\n:FROM: 2018\n:END:\n- secret stews\n# <!-- /private -->\n** Chef, Open Diner\n2020 - 2021\n- open <!-- private: pay -->secret<!-- /private --> pans\n"}, 2, nil},
		"asciidoc":     {map[string]string{"a.adoc": "= Jane Miller\n\n== Work\n\n// <!-- private: theft -->\n=== Cook, Secret Inn\n// <!-- /private -->\n\n_2018 - 2019_\n\n* secret stews\n\n=== Cook, Open Diner\n\n_2020 - 2021_\n\n* open <!-- private -->secret<!-- /private --> pans <!-- private -->secret<!-- /private -->\n"}, 2, nil},
		"LaTeX, head":  {map[string]string{"a.tex": "\\section{Work}\n\\cvevent{Cook}\n% <!-- private -->\n{Secret Inn}\n% <!-- /private -->\n{2018}{Open place}\n"}, 1, []string{""}},
		"JSON": {map[string]string{"a.json": `{"basics": {"name": "Jane Miller", "email": "open@example.com", "phone": "+1 617 555 0199",
			"location": {"private": true, "city": "Secretville"}},
			"private": ["basics.phone", "work[0]", "references"],
			"work": [{"name": "Secret Inn", "position": "Cook", "startDate": "2018"}, {"name": "Open Diner", "position": "Cook", "startDate": "2020", "summary": "Ran it. <!-- private: pay -->secret pay<!-- /private -->",
			"highlights": ["open pans"]}], "skills": [{"name": "Secret skill", "private": "hobby"}], "references": [{"name": "Secret Sam", "reference": "secret"}]}`}, 3, []string{"", "", "", "hobby", "", "pay"}},
		"JSON list": {map[string]string{"a.json": `[{"type": "job", "title": "Cook", "company": "Open Diner", "from": "2015", "to": "2017"}, {"type": "job", "title": "Cook", "company": "Secret Inn", "private": true}, {"type": "job", "title": "Cook", "company": "Open Kitchen", "from": "2018", "private": false}]`}, 2, []string{""}},
		"JSON parsed": {map[string]string{"a.json": `{"private": ["data.workExperience[0]"], "data": {"name": {"raw": "Jane Miller"}, "workExperience": [{"jobTitle": "Cook", "organization": "Secret Inn"}, {"jobTitle": "Cook", "organization": "Open Diner", "dates": {"startDate": "2015-01-01", "endDate": "2017-01-01"}}],
			"rawText": "Cook at Secret Inn, secret stews. Cook at Open Diner, 2015 to 2017. Nothing else stands in it."}}`}, 1, []string{""}},
		"YAML": {map[string]string{"a.yaml": `private: [cv.phone, "cv.sections.experience[0]"]
cv:
  name: Jane Miller
  email: open@example.com
  phone: "+1 617 555 0199"
  sections:
    experience:
      - {company: Secret Inn, position: Cook, start_date: 2018}
      - {company: Open Diner, position: Cook, start_date: 2020, summary: "Ran it. <!-- private: pay -->secret pay<!-- /private -->", highlights: [open pans]}
    hobbies:
      - {label: Secret hobby, details: secret, private: hobby}
# a secret remark
`}, 3, []string{"", "", "pay", "hobby"}},
		"HTML":           {map[string]string{"a.html": "<h1>Jane Miller</h1>\n<h2>Work</h2>\n<ul>\n<li>open</li>\n<!-- private: pay --><li>secret</li>\n<li>secret too</li><!-- /private -->\n<li>open <!-- private -->secret<!-- /private --> end <!-- private: x -->secret<!--/private--></li>\n</ul>\n<p hidden>unseen</p>\n<!-- a secret remark -->\n"}, 2, []string{"x", "pay"}},
		"HTML, one line": {map[string]string{"a.htm": "<h1>Jane Miller</h1><h2>Work</h2><ul><li>open</li><!-- private --><li>secret</li><!-- /private --><li>open too</li></ul>"}, 2, []string{""}},
		"HTML, entry":    {map[string]string{"a.html": "<h1>Jane Miller</h1>\n<h2>Work</h2>\n<h3>Cook, Open Diner</h3>\n<p>2020 – 2022</p>\n<ul><li>open pans</li></ul>\n<!-- private -->\n<h3>Cook, Secret Inn</h3>\n<!-- /private -->\n<p>2018 – 2019</p>\n<ul><li>secret stews</li></ul>\n<h2>Skills</h2>\n<p>open</p>\n"}, 3, nil},
		"DOCX, style": {map[string]string{"a.docx": word(resumetest.Paragraph("Titel", "Jane Miller") + resumetest.Paragraph("berschrift1", "Work") + resumetest.Paragraph("", "open") + style("Private", "secret") +
			`<w:p><w:r><w:t>secret before </w:t></w:r><w:r><w:rPr><w:rStyle w:val="PrivatePay"/></w:rPr><w:t>secret</w:t></w:r></w:p>` + resumetest.Paragraph("", "open too"))}, 2, []string{"", "pay"}},
		"DOCX, comment": {map[string]string{"a.docx": string(resumetest.DOCX(t, resumetest.Paragraph("Titel", "Jane Miller")+resumetest.Paragraph("berschrift1", "Work")+resumetest.Paragraph("", "open")+
			`<w:commentRangeStart w:id="7"/>`+resumetest.Paragraph("", "secret")+resumetest.Paragraph("", "secret too")+`<w:commentRangeEnd w:id="7"/>`+
			`<w:p><w:commentRangeStart w:id="8"/><w:r><w:t>open remarked</w:t></w:r><w:commentRangeEnd w:id="8"/></w:p>`,
			map[string]string{"word/comments.xml": `<w:comments><w:comment w:id="7"><w:p><w:r><w:t>private: pay</w:t></w:r></w:p></w:comment><w:comment w:id="8"><w:p><w:r><w:t>spelling?</w:t></w:r></w:p></w:comment></w:comments>`},
			"c1 comments comments.xml"))}, 2, []string{"pay"}},
		"DOCX, unseen": {map[string]string{"a.docx": word(resumetest.Paragraph("Titel", "Jane Miller") + resumetest.Paragraph("berschrift1", "Work") + resumetest.Paragraph("", "open") +
			hidden("", "words") + resumetest.Paragraph("", "<!-- private -->") + resumetest.Paragraph("", "") + hidden("", "secret") + resumetest.Paragraph("", "") + resumetest.Paragraph("", "<!-- /private -->") + resumetest.Paragraph("", "open") +
			`<w:p>` + resumetest.Box(hidden("", "secret")) + `</w:p>` + hidden("", "<!-- private -->secret") + hidden("Private", "secret") + resumetest.Paragraph("", "open") + `<w:p><w:r><w:t>a &lt;!-- private --&gt;</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>&lt;!-- /private --&gt; secret</w:t></w:r></w:p>`)}, 3, nil},
		"ODT": {map[string]string{"a.odt": string(resumetest.ODT(t, `<text:p text:style-name="Title">Jane Miller</text:p><text:h text:outline-level="1">Work</text:h><text:p>open</text:p><text:p text:style-name="P9">secret</text:p>`+
			`<text:p>secret before <text:span text:style-name="Private_3a__20_pay">secret</text:span></text:p><text:p>open too</text:p>`+
			`<text:p><office:annotation office:name="c1"><text:p>private: bonus</text:p></office:annotation>secret</text:p><text:p>secret<office:annotation-end office:name="c1"/></text:p><text:p>open<office:annotation office:name="c2"><text:p>a secret remark</text:p></office:annotation></text:p>`+
			`<text:p>&lt;!-- private --&gt;</text:p><text:p>secret <draw:frame><draw:text-box><text:p>secret</text:p></draw:text-box></draw:frame></text:p><text:p>&lt;!-- /private --&gt;</text:p>`,
			`<style:style style:name="P9" style:family="paragraph" style:parent-style-name="Private"/>`, nil))}, 3, []string{"", "pay", "bonus", ""}},
		"RTF": {map[string]string{"a.rtf": `{\rtf1\ansi{\stylesheet{\s2 Title;}{\s1 heading 1;}{\s3 Private;}{\*\cs10 Private: pay;}}{\info{\author secret}}\pard\s2 Jane Miller\par\pard\s1 Work\par\pard open\par\pard\s3 secret {\b secret}\par\pard secret before {\cs10 secret}\par open too\par` +
			`<!-- private: bonus -->\par secret{\shp{\*\shpinst{\shptxt secret\par}}}\par <!-- /private -->\par open <!-- private -->\b secret\b0 <!-- /private -->\par open {\*\annotation a secret remark}\par}`}, 3, []string{"", "pay", "bonus", ""}},
		"LinkedIn": {map[string]string{"a.zip": string(resumetest.Zip(t, map[string]string{"Profile.csv": "First Name,Last Name,Address,Summary\nJane,Miller,secret,open <!-- private: pay -->secret<!-- /private -->\n", "Positions.csv": "Company Name,Title,Description,Started On\nAcme,Cook,open pans,2019\n", "messages.csv": "CONTENT\nsecret\n"})),
			"a.zip.private": "acme\n"}, 1, []string{"pay", "Work", "", "Work"}},
		"Europass": {map[string]string{"a.xml": "<SkillsPassport><LearnerInfo><Identification><PersonName><FirstName>Jane</FirstName><Surname>Miller</Surname></PersonName><ContactInfo><!-- private --><Email><Contact>secret@x.example</Contact></Email><!-- /private --><!-- a secret remark --></ContactInfo></Identification>\n" +
			"<WorkExperienceList><WorkExperience><Period><From year=\"2019\"/></Period><Position><Label>Cook</Label></Position><Activities>open pans &lt;!-- private: pay --&gt;secret&lt;!-- /private --&gt;</Activities><Employer><Name>Open Diner</Name></Employer></WorkExperience><!-- private: secrecy --><WorkExperience><Position><Label>Cook</Label></Position><Employer><Name>Secret Inn</Name></Employer></WorkExperience><!-- /private --></WorkExperienceList></LearnerInfo></SkillsPassport>"}, 2, nil},
		"Europass, Candidate": {map[string]string{"a.xml": "<Candidate><CandidatePerson><PersonName><GivenName>Jane</GivenName><FamilyName>Miller</FamilyName></PersonName><!-- private --><Communication><ChannelCode>Email</ChannelCode><URI>secret@x.example</URI></Communication><!-- /private --></CandidatePerson><CandidateProfile><EmploymentHistory><EmployerHistory><OrganizationName>Open Diner</OrganizationName><PositionHistory><PositionTitle>Cook</PositionTitle><!-- private: pay --><Description>secret</Description><!-- /private --></PositionHistory></EmployerHistory>" +
			"<!-- private --><EmployerHistory><OrganizationName>Secret Inn</OrganizationName><PositionHistory><PositionTitle>Cook</PositionTitle></PositionHistory></EmployerHistory><!-- /private --></EmploymentHistory><!-- private --><Others><Title>Secret</Title><Other><Title>secret</Title></Other></Others><!-- /private --></CandidateProfile></Candidate>"}, 1, nil},
		"RTF, called text": {map[string]string{"a.txt": `{\rtf1 {\b Jane Miller}\par <!-- private -->\par secret\par <!-- /private -->\par open\par}`}, 1, []string{""}},
		"sidecar": {map[string]string{"a.txt": "JANE MILLER\n\nWORK\n\nopen\n\nMy  Secret   salary is 5\n\nFAMILY\n\nsecret one\n\nsecret two\n\nSKILLS\n\n- open\n",
			"a.txt.private": "# what nobody may see\n[salary]\nsecret salary\n[]\n\nFAMILY\n"}, 2, []string{"salary", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			d, problems, err := Load(folder(t, c.files))
			if err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			dump := fmt.Sprintf("%+v", *d)
			for _, f := range d.Files {
				_, content := Handout(d, "", f)
				dump += string(content)
			}
			if at := strings.Index(strings.ToLower(dump), "secret"); at >= 0 {
				t.Errorf("known: …%s…", dump[max(0, at-60):min(len(dump), at+60)])
			}
			if strings.Contains(dump, "<!") || strings.Contains(dump, "617 555") {
				t.Errorf("a mark or the telephone is left:\n%s", dump)
			}
			n := 0
			for i := range d.Passages {
				if strings.Contains(strings.ToLower(d.Passages[i].Text()), "open") {
					n++
				}
			}
			if n != c.open {
				t.Errorf("%d open passages, want %d:\n%+v", n, c.open, d.Passages)
			}
			var topics []string
			for _, w := range d.Withheld {
				topics = append(topics, w.Topic)
			}
			if name == "DOCX, unseen" && (len(d.Doubts) != 1 || d.Doubts[0].Source.Start != 4 || !strings.Contains(d.Doubts[0].Text, "“words”") || !d.Files[0].Unseen) {
				t.Errorf("doubts %+v of %+v", d.Doubts, d.Files)
			}
			if c.topics != nil && !slices.Equal(topics, c.topics) {
				t.Errorf("topics %q, want %q", topics, c.topics)
			}
		})
	}
}

// TestPrivateBelow wants a heading whose text is private quoted nowhere, and no private
// line taken for the name of what is kept private.
func TestPrivateBelow(t *testing.T) {
	const asthma = "Asthma\n"
	for name, files := range map[string]map[string]string{
		"Markdown": {"a.md": "# Jane Miller\n\n## Work\n\n- open\n\n## Diagnosis\n\n<!-- private -->\n\nAsthma\n\n<!-- /private -->\n\n## Hobbies\n\n- Chess\n"},
		"nested":   {"a.md": "# Jane Miller\n\n## Work\n\n- open\n\n## Notes\n\n### Diagnosis\n\n<!-- private -->\n\nAsthma\n\n<!-- /private -->\n\n### Pets\n\nA dog\n\n## Hobbies\n\n- Chess\n"},
		"text":     {"a.txt": "Jane Miller\n\nWork\n\n- open\n\nDiagnosis\n\n- Asthma\n\nHobbies\n\n- Chess\n", "a.txt.private": asthma},
		"org":      {"a.org": "#+AUTHOR: Jane Miller\n* Work\n- open\n* Diagnosis\nAsthma\n* Hobbies\n- Chess\n", "a.org.private": asthma},
		"HTML":     {"a.html": "<h1>Jane Miller</h1>\n<h2>Work</h2>\n<p>open</p>\n<h2>Diagnosis</h2>\n<p>Asthma</p>\n<h2>Hobbies</h2>\n<p>Chess</p>\n", "a.html.private": asthma},
		"DOCX": {"a.docx": string(resumetest.DOCX(t, resumetest.Paragraph("Titel", "Jane Miller")+resumetest.Paragraph("berschrift1", "Work")+resumetest.Paragraph("", "open")+
			resumetest.Paragraph("berschrift1", "Diagnosis")+resumetest.Paragraph("", "Asthma")+resumetest.Paragraph("berschrift1", "Hobbies")+resumetest.Paragraph("", "Chess"), nil)), "a.docx.private": asthma},
	} {
		d, problems, err := Load(folder(t, files))
		if err != nil || len(problems) > 0 {
			t.Fatal(name, err, problems)
		}
		for i := range d.Passages {
			if text := d.Passages[i].Text(); strings.Contains(text, "Diagnosis") {
				t.Errorf("%s: quoted: %s", name, text)
			}
		}
		if len(d.Withheld) == 0 || slices.ContainsFunc(d.Withheld, func(w resume.Withheld) bool { return w.Topic == "Asthma" }) {
			t.Errorf("%s: withheld %+v", name, d.Withheld)
		}
	}
}

func utf16LE(s string) string {
	out := "\xff\xfe"
	for _, r := range s {
		out += string([]byte{byte(r), byte(r >> 8)})
	}
	return out
}

// TestPrivateRefused does not read a file at all where it is not certain what its
// owner keeps private, and says where and what to write.
func TestPrivateRefused(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"near miss":       {map[string]string{"a.md": "# Jane Miller\n\n<!-- begin private -->\nsecret\n"}, `a.md:3: "<!-- begin private" looks like a mark`},
		"stray":           {map[string]string{"a.txt": "JANE MILLER\n\nsecret\n<!-- /private -->\n"}, `a.txt:4: "<!-- /private -->" closes what no mark opens`},
		"JSON key":        {map[string]string{"a.json": "{\"basics\": {\"name\": \"Jane\",\n\"Private\": true}}"}, `a.json:2: "Private" looks like "private"`},
		"JSON value":      {map[string]string{"a.json": "{\"basics\": {\"name\": \"Jane\",\n\"private\": null}}"}, `a.json:2: "private" is neither true`},
		"YAML key":        {map[string]string{"a.yml": "cv:\n  name: Jane\n  Private: true\n"}, `a.yml:3: "Private" looks like "private"`},
		"YAML path":       {map[string]string{"a.yml": "private:\n- work[3]\ncv:\n  name: Jane\n"}, `a.yml:2: "private": nothing stands at "work[3]"`},
		"JSON path":       {map[string]string{"a.json": "{\"private\": [\n\"work[3]\"], \"basics\": {\"name\": \"Jane\"}}"}, `a.json:2: "private": nothing stands at "work[3]"`},
		"JSON text":       {map[string]string{"a.json": "{\"basics\": {\"name\": \"Jane\",\n\"summary\": \"<!-- privat -->x\"}}"}, `a.json:2: "<!-- privat" looks like`},
		"sidecar":         {map[string]string{"a.txt": "JANE MILLER\n\nsecret\n", "a.txt.private": "[x]\nsecrets\n"}, `a.txt.private:2: stands nowhere`},
		"sidecar, alone":  {map[string]string{"a.txt": "JANE MILLER\n\nopen\n", "b.pdf.private": "secret\n"}, `b.pdf.private: seems to tell what is private in a file that is not there`},
		"HTML, near":      {map[string]string{"a.html": "<p>open</p>\n<!-- begin private -->\n<p>secret</p>\n"}, `a.html:2: "<!-- begin private" looks like a mark`},
		"HTML, stray":     {map[string]string{"a.html": "<p>open</p>\n<p>secret</p><!-- /private -->\n"}, `a.html:2: "<!-- /private -->" closes what no mark opens`},
		"HTML, typed":     {map[string]string{"a.html": "<p>open</p>\n<p>&lt;!-- privat --&gt; secret</p>\n"}, `a.html:2: "<!-- privat" looks like`},
		"DOCX, mark":      {map[string]string{"a.docx": string(resumetest.DOCX(t, resumetest.Paragraph("", "Open")+resumetest.Paragraph("", "<!-- private")+resumetest.Paragraph("", "secret"), nil))}, `a.docx:2: "<!-- private" looks like`},
		"Europass, near":  {map[string]string{"a.xml": "<SkillsPassport>\n<!-- begin private --><LearnerInfo/></SkillsPassport>"}, `a.xml:2: "<!-- begin private" looks like a mark`},
		"Europass, stray": {map[string]string{"a.xml": "<SkillsPassport>\n<LearnerInfo/><!-- /private --></SkillsPassport>"}, `a.xml:2: "<!-- /private -->" closes what no mark opens`},
		"LinkedIn, mark":  {map[string]string{"a.zip": string(resumetest.Zip(t, map[string]string{"Profile.csv": "First Name,Last Name,Summary\nJane,Miller,<!-- privat --> secret\n"}))}, `a.zip:1: "<!-- privat" looks like`},
		"RTF, mark":       {map[string]string{"a.rtf": `{\rtf1 open\par <!-- private\par secret\par}`}, `a.rtf:2: "<!-- private" looks like`},
		"RTF, style":      {map[string]string{"a.rtf": `{\rtf1{\stylesheet{\s1 Privat;}}open\par\pard\s1 secret\par}`}, `a.rtf:2: "<!-- Privat" looks like`},
		"RTF, comment":    {map[string]string{"a.rtf": `{\rtf1 open {\*\annotation private}\par secret\par}`}, `a.rtf: has a comment that says "private"`},
		"ODT, mark":       {map[string]string{"a.odt": string(resumetest.ODT(t, "<text:p>open</text:p><text:p>&lt;!-- private</text:p><text:p>secret</text:p>", "", nil))}, `a.odt:2: "<!-- private" looks like`},
		"ODT, style":      {map[string]string{"a.odt": string(resumetest.ODT(t, `<text:p text:style-name="Privat">secret</text:p>`, `<style:style style:name="Privat" style:family="paragraph"/>`, nil))}, `a.odt:1: "<!-- Privat" looks like`},
		"ODT, comment":    {map[string]string{"a.odt": string(resumetest.ODT(t, `<text:p>open<office:annotation><text:p>private</text:p></office:annotation> secret</text:p>`, "", nil))}, `a.odt: the comment "private" is on no text`},
		"DOCX, style":     {map[string]string{"a.docx": string(resumetest.DOCX(t, resumetest.Paragraph("Privat", "secret"), nil))}, `a.docx:1: "<!-- Privat" looks like`},
		"private, all":    {map[string]string{"a.md": "<!-- private -->\n# Jane Miller\n\nsecret\n"}, `a.md: holds no text`},
		"LaTeX comment":   {map[string]string{"a.tex": "\\section{Work}\n% private\nsecret\n"}, `a.tex:2: "% private" looks like`},
		"LaTeX, torn":     {map[string]string{"a.tex": "\\section{Work}\nopen\n% <!-- private -->\nsecret\n% <!-- private -- >\n\\section{Secret}\n% <!-- /privat -->"}, `a.tex:7: "<!-- /privat" looks like`},
		"rst comment":     {map[string]string{"a.rst": "A\n=\n\n.. <!-- begin private -->\n\nsecret\n"}, `a.rst:4: "<!-- begin private" looks like`},
		"org, stray":      {map[string]string{"a.org": "* A\nsecret\n# <!-- /private -->\n"}, `a.org:3: "<!-- /private -->" closes`},
		"adoc, near":      {map[string]string{"a.adoc": "= A\n\n// <!-- privte -->\nsecret\n"}, `a.adoc:3: "<!-- privte" looks like`},
	} {
		t.Run(name, func(t *testing.T) {
			d, problems, err := Load(folder(t, c.files))
			if len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), c.want) {
				t.Fatalf("problems %v, want %s", problems, c.want)
			}
			if name != "sidecar, alone" && err == nil {
				t.Errorf("read all the same: %+v", d)
			}
		})
	}
}

// TestHandout gives the file itself only where nothing is kept from visitors.
func TestHandout(t *testing.T) {
	const read = "# Jane Miller\n\n## Work\n\n### Cook | Open Diner\n\n*2020 – 2022*\n\n- pans\n  - pots\n\nQuiet & quick.\n"
	const open = "# Jane Miller\n\n## Work\n\n### Cook | Open Diner\n2020 – 2022\n\n- pans\n  - pots\n\nQuiet & quick.\n"
	for name, c := range map[string]struct{ text, changed, want string }{
		"as read":      {open, open, open},
		"changed":      {open, "secret\n", read},
		"comment":      {open + "\n<!-- secret -->\n", open + "\n<!-- secret -->\n", read},
		"front matter": {"---\npay: secret\n---\n" + open, "---\npay: secret\n---\n" + open, read},
		"private":      {open + "\n<!-- private -->secret\n", open + "\n<!-- private -->secret\n", read},
	} {
		dir := folder(t, map[string]string{"cv.md": c.text})
		d, problems, err := Load(dir)
		if err != nil || len(problems) > 0 {
			t.Fatal(name, err, problems)
		}
		if err := os.WriteFile(filepath.Join(dir, "cv.md"), []byte(c.changed), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, content := Handout(d, dir, d.Files[0]); got != "cv.md" || string(content) != c.want {
			t.Errorf("%s: %s\n%q, want\n%q", name, got, content, c.want)
		}
	}
}

// TestPrivateMoved wants what stands between marks hidden wherever a reader moves it,
// and nothing of it told of another entry.
func TestPrivateMoved(t *testing.T) {
	comments := map[string]string{"word/comments.xml": `<w:comments><w:comment w:id="7"><w:p><w:r><w:t>private</w:t></w:r></w:p></w:comment></w:comments>`}
	for name, files := range map[string]map[string]string{
		"children of a bullet":  {"a.md": "# Jane Miller\n\n## Work\n\n- Client Alpha: open\n<!-- private -->\n- Client Secret:\n<!-- /private -->\n  - secret theft\n- Client Beta: open\n"},
		"JSON end date":         {"a.json": `{"private": ["work[0].endDate"], "basics": {"name": "Jane Miller"}, "work": [{"name": "Open Diner", "position": "Cook", "startDate": "2015-01", "endDate": "2017-04"}]}`},
		"JSON end words":        {"a.json": `{"private": ["work[0].Effective_To"], "basics": {"name": "Jane Miller"}, "work": [{"Company_Name": "Open Diner", "Position_Title": "Cook", "Effective_From": "2015-01-01", "Effective_To": "2017-04-01"}]}`},
		"JSON employer":         {"a.json": `{"private": ["work[1].name"], "basics": {"name": "Jane Miller"}, "work": [{"name": "Open Diner", "position": "Cook", "startDate": "2015", "summary": "open"}, {"name": "Secret Inn", "summary": "open, elsewhere"}]}`},
		"box in a comment":      {"a.docx": string(resumetest.DOCX(t, resumetest.Paragraph("Titel", "Jane Miller")+resumetest.Paragraph("", "open")+`<w:commentRangeStart w:id="7"/><w:p>`+resumetest.Box(resumetest.Paragraph("", "secret"))+`</w:p><w:commentRangeEnd w:id="7"/>`+resumetest.Paragraph("", "open"), comments, "c1 comments comments.xml"))},
		"private twice":         {"a.json": `{"private": ["basics.phone"], "private": ["basics.email"], "basics": {"name": "Jane Miller", "phone": "secret", "email": "secret@example.org"}, "work": [{"name": "Secret Inn", "private": true, "private": false}, {"name": "Open Diner", "position": "Cook"}]}`},
		"ODT, box in a comment": {"a.odt": string(resumetest.ODT(t, `<text:p>Jane Miller</text:p><text:p>open</text:p><text:p><office:annotation office:name="c"><text:p>private</text:p></office:annotation><draw:frame><draw:text-box><text:p>secret</text:p></draw:text-box></draw:frame><office:annotation-end office:name="c"/></text:p><text:p>open</text:p>`, "", nil))},
		"sidecar, quotes":       {"a.txt": "JANE MILLER\n\nWORK\n\nopen\n\nThe secret’s cost\n\nopen\n", "a.txt.private": "the secret's cost\n"},
	} {
		d, problems, err := Load(folder(t, files))
		if err != nil || len(problems) > 0 {
			t.Errorf("%s: %v %v", name, err, problems)
			continue
		}
		dump := fmt.Sprintf("%+v", *d)
		if strings.Contains(strings.ToLower(dump), "secret") {
			t.Errorf("%s: %s", name, dump)
		}
		for _, x := range d.Entries {
			if strings.HasPrefix(name, "JSON end") && (x.Period.Present || !x.Period.IsZero()) {
				t.Errorf("%s: %+v", name, x.Period)
			}
			if x.Org == "Open Diner" && slices.ContainsFunc(x.Passages, func(p int) bool { return strings.Contains(d.Passages[p].Text(), "elsewhere") }) {
				t.Errorf("%s: told of another: %+v", name, d.Passages)
			}
		}
	}
	for name, files := range map[string]map[string]string{
		"not closed":        {"a.json": `{"basics": {"name": "Jane"}, "skills": ["open", "<!-- private -->", "secret"]}`},
		"another name":      {"a.txt": "JANE MILLER\n\nsecret\n", "a.txt.private.txt": "secret\n"},
		"between the cells": {"a.docx": string(resumetest.DOCX(t, resumetest.Paragraph("", "open")+`<w:tbl><w:commentRangeStart w:id="7"/><w:tr><w:tc>`+resumetest.Paragraph("", "secret")+`</w:tc></w:tr><w:commentRangeEnd w:id="7"/></w:tbl>`, comments, "c1 comments comments.xml"))},
	} {
		if d, problems, err := Load(folder(t, files)); err == nil || len(problems) == 0 {
			t.Errorf("%s: read all the same: %+v", name, d)
		}
	}
}

// TestPrivateCells keeps the cells of a table in their columns where one is private.
func TestPrivateCells(t *testing.T) {
	d, problems, err := Load(folder(t, map[string]string{"a.adoc": "= Jane Miller\n\n== Work\n\n[cols=\"3*\"]\n|===\n|2010 - 2012\n|Cook\n// <!-- private -->\n|Secret Inn\n// <!-- /private -->\n\n|2013 - 2014\n|Chef\n|Open Diner\n|===\n"}))
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	if len(d.Entries) != 1 || d.Entries[0].Title != "Chef" || d.Entries[0].Org != "Open Diner" || d.Entries[0].Period.Start.Year != 2013 || len(d.Withheld) == 0 {
		t.Errorf("%+v, withheld %+v", d.Entries, d.Withheld)
	}
}
