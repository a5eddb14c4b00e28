package resume

import (
	"testing"
	"time"
)

var asOf = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

func TestFindPeriod(t *testing.T) {
	tests := []struct {
		line       string
		start, end Date
		present    bool
		text, rest string
	}{
		{"Pune, Maharashtra | February 2023 – Present", Date{2023, 2, 0}, Date{}, true, "February 2023 – Present", "Pune, Maharashtra"},
		{"Feb 2023 – Present", Date{2023, 2, 0}, Date{}, true, "Feb 2023 – Present", ""},
		{"03/2016 - 11/2019", Date{2016, 3, 0}, Date{2019, 11, 0}, false, "03/2016 - 11/2019", ""},
		{"03/16 - 11/19", Date{2016, 3, 0}, Date{2019, 11, 0}, false, "03/16 - 11/19", ""},
		{"since 2021", Date{Year: 2021}, Date{}, true, "since 2021", ""},
		{"Acme, since March 2021", Date{2021, 3, 0}, Date{}, true, "since March 2021", "Acme"},
		{"2019", Date{Year: 2019}, Date{}, false, "2019", ""},
		{"Summer 2020", Date{Year: 2020}, Date{}, false, "Summer 2020", ""},
		{"2019-03-01 – 2020-04-30", Date{2019, 3, 1}, Date{2020, 4, 30}, false, "2019-03-01 – 2020-04-30", ""},
		{"2008-10 – 2011-06", Date{2008, 10, 0}, Date{2011, 6, 0}, false, "2008-10 – 2011-06", ""},
		{"2019-03 / Acme", Date{2019, 3, 0}, Date{}, false, "2019-03", "Acme"},
		{"Q3 2020", Date{2020, 7, 0}, Date{2020, 9, 0}, false, "Q3 2020", ""},
		{"Q3 2020 - Q1 2021", Date{2020, 7, 0}, Date{2021, 3, 0}, false, "Q3 2020 - Q1 2021", ""},
		{"Sept. '19 – Oct. '20", Date{2019, 9, 0}, Date{2020, 10, 0}, false, "Sept. '19 – Oct. '20", ""},
		{"März 2018 bis heute", Date{2018, 3, 0}, Date{}, true, "März 2018 bis heute", ""},
		{"janv. 2015 – déc. 2016", Date{2015, 1, 0}, Date{2016, 12, 0}, false, "janv. 2015 – déc. 2016", ""},
		{"enero de 2015 hasta la fecha", Date{2015, 1, 0}, Date{}, true, "enero de 2015 hasta la fecha", ""},
		{"Engineer, Acme (2019 – 2021)", Date{Year: 2019}, Date{Year: 2021}, false, "2019 – 2021", "Engineer, Acme"},
		{"Aug 2021 - - present", Date{2021, 8, 0}, Date{}, true, "Aug 2021 - - present", ""},
		{"Harbour Hospital (2019 – 2021, Fr) nurse", Date{Year: 2019}, Date{Year: 2021}, false, "2019 – 2021", "Harbour Hospital | Fr | nurse"},
		{"2010-2014 (expected)", Date{Year: 2010}, Date{Year: 2014}, false, "2010-2014 (expected)", ""},
		{"Expected May 2025", Date{2025, 5, 0}, Date{}, false, "Expected May 2025", ""},
		{"Jan – Mar 2020", Date{2020, 1, 0}, Date{2020, 3, 0}, false, "Jan – Mar 2020", ""},
		{"TU Berlin 2019–20", Date{Year: 2019}, Date{Year: 2020}, false, "2019–20", "TU Berlin"},
		{"Acme  2021 –", Date{Year: 2021}, Date{}, true, "2021 –", "Acme"},
		{"Jan 2020 - Mar 2021 · 1 yr 3 mos", Date{2020, 1, 0}, Date{2021, 3, 0}, false, "Jan 2020 - Mar 2021", ""},
		{"January 5, 2020 to February 3rd, 2021", Date{2020, 1, 5}, Date{2021, 2, 3}, false, "January 5, 2020 to February 3rd, 2021", ""},
		{"01.03.2018 – 31.12.2019 Hamburg", Date{2018, 3, 1}, Date{2019, 12, 31}, false, "01.03.2018 – 31.12.2019", "Hamburg"},
		{"from 2019 to 2021", Date{Year: 2019}, Date{Year: 2021}, false, "from 2019 to 2021", ""},
		{"until 2019", Date{}, Date{Year: 2019}, false, "until 2019", ""},
		{"Senior Engineer    Jan 2019 - Present", Date{2019, 1, 0}, Date{}, true, "Jan 2019 - Present", "Senior Engineer"},
		{"03/04/2019", Date{Year: 2019}, Date{}, false, "03/04/2019", ""},
		{"Windows 2000 Administrator, 2003–2005", Date{Year: 2003}, Date{Year: 2005}, false, "2003–2005", "Windows 2000 Administrator"},
		{"APR 2018 - NOW", Date{2018, 4, 0}, Date{}, true, "APR 2018 - NOW", ""},
		{"02/2022 – Presente", Date{2022, 2, 0}, Date{}, true, "02/2022 – Presente", ""},
		{"Mar 19 – Presente", Date{2019, 3, 0}, Date{}, true, "Mar 19 – Presente", ""},
		{"févr. 2022 – maintenant", Date{2022, 2, 0}, Date{}, true, "févr. 2022 – maintenant", ""},
		{"05/2019 – bis heute | Acme", Date{2019, 5, 0}, Date{}, true, "05/2019 – bis heute", "Acme"},
		{"2021 - En curso", Date{Year: 2021}, Date{}, true, "2021 - En curso", ""},
		{"Ph.D. in Physics | Graduated 04/21", Date{2021, 4, 0}, Date{}, false, "Graduated 04/21", "Ph.D. in Physics"},
		{"09|14 to 07|15", Date{2014, 9, 0}, Date{2015, 7, 0}, false, "09|14 to 07|15", ""},
		{"9/93--9/99", Date{1993, 9, 0}, Date{1999, 9, 0}, false, "9/93--9/99", ""},
		{"since 10|16", Date{2016, 10, 0}, Date{}, true, "since 10|16", ""},
		{"Set 2020 – attuale", Date{2020, 9, 0}, Date{}, true, "Set 2020 – attuale", ""},
		{"1998-2003, MIT", Date{Year: 1998}, Date{Year: 2003}, false, "1998-2003", "MIT"},
	}
	for _, tt := range tests {
		p, rest, ok := FindPeriod(tt.line)
		if !ok || p.Start != tt.start || p.End != tt.end || p.Present != tt.present || p.Text != tt.text || rest != tt.rest {
			t.Errorf("FindPeriod(%q) = %+v, %q, %v", tt.line, p, rest, ok)
		}
	}
}

