package facts

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume"
)

// moments tells of each stretch of months what was held or studied in it, to be
// found by any month of it: "what was she doing in March 2014".
func (b *builder) moments() {
	first, last := b.month, 0
	var lasting []*item
	for _, it := range b.items {
		if it.lasts() && (it.kind == resume.EntryWork || it.kind == resume.EntryVolunteer || it.kind == resume.EntryEducation) {
			lasting = append(lasting, it)
			first, last = min(first, it.span.startLo), max(last, min(it.span.endHi, b.month))
		}
	}
	for month := first; month <= last; {
		here, from := during(lasting, month), month
		var keys []string
		for ; month <= last && slices.Equal(during(lasting, month), here); month++ {
			keys = append(keys, dateOf(month).Key())
		}
		label := dateOf(from).String()
		if month-1 > from {
			label += " – " + dateOf(month-1).String()
		}
		b.say("moment", here, nil, fmt.Sprintf("%s: %s.", label, list(datedNames(here), "; ")), strings.Join(keys, " "))
	}
}

// during are the items whose time a month lies in, as far as the dates tell.
func during(items []*item, month int) []*item {
	return slices.DeleteFunc(slices.Clone(items), func(it *item) bool { return month < it.span.startLo || month > it.span.endHi })
}

func dateOf(month int) resume.Date { return resume.Date{Year: month / 12, Month: month%12 + 1} }

func datedNames(items []*item) []string {
	var out []string
	for _, it := range items {
		out = append(out, it.dated)
	}
	return out
}

// links gives the address of each entry that has one.
func (b *builder) links() {
	for _, it := range b.items {
		if it.URL != "" {
			b.say("link", []*item{it}, nil, fmt.Sprintf("Link of %s: %s", it.name, it.URL))
		}
	}
}
