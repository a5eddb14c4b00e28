package discordbot

import (
	"strings"

	"resumebot/internal/page"
	"resumebot/internal/rag"
)

// pageText lays a page about the résumé out in Discord's markup: a heading, the
// parts in bold, what is less important in small print. A page narrowed to some
// parts has their names for headings.
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
	for n := range p.Parts {
		part := &p.Parts[n]
		if part.Group != group && !p.Narrowed {
			blocks = append(blocks, "### "+escape(part.Group))
		}
		group = part.Group
		blocks = append(blocks, partText(part, p.Narrowed))
	}
	if p.More != "" {
		blocks = append(blocks, "-# "+escape(p.More))
	}
	return strings.ReplaceAll(strings.Join(blocks, "\n\n"), "\n\n\n", "\n\n")
}

func partText(p *page.Part, heading bool) string {
	var lines []string
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
		lines = append(lines, name+org+rag.Markers(p.Citations))
	}
	if len(p.Details) > 0 {
		lines = append(lines, "-# "+escape(strings.Join(p.Details, " · ")))
	}
	for _, l := range p.Lines {
		text := escape(l.Text)
		if isHTTP(l.URL) {
			text = "<" + l.URL + ">"
		}
		if l.Label != "" {
			text = "**" + escape(l.Label) + ":** " + text
		}
		switch l.Style {
		case page.Heading:
			text = "\n**" + text + "**"
		case page.Item:
			text = "- " + text
		case page.Note:
			text = "-# " + text
		}
		lines = append(lines, text+rag.Markers(l.Citations))
	}
	return strings.Join(lines, "\n")
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