func TestFindPeriodNone(t *testing.T) {
	for _, line := range []string{
		"", "Windows 2000 Administrator", "Grew revenue to 2000 customers", "ISO 27001", "Supported 2000+ users",
		"May be relevant", "Room 1999a", "in the 1990s we", "+49 2019 555", "March on", "Reduced cost by 2019$",
	} {
		if p, rest, ok := FindPeriod(line); ok || rest != line {
			t.Errorf("FindPeriod(%q) = %+v, %q", line, p, rest)
		}
	}
}

func TestMonths(t *testing.T) {
	tests := []struct {
		line   string
		months int
		exact  bool
	}{
		{"January 2022 – July 2022", 7, true},
		{"February 2023 – Present", 46, true},
		{"May 2020 – May 2020", 1, true},
		{"2019 – 2021", 14, false},
		{"2019 – 2019", 0, false},
		{"since 2025", 12, false},
		{"2019", 0, false},
		{"until 2019", 0, false},
		{"2013-12-01 – 2014-12-01", 12, true},
		{"Q3 2020", 3, true},
	}
	for _, tt := range tests {
		p, _, _ := FindPeriod(tt.line)
		if m, exact := p.Months(asOf); m != tt.months || exact != tt.exact {
			t.Errorf("%s: Months = %d, %v, want %d, %v", tt.line, m, exact, tt.months, tt.exact)
		}
	}
}

