package check

import (
	"errors"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

var (
	saysNow    = lazyregexp.New(`(?i)\b(?:currently|now|presently|these days|today|works at|works for|is employed|still|has been (?:an? |the |\w+ing)|ha(?:s|ve) been \w+ing)\b`)
	isAt       = lazyregexp.New(`(?i)\b(?:he|she|they|[A-Z]\w+) (?:is|are) (?:an? |the |currently )?(\w+)[\w /-]{0,60}\b(?:at|of|for|with)\b`)
	saysOver   = lazyregexp.New(`(?i)\b(?:no longer|formerly|former|previously|(?:he|she|they|who) used to|left|quit|until|once (?:an? |the |worked|was)|ex)\b`)
	presently  = lazyregexp.New(`^(?:\w+ing at [^,]+, |[Aa]t [^,]+, |[Ii]n [^,]+, |[Aa]s [^,]+, )?(?:He|She|They|he|she|they|[A-Z][\w’-]+)(?: [A-Z][\w-]+)? (?:also |currently |regularly )?([a-z]+)\b`)
	timeless   = wordList("timeless")
	studyVerbs = stemList("study")
)

var (
	isRoleNow  = lazyregexp.New(`\b(?:is|remains) (?:currently |now |still )?(?:an? |the |its |their )?(?:[\w-]+ ){0,2}?([\w-]+)\b`)
	runsOn     = lazyregexp.New(`(?i)\bsince\b|\bpresent\b|\btoday\b|\bnow\b`)
	closedSpan = lazyregexp.New(`((?:19|20)\d\d)\s*(?:[–—-]|to|until)\s*((?:19|20)\d\d)`)
)

// saysNow tells whether a sentence speaks of today in words that the passages lack.
func (e *Checker) saysNow(s statement, ev evidence) bool {
	if m := saysNow.FindString(s.text); m != "" && !strings.Contains(strings.ToLower(ev.own), strings.ToLower(m)) {
		return true
	}
	m := isAt.FindStringSubmatch(s.text)
	return m != nil && !isPast(m[1]) // "is named as"
}

// endedRole tells whether a sentence gives as today's a role that its passage
// gives with a span of years that is over.
func (e *Checker) endedRole(s statement, ev evidence) bool {
	for _, m := range isRoleNow.FindAllStringSubmatchIndex(s.text, -1) {
		for _, t := range lexicon.Tokens(s.text[m[0]:]) {
			at := strings.Index(strings.ToLower(ev.own), t.Word)
			if !roleNouns[t.Word] || at < 0 {
				continue
			}
			told, _, _ := strings.Cut(ev.own[at:], ";")
			if span := closedSpan.FindStringSubmatch(told); span != nil && span[2] < e.Now().Format("2006") {
				return true
			}
		}
	}
	return false
}

// checkTense wants what has ended told as past, and what still runs not as over.
func (e *Checker) checkTense(s statement, ev evidence) error {
	entries := ev.entries
	switch {
	case e.endedRole(s, ev), isEndedProject(entries) && e.saysNow(s, ev),
		allHeld(entries, false) && e.toldAsNow(s, ev, entries[0]):
		return errors.New("it tells as of today what has ended")
	case saysOver.MatchString(s.text) && !saysOver.MatchString(ev.text) && runsOn.MatchString(ev.own) && !closedSpan.MatchString(ev.own),
		len(entries) == 1 && allHeld(entries, true) && saysOver.MatchString(s.text) && !saysOver.MatchString(ev.own):
		return errors.New("it tells as over what still runs")
	}
	return nil
}

// allHeld tells whether entries are dated posts or studies, all of which run today or
// none of which does.
func allHeld(entries []*resume.Entry, running bool) bool {
	return len(entries) > 0 && !slices.ContainsFunc(entries, func(x *resume.Entry) bool {
		return x.Period.IsZero() || !names.Held(x.Kind) || x.Period.Present != running
	})
}

func isEndedProject(entries []*resume.Entry) bool {
	return len(entries) == 1 && entries[0].Kind == resume.EntryProject && !entries[0].Period.End.IsZero()
}

func isWork(x *resume.Entry) bool {
	return x.Kind == resume.EntryWork || x.Kind == resume.EntryVolunteer
}

// toldAsNow tells whether a sentence tells of an entry as of today.
func (e *Checker) toldAsNow(s statement, ev evidence, x *resume.Entry) bool {
	if e.saysNow(s, ev) && (isWork(x) || strings.Contains(s.lower, "stud") || strings.Contains(s.lower, "pursu")) {
		return true
	}
	m := presently.FindStringSubmatch(s.text)
	if m == nil {
		return false
	}
	_, form, ok := lexicon.VerbOf(m[1])
	return ok && form == lexicon.Third && !timeless[m[1]] && (isWork(x) || studyVerbs[lexicon.Stem(m[1])])
}
