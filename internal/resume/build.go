package resume

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// builder turns the blocks of one file after another into a Document.
type builder struct {
	doc      *Document
	blocks   []int         // per passage of the file being read last: the block that it begins with
	joined   map[int][]int // per block: those that were joined to it
	headings []int         // per section: the block of its heading, or -1
	path     []level       // headings above, outermost first
	entry    int           // the entry being read, or -1
	open     bool          // the entry's header may still go on with the next line
	byLine   bool          // the entry began with a line and not with a heading
	byItem   bool          // the entry is a list item, ended by the next one
	record   bool          // the entry is written as a list of its fields
	head     *head         // of the entry being read
	heads    []*head       // of all entries
	headed   bool          // this file has headings that name sections
	next     *block        // the block after the one being read, or nil
	after    []block       // all blocks after the one being read
	ahead    int           // lines to come that belong to the head of the entry
	levels   map[int]bool  // of the headings of this file that name sections
	last     *block        // the one before, or nil
	bullets  []int         // passage of the last bullet at each depth
	named    bool          // the person's name was read in this file
	begun    bool          // a section has begun in this file
	given    string        // the person's first names, where they are a field of their own
	family   string        // the family name likewise
	other    bool          // this file names another person
}

// level is one heading of the path.
type level struct {
	depth   int
	text    string
	section int
	kind    SectionKind
	entry   bool // it is the head of an entry
}

func newBuilder() *builder {
	return &builder{doc: &Document{Person: Person{Passage: -1}}, entry: -1}
}

// add reads the blocks of one file.
func (b *builder) add(blocks []block) {
	b.path, b.entry, b.open, b.bullets, b.named, b.begun = nil, -1, false, nil, false, false
	b.given, b.family, b.other = "", "", false
	person := b.doc.Person
	person.Contacts = slices.Clip(person.Contacts)
	blocks = slices.Clone(blocks)
	for i := range blocks {
		blocks[i].number = i
	}
	mendHyphens(blocks)
	blocks = joinRanges(blocks)
	b.joined = map[int][]int{}
	for _, blk := range blocks {
		b.joined[blk.number] = blk.joined
	}
	blocks = slices.DeleteFunc(blocks, func(blk block) bool {
		text := plain(blk.spans)
		if blk.kind == blockRow {
			text = plain(slices.Concat(blk.cells...))
		}
		return blk.kind != blockRule && !strings.ContainsFunc(text, wordRune)
	})
	b.last, b.levels = nil, map[int]bool{}
	for _, blk := range blocks {
		if _, known := sectionKind(clean(&blk)); known && blk.kind == blockHeading {
			b.levels[blk.level] = true
		}
	}
	b.headed = len(b.levels) > 0
	from := len(b.doc.Entries)
	for i := range blocks {
		blk := &blocks[i]
		b.next, b.after = nil, blocks[i+1:]
		if i+1 < len(blocks) {
			b.next = &blocks[i+1]
		}
		switch blk.kind {
		case blockHeading:
			b.heading(blk)
		case blockTerm:
			b.term(blk)
		case blockItem:
			b.item(blk)
		case blockRow:
			b.row(blk)
		case blockQuote:
			b.passage(blk, PassageQuote, "", display(plain(blk.spans)))
		case blockLine:
			b.line(blk)
		case blockRule:
			b.bullets = nil
		}
		b.last = blk
	}
	b.agree(from)
	b.dropNameless(from)
	b.entry = -1
	if b.other { // says nothing of the person of the files before it
		b.doc.Person = person
	}
}

func (b *builder) heading(blk *block) {
	b.bullets = nil
	text := display(unspaced(rawText(blk)))
	kind, known := sectionKind(text)
	if known {
		text = titleCase(text)
	}
	if !b.begun && documentTitle(text) {
		return
	}
	if !b.begun && !known {
		if !b.named && (!b.levels[blk.level] || b.introduces(blk)) && (nameLine(text) || blk.level == 1 && b.last == nil && plainName(text)) || b.named && b.sameNameAs(text) {
			b.name(blk, text)
			return
		}
		if b.named && b.doc.Person.Headline == "" && len(b.path) == 0 && (!b.levels[blk.level] || isTitle(text)) && !documentTitle(text) && entriesBelow(b.after, blk.level) == SectionOther {
			b.doc.Person.Headline = text
			b.passage(blk, PassageParagraph, "", text)
			return
		}
	}
	if !known && !b.named && b.sectionKind() == SectionContact && nameLine(text) { // below "Personal information"
		b.name(blk, text)
		return
	}
	b.begun = true
	for len(b.path) > 0 && b.path[len(b.path)-1].depth >= blk.level {
		b.path = b.path[:len(b.path)-1]
	}
	inside := b.insideEntry()
	parent := b.sectionKind()
	if inside && b.open && b.dateLine(blk, text) {
		return
	}
	if inside && b.role(blk, text) {
		return
	}
	if inside {
		b.push(blk, text, parent, false) // a sub-heading of the entry
		return
	}
	b.entry, b.open, b.byLine, b.byItem = -1, false, false, false
	// The heading of a section that is known to hold entries makes its
	// sub-headings entries, whatever their words.
	if len(b.path) > 0 && (blk.exact != nil || holdsEntries(parent) && !(known && strongKind(text))) {
		b.push(blk, text, parent, true)
		b.begin(blk, parent)
		return
	}
	switch {
	case known:
	case len(b.path) > 0:
		kind = parent
	default:
		kind = entriesBelow(b.after, blk.level)
	}
	b.push(blk, text, kind, false)
}

// role reads a dated sub-heading of an employer's heading as a position of its
// own: "### St. Mary's Hospital" over "#### Head Nurse (2018 – present)".
func (b *builder) role(blk *block, text string) bool {
	title, _, dated := allParts(blk)
	if !dated && b.next != nil && b.next.kind == blockLine {
		_, _, dated = allParts(b.next)
	}
	up := b.path[len(b.path)-1]
	if !title || !dated || !up.entry && !slices.ContainsFunc(b.path, func(l level) bool { return l.entry }) {
		return false
	}
	var group *Entry
	for i := range b.doc.Entries {
		if e := &b.doc.Entries[i]; e.Section == up.section {
			group = e // the employer's own entry, or the first position below it
			break
		}
	}
	if group == nil || group.Title != "" && group.Org == "" {
		return false
	}
	org, place, kind := group.Org, group.Place, group.Kind
	b.push(blk, text, b.sectionKind(), false)
	if group.Title == "" && group.Period.IsZero() { // nothing but the employer: its first position takes it over
		b.extendHeader(blk)
		b.open = true
	} else {
		b.begin(blk, b.sectionKind())
	}
	x := &b.doc.Entries[b.entry]
	x.Kind, b.head.org, b.head.place = kind, org, place
	b.head.fill(x)
	return true
}

