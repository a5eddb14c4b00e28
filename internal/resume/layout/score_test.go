package layout

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"resumebot/internal/resume"
)

// score is how well one file was read, or several together.
type score struct {
	drawn    Drawn
	files    int
	entries  int // posts, studies and volunteering meant
	right    int // of them, read in all fields as meant
	others   int // certificates and papers meant
	othersOK int
	invented int // entries read where none is meant
	name     int // files with the name
	contact  int // files with address, telephone and links and no others
	town     int
	words    int // files with every word once
	lost     int // words
	twice    int
	wrong    map[string]int // fields read otherwise
	faults   []string
}

func rate(d Drawn, doc *resume.Document) score {
	d.Choices["format"] = strings.TrimPrefix(d.Name[strings.LastIndex(d.Name, "."):], ".")
	s := score{drawn: d, files: 1, wrong: map[string]int{}}
	s.rateEntries(doc)
	s.rateContact(doc)
	s.rateWords(doc)
	return s
}

func (s *score) fault(format string, args ...any) {
	s.faults = append(s.faults, fmt.Sprintf(format, args...))
}

// pairs tells for each entry that is meant which of those read is it, -1 for none: the
// most alike first, each once.
func pairs(want []Entry, got []resume.Entry) []int {
	type pair struct{ want, got, alike int }
	var all []pair
	for w := range want {
		for g := range got {
			alike := 13
			for _, f := range differences(want[w], &got[g]) {
				alike -= map[string]int{"title": 4, "org": 4, "dates": 3, "place": 1, "kind": 1}[f]
			}
			if alike > 3 {
				all = append(all, pair{w, g, alike})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return b.alike - a.alike })
	out, taken := make([]int, len(want)), make([]bool, len(got))
	for i := range out {
		out[i] = -1
	}
	for _, p := range all {
		if out[p.want] < 0 && !taken[p.got] {
			out[p.want], taken[p.got] = p.got, true
		}
	}
	return out
}

func (s *score) rateEntries(doc *resume.Document) {
	found := pairs(s.drawn.Truth.Entries, doc.Entries)
	for i, want := range s.drawn.Truth.Entries {
		wrong, got := []string{"missing"}, "nothing"
		if at := found[i]; at >= 0 {
			wrong, got = differences(want, &doc.Entries[at]), show(&doc.Entries[at])
		}
		if len(wrong) > 0 {
			s.fault("%s: want %s\n      got  %s", strings.Join(wrong, ", "), want, got)
		}
		right := 0
		if len(wrong) == 0 {
			right = 1
		}
		if want.Kind == "certificate" || want.Kind == "publication" {
			s.others, s.othersOK = s.others+1, s.othersOK+right
			continue
		}
		s.entries, s.right = s.entries+1, s.right+right
		for _, f := range wrong {
			s.wrong[f]++
		}
	}
	for i := range doc.Entries {
		if !slices.Contains(found, i) {
			s.invented++
			s.fault("invented: %s", show(&doc.Entries[i]))
		}
	}
}

// differences names the fields of an entry that are read otherwise than meant.
func differences(want Entry, got *resume.Entry) []string {
	var out []string
	either := want.Kind == "education" && strings.Contains(want.Titles[0], "Certificate") // of a school: it is both
	if string(got.Kind) != want.Kind && !(either && got.Kind == resume.EntryCertificate) {
		out = append(out, "kind")
	}
	if !anyOf(want.Titles, got.Title) {
		out = append(out, "title")
	}
	if !anyOf(want.Orgs, got.Org) {
		out = append(out, "org")
	}
	if want.Place != "" && !same(want.Place, got.Place) {
		out = append(out, "place")
	}
	if !samePeriod(want, got.Period) {
		out = append(out, "dates")
	}
	return out
}

func anyOf(want []string, got string) bool {
	return slices.ContainsFunc(want, func(w string) bool { return same(w, got) })
}

func same(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

func samePeriod(want Entry, got resume.Period) bool {
	if want.Present != got.Present {
		return false
	}
	if want.End.isZero() && !want.Present { // one date, which may be the beginning or the end
		start := got.Start
		if start.IsZero() {
			start = got.End
		}
		return sameDate(want.Start, start) && (got.End.IsZero() || sameDate(want.Start, got.End))
	}
	return sameDate(want.Start, got.Start) && (want.Present || sameDate(want.End, got.End))
}

func sameDate(want Date, got resume.Date) bool {
	if want.Season {
		return want.Year == got.Year && (got.Month == 0 || want.Month%12/3 == got.Month%12/3)
	}
	return want.Year == got.Year && want.Month == got.Month
}

func show(e *resume.Entry) string {
	return fmt.Sprintf("%s | %s | %s | %s | %s", e.Kind, e.Title, e.Org, e.Place, e.Period)
}

// String is an entry as [show] has those that were read.
func (e Entry) String() string {
	period := resume.Period{Start: resume.Date{Year: e.Start.Year, Month: e.Start.Month}, End: resume.Date{Year: e.End.Year, Month: e.End.Month}, Present: e.Present}
	return fmt.Sprintf("%s | %s | %s | %s | %s", e.Kind, strings.Join(e.Titles, " or "), strings.Join(e.Orgs, " or "), e.Place, period)
}

// String is all that is to be read, a line for each thing.
func (t Truth) String() string {
	out := []string{"name " + t.Name, "email " + t.Email, "phone " + t.Phone, "town " + t.Town, "links " + strings.Join(t.Links, " ")}
	for _, e := range t.Entries {
		out = append(out, e.String())
	}
	return strings.Join(append(out, "words "+strings.Join(t.Words, " ")), "\n") + "\n"
}

func (s *score) rateContact(doc *resume.Document) {
	want := s.drawn.Truth
	if got, _, _ := strings.Cut(doc.Person.Name, ","); same(got, want.Name) {
		s.name = 1
	} else {
		s.fault("name: want %q, got %q", want.Name, doc.Person.Name)
	}
	digits := func(text string) string {
		return strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, text)
	}
	found, foreign := map[string]bool{}, ""
	for _, c := range doc.Person.Contacts {
		switch {
		case c.Kind == "email" && c.Value == want.Email:
			found["email"] = true
		case c.Kind == "phone" && digits(c.Value) == digits(want.Phone):
			found["phone"] = true
		case c.Kind == "location" && same(c.Value, want.Town):
			found["town"] = true
		case c.Kind == "location":
			s.fault("location: %q", c.Value)
		default:
			i := slices.IndexFunc(want.Links, func(l string) bool { return strings.Contains(c.URL, l) })
			if i < 0 {
				foreign += c.Kind + " " + c.Value + " "
				continue
			}
			found[want.Links[i]] = true
		}
	}
	wanted := append([]string{"email", "phone"}, want.Links...)
	missing := slices.DeleteFunc(wanted, func(w string) bool { return found[w] })
	if len(missing) == 0 && foreign == "" {
		s.contact = 1
	} else {
		s.fault("contact: missing %q, foreign %q", missing, foreign)
	}
	if found["town"] || same(doc.Person.Location, want.Town) {
		s.town = 1
	} else {
		s.fault("town: want %q, got %q", want.Town, doc.Person.Location)
	}
}

// rateWords compares the words of the page with those of all passages. A word is lost
// that stands neither in a passage nor in a heading, and twice where passages have
// more of it than the page.
func (s *score) rateWords(doc *resume.Document) {
	want, may, got, headings := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, w := range s.drawn.Truth.Words {
		want[w]++
	}
	for _, w := range s.drawn.Truth.Labels {
		may[w]++
	}
	for i := range doc.Passages {
		for _, w := range Words(doc.Passages[i].Text()) {
			got[w]++
		}
	}
	for _, sec := range doc.Sections {
		if n := len(sec.Heading); n > 0 {
			for _, w := range Words(sec.Heading[n-1]) {
				headings[w]++
			}
		}
	}
	var lost, twice []string
	for _, w := range sorted(want) {
		for range want[w] - got[w] - headings[w] {
			if may[w] == 0 {
				lost = append(lost, w)
			}
		}
	}
	for _, w := range sorted(got) {
		for range got[w] - want[w] - may[w] {
			twice = append(twice, w)
		}
	}
	s.lost, s.twice = len(lost), len(twice)
	if s.lost+s.twice == 0 {
		s.words = 1
	} else {
		s.fault("words: lost %q, twice %q", lost, twice)
	}
}

// sum adds the scores that are asked for.
func sum(all []score, of func(score) bool) score {
	total := score{wrong: map[string]int{}}
	for _, s := range all {
		if !of(s) {
			continue
		}
		for _, f := range []struct{ to, from *int }{
			{&total.files, &s.files}, {&total.entries, &s.entries}, {&total.right, &s.right}, {&total.others, &s.others}, {&total.othersOK, &s.othersOK},
			{&total.invented, &s.invented}, {&total.name, &s.name}, {&total.contact, &s.contact}, {&total.town, &s.town}, {&total.words, &s.words}, {&total.lost, &s.lost}, {&total.twice, &s.twice},
		} {
			*f.to += *f.from
		}
		for k, n := range s.wrong {
			total.wrong[k] += n
		}
	}
	return total
}

// report writes a line for each format, open and held out.
func report(all []score) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%-14s %5s %12s %8s %9s %8s %8s %8s %8s %6s %6s  %s\n", "", "files", "entries", "others", "invented", "name", "contact", "town", "words", "lost", "twice", "fields read otherwise")
	for _, format := range Formats() {
		for _, held := range []bool{false, true} {
			s := sum(all, func(s score) bool { return s.drawn.Choices["format"] == format && s.drawn.HeldOut() == held })
			if s.files == 0 {
				continue
			}
			label := format
			if held {
				label += ", held out"
			}
			percent := func(n, of int) string { return fmt.Sprintf("%d%%", 100*n/max(of, 1)) }
			fields := ""
			for _, k := range sorted(s.wrong) {
				fields += fmt.Sprintf("%s %d ", k, s.wrong[k])
			}
			fmt.Fprintf(&out, "%-14s %5d %12s %8s %9d %8s %8s %8s %8s %6d %6d  %s\n", label, s.files, fmt.Sprintf("%d/%d %s", s.right, s.entries, percent(s.right, s.entries)), percent(s.othersOK, s.others), s.invented,
				percent(s.name, s.files), percent(s.contact, s.files), percent(s.town, s.files), percent(s.words, s.files), s.lost, s.twice, fields)
		}
	}
	return out.String()
}