func TestTotalMonths(t *testing.T) {
	var ps []Period
	for _, s := range []string{"Jan 2020 – Jun 2020", "Apr 2020 – Aug 2020", "Jan 2021 – Jan 2021", "May 2020"} {
		p, _, ok := FindPeriod(s)
		if !ok {
			t.Fatal(s)
		}
		ps = append(ps, p)
	}
	if m, exact := TotalMonths(ps[:3], asOf); m != 9 || !exact {
		t.Errorf("TotalMonths = %d, %v, want 9, true", m, exact)
	}
	if m, exact := TotalMonths(ps, asOf); m != 9 || exact {
		t.Errorf("TotalMonths with a lone date = %d, %v, want 9, false", m, exact)
	}
	if got := FormatMonths(46); got != "3 years 10 months" {
		t.Error(got)
	}
	if got := FormatMonths(13); got != "1 year 1 month" {
		t.Error(got)
	}
}

func TestOverlaps(t *testing.T) {
	job, _, _ := FindPeriod("Jan 2022 – Jul 2022")
	for s, want := range map[string]bool{"Jul 2022 – Aug 2022": true, "Aug 2022 – Present": false, "2022": true, "2021": false, "2019 – 2023": true} {
		p, _, _ := FindPeriod(s)
		if got := job.Overlaps(p, asOf); got != want {
			t.Errorf("Overlaps(%s) = %v", s, got)
		}
	}
	if !job.Contains(Date{Year: 2022}, asOf) || job.Contains(Date{Year: 2022, Month: 8}, asOf) {
		t.Error("Contains")
	}
}

func FuzzPeriod(f *testing.F) {
	for _, s := range []string{"Feb 2023 – Present", "03/16 - 11/19", "since 2021 (2 yrs)", "2019–", "Jan – Mar 2020", "(expected 2020)", "Q3 2020", "SoSe 2019", "valid until 2027", "Michaelmas 2018", "’19 – ’21", "jusqu'en 2020", "class of 2012", "sept. 2019 à mai 2020", "İ 2019"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, n, _ := Periods.PeriodAt(s); n > 0 && !Periods.mayBegin(s) {
			t.Fatalf("%q holds a period and is passed over", s)
		}
		p, rest, ok := FindPeriod(s)
		if !ok {
			if rest != s {
				t.Fatalf("no period, but rest %q of %q", rest, s)
			}
			return
		}
		if p.IsZero() || p.Text == "" || len(rest) > len(s)+3 || p.Start.Month > 12 || p.End.Month > 12 {
			t.Fatalf("%q: %+v, rest %q", s, p, rest)
		}
		if m, _ := p.Months(asOf); m < 0 {
			t.Fatalf("%q: %d months", s, m)
		}
	})
}

// TestPeriodString writes periods for people.
func TestPeriodString(t *testing.T) {
	may := Date{Year: 2020, Month: 5}
	for want, p := range map[string]Period{
		"":                         {},
		"May 2020 – present":       {Start: may, Present: true},
		"May 2020":                 {Start: may},
		"2020 – 2021":              {Start: Date{Year: 2020}, End: Date{Year: 2021}},
		"until May 2020":           {End: may},
		"May 2020 – November 2021": {Start: may, End: Date{Year: 2021, Month: 11}},
	} {
		if got := p.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := (Period{Start: may, End: may}).String(); got != "May 2020" {
		t.Errorf("one month: %q", got)
	}
}
