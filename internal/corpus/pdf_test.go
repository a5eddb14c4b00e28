package corpus

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/pdf"
	"resumebot/internal/resume/resumetest"
)

const (
	johnPDF   = "../../../shared/data/resumes/john-doe-classic.pdf"
	johnTruth = "../../../shared/data/resumes/john-doe-classic.truth.yaml"
)

// truth reads what the source of the PDF says of one section: for each entry the
// values in the order they are written. It knows as much YAML as that file has.
func truth(t *testing.T, section string) (entries [][]string) {
	t.Helper()
	data, err := os.ReadFile(johnTruth)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("no ../shared beside the project: its PDF is not there to be read")
	}
	if err != nil {
		t.Fatal(err)
	}
	inside := false
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "     ") {
			inside = strings.TrimSpace(line) == section+":"
			continue
		}
		if !strings.HasPrefix(line, "    ") {
			inside = false
		}
		if !inside {
			continue
		}
		if strings.HasPrefix(line, "      - ") {
			entries = append(entries, nil)
		}
		text := strings.TrimPrefix(strings.TrimSpace(line), "- ")
		key, value, keyed := strings.Cut(text, ": ")
		if !keyed || strings.HasPrefix(text, "'") || strings.ContainsAny(key, " ") {
			key, value = "", text
		}
		if value == "" || strings.HasSuffix(value, ":") || len(entries) == 0 {
			continue
		}
		last := len(entries) - 1
		entries[last] = append(entries[last], key+"="+strings.Trim(value, `'"*`))
	}
	return entries
}

// shown is how the PDF shows a value of its source; "" where it does not.
func shown(v string) string {
	key, value, _ := strings.Cut(v, "=")
	switch key {
	case "start_date", "end_date":
		day, err := time.Parse("2006-01", value)
		if err != nil {
			return value
		}
		months := []string{"Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"}
		return fmt.Sprint(months[day.Month()-1], " ", day.Year())
	case "name":
		value, _, _ = strings.Cut(strings.TrimPrefix(value, "["), "]")
	case "date", "url":
		return ""
	}
	return strings.ReplaceAll(value, "'", "’")
}

// TestPDFAgainstTruth holds the real PDF against the source it was made from:
// every fact stands in a block, entry after entry, with the head of the entry in
// one block and each highlight in one block of its own.
func TestPDFAgainstTruth(t *testing.T) {
	sections := []struct {
		name, heading string
		page          int
	}{
		{"education", "Education", 1}, {"experience", "Experience", 1}, {"projects", "Projects", 2},
		{"publications", "Publications", 2}, {"selected_honors", "Selected Honors", 2}, {"skills", "Skills", 2},
		{"patents", "Patents", 2}, {"invited_talks", "Invited Talks", 2},
	}
	truth(t, "education") // skips where it is absent
	data, err := os.ReadFile(johnPDF)
	if err != nil {
		t.Fatal(err)
	}
	blocks, err := pdf.Read("john.pdf", data)
	if err != nil {
		t.Fatal(err)
	}
	at := func(from int, text string) int {
		for i := from; i < len(blocks); i++ {
			if strings.Contains(strings.ReplaceAll(block.Text(blocks[i].Spans), "'", "’"), text) {
				return i
			}
		}
		return -1
	}
	from := 0
	for _, s := range sections {
		head := slices.IndexFunc(blocks, func(b block.Block) bool { return b.Kind == block.Heading && block.Text(b.Spans) == s.heading })
		if head < from {
			t.Fatalf("heading %q at block %d, want it after %d", s.heading, head, from)
		}
		from = head + 1
		entries := truth(t, s.name)
		if len(entries) == 0 {
			t.Fatalf("no %s in the truth", s.name)
		}
		for _, entry := range entries {
			first := -1
			for _, v := range entry {
				text := shown(v)
				if text == "" {
					continue
				}
				if first < 0 {
					if first = at(from, text); first < 0 {
						t.Errorf("%s: no block holds %q", s.name, text)
						break
					}
				}
				i := at(first, text)
				if i < 0 {
					t.Errorf("%s: no block after %q holds %q", s.name, block.Text(blocks[first].Spans), text)
					continue
				}
				if blocks[i].Source.Page != s.page {
					t.Errorf("%s: %q is said to stand on page %d, want %d", s.name, text, blocks[i].Source.Page, s.page)
				}
				key, _, _ := strings.Cut(v, "=")
				if (s.name == "experience" || s.name == "education") && key != "" && i != first {
					t.Errorf("%s: %q stands in %q, want it in the head %q", s.name, text, block.Text(blocks[i].Spans), block.Text(blocks[first].Spans))
				}
				if key == "" && s.name == "experience" && (blocks[i].Kind != block.Item || block.Text(blocks[i].Spans) != text) {
					t.Errorf("%s: highlight %q reads %q", s.name, text, block.Text(blocks[i].Spans))
				}
			}
			from = max(from, first)
		}
	}
	all := resumetest.Outline(blocks)
	for _, bad := range []string{"Last updated", "1/2", "2/2", "\x02", "\uf0e0"} {
		if strings.Contains(all, bad) {
			t.Errorf("%q was not left out", bad)
		}
	}
}

// TestPDFDocument holds the Document of the real PDF against the source it was
// made from: who, what, where and when of each job and degree.
func TestPDFDocument(t *testing.T) {
	jobs, degrees := truth(t, "experience"), truth(t, "education")
	data, err := os.ReadFile(johnPDF)
	if err != nil {
		t.Fatal(err)
	}
	d := parse(t, "john.pdf", data)
	resumetest.Check(t, d, nil)
	field := func(entry []string, key string) string {
		for _, v := range entry {
			if k, value, _ := strings.Cut(v, "="); k == key {
				return value
			}
		}
		return ""
	}
	date := func(d resume.Date) string { return fmt.Sprintf("%d-%02d", d.Year, d.Month) }
	var got, want []string
	for _, e := range d.Entries {
		if e.Kind != resume.EntryWork && e.Kind != resume.EntryEducation {
			continue
		}
		end := date(e.Period.End)
		if e.Period.Present {
			end = "present"
		}
		got = append(got, fmt.Sprintf("%s: %s, %s, %s, %s to %s, %d below", e.Kind, e.Title, e.Org, e.Place, date(e.Period.Start), end, len(e.Passages)))
	}
	for kind, list := range map[resume.EntryKind][][]string{resume.EntryWork: jobs, resume.EntryEducation: degrees} {
		for _, e := range list {
			title, org := field(e, "position"), field(e, "company")
			if kind == resume.EntryEducation {
				title, org = field(e, "degree")+", "+field(e, "area"), field(e, "institution")
			}
			below := 0
			for _, v := range e {
				if strings.HasPrefix(v, "=") || strings.HasPrefix(v, "Thesis") || strings.HasPrefix(v, "Advisor") || strings.HasPrefix(v, "GPA") {
					below++
				}
			}
			want = append(want, fmt.Sprintf("%s: %s, %s, %s, %s to %s, %d below", kind, title, org, field(e, "location"), field(e, "start_date"), field(e, "end_date"), below))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Error(resumetest.Diff(w, g))
	}
	if d.Person.Name != "John Doe" || d.Person.Location != "San Francisco, CA" || len(d.Person.Contacts) != 5 || len(d.Skills) != 4 {
		t.Errorf("person %+v, skills %+v", d.Person, d.Skills)
	}
}
