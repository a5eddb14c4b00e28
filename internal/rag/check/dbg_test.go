package check

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestDbg(t *testing.T) {
	for _, l := range strings.Split(os.Getenv("DBG"), "\n") {
		who, rest, _ := strings.Cut(l, "|")
		cite, text, _ := strings.Cut(rest, "|")
		dir, _ := home(t, who)
		e := checker(t, dir)
		e.pronoun = pronouns[who]
		cited := e.passagesWith(t, strings.Split(cite, "&"))
		ev := e.evidence(cited)
		fmt.Println(text, e.Check(claimOf(text), cited))
		if os.Getenv("V") != "" {
			fmt.Println(ev.own, "\n", ev.text)
			s := e.statement(phrases()(text))
			for _, tm := range s.terms {
				fmt.Printf("  %s %v carries=%v supports=%v verb=%v keys=%v\n", tm.Text, tm.Class, e.carries(s, tm), e.supports(s, ev, tm), e.isVerbIn(s, tm.Start), tm.Keys)
			}
		}
		if e.anySupports(claimOf(text), cited) {
			for i := range e.Document.Passages {
				if e.Check(claimOf(text), []int{i}) == nil {
					fmt.Println("   by", i, e.Document.Passages[i].Text())
				}
			}
		}
	}
}
