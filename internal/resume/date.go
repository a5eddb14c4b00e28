package resume

// Date is a day, month or year as far as the résumé gives it.
type Date struct {
	Year  int // 0: no date at all
	Month int // 1–12, 0 where only the year is given
	Day   int // 1–31, 0 where the day is not given
}

// Period is the time an entry covers.
type Period struct {
	Start, End Date   // End is zero where Present or where only one date is given
	Present    bool   // "– Present", "since 2021", "to date"
	Text       string // as written: "February 2023 – Present"
}
