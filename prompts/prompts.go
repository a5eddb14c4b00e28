// Package prompts holds the wording sent to the model, as templates beside this
// file.
package prompts

import (
	"embed"
	"fmt"
	"text/template"
)

//go:embed *.tmpl
var files embed.FS

// Load parses the templates: "system.tmpl", the fixed part of every prompt, and
// "question.tmpl", the passages and the question.
func Load() (*template.Template, error) {
	t, err := template.ParseFS(files, "*.tmpl")
	if err != nil {
		return nil, fmt.Errorf("prompts: parse templates: %w", err)
	}
	return t, nil
}

// Texts are the files as they stand, for finding out whether an answer repeats
// them.
func Texts() ([]string, error) {
	names, err := files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("prompts: list templates: %w", err)
	}
	var out []string
	for _, n := range names {
		data, err := files.ReadFile(n.Name())
		if err != nil {
			return nil, fmt.Errorf("prompts: read %s: %w", n.Name(), err)
		}
		out = append(out, string(data))
	}
	return out, nil
}
