package org

import (
	"testing"

	"resumebot/internal/resume/resumetest"
)

func TestRead(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"person, headings": {
			"#+TITLE: Résumé\n#+AUTHOR: Jane Miller\n#+EMAIL: jane@doe.example\n#+OPTIONS: toc:nil\n# remark\n* TODO [#A] Work :tag:\n** Secret :noexport:\nnot this\n*** nor this\n** COMMENT Old\nnor this\n** Shown\nSCHEDULED: <2020-01-01>\nText\ngoes on.\n* Gone :ignore:\nStays.\n",
			`
2 #1 Jane Miller
3 | Email: jane@doe.example
6 #2 Work
12 #3 Shown
14 | Text goes on.
17 | Stays.`,
		},
		"marks, links, dates": {
			"*bold* /it/ _under_ =*code*= +gone+ a*b*c [[https://a.example][my *page*]] [[file:p.png]] https://b.example/x\n\n[2019-03-01 Fri]--[2020-01-01 Wed] and <2021-05>\n\nA\\nbsp{}B \\hfill 2010 \\textbf{x} @@latex:not@@ {{{who(Ann,Bo)}}}\n#+MACRO: who by $2\n",
			`
1 | **bold** _it_ under *code* gone a*b*c my <https://a.example>**page**<https://a.example> https://b.example/x<https://b.example/x>
3 | 2019-03-01 – 2020-01-01 and 2021-05
5 | A B→2010 x by Bo`,
		},
		"lists": {
			"- one\n  goes on\n  - [X] deep\n  * star\n- term :: what\n1. first\n",
			`
1 *0 one goes on
3 *1 deep
4 *1 star
5 *0 term: what
6 *0 first`,
		},
		"drawers, blocks, tables": {
			"* A\n:PROPERTIES:\n:ID: x\n:END:\n:LOGBOOK:\n- not\n:END:\n#+begin_quote\nSlow is smooth.\n#+end_quote\n#+begin_export latex\nnot\n#+end_export\n#+begin_src go\nx  y\n#+end_src\n| Skill | Level |\n|-------+-------|\n| Knots | good  |\n| alone |       |\n: fixed\n-----\n",
			`
1 #1 A
9 > Slow is smooth.
15 | x→y
19 r Knots ¦ good
20 | alone
21 | fixed
22 -`,
		},
		"entries by their properties": {
			"* Work\n** Cook\n:PROPERTIES:\n:CV_ENV: cventry\n:FROM: <2014-09-01>\n:TO: <2015-12-07>\n:LOCATION: Rome\n:EMPLOYER: Inn\n:END:\n- soups\n",
			`
1 #1 Work
2 #2 Cook | Inn
2 | Rome | 2014-09-01 – 2015-12-07
10 *0 soups`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			blocks, err := Read("f", []byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			resumetest.WantOutline(t, blocks, tt.want)
		})
	}
}

// TestResumes reads whole résumés, each beside what is told of it.
func TestResumes(t *testing.T) {
	resumetest.Resumes(t, "testdata/*.org", Read)
}

// TestReadTime wants time that grows with the size of a file alone.
func TestReadTime(t *testing.T) {
	resumetest.Linear(t, resumetest.Units("* ", "*a ", "[[", "|", "| a\n", "  - a\n", ":a:\n", "=", "a\n", "\n==\n", ".. a\n", "\x60", "{a}", "#+begin_a\n", "* a\n", "a::\n", "|===\n", "----\n", " a\n  b\n", "+--+\n", "=== ===\n"), Read)
}

func FuzzRead(f *testing.F) {
	resumetest.Fuzz(f, Read, true, "testdata/*.org", "* a :b:\n:PROPERTIES:\n:FROM: <2010>\n:END:", "| a |\n|-|\n| b |", "#+begin_x\na\n#+end_x", "#+MACRO: a {{{a}}}\n{{{a(b)}}}", "- a :: b\n  - c")
}
