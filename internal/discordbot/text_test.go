package discordbot

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/rag"

	"github.com/bwmarrin/discordgo"
)

func TestQuestionIn(t *testing.T) {
	people := []*discordgo.User{{ID: "7", Username: "kim", GlobalName: "Kim"}, nil, {ID: "8", Username: "lee"}}
	for _, c := range []struct{ in, want string }{
		{"<@1> where does she work?", "where does she work?"},
		{"<@!1>where does she work?", "where does she work?"},
		{"hey <@1>, did <@7> or <@8> or <@9> ask?", "hey , did Kim or lee or ask?"},
		{"<@1> go\n\nor  rust", "go or rust"},
		{"<@1> <:gopher:123456> in <#55> <t:123:R> </ask:99> <@&4>?", "in ?"},
		{"> quoted\n>> twice\n<@1> really?", "quoted twice really?"},
		{"<@1>", ""},
		{"a\u202e\u200b\x00b", "ab"},
		{"\xff\xfeok", "ok"},
		{"क्\u200dष", "क्\u200dष"},
	} {
		if got := questionIn(c.in, "1", people); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.in, got, c.want)
		}
	}
}

func TestEscape(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"snake_case and *stars*", `snake_case and \*stars\*`},
		{"_x_ __init__ a_ _b a__b", `\_x\_ \_\_init\_\_ a\_ \_b a\_\_b`},
		{"a | b, ~5", "a | b, ~5"},
		{"see https://example.org/a_b*c and _y", `see https://example.org/a_b*c and \_y`},
		{"@everyone and @Here", "@\u200aeveryone and @\u200aHere"},
		{"@every\u200bone @\u00adhere @\ufe0fhere @\U000e0041here x@\u202ehere", "@\u200aeveryone @\u200ahere @\u200ahere @\u200ahere x@\u200ahere"},
		{"ann@here.com, Ann.Lee+1@everyone.co.uk. <ann@here.com> a@hereford.gov.uk", "ann@here.com, Ann.Lee+1@everyone.co.uk. <ann@here.com> a@hereford.gov.uk"},
		{"@here.com a@everyone a@everyone@here.com @here. @hereford", "@here.com a@\u200aeveryone a@\u200aeveryone@here.com @\u200ahere. @hereford"},
		{"https://x.org/@everyone/a https://ann@here.com/", "https://x.org/%40everyone/a https://ann@here.com/"},
		{"<@123> <@&4> <#5> <:a:1> <t:1> <https://x.org>", `<\@123> <\@&4> <\#5> <\:a:1> <t\:1> <https://x.org>`},
		{"<\u200b@123> <@\u2060!5> <a:b:1> <id:home> </ask:9> \\<@1>", `<\@123> <\@!5> <a\:b:1> <id\:home> <\/ask:9> \\<\@1>`},
		{"1\ufe0f\u20e3 \u2764\ufe0f क्\u200dष co\u00adop\r\n", "1\ufe0f\u20e3 \u2764\ufe0f क्\u200dष coop\n"},
		{"[x www.a.org](https://evil.org) [y]\u200b(z)", `\[x www.a.org\](https://evil.org) \[y\](z)`},
		{"# heading\n> quote\n- item\n-# small\n-5 degrees", "\\# heading\n\\> quote\n\\- item\n\\-# small\n-5 degrees"},
		{"C# and a > b", "C# and a > b"},
		{"[text](https://evil.org)", `\[text\](https://evil.org)`},
		{"cited [1]", "cited [1]"},
		{"`code` ||spoiler|| ~~no~~", "\\`code\\` \\|\\|spoiler\\|\\| \\~\\~no\\~\\~"},
	} {
		if got := escape(c.in); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.in, got, c.want)
		}
	}
}

