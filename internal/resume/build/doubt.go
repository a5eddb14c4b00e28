package build

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// seen gives the blocks with text that is seen, and tells the owner of the others: of
// words that nobody sees, those of one kind and page together.
func (b *Builder) seen(blocks []block.Block) []block.Block {
	var all []block.Block
	words := map[int][]string{}
	for _, blk := range blocks {
		if blk.Kind == block.Doubt {
			b.doubt(blk.Source, "%s", block.Plain(blk.Spans))
		}
		if blk.Kind != block.Hidden {
			continue
		}
		k := slices.IndexFunc(all, func(x block.Block) bool { return x.How == blk.How && x.Source.Page == blk.Source.Page })
		if k < 0 {
			k = len(all)
			all = append(all, blk)
		}
		extend(&all[k].Source, blk.Source)
		for _, w := range strings.Fields(block.Plain(blk.Spans)) {
			if strings.ContainsFunc(w, block.WordRune) {
				words[k] = append(words[k], w)
			}
		}
	}
	for k, blk := range all {
		switch n := len(words[k]); n {
		case 0:
		case 1:
			b.doubt(blk.Source, "a word %s, “%s”, is left out, for nobody sees it: write it so that it is seen, or take it out", blk.How, shown(words[k]))
		default:
			b.doubt(blk.Source, "%d words %s, “%s”, are left out, for nobody sees them: write them so that they are seen, or take them out", n, blk.How, shown(words[k]))
		}
	}
	return slices.DeleteFunc(blocks, func(blk block.Block) bool { return blk.Kind == block.Hidden || blk.Kind == block.Doubt })
}

// doubt tells the owner what was not understood.
func (b *Builder) doubt(at resume.Source, format string, args ...any) {
	b.Doc.Doubts = append(b.Doc.Doubts, resume.Doubt{Source: at, Passage: -1, Text: fmt.Sprintf(format, args...)})
}

// doubtOf is doubt on a passage.
func (b *Builder) doubtOf(passage int, format string, args ...any) {
	b.doubt(b.Doc.Passages[passage].Source, format, args...)
	b.Doc.Doubts[len(b.Doc.Doubts)-1].Passage = passage
}

// maxAlike is how many doubts of one kind are told of one file, one by one.
const maxAlike = 8

// unsure tells the owner what of the file read last, its entries and passages from
// those on, was not understood for certain.
func (b *Builder) unsure(entry, passage int) {
	first := len(b.Doc.Doubts)
	defer func() {
		added := b.Doc.Doubts[first:]
		slices.SortStableFunc(added, func(x, y resume.Doubt) int {
			return cmp.Or(cmp.Compare(x.Source.Page, y.Source.Page), cmp.Compare(x.Source.Start, y.Source.Start))
		})
	}()
	b.unnamed(entry)
	b.undated(entry)
	b.unread(passage)
	headed := slices.ContainsFunc(b.Doc.Passages[passage:], func(p resume.Passage) bool {
		return len(p.Heading) > 0 || b.Doc.Sections[p.Section].Kind != resume.SectionContact
	})
	if n := len(b.Doc.Passages) - passage; n > 8 && !headed {
		b.doubt(resume.Source{Path: b.Doc.Passages[passage].Source.Path}, "no section heading was found: write headings such as Experience, Education and Skills, each on a line of its own")
	}
}

// unnamed tells of positions and studies of which a part was not found.
func (b *Builder) unnamed(from int) {
	n := 0
	for i := range b.Doc.Entries[from:] {
		x := &b.Doc.Entries[from+i]
		what, missing, form := lacks(x)
		guessed := missing == "" && !b.heads[from+i].told(x)
		if missing == "" && !guessed {
			continue
		}
		if n++; n <= maxAlike && guessed {
			b.doubtOf(x.Header, "“%s” was taken for a title and “%s” for an employer or school by their order alone: look whether they are", shown(strings.Fields(x.Title)), shown(strings.Fields(x.Org)))
		} else if n <= maxAlike {
			b.doubtOf(x.Header, "“%s” looks like %s, but no %s was found: write “%s” on its first line, or leave it if there was none", b.nameOf(x), what, missing, form)
		}
	}
}

