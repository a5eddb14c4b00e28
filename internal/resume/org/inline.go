package org

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/inline"
)

// contacts are the keywords that tell of the person, and how each is labelled.
var contacts = []struct{ keyword, label string }{
	{"EMAIL", "Email"}, {"PHONE", "Phone"}, {"MOBILE", "Mobile"}, {"TEL", "Phone"}, {"TELEPHONE", "Phone"}, {"ADDRESS", "Address"}, {"LOCATION", "Location"}, {"CITY", "Location"},
	{"HOMEPAGE", "Website"}, {"WEBSITE", "Website"}, {"URL", "Website"}, {"GITHUB", "GitHub"}, {"GITLAB", "GitLab"}, {"LINKEDIN", "LinkedIn"}, {"TWITTER", "Twitter"},
	{"STACKOVERFLOW", "StackOverflow"}, {"ORCID", "ORCID"}, {"MASTODON", "Mastodon"}, {"PHOTO", ""},
}

// keywords reads what the keywords of the file tell: who it is and how to reach them,
// and what stands for {{{macros}}}.
func (r *reader) keywords() {
	at := map[string]int{}
	for i, l := range r.lines {
		m := keyword.FindStringSubmatch(l)
		if m == nil {
			continue
		}
		name, value := strings.ToUpper(m[1]), m[2]
		if name == "MACRO" {
			key, text, _ := strings.Cut(value, " ")
			r.macros[strings.ToLower(key)] = strings.TrimSpace(text)
			continue
		}
		if _, twice := at[name]; !twice && value != "" {
			at[name], r.settings[name] = i, value
		}
	}
	say := func(kind block.Kind, level int, key, text string) {
		before := len(r.blocks)
		r.put(kind, level, at[key], at[key], text)
		r.person = append(r.person, r.blocks[before:]...)
		r.blocks = r.blocks[:before]
	}
	title, author := r.settings["TITLE"], r.settings["AUTHOR"]
	named := field.NameLine(title) && !field.DocumentTitle(title)
	if author != "" || named {
		r.named = true
		key := "AUTHOR"
		if named {
			key, author = "TITLE", title
		}
		say(block.Heading, 1, key, author)
		if key == "AUTHOR" && title != "" && !field.DocumentTitle(title) && !strings.Contains(title, author) {
			say(block.Line, 0, "TITLE", title)
		}
	} else if title != "" && !field.DocumentTitle(title) {
		say(block.Line, 0, "TITLE", title)
	}
	for _, key := range []string{"SUBTITLE", "TAGLINE", "JOBTITLE", "POSITION"} {
		say(block.Line, 0, key, r.settings[key])
	}
	for _, c := range contacts {
		if v := r.settings[c.keyword]; v != "" && c.label != "" {
			say(block.Line, 0, c.keyword, c.label+": "+v)
		}
	}
}

var (
	stamp      = lazyregexp.New(`[<\[](\d{4}-\d{2}(?:-\d{2})?)(?: [^\]>\n\d][^\]>\n]*)?[>\]]`)
	stampRange = lazyregexp.New(`(\d{4}-\d{2}(?:-\d{2})?)\s*-{1,3}\s*(\d{4}-\d{2}(?:-\d{2})?)`)
	macroForm  = lazyregexp.New(`\{\{\{([\w-]+)(?:\(([^)]*)\))?\}\}\}`)
	snippet    = lazyregexp.New(`@@\w+:.*?@@`)
	latexText  = lazyregexp.New(`\\(?:textbf|textit|emph|underline|textsc|texttt|mbox)\{([^{}]*)\}`)
	latexWord  = lazyregexp.New(`\\([A-Za-z]+)\*?((?:\[[^\]]*\])?(?:\{[^{}]*\})*)`)
	noteRef    = lazyregexp.New(`\[fn:[^\]:]*\]`)
)

