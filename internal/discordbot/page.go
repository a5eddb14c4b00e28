package discordbot

import (
	"strings"

	"resumebot/internal/page"
)

// pageText lays a page about the résumé out in Discord's markup: a heading, the
// parts in bold, what is less important in small print. A page narrowed to some
// parts has their names for headings. Each part has one number; all that it rests on
// stands under Sources.
func pageText(p *page.Page, person string) string {
	if len(p.Parts) == 0 {
		return escape(p.Text)
	}
	var blocks []string
	if !p.Narrowed {
		head := "### " + escape(p.Title)
		if person != "" {
			head = "### " + escape(person) + " · " + escape(p.Title)
		}
		if p.Summary != "" {
			head += "\n-# " + escape(p.Summary)
		}
		blocks = append(blocks, head)
	}
	group := ""
	var cited marks
	for n := range p.Parts {
		part := &p.Parts[n]
		if part.Group != group && !p.Narrowed {
			blocks = append(blocks, "### "+escape(part.Group))
		}
		group = part.Group
		blocks = append(blocks, partText(part, p.Narrowed, &cited))
	}
	if p.More != "" {
		blocks = append(blocks, "-# "+escape(p.More))
	}
	return strings.ReplaceAll(strings.Join(blocks, "\n\n"), "\n\n\n", "\n\n")
}

func partText(p *page.Part, heading bool, cited *marks) string {
	var lines []string
	mark := cited.after(citationsOf(p))
	if p.Name != "" {
		name, org := linked(escape(p.Name), p.URL), linked(escape(p.Org), p.OrgURL)
		if org != "" {
			org = " · " + org
		}
		if heading {
			name = "### " + name
		} else {
			name = "**" + name + "**"
		}
		lines = append(lines, name+org+mark)
		mark = ""
	}
	if len(p.Details) > 0 {
		lines = append(lines, "-# "+escape(strings.Join(p.Details, " · ")))
	}
	for _, l := range p.Lines {
		lines = append(lines, lineText(&l)+mark)
		mark = ""
	}
	return strings.Join(lines, "\n")
}

// citationsOf are what the head of a part cites, or its first line that cites.
func citationsOf(p *page.Part) []int {
	cited := p.Citations
	for n := 0; n < len(p.Lines) && len(cited) == 0; n++ {
		cited = p.Lines[n].Citations
	}
	return cited
}

func lineText(l *page.Line) string {
	text := escape(l.Text)
	if isHTTP(l.URL) {
		text = "<" + l.URL + ">"
	}
	if l.Label != "" {
		text = "**" + escape(l.Label) + ":** " + text
	}
	switch l.Style {
	case page.Heading:
		return "\n**" + text + "**"
	case page.Item:
		return "- " + text
	case page.Note:
		return "-# " + text
	}
	return text
}

// linked makes a name, which is escaped already, a link to an address that can
// stand in one.
func linked(name, url string) string {
	if !isHTTP(url) || strings.Contains(name, "://") {
		return name
	}
	return "[" + strings.NewReplacer("[", "(", "]", ")", `\[`, "(", `\]`, ")").Replace(name) + "](<" + url + ">)"
}

// isHTTP tells whether an address can stand in <…>.
func isHTTP(url string) bool {
	return (strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")) && !strings.ContainsAny(url, "<> \t\n\\") && defang(url) == url
}
