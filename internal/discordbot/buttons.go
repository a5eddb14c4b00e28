package discordbot

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

// What a button does, the first part of its custom id.
const (
	actSources = "sources"
	actUp      = "up"
	actDown    = "down"
	actStop    = "stop"  // argument: the running answer
	actRetry   = "retry" //
	actShare   = "share" //
	actNext    = "next"  // argument: which suggestion
	actCurate  = "curate"
	actDismiss = "dismiss"
	actRevise  = "revise"
	actRemove  = "remove"
	actPage    = "page"

	fieldAnswer = "answer" // of the form for an answer of the owner's
)

// idVersion marks custom ids of ours; buttons of an older version outlive an
// update.
const idVersion = "1"

// customID writes what a button does, at most 100 characters.
func customID(action, argument string) string {
	return idVersion + ":" + action + ":" + argument
}

// parseID reads a custom id; false for one that is not ours.
func parseID(id string) (action, argument string, ok bool) {
	version, rest, found := strings.Cut(id, ":")
	action, argument, _ = strings.Cut(rest, ":")
	if !found || version != idVersion || action == "" || len(id) > 100 || !utf8.ValidString(id) {
		return "", "", false
	}
	return action, argument, true
}

func button(action, argument, label string) discordgo.Button {
	return discordgo.Button{CustomID: customID(action, argument), Label: shorten(label, 80), Style: discordgo.SecondaryButton}
}

// rows lays buttons out, five a row, each list beginning a row of its own.
func rows(lists ...[]discordgo.Button) []discordgo.MessageComponent {
	var out []discordgo.MessageComponent
	for _, buttons := range lists {
		for len(buttons) > 0 && len(out) < 5 {
			n := min(5, len(buttons))
			var row discordgo.ActionsRow
			for _, b := range buttons[:n] {
				row.Components = append(row.Components, b)
			}
			out, buttons = append(out, row), buttons[n:]
		}
	}
	return out
}

// answerButtons stand under a finished answer: what to ask next in a row, and below it
// what there is to do with this one. Where nothing is cited there is nothing to look up
// or to vote on.
func (k kept) answerButtons() []discordgo.MessageComponent {
	var further, about []discordgo.Button
	if !k.Page {
		for n, s := range k.Suggestions[:min(maxNext, len(k.Suggestions))] {
			further = append(further, button(actNext, strconv.Itoa(n), s))
		}
	}
	if len(k.Sources) > 0 {
		about = append(about, button(actSources, "", labelSources))
	}
	if len(k.Sources) > 0 && !k.Page {
		about = append(about, button(actUp, "", labelUp), button(actDown, "", labelDown))
	}
	if k.Again {
		about = append(about, button(actRetry, "", labelRetry))
	}
	if k.Private && !k.Shared && len(k.Sources) > 0 {
		about = append(about, button(actShare, "", labelShare))
	}
	return rows(further, about)
}

// shorten cuts a text to at most n characters.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimRight(string(r[:n-1]), " ,;:") + "…"
}