// worst lists the values of choices whose files are read worse than others of their
// format, those first of which it is least likely by chance.
func worst(all []score, n int) string {
	type group struct {
		text string
		far  float64 // below the mean of the format, in standard deviations
	}
	var groups []group
	for _, m := range measures() {
		for _, format := range Formats() {
			open := func(s score) bool { return s.drawn.Choices["format"] == format && !s.drawn.HeldOut() }
			right, total := m.count(sum(all, open))
			mean := float64(right) / float64(max(total, 1))
			for _, key := range values(all, open, m.choices) {
				c, v, _ := strings.Cut(key, ": ")
				r, t := m.count(sum(all, func(s score) bool { return open(s) && s.drawn.Choices[c] == v }))
				far := (float64(t)*mean - float64(r)) / math.Sqrt(float64(t)*mean*(1-mean)+1)
				groups = append(groups, group{fmt.Sprintf("%s in %s, %s: %d of %d right", m.what, format, key, r, t), far})
			}
		}
	}
	slices.SortFunc(groups, func(a, b group) int { return cmp.Or(cmp.Compare(b.far, a.far), strings.Compare(a.text, b.text)) })
	var out strings.Builder
	for _, g := range groups[:min(n, len(groups))] {
		out.WriteString(g.text + "\n")
	}
	return out.String()
}

// measure is what is counted of a layout and the choices that bear on it.
type measure struct {
	what    string
	count   func(score) (right, of int)
	choices []string
}

func measures() []measure {
	return []measure{
		{"entries", func(s score) (int, int) { return s.right, s.entries }, strings.Fields("container order separator set_off dates dash present marks link roles department headings words sections study_dates study_head bullets breaks air wrap soup columns align font stream lists summary")},
		{"contact", func(s score) (int, int) { return s.contact, s.files }, strings.Fields("contact contact_joint linkage name tagline headings words columns align font stream soup")},
		{"name", func(s score) (int, int) { return s.name, s.files }, strings.Fields("contact name tagline headings columns align font stream soup")},
		{"words", func(s score) (int, int) { return s.words, s.files }, strings.Fields("container order separator dates dash headings words bullets skills breaks columns font stream lists contact name soup")},
	}
}

// values lists "choice: value" of the choices in the scores asked for.
func values(all []score, of func(score) bool, choices []string) []string {
	seen := map[string]bool{}
	for _, s := range all {
		for _, c := range choices {
			if v := s.drawn.Choices[c]; v != "" && of(s) {
				seen[c+": "+v] = true
			}
		}
	}
	return sorted(seen)
}
