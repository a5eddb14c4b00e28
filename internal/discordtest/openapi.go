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
	"regexp"
	"runtime"
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
	mu   sync.Mutex // the validator fills its caches as it goes
	v    validator.Validator
	seen map[string]string // what was said of a request; checking takes some 50 ms
}

// loadSpec reads the description once a process; reading takes about half a second.
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
	if text, err = used(text); err != nil {
		return nil, fmt.Errorf("discordtest: read %s: %w", specPath, err)
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
	return &spec{v: v, seen: map[string]string{}}, nil
})

// routes are what a bot like ours may call. The validator compiles the bodies of
// all it is given, which takes seconds for the whole of Discord's.
var routes = regexp.MustCompile(`^/(gateway(/bot)?|interactions/.*|webhooks/.*/\{webhook_token\}(/messages/.*)?|applications/.*/commands|(users|applications)/@me(/channels)?|channels/\{channel_id\}(/messages.*|/typing)?)$`)

// used is a description with those routes and without what they are answered.
func used(text []byte) ([]byte, error) {
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	var paths map[string]map[string]json.RawMessage
	if err := json.Unmarshal(doc["paths"], &paths); err != nil {
		return nil, err
	}
	for path, item := range paths {
		if !routes.MatchString(path) {
			delete(paths, path)
			continue
		}
		for name, part := range item {
			var operation map[string]json.RawMessage
			if name == "parameters" || json.Unmarshal(part, &operation) != nil {
				continue
			}
			operation["responses"] = json.RawMessage(`{"default":{"description":"left out"}}`)
			js, err := json.Marshal(operation)
			if err != nil {
				return nil, err
			}
			item[name] = js
		}
	}
	js, err := json.Marshal(paths)
	if err != nil {
		return nil, err
	}
	doc["paths"] = js
	return json.Marshal(doc)
}

// moduleRoot is the folder of go.mod above this file.
func moduleRoot() (string, error) {
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		return "", fmt.Errorf("discordtest: where this file stands is not known")
	}
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("discordtest: no go.mod above %s", file)
		}
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
	key := method + " " + identifiers.ReplaceAllString(path, "/*") + "\n" + string(body)
	if said, ok := sp.seen[key]; ok {
		return said
	}
	sp.seen[key] = sp.validate(req)
	return sp.seen[key]
}

// identifiers are snowflakes, and the tokens that follow an interaction's.
var identifiers = regexp.MustCompile(`/\d{15,}(?:/[\w.-]{24,})?`)

// validate is check without its memory. The caller holds mu.
func (sp *spec) validate(req *http.Request) string {
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
