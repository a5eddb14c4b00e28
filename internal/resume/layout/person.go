package layout

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
	"unicode"
)

// Person is an invented person with all that a résumé may say of one.
type Person struct {
	Lang      string // "en", "de", "fr", "es"
	Name      string
	Headline  string
	Email     string
	Phone     string
	Town      string
	Links     []string // without scheme
	Summary   string
	Posts     []Item // newest first
	Studies   []Item // newest first
	Volunteer []Item
	Certs     []Item
	Papers    []Item
	Skills    []string // "Group: one, two"
	Languages []string
	Levels    []string // of Languages
	Interests []string
}

// Item is a post, a course of study, a certificate or a paper.
type Item struct {
	Kind       string
	Title, Org string
	Department string
	Place      string
	Start, End Date
	Present    bool
	Bullets    []string
}

// maker holds what the parts of one person are made of.
type maker struct {
	r               *rand.Rand
	lex             lexicon
	trade, country  map[string][]string
	surnames, stems []string
}

// this is the year that résumés are written in.
const this = 2026

// person draws a person.
func person(r *rand.Rand, lex lexicon) Person {
	country := one(r, []string{"us", "us", "us", "us", "us", "uk", "uk", "uk", "india", "india", "canada", "australia", "nigeria", "ireland", "poland", "brazil", "kenya", "netherlands", "de", "de", "fr", "es"})
	lang, trades := "en", lex["trades"]
	if len(country) == 2 && country != "us" && country != "uk" {
		lang, trades = country, lex["trades-"+country]
	}
	var names []string
	for n := range trades {
		if n != "" {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	m := maker{r: r, lex: lex, trade: trades[one(r, names)], country: lex["names"][country], stems: lex["common"]["stems"]["words"]}
	m.surnames = m.country["surnames"]
	p := Person{Lang: lang, Headline: one(r, m.trade["headlines"]), Summary: m.fill(one(r, m.trade["summary"]), ""), Town: one(r, m.country["towns"])}
	m.contact(&p)
	m.career(&p)
	for _, s := range m.trade["skills"] {
		p.Skills = append(p.Skills, m.fill(s, ""))
	}
	p.Languages = strings.Split(strings.Join(m.country["languages"], ""), ", ")
	p.Levels = strings.Split(m.lex["common"]["levels"][lang][0], ", ")
	if r.IntN(100) < 45 {
		p.Certs = m.certificates()
	}
	if lang == "en" {
		m.extras(&p)
	}
	return p
}

func (m *maker) fill(pattern, town string) string {
	return fill(m.r, pattern, town, m.surnames, m.stems)
}

func (m *maker) contact(p *Person) {
	given, surname := one(m.r, m.country["given"]), one(m.r, m.surnames)
	p.Name = given + " " + surname
	user := ascii(given) + "." + ascii(surname)
	if m.r.IntN(4) == 0 {
		user = ascii(given)[:1] + ascii(surname) + strconv.Itoa(10+m.r.IntN(80))
	}
	p.Email = user + "@" + one(m.r, m.lex["common"]["domains"]["words"])
	var phone strings.Builder
	for _, c := range one(m.r, m.country["phones"]) {
		if c == '#' {
			c = rune('0' + m.r.IntN(10))
		}
		phone.WriteRune(c)
	}
	p.Phone = phone.String()
	slug := ascii(given) + "-" + ascii(surname)
	for _, l := range []struct {
		at      string
		percent int
	}{{"linkedin.com/in/" + slug, 60}, {"github.com/" + strings.ReplaceAll(slug, "-", ""), 20}, {slug + ".example.com", 15}} {
		if m.r.IntN(100) < l.percent {
			p.Links = append(p.Links, l.at)
		}
	}
}

// career draws posts and studies, the newest first and without overlap.
func (m *maker) career(p *Person) {
	titles, n := m.trade["titles"], 2+m.r.IntN(4)
	n = min(n, len(titles))
	bullets := some(m.r, m.trade["bullets"], len(m.trade["bullets"]))
	at := this*12 - m.r.IntN(6) // months from year 0
	rank := len(titles) - 1 - m.r.IntN(len(titles)-n+1)
	for i := range n {
		length := 7 + m.r.IntN(48)
		it := Item{Kind: "work", Title: titles[max(0, rank-i)], Start: month(at - length), End: month(at), Place: m.town(p.Town)}
		it.Org = m.fill(one(m.r, m.trade["orgs"]), bare(it.Place))
		if i == 0 && m.r.IntN(4) > 0 {
			it.Present, it.End = true, Date{}
		}
		if i > 0 && m.r.IntN(100) < 25 { // the post before with the same employer
			it.Org, it.Place, it.End = p.Posts[i-1].Org, p.Posts[i-1].Place, month(index(p.Posts[i-1].Start)-1)
		}
		if m.r.IntN(3) == 0 {
			it.Department = one(m.r, m.trade["departments"])
		}
		for range min(1+m.r.IntN(4), len(bullets)-(n-1-i)) {
			it.Bullets, bullets = append(it.Bullets, m.fill(bullets[0], bare(it.Place))), bullets[1:]
		}
		p.Posts = append(p.Posts, it)
		at = index(it.Start) - 1 - m.r.IntN(5)
	}
	m.studies(p, at)
}

func (m *maker) studies(p *Person, at int) {
	for range 1 + m.r.IntN(2+m.r.IntN(2)) {
		it := Item{Kind: "education", Title: one(m.r, m.trade["degrees"]), Start: month(at - 24 - 12*m.r.IntN(3)), End: month(at), Place: m.town(p.Town)}
		for slices.ContainsFunc(p.Studies, func(s Item) bool { return s.Title == it.Title }) {
			it.Title = one(m.r, m.trade["degrees"])
		}
		it.Org = m.fill(one(m.r, m.trade["schools"]), bare(it.Place))
		p.Studies = append(p.Studies, it)
		at = index(it.Start) - 1 - m.r.IntN(20)
		if len(p.Studies) == len(m.trade["degrees"]) {
			return
		}
	}
}

func (m *maker) certificates() []Item {
	var out []Item
	for i, c := range some(m.r, m.trade["certs"], 1+m.r.IntN(2)) {
		title, org, _ := strings.Cut(m.fill(c, bare(one(m.r, m.country["towns"]))), "; ")
		out = append(out, Item{Kind: "certificate", Title: title, Org: org, Start: Date{Year: this - 1 - 2*i - m.r.IntN(6)}})
	}
	return out
}

// extras draws what stands at the end of some résumés.
func (m *maker) extras(p *Person) {
	common := m.lex["common"]
	if m.r.IntN(100) < 20 {
		from := (this-8)*12 + m.r.IntN(36)
		town := m.town(p.Town)
		p.Volunteer = []Item{{Kind: "volunteer", Title: one(m.r, common["volunteer"]["titles"]), Org: m.fill(one(m.r, common["volunteer"]["orgs"]), bare(town)),
			Place: town, Start: month(from), End: month(from + 8 + m.r.IntN(30)), Bullets: []string{m.fill(one(m.r, common["volunteer"]["bullets"]), "")}}}
	}
	if m.r.IntN(100) < 15 {
		for i, t := range some(m.r, common["publications"]["titles"], 1+m.r.IntN(2)) {
			p.Papers = append(p.Papers, Item{Kind: "publication", Title: t, Org: m.fill(one(m.r, common["publications"]["orgs"]), bare(p.Town)), Start: Date{Year: this - 1 - i - m.r.IntN(7)}})
		}
	}
	if m.r.IntN(100) < 35 {
		p.Interests = some(m.r, common["interests"]["words"], 2+m.r.IntN(4))
	}
}

// town draws the place of a post, often where the person lives.
func (m *maker) town(home string) string {
	if m.r.IntN(2) == 0 {
		return home
	}
	return one(m.r, m.country["towns"])
}

// bare is a town without what follows it.
func bare(place string) string {
	town, _, _ := strings.Cut(place, ",")
	return strings.TrimRight(strings.TrimSuffix(town, " NSW"), " 0123456789")
}

func month(n int) Date      { return Date{Year: n / 12, Month: n%12 + 1} }
func index(d Date) int      { return d.Year*12 + d.Month - 1 }
func (d Date) isZero() bool { return d.Year == 0 }

// ascii is a name as it stands in addresses.
func ascii(name string) string {
	name = strings.NewReplacer("ł", "l", "Ł", "L", "ß", "ss", " ", "", "'", "").Replace(name)
	out, _, _ := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name)
	return strings.ToLower(out)
}
