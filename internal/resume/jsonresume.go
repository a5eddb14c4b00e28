package resume

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// readJSON reads JSON Resume 1.0 (jsonresume.org/schema) and FRESH résumés. It
// writes each section as the headings, lines and items that a person would have
// written, so that one builder understands all formats.
func readJSON(path string, data []byte) ([]block, error) {
	root, err := parseJSON(data)
	if err != nil {
		line := 1 + bytes.Count(data[:min(int(err.offset), len(data))], []byte("\n"))
		return nil, Problem{Path: path, Line: line, Err: fmt.Errorf("is not valid JSON: %w", err.err)}
	}
	if root.fields == nil {
		return nil, errors.New("is JSON but no résumé: expected an object with \"basics\", \"work\", … as JSON Resume has")
	}
	w := &jsonWriter{path: path}
	if err := w.prune(root); err != nil {
		return nil, err
	}
	withheld := len(w.blocks)
	if root.find(jsonKeys) != nil { // not the "name" of a package
		w.basics(root)
	}
	for _, s := range jsonSections {
		list := root.find(s.keys)
		if list == nil {
			continue
		}
		if inner := list.find("history|sets|list"); inner != nil {
			list = inner
		}
		if len(list.items) == 0 {
			continue
		}
		w.add(blockHeading, 2, list.line, list.line, s.title)
		before := len(w.blocks)
		for _, item := range list.items {
			s.write(w, item)
		}
		if len(w.blocks) == before { // nothing but empty fields
			w.blocks = w.blocks[:before-1]
		}
	}
	if len(w.blocks) == withheld {
		return nil, errors.New("is JSON but holds no résumé: expected \"basics\", \"work\", \"education\", … as JSON Resume has")
	}
	return w.blocks, nil
}

// jsonKeys are those by which a résumé is known.
const jsonKeys = "basics|work|employment|education|skills|info|contact|social|projects|languages|publications"

// jsonSections are the arrays of a résumé in the order they are shown.
var jsonSections = []struct {
	keys, title string
	write       func(*jsonWriter, *jsonNode)
}{
	{"work|employment", "Work", (*jsonWriter).job},
	{"volunteer|service", "Volunteer", (*jsonWriter).job},
	{"projects", "Projects", (*jsonWriter).entry},
	{"education", "Education", (*jsonWriter).study},
	{"certificates|certifications", "Certificates", (*jsonWriter).entry},
	{"awards|recognition", "Awards", (*jsonWriter).entry},
	{"publications|writing", "Publications", (*jsonWriter).entry},
	{"skills", "Skills", (*jsonWriter).group},
	{"languages", "Languages", (*jsonWriter).group},
	{"interests", "Interests", (*jsonWriter).group},
	{"references|testimonials", "References", (*jsonWriter).reference},
	{"affiliation", "Affiliations", (*jsonWriter).entry},
	{"extracurricular", "Activities", (*jsonWriter).entry},
}

// jsonWriter writes blocks with the lines their values stand on.
type jsonWriter struct {
	path   string
	blocks []block
}

func (w *jsonWriter) add(kind blockKind, level, first, last int, text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	w.blocks = append(w.blocks, block{
		kind: kind, level: level, spans: []span{{text: text}}, raw: text,
		source: Source{Path: w.path, Start: first, End: max(first, last)},
	})
}

// say writes "Label: value" for a field that has one.
func (w *jsonWriter) say(kind blockKind, label string, n *jsonNode) {
	if n == nil || n.text == "" {
		return
	}
	text := n.text
	if label != "" {
		text = label + ": " + text
	}
	w.add(kind, 0, n.line, n.line, text)
}

func (w *jsonWriter) basics(root *jsonNode) {
	b := root.find("basics")
	if b == nil {
		b = root
	}
	if name := b.find("name"); name != nil {
		w.add(blockHeading, 1, name.line, name.line, name.text)
	}
	label := b.find("label|headline")
	info := b.find("info")
	if label == nil && info != nil {
		label = info.find("label")
	}
	if label != nil && label.text != "" {
		w.add(blockHeading, 3, label.line, label.line, label.text)
	}
	contact := b
	if c := b.find("contact"); c != nil {
		contact = c
	}
	for _, f := range []struct{ label, keys string }{{"Email", "email"}, {"Phone", "phone"}, {"Website", "url|website"}} {
		w.say(blockLine, f.label, contact.find(f.keys))
	}
	if l := b.find("location"); l != nil {
		place, first := placeOf(l), l.line
		if place != "" {
			w.add(blockLine, 0, first, l.last, "Location: "+place)
		}
	}
	profiles := b.find("profiles|social")
	if profiles == nil {
		profiles = root.find("social")
	}
	if profiles != nil {
		for _, p := range profiles.items {
			url := p.get("url")
			if url == "" {
				url = p.get("username") + p.get("user")
			}
			w.add(blockLine, 0, p.line, p.last, p.get("network")+": "+url)
		}
	}
	summary := b.find("summary")
	if summary == nil && info != nil {
		summary = info.find("brief|summary")
	}
	if summary != nil && summary.text != "" {
		w.add(blockHeading, 2, summary.line, summary.line, "Summary")
		w.say(blockLine, "", summary)
	}
}

