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

// Load parses the templates: "system.tmpl", the fixed part of every prompt,
// "question.tmpl", what was found and the question, "repair.tmpl" and "confirm.tmpl",
// what follows a reply, "translate.tmpl", and "arrange.tmpl" for bot import.
func Load() (*template.Template, error) {
	t, err := template.ParseFS(files, "*.tmpl")
	if err != nil {
		return nil, fmt.Errorf("prompts: parse templates: %w", err)
	}
	return t, nil
}
