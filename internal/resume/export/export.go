// Package export writes what was understood of a résumé as Markdown that reads best:
// a heading for each section, "### Title | Employer" over "*Place | Start – End*" for
// each entry, bullets, "**Group:** a, b" for skills.
package export

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/mark"
	"resumebot/internal/resume/markdown"
)

// Import writes a whole Document for its owner to correct: reading it again gives the
// same Document but for where things stand. What was not understood for certain has a
// comment.
func Import(d *resume.Document) []byte {
	w := newWriter(d, "")
	w.told = true
	w.out.WriteString(markdown.Form + "\n\n")
	w.document()
	return []byte(w.out.String())
}

// File writes what was read of one file, for visitors.
func File(d *resume.Document, path string) []byte {
	w := newWriter(d, path)
	w.document()
	return []byte(w.out.String())
}

// writer writes a Document. Levels of headings: 1 is the name, 2 the outermost
// sections.
type writer struct {
	d       *resume.Document
	file    string // the only one that is written, or ""
	told    bool   // with its form declared, and comments
	out     strings.Builder
	heads   []bool // sections that are nothing but the heading of an entry
	written []bool // passages
	section int    // the next to be written
	entry   int    // below whose heading the next line stands, or -1
	bullets bool   // a list stands above
	doubts  []resume.Doubt
}

func newWriter(d *resume.Document, file string) *writer {
	return &writer{d: d, file: file, heads: headSections(d), written: make([]bool, len(d.Passages)), entry: -1, doubts: slices.Clone(d.Doubts)}
}

func (w *writer) document() {
	if p := w.d.Person; w.told && p.Name != "" && p.Passage < 0 {
		w.block("# " + escape(p.Name))
	}
	for i := range w.d.Passages {
		w.passage(i)
	}
	w.sectionsTo(len(w.d.Sections) - 1)
	for _, x := range w.doubts {
		if w.told {
			w.comment(x)
		}
	}
}

// passage writes a passage unless it was, and where it heads an entry all of that.
func (w *writer) passage(i int) {
	p := &w.d.Passages[i]
	if w.written[i] || w.file != "" && p.Source.Path != w.file || p.Kind == resume.PassageComputed || p.Kind == resume.PassageCurated {
		return
	}
	w.written[i] = true
	w.sectionsTo(p.Section)
	w.lookHere(p.Source, i)
	if p.Entry >= 0 && w.d.Entries[p.Entry].Header == i {
		e := &w.d.Entries[p.Entry]
		w.head(e)
		w.entry = p.Entry
		for _, k := range e.Passages {
			w.passage(k)
		}
		return
	}
	if w.told && p.Entry < 0 && w.entry >= 0 {
		w.block("---")
	}
	w.entry = p.Entry
	w.body(i)
}

// sectionsTo writes the headings of the sections up to one.
func (w *writer) sectionsTo(last int) {
	for ; w.section <= last; w.section++ {
		s := &w.d.Sections[w.section]
		if w.heads[w.section] || w.file != "" && s.Source.Path != w.file || s.Source.Path == "" {
			continue
		}
		text := ""
		if n := len(s.Heading); n > 0 {
			text = s.Heading[n-1]
		} else if text = headings[s.Kind]; text == "" {
			continue
		}
		w.lookHere(s.Source, -1)
		note := ""
		if kind, known := field.SectionKind(text); kind != s.Kind || !known {
			note = w.note(string(s.Kind))
		}
		if w.entry >= 0 && w.insideEntry(w.section) {
			note = "" // it goes on in its entry
		} else {
			w.entry = -1
		}
		w.block(strings.Repeat("#", min(w.level(w.section), 6)) + " " + escape(text) + note)
	}
}

// headings stand for sections that have none.
var headings = map[resume.SectionKind]string{
	resume.SectionSummary: "Summary", resume.SectionWork: "Experience", resume.SectionEducation: "Education", resume.SectionProjects: "Projects",
	resume.SectionSkills: "Skills", resume.SectionCertificates: "Certificates", resume.SectionAwards: "Awards", resume.SectionPublications: "Publications",
	resume.SectionVolunteer: "Volunteering", resume.SectionLanguages: "Languages", resume.SectionInterests: "Interests", resume.SectionReferences: "References",
}

