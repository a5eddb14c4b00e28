package rtf

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/flow"
)

// target is what the text of a group is for.
type target int

const (
	shown target = iota
	skipped
	fonts
	colours
	sheet
	code    // of a field
	marker  // of a list item
	comment // on the text
)

// look is how characters look.
type look struct {
	bold, italic, caps, hidden, deleted bool
	half                                int // size in half points
	colour, ground                      int // indexes of the table of colours, 0 for none
	font, style                         int
}

// group is what holds up to a closing brace.
type group struct {
	to      target
	starred bool // \*: a reader that does not know what follows skips it
	fresh   bool // no control word has come yet
	look    look
	uc      int // characters that stand behind a \u for readers that do not know it
	url     string
	ends    func() // what is to be done when it ends
}

// para is what is said of paragraphs.
type para struct {
	style, level, outline int
	list, table           bool
	ruled, filled         bool
}

// reader is a document being read.
type reader struct {
	groups   []group
	para     para
	body     *column // that is written to
	heads    []flow.Content
	feet     []flow.Content
	fonts    map[int]int    // code page by font
	names    map[int]string // of styles: those of characters have negative numbers
	white    map[int]bool   // colours
	colours  int
	rgb      [3]int
	privates map[int]string // the mark that the name of a style stands for, where it does
	ansi     int            // code page of the document
	paras    int
	bytes    []byte // of text, not yet decoded
	skip     int    // characters behind a \u that are not shown
	half     rune
	said     strings.Builder // of a group that is no text
	code     string          // of the last field
	typed    strings.Builder // all text, a line for each paragraph
	boxes    int             // around
	shaded   bool            // a cell of the row
	marked   bool
	fault    error
}

func newReader() *reader {
	r := &reader{fonts: map[int]int{}, names: map[int]string{}, privates: map[int]string{}, para: para{outline: -1}, white: map[int]bool{}, ansi: 1252}
	r.groups = []group{{look: look{half: 24}, uc: 1}}
	r.body = &column{reader: r}
	return r
}

func (r *reader) top() *group { return &r.groups[len(r.groups)-1] }

func (r *reader) open() {
	r.flush()
	g := *r.top()
	g.fresh, g.starred, g.ends = true, false, nil
	r.groups = append(r.groups, g)
	r.skip = 0
}

func (r *reader) shut() {
	ends := r.top().ends
	r.groups = r.groups[:len(r.groups)-1]
	r.skip, r.half = 0, 0
	if ends != nil {
		ends()
	}
}

// codePage is the code page of the font at hand.
func (r *reader) codePage() int {
	if p, ok := r.fonts[r.top().look.font]; ok {
		return p
	}
	return r.ansi
}

// char adds a character in the code page of its font.
func (r *reader) char(c byte) {
	if r.skip > 0 {
		r.skip--
		return
	}
	r.top().fresh = false
	if r.top().to != skipped {
		r.bytes = append(r.bytes, c)
	}
}

// flush adds the characters read so far.
func (r *reader) flush() {
	if len(r.bytes) == 0 {
		return
	}
	text := decode(r.bytes, r.codePage())
	if to := r.top().to; to != shown && to != marker {
		text = string(r.bytes)
	}
	r.bytes = r.bytes[:0]
	r.text(text)
}

// text adds text to what it is for.
func (r *reader) text(s string) {
	switch r.top().to {
	case skipped, fonts, sheet:
	case colours:
		for range strings.Count(s, ";") {
			r.white[r.colours] = min(r.rgb[0], r.rgb[1], r.rgb[2]) >= 0xF5
			r.colours++
			r.rgb = [3]int{}
		}
	case shown:
		r.body.add(s)
	default:
		r.said.WriteString(s)
	}
}

// capture sends the text of the group at hand somewhere else, and tells what it was
// when it ends.
func (r *reader) capture(to target, ends func(said string)) {
	r.top().to = to
	before := r.said.Len()
	r.top().ends = func() {
		said := r.said.String()[before:]
		kept := r.said.String()[:before]
		r.said.Reset()
		r.said.WriteString(kept)
		ends(said)
	}
}

// signs are control words that stand for a character.
var signs = map[string]string{
	"bullet": "•", "endash": "–", "emdash": "—", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
	"emspace": " ", "enspace": " ", "qmspace": " ", "tab": "\t",
}