// dateLine adds a sub-heading that holds nothing but the dates of its entry, or
// its dates and place, to the head.
func (b *builder) dateLine(blk *block, text string) bool {
	_, rest, dated := FindPeriod(text)
	x := &b.doc.Entries[b.entry]
	if !dated || !x.Period.IsZero() || x.Title == "" && x.Org == "" || rest != "" && !isPlace(rest) {
		return false
	}
	b.extendHeader(blk)
	b.head.fill(x)
	return true
}

func wordRune(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// documentTitle tells a heading that names the document and not the person.
func documentTitle(s string) bool {
	switch strings.ToLower(strings.Trim(s, " :")) {
	case "bio data", "biodata", "bio-data", "cv", "resume", "résumé", "curriculum vitae", "lebenslauf", "currículum", "curriculum":
		return true
	}
	return false
}

func (b *builder) insideEntry() bool {
	for _, l := range b.path {
		if l.entry {
			return true
		}
	}
	return false
}

func (b *builder) sectionKind() SectionKind {
	if len(b.path) == 0 {
		return SectionOther
	}
	return b.path[len(b.path)-1].kind
}

// push opens a section.
func (b *builder) push(blk *block, text string, kind SectionKind, entry bool) {
	parent := -1
	if len(b.path) > 0 {
		parent = b.path[len(b.path)-1].section
	}
	heading := append(b.headingPath(), text)
	b.doc.Sections = append(b.doc.Sections, Section{Heading: heading, Kind: kind, Level: len(heading), Parent: parent, Source: blk.source})
	b.headings = append(b.headings, blk.number)
	b.path = append(b.path, level{depth: blk.level, text: text, section: len(b.doc.Sections) - 1, kind: kind, entry: entry})
}

func (b *builder) headingPath() []string {
	out := make([]string, 0, len(b.path)+1)
	for _, l := range b.path {
		if l.text != "" {
			out = append(out, l.text)
		}
	}
	return out
}

// section is the section that a passage stands in, made where there is none.
func (b *builder) section(blk *block) int {
	if len(b.path) == 0 {
		for i := range b.doc.Sections {
			if s := &b.doc.Sections[i]; s.Source.Path == blk.source.Path && len(s.Heading) == 0 {
				return i
			}
		}
		b.doc.Sections = append(b.doc.Sections, Section{Kind: SectionContact, Level: 1, Parent: -1, Source: blk.source})
		b.headings = append(b.headings, -1)
		return len(b.doc.Sections) - 1
	}
	return b.path[len(b.path)-1].section
}

// passage adds a passage and tells its section and entry of it.
func (b *builder) passage(blk *block, kind PassageKind, label, body string) int {
	s := b.section(blk)
	id := len(b.doc.Passages)
	b.doc.Passages = append(b.doc.Passages, Passage{
		Source: blk.source, Heading: b.headingPath(), Section: s, Entry: b.entry, Kind: kind, Parent: -1,
		Label: label, Body: body, Raw: raw(blk), URL: firstURL(blk),
	})
	b.blocks = append(b.blocks, blk.number)
	b.doc.Sections[s].Passages = append(b.doc.Sections[s].Passages, id)
	for _, l := range append([]level{{section: s}}, b.path...) {
		extend(&b.doc.Sections[l.section].Source, blk.source)
	}
	if b.entry >= 0 {
		e := &b.doc.Entries[b.entry]
		extend(&e.Source, blk.source)
		if kind != PassageHeader {
			e.Passages = append(e.Passages, id)
			b.open = false
		}
	}
	return id
}

func extend(s *Source, with Source) {
	if s.Path == with.Path && with.End > s.End {
		s.End = with.End
	}
}

func raw(blk *block) string {
	if blk.raw != "" {
		return blk.raw
	}
	if blk.kind == blockRow {
		var cells []string
		for _, c := range blk.cells {
			cells = append(cells, display(plain(c)))
		}
		return strings.Join(cells, " | ")
	}
	return display(plain(blk.spans))
}

func firstURL(blk *block) string {
	for _, s := range blk.spans {
		if s.url != "" {
			return s.url
		}
	}
	return ""
}

// item adds a bullet, in a skills section its skills too.
func (b *builder) item(blk *block) {
	if blk.level == 0 && b.byItem {
		b.entry, b.byItem = -1, false
	}
	if blk.level == 0 && holdsEntries(b.sectionKind()) && b.entry < 0 && b.bulletEntry(blk) {
		return
	}
	label, body := splitLabel(blk.spans)
	if blk.level < len(b.bullets) {
		b.bullets = b.bullets[:blk.level]
	}
	id := b.passage(blk, PassageBullet, label, body)
	b.doc.Passages[id].Depth = blk.level
	if n := len(b.bullets); n > 0 {
		b.doc.Passages[id].Parent = b.bullets[n-1]
	}
	b.bullets = append(b.bullets, id)
	b.contact(blk, id)
	if b.sectionKind() == SectionSkills || b.sectionKind() == SectionLanguages {
		if name, rest, ok := styledLabel(blk.spans); ok && label == "" {
			label, body = name, rest
			b.doc.Passages[id].Label, b.doc.Passages[id].Body = label, body
		}
		if p := b.doc.Passages[id].Parent; p >= 0 && label == "" { // "Languages" over "Go", "Rust"
			label = firstOf(b.doc.Passages[p].Label, b.doc.Passages[p].Body)
			b.dropSkill(label, p)
		}
		b.skills(label, body, id)
	}
}

// dropSkill removes what was taken for a skill and is the name of a group.
func (b *builder) dropSkill(name string, passage int) {
	k := len(b.doc.Skills) - 1
	if k < 0 || b.doc.Skills[k].Name != "" {
		return
	}
	g := &b.doc.Skills[k]
	if n := len(g.Skills) - 1; g.Skills[n].Name == name && b.doc.Passages[passage].Label == "" {
		if g.Skills = g.Skills[:n]; n == 0 {
			b.doc.Skills = b.doc.Skills[:k]
		}
	}
}

// bulletEntry reads "* B.Sc. Physics, University of X, 2010" in a section of
// entries that has no headings.
func (b *builder) bulletEntry(blk *block) bool {
	text := display(plain(blk.spans))
	kind := b.sectionKind()
	if b.project(blk) {
		b.byItem = true
		return true
	}
	if _, _, ok := FindPeriod(text); !ok && kind != SectionCertificates && kind != SectionAwards && kind != SectionPublications {
		return false
	}
	if limit := 160; runeLen(text) > limit && (kind != SectionPublications || runeLen(text) > 500) {
		return false
	}
	b.bullets = nil
	b.begin(blk, kind)
	b.open, b.byItem = false, true
	return true
}

func (b *builder) row(blk *block) {
	if len(blk.cells) == 0 {
		return
	}
	label := strings.Trim(display(plain(blk.cells[0])), " :")
	var rest []string
	for _, c := range blk.cells[1:] {
		if t := display(plain(c)); t != "" {
			rest = append(rest, t)
		}
	}
	body := strings.Join(rest, "; ")
	if len(blk.cells) == 2 && label != "" && body != "" && (labelsField(label) && (!b.begun || b.sectionKind() == SectionContact) || holdsEntries(b.sectionKind()) && columnField(label) != "" && (b.entry < 0 || b.record)) {
		line := *blk
		line.kind, line.spans = blockLine, []span{{text: label + ": " + body, url: firstURL(&block{spans: blk.cells[1]})}}
		b.line(&line)
		return
	}
	if _, _, dated := FindPeriod(strings.Join(append([]string{label}, rest...), " | ")); dated && holdsEntries(b.sectionKind()) && len(blk.cells) > 1 {
		b.rowEntry(blk)
		return
	}
	id := b.passage(blk, PassageRow, label, body)
	b.rowContacts(blk, id)
	if b.sectionKind() == SectionSkills && b.skillColumns(blk, id) {
		return
	}
	if b.sectionKind() == SectionSkills || b.sectionKind() == SectionLanguages {
		b.skills(label, body, id)
	}
}

// skillColumns reads a row of a table of skills by the names of its columns: a
// skill with its level, or a skill of each group.
func (b *builder) skillColumns(blk *block, id int) bool {
	if len(blk.header) < len(blk.cells) || len(blk.cells) < 2 {
		return false
	}
	if levelColumn.MatchString(blk.header[1]) {
		name := display(plain(blk.cells[0]))
		if name == "" {
			return false
		}
		var notes []string
		for _, c := range blk.cells[1:] {
			notes = append(notes, display(plain(c)))
		}
		b.addSkills(SkillGroup{Skills: []Skill{{Name: name, Note: joinFilled(", ", notes...)}}, Passage: id}, "")
		return true
	}
	if groupColumn.MatchString(blk.header[0]) || blk.header[0] == "" {
		return false
	}
	for _, c := range blk.cells {
		if strings.Contains(plain(c), ",") {
			return false
		}
	}
	var said []string
	for i, c := range blk.cells {
		if name := display(plain(c)); name != "" {
			said = append(said, blk.header[i]+": "+name)
			b.addSkills(SkillGroup{Name: blk.header[i], Skills: []Skill{{Name: name}}, Passage: id}, blk.header[i])
		}
	}
	b.doc.Passages[id].Label, b.doc.Passages[id].Body = "", strings.Join(said, "; ")
	return true
}

var (
	levelColumn = regexp.MustCompile(`(?i)^(?:level|proficiency|rating|experience|years?(?: of experience)?|expertise|competence|niveau|kenntnisstand|nivel|skill level|last used)$`)
	groupColumn = regexp.MustCompile(`(?i)^(?:area|category|categories|group|type|domain|field|kind|skills?|topic|technology|bereich|kategorie|domaine|área|subject|class|discipline|#)$`)
)

// addSkills adds a group of skills, to one of that name in the same section where
// there is one.
func (b *builder) addSkills(g SkillGroup, name string) {
	section := b.doc.Passages[g.Passage].Section
	for i := range b.doc.Skills {
		if s := &b.doc.Skills[i]; s.Name == name && b.doc.Passages[s.Passage].Section == section {
			s.Skills = append(s.Skills, g.Skills...)
			return
		}
	}
	b.doc.Skills = append(b.doc.Skills, g)
}

// serial is the number of a row of a table.
var serial = regexp.MustCompile(`^#?\d{1,3}[.)]?$`)

// rowEntry reads a table row with dates as an entry.
func (b *builder) rowEntry(blk *block) {
	if len(blk.cells) > 2 && serial.MatchString(spanText(blk.cells[0])) {
		one := *blk
		if one.cells = blk.cells[1:]; len(blk.header) == len(blk.cells) {
			one.header = blk.header[1:]
		}
		blk = &one
	}
	var spans []span
	for _, c := range blk.cells {
		if len(c) == 0 {
			continue
		}
		if len(spans) > 0 {
			spans = append(spans, span{text: " | "})
		}
		spans = append(spans, c...)
	}
	line := *blk
	line.spans = spans
	line.exact = columnsEntry(blk)
	b.entry = -1
	b.begin(&line, b.sectionKind())
	b.open, b.byLine = false, true
}

// columnNames tell what a column of a table of entries holds.
var columnNames = []struct {
	field string
	words *regexp.Regexp
}{
	{"from", regexp.MustCompile(`(?i)^(?:from|start|start date|started|joined|von|seit|beginn|début|desde|inicio)$`)},
	{"to", regexp.MustCompile(`(?i)^(?:to|until|end|end date|ended|left|bis|ende|fin|hasta)$`)},
	{"period", regexp.MustCompile(`(?i)^(?:dates?|years?|period|duration|time|timeline|when|tenure|dates? \(from ?[–-] ?to\)|year of (?:passing|completion)|passing year|zeitraum|jahre?|datum|période|années?|dates|periodo|fechas?|años?)$`)},
	{"org", regexp.MustCompile(`(?i)^(?:company|employer|name (?:and address )?of (?:the )?employer|name and type of organi[sz]ation.*|organi[sz]ation|firm|client|hospital|vessel|ship|school|university|college|institut(?:e|ion)(?: name)?|board|university ?/ ?board|board ?/ ?university|issuer|issued by|awarded by|provider|firma|unternehmen|arbeitgeber|hochschule|schule|institut|entreprise|employeur|établissement|empresa|institución|centro)$`)},
	{"title", regexp.MustCompile(`(?i)^(?:role|position|occupation|(?:occupation or )?position held|title of qualification awarded|job ?title|title|designation|rank|job|post|function|degree|qualification|course|programme|program|exam|examination|award|certificate|certification|name|tätigkeit|funktion|stelle|abschluss|poste|fonction|diplôme|puesto|cargo|título)$`)},
	{"place", regexp.MustCompile(`(?i)^(?:location|place|city|country|ort|stadt|lieu|ville|lugar|ciudad)$`)},
}

// columnField is the field that a column, or a line, of that name holds; "" for
// none.
func columnField(name string) string {
	name = strings.Trim(display(withoutEmoji(name)), " :*")
	for _, n := range columnNames {
		if n.words.MatchString(name) {
			return n.field
		}
	}
	return ""
}

// columnsEntry reads a row by the names of its columns; nil where they do not
// tell who and what.
func columnsEntry(blk *block) *Entry {
	if len(blk.header) < len(blk.cells) {
		return nil
	}
	field := map[string]string{}
	for i, c := range blk.cells {
		if name := columnField(blk.header[i]); name != "" && field[name] == "" {
			field[name] = display(withoutEmoji(plain(c)))
		}
	}
	if field["title"] == "" || field["org"] == "" {
		return nil
	}
	dates := firstOf(field["period"], joinFilled(" – ", field["from"], field["to"]))
	period, _, _ := FindPeriod(dates)
	if period.IsZero() {
		return nil
	}
	x := &Entry{Title: field["title"], Org: field["org"], Place: field["place"], Period: period}
	x.splitPlace()
	return x
}

// splitPlace takes the place out of "Jordan Hospital, Amman".
func (e *Entry) splitPlace() {
	items := commaItems(e.Org)
	k := len(items)
	for k > 1 && knownPlace(items[k-1]) {
		k--
	}
	if k == 2 && len(items) == 2 && isOrg(items[0]) && kindOf(items[1]) == partOther && !department.MatchString(items[1]) && len(strings.Fields(items[1])) <= 2 {
		k = 1
	}
	if e.Place == "" && k < len(items) {
		e.Org, e.Place = strings.Join(items[:k], ", "), strings.Join(items[k:], ", ")
	}
}

// term begins an entry, or labels what follows.
func (b *builder) term(blk *block) {
	if holdsEntries(b.sectionKind()) {
		b.entry = -1
		b.begin(blk, b.sectionKind())
		b.byLine = true
		return
	}
	b.passage(blk, PassageParagraph, "", display(plain(blk.spans)))
}

func (b *builder) line(blk *block) {
	b.bullets = nil
	text := display(plain(blk.spans))
	b.implied(blk)
	lead := rawText(blk)
	if len(blk.spans) > 1 && blk.spans[0].bold && looksLikeName(blk.spans[0].text) { // set apart by its type alone
		lead = strings.TrimSpace(blk.spans[0].text) + "\t" + strings.TrimSpace(withoutEmoji(plain(blk.spans[1:])))
	}
	switch {
	case !b.begun && documentTitle(text):
		b.passage(blk, PassageParagraph, "", text)
	case (!b.begun || b.sectionKind() == SectionContact) && (!b.named && nameLine(lead) || b.named && b.sameNameAs(lead)):
		b.name(blk, lead)
	case !b.begun && b.contact(blk, -1):
	case b.open && b.headerLine(blk, text):
	case b.details(blk):
	case b.fieldLine(blk):
	case b.publication(blk, text):
	case b.severalEntries(blk):
	case holdsEntries(b.sectionKind()) && (b.entry < 0 || b.byLine) && b.project(blk):
		b.byLine = true
	case holdsEntries(b.sectionKind()) && (b.entry < 0 || b.byLine || b.nextRole(blk)) && b.startsEntry(blk, text):
		b.lineEntry(blk)
	case quoted(blk, text):
		b.passage(blk, PassageQuote, "", text)
	default:
		if !b.begun && b.named && b.doc.Person.Headline == "" && len(text) < 120 && !strings.ContainsAny(text, ":0123456789") && !strings.HasSuffix(text, ".") {
			b.doc.Person.Headline = b.withoutHome(text)
		}
		label, body := splitLabel(blk.spans)
		if label == "" && (b.sectionKind() == SectionSkills || b.sectionKind() == SectionLanguages) {
			label, body = sideLabel(blk.spans)
			if name, rest, ok := styledLabel(blk.spans); ok && label == "" {
				label, body = name, rest
			}
		}
		id := b.passage(blk, PassageParagraph, label, body)
		if b.sectionKind() == SectionSkills || b.sectionKind() == SectionLanguages {
			if label != "" || isList(body) {
				b.skills(label, body, id)
			}
		}
		b.contact(blk, id)
	}
}

// withoutHome cuts the person's town off a headline: "Product Designer, Melbourne VIC".
func (b *builder) withoutHome(text string) string {
	items := commaItems(text)
	k := len(items)
	for k > 1 && knownPlace(items[k-1]) {
		k--
	}
	if k == len(items) || !isTitle(items[k-1]) {
		return text
	}
	b.doc.Person.Location = firstOf(b.doc.Person.Location, strings.Join(items[k:], ", "))
	return strings.Join(items[:k], ", ")
}

// nextRole tells a dated position below the bullets of another with the employer
// whose heading stands above both.
func (b *builder) nextRole(blk *block) bool {
	var h head
	h.add(blk)
	title := false
	for _, p := range h.parts {
		if p.kind == partOrg || p.kind == partOther && p.from != h.parts[0].from {
			return false
		}
		title = title || p.kind == partTitle
	}
	set := blk.spans[0].bold || b.head.looks[b.head.role()] == h.looks[0] && h.looks[0] != (span{})
	return title && !h.period.IsZero() && set && b.last != nil && b.last.kind == blockItem && b.head.employerFirst() && (b.head.lines > 1 || b.head.org != "")
}

// publication reads a line that cites a work: its title in quotation marks, or after
// its authors.
func (b *builder) publication(blk *block, text string) bool {
	if b.sectionKind() != SectionPublications || runeLen(text) > 500 || !workTitle.MatchString(text) && !authorsFirst.MatchString(text) && !authorYear.MatchString(text) {
		return false
	}
	b.entry = -1
	b.begin(blk, SectionPublications)
	b.open, b.byLine = false, true
	return true
}

// details adds "**Acme.** Grew the budget." to the entry of that name in a table or
// list above.
func (b *builder) details(blk *block) bool {
	if !holdsEntries(b.sectionKind()) || len(blk.spans) < 2 || !blk.spans[0].bold {
		return false
	}
	name, rest := strings.Trim(blk.spans[0].text, " .:–—-"), plain(blk.spans[1:])
	if len(strings.Fields(rest)) < 4 || hasDate(rest) {
		return false
	}
	for i, x := range b.doc.Entries {
		if x.Section == b.section(blk) && nameKey(name) != "" && (sameName(x.Org, name) || sameName(x.Title, name)) && x.Source.Path == blk.source.Path {
			b.entry, b.open, b.byLine = i, false, true
			b.passage(blk, PassageParagraph, name, strings.TrimLeft(display(rest), " .:–—-"))
			return true
		}
	}
	return false
}

// styledLabel splits a line whose front is set apart by its type alone or by a dash
// or arrow: "**Languages** → Python, SQL", "*Tools* Git, Make".
func styledLabel(spans []span) (label, body string, ok bool) {
	if len(spans) < 2 || !spans[0].bold && !spans[0].italic || spans[0].bold == spans[1].bold && spans[0].italic == spans[1].italic {
		return "", "", false
	}
	label, rest := strings.Trim(display(withoutEmoji(spans[0].text)), " :–—-"), strings.TrimSpace(plain(spans[1:]))
	body = strings.TrimLeft(rest, " :–—-→➜►▸»>|=")
	c, _ := utf8.DecodeRuneInString(body)
	return label, display(body), label != "" && !strings.ContainsAny(label, ",;") && len(strings.Fields(label)) <= 5 && (unicode.IsLetter(c) || unicode.IsDigit(c))
}

// sideLabel splits a line whose first column labels the second.
func sideLabel(spans []span) (label, body string) {
	text := plain(spans)
	label, body, ok := strings.Cut(text, "\t")
	body = strings.ReplaceAll(body, "\t", ", ")
	if !ok || strings.ContainsAny(label, ",;.") || len(strings.Fields(label)) > 5 {
		return "", display(text)
	}
	return display(label), display(body)
}

// lineEntry begins an entry with a line. A dated position without an employer,
// below one whose employer stood on a line of its own, is with the same employer.
func (b *builder) lineEntry(blk *block) {
	var org, place string
	title, named, dated := allParts(blk)
	if b.entry >= 0 && title && dated && (!named || b.nextRole(blk)) {
		before := &b.doc.Entries[b.entry]
		if before.Title == "" && before.Org != "" && len(before.Passages) == 0 { // nothing but the employer: its first position takes it over
			b.head.period = Period{}
			b.extendHeader(blk)
			b.head.fill(before)
			return
		}
		if b.head.employerFirst() {
			org, place = before.Org, before.Place
		}
	}
	ahead, text := 0, display(plain(blk.spans))
	if !dated {
		ahead = b.leads(blk, text)
		if n, ok := b.stanza(blk); ok && ahead == 0 {
			ahead = n
		}
	}
	b.entry = -1
	b.begin(blk, b.sectionKind())
	b.byLine, b.ahead = true, ahead
	if org != "" {
		b.head.org, b.head.place = org, place
		b.head.fill(&b.doc.Entries[b.entry])
	}
}

// fieldLine reads "Position: Pharmacist" of an entry that is written as a list of
// its fields; a field that it has already begins the next entry.
func (b *builder) fieldLine(blk *block) bool {
	if !holdsEntries(b.sectionKind()) || b.entry >= 0 && !b.record {
		return false
	}
	label, body := splitLabel(blk.spans)
	field := columnField(label)
	if field == "" || body == "" || field == "period" && !hasDate(body) {
		return false
	}
	if to := fieldOf(b.next); !b.record && (to == "" || to == field) && slices.Contains([]string{"from", "to", "period"}, field) {
		return false // dates alone and no record
	}
	var x Entry
	if b.record {
		x = *b.head.exact
	}
	set := func(x *Entry) bool {
		to := map[string]*string{"title": &x.Title, "org": &x.Org, "place": &x.Place}[field]
		switch {
		case to != nil && *to == "":
			*to = body
		case to == nil && x.Period.IsZero():
			x.Period, _, _ = FindPeriod(body)
		case field == "to" && x.Period.End.IsZero() && !x.Period.Present:
			x.Period, _, _ = FindPeriod(x.Period.Text + " – " + body)
		default:
			return false
		}
		return true
	}
	if b.record && set(&x) {
		x.splitPlace()
		b.head.exact = &x
		b.extendHeader(blk)
		b.head.fill(&b.doc.Entries[b.entry])
		return true
	}
	x = Entry{}
	set(&x)
	x.splitPlace()
	first := *blk
	first.exact = &x
	b.entry = -1
	b.begin(&first, b.sectionKind())
	b.open, b.byLine, b.record = false, true, true
	return true
}

// fieldOf is the field that a line or row labels, "" for none.
func fieldOf(blk *block) string {
	switch {
	case blk == nil || blk.kind != blockLine && blk.kind != blockRow:
		return ""
	case blk.kind == blockRow && len(blk.cells) > 0:
		return columnField(plain(blk.cells[0]))
	}
	label, _ := splitLabel(blk.spans)
	return columnField(label)
}

// severalEntries splits "PMP (2021) | OSHA 30-Hour (2022)".
func (b *builder) severalEntries(blk *block) bool {
	if b.sectionKind() != SectionCertificates && b.sectionKind() != SectionAwards {
		return false
	}
	pieces := severalForm.Split(strings.ReplaceAll(plain(blk.spans), "), ", ");  "), -1)
	if len(pieces) < 2 {
		return false
	}
	for _, p := range pieces {
		if _, rest, dated := FindPeriod(p); !dated || len(strings.TrimSpace(rest)) < 3 {
			return false
		}
	}
	for _, p := range pieces {
		one := *blk
		one.spans, one.raw = tidySpans([]span{{text: p}}), display(p)
		b.entry = -1
		b.begin(&one, b.sectionKind())
		b.open, b.byLine = false, true
	}
	return true
}

var severalForm = regexp.MustCompile(`\s+[|•·]\s+|;\s+`)

// project reads "**Crabfull** – a log viewer": the name, set apart or linked,
// heads an entry and the rest says what it is.
func (b *builder) project(blk *block) bool {
	if b.sectionKind() != SectionProjects || len(blk.spans) < 2 {
		return false
	}
	name := blk.spans[0]
	text := strings.Trim(display(withoutEmoji(name.text)), " :–—-|")
	rest := strings.TrimLeft(display(plain(blk.spans[1:])), " :–—-|,")
	if !name.bold && name.url == "" || text == "" || len(text) > 80 || !strings.ContainsFunc(rest, wordRune) || isStackLabel(name.text) {
		return false
	}
	p, about, dated := FindPeriod(rest)
	if runeLen(about) < 12 { // dates and little else: an ordinary head
		return false
	}
	first := *blk
	first.spans, first.raw = []span{name}, text
	b.entry = -1
	b.begin(&first, SectionProjects)
	b.open = false
	x := &b.doc.Entries[b.entry]
	if dated && strings.HasPrefix(strings.TrimLeft(rest, "(["), p.Text) {
		x.Period = p
		h := &b.doc.Passages[x.Header]
		h.Body += " (" + p.Text + ")"
		rest = strings.TrimLeft(about, " :–—-|,")
	} else if dated && strings.HasSuffix(strings.TrimRight(rest, " )]."), p.Text) {
		x.Period = p
	}
	b.doc.Passages[b.passage(blk, PassageParagraph, "", rest)].URL = firstURL(blk)
	return true
}

// isStackLabel tells "Tech Stack:" and its like, which label a line of an entry
// and do not name one.
func isStackLabel(s string) bool {
	s = strings.ToLower(strings.Trim(s, " :"))
	for _, w := range []string{"tech", "stack", "language", "description", "tool", "role", "feature", "architecture", "link", "url", "date", "result", "impact", "demo", "code"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// quoted tells a saying: a line in quotation marks.
func quoted(blk *block, text string) bool {
	t := strings.Trim(text, "*_ ")
	return len(t) > 20 && (strings.HasPrefix(t, `"`) && strings.HasSuffix(t, `"`) || strings.HasPrefix(t, "“") && strings.HasSuffix(t, "”"))
}

// begin opens an entry with its head block.
func (b *builder) begin(blk *block, kind SectionKind) {
	text := gapped(rawText(blk))
	b.doc.Entries = append(b.doc.Entries, Entry{Section: b.section(blk), Source: blk.source, Header: -1})
	b.entry = len(b.doc.Entries) - 1
	id := b.passage(blk, PassageHeader, "", text)
	x := &b.doc.Entries[b.entry]
	x.Header = id
	x.Kind = entryKind(kind, text)
	if x.Kind == EntryCertificate && academic.MatchString(text) {
		x.Kind = EntryEducation
	}
	b.head = &head{blocks: []int{blk.number}, exact: blk.exact, study: kind == SectionEducation}
	b.heads = append(b.heads, b.head)
	b.head.add(blk)
	b.head.fill(x)
	if x.Kind == EntryWork && x.Title == "" && !isOrg(x.Org) && len(b.path) > 0 && courses.MatchString(b.path[len(b.path)-1].text) {
		x.Kind, x.Title, x.Org = EntryOther, x.Org, "" // a course that was taught, no employer
	}
	b.open, b.ahead, b.record = true, 0, false
}

var courses = regexp.MustCompile(`(?i)^(?:teaching|courses taught|lehre|enseignement|docencia)$`)

// academic tells a degree among certificates and courses.
var academic = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:bachelor|master of|master['’]s|ph\.?d|doctorate|b\.?sc|m\.?sc|b\.a|m\.a|ba|ma|bfa|mfa|b\.?tech|m\.?tech|m\.?ed|b\.?ed|ed\.?d|b\.s|m\.s|ll\.?[bm]|j\.?d|mba|msw|mph|bsn|msn|a\.a\.s?|associate (?:of|in)|diplom-?\p{L}*)(?:$|[^\p{L}])`)

// headerLine tells whether a line still belongs to the head of the entry (dates,
// place, employer), and adds it to its passage.
func (b *builder) headerLine(blk *block, text string) bool {
	x := &b.doc.Entries[b.entry]
	title, org, dated := allParts(blk)
	if b.head.exact != nil {
		dated = text == joinFilled(" | ", x.Place, x.Period.Text)
		if dated && b.head.lines == 1 {
			b.extendHeader(blk)
		}
		b.open = false
		return dated
	}
	if b.ahead > 0 {
		b.ahead--
		b.extendHeader(blk)
		b.head.fill(x)
		x.Kind = refineKind(x)
		return true
	}
	switch {
	case len(text) > 140, b.head.lines >= 4:
		return false
	case strings.HasSuffix(text, ".") && x.Kind == EntryProject && len(strings.Fields(text)) > 5:
		return false // what it was about
	case strings.HasSuffix(text, ".") && !dated && !strings.HasSuffix(text, "Inc.") && !strings.HasSuffix(text, "Ltd."):
		return false
	case dated && !x.Period.IsZero():
		return false
	case (x.Kind == EntryCertificate || x.Kind == EntryAward) && !(b.head.study && b.head.lines == 1 && !x.Period.IsZero()) && (len(b.head.parts) > 1 || !aboutOnly(blk)):
		return false // the next of a list
	case !dated:
		if label, body := splitLabel(blk.spans); label != "" && body != "" {
			return false
		}
		apart := b.head.lines == 1 || firstURL(blk) != "" || b.next != nil && b.next.kind == blockLine && isPlace(display(plain(b.next.spans)))
		names := allStyled(blk) && (org || title) || firstURL(blk) != "" && isCapped(text) || isPlace(text) || isOrg(text) || isTitle(text) || (x.Title == "" && x.Kind == EntryWork || x.Org == "" && isTitle(x.Title)) && b.head.named() == 1 && apart && isCapped(text)
		names = names || columnsOfHead(blk) || x.Org == "" && hasPlace(text) && isCapped(commaItems(text)[0])
		wanted := x.Org == "" || x.Title == "" || x.Place == "" && columnsOfHead(blk) || !isPlace(x.Place) && isPlace(text) || isTitle(text) && !isTitle(x.Title) || b.head.doubts(x) && (isOrg(text) || firstURL(blk) != "")
		if len(text) >= 70 && len(b.head.parts) > 0 || !names || !wanted {
			return false
		}
		if !x.Period.IsZero() && b.gap(blk) && blk.spans[0].bold && b.head.looks[0].bold && !allStyled(blk) {
			return false // as the head before began
		}
		if !x.Period.IsZero() && b.next != nil && b.next.kind == blockLine && !isPlace(text) { // the head of the next entry?
			if _, _, nextDated := allParts(b.next); nextDated && b.gap(blk) {
				return false
			}
		}
	}
	b.extendHeader(blk)
	b.head.fill(x)
	x.Kind = refineKind(x)
	return true
}

// columnsOfHead tells a line of several short columns, one of them a place, an
// organisation or a remark as heads have them: "Paystack · Full-time · Lagos".
func columnsOfHead(blk *block) bool {
	pieces := headSeparator.Split(rawText(blk), -1)
	if len(pieces) < 2 || strings.HasSuffix(rawText(blk), ".") {
		return false
	}
	found := false
	for _, p := range pieces {
		if runeLen(p) > 50 || startsLower(p) {
			return false
		}
		found = found || isPlace(p) || isOrg(p) || remark.MatchString(p)
	}
	return found
}

// aboutOnly tells a line that holds nothing but who, where and when.
func aboutOnly(blk *block) bool {
	var h head
	h.add(blk)
	return !slices.ContainsFunc(h.parts, func(p part) bool { return p.kind != partOrg && p.kind != partPlace })
}

// extendHeader adds a line to the head of the entry.
func (b *builder) extendHeader(blk *block) {
	x := &b.doc.Entries[b.entry]
	h := &b.doc.Passages[x.Header]
	b.head.blocks = append(b.head.blocks, blk.number)
	h.Body += " – " + gapped(rawText(blk))
	h.Raw += "\n" + raw(blk)
	h.URL = firstOf(h.URL, firstURL(blk))
	extend(&h.Source, blk.source)
	extend(&x.Source, blk.source)
	for _, l := range b.path {
		extend(&b.doc.Sections[l.section].Source, blk.source)
	}
	b.head.add(blk)
}

// gap tells that blank lines stand before a block, as far as its file has lines.
func (b *builder) gap(blk *block) bool {
	return b.last == nil || blk.source.Start == 0 || blk.source.Start > b.last.source.End+1
}

func allStyled(blk *block) bool {
	for _, s := range blk.spans {
		if strings.TrimSpace(s.text) != "" && !s.bold && !s.italic {
			return false
		}
	}
	return true
}

// startsEntry tells whether a line by itself is the head of an entry.
func (b *builder) startsEntry(blk *block, text string) bool {
	whole := text
	text = firstSentence(text)
	if _, _, early := FindPeriod(text); runeLen(whole) > 140 && strings.HasSuffix(whole, ".") && !early {
		return false
	}
	if datedColumn(blk) && len(text) <= 200 {
		return true
	}
	if len(text) > 140 || strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "Inc.") {
		return false
	}
	_, _, dated := allParts(blk)
	if dated {
		return true
	}
	if label, body := splitLabel(blk.spans); label != "" && body != "" && !isTitle(label) {
		return false
	}
	if b.sectionKind() == SectionCertificates && len(text) < 120 && !startsLower(text) && !strings.HasSuffix(text, ".") {
		return true
	}
	bold := len(blk.spans) > 0 && blk.spans[0].bold
	if _, ok := b.stanza(blk); ok {
		return true
	}
	return bold && (allStyled(blk) || len(text) < 100) || allStyled(blk) && (isTitle(text) || isOrg(text)) || b.leads(blk, text) > 0
}

// datedColumn tells a line of columns one of which holds dates and nothing else.
func datedColumn(blk *block) bool {
	pieces := strings.Split(rawText(blk), "\t")
	return len(pieces) > 1 && slices.ContainsFunc(pieces, func(p string) bool {
		_, rest, ok := FindPeriod(strings.TrimSpace(p))
		return ok && rest == ""
	})
}

// leads counts the lines below a line that with it make the head of an entry:
// "Acme, Berlin" over "Senior Engineer   2019 – 2021", or the title over the
// employer over the dates.
func (b *builder) leads(blk *block, text string) int {
	lists := false // of one-liners
	switch b.sectionKind() {
	case SectionCertificates, SectionAwards:
		lists = true
	case SectionPublications:
		return 0
	}
	if len(text) > 90 || startsLower(text) || b.entry >= 0 && !b.gap(blk) && b.last.kind != blockItem {
		return 0
	}
	if b.entry >= 0 && blk.source.Start == 0 && b.last.kind == blockLine && !strings.HasSuffix(spanText(b.last.spans), ".") {
		return 0 // no telling where the entry before ends
	}
	kind := kindOf(text)
	for n := 0; n < min(3, len(b.after)); n++ {
		below := &b.after[n]
		line := display(plain(below.spans))
		if below.kind != blockLine || len(line) > 120 || strings.HasSuffix(line, ".") || n > 0 && below.source.Start > b.after[n-1].source.End+1 || below.source.Start > blk.source.End+n+1 {
			return 0
		}
		var h head
		h.add(below)
		if h.period.IsZero() {
			if label, body := splitLabel(below.spans); label != "" && body != "" {
				return 0
			}
			if n == 1 && !isPlace(line) && !isPlace(display(plain(b.after[0].spans))) {
				return 0
			}
			continue
		}
		if lists && (blk.source.Start == 0 || !b.gap(blk) || !datesAlone(&h)) {
			return 0
		}
		has := func(k partKind) bool { return slices.ContainsFunc(h.parts, func(p part) bool { return p.kind == k }) }
		if n == 0 && has(partTitle) && (has(partOrg) && !(isOrg(text) && hasPlace(text)) || has(partOther) && !(kind == partOrg || isOrg(text) || hasPlace(text))) {
			return 0 // a head of its own
		}
		return n + 1
	}
	return 0
}

// datesAlone tells a line that holds nothing but dates.
func datesAlone(h *head) bool {
	return !slices.ContainsFunc(h.parts, func(p part) bool { return !remark.MatchString(p.text) })
}

// hasPlace tells "Acme, Berlin".
func hasPlace(text string) bool {
	items := commaItems(bracketRegion(text))
	return len(items) > 1 && knownPlace(items[len(items)-1])
}

// isCapped tells a line of few words that begin with capitals, as titles do.
func isCapped(text string) bool {
	words := strings.Fields(text)
	if len(words) > 6 || strings.ContainsAny(text, ".:;!?") {
		return false
	}
	for _, w := range words {
		if startsLower(w) && len(w) > 3 {
			return false
		}
	}
	return len(words) > 0
}

func (b *builder) skills(label, body string, passage int) {
	g := SkillGroup{Name: levelNote.ReplaceAllString(label, ""), Passage: passage}
	items := splitList(body)
	if b.sectionKind() == SectionLanguages && strings.ContainsAny(body, ";|•·") && strings.Contains(body, ":") { // "Dutch: native; English: fluent"
		items, label = splitList(label+": "+body), ""
		for i := range items {
			if name, level, ok := strings.Cut(items[i], ":"); ok {
				items[i] = strings.TrimSpace(name) + " (" + strings.TrimSpace(level) + ")"
			}
		}
	}
	if n := len(strings.Fields(body)); n > 5*len(items) || n > 3*len(items) && strings.HasSuffix(body, ".") {
		return // prose
	}
	for _, part := range items {
		s := Skill{Name: part}
		if m := rating.FindStringIndex(part); m != nil && m[0] > 0 {
			s.Name, s.Note = strings.TrimRight(part[:m[0]], " :–—-"), strings.TrimSpace(part[m[0]:])
		}
		if i := strings.LastIndexByte(part, '('); i > 0 && strings.HasSuffix(part, ")") {
			s.Name, s.Note = strings.TrimSpace(part[:i]), part[i+1:len(part)-1]
		}
		if len(s.Name) <= 60 {
			g.Skills = append(g.Skills, s)
		}
	}
	if b.sectionKind() == SectionLanguages {
		for i, s := range g.Skills {
			if name, level, ok := cutDash(s.Name); ok && s.Note == "" { // "English – fluent"
				g.Skills[i] = Skill{Name: name, Note: level}
			}
		}
		g.Name = ""
		if label != "" && len(g.Skills) > 0 { // "English: C2"
			g.Skills = []Skill{{Name: label, Note: body}}
		}
	}
	if len(g.Skills) == 0 {
		return
	}
	if n := len(b.doc.Skills); n > 0 && b.doc.Skills[n-1].Name == g.Name && (label == "" || g.Name == "" || len(g.Skills) == 1) && b.doc.Passages[b.doc.Skills[n-1].Passage].Section == b.doc.Passages[passage].Section {
		last := &b.doc.Skills[n-1]
		last.Skills = append(last.Skills, g.Skills...)
		return
	}
	b.doc.Skills = append(b.doc.Skills, g)
}

// isList tells a line that names things and says nothing of them.
func isList(s string) bool {
	if strings.HasSuffix(s, ".") {
		n := len(splitList(s))
		return n >= 3 && len(strings.Fields(s)) <= 3*n
	}
	return strings.ContainsAny(s, ",;•·|▪■◆∙⁃") || len(strings.Fields(s)) <= 4 || strings.HasSuffix(s, ")") && len(strings.Fields(s)) <= 6
}

// cutDash cuts at a dash between blanks.
func cutDash(s string) (before, after string, ok bool) {
	m := dash.FindStringIndex(s)
	if m == nil {
		return s, "", false
	}
	return s[:m[0]], s[m[1]:], true
}

var dash = regexp.MustCompile(`\s+[-–—]\s+`)

// levelNote is how well a group of skills is mastered, behind its name.
var levelNote = regexp.MustCompile(`(?i)\s*\((?:master|expert|advanced|intermediate|beginner|basic|novice|proficient|fluent|senior|junior|good|strong|working knowledge|familiar|\d+\+?\s*(?:years?|yrs?|/\s*\d+))[^)]*\)$`)

// proficient is what people write before the skills of a list.
var proficient = regexp.MustCompile(`(?i)^(?:(?:highly |very )?(?:experienced|proficient|skilled|expert|fluent|familiar|competent|well[- ]versed)|(?:good |strong |working |basic )?(?:knowledge|command|understanding)|experience)\s+(?:in|with|of|at)\s+`)

// rating is how well a skill is mastered, in stars, dots or numbers behind it.
var rating = regexp.MustCompile(`[\s:–—-]*(?:[★☆✩✭●○◉◯⬤■□▰▱✦✧▮▯]{2,}|\s\d{1,3}\s?%|\s\d{1,2}\s?/\s?(?:5|10)\b)\s*$`)

// splitList cuts at commas, semicolons and bullets outside brackets.
func splitList(s string) []string {
	var out []string
	depth, start := 0, 0
	add := func(end int) {
		part := proficient.ReplaceAllString(strings.Trim(s[start:end], " .\t"), "")
		part = strings.TrimPrefix(part, "and ")
		if part != "" {
			out = append(out, part)
		}
	}
	for i, r := range s {
		switch {
		case r == '(' || r == '[':
			depth++
		case (r == ')' || r == ']') && depth > 0:
			depth--
		case r == ',' && i+1 < len(s) && isDigits(s[i+1:i+2]) && i > 0 && isDigits(s[i-1:i]): // "$20,000"
		case depth == 0 && (strings.ContainsRune(",;•·|▪■◆∙⁃", r) || r == '.' && i+2 < len(s) && s[i+1] == ' ' && i > 2 && startsUpper(s[i+2:]) && strings.Contains(s[:i], ",")):
			add(i)
			start = i + len(string(r))
		}
	}
	add(len(s))
	return out
}
