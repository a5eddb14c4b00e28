package build

import (
	"slices"
	"time"

	"resumebot/internal/resume"
	"resumebot/internal/resume/field"
)

// MergeEntries makes one entry of those that several files hold about one thing:
// same kind, organisation and title, and times that may overlap. The first keeps
// its place and gains the passages of the others and the fields it lacked.
func MergeEntries(d *resume.Document) {
	type names struct {
		kind       resume.EntryKind
		title, org string
	}
	into := make([]int, len(d.Entries)) // where each entry ends up
	var kept []resume.Entry
	named := map[names][]int{} // which of the kept
	for i := range d.Entries {
		e := d.Entries[i]
		n := names{e.Kind, field.NameKey(e.Title), field.NameKey(e.Org)}
		same := slices.IndexFunc(named[n], func(k int) bool { return sameEntry(&kept[k], &e) })
		if same < 0 {
			into[i] = len(kept)
			named[n] = append(named[n], len(kept))
			kept = append(kept, e)
			continue
		}
		into[i] = named[n][same]
		join(&kept[into[i]], &e)
	}
	d.Entries = kept
	for i := range d.Passages {
		if e := d.Passages[i].Entry; e >= 0 {
			d.Passages[i].Entry = into[e]
		}
	}
}

// sameEntry tells whether entries of one kind and the same names are one.
func sameEntry(a, b *resume.Entry) bool {
	if a.Source.Path == b.Source.Path || a.Title == "" {
		return false
	}
	if a.Org == "" && b.Org == "" && a.Kind != resume.EntryProject {
		return !a.Period.IsZero() && a.Period.Start == b.Period.Start
	}
	if a.Period.IsZero() || b.Period.IsZero() {
		return true
	}
	// A period still running overlaps whatever began after it; the end of time
	// stands in for today, which a Document does not know.
	return a.Period.Overlaps(b.Period, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
}

// join adds to a what b says.
func join(a, b *resume.Entry) {
	fill := func(to *string, from string) {
		if *to == "" {
			*to = from
		}
	}
	fill(&a.Title, b.Title)
	fill(&a.Org, b.Org)
	fill(&a.Place, b.Place)
	fill(&a.URL, b.URL)
	if a.Period.IsZero() {
		a.Period = b.Period
	}
	a.Passages = append(a.Passages[:len(a.Passages):len(a.Passages)], b.Header)
	a.Passages = append(a.Passages, b.Passages...)
}