// TestUnlinked wants no link in what a visitor wrote, and all of it to be read.
func TestUnlinked(t *testing.T) {
	for _, in := range []string{
		"https://evil.example/x?y=1", "see HTTP://evil.example", "www.evil.example", "<https://evil.example>", "[text](https://evil.example)",
		"![pic](https://evil.example/p.png)", "steam://run/1", "discord.gg/abc and Discord.com/invite/abc", "<mailto:a@evil.example>", "<tel:+491>",
		"ht\u200btps://evil.example", "http://a.example http://b.example", "[x]\u200b(https://evil.example)", "xhttps://evil.example",
	} {
		shown := asWritten(in, 300)
		if live.MatchString(shown) {
			t.Errorf("%q is shown as %q", in, shown)
		}
		if read := strings.ReplaceAll(strings.ReplaceAll(shown, hairSpace, ""), `\`, ""); read != plain(in) {
			t.Errorf("%q reads %q", in, read)
		}
		b := &Bot{Config: Config{Library: ask(nil)}}
		if name := b.threadName(&inquiry{text: in}); live.MatchString(name) {
			t.Errorf("%q names a thread %q", in, name)
		}
	}
	if got := asWritten("Which databases does she know?", 300); got != "Which databases does she know?" {
		t.Errorf("a question becomes %q", got)
	}
	q := &inquiry{text: "Does she know [this](https://evil.example) and www.evil.example?", quote: true}
	shown := content(q, &rag.Answer{Sentences: []rag.Sentence{{Text: "Her site is https://ann.example/x."}}}, "", nil)
	if strings.Count(shown, "://") != 1 || !strings.Contains(shown, "https://ann.example/x") || strings.Contains(shown, "www.") {
		t.Errorf("an answer is shown as %q", shown)
	}
}

// live is what Discord makes a link or an invitation of.
var live = regexp.MustCompile(`(?i)[a-z]://|\bwww\.|discord(?:app)?\.(?:gg|com/+invite)\b|<(?:mailto|tel):|[^\\]\]\(`)

// TestAsWritten: what visitors write invites nobody, and is shown in one line.
func TestAsWritten(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"see discord.gg/abc or\nhttps://Discord.com/invite/abc", "see discord\u200a.gg/abc or https:\u200a//Discord\u200a.com/invite/abc"},
		{"discord\u200b.gg/a discordapp.com//invite/b", "discord\u200a.gg/a discordapp\u200a.com//invite/b"},
		{"Has he used discord.com or discord.ggplot?", "Has he used discord.com or discord.ggplot?"},
		{"*a* " + strings.Repeat("b", 99), `\*a\* ` + strings.Repeat("b", 55) + "…"},
	} {
		if got := asWritten(c.in, 60); got != c.want {
			t.Errorf("%q is shown as %q, want %q", c.in, got, c.want)
		}
	}
}

// bare is a text without what shows nothing, whichever of it Discord drops.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		return r
	}, s)
}

var (
	pings     = regexp.MustCompile(`(?i)@(everyone|here)|<@[!&]?\d+>|<#\d+>|<a?:\w+:\d+>|<t:-?\d+(:\w)?>|</[^:<>]+:\d+>|<id:\w+>`)
	longer    = regexp.MustCompile(`^[.-]*\w`)
	mailLike  = regexp.MustCompile(`(?i)^[a-z0-9._%+-]@[a-z0-9-]+\.[a-z0-9]`)
	aMail     = regexp.MustCompile(`^[a-z0-9]+(?:[.+-][a-z0-9]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,}$`)
	realLink  = regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*\]\(`)
	realOpens = regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*\[`)
)

// pingsIn is what in a message would notify somebody or be taken for a mark, also
// when what shows nothing is dropped; "" for nothing. Mail addresses do not.
func pingsIn(message string) string {
	message = bare(message)
	for _, at := range pings.FindAllStringIndex(message, -1) {
		if longer.MatchString(message[at[1]:]) && message[at[0]] == '@' {
			continue
		}
		if at[0] == 0 || !mailLike.MatchString(message[at[0]-1:]) {
			return message[at[0]:at[1]]
		}
	}
	return ""
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"<@1> a", "<@!1", "<<@1>@2>", "@every@everyoneone", "@\u200beveryone", "@<@<@1>1>", "a:b<:c:1>", "\xf0", "[a](b)", "> > <#1>",
		"ann@here.com", "@\ufe0fhere \u2764\ufe0f", "x@\U000e0065veryone", "[a]\u00ad(https://discord.gg/x)", "[x www.a](www.b)", "discord.gg/a https://x/@here", "a\v@here\r\n-# b", "é\u200d<\u200d@1>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q := questionIn(s, "1", nil)
		if !utf8.ValidString(q) || strings.ContainsFunc(q, unicode.IsControl) || plain(q) != q {
			t.Errorf("%q becomes %q", s, q)
		}
		shown := escape(s)
		if p := pingsIn(shown); p != "" || !utf8.ValidString(shown) {
			t.Errorf("%q is shown as %q, which has %q", s, shown, p)
		}
		if realLink.MatchString(shown) && realOpens.MatchString(shown) {
			t.Errorf("%q is shown as %q, which has a link", s, shown)
		}
		if aMail.MatchString(s) && shown != s {
			t.Errorf("the address %q is shown as %q", s, shown)
		}
		if got, want := written(shown), written(s); got != want {
			t.Errorf("%q is shown as %q: %q, want %q", s, shown, got, want)
		}
		if one := asWritten(s, 300); pingsIn(one) != "" || live.MatchString(bare(one)) || strings.Contains(one, "\n") {
			t.Errorf("%q is shown in one line as %q", s, one)
		}
	})
}

