package rst

import (
	"testing"

	"resumebot/internal/resume/resumetest"
)

func TestRead(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"headings, fields, rules": {
			"Jane Miller\n===========\n\n:Email: jane@doe.example\n:Phone: 617 555\n   0199\n:empty:\n\n====\nWork\n====\n\nNurse\n-----\n\n----\n\nText\nthat goes on *here* and **there**.\n",
			`
1 #1 Jane Miller
4 | Email: jane@doe.example
5 | Phone: 617 555 0199
9 #2 Work
13 #3 Nurse
16 - 
18 | Text that goes on _here_ and **there**.`,
		},
		"lists": {
			"* one\n  goes on\n\n  - deep\n* two\n\n1. first\n#. second\n\nTerm\n    What it is.\n\n| line one\n| line two\n",
			`
1 *0 one goes on
4 *1 deep
5 *0 two
7 *0 first
8 *0 second
10 | **Term:** What it is.
13 | line one
14 | line two`,
		},
		"links, roles, words": {
			"`My page <https://a.example>`_, site_, `long name`_ and |bot| with ``*code*``, :sup:`st`, https://b.example/x, a\\*b.\n\n.. _site: https://c.example\n.. _long name: https://d.example\n.. |bot| replace:: Bot **3**\n.. a comment\n   of two lines\n",
			`1 | My page<https://a.example>, site<https://c.example>, long name<https://d.example> and Bot **3** with *code*, st, https://b.example/x<https://b.example/x>, a*b.`,
		},
		"directives": {
			".. image:: a.png\n   :alt: not this\n.. class:: red\n\n   Shown.\n\n.. raw:: html\n\n   <b>not</b>\n\n.. note:: Also shown.\n\n.. epigraph::\n\n   Slow is smooth.\n\n.. code::\n\n   x  *y*\n\n..\n\nAfter::\n\n   as it  stands\n",
			`
5 | Shown.
11 | Also shown.
15 > Slow is smooth.
19 | x→*y*
23 | After:
25 | as it→stands`,
		},
		"tables": {
			"+------+-------+\n| Year | What  |\n+======+=======+\n| 2010 | Nurse |\n|      | Ward  |\n+------+-------+\n\n====  =====\nGo    years\nC     much\n====  =====\n\n.. list-table::\n   :header-rows: 1\n\n   * - Skill\n     - Level\n   * - Knots\n     - good\n\n.. csv-table::\n   :header: \"A\", \"B\"\n\n   \"x, y\", z\n",
			`
4 r 2010 ¦ Nurse Ward
9 r Go ¦ years
10 r C ¦ much
18 r Knots ¦ good
24 r x, y ¦ z`,
		},
		"entries as terms and fields": {
			"Experience\n==========\n\nCook, Inn\n  2010 - 2012\n\n:2013-2014: Chef, Diner\n\n   * soups\n",
			`
1 #1 Experience
4 t Cook, Inn
5 | 2010 - 2012
7 t 2013-2014→Chef, Diner
9 *0 soups`,
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
	resumetest.Resumes(t, "testdata/*.rst", Read)
}

// TestReadTime wants time that grows with the size of a file alone.
func TestReadTime(t *testing.T) {
	resumetest.Linear(t, resumetest.Units("* ", "*a ", "[[", "|", "| a\n", "  - a\n", ":a:\n", "=", "a\n", "\n==\n", ".. a\n", "\x60", "{a}", "#+begin_a\n", "* a\n", "a::\n", "|===\n", "----\n", " a\n  b\n", "+--+\n", "=== ===\n"), Read)
}

func FuzzRead(f *testing.F) {
	resumetest.Fuzz(f, Read, true, "testdata/*.rst", ":a: b\n\n  * c\n", "+--+\n|a |\n+--+", "=  =\na  b\n=  =\n", ".. x:: y\n   :z:\n\n   a", "`a <b>`_ |c| d_")
}
