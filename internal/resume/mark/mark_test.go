package mark

import (
	"strings"
	"testing"
)

func TestCut(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"none":             {"# A\n\nopen\n", "# A\n\nopen\n"},
		"lines":            {"a\n<!-- private -->\nsecret\n<!-- /private -->\nb\n", "a\n\n\n\nb\n"},
		"topic":            {"a\n<!-- private: salary -->\nsecret\n<!-- /private: salary -->\nb", "a\n\n\n\nb"},
		"within a line":    {"open <!-- PRIVATE -->secret<!-- end private --> again\n", "open again\n"},
		"twice in a line":  {"a <!--private-->secret<!--/private--> b <!--private-->secret<!--/private--> c\n", "a b c\n"},
		"rest of lines":    {"- secret <!-- private -->\n- secret <!-- /private -->\n- open\n", "\n\n- open\n"},
		"to the end":       {"open\n<!-- private -->\nsecret\n\nsecret\n", "open\n\n\n\n\n"},
		"nested":           {"<!-- private -->\nsecret\n<!-- private -->\nsecret\n<!-- /private -->\nsecret\n<!-- /private -->\nopen\n", "\n\n\n\n\n\n\nopen\n"},
		"nested, one line": {"a <!-- private -->secret <!-- private -->secret<!-- /private --> secret<!-- /private --> b\n", "a b\n"},
		"blanks":           {"<!--\u00a0private\u2003-->\nsecret\n<!--\n/ private\n-->\nopen\n", "\n\n\n\n\nopen\n"},
		"no blanks":        {"<!--private-->\nsecret\n<!--/private-->\nopen\n", "\n\n\nopen\n"},
		"many dashes":      {"<!--- private --->\nsecret\n<!--- /private --->\nopen\n", "\n\n\nopen\n"},
		"word processor":   {"<!— private —>\nsecret\n<!– /private →\nopen\n", "\n\n\nopen\n"},
		"entities":         {"&lt;!-- private --&gt;\nsecret\n&#60;!&#45;&#x2d; /private --&gt;\nopen\n", "\n\n\nopen\n"},
		"backslashes":      {"\\<\\!-- private \\--\\>\nsecret\n\\<!-- /private --\\>\nopen\n", "\n\n\nopen\n"},
		"unseen":           {"<!-- pri\u202evate -->\nsecret\n<!-- \u200b/private\u00ad -->\nopen\n", "\n\n\nopen\n"},
		"fence":            {"```\n<!-- private -->\nsecret\n<!-- /private -->\n```\nopen\n", "```\n\n\n\n```\nopen\n"},
		"table":            {"| a | b |\n|---|---|\n| c | d |\n<!-- private -->\n| secret | 1 |\n<!-- /private -->\n| e | f |\n", "| a | b |\n|---|---|\n| c | d |\n|\n|\n|\n| e | f |\n"},
		"other comments":   {"<!-- updated in May -->\nopen\n<!-- TODO: pirates -->\n", "<!-- updated in May -->\nopen\n<!-- TODO: pirates -->\n"},
		"long comments":    {"<!-- " + strings.Repeat("remarks on the layout, ", 60) + "private ones too -->\nopen\n", "<!-- " + strings.Repeat("remarks on the layout, ", 60) + "private ones too -->\nopen\n"},
		"the word":         {"## Private tutor\n\n- Private: none\n- [Private clients](x)\n- private\n", "## Private tutor\n\n- Private: none\n- [Private clients](x)\n- private\n"},
	} {
		got := c.text
		cut, fault := Of(c.text)
		if fault != nil {
			t.Errorf("%s: %v", name, fault)
		} else if cut != nil {
			got = cut.Text
		}
		if squeeze(got) != squeeze(c.want) {
			t.Errorf("%s:\n%q, want\n%q", name, squeeze(got), squeeze(c.want))
		}
	}
}

// squeeze leaves one blank where there are several and none at the ends of lines.
func squeeze(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.Join(strings.Fields(lines[i]), " ")
	}
	return strings.Join(lines, "\n")
}