// placeOf writes a location, given as text or as an object, without the street.
func placeOf(n *jsonNode) string {
	if n.text != "" {
		return n.text
	}
	var parts []string
	for _, k := range []string{"city", "region", "countryCode|country"} {
		if v := n.get(k); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, ", ")
}

// head writes the heading of an entry and the line with its place and dates.
// What is what is known here, so the builder is told and need not guess.
func (w *jsonWriter) head(n *jsonNode, title, org string) {
	place := ""
	if l := n.find("location"); l != nil {
		place = placeOf(l)
	}
	period, _, _ := FindPeriod(periodOf(n))
	period.Start.Day, period.End.Day = dayOf(n.get("startDate|start"), period.Start), dayOf(n.get("endDate|end"), period.End)
	name := joinFilled(" | ", title, org)
	line := joinFilled(" | ", place, period.Text)
	if name == "" {
		name, line = line, "" // an entry that names nothing but its time
	}
	if name == "" {
		name = unnamed // what stands below it belongs to nothing before it
	}
	w.add(blockHeading, 3, n.line, n.line, name)
	head := &w.blocks[len(w.blocks)-1]
	head.spans[0].url = n.get("url|website")
	head.exact = &Entry{Title: title, Org: org, Place: place, Period: period}
	last := n.line
	for _, key := range []string{"startDate|start", "endDate|end", "date|releaseDate", "location"} {
		if f := n.find(key); f != nil {
			last = max(last, f.last)
		}
	}
	w.add(blockLine, 0, n.line, last, line)
}

func joinFilled(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), sep)
}

func periodOf(n *jsonNode) string {
	start, end, date := dateOf(n.get("startDate|start")), dateOf(n.get("endDate|end")), dateOf(n.get("date|releaseDate"))
	switch {
	case start != "" && end != "" && !strings.EqualFold(end, "present"):
		return start + " – " + end
	case start != "":
		return start + " – Present"
	case end != "":
		return "until " + end
	}
	return date
}

// dayOf is the day of an ISO date, where the date was read from it.
func dayOf(s string, d Date) int {
	day, err := time.Parse(time.DateOnly, s)
	if err != nil || day.Year() != d.Year || int(day.Month()) != d.Month {
		return 0
	}
	return day.Day()
}

var isoDate = regexp.MustCompile(`^(\d{4})-(\d{2})(?:-\d{2})?$`)

// dateOf writes an ISO date as a person would, so that "2008-10" is not taken
// for 2008 to 2010.
func dateOf(s string) string {
	m := isoDate.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	if month < 1 || month > 12 {
		return m[1]
	}
	return Date{Year: year, Month: month}.String()
}

// job writes an entry whose name is that of the employer.
func (w *jsonWriter) job(n *jsonNode) {
	if n.text != "" || n.get("position|title|role") != "" {
		w.entry(n)
		return
	}
	w.head(n, "", n.get("name|company|employer|organization"))
	w.body(n)
}

func (w *jsonWriter) entry(n *jsonNode) {
	if n.text != "" {
		w.add(blockItem, 0, n.line, n.line, n.text)
		return
	}
	title := n.get("position|title|role")
	org := n.get("name|company|employer|organization|publisher|awarder|issuer|from|entity")
	switch {
	case title == "":
		title, org = n.get("name"), n.get("entity|issuer|publisher|organization|employer|company")
	case n.find("awarder|publisher|issuer") != nil:
		org = n.get("awarder|publisher|issuer")
	}
	w.head(n, title, org)
	w.body(n)
}

// body writes what an entry has below its head.
func (w *jsonWriter) body(n *jsonNode) {
	w.say(blockLine, "", n.find("description"))
	w.say(blockLine, "", n.find("summary"))
	for _, f := range []struct{ label, keys string }{
		{"", "highlights"}, {"Technologies", "keywords"}, {"Roles", "roles"}, {"Courses", "courses|curriculum"},
	} {
		list := n.find(f.keys)
		if list == nil || len(list.items) == 0 {
			continue
		}
		if f.label == "" {
			for _, h := range list.items {
				w.add(blockItem, 0, h.line, h.line, h.text)
			}
			continue
		}
		w.add(blockItem, 0, list.line, list.last, f.label+": "+strings.Join(list.texts(), ", "))
	}
}

