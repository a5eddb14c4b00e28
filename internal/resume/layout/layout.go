// Package layout draws résumés of invented people in layouts drawn at random, with
// what is to be read in them. It is for tests alone.
//
// A seed and an index give the same person in the same layout, whatever was drawn
// before. The people are made of the words in testdata; a layout is a set of choices
// independent of each other (testdata/choices.txt), so that what no list of samples
// holds turns up as well. Layouts are held out by what they are and not by when they
// were drawn: a third of the combinations of container, order, separator and dates
// ([Drawn.HeldOut]). Who mends the reading looks at the others alone; how well the
// held-out ones are read tells whether the mending goes beyond what was looked at.
package layout

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
)

// Formats lists what a résumé can be drawn as, by the ending of its file.
func Formats() []string { return []string{"md", "txt", "html", "docx", "pdf"} }

// Drawn is one résumé with what a careful person reads in it.
type Drawn struct {
	Name    string            // of the file
	Data    []byte            // of the file
	Choices map[string]string // the layout: choice → value
	Truth   Truth
}

// Truth is what a file says, as it says it.
type Truth struct {
	Name    string
	Email   string
	Phone   string
	Town    string
	Links   []string // without scheme and www
	Entries []Entry
	Words   []string // all that a reader sees, in reading order, as [Words] has them
	Labels  []string // that may be read or not: heads of table columns, keys
}

// Entry is a post, a course of study or the like.
type Entry struct {
	Kind       string   // "work", "education", "volunteer", "certificate", "publication"
	Titles     []string // any of them is right
	Orgs       []string // any of them is right
	Place      string   // "" where the layout leaves it out
	Start, End Date     // End is zero where Present or where one date is given
	Present    bool
}

// Date is a month or a year as written.
type Date struct {
	Year, Month int  // Month is 0 where only the year is given
	Season      bool // a season is given: any month or none is right
}

// Draw draws the résumé of a number in a format. The person depends on the seed and
// the number, the layout on the format too.
func Draw(seed uint64, number int, format string) (Drawn, error) {
	lex, err := load()
	if err != nil {
		return Drawn{}, err
	}
	p := person(rand.New(rand.NewPCG(seed, uint64(number))), lex)
	d := &draft{
		r: rand.New(rand.NewPCG(seed^fingerprint(format), uint64(number))), lex: lex, format: format,
		person: p, choices: map[string]string{},
	}
	d.choose()
	page := d.page()
	data, err := write(page, d)
	if err != nil {
		return Drawn{}, fmt.Errorf("layout: write %s %d: %w", format, number, err)
	}
	d.truth.Words = page.words(false)
	d.truth.Labels = append(page.words(true), d.labels...)
	return Drawn{fmt.Sprintf("%d-%d.%s", seed, number, format), data, d.choices, d.truth}, nil
}

// HeldOut tells whether the layout is of those that nobody looks at.
func (d Drawn) HeldOut() bool {
	key := []string{}
	for _, c := range []string{"container", "order", "separator", "dates"} {
		key = append(key, d.Choices[c])
	}
	return fingerprint(strings.Join(key, " "))%3 == 0
}

func fingerprint(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// draft is a résumé on its way from a person to a page.
type draft struct {
	r       *rand.Rand
	lex     lexicon
	format  string
	person  Person
	choices map[string]string
	truth   Truth
	labels  []string
}

func (d *draft) is(choice string, values ...string) bool {
	for _, v := range values {
		if d.choices[choice] == v {
			return true
		}
	}
	return false
}

func (d *draft) chance(percent int) bool { return d.r.IntN(100) < percent }

func write(p page, d *draft) ([]byte, error) {
	switch d.format {
	case "md":
		return markdown(p, d), nil
	case "txt":
		return text(p, d), nil
	case "html":
		return html(p, d), nil
	case "docx":
		return docx(p, d)
	case "pdf":
		return pdf(p, d)
	}
	return nil, fmt.Errorf("format %q is not one of %s", d.format, strings.Join(Formats(), ", "))
}