// written is what of a text there is to read, without what escape puts in.
func written(s string) string {
	s = bare(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.NewReplacer(`\`, "", "\u200a", "", "%40", "@").Replace(s)
}

// FuzzMessages: no message of an answer notifies anybody, whatever was asked and
// stands in the résumé, and however long it is.
func FuzzMessages(f *testing.F) {
	f.Add("<@1> hi", "ask @here \u2764\ufe0f at ann@here.com", 90)
	f.Add("@\u200beveryone", strings.Repeat("*_`~<@1>", 30), 40)
	f.Add("```\n@here", "```\n[a](https://x.org)\n- b", 70)
	f.Fuzz(func(t *testing.T, asked, told string, times int) {
		if len(told) > 2000 {
			return
		}
		a := rag.Answer{Translated: told, Sources: []rag.Source{{ID: 1, Owner: true, Heading: []string{told}}}}
		for n := range min(max(times, 1), 200) {
			a.Sentences = append(a.Sentences, rag.Sentence{Text: told, Citations: []int{1}, Item: n%3 == 1})
		}
		for _, m := range messages(content(&inquiry{text: asked, quote: true}, &a, escape(a.Translated), nil), kept{}) {
			if p := pingsIn(m.Content); p != "" {
				t.Errorf("%q notifies by %q", m.Content, p)
			}
			if units(m.Content) > maxContent || !utf8.ValidString(m.Content) {
				t.Errorf("%d units: %q", units(m.Content), m.Content)
			}
		}
	})
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// checkParts holds the promises of split.
func checkParts(t *testing.T, text string, limit int, parts []string) {
	t.Helper()
	for _, p := range parts {
		if units(p) > limit || strings.TrimSpace(p) == "" || !utf8.ValidString(p) && utf8.ValidString(text) {
			t.Errorf("part of %d units, limit %d: %q", units(p), limit, p)
		}
	}
	if !strings.Contains(text, "```") && squeeze(strings.Join(parts, "")) != squeeze(text) {
		t.Errorf("lost something of %q: %q", text, parts)
	}
}

func TestSplit(t *testing.T) {
	sentence := "This is a sentence of forty letters, yes. "
	for _, c := range []struct {
		name, in string
		limit    int
		want     []string
	}{
		{"short", "one", 100, []string{"one"}},
		{"empty", " \n ", 100, nil},
		{"paragraphs", strings.Repeat("a", 60) + "\n\n" + strings.Repeat("b", 60), 100, []string{strings.Repeat("a", 60), strings.Repeat("b", 60)}},
		{"sentences", strings.TrimSpace(strings.Repeat(sentence, 3)), 100, []string{strings.TrimSpace(sentence + sentence), strings.TrimSpace(sentence)}},
		{"words", strings.TrimSpace(strings.Repeat("word ", 30)), 100, []string{strings.TrimSpace(strings.Repeat("word ", 19)), strings.TrimSpace(strings.Repeat("word ", 11))}},
		{"no blanks", strings.Repeat("x", 150), 100, []string{strings.Repeat("x", 96), strings.Repeat("x", 54)}},
		{"a link is whole", strings.Repeat("y", 70) + " https://example.org/" + strings.Repeat("z", 40), 100,
			[]string{strings.Repeat("y", 70), "https://example.org/" + strings.Repeat("z", 40)}},
		{"a marker stays whole", strings.Repeat("y", 94) + "[12] end", 100, []string{strings.Repeat("y", 94), "[12] end"}},
		{"code", "```go\n" + strings.Repeat("line()\n", 20) + "```\nend", 100, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := split(c.in, c.limit)
			checkParts(t, c.in, c.limit, got)
			if c.name == "code" {
				for _, p := range got {
					if strings.Count(p, "```")%2 != 0 {
						t.Errorf("a block is left open: %q", p)
					}
				}
				if len(got) < 2 || !strings.HasPrefix(got[1], "```go\n") {
					t.Errorf("%q", got)
				}
				return
			}
			if len(got) != len(c.want) {
				t.Fatalf("%q, want %q", got, c.want)
			}
			for n := range got {
				if got[n] != c.want[n] {
					t.Errorf("part %d is %q, want %q", n, got[n], c.want[n])
				}
			}
		})
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"a b c", strings.Repeat("word. ", 60), "```\n" + strings.Repeat("x\n", 99) + "```", "👩‍👩‍👧‍👦" + strings.Repeat("é", 90), strings.Repeat("```", 40), "https://" + strings.Repeat("x", 300), strings.Repeat("[1]", 50)} {
		f.Add(s, 80)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		if !utf8.ValidString(s) || len(s) > 10_000 {
			return
		}
		limit = max(64, limit%500)
		parts := split(s, limit)
		checkParts(t, s, limit, parts)
		for _, p := range parts {
			if again := split(p, limit); len(again) != 1 || again[0] != strings.TrimSpace(p) {
				t.Errorf("the part %q is cut into %q", p, again)
			}
		}
		for _, p := range parts {
			for n, line := 0, ""; ; {
				line, p, _ = strings.Cut(p, "\n")
				if strings.HasPrefix(strings.TrimLeft(line, " "), "```") && strings.Count(line, "```") == 1 {
					n++
				}
				if p == "" {
					if n%2 != 0 && len(parts) > 1 && !strings.Contains(s, "````") && strings.Count(s, "\n```")%2 == 1 && strings.HasPrefix(s, "```\n") {
						t.Errorf("a block is left open in %q", parts)
					}
					break
				}
			}
		}
	})
}

func TestLongAnswersBecomeMessagesOrAFile(t *testing.T) {
	answer := func(n int) *rag.Answer {
		a := &rag.Answer{}
		for range n {
			a.Sentences = append(a.Sentences, rag.Sentence{Text: "They did a thing that takes about eighty letters to tell, with @everyone in it.", Citations: []int{1}, Item: true})
		}
		return a
	}
	k := kept{Sources: []rag.Source{{ID: 1}}, Suggestions: []string{"One?", "Two?", "Three?", "Four?"}}
	for _, c := range []struct{ sentences, messages, files int }{{1, 1, 0}, {60, 3, 0}, {120, 6, 0}, {200, 1, 1}} {
		ms := messages(content(&inquiry{text: "Why?", quote: true}, answer(c.sentences), "", nil), k)
		if len(ms) != c.messages || len(ms[len(ms)-1].Files) != c.files {
			t.Errorf("%d sentences: %d messages, %d files", c.sentences, len(ms), len(ms[len(ms)-1].Files))
		}
		for n, m := range ms {
			if units(m.Content) > maxContent || pings.MatchString(m.Content) || (len(m.Components) > 0) != (n == len(ms)-1) {
				t.Errorf("message %d: %d units, %d rows", n, units(m.Content), len(m.Components))
			}
		}
		if !strings.HasPrefix(ms[0].Content, "> Why?\n") {
			t.Errorf("begins %q", ms[0].Content[:20])
		}
	}
	row := k.answerButtons()[0].(discordgo.ActionsRow)
	if len(row.Components) != maxNext {
		t.Errorf("%d suggestions", len(row.Components))
	}
}

// Sources that are too many are counted: those shown whole and those left out are
// all there are.
func TestSourcesLeftOutAreCounted(t *testing.T) {
	for _, n := range []int{0, 1, 12, 19, 60} {
		var k kept
		for id := range n {
			k.Sources = append(k.Sources, rag.Source{ID: id + 1, Path: "cv.md", Heading: []string{"Work"}, Text: strings.Repeat("They did a thing *there*. ", 25) + "Ende."})
		}
		parts := sourceParts(k)
		all := strings.Join(parts, "\n")
		whole, left := strings.Count(all, "Ende."), 0
		if m := regexp.MustCompile(`… and (\d+) more source`).FindStringSubmatch(all); m != nil {
			left, _ = strconv.Atoi(m[1])
		}
		if whole+left != n || len(parts) > maxParts {
			t.Errorf("%d sources: %d shown, %d left out, in %d messages", n, whole, left, len(parts))
		}
		for _, p := range parts {
			if units(p) > maxContent {
				t.Errorf("a message of %d", units(p))
			}
		}
	}
}

func FuzzCustomID(f *testing.F) {
	for _, s := range []string{customID(actNext, "2"), customID(actStop, "abc"), "1:", ":", "1::", "2:up:", "1:x:y:z", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		action, argument, ok := parseID(s)
		if ok && customID(action, argument) != s && customID(action, argument) != s+":" {
			t.Errorf("%q is read as %q %q", s, action, argument)
		}
	})
}

