package check

import (
	"errors"
	"fmt"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
)

var (
	unsaid   = lazyregexp.New(`(?i)(?:^|[,;] )(?:however, |but )?(?:(?:the|his|her|their|this) )?(?:r[ée]sum[ée]|cv|document|passages?|text)s? (?:does not|doesn['’]t|do not|don['’]t|did not|didn['’]t) (?:explicitly |specifically |actually |directly )*(?:mention|say|state|list|specify|include|give|show|indicate|provide|contain|name|describe|cover|tell)\b(?: (?:whether|if|that|how|what|which|when|where|who|why|of|about|anything about|any information (?:about|on)|any|details (?:of|about|on)))?`)
	notSaid  = lazyregexp.New(`(?i)\b(?:is|are|was|were)(?: not|n['’]t) (?:explicitly |specifically |directly )*(?:mentioned|stated|listed|specified|given|included|named|described|provided|shown|in the r[ée]sum[ée]|on the r[ée]sum[ée])\b(?: (?:in|on|anywhere in) (?:the|his|her|their) (?:r[ée]sum[ée]|cv))?`)
	noWord   = lazyregexp.New(`(?i)^(?:(?:there is|there['’]s|there are|the r[ée]sum[ée] has|it has) )?(?:no|nothing)(?: (?:mention|information|indication|record|details?|evidence|reference))?(?: (?:of|about|on|to|that|whether))? `)
	isListed = lazyregexp.New(`(?i) (?:is|are) (?:mentioned|stated|listed|specified|given|included|named|provided)\b(?: (?:in|on|anywhere in) (?:the|his|her|their) (?:r[ée]sum[ée]|cv))?`)
	orElse   = lazyregexp.New(`(?i),? (?:or|and|nor) |, `)
	goesOn   = lazyregexp.New(`(?i)(?:[,;]|\.)? (?:but|however|though|although)[, ] ?|; `)
)

// silence takes apart a sentence that says what the résumé does not: what that is,
// and what the sentence goes on to say.
func silence(text string) (what, rest string, ok bool) {
	head := text
	if at := goesOn.FindStringIndex(text); at != nil && at[0] > 0 {
		head, rest = text[:at[0]], text[at[1]:]
	}
	switch {
	case unsaid.MatchString(head):
		at := unsaid.FindStringIndex(head)
		what = head[:at[0]] + " " + head[at[1]:]
	case notSaid.MatchString(head):
		at := notSaid.FindStringIndex(head)
		what = head[:at[0]] + " " + head[at[1]:]
	case noWord.MatchString(head) && (isListed.MatchString(head) || strings.Contains(noWord.FindString(head), "mention") || strings.Contains(noWord.FindString(head), "information")):
		what = isListed.ReplaceAllString(noWord.ReplaceAllString(head, ""), "")
	default:
		return "", "", false
	}
	return strings.Trim(what, " ."), strings.TrimSpace(rest), true
}

// checkSilence wants what a sentence says the résumé lacks to be in no passage
// that visitors may see: of each thing it names one word at least.
func (e *Checker) checkSilence(what string) error {
	if m := address.FindString(what); m != "" {
		return fmt.Errorf("%q is in no passage; leave the address out", m)
	}
	asked := false
	for _, part := range orElse.Split(what, -1) {
		present, lacking := "", false
		s := e.statement(part)
		for _, t := range s.terms {
			tok := s.tokens[t.Start]
			if t.Class == lexicon.Stop || e.names.IsPerson(s.tokens[t.Start:t.End]) || t.End-t.Start == 1 && (wordings().sets["of silence"][spelt(tok.Stem)] || e.isVerbIn(s, t.Start)) {
				continue
			}
			if !e.occurs(s, t) {
				lacking = true
				break
			}
			present = t.Text
		}
		if present != "" && !lacking {
			return fmt.Errorf("the résumé does have %q", present)
		}
		asked = asked || lacking
	}
	if !asked {
		return errors.New("say in plain words what the résumé does not mention")
	}
	return nil
}

// occurs tells whether any passage has a term, a thing of its kind, or an
// entry of the kind it names.
func (e *Checker) occurs(s statement, t lexicon.Term) bool {
	tok := s.tokens[t.Start]
	for p := range e.Document.Passages {
		ev := e.lone[p]()
		if ev.has(t.Keys) || ev.has(t.Members) || ev.hasStems(lexicon.Stems(t.Text)) || t.End-t.Start == 1 && isLike(ev.stems, tok) {
			return true
		}
	}
	return false
}
