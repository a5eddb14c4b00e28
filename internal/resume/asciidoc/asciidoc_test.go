package asciidoc

import (
	"testing"

	"resumebot/internal/resume/resumetest"
)

func TestRead(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"document, headings": {
			"= Jane Miller\nJane Miller <jane@doe.example>\nv1.0, 2020-01-01\n:town: Oslo\n:empty:\n\n// remark\n////\nnot\n////\n[[work]]\n== Work\n\n[.lead]\nIn {town}, {nothing}.\n\nSkills\n------\n\nGo +\nC\n",
			`
1 #1 Jane Miller
2 | Email: jane@doe.example
12 #2 Work
15 | In Oslo, {nothing}.
17 #2 Skills
20 | Go
21 | C`,
		},
		"marks, links": {
			"*bold* _it_ `code` **b**old #mark# https://a.example[my *page*^], link:https://b.example[] mailto:j@d.example[mail] https://c.example/x icon:phone[] 10^6^ <<work,there>> \\*not* (C) &amp;",
			`1 | **bold** _it_ code **b**old mark my <https://a.example>**page**<https://a.example>, https://b.example<https://b.example> mail<mailto:j@d.example> https://c.example/x<https://c.example/x> 106 there *not* © &`,
		},
		"lists": {
			"* one\ngoes on\n** deep\n- dash\n* two\n+\nmore\n\n. first\n. second\n\nTools:: hammer,\n saw\n2010 - 2012:: Cook, Inn\nRole::\n* soups\n",
			`
1 *0 one goes on
3 *1 deep
4 *2 dash
5 *0 two
7 | more
9 *0 first
10 *0 second
12 | Tools: hammer, saw
14 t 2010 - 2012→Cook, Inn
15 t Role
16 *0 soups`,
		},
		"blocks, tables": {
			"____\nSlow is smooth.\n____\n****\nSide\n****\n----\nx  y\n----\n++++\n<b>not</b>\n++++\n.Titled\n|===\n|Skill |Level\n\n|Knots |good\n.2+|high |a\n|b\n|===\nifdef::x[not]\nifndef::x[shown]\n",
			`
2 > Slow is smooth.
5 | Side
8 | x→y
13 | **Titled**
17 r Knots ¦ good
18 r high ¦ a
19 | b
22 | shown`,
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
	resumetest.Resumes(t, "testdata/*.adoc", Read)
}

// TestReadTime wants time that grows with the size of a file alone.
func TestReadTime(t *testing.T) {
	resumetest.Linear(t, resumetest.Units("* ", "*a ", "[[", "|", "| a\n", "  - a\n", ":a:\n", "=", "a\n", "\n==\n", ".. a\n", "\x60", "{a}", "#+begin_a\n", "* a\n", "a::\n", "|===\n", "----\n", " a\n  b\n", "+--+\n", "=== ===\n"), Read)
}

func FuzzRead(f *testing.F) {
	resumetest.Fuzz(f, Read, true, "testdata/*.adoc", "|===\n|a|b\n.3+|c\n|===", "a:: b\n* c\n+\n--\nd\n--", ":a: {a}\n{a}", "= A\nB <c>\n\n== D")
}
