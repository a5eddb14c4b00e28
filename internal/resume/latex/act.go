package latex

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// act does what commands.txt says of a command.
func (r *reader) act(t token, u usage) {
	line := r.in.line
	args := r.in.arguments(u)
	switch u.action {
	case "out", "rule":
	case "show", "blank", "gap", "accent", "link", "address", "icon":
		r.sign(u, args)
	case "text", "bold", "italic", "colour", "size", "aside", "quoted", "fraction":
		r.textual(u, args)
	case "set":
		r.set(u.value)
	case "break":
		r.lineBreak()
	case "par":
		r.flush()
	case "length":
		switch r.in.length(); u.value {
		case "gap":
			r.gap()
		case "blank":
			r.blank()
		}
	case "point":
		r.point(args)
	case "name", "headline", "contact", "quote":
		r.tell(u, args, line)
	case "personal":
		r.flush()
		before := r.personal
		r.personal = true
		r.shown(u, args, func(body []token) { r.within(body) })
		r.flush()
		r.personal = before
	default:
		r.structural(u, args, line)
	}
}

// structural does what makes blocks.
func (r *reader) structural(u usage, args [][]token, line int) {
	if r.inline {
		r.shown(u, args, func(body []token) { r.within(body); r.gap() })
		return
	}
	r.flush()
	r.kind, r.level = block.Line, 0
	switch u.action {
	case "heading":
		r.heading(u, args, line)
	case "section":
		r.begun = true
		r.put(block.Heading, 2, line, line, []block.Span{{Text: u.value}})
		r.shown(u, args, r.apart)
	case "entry":
		r.entry(u, args, line)
	case "head":
		r.head(u, args, line)
	case "row":
		r.rows(u, args, line)
	case "item":
		r.item(u, args)
	case "items":
		r.shown(u, args, func(body []token) { r.kind, r.level = block.Item, max(len(r.lists)-1, 0); r.apart(body) })
	case "ratings":
		r.ratings(args[0], line)
	case "line":
		r.columns(u, args, line)
	case "block":
		r.shown(u, args, r.apart)
	}
	r.kind, r.level = block.Line, 0
}

// unshown are the names of arguments that are no text.
var unshown = []string{"-", "model", "color", "size", "options", "columns"}

// shown does something with each argument that is shown.
func (r *reader) shown(u usage, args [][]token, do func(body []token)) {
	for i, a := range u.args {
		if !slices.Contains(unshown, a.name) && len(args[i]) > 0 {
			do(args[i])
		}
	}
}

// apart reads an argument as paragraphs of its own.
func (r *reader) apart(body []token) {
	r.within(body)
	r.flush()
}

// sign writes what stands for a command.
func (r *reader) sign(u usage, args [][]token) {
	switch u.action {
	case "show":
		r.text(u.value)
	case "blank":
		if slices.ContainsFunc(args, func(a []token) bool { return strings.Contains(flat(a), `\fill`) }) {
			r.gap()
		} else {
			r.blank()
		}
	case "gap":
		r.gap()
	case "accent":
		r.accent(args[len(args)-1], u.value)
	case "link":
		r.link(args[1], args[2])
	case "address":
		r.link(args[0], nil)
	case "icon":
		r.pictogram(flat(args[len(args)-1]))
	}
}

// textual reads arguments where they stand, set as the command sets them.
func (r *reader) textual(u usage, args [][]token) {
	before := r.style
	switch u.action {
	case "colour", "size":
		r.unseenIn(u, args)
		if u.groups == 1 || u.action == "size" {
			return
		}
	case "aside":
		r.blank()
		r.text("(")
	case "quoted":
		r.text("“")
	case "bold":
		if u.value == "apart" {
			r.flush()
		}
		r.style.Bold = true
	case "italic":
		r.style.Italic = true
	}
	first := true
	r.shown(u, args, func(body []token) {
		if u.action == "fraction" && !first {
			r.text("/")
		}
		first = false
		r.within(body)
	})
	switch u.action {
	case "aside":
		r.text(")")
	case "quoted":
		r.text("”")
	}
	if r.style = before; u.value == "apart" {
		r.blank()
	}
}

