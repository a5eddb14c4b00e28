package europass

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"resumebot/internal/resume/tree"
	"resumebot/internal/resume/xmltree"
)

// object is an object that is being written.
type object struct{ tree.Value }

// field adds a field; several of one key are a list.
func (o *object) field(key string, v tree.Value) {
	i := slices.IndexFunc(o.Fields, func(f tree.Field) bool { return f.Key == key })
	if i < 0 {
		o.Fields = append(o.Fields, tree.Field{Key: key, Value: v})
		return
	}
	before := &o.Fields[i].Value
	if before.Items == nil {
		*before = tree.Value{Line: before.Line, Items: []tree.Value{*before}}
	}
	if v.Items != nil {
		before.Items = append(before.Items, v.Items...)
	} else {
		before.Items = append(before.Items, v)
	}
}

// put adds an element under a key, if there is one and it says something.
func (o *object) put(key string, n *xmltree.Node) {
	if n == nil || key == "" {
		return
	}
	v := value(n)
	if v.Text != "" || v.Fields != nil || v.Items != nil {
		o.field(key, v)
	}
}

// say adds a text that an element stands for; it is private where that is.
func (o *object) say(key string, n *xmltree.Node, text string) {
	if n == nil || text == "" {
		return
	}
	v := value(n)
	if n.Attr(hidden) == "" {
		v = tree.Value{Line: n.Line, Text: text}
	}
	o.field(key, v)
}

// candidate reads a Candidate as JSON Resume would have it.
func candidate(doc *xmltree.Node) tree.Value {
	profile := doc.Child("CandidateProfile").OrEmpty()
	basics := person(doc.Child("CandidatePerson").OrEmpty())
	basics.put("summary", profile.Child("ExecutiveSummary"))
	root := object{tree.Value{Line: 1, Fields: []tree.Field{{Key: "basics", Value: basics.Value}}}}
	var languages tree.Value
	for _, n := range elements(doc.Child("CandidatePerson")) {
		if n.Name == "PrimaryLanguageCode" {
			languages.Items = append(languages.Items, spoken(n, n, "mother tongue"))
		}
	}
	for _, section := range elements(profile) {
		switch section.Name {
		case "ExecutiveSummary", "ID", "Attachment":
		case "EmploymentHistory":
			root.list("work", section, jobs)
		case "EducationHistory":
			root.list("education", section, one(degree))
		case "PersonQualifications":
			skills := tree.Value{Line: section.Line}
			for _, c := range elements(section) {
				if c.Child("TaxonomyID").AllText() == "language" {
					languages.Items = append(languages.Items, spoken(c, c.Child("CompetencyID"), levels(c)))
				} else {
					skills.Items = append(skills.Items, competence(c))
				}
			}
			root.add("skills", skills)
		case "Others":
			title := section.Child("Title").AllText()
			if section.Attr(hidden) != "" || title == "" {
				title = "Other"
			}
			root.list(title, section, one(thing))
		default:
			root.list(sectionName(section.Name), section, one(thing))
		}
	}
	root.add("languages", languages)
	return root.Value
}

// add adds a list that has items.
func (o *object) add(key string, v tree.Value) {
	if v.Items != nil {
		v.Line = max(v.Line, v.Items[0].Line)
		o.field(key, v)
	}
}

// list adds a section with what each of its parts is.
func (o *object) list(key string, section *xmltree.Node, read func(*xmltree.Node) []tree.Value) {
	v := tree.Value{Line: section.Line}
	for _, n := range elements(section) {
		switch {
		case n.Attr(hidden) != "":
			v.Items = append(v.Items, value(n))
		case n.Name != "Title":
			v.Items = append(v.Items, read(n)...)
		}
	}
	o.add(key, v)
}

func one(read func(*xmltree.Node) tree.Value) func(*xmltree.Node) []tree.Value {
	return func(n *xmltree.Node) []tree.Value { return []tree.Value{read(n)} }
}

