// Package resume is what was understood of a résumé: a Document of sections with their
// heading paths, entries (a job, a degree, a project) with organisation, title, place
// and dates, skills with their groups, contacts, and passages with the file and lines
// they were read from; and the date arithmetic that the rest of the program needs.
//
// Each format has a package that turns bytes into blocks (headings, paragraphs, list
// items, table rows); build turns the blocks of all formats into the Document, so that
// a fact is understood alike wherever it was written; corpus reads a folder of files.
package resume

// Document is everything the files of a corpus say about one person. It is
// built once by [Load] and not changed afterwards, so it may be shared between
// goroutines. What the owner keeps private is no part of it. Indexes (Passage.Entry, Entry.Header, …) are positions in the
// Document's own slices; -1 means none.
type Document struct {
	Person   Person
	Sections []Section
	Entries  []Entry
	Skills   []SkillGroup
	Passages []Passage  // in reading order, file by file
	Files    []File     // that were read, by path
	Withheld []Withheld // what their owner keeps private: where it stands, not what it says
	Orders   []Order    // what was left out of the passages for giving orders to a reader
	Doubts   []Doubt    // what of the files was not understood, file by file
}

// Person is what the résumé says of its owner outside any entry.
type Person struct {
	Name     string // "" where no name could be made out
	Headline string // the line below the name, as written without markup
	Location string
	Contacts []Contact
	Passage  int // of the name line, or -1
}

// Contact is one way to reach the person.
type Contact struct {
	Kind    string // "email", "phone", "website", "location", or the lower-case network: "github", "linkedin", …
	Value   string // as written: "github.com/nkitan"
	URL     string // where it is or can be made a link: "https://github.com/nkitan", "mailto:…"
	Passage int
}

// File is one file of the corpus that was read.
type File struct {
	Path   string // slash-separated, relative to the corpus folder
	Format string // "markdown", "text", "json", "yaml", "pdf", "docx"
	Size   int64
	SHA256 string // lower-case hex
	Unseen bool   // it holds what no reader of it sees: comments, fields and text that are not shown
}

// Source tells where a passage stands.
type Source struct {
	Path       string
	Start, End int // first and last line, from 1; 0 where the format has no lines (PDF, DOCX: paragraph numbers)
	Page       int // from 1; 0 where the format has no pages
}

// SectionKind is what a section is about, told by its heading.
type SectionKind string

const (
	SectionOther        SectionKind = "other"
	SectionContact      SectionKind = "contact"
	SectionSummary      SectionKind = "summary"
	SectionWork         SectionKind = "work"
	SectionEducation    SectionKind = "education"
	SectionProjects     SectionKind = "projects"
	SectionSkills       SectionKind = "skills"
	SectionCertificates SectionKind = "certificates"
	SectionAwards       SectionKind = "awards"
	SectionPublications SectionKind = "publications"
	SectionVolunteer    SectionKind = "volunteer"
	SectionLanguages    SectionKind = "languages" // spoken
	SectionInterests    SectionKind = "interests"
	SectionReferences   SectionKind = "references"
)

// Asked are the words of questions about what stands in sections of a kind, whatever
// the language of their headings; "" for kinds that are asked for by what they hold.
func (k SectionKind) Asked() string {
	switch k {
	case SectionWork:
		return "work worked job position employer company"
	case SectionEducation:
		return "education study studied school university degree"
	case SectionVolunteer:
		return "volunteer volunteering"
	case SectionLanguages:
		return "languages speaks"
	}
	return ""
}

// Section is a heading with what stands below it.
type Section struct {
	Heading  []string // path, outermost first, without markup and emoji
	Gloss    string   // as a passage has it
	Kind     SectionKind
	Level    int // 1 for the outermost sections of a file
	Parent   int
	Source   Source // from the heading to the last line of the section
	Passages []int  // standing directly in it (not in its subsections), entries' passages included
}

// EntryKind is what sort of thing an entry describes.
type EntryKind string

const (
	EntryWork        EntryKind = "work"
	EntryEducation   EntryKind = "education"
	EntryProject     EntryKind = "project"
	EntryCertificate EntryKind = "certificate"
	EntryAward       EntryKind = "award"
	EntryPublication EntryKind = "publication"
	EntryVolunteer   EntryKind = "volunteer"
	EntryOther       EntryKind = "other"
)

// Entry is one job, degree, project, … Fields that the résumé does not give
// are empty.
type Entry struct {
	Kind     EntryKind
	Title    string // role, degree, name of the project
	Org      string // employer, school, publisher, awarder
	Place    string
	Period   Period
	URL      string
	Section  int    // the section it stands in
	Source   Source // header to last body line
	Header   int    // passage that holds the header line(s)
	Passages []int  // of the body, in order, those below sub-headings included
}

// SkillGroup is one named group of skills ("Systems Languages").
type SkillGroup struct {
	Name    string // "" for skills listed without a group
	Skills  []Skill
	Passage int
}

// Skill is one named skill with the remark the résumé makes on it.
type Skill struct {
	Name string // "Rust"
	Note string // "High-performance tooling"
}

// PassageKind is the shape a passage has in its file.
type PassageKind string

const (
	PassageHeader    PassageKind = "header" // the head of an entry or the name line
	PassageParagraph PassageKind = "paragraph"
	PassageBullet    PassageKind = "bullet"
	PassageRow       PassageKind = "row"
	PassageQuote     PassageKind = "quote"
	PassageContact   PassageKind = "contact"
	PassageCurated   PassageKind = "curated"  // an answer the owner wrote for a question the files leave open
	PassageComputed  PassageKind = "computed" // what follows from dates, counts and order of other passages
)

// Passage is the smallest piece of text that is cited: one bullet, one table
// row, one paragraph (or hard-broken line of it), one entry header; or a sentence
// computed from such passages, whose place is that of the first of them.
type Passage struct {
	Source  Source
	Heading []string // path of the section it stands in, entry heading included
	Section int
	Entry   int // -1 outside entries
	Kind    PassageKind
	Depth   int    // nesting of a bullet, from 0
	Parent  int    // the bullet it is nested below, or -1
	Label   string // "Tech Stack" of "**Tech Stack:** Python, …"; first cell of a row; else ""
	Body    string // text after the label; for a row the other cells, "; " between them
	Raw     string // the source lines without emphasis marks, links as written; for formats without markup the text
	URL     string // first link in it, if any
	Asked   string // for PassageCurated: the question it answers; for PassageComputed: the words such questions are put in and, on a line of its own, what they name, for search only
	Gloss   string // the English words by which what is in another language can be asked for, for search only
	From    []int  // for PassageComputed: the passages it rests on
}

// Text is the passage as it is shown: without markup, label first.
func (p *Passage) Text() string {
	switch {
	case p.Label == "":
		return p.Body
	case p.Body == "":
		return p.Label
	default:
		return p.Label + ": " + p.Body
	}
}
