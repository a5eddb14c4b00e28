package discordbot

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"resumebot/internal/discord"
	"resumebot/internal/lazyregexp"
	"resumebot/internal/page"
	"resumebot/internal/rag"

	"github.com/bwmarrin/discordgo"
)

// marks are the numbers of what is cited, one at most after a line, and none where it
// is the same as after the line before: what else a line rests on stands under Sources.
type marks struct{ last int }

func (m *marks) after(citations []int) string {
	if len(citations) == 0 || citations[0] == m.last {
		return ""
	}
	m.last = citations[0]
	return " [" + strconv.Itoa(m.last) + "]"
}

// content is the text of an answer in Discord's markup.
func (b *Bot) content(q *inquiry, a *rag.Answer, note string) string {
	return content(q, a, note, b.links())
}

func content(q *inquiry, a *rag.Answer, note string, links []link) string {
	var out strings.Builder
	if q.quote {
		out.WriteString(askedBy(q.asker, q.text) + "\n")
	}
	if q.about != "" {
		out.WriteString(aboutMessage(q.about) + "\n")
	}
	out.WriteString(prose(a.Sentences, links))
	for _, s := range a.Sources {
		if s.Owner {
			out.WriteString("\n-# [" + strconv.Itoa(s.ID) + "] " + escape(s.Where()))
		}
	}
	if note != "" {
		if len(a.Sentences) == 0 {
			out.WriteString(note)
		} else {
			out.WriteString("\n-# " + note)
		}
	}
	return out.String()
}

// prose joins sentences as [rag.Answer] does, with what they hold escaped, items as a
// list, what leads a line in bold, and the first mention of a name that the résumé links
// linked.
func prose(sentences []rag.Sentence, links []link) string {
	var out strings.Builder
	var cited marks
	linked := map[string]bool{}
	for n, s := range sentences {
		if n > 0 {
			if s.Item || sentences[n-1].Item {
				out.WriteByte('\n')
			} else {
				out.WriteByte(' ')
			}
		}
		if s.Item {
			out.WriteString("- ")
		}
		out.WriteString(withLinks(bolded(s.Text), links, linked))
		if s.Markers() != "" { // the lead of a list has none
			out.WriteString(cited.after(s.Citations))
		}
	}
	return out.String()
}

// maxLabel is how many words the label of a line has at most.
const maxLabel = 5

var labelForm = lazyregexp.New(`^([\p{Lu}\d][^:.!?“”"\n]{0,70}): (\S.*)$`)

// bolded is a line, escaped, with its label in bold; where it was does not count as one.
func bolded(text string) string {
	label, rest := labelled(text)
	switch {
	case label == "":
		return escape(text)
	case strings.HasPrefix(label, "At "):
		return escape(label) + ": " + bolded(rest)
	}
	return "**" + escape(label) + ":** " + escape(rest)
}

// labelled parts the label that leads a line, such as “Tech Stack”, from what follows.
func labelled(text string) (label, rest string) {
	m := labelForm.FindStringSubmatch(text)
	if m == nil || len(strings.Fields(m[1])) > maxLabel {
		return "", text
	}
	return m[1], m[2]
}

// A link is a name that the résumé links.
type link struct{ name, url string }

// links are the names of employers, schools and projects that the résumé links, longest
// first.
func (b *Bot) links() []link {
	live := b.Library.Live(false)
	b.linkMu.Lock()
	defer b.linkMu.Unlock()
	if b.linkNames != nil && b.linksAt.Equal(live.Indexed) {
		return b.linkNames
	}
	b.linkNames, b.linksAt = []link{}, live.Indexed
	add := func(name, url string) {
		if isHTTP(url) && utf8.RuneCountInString(name) > 2 && !slices.ContainsFunc(b.linkNames, func(l link) bool { return l.name == name }) {
			b.linkNames = append(b.linkNames, link{name, url})
		}
	}
	for _, view := range []page.View{page.Experience, page.Projects, page.Education} {
		for _, part := range live.Pages.View(view, "").Parts {
			add(part.Name, part.URL)
			add(part.Org, part.OrgURL)
		}
	}
	slices.SortStableFunc(b.linkNames, func(x, y link) int { return len(y.name) - len(x.name) })
	return b.linkNames
}

