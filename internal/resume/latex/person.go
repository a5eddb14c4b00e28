package latex

import (
	"slices"
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// personal is a line on the person: what it is, and its block.
type personal struct {
	rank  int
	block block.Block
}

// The order in which the lines on the person are read, wherever they stand.
const (
	rankName = iota
	rankFamily
	rankHeadline
	rankContact
	rankQuote
)

func isPersonal(action string) bool {
	return slices.Contains([]string{"name", "headline", "contact", "quote", "personal"}, action)
}

// tell notes what a command tells of the person.
func (r *reader) tell(u usage, args [][]token, line int) {
	if r.inline {
		r.shown(u, args, func(body []token) { r.within(body); r.blank() })
		return
	}
	if r.begun && !r.personal && u.action != "quote" { // of an entry
		r.flush()
		r.columns(u, args, line)
		return
	}
	label, parts := u.value, []block.Span{}
	var body []token
	last := lastLine(line, args...)
	for i, a := range u.args {
		switch text := r.one(args[i]); {
		case a.name == "body":
			body = args[i]
		case a.name == "-" || len(text) == 0:
		case a.name == "label":
			label = labelOf(block.Display(block.Plain(text)))
		case a.name == "family":
			r.note(rankFamily, line, last, text)
		case a.name == "headline":
			r.note(rankHeadline, line, last, text)
		default:
			if len(parts) > 0 && u.action == "name" {
				parts = append(parts, block.Span{Text: " "})
			} else if len(parts) > 0 {
				parts = append(parts, block.Span{Text: ", "})
			}
			parts = append(parts, text...)
		}
	}
	switch u.action {
	case "name":
		r.note(rankName, line, last, parts)
	case "headline":
		if !field.DocumentTitle(block.Plain(parts)) {
			r.note(rankHeadline, line, last, parts)
		}
	case "quote":
		r.note(rankQuote, line, last, parts)
	case "contact":
		if text := block.Plain(parts); label == "Address" && (strings.Contains(text, "@") || field.UrlForm.MatchString(text)) {
			label = "" // resume.cls has all lines below the name so
		}
		if label != "" && label != "Fax" && len(parts) > 0 {
			parts = append([]block.Span{{Text: label + ": "}}, parts...)
		}
		if label != "Fax" {
			r.note(rankContact, line, last, parts)
		}
	}
	if body != nil {
		r.apart(body)
	}
}

// labelOf is how the kind of a telephone or network is written.
func labelOf(s string) string {
	switch s {
	case "":
		return ""
	case "fixed":
		return "Phone"
	case "linkedin":
		return "LinkedIn"
	case "github":
		return "GitHub"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (r *reader) note(rank, first, last int, spans []block.Span) {
	if spans = block.TidySpans(spans); len(spans) == 0 {
		return
	}
	b := block.Block{Kind: block.Line, Spans: spans, Source: r.source(first, last)}
	if rank == rankQuote {
		b.Kind = block.Quote
	}
	r.person = append(r.person, personal{rank, b})
}

// whoever gives the lines on the person, the name first.
func (r *reader) whoever() []block.Block {
	slices.SortStableFunc(r.person, func(a, b personal) int { return a.rank - b.rank })
	var out []block.Block
	for _, p := range r.person {
		k := len(out) - 1
		switch {
		case p.rank == rankFamily && k == 0 && out[0].Kind == block.Heading: // behind the given name
			out[0].Spans = block.TidySpans(append(append(slices.Clone(out[0].Spans), block.Span{Text: " "}), p.block.Spans...))
			out[0].Source.Start = min(out[0].Source.Start, p.block.Source.Start)
			out[0].Source.End = max(out[0].Source.End, p.block.Source.End)
			continue
		case p.rank <= rankFamily && len(out) == 0:
			p.block.Kind, p.block.Level = block.Heading, 1
		}
		out = append(out, p.block)
	}
	return out
}