// lacks tells what an entry is and what of it was not found; "" where nothing is
// missing. form is how to write it.
func lacks(x *resume.Entry) (what, missing, form string) {
	switch {
	case x.Kind == resume.EntryEducation && x.Org == "":
		return "a degree", "school", "Degree | School"
	case x.Kind == resume.EntryWork && x.Org == "" && !ownWork.MatchString(x.Title):
		return "a position", "employer", "Title | Employer"
	case x.Kind == resume.EntryWork && x.Title == "":
		return "an employer", "position", "Title | Employer"
	}
	return "", "", ""
}

// ownWork is a position without an employer.
var ownWork = lazyregexp.New(`(?i)^(?:freelance|self[- ]employed|independent|freiberuflich|selbst(?:st)?ändig|indépendant|autónomo)`)

// told tells that words of the head say what is the title or what is the employer or
// school, not their order alone.
func (h *head) told(x *resume.Entry) bool {
	if h.exact != nil || x.Kind != resume.EntryWork && x.Kind != resume.EntryEducation && x.Kind != resume.EntryVolunteer {
		return true
	}
	return h.org != "" || slices.ContainsFunc(h.parts, func(p part) bool { return h.surely(x, p) == field.Title || h.surely(x, p) == field.Org })
}

func (b *Builder) nameOf(x *resume.Entry) string {
	return shown(strings.Fields(block.FirstOf(block.FirstOf(x.Title, x.Org), b.Doc.Passages[x.Header].Text())))
}

// undated tells of entries without a period in a section where most have one.
func (b *Builder) undated(from int) {
	type place struct {
		section int
		kind    resume.EntryKind
	}
	all, dated := map[place]int{}, map[place]int{}
	at := func(x *resume.Entry) place { return place{b.outermost(x.Section), x.Kind} }
	for i := range b.Doc.Entries[from:] {
		x := &b.Doc.Entries[from+i]
		if all[at(x)]++; !x.Period.IsZero() {
			dated[at(x)]++
		}
	}
	for i := range b.Doc.Entries[from:] {
		x := &b.Doc.Entries[from+i]
		if n := dated[at(x)]; x.Period.IsZero() && n > 1 && 3*n >= 2*all[at(x)] {
			b.doubtOf(x.Header, "no dates were found for “%s”, though the others of its section have some: write them as “March 2019 – June 2022”", b.nameOf(x))
		}
	}
}

// unread tells of lines with a period, where entries stand, that became none.
func (b *Builder) unread(from int) {
	n := 0
	for i := from; i < len(b.Doc.Passages); i++ {
		p := &b.Doc.Passages[i]
		switch b.Doc.Sections[p.Section].Kind {
		case resume.SectionWork, resume.SectionEducation, resume.SectionVolunteer:
		default:
			continue
		}
		period, _, ok := resume.FindPeriod(p.Text())
		if p.Entry >= 0 || !ok || !period.Present && period.End.IsZero() || block.RuneLen(p.Text()) > 140 || p.Kind == resume.PassageQuote {
			continue
		}
		if n++; n <= maxAlike {
			b.doubtOf(i, "“%s” has dates but was read as plain text, for neither a position nor an employer was found beside them: write “### Title | Employer” over “*Place | Start – End*”", shown(strings.Fields(p.Text())))
		}
	}
}

// shown is as much of words as tells which are meant.
func shown(words []string) string {
	const enough = 40 // characters
	var out string
	for i, w := range words {
		w = block.Printable(w)
		if r := []rune(w); len(r) > enough {
			w = string(r[:enough]) + "…"
		}
		if i > 0 && block.RuneLen(out)+1+block.RuneLen(w) > enough {
			return out + " …"
		}
		out = strings.TrimSpace(out + " " + w)
	}
	return out
}