// entities are the words behind a backslash that stand for signs.
var entities = map[string]string{
	"nbsp": " ", "hfill": "\t", "quad": "\t", "qquad": "\t", "ndash": "–", "mdash": "—", "bull": "•", "bullet": "•", "textbullet": "•", "amp": "&", "middot": "·", "cdot": "·", "vert": "|", "rarr": "→", "to": "→", "pm": "±", "times": "×", "deg": "°", "euro": "€", "EUR": "€", "pound": "£", "copy": "©", "alpha": "α", "beta": "β", "mu": "µ", "auml": "ä", "ouml": "ö", "uuml": "ü", "szlig": "ß", "eacute": "é", "egrave": "è", "LaTeX": "LaTeX", "TeX": "TeX", "ast": "*", "dots": "…", "ldots": "…", "hellip": "…",
}

// plain resolves macros, entities and timestamps, and drops what is for other
// programs.
func (r *reader) plain(text string) string {
	if strings.Contains(text, "{{{") {
		text = macroForm.ReplaceAllStringFunc(text, r.macro)
	}
	if strings.Contains(text, "@@") {
		text = snippet.ReplaceAllString(text, "")
	}
	if strings.ContainsAny(text, "<[") {
		text = stamp.ReplaceAllString(noteRef.ReplaceAllString(text, ""), "$1")
		text = stampRange.ReplaceAllString(text, "$1 – $2")
	}
	if !strings.Contains(text, `\`) {
		return text
	}
	text = latexText.ReplaceAllString(text, "$1")
	return latexWord.ReplaceAllStringFunc(text, func(m string) string {
		f := latexWord.FindStringSubmatch(m)
		if s, ok := entities[f[1]]; ok {
			return s
		}
		return ""
	})
}

// macro is what stands for {{{name(a,b)}}}.
func (r *reader) macro(use string) string {
	m := macroForm.FindStringSubmatch(use)
	text, ok := r.macros[strings.ToLower(m[1])]
	if !ok {
		switch name := strings.ToUpper(m[1]); name {
		case "TITLE", "AUTHOR", "EMAIL":
			return r.settings[name]
		}
		return ""
	}
	args := strings.Split(m[2], ",")
	for i := 1; i <= 9; i++ {
		value := ""
		if i <= len(args) {
			value = strings.TrimSpace(args[i-1])
		}
		text = strings.ReplaceAll(text, "$"+string(rune('0'+i)), value)
	}
	return text
}

var (
	linkForm   = lazyregexp.New(`^\[\[([^\]]+)\](?:\[([^\]]+)\])?\]`)
	addressAny = lazyregexp.New(`^<?(?:https?://|mailto:)[^\s<>\[\]]*[^\s<>\[\].,;:)!?'"|*/]/?>?`)
)

func (r *reader) inlineGrammar() inline.Grammar {
	return inline.Grammar{
		Marks: []inline.Mark{
			{Open: "*", Close: "*", Bold: true},
			{Open: "/", Close: "/", Italic: true},
			{Open: "_", Close: "_"},
			{Open: "+", Close: "+"},
			{Open: "=", Close: "=", Verbatim: true},
			{Open: "~", Close: "~", Verbatim: true},
		},
		Special: special,
	}
}

// pictures are not read.
var pictures = []string{".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp"}

// special reads links.
func special(rest string) ([]block.Span, int) {
	switch rest[0] {
	case '[':
		if !strings.HasPrefix(rest, "[[") || !strings.Contains(rest, "]]") {
			return nil, 0
		}
		m := linkForm.FindStringSubmatch(rest)
		if m == nil {
			return nil, 0
		}
		url := m[1]
		if m[2] == "" && slices.ContainsFunc(pictures, func(p string) bool { return strings.HasSuffix(strings.ToLower(url), p) }) {
			return []block.Span{{}}, len(m[0])
		}
		text := block.FirstOf(m[2], strings.TrimPrefix(strings.TrimPrefix(url, "mailto:"), "tel:"))
		marked := inline.Grammar{Marks: []inline.Mark{{Open: "*", Close: "*", Bold: true}, {Open: "/", Close: "/", Italic: true}}}
		spans := marked.Spans(text)
		for i := range spans {
			spans[i].URL = inline.Address(url)
		}
		return spans, len(m[0])
	case 'h', 'm', '<':
		if m := addressAny.FindString(rest); m != "" {
			url := strings.Trim(m, "<>")
			return []block.Span{{Text: strings.TrimPrefix(url, "mailto:"), URL: url}}, len(m)
		}
	}
	return nil, 0
}
