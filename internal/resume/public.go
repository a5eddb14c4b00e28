package resume

import (
	"path"
	"strings"
)

// Public gives a file as it may be passed on: without what stands between the
// marks for what is private. It is false for a file that has such marks, or
// might, where they cannot be cut out with certainty.
func Public(name string, data []byte) ([]byte, bool) {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
	default:
		return nil, false
	}
	var out strings.Builder
	private, last := false, 0
	for _, at := range privateMark.FindAllSubmatchIndex(data, -1) {
		closes := at[2] >= 0
		if !private {
			out.Write(data[last:at[0]])
		}
		private, last = !closes, at[1]
	}
	if !private {
		out.Write(data[last:])
	}
	text := []byte(out.String())
	blocks, err := readMarkdown(name, text)
	if err != nil {
		return nil, false
	}
	for _, b := range blocks {
		if b.priv {
			return nil, false
		}
	}
	return text, true
}