// word carries out a control word.
func (r *reader) word(word string, n int, given bool) {
	g := r.top()
	begins := g.fresh
	g.fresh = false
	if begins && r.group(word, n) {
		return
	}
	switch {
	case g.to == skipped:
	case g.to == fonts:
		switch word {
		case "f":
			g.look.font = n
		case "fcharset":
			if page, ok := charsets[n]; ok {
				r.fonts[g.look.font] = page
			}
		}
	case g.to == colours:
		if i := slices.Index([]string{"red", "green", "blue"}, word); i >= 0 {
			r.rgb[i] = n
		}
	case signs[word] != "":
		r.text(signs[word])
	case word == "u":
		if r.skip == 0 {
			r.flush()
			r.unit(n)
		}
		r.skip = g.uc
	case word == "uc":
		g.uc = min(max(n, 0), 10)
	case word == "ansicpg":
		r.ansi = n
	case word == "mac":
		r.ansi = 10000
	case word == "pc":
		r.ansi = 437
	case word == "pca":
		r.ansi = 850
	case g.to == shown || g.to == marker:
		if !r.paragraph(word, n) {
			g.look.set(word, n, given)
		}
	}
}

// set changes how characters look.
func (l *look) set(word string, n int, given bool) {
	on := !given || n != 0
	switch word {
	case "plain":
		*l = look{half: 24, font: l.font, deleted: l.deleted}
	case "b":
		l.bold = on
	case "i":
		l.italic = on
	case "caps", "scaps":
		l.caps = on
	case "v":
		l.hidden = on
	case "deleted":
		l.deleted = on
	case "fs":
		l.half = min(max(n, 0), 2000)
	case "cf":
		l.colour = n
	case "highlight", "cb", "chcbpat":
		l.ground = n
	case "f":
		l.font = n
	case "cs":
		l.style = -n
	}
}

// paragraph carries out what is said of paragraphs and tables.
func (r *reader) paragraph(word string, n int) bool {
	switch word {
	case "par", "sect":
		r.body.end()
	case "line", "softline":
		r.body.line()
	case "pard":
		r.para = para{outline: -1}
	case "s":
		r.para.style = n
	case "ilvl":
		r.para.level = min(max(n, 0), 8)
	case "outlinelevel":
		r.para.outline = n
	case "intbl":
		r.para.table = true
	case "brdrb":
		r.para.ruled = true
	case "cbpat":
		r.para.filled = n != 0 && !r.white[n]
	case "clcbpat":
		r.shaded = r.shaded || n != 0 && !r.white[n]
	case "trowd":
		r.shaded = false
	case "trhdr":
		r.body.header = true
	case "cell":
		r.para.table = true
		r.body.cell()
	case "row":
		r.body.row()
	case "nestcell", "nestrow":
		r.body.end()
	default:
		return false
	}
	return true
}

// skips begin the groups that are no text.
var skips = strings.Fields("info pict objdata objclass objname nonshppict sp sn sv background template xe tc rxe listtable listoverridetable revtbl pnseclvl private ftnsep ftnsepc ftncn aftnsep filetbl footnotesep private1 rsidtbl themedata colorschememapping datastore latentstyles generator xmlnstbl wgrffmtfilter mmathPr operator author atnid atnauthor atndate atnicon atnref atnparent atrfstart atrfend bkmkstart bkmkend formfield datafield shprslt nesttableprops headerl footerl upr")

var hyperlink = lazyregexp.New(`^\s*HYPERLINK\s+"?([^"\s]+)`)

// changing are fields whose result changes from page to page.
var changing = lazyregexp.New(`(?i)^\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|TOC|FILENAME|SAVEDATE|PRINTDATE)\b`)

// group carries out the control word that begins a group and tells what it is for.
func (r *reader) group(word string, n int) bool {
	g := r.top()
	switch {
	case word == "ud": // the same as what stands before it, which is skipped
		g.to = shown
		return true
	case g.to == skipped:
		return true
	}
	switch word {
	case "fonttbl":
		g.to = fonts
	case "colortbl":
		g.to = colours
	case "stylesheet":
		g.to = sheet
	case "s", "cs", "ds", "ts":
		if g.to != sheet {
			return false
		}
		r.style(word, n)
	case "fldinst":
		r.capture(code, func(said string) { r.code = said })
	case "fldrslt":
		if m := hyperlink.FindStringSubmatch(r.code); m != nil && field.WebAddress(m[1]) {
			g.url = m[1]
		}
		if changing.MatchString(r.code) {
			g.to = skipped
		}
	case "field":
		r.code = ""
		return false
	case "listtext", "pntext":
		r.capture(marker, func(said string) { r.para.list = strings.TrimSpace(said) != "" })
	case "pn":
		r.capture(code, func(string) {})
	case "annotation":
		r.capture(comment, r.comment)
	case "header", "headerr", "headerf", "footer", "footerr", "footerf":
		r.margin(word)
	case "shptxt", "dptxbxtext", "footnote":
		r.box()
	case "shpinst", "shp", "do":
	default:
		if g.starred || slices.Contains(skips, word) {
			g.to = skipped
			return true
		}
		return false
	}
	return true
}
