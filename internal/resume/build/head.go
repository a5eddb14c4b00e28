package build

import (
	"slices"
	"strings"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// part is one piece of an entry's head.
type part struct {
	text string
	line int  // of the head, from 0
	from int  // number of the piece, between strong separators, that it was cut from
	bold bool // set apart by the writer
	url  string
	kind field.Kind

	dashed bool   // a dash stands before it
	joint  string // "for" or "with", where that stands before it
}

// head is what has been read of an entry's head, line by line.
type head struct {
	blocks []int // that it is made of
	parts  []part
	period resume.Period
	lines  int
	pieces int
	dated  int    // the line that holds the dates, -1 for none
	raw    string // its first line
	whole  string // without the dates
	org    string // of the heading above, for one of several positions there
	place  string
	runsOn bool          // the last line ends in a comma
	group  bool          // of several positions with one employer, the first of which it is
	study  bool          // it stands in a section on education
	looks  []block.Span  // how the front of each line is set, without text
	exact  *resume.Entry // given by the format: nothing to guess
}

var (
	headSeparator = lazyregexp.New(`\s+[` + resume.Dashes + `|·•▪■◆∙]+\s+|\s+(?:@|//)\s+|\t+| {2,}|\s*;\s+|\s*\|\s*`)
	lengthNote    = lazyregexp.New(`(?i)\s*\((?:\d+(?:\.\d+)?\+?\s*(?:years?|yrs?|months?|mos?)\.?[\s,]*)+\)$`)
	lengthFirst   = lazyregexp.New(`(?i)^\d{1,2}\+? (?:years?|months?) (?:as (?:an? )?)?`)
	lengthAlone   = lazyregexp.New(`(?i)^\(?(?:\d+\+? (?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|años?|mes(?:es)?|anni|anno|mesi|mese|anos?)[\s,]*)+\)?$`)
	asideNote     = lazyregexp.New(`(?i)\s*\((?:with|under|advis(?:or|er|ed by)|supervis(?:or|ed by)|supervised|mentor|reporting to|contract|part[- ]time|full[- ]time|via)\b[^()]*\)$`)
	atWord        = lazyregexp.New(`\s+(?:at|for|with|@)\s+`)
	atEmployer    = lazyregexp.New(`\s+(?:(?:beim?|bei der|chez|presso)\s+|au sein d(?:e la société |e la |e l['’]|u |es |e |['’]))`)
	// blanks of a form that somebody made a résumé without names of
	blanks = lazyregexp.New(`\s*(?:\[?\bCompany Name\b\]?|(?:[,–—-]\s*)?\bCity\s*,\s*State\b|\s[,–—-]\s*City$)(?:[\s,–—-]*\b(?:City|State|Country)\b)*\s*`)
	// what labels a subject in the midst of a line: "Licence à l'ISTA Filière : Gestion"
	subject = lazyregexp.New(`(?i)\s+(filière|mention|spécialité|fachrichtung|especialidad|indirizzo)\s*[:;]\s*`)
	// a part that tells who somebody worked under, or the subject
	labelled = lazyregexp.New(`(?i)^(?:(?:\p{L}+[ -])?(?:advis[eo]rs?|supervisors?|mentors?|tutors?|betreuer(?:in)?|directeur de thèse|encadrants?|director de tesis)|filière|mention|spécialité|fachrichtung|especialidad|indirizzo) ?: `)
	atSchool = lazyregexp.New(`\s(?:(?:à l|all)['’]|(?:à la|à|aux?|en la|en el|en|an der|am|na|no|nella?|alla) )`) // where it is one by its first word
	honours  = lazyregexp.New(`(?i)^(?:high |first[- ]class |great )?(?:distinction|hono|merit|minor|auszeichnung)`)
)

// add reads one more line of the head.
func (h *head) add(blk *block.Block) {
	text := asideNote.ReplaceAllString(lengthNote.ReplaceAllString(block.RawText(blk), ""), "")
	text = subject.ReplaceAllString(text, " | $1: ")
	text = blanks.ReplaceAllString(lengthFirst.ReplaceAllString(text, ""), " | ")
	if h.lines == 0 {
		h.dated, h.raw = -1, block.Display(text)
	}
	h.group = h.group || h.lines == 1 && lengthAlone.MatchString(text)
	var look block.Span
	if len(blk.Spans) > 0 {
		look = block.Span{Bold: blk.Spans[0].Bold, Italic: blk.Spans[0].Italic}
	}
	h.looks = append(h.looks, look)
	text = h.takeTime(text)
	text = fullStop.ReplaceAllString(text, "$1")
	if h.lines == 0 {
		h.whole = block.Gapped(text)
	}
	text = strokes(firstSentence(styleGaps(colonGap(text, blk), blk.Spans)))
	if n := len(h.parts); h.runsOn && n > 0 && field.KindOf(text) == field.Other && !headSeparator.MatchString(text) {
		h.parts[n-1].text += ", " + text // "Bachelor of Computing," over "Computer Science"
		text = ""
	}
	h.runsOn = runsOn.MatchString(block.RawText(blk))
	if strings.Contains(text, " — ") {
		text = strings.ReplaceAll(text, " – ", withinName)
	}
	dashed := false
	for at := 0; at <= len(text); {
		piece, sep := text[at:], ""
		if from, to := separator(piece); from < to {
			piece, sep = piece[:from], piece[from:to]
		}
		at += len(piece) + max(len(sep), 1)
		h.pieces++
		if strings.HasSuffix(piece, ":") && field.ColumnField(piece) != "" || aside.MatchString(piece) && field.KindOf(piece) == field.Other {
			continue
		}
		for i, f := range fragments(piece) {
			if labelled.MatchString(f.text) {
				continue
			}
			f.text = strings.ReplaceAll(f.text, withinName, " – ")
			f.line, f.from, f.dashed = h.lines, h.pieces, dashed && i == 0
			for _, s := range blk.Spans {
				if t := strings.Trim(s.Text, " \t,|–—-·•:"); t != "" && (strings.Contains(f.text, t) || strings.Contains(t, f.text)) {
					f.bold = f.bold || s.Bold
					f.url = block.FirstOf(f.url, s.URL)
				}
			}
			h.parts = append(h.parts, f)
		}
		dashed = strings.ContainsAny(sep, resume.Dashes)
	}
	h.lines++
}

// withinName is the shorter dash where the longer one parts a head: "Nurse — Laval –
// Saguenay". Its blanks are none that part anything.
const withinName = "\u00a0–\u00a0"

// separator finds the first strong separator outside brackets; none if from == to.
func separator(text string) (from, to int) {
	for at, open := 0, 0; ; {
		m := headSeparator.FindStringIndex(text[at:])
		if m == nil {
			return 0, 0
		}
		open += strings.Count(text[at:at+m[0]], "(") - strings.Count(text[at:at+m[0]], ")")
		if open <= 0 || !strings.Contains(text[at+m[1]:], ")") {
			return at + m[0], at + m[1]
		}
		at += m[1]
	}
}

// runsOn is a comma at the end of a line, or before its dates.
var runsOn = lazyregexp.New(`,\s*(?:[\t|]|$)`)

// aside is a remark in brackets that stands by itself: "(moved in a reorganisation)".
var aside = lazyregexp.New(`^\(\p{Ll}+ \p{Ll}[^()]+\)$`)

// takeTime reads the time that a line names, if none did before, and gives the rest of it.
func (h *head) takeTime(text string) string {
	first := firstSentence(text)
	if _, _, ok := resume.FindPeriod(first); ok {
		text = first
	}
	if !h.period.IsZero() {
		return text
	}
	p, rest, ok := resume.FindPeriod(text)
	if m := yearBetween.FindStringSubmatch(text); !ok && m != nil && field.DegreeWords.In(m[1]) && field.IsOrg(m[3]) {
		p, _, ok = resume.FindPeriod(m[2])
		rest = m[1] + " | " + m[3]
	}
	if ok {
		h.period, h.dated = p, h.lines
		front, _, _ := strings.Cut(text, p.Text)
		text = h.otherEnd(partSentences(front, rest))
	}
	return text
}

// partSentences parts what of a head stands in front of its dates, of whose rest it is the
// beginning, where it is written as sentences: "Nurse. St Anne's Hospital. 2011 – 2013".
func partSentences(front, rest string) string {
	n := 0
	for n < min(len(front), len(rest)) && rest[n] == front[n] {
		n++
	}
	parted := sentenceGap.ReplaceAllString(rest[:n], "$1 | $2")
	if parted == rest[:n] || strings.ContainsAny(parted[strings.LastIndex(parted, " | "):], "0123456789") { // a citation has pages
		return rest
	}
	return strings.TrimSuffix(parted+rest[n:], ".")
}

// sentenceGap parts what is written as sentences of a few words.
var sentenceGap = lazyregexp.New(`(\p{Ll}{4}|\s\d|\))\.\s+(\p{Lu})`)

// colonGap sets apart an employer and a position that a colon parts: "**Acme Ltd: Nurse**".
func colonGap(text string, blk *block.Block) string {
	front, back, ok := strings.Cut(text, ": ")
	if !ok || strings.Contains(back, ": ") || field.ColumnField(front) != "" || labelled.MatchString(text) {
		return text
	}
	set := blk.Kind == block.Heading || allStyled(blk)
	if of, what := field.KindOf(front), field.KindOf(back); set && what == field.Title && of != field.Title || of == field.Org && what != field.Org && set {
		return front + " | " + back
	}
	return text
}

// otherEnd reads the other end of a period of which one stands in a piece of its own, as
// macros with a field for each have it, and gives what is left.
func (h *head) otherEnd(rest string) string {
	if h.period.Present || !h.period.End.IsZero() {
		return rest
	}
	for _, piece := range headSeparator.Split(rest, -1) {
		for _, both := range []string{h.period.Text + " – " + piece, piece + " – " + h.period.Text} {
			if p, left, _ := resume.FindPeriod(both); left == "" && p.Text == both && (p.Present || !p.End.IsZero()) {
				h.period = p
				return strings.Replace(rest, piece, "", 1)
			}
		}
	}
	return rest
}

// yearBetween is the year between a degree and the school: "BSc Physics 2011 University
// of Porto".
var yearBetween = lazyregexp.New(`^(.+\pL\)?) ((?:19|20)\d{2}) (\p{Lu}.+)$`)

// strokes sets apart what strokes part: "Acme / Berlin / Nurse", and not the two
// halves of a title.
func strokes(text string) string {
	pieces := strings.Split(text, " / ")
	if len(pieces) == 2 && headSeparator.MatchString(text) && field.IsTitle(pieces[0]) { // the employer stands apart: "Baker / Pastry Cook | Acme"
		return text
	}
	names := func(p string) bool { return field.KnownPlace(strings.TrimSpace(p)) || field.IsOrg(p) }
	two := len(pieces) == 2 && !strings.Contains(pieces[0], ", ") && (slices.ContainsFunc(pieces, names) && !(field.IsOrg(pieces[0]) && field.IsOrg(pieces[1])) || field.IsTitle(pieces[0]) && field.KindOf(pieces[1]) == field.Other && isCapped(pieces[1]) && !field.Department.MatchString(pieces[1]))
	if len(pieces) > 2 || two {
		return strings.Join(pieces, " | ")
	}
	return text
}

// styleGaps sets apart what only its type sets apart: "**The New York Times** New
// York, NY", "**Acme** *Nurse*".
func styleGaps(text string, spans []block.Span) string {
	for i := 1; i < len(spans); i++ {
		a, b := spans[i-1], spans[i]
		front, rest := strings.TrimSpace(a.Text), strings.TrimSpace(b.Text)
		if front == "" || rest == "" || a.Bold == b.Bold || !block.StartsUpper(rest) || !a.Bold && !field.IsTitle(front) {
			continue
		}
		piece := headSeparator.Split(rest, 2)[0]
		first, _, _ := strings.Cut(piece, ", ")
		if field.IsTitle(front) {
			piece = first // "**B.Sc.** Biology, University of Porto"
		}
		if _, without, ok := resume.FindPeriod(piece); ok {
			piece = without
		}
		if b.Italic && !a.Italic || field.IsPlace(piece) || !a.Bold || field.IsTitle(front) && field.IsOrg(piece) || field.KindOf(front) != field.Title && field.IsTitle(first) {
			text = strings.Replace(text, front+" "+rest[:min(len(rest), len(piece))], front+" | "+rest[:min(len(rest), len(piece))], 1)
		}
	}
	return text
}

// role is the line that names the position.
func (h *head) role() int {
	for _, p := range h.parts {
		if p.kind == field.Title {
			return p.line
		}
	}
	return 0
}

// fullStop ends a head that is written as a sentence: "Engineer, Ifremer, Brest."
var fullStop = lazyregexp.New(`(\p{Ll}{5,}|\))\.$`)

// employerFirst tells a head whose first line names the employer alone and whose
// second the position.
func (h *head) employerFirst() bool {
	if h.org != "" {
		return true
	}
	var below, named bool
	for _, p := range h.parts {
		if p.kind == field.Title && p.line == 0 {
			return false
		}
		named = named || p.kind == field.Org && p.line == 0
		below = below || p.kind == field.Title || p.kind == field.Other && p.line == 1 && named
	}
	return below
}

// fill sets the entry's fields from its head. Each field is taken from the part
// whose words name it; only what is left goes by position.
func (h *head) fill(e *resume.Entry) {
	if x := h.exact; x != nil {
		e.Title, e.Org, e.Place, e.Period = x.Title, x.Org, x.Place, x.Period
		for _, p := range h.parts {
			e.URL = block.FirstOf(e.URL, p.url)
		}
		return
	}
	e.Period = h.period
	e.Title, e.Org, e.Place = "", "", ""
	switch e.Kind {
	case resume.EntryProject:
		h.fillProject(e)
	case resume.EntryCertificate, resume.EntryAward, resume.EntryPublication:
		if h.study && h.pieces == 1 && len(h.parts) > 1 && slices.ContainsFunc(h.parts, func(p part) bool { return field.DegreeWords.In(p.text) }) {
			h.fillJob(e) // "Leaving Certificate, St Mary's"
		} else {
			h.fillNamed(e)
		}
	default:
		h.fillJob(e)
	}
	e.Org, e.Place = block.FirstOf(h.org, e.Org), block.FirstOf(e.Place, h.place)
	for _, p := range h.parts {
		e.URL = block.FirstOf(e.URL, p.url)
	}
}

// take removes and returns the first part that ok accepts.
func take(parts *[]part, ok func(part) bool) part {
	i := slices.IndexFunc(*parts, ok)
	if i < 0 {
		return part{}
	}
	p := (*parts)[i]
	*parts = slices.Delete(*parts, i, i+1)
	return p
}

// firstSentence cuts off what follows the head on its line: "Ph.D. in Physics, ETH
// Zürich. Thesis: …".
func firstSentence(text string) string {
	if m := sentenceEnd.FindStringIndex(text); m != nil {
		_, n := utf8.DecodeRuneInString(text[m[0]:])
		_, k := utf8.DecodeRuneInString(text[m[0]+n:])
		return text[:m[0]+n+k]
	}
	return text
}

var sentenceEnd = lazyregexp.New(`[\p{Ll}\d)]{2}[.]\s+\p{Lu}[\p{L}-]+(?::| [\p{Ll}])`)

// named counts the lines that hold more than dates.
func (h *head) named() int {
	var lines []int
	for _, p := range h.parts {
		lines = append(lines, p.line)
	}
	return len(slices.Compact(lines))
}

func (p part) is(q part) bool { return p.text == q.text && p.line == q.line && p.from == q.from }

// remark is a part of a head that names nothing: "GPA 3.8", "Full-time", "with honours".
var remark = lazyregexp.New(`(?i)^(exp\.?$|\(?(?:co-)?pi\)?$|expires|issued|valid|renewed|commission$|licen[cs]e$|registration$|c?gpa|cgpa|grade|score|full[- ]?time|part[- ]?time|contract|permanent|temporary|internship|magna|summa|cum laude|dean['’]s list|with |first class|\d+(\.\d+)?\s*(%|/|c?gpa\b)|percentage|\(?\d+(?:[.,]\d)? (?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|años?|meses|anni|mesi)\b)`)

// allParts tells what a line by itself would give an entry.
func allParts(blk *block.Block) (title, org, dated bool) {
	var h head
	h.add(blk)
	for _, p := range h.parts {
		title = title || p.kind == field.Title
		org = org || p.kind == field.Org || p.kind == field.Other
	}
	return title, org, !h.period.IsZero()
}
