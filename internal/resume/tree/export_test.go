package tree

import (
	"strings"

	"resumebot/internal/resume/block"
)

// Words are the words of a file of JSON or YAML that a reader ought to find.
func Words(data []byte) []string {
	root, _ := parseYAML(data) // JSON is YAML
	(&writer{}).dropHidden(root)
	root.pairs()
	return treeWords(root.resume(0), "")
}

// treeWords are the words that a reader of a tree ought to find: all but dates, codes,
// flags, addresses of pages, streets and metadata.
func treeWords(n *node, key string) (out []string) {
	for _, m := range []string{"skip", "start", "end", "date", "url", "country", "street", "sectionkind"} {
		if key != "" && (means(key, m) || plainKey(key) == "section") {
			return nil
		}
	}
	for _, i := range n.items {
		out = append(out, treeWords(i, key)...)
	}
	for _, k := range n.order {
		if v := n.fields[k]; v != nil {
			out = append(out, treeWords(v, k)...)
		}
	}
	for _, w := range strings.Fields(n.String()) {
		if w = strings.Trim(w, ",.:;()"); n.fields == nil && n.items == nil && block.RuneLen(w) > 3 && w != "true" && w != "false" && !strings.Contains(w, "://") {
			out = append(out, strings.TrimPrefix(strings.TrimPrefix(w, "tel:"), "mailto:"))
		}
	}
	return out
}