func TestCutTellsWhatIsGone(t *testing.T) {
	c, fault := Of("a\n<!-- private: salary -->\nsecret\n<!-- private -->\nmore\n<!-- /private -->\n<!-- /private -->\nb <!-- private: pay -->70<!-- /private -->\n")
	if fault != nil {
		t.Fatal(fault)
	}
	var got []string
	for n := range c.Gone {
		line := c.Topics[n]
		if c.Gone[n] {
			line += " gone"
		}
		got = append(got, strings.TrimSpace(line))
	}
	if want := ",salary gone,salary gone,gone,gone,gone,salary gone,pay,"; strings.Join(got, ",") != want {
		t.Errorf("lines %q, want %q", strings.Join(got, ","), want)
	}
	if !strings.Contains(c.Marked, "secret") || strings.Contains(c.Marked, "<") {
		t.Errorf("without marks alone: %q", c.Marked)
	}
}

func TestFaults(t *testing.T) {
	for _, text := range []string{
		"<!-- private: -->", "<!-- begin private -->", "<!-- private start -->", "<!-- start private -->", "<!-- private end -->",
		"<!-- privat -->", "<!-- prviate -->", "<!-- prívate -->", "<!-- PRIVTE -->", "<!-- private section -->", "<!-- private\nsalary 90k -->",
		"<!-- this is private -->", "<!-- private", "<!-- private --", "<private>", "</private>", "[private]", "{{ private }}", "%% private %%", "// private",
		"begin private", "Private start", "end private", "private:", "<! private>", "!-- private --", "&lt;private&gt;", "[begin private]", "<!-- not private -->",
		"<!-- private: a: b -->", "<!-- /private -->",
		"<!-- private: salary\n" + strings.Repeat("- a line that is secret\n", 40), "<!-- pirvate: salary and notice period -->",
		"<private>secret</private>", "[private] secret [/private]", "{{private}} secret", "::: private", "/* private */", `<div class="private">`, "<-- private -->", "<!private>",
	} {
		cut, fault := Of("# A\n\nopen\n" + text + "\nsecret\n<!-- /private -->\n")
		if fault == nil {
			t.Errorf("%q is taken for no attempt: %+v", text, cut)
		} else if fault.Offset != len("# A\n\nopen\n") {
			t.Errorf("%q: fault at %d", text, fault.Offset)
		} else if !strings.Contains(fault.Error(), "write <!-- private -->") || strings.Contains(fault.Error(), "secret") || strings.Contains(fault.Error(), "90k") {
			t.Errorf("%q: %v", text, fault)
		}
	}
}

// FuzzCut holds that lines keep their numbers and that nothing between marks is left.
func FuzzCut(f *testing.F) {
	for _, s := range []string{"a<!-- private -->b<!-- /private -->c", "<!--private-->\n|x|\n", "&lt;!-- private --&gt;\n\\<!-- /private -->", "|a|\n<!-- private -->\n|b|"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cut, fault := Of(text)
		if fault != nil && (fault.Offset < 0 || fault.Offset > len(text)) {
			t.Fatalf("fault at %d of %d", fault.Offset, len(text))
		}
		if cut == nil {
			return
		}
		if n := strings.Count(text, "\n"); strings.Count(cut.Text, "\n") != n || len(cut.Gone) != n+1 {
			t.Fatalf("%d lines of %d", len(cut.Gone), n+1)
		}
		again, fault := Of("open\n" + cut.Text)
		if fault == nil && again != nil {
			t.Fatalf("marks are left in %q", cut.Text)
		}
		cut, fault = Of("<!-- private -->\n" + text)
		if fault == nil && strings.HasPrefix(text, "s") && !strings.Contains(text, "/") && !strings.Contains(strings.ToLower(text), "end") && strings.ContainsFunc(strings.ReplaceAll(cut.Text, "|", ""), said) {
			t.Fatalf("%q is left of %q", cut.Text, text)
		}
	})
}