// The table keeps to Discord's limits (application-commands).
func TestCommands(t *testing.T) {
	name := regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)
	walk := func(path string, names map[discordgo.Locale]string, n string, descriptions map[discordgo.Locale]string, d string, chat bool) {
		for l, s := range merged(names, n) {
			if chat && (!name.MatchString(s) || s != strings.ToLower(s)) || utf8.RuneCountInString(s) > 32 {
				t.Errorf("%s: name %q in %q", path, s, l)
			}
		}
		for l, s := range merged(descriptions, d) {
			if chat && (s == "" || utf8.RuneCountInString(s) > 100) {
				t.Errorf("%s: description %q in %q", path, s, l)
			}
		}
	}
	total, taken := 0, map[string]string{}
	for _, c := range commands() {
		for l, n := range merged(c.NameLocalizations, c.Name) {
			if other := taken[string(l)+" "+n]; other != "" {
				t.Errorf("%s and %s are both %q in %q", c.Name, other, n, l)
			}
			taken[string(l)+" "+n] = c.Name
		}
		chat := c.Type == discordgo.ChatApplicationCommand
		walk(c.Name, c.NameLocalizations, c.Name, c.DescriptionLocalizations, c.Description, chat)
		for _, o := range c.Options {
			walk(c.Name+" "+o.Name, o.NameLocalizations, o.Name, o.DescriptionLocalizations, o.Description, true)
			if len(o.NameLocalizations) < 5 || len(o.DescriptionLocalizations) < 5 {
				t.Errorf("%s %s is in %d languages", c.Name, o.Name, len(o.NameLocalizations))
			}
		}
		if len(c.NameLocalizations) < 5 || chat && len(c.DescriptionLocalizations) < 5 {
			t.Errorf("%s is in %d languages", c.Name, len(c.NameLocalizations))
		}
		js, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if total = utf8.RuneCount(js); total > 8000 {
			t.Errorf("%s: %d characters", c.Name, total)
		}
	}
	a, _ := hashCommands("1", "", commands())
	b, _ := hashCommands("1", "2", commands())
	again, _ := hashCommands("1", "", commands())
	if a == b || a != again {
		t.Error("the hash does not tell sets apart, or changes by itself")
	}
}

