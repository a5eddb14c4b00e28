package discordtest

import (
	"strings"
	"testing"
)

func TestSpecCatchesWrongBodies(t *testing.T) {
	sp, err := loadSpec()
	if err != nil {
		t.Fatal(err)
	}
	if sp == nil {
		t.Skip("no ../shared/data/discord/openapi.json: bodies are not validated")
	}
	const hook = "/webhooks/1000000000000000001/tok.en-_1/messages/@original"
	const callback = "/interactions/1000000000000000001/tok.en-_1/callback"
	const channel = "/channels/1000000000000000001/messages"
	tests := []struct {
		name, method, path, body string
		want                     string // part of the complaint; "" means accepted
	}{
		{"edit", "PATCH", hook, `{"content":"hi","allowed_mentions":{"parse":[]}}`, ""},
		{"edit with a misspelt field", "PATCH", hook, `{"contents":"hi"}`, "contents"},
		{"edit with a number as content", "PATCH", hook, `{"content":5}`, "content"},
		{"unknown mention kind", "PATCH", hook, `{"content":"hi","allowed_mentions":{"parse":["all"]}}`, "parse"},
		{"deferral", "POST", callback, `{"type":5,"data":{"flags":64}}`, ""},
		{"answer", "POST", callback, `{"type":4,"data":{"content":"hi","allowed_mentions":{"parse":[]}}}`, ""},
		{"answer misspelt", "POST", callback, `{"type":4,"data":{"contents":"hi"}}`, "contents"},
		{"unknown callback", "POST", callback, `{"type":77}`, "type"},
		{"choices", "POST", callback, `{"type":8,"data":{"choices":[{"name":"Go","value":"go"}]}}`, ""},
		{"choice without value", "POST", callback, `{"type":8,"data":{"choices":[{"name":"Go"}]}}`, "value"},
		{"button without a kind", "POST", channel, `{"content":"x","components":[{"type":1,"components":[{"type":2,"label":"x"}]}]}`, "style"},
		{"message", "POST", channel, `{"content":"x","nonce":"a1","enforce_nonce":true,"message_reference":{"message_id":"1000000000000000002","fail_if_not_exists":false},"allowed_mentions":{"parse":[],"replied_user":false}}`, ""},
		{"long content", "POST", channel, `{"content":"` + strings.Repeat("x", 4001) + `"}`, "maxLength"},
		{"no such route", "POST", "/channel/5", `{}`, "not found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := sp.check(tt.method, tt.path, []byte(tt.body))
			if tt.want == "" && got != "" {
				t.Errorf("refused: %s", got)
			}
			if tt.want != "" && !strings.Contains(got, tt.want) {
				t.Errorf("complaint %q does not name %q", got, tt.want)
			}
		})
	}
}