// withLinks links the first mention of each name in an escaped text; done tells which
// were linked before.
func withLinks(text string, links []link, done map[string]bool) string {
	for _, l := range links {
		name := escape(l.name)
		at := strings.Index(text, name)
		if at < 0 || done[l.name] || strings.Contains(text, "](<") || !wholeWord(text, at, len(name)) {
			continue
		}
		done[l.name] = true
		text = text[:at] + linked(name, l.url) + text[at+len(name):]
	}
	return text
}

// wholeWord tells whether a part of a text is neither part of a word nor of an address.
func wholeWord(text string, at, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+n:])
	return (at == 0 || !isWord(before) && before != '/' && before != '.' && before != '@') && (at+n == len(text) || !isWord(after) && after != '/')
}

// messages lays an answer out: its text in as few messages as it takes, or a
// file where it takes too many, the buttons under the last one.
func messages(text string, k kept) []discord.Message {
	var out []discord.Message
	parts := split(text, maxContent)
	var files []discord.File
	if len(parts) > maxParts {
		parts = parts[:1]
		parts[0] = split(text, maxContent-100)[0] + "\n" + wholeInFile
		files = []discord.File{{Name: "answer.md", ContentType: "text/markdown; charset=utf-8", Description: "The whole answer", Data: []byte(text + "\n")}}
	}
	for _, p := range parts {
		out = append(out, discord.Message{Content: p, Flags: discordgo.MessageFlagsSuppressEmbeds})
	}
	out[len(out)-1].Components = k.answerButtons()
	out[len(out)-1].Files = files
	return out
}

// sourceParts are the messages that show what an answer cites. Where it is too
// much, the last says how many sources are left out.
func sourceParts(k kept) []string {
	const opens = "**["
	var lines []string
	for _, s := range k.Sources {
		lines = append(lines, sourceLines(s, opens)...)
	}
	text := strings.Join(lines, "\n")
	parts := split(text, maxContent)
	if len(parts) <= maxParts {
		return parts
	}
	parts = split(text, maxContent-200)
	left := strings.Count("\n"+strings.Join(parts[maxParts:], "\n"), "\n"+opens)
	if !strings.HasPrefix(parts[maxParts], opens) {
		left++ // the last one is shown in part
	}
	parts = parts[:maxParts]
	parts[maxParts-1] += "\n" + moreSources(left)
	return parts
}

// sourceLines show one source: what it is a part of, how it reads, and where it stands.
// What was computed stands nowhere: it names the sources that it was computed from.
func sourceLines(s rag.Source, opens string) []string {
	head, where := escape(strings.Join(s.Heading, " › ")), escape(s.Where())
	switch {
	case len(s.Computed) > 0:
		head, where = "computed from"+rag.Markers(s.Computed), ""
	case s.Owner || head == "":
		head, where = where, ""
	}
	lines := []string{opens + strconv.Itoa(s.ID) + "]** " + head}
	for line := range strings.Lines(shorten(strings.TrimSpace(s.Text), 700)) {
		if strings.HasSuffix(s.Path, ".md") {
			line = unmarked(line)
		}
		if line = plain(line); line != "" {
			lines = append(lines, "> "+escape(line))
		}
	}
	if where != "" {
		lines = append(lines, "-# "+where)
	}
	return lines
}

var (
	listMark  = lazyregexp.New(`^\s*(?:[*+-]|\d+\\?[.)]|#{1,6}|>)\s+`)
	mdLink    = lazyregexp.New(`\[([^\[\]]+)\]\([^()\s]*\)`)
	mdStrong  = lazyregexp.New(`\*\*([^*]+)\*\*|__([^_]+)__`)
	mdEscaped = lazyregexp.New("\\\\([\\\\.*_#+\\-`|\\[\\]()])")
	mdEm      = lazyregexp.New(`\*([^*\s][^*]*)\*`)
)

// unmarked is a line of Markdown without its marks.
func unmarked(line string) string {
	line = listMark.ReplaceAllString(line, "")
	line = mdLink.ReplaceAllString(line, "$1")
	line = mdStrong.ReplaceAllString(line, "$1$2")
	line = mdEm.ReplaceAllString(line, "$1")
	return mdEscaped.ReplaceAllString(line, "$1")
}