// level is that of a section's heading; the sections that head one entry make one.
func (w *writer) level(section int) int {
	level, inside := 2, false
	for s := w.d.Sections[section].Parent; s >= 0; s = w.d.Sections[s].Parent {
		if !w.heads[s] {
			level++
		} else if !inside {
			level, inside = level+1, true
		}
	}
	return level
}

func (w *writer) insideEntry(section int) bool {
	for s := w.d.Sections[section].Parent; s >= 0; s = w.d.Sections[s].Parent {
		if w.heads[s] {
			return true
		}
	}
	return false
}

// head writes the heading of an entry and what is said of it as a whole.
func (w *writer) head(e *resume.Entry) {
	level, s := 3, e.Section
	for s >= 0 && w.heads[s] {
		s = w.d.Sections[s].Parent
	}
	kind := resume.SectionOther
	if s >= 0 {
		level, kind = w.level(s)+1, w.d.Sections[s].Kind
	}
	title := link(escape(e.Title), e.URL)
	if e.Org != "" && e.Title == "" {
		title = "| " + link(escape(e.Org), e.URL)
	} else if e.Org != "" {
		title += " | " + escape(e.Org)
	}
	when := written(e.Period)
	second := block.JoinFilled(" | ", escape(e.Place), escape(when))
	if w.told && when == "" && e.Place != "" {
		second += " |"
	}
	if w.told && e.Org == "" && (second == "" || e.Title == "" || strings.Contains(e.Title, "|")) {
		title += " |"
	}
	if e.Kind != field.EntryKind(kind) {
		title += w.note(string(e.Kind))
	}
	w.block(strings.Repeat("#", min(level, 6)) + " " + title)
	if second != "" {
		w.block("*" + second + "*")
	}
	if more := leftOver(w.d.Passages[e.Header].Text(), e.Title, e.Org, e.Place, e.Period.Text); more != "" {
		w.block("*" + escape(more) + "*")
	}
}

// body writes a passage that heads nothing.
func (w *writer) body(i int) {
	p := &w.d.Passages[i]
	if i == w.d.Person.Passage || w.entry < 0 && p.Kind == resume.PassageHeader && w.d.Sections[p.Section].Kind == resume.SectionContact {
		w.name(p)
		return
	}
	text := w.linked(i)
	switch {
	case p.Kind == resume.PassageBullet || p.Kind == resume.PassageRow || p.Label == "" && w.lists(p):
		if !w.bullets {
			w.out.WriteString("\n")
		}
		w.bullets = true
		fmt.Fprintf(&w.out, "%s- %s\n", strings.Repeat("  ", p.Depth), text)
	case p.Kind == resume.PassageQuote:
		w.block("> " + text)
	default:
		w.block(text)
	}
}

// block writes a piece with a blank line before it.
func (w *writer) block(text string) {
	if w.out.Len() > 0 && !strings.HasSuffix(w.out.String(), "\n\n") {
		w.out.WriteString("\n")
	}
	w.bullets = false
	w.out.WriteString(text + "\n")
}

func (w *writer) note(text string) string {
	if !w.told {
		return ""
	}
	return " <!-- " + text + " -->"
}

// lookHere writes the doubts that are on what comes next: a passage, or -1.
func (w *writer) lookHere(at resume.Source, passage int) {
	if !w.told {
		return
	}
	w.doubts = slices.DeleteFunc(w.doubts, func(x resume.Doubt) bool {
		if x.Passage != passage && (x.Passage >= 0 || x.Source.Path != at.Path || x.Source.Page > at.Page || x.Source.Start > at.End) {
			return false
		}
		w.comment(x)
		return true
	})
}

// comment writes a doubt, without what could be read as a mark.
func (w *writer) comment(x resume.Doubt) {
	text := "<!-- look here: " + strings.NewReplacer("--", "––", ">", "›", "<", "‹", "\n", " ").Replace(x.Text) + " -->"
	if marks, fault := mark.Find(text); fault != nil || len(marks) > 0 {
		text = "<!-- look here -->"
	}
	w.block(text)
}