// sectionName is the heading of a section by the name of its element.
func sectionName(name string) string {
	names := map[string]string{"Certifications": "certificates", "PublicationHistory": "publications", "NetworksAndMemberships": "Memberships", "EmploymentReferences": "references"}
	if known, ok := names[name]; ok {
		return known
	}
	return name
}

// person reads who it is and how to reach them.
func person(n *xmltree.Node) object {
	o := object{tree.Value{Line: max(n.Line, 1)}}
	for _, c := range elements(n.Child("PersonName")) {
		switch c.Name {
		case "GivenName":
			o.put("firstName", c)
		case "FamilyName":
			o.put("lastName", c)
		}
	}
	var profiles tree.Value
	for _, c := range elements(n) {
		switch channel := c.Child("ChannelCode").AllText(); {
		case c.Name == "NationalityCode":
			o.put("Nationality", c)
		case c.Name == "BirthDate":
			o.put("Date of birth", c)
		case c.Name != "Communication":
		case c.Attr(hidden) != "":
			o.put("Communication", c)
		case channel == "Email":
			o.put("email", c.Child("URI"))
		case channel == "Telephone":
			number := c.Child("DialNumber").AllText()
			if code := strings.TrimLeft(c.Child("CountryDialing").AllText(), "+0"); code != "" {
				number = "+" + code + " " + strings.TrimPrefix(number, "0")
			}
			o.say("phone", c.Child("DialNumber"), number)
		case c.Child("Address") != nil:
			o.place(c.Child("Address"))
		case c.Child("URI") != nil:
			account := object{tree.Value{Line: c.Line}}
			network := c.Child("OtherTitle")
			if network == nil {
				network = c.Child("UseCode")
			}
			account.put("network", network)
			account.put("url", c.Child("URI"))
			profiles.Items = append(profiles.Items, account.Value)
		}
	}
	o.add("profiles", profiles)
	return o
}

// place adds the town and country of an address. A country that is a code is written
// out.
func (o *object) place(n *xmltree.Node) {
	if n == nil {
		return
	}
	at := object{tree.Value{Line: n.Line}}
	for _, name := range []string{"CityName", "City"} {
		at.put("city", n.Child(name))
	}
	if code := n.Child("CountryCode"); code != nil {
		at.say("country", code, country(code.AllText()))
	}
	if n.Attr(hidden) != "" {
		at.Value = value(n)
	}
	if at.Fields != nil {
		o.Fields = append(o.Fields, tree.Field{Key: "location", Value: at.Value})
	}
}

func country(code string) string {
	region, err := language.ParseRegion(strings.TrimSpace(code))
	if err != nil {
		return code
	}
	return display.English.Regions().Name(region)
}

// when adds the dates of a period.
func (o *object) when(n *xmltree.Node) {
	o.put("startDate", n.At("StartDate", "FormattedDateTime"))
	o.put("endDate", n.At("EndDate", "FormattedDateTime"))
	for _, name := range []string{"CurrentIndicator", "Ongoing"} {
		o.put("current", n.Child(name))
	}
	if n != nil && n.Child("StartDate") == nil && n.Child("EndDate") == nil {
		o.put("date", n.Child("FormattedDateTime"))
	}
}

// jobs reads an employer with the positions held there.
func jobs(n *xmltree.Node) []tree.Value {
	var out []tree.Value
	for _, c := range elements(n) {
		if c.Name != "PositionHistory" {
			continue
		}
		o := object{tree.Value{Line: c.Line}}
		if c.Attr(hidden) != "" {
			out = append(out, value(c))
			continue
		}
		o.put("name", n.Child("OrganizationName"))
		o.place(n.At("OrganizationContact", "Communication", "Address"))
		o.put("position", c.Child("PositionTitle"))
		o.when(c.Child("EmploymentPeriod"))
		o.put("summary", c.Child("Description"))
		o.rest(c, "PositionTitle", "EmploymentPeriod", "Description")
		out = append(out, o.Value)
	}
	return out
}