func merged(m map[discordgo.Locale]string, english string) map[discordgo.Locale]string {
	out := map[discordgo.Locale]string{"en": english}
	for l, s := range m {
		out[l] = s
	}
	return out
}

func TestPolicy(t *testing.T) {
	b := &Bot{Config: Config{Owners: []string{"9"}}}
	b.places.parents = lookups{known: map[string]string{"t": "c", "c": "", "d": ""}}
	for _, c := range []struct {
		name   string
		policy Policy
		at     place
		want   bool
	}{
		{"no lists", Policy{}, place{Guild: "g", Channel: "c"}, true},
		{"denied server", Policy{DenyGuilds: []string{"g"}}, place{Guild: "g", Channel: "c"}, false},
		{"the owner anywhere", Policy{DenyGuilds: []string{"g"}}, place{Guild: "g", Channel: "c", User: "9"}, true},
		{"other server than allowed", Policy{AllowGuilds: []string{"h"}}, place{Guild: "g", Channel: "c"}, false},
		{"thread of an allowed channel", Policy{AllowChannels: []string{"c"}}, place{Guild: "g", Channel: "t"}, true},
		{"thread of a denied channel", Policy{DenyChannels: []string{"c"}}, place{Guild: "g", Channel: "t"}, false},
		{"other channel", Policy{AllowChannels: []string{"c"}}, place{Guild: "g", Channel: "d"}, false},
		{"a role", Policy{AllowRoles: []string{"r"}}, place{Guild: "g", Channel: "c", Roles: []string{"q", "r"}}, true},
		{"no role", Policy{AllowRoles: []string{"r"}}, place{Guild: "g", Channel: "c"}, false},
		{"a denied role", Policy{AllowRoles: []string{"r"}, DenyRoles: []string{"q"}}, place{Guild: "g", Channel: "c", Roles: []string{"q", "r"}}, false},
		{"direct", Policy{AllowGuilds: []string{"h"}}, place{Channel: "x"}, true},
		{"direct is off", Policy{NoDirect: true}, place{Channel: "x"}, false},
	} {
		b.Policy = c.policy
		if got := b.admits(t.Context(), c.at); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestRecentForgetsTheOldest(t *testing.T) {
	var r recent[string]
	if r.add("a") || !r.add("a") {
		t.Error("does not remember")
	}
	for n := range 1000 {
		r.add(strings.Repeat("x", n+1))
	}
	if r.add("a") {
		t.Error("never forgets")
	}
	r.set("b", "1")
	r.set("b", "2")
	if v, ok := r.get("b"); !ok || v != "2" {
		t.Errorf("b is %q", v)
	}
	r.remove("b")
	if _, ok := r.get("b"); ok || len(r.values) > 1000 {
		t.Error("b is still there")
	}
}
