package discordbot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"resumebot/internal/lazyregexp"
)

// maxQuestion is the longest question that is answered, in characters.
const maxQuestion = 1000

// Discord's marks in the text of a message (reference: message formatting).
var (
	userMark    = lazyregexp.New(`<@!?(\d+)>`)
	otherMarks  = lazyregexp.New(`<(?:#|@&|/[^:<>]+:|t:|id:)[^<>]*>`)
	emojiMark   = lazyregexp.New(`<a?:(\w+):\d+>`)
	quotedLines = lazyregexp.New(`(?m)^\s*>+\s?`)
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

// hidden tells whether a character shows nothing: controls, directions, joiners,
// soft hyphens, variation selectors, tags and the like. Discord drops some of them
// from a message.
func hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// withoutHidden drops what shows nothing where ASCII is on both sides of it: emoji
// and other scripts need some of it, Discord's marks are of ASCII throughout.
func withoutHidden(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if !strings.ContainsFunc(text, hidden) {
		return text
	}
	var b strings.Builder
	ascii, from := true, 0 // what is before; where the characters begin that show nothing
	for i, r := range text + "\n" {
		if hidden(r) {
			continue
		}
		if !ascii || r > unicode.MaxASCII {
			b.WriteString(text[from:i])
		}
		end := min(i+utf8.RuneLen(r), len(text))
		b.WriteString(text[i:end])
		ascii, from = r <= unicode.MaxASCII, end
	}
	return b.String()
}

var (
	// everyone is a mail address, which is none, or a mention of all, or a longer name
	// that begins like one.
	everyone = lazyregexp.New(`(?i)[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+|@(?:everyone|here)(?:[.-]*\w)*`)
	anyMark  = lazyregexp.New(`<(a|t|id)?([@#:/&!])`)
)

// hairSpace parts what is not to come together, and is not dropped by Discord.
const hairSpace = "\u200a"

// defang breaks everything in a text that Discord would turn into a mention, a
// link to a channel or command, an emoji or a time, so that it does not come
// together again where characters that show nothing are dropped. Messages go out
// with empty allowed_mentions besides.
func defang(text string) string {
	text = breakEveryone(withoutHidden(text), "@"+hairSpace)
	return anyMark.ReplaceAllString(text, `<$1\$2`)
}

// breakEveryone puts another sign for the one in @everyone and @here, but for what
// only begins so, such as the domain of a mail address.
func breakEveryone(text, sign string) string {
	return everyone.ReplaceAllStringFunc(text, func(m string) string {
		switch name := strings.ToLower(m); name {
		case "@everyone", "@here":
			return sign + m[1:]
		}
		return m
	})
}

var address = lazyregexp.New(`(?:https?://|www\.)[^\s<>()\[\]]+`)

// escape shows a text as it is written: what Discord would take for markup is
// escaped, addresses are left whole.
func escape(text string) string {
	text = withoutHidden(text)
	links := markdownLink.MatchString(text)
	var b strings.Builder
	last := 0
	for _, at := range address.FindAllStringIndex(text, -1) {
		escapeMarkup(&b, text[last:at[0]], last == 0, links)
		b.WriteString(breakEveryone(text[at[0]:at[1]], "%40"))
		last = at[1]
	}
	escapeMarkup(&b, text[last:], last == 0, links)
	return defang(b.String())
}

// asWritten shows others what a visitor wrote, in one line of at most so many
// characters, with no link in it to be clicked: the links in a message of the bot's
// are the résumé's own.
func asWritten(text string, most int) string {
	return unlinked(escape(shorten(plain(text), most)))
}

// unlinked breaks what Discord makes a link or an invitation of.
func unlinked(text string) string {
	text = inviteForm.ReplaceAllString(text, "$1"+hairSpace+"$2")
	text = linkForm.ReplaceAllString(text, "$1$3$5"+hairSpace+"$2$4$6")
	return strings.ReplaceAll(text, "](", "]"+hairSpace+"(")
}

var (
	inviteForm = lazyregexp.New(`(?i)(discord(?:app)?)(\.(?:gg|com/+invite)\b)`)
	linkForm   = lazyregexp.New(`(?i)([a-z][a-z0-9+.-]*:)(//)|\b(www)(\.)|(<(?:mailto|tel|sms))(:)`)
)

// escapeMarkup escapes emphasis, code, spoilers and links anywhere, and
// headings, quotes, lists and small print where a line begins. lineStart says
// whether the text itself begins one, links whether brackets may make a link. What
// Discord takes for no markup stays readable as it is: snake_case, a | b, ~5.
func escapeMarkup(b *strings.Builder, text string, lineStart, links bool) {
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
			if links {
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

var markdownLink = lazyregexp.New(`\]\s*\(`)