// degree reads a school with what was learnt there.
func degree(n *xmltree.Node) tree.Value {
	o := object{tree.Value{Line: n.Line}}
	o.put("institution", n.Child("OrganizationName"))
	o.place(n.At("OrganizationContact", "Communication", "Address"))
	o.when(n.Child("AttendancePeriod"))
	for _, c := range elements(n) {
		if c.Name != "EducationDegree" {
			continue
		}
		o.put("studyType", c.Child("DegreeName"))
		o.put("summary", c.Child("OccupationalSkillsCovered"))
		o.rest(c, "DegreeName", "OccupationalSkillsCovered", "FieldOfStudy")
	}
	o.rest(n, "OrganizationName", "OrganizationContact", "AttendancePeriod", "EducationDegree")
	return o.Value
}

// thing reads what has a title, dates, a place and a description.
func thing(n *xmltree.Node) tree.Value {
	if len(elements(n)) == 0 {
		return value(n)
	}
	o := object{tree.Value{Line: n.Line}}
	keys := map[string]string{"Title": "name", "CertificationName": "name", "Description": "summary", "FormattedPublicationDescription": "summary", "Link": "url", "URI": "url", "Location": "location", "IssuingAuthority": "issuer"}
	linked := false
	for _, c := range elements(n) {
		switch key := keys[c.Name]; {
		case c.Name == "Date" || c.Name == "Period" || strings.HasSuffix(c.Name, "Period"):
			o.when(c)
			if len(elements(c)) == 0 {
				o.put("date", c)
			}
		case key == "url" && linked:
			o.put("Link", c)
		case key != "":
			linked = linked || key == "url"
			o.put(key, c)
		default:
			o.rest(&xmltree.Node{Children: []*xmltree.Node{c}})
		}
	}
	return o.Value
}

// rest adds what else an element says, without what is for machines.
func (o *object) rest(n *xmltree.Node, but ...string) {
	for _, c := range elements(n) {
		if !slices.Contains(but, c.Name) && !strings.HasSuffix(c.Name, "Code") && !strings.HasSuffix(c.Name, "ID") && !slices.Contains(unshown, c.Name) {
			o.put(c.Name, c)
		}
	}
}

// spoken reads a language; name has its code, or its name.
func spoken(n, name *xmltree.Node, level string) tree.Value {
	o := object{tree.Value{Line: n.Line}}
	if n.Attr(hidden) != "" {
		return value(n)
	}
	text := name.AllText()
	if base, err := language.ParseBase(text); err == nil && len(text) <= 3 {
		text = display.English.Languages().Name(base)
	}
	o.say("language", name, text)
	o.Add("fluency", level)
	return o.Value
}

// levels says how well a language is known: in one word where that is so of all it
// takes.
func levels(n *xmltree.Node) string {
	var parts, scores []string
	for _, d := range elements(n) {
		score := d.At("Score", "ScoreText").AllText()
		if d.Name != "CompetencyDimension" || score == "" || d.Attr(hidden) != "" {
			continue
		}
		name := strings.ToLower(d.Child("CompetencyDimensionTypeCode").AllText())
		parts = append(parts, strings.ReplaceAll(name[strings.Index(name, "-")+1:], "-", " ")+" "+score)
		scores = append(scores, score)
	}
	slices.Sort(scores)
	if len(parts) > 1 && len(slices.Compact(scores)) == 1 {
		return scores[0]
	}
	return strings.Join(parts, ", ")
}

// competence reads a skill.
func competence(n *xmltree.Node) tree.Value {
	if n.Attr(hidden) != "" {
		return value(n)
	}
	o := object{tree.Value{Line: n.Line}}
	o.put("name", n.Child("CompetencyName"))
	if o.Fields == nil {
		o.put("name", n.Child("CompetencyID"))
	}
	o.Add("level", levels(n))
	return o.Value
}
