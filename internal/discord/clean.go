package discord

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

// maxQuestion is the longest question that is answered, in characters.
const maxQuestion = 1000

// Discord's marks in the text of a message (reference: message formatting).
var (
	userMark    = regexp.MustCompile(`<@!?(\d+)>`)
	otherMarks  = regexp.MustCompile(`<(?:#|@&|/[^:<>]+:|t:|id:)[^<>]*>`)
	emojiMark   = regexp.MustCompile(`<a?:(\w+):\d+>`)
	quotedLines = regexp.MustCompile(`(?m)^\s*>+\s?`)
)

// questionIn is what somebody wrote, without Discord's marks: the bot's own
// mention is left out, other people's become their names.
func questionIn(content, bot string, mentions []*discordgo.User) string {
	content = userMark.ReplaceAllStringFunc(content, func(mark string) string {
		id := userMark.FindStringSubmatch(mark)[1]
		if id != bot {
			for _, u := range mentions {
				if u != nil && u.ID == id {
					return displayName(u)
				}
			}
		}
		return " "
	})
	content = emojiMark.ReplaceAllString(content, " ")
	content = otherMarks.ReplaceAllString(content, " ")
	content = quotedLines.ReplaceAllString(content, "")
	return plain(content)
}

func displayName(u *discordgo.User) string {
	if u.GlobalName != "" {
		return u.GlobalName
	}
	return u.Username
}

// plain is a text in one line, without characters that show nothing.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == unicode.ReplacementChar, unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u200c':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}

const zeroWidth = "\u200b" // ZERO WIDTH SPACE: shows nothing, breaks a mark

var (
	everyone = regexp.MustCompile(`(?i)@(everyone|here)`)
	anyMark  = regexp.MustCompile(`<([@#:/&]|a:|t:|id:|!)`)
)

// defang breaks everything in a text that Discord would turn into a mention, a
// link to a channel or command, an emoji or a time. Messages go out with empty
// allowed_mentions besides.
func defang(text string) string {
	text = everyone.ReplaceAllString(text, "@"+zeroWidth+"$1")
	return anyMark.ReplaceAllString(text, "<"+zeroWidth+"$1")
}

var address = regexp.MustCompile(`(?:https?://|www\.)[^\s<>()]+`)

// escape shows a text as it is written: what Discord would take for markup is
// escaped, addresses are left whole.
func escape(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	var b strings.Builder
	last := 0
	for _, at := range address.FindAllStringIndex(text, -1) {
		escapeMarkup(&b, text[last:at[0]], last == 0)
		b.WriteString(text[at[0]:at[1]])
		last = at[1]
	}
	escapeMarkup(&b, text[last:], last == 0)
	return defang(b.String())
}

// inert shows what a visitor wrote as it is written, with no link in it to be
// clicked: the links in a message of the bot's are the résumé's own.
func inert(text string) string { return unlinked(escape(text)) }

// unlinked breaks what Discord makes a link or an invitation of.
func unlinked(text string) string {
	text = linkStart.ReplaceAllString(text, "$1$3$5"+zeroWidth+"$2$4$6")
	return strings.ReplaceAll(text, "](", "]"+zeroWidth+"(")
}

var linkStart = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*:)(//)|\b(www|discord(?:app)?)(\.)|(<(?:mailto|tel|sms))(:)`)

// escapeMarkup escapes emphasis, code, spoilers and links anywhere, and
// headings, quotes, lists and small print where a line begins. lineStart says
// whether the text itself begins one. What Discord takes for no markup stays
// readable as it is: snake_case, a | b, ~5.
func escapeMarkup(b *strings.Builder, text string, lineStart bool) {
	before := rune(' ')
	for i, r := range text {
		after, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
		switch r {
		case '*', '`', '\\':
			b.WriteByte('\\')
		case '_':
			if !isWord(before) || !isWord(after) {
				b.WriteByte('\\')
			}
		case '~', '|':
			if before == r || after == r {
				b.WriteByte('\\')
			}
		case '[', ']':
			if markdownLink.MatchString(text) {
				b.WriteByte('\\')
			}
		case '#', '>', '-':
			if lineStart && (r != '-' || strings.HasPrefix(text[i:], "-#") || strings.HasPrefix(text[i:], "- ")) {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
		lineStart = r == '\n' || lineStart && r == ' '
		before = r
	}
}

func isWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

var markdownLink = regexp.MustCompile(`\]\s*\(`)
