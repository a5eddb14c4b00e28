package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

var (
	frontMatter = regexp.MustCompile(`\A---[ \t]*\n(?:(?:[A-Za-z_][\w-]*[ \t]*:.*|[ \t]+.*|#.*|-[ \t].*|[ \t]*)\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\z)`)
	frontField  = regexp.MustCompile(`^([ \t]*)(?:-[ \t]+)?["']?([A-Za-z][\w -]*?)["']?[ \t]*:(?:[ \t]+(.*))?$`)
	frontItem   = regexp.MustCompile(`^[ \t]*-[ \t]+(\S+)$`)
)

// frontKeys are the keys of front matter that are read: what of the person each
// tells. Others are settings of the program that the file was written for.
var frontKeys = []struct{ field, keys string }{
	{"name", "name|author|fullname|full_name"},
	{"headline", "title|headline|position|role|tagline|jobtitle|job_title|profession|occupation"},
	{"place", "location|address|city|town|region|state|country|ort|adresse|place"},
	{"street", "street|postcode|zip|plz|postal_code|postalcode"},
	{"reach", "contact|email|e-mail|mail|phone|tel|telephone|mobile|cell|handy|whatsapp|web|website|homepage|url|site|blog|link|links|orcid|linkedin|github|gitlab|bitbucket|twitter|mastodon|stackoverflow|kaggle|medium|xing|behance|dribbble"},
}

func frontKey(key string) string {
	key = strings.ToLower(key)
	for _, row := range frontKeys {
		if slices.Contains(strings.Split(row.keys, "|"), key) {
			return row.field
		}
	}
	return ""
}

// readFrontMatter reads who it is and how to reach them from the YAML front matter of
// a Markdown file: the known keys, one to a line, the name first.
func readFrontMatter(path string, data []byte) []block.Block {
	m := frontMatter.Find(data)
	if !bytes.Contains(m, []byte(":")) {
		return nil
	}
	var blocks []block.Block
	place, under := -1, "" // the block of the place, the key that a list stands below
	for i, line := range strings.Split(string(m), "\n") {
		key, value := under, ""
		if f := frontField.FindStringSubmatch(line); f != nil {
			key, value = f[2], frontValue(f[3])
			if nested := f[1] != "" || strings.HasPrefix(strings.TrimSpace(line), "-"); nested && slices.Contains([]string{"name", "headline"}, frontKey(key)) {
				continue // of a link, a school …
			}
			under = key
		} else if f := frontItem.FindStringSubmatch(line); f != nil {
			value = frontValue(f[1])
		}
		means := frontKey(key)
		if value == "" || means == "" || strings.EqualFold(key, "title") && !field.IsTitle(value) && !field.NameLine(value) {
			continue // "title" may be the page's
		}
		text := strings.ToUpper(key[:1]) + key[1:] + ": " + value
		switch {
		case means == "name" || means == "headline":
			text = value
		case means == "place" && place >= 0:
			b := &blocks[place]
			b.Spans[0].Text += ", " + value
			b.Raw += "\n" + strings.TrimSpace(line)
			b.Source.End = i + 1
			continue
		case means == "place":
			place = len(blocks)
		}
		blocks = append(blocks, block.Block{Kind: block.Line, Spans: []block.Span{{Text: text}}, Raw: strings.TrimSpace(line), Source: resume.Source{Path: path, Start: i + 1, End: i + 1}})
	}
	if name := slices.IndexFunc(blocks, func(b block.Block) bool { return field.NameLine(block.Text(b.Spans)) }); name > 0 {
		blocks = slices.Insert(slices.Delete(slices.Clone(blocks), name, name+1), 0, blocks[name])
	}
	return blocks
}

// frontValue is a value on one line, without quotes and remarks.
func frontValue(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[:1], "|>&*!{#") {
		return ""
	}
	if q := s[:1]; strings.ContainsAny(q, `"'`) {
		if end := strings.Index(s[1:], q); end >= 0 {
			return strings.TrimSpace(s[1 : 1+end])
		}
		return ""
	}
	s, _, _ = strings.Cut(s, " #")
	return strings.TrimSpace(strings.Trim(s, "[]"))
}

// blankFrontMatter replaces YAML front matter by empty lines, so that the line
// numbers of the rest stay.
func blankFrontMatter(data []byte) []byte {
	m := frontMatter.Find(data)
	if !bytes.Contains(m, []byte(":")) {
		return data
	}
	return append(bytes.Repeat([]byte("\n"), bytes.Count(m, []byte("\n"))), data[len(m):]...)
}
