package discordtest

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
)

// What the stand-in tells of servers and of the application is what Discord documents.
func TestAnswersAreDocumented(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, specPath))
	if os.IsNotExist(err) {
		t.Skipf("no %s: answers are not validated", specPath)
	}
	if err != nil {
		t.Fatal(err)
	}
	paths := map[string]string{
		"/users/@me/guilds":                    "/users/@me/guilds",
		"/applications/@me":                    "/applications/@me",
		"/guilds/{guild_id}/roles":             "/guilds/" + GuildID + "/roles",
		"/guilds/{guild_id}/channels":          "/guilds/" + GuildID + "/channels",
		"/guilds/{guild_id}/members/{user_id}": "/guilds/" + GuildID + "/members/" + BotID,
	}
	v := describes(t, text, paths)
	s := New(t)
	g := newGuild()
	g.Channels = append(g.Channels, GuildChannel{ID: "1000000000000000007", Name: "secret", Everyone: ViewChannel, Allow: ViewChannel, Member: SendMessages})
	s.SetGuilds(g)
	for _, path := range paths {
		req, err := http.NewRequest("GET", "https://discord.com/api/v10"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		ask := req.Clone(t.Context())
		ask.URL, err = ask.URL.Parse(s.URL + "/api/v10" + path)
		if err != nil {
			t.Fatal(err)
		}
		ask.Host = ask.URL.Host
		ask.Header.Set("Authorization", "Bot "+Token)
		resp, err := http.DefaultClient.Do(ask)
		if err != nil {
			t.Fatal(err)
		}
		ok, errs := v.ValidateHttpResponse(req, resp)
		resp.Body.Close()
		if !ok || resp.StatusCode != 200 {
			for _, e := range errs {
				t.Errorf("GET %s: HTTP %d: %v %v", path, resp.StatusCode, e, e.SchemaValidationErrors)
			}
		}
	}
}

// describes is a validator of Discord's description of some paths.
func describes(t *testing.T, text []byte, keep map[string]string) validator.Validator {
	t.Helper()
	var doc, all map[string]json.RawMessage
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(doc["paths"], &all); err != nil {
		t.Fatal(err)
	}
	for path := range all {
		if keep[path] == "" {
			delete(all, path)
		}
	}
	js, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	doc["paths"] = js
	if js, err = json.Marshal(doc); err != nil {
		t.Fatal(err)
	}
	d, err := libopenapi.NewDocument(js)
	if err != nil {
		t.Fatal(err)
	}
	v, errs := validator.NewValidator(d, config.WithoutSecurityValidation())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return v
}
