package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
)

// specPath is Discord's own description of its HTTP API
// (github.com/discord/discord-api-spec, OpenAPI 3.1), kept beside the
// repository and not in it.
const specPath = "../shared/data/discord/openapi.json"

// A spec checks request bodies against Discord's OpenAPI description.
type spec struct {
	mu sync.Mutex // the validator fills its caches as it goes
	v  validator.Validator
}

// loadSpec reads the description once a process; reading takes about a second.
// It returns nil without an error where the file is absent.
var loadSpec = sync.OnceValues(func() (*spec, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(root, specPath))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	doc, err := libopenapi.NewDocument(text)
	if err != nil {
		return nil, fmt.Errorf("discordtest: read %s: %w", specPath, err)
	}
	v, errs := validator.NewValidator(doc, config.WithoutSecurityValidation(), config.WithStrictMode(),
		// Strict mode does not know that additionalProperties declare the locales.
		config.WithStrictIgnorePaths("$.body**.name_localizations.*", "$.body**.description_localizations.*"))
	if len(errs) > 0 {
		return nil, fmt.Errorf("discordtest: read %s: %v", specPath, errs)
	}
	return &spec{v: v}, nil
})

// moduleRoot is the folder of go.mod above the running test.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("discordtest: no go.mod above the test")
		}
		dir = up
	}
}

// check returns what is wrong with a request, or "". The path is relative to
// the API's base, such as /channels/1/messages.
func (sp *spec) check(method, path string, body []byte) string {
	req, err := http.NewRequest(method, "https://discord.com/api/v10"+path, bytes.NewReader(body))
	if err != nil {
		return err.Error()
	}
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	sp.mu.Lock()
	defer sp.mu.Unlock()
	ok, errs := sp.v.ValidateHttpRequestSync(req)
	if ok {
		return ""
	}
	var out []string
	for _, e := range errs {
		out = append(out, e.Error())
		for _, cause := range e.SchemaValidationErrors {
			out = append(out, "  "+cause.Error())
		}
	}
	return strings.Join(out, "\n")
}

// payload is the JSON of a request and the files that came with it: a plain
// JSON body, or the payload_json and files[n] parts of a form.
func payload(contentType string, body []byte) (json.RawMessage, []File, error) {
	kind, params, _ := mime.ParseMediaType(contentType)
	if kind != "multipart/form-data" {
		return body, nil, nil
	}
	var js json.RawMessage
	var files []File
	r := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := r.NextPart()
		if err == io.EOF {
			return js, files, nil
		}
		if err != nil {
			return nil, nil, fmt.Errorf("discordtest: read form: %w", err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, nil, fmt.Errorf("discordtest: read form: %w", err)
		}
		switch name := part.FormName(); {
		case name == "payload_json":
			js = data
		case strings.HasPrefix(name, "files["):
			files = append(files, File{Name: part.FileName(), Type: part.Header.Get("Content-Type"), Data: data})
		default:
			return nil, nil, fmt.Errorf("discordtest: unknown form part %q", name)
		}
	}
}