func (w *jsonWriter) study(n *jsonNode) {
	degree := strings.TrimSpace(n.get("studyType|degree|title"))
	if area := n.get("area"); area != "" {
		if degree != "" {
			degree += ", "
		}
		degree += area
	}
	w.head(n, degree, n.get("institution|school|name"))
	if s := n.find("score|gpa|grade"); s != nil && s.text != "" {
		w.add(blockItem, 0, s.line, s.line, "Grade (GPA or score): "+s.text)
	}
	w.body(n)
}

// group writes "Name (level): keyword, …" of skills, languages and interests.
func (w *jsonWriter) group(n *jsonNode) {
	if n.text != "" {
		w.add(blockItem, 0, n.line, n.line, n.text)
		return
	}
	name := n.get("name|language|skill")
	level := n.get("level|fluency")
	var words []string
	if k := n.find("keywords|skills"); k != nil {
		words = k.texts()
	}
	switch {
	case len(words) > 0 && level != "":
		name += " (" + level + ")"
		fallthrough
	case len(words) > 0:
		w.add(blockItem, 0, n.line, n.last, name+": "+strings.Join(words, ", "))
	case level != "":
		w.add(blockItem, 0, n.line, n.last, name+" ("+level+")")
	default:
		w.add(blockItem, 0, n.line, n.last, name)
	}
	w.say(blockLine, "", n.find("summary|description"))
}

func (w *jsonWriter) reference(n *jsonNode) {
	text := n.get("reference|quote")
	if name := n.get("name"); name != "" && text != "" {
		text = name + ": “" + text + "”"
	}
	w.add(blockItem, 0, n.line, n.last, text)
}

// jsonNode is a JSON value with the lines it stands on.
type jsonNode struct {
	line, last int
	text       string // of strings, numbers and booleans
	fields     map[string]*jsonNode
	items      []*jsonNode
}

// find returns the first field there is of several names ("a|b"), or nil.
func (n *jsonNode) find(keys string) *jsonNode {
	for k := range strings.SplitSeq(keys, "|") {
		if f := n.fields[k]; f != nil {
			return f
		}
	}
	return nil
}

func (n *jsonNode) get(keys string) string {
	for k := range strings.SplitSeq(keys, "|") {
		if f := n.fields[k]; f != nil && f.text != "" {
			return f.text
		}
	}
	return ""
}

// texts are the items as text; of objects their names.
func (n *jsonNode) texts() []string {
	var out []string
	for _, i := range n.items {
		if t := i.text + i.get("name"); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// markdownLink is a link as some write it in the texts of their JSON.
var markdownLink = regexp.MustCompile(`\[([^\]]+)\]\([^)\s]+\)`)

type jsonError struct {
	offset int64
	err    error
}

func parseJSON(data []byte) (*jsonNode, *jsonError) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	p := &jsonParser{d: d, data: data, line: 1}
	n, err := p.value(0)
	if err == nil {
		if _, extra := d.Token(); !errors.Is(extra, io.EOF) {
			err = errors.New("something stands after the end")
		}
	}
	if err != nil {
		offset := d.InputOffset()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			offset = syntax.Offset
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("it ends too early")
		}
		return nil, &jsonError{offset, err}
	}
	return n, nil
}

type jsonParser struct {
	d    *json.Decoder
	data []byte
	at   int64 // offset up to which lines are counted
	line int
}

// here is the line of the token read last.
func (p *jsonParser) here() int {
	to := min(p.d.InputOffset(), int64(len(p.data)))
	p.line += bytes.Count(p.data[p.at:to], []byte("\n"))
	p.at = to
	return p.line
}

const maxJSONDepth = 64

func (p *jsonParser) value(depth int) (*jsonNode, error) {
	if depth > maxJSONDepth {
		return nil, errors.New("it is nested too deep")
	}
	t, err := p.d.Token()
	if err != nil {
		return nil, err
	}
	n := &jsonNode{line: p.here()}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			n.fields = map[string]*jsonNode{}
		}
		for p.d.More() {
			key := ""
			if n.fields != nil {
				k, err := p.d.Token()
				if err != nil {
					return nil, err
				}
				key, _ = k.(string)
			}
			v, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			if key == "private" && n.fields[key] != nil {
				return nil, errors.New(`"private" stands twice in one object`)
			}
			if n.fields != nil {
				n.fields[key] = v
			} else {
				n.items = append(n.items, v)
			}
		}
		if _, err := p.d.Token(); err != nil {
			return nil, err
		}
	case string:
		n.text = strings.Join(strings.Fields(printable(markdownLink.ReplaceAllString(strings.ReplaceAll(t, "**", ""), "$1"))), " ")
	case json.Number:
		n.text = t.String()
	case bool:
		n.text = fmt.Sprint(t)
	}
	n.last = p.here()
	return n, nil
}