// backgrounds are what white text may stand on.
var backgrounds = regexp.MustCompile(`colorbox|pagecolor|rowcolor|cellcolor|columncolor|tikz|\\rule|background|mdframed|framed`)

// white are the names and numbers of white.
var white = lazyregexp.New(`(?i)^(?:white|#?ffffff|1(?:\.0)?,1(?:\.0)?,1(?:\.0)?|255,255,255|1(?:\.0)?|0,0,0,0)$`)

// smallest is the least size of letters that anybody reads, in points.
const smallest = 3

// unseenIn notes that a colour or size is one that nobody sees.
func (r *reader) unseenIn(u usage, args [][]token) {
	if r.unseen.How != "" && !strings.HasSuffix(r.unseen.Spans[0].Text, " ") {
		r.hide(" ")
	}
	if u.action == "size" {
		size, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(flat(args[0]), "pt")), 64)
		if r.style.unseen = ""; err == nil && size < smallest {
			r.style.unseen = "in letters too small to read"
		}
		return
	}
	name := strings.ReplaceAll(flat(args[1]), " ", "")
	if r.style.unseen = ""; !r.boxes && white.MatchString(name) && (len(args[0]) > 0 || letter(name[0])) {
		r.style.unseen = "in white"
	}
}

// set changes how what follows is set.
func (r *reader) set(value string) {
	switch value {
	case "bold":
		r.style.Bold = true
	case "italic":
		r.style.Italic = true
	case "upright":
		r.style.Italic = false
	case "plain":
		r.style.Bold, r.style.Italic = false, false
	}
}

// accent writes a letter with a combining mark.
func (r *reader) accent(letter []token, mark string) {
	number, err := strconv.ParseUint(mark, 16, 16)
	base := []rune(r.plain(letter))
	if err != nil || len(base) == 0 {
		return
	}
	r.text(norm.NFC.String(string(base[0])+string(rune(number))) + string(base[1:]))
}

// link writes a text that leads somewhere, or the address itself.
func (r *reader) link(address, text []token) {
	before, url := r.style.URL, strings.ReplaceAll(flat(address), " ", "")
	if strings.HasPrefix(url, "www.") {
		url = "https://" + url
	}
	if field.WebAddress(url) {
		r.style.URL = url
	}
	r.icon = ""
	size := r.size()
	if text != nil {
		r.within(text)
	} else {
		r.text(strings.ReplaceAll(flat(address), " ", ""))
	}
	if r.size() == size && r.icon != "" { // nothing but a pictogram
		r.text(r.icon)
	}
	r.style.URL = before
}

// size is how much text the paragraph has.
func (r *reader) size() int {
	n := 0
	for _, s := range r.gather() {
		n += len(strings.TrimSpace(s.Text))
	}
	return n + len(r.blocks)<<32
}

// icons are the labels that pictograms stand for.
var icons = []struct{ part, label string }{
	{"phone", "Phone"}, {"mobile", "Phone"}, {"envelope", "Email"}, {"at", "Email"}, {"mapmarker", "Location"}, {"home", "Location"},
	{"linkedin", "LinkedIn"}, {"github", "GitHub"}, {"gitlab", "GitLab"}, {"twitter", "Twitter"}, {"orcid", "ORCID"}, {"stackoverflow", "StackOverflow"}, {"kaggle", "Kaggle"}, {"medium", "Medium"},
}

func isIcon(name string) bool {
	return len(name) > 2 && (strings.HasPrefix(name, "fa") || strings.HasPrefix(name, "ai")) && name[2] >= 'A' && name[2] <= 'Z'
}

// pictogram labels what follows it where the person's data stand; elsewhere it is not
// read.
func (r *reader) pictogram(name string) {
	name = strings.ToLower(strings.ReplaceAll(name, "-", ""))
	i := slices.IndexFunc(icons, func(c struct{ part, label string }) bool {
		return strings.HasPrefix(name, c.part)
	})
	if i < 0 {
		return
	}
	r.icon = icons[i].label
	if c := r.ending(); !r.begun && !r.preamble && r.style.URL == "" && (c == '\n' || c == '\t' || strings.HasSuffix(strings.TrimSpace(block.Plain(r.gather())), "|")) {
		r.text(r.icon + ": ")
	}
}
