package arrange

import (
	"encoding/json"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// Proposal is one entry as a model sees it: the numbers of the lines that head it, and
// the words of them that are its title, its employer or school, its place and its dates.
type Proposal struct {
	Kind     string  `json:"kind"` // "work", "education", "volunteer" or "project"
	Lines    numbers `json:"lines"`
	Title    string  `json:"title"`
	Employer string  `json:"employer"`
	Place    string  `json:"place"`
	Dates    string  `json:"dates"`
}

// numbers are line numbers, alone or in a list, also in quotation marks.
type numbers []int

// UnmarshalJSON reads them.
func (n *numbers) UnmarshalJSON(data []byte) error {
	var list []json.Number
	if err := json.Unmarshal(data, &list); err != nil {
		var one json.Number
		if err := json.Unmarshal(data, &one); err != nil {
			return err
		}
		list = []json.Number{one}
	}
	for _, x := range list {
		k, err := x.Int64()
		if err != nil {
			return err
		}
		*n = append(*n, int(k))
	}
	return nil
}

// proposals reads the list that a model wrote, whatever it wrote around it, up to where
// it can be read: an answer may be cut off.
func proposals(text string) []Proposal {
	if _, after, thought := strings.Cut(text, "</think>"); thought {
		text = after
	}
	i := strings.Index(text, "[")
	if i < 0 {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(text[i:]))
	if _, err := d.Token(); err != nil {
		return nil
	}
	var out []Proposal
	for d.More() && len(out) < maxProposals {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			break
		}
		var p Proposal
		if json.Unmarshal(raw, &p) == nil {
			out = append(out, p)
		}
	}
	return out
}

const maxProposals = 100 // of one part

// check is what the file bears out of a proposal; false where that is no entry: dates,
// and a title or an employer, must stand in its lines.
func check(blocks []block.Block, certain []bool, used map[int]bool, p Proposal) (head, bool) {
	h := head{kind: map[string]resume.SectionKind{"work": resume.SectionWork, "education": resume.SectionEducation, "volunteer": resume.SectionVolunteer, "project": resume.SectionProjects}[strings.ToLower(p.Kind)]}
	slices.Sort(p.Lines)
	lines := slices.Compact(p.Lines)
	if h.kind == "" || len(lines) == 0 || len(lines) > maxHead || lines[0] < 1 || lines[len(lines)-1] > len(blocks) {
		return head{}, false
	}
	var texts []string
	for n := lines[0]; n <= lines[len(lines)-1]; n++ { // what stands between goes with them
		i, text := n-1, textOf(&blocks[n-1])
		if text == "" {
			continue
		}
		_, section := field.SectionKind(text)
		if certain[i] || used[i] || section && blocks[i].Kind == block.Heading || block.RuneLen(text) > maxLine || len(texts) == maxHead {
			return head{}, false
		}
		h.lines, texts = append(h.lines, i), append(texts, text)
	}
	x := &h.entry
	var dated bool
	x.Period, _, dated = resume.FindPeriod(standing(texts, p.Dates))
	x.Title, x.Org, x.Place = name(texts, p.Title), name(texts, p.Employer), name(texts, p.Place)
	if !dated || x.Title == "" && x.Org == "" || x.Title == x.Org {
		return head{}, false
	}
	var section resume.SectionKind
	section, h.level = sectionAbove(blocks, h.lines[0])
	switch {
	case h.level == 0 || section == resume.SectionOther:
		x.Kind = field.EntryKind(h.kind)
	case !field.HoldsEntries(section):
		return head{}, false
	}
	return h, true
}

// name is a field as the lines have it, "" where they do not or it is something else: a
// date, an address, a sentence.
func name(lines []string, words string) string {
	text := strings.Trim(standing(lines, words), " ,;|·–—-")
	_, rest, dated := resume.FindPeriod(text)
	if text == "" || block.RuneLen(text) > 100 || dated && !strings.ContainsFunc(rest, block.WordRune) || field.EmailForm.MatchString(text) || field.UrlForm.MatchString(text) || block.Digits(text) > 6 || strings.HasSuffix(text, ".") && len(strings.Fields(text)) > 6 {
		return ""
	}
	return text
}

// standing finds words in one of the lines, one behind the other, and gives them as
// they stand there.
func standing(lines []string, words string) string {
	want := strings.Fields(words)
	for _, line := range lines {
		have := strings.Fields(line)
		for at := 0; len(want) > 0 && at+len(want) <= len(have); at++ {
			if slices.EqualFunc(have[at:at+len(want)], want, sameWord) {
				return strings.Join(have[at:at+len(want)], " ")
			}
		}
	}
	return ""
}

// sameWord tells words that differ at most in case and in what stands around them.
func sameWord(a, b string) bool {
	bare := func(s string) string {
		if strings.ContainsFunc(s, block.WordRune) {
			s = strings.TrimFunc(s, func(r rune) bool { return !block.WordRune(r) && r != '+' && r != '#' })
		} else if strings.ContainsAny(s, resume.Dashes) {
			return "-"
		}
		return strings.ToLower(s)
	}
	return bare(a) == bare(b)
}
