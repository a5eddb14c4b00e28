package discord

import (
	"encoding/json"
	"fmt"

	"github.com/bwmarrin/discordgo"
)

// decodeMessage decodes a message whatever components it holds. discordgo
// fails on kinds it does not know and then leaves the message empty; nothing
// here needs components of received messages, so they are left out on failure.
// The result has an author.
func decodeMessage(raw json.RawMessage) (*discordgo.Message, error) {
	m := new(discordgo.Message)
	if err := json.Unmarshal(raw, m); err != nil {
		plain, err2 := without(raw, "components")
		if err2 != nil {
			return nil, fmt.Errorf("discord: decode message: %w", err)
		}
		m = new(discordgo.Message)
		if err := json.Unmarshal(plain, m); err != nil {
			return nil, fmt.Errorf("discord: decode message: %w", err)
		}
	}
	if m.ID == "" || m.Author == nil {
		return nil, fmt.Errorf("discord: decode message %q: no id or author", m.ID)
	}
	return m, nil
}

// decodeInteraction decodes an interaction and the texts of a submitted form,
// which discordgo cannot read from Labels. The result has data of its kind and
// a user.
func decodeInteraction(raw json.RawMessage) (*discordgo.Interaction, map[string]string, error) {
	i := new(discordgo.Interaction)
	if err := json.Unmarshal(raw, i); err != nil {
		plain, err2 := without(raw, "components")
		if err2 != nil {
			return nil, nil, fmt.Errorf("discord: decode interaction: %w", err)
		}
		i = new(discordgo.Interaction)
		if err := json.Unmarshal(plain, i); err != nil {
			return nil, nil, fmt.Errorf("discord: decode interaction: %w", err)
		}
	}
	if i.Type == discordgo.InteractionPing {
		return i, nil, nil
	}
	if i.ID == "" || i.Token == "" || i.Data == nil || (i.User == nil && (i.Member == nil || i.Member.User == nil)) {
		return nil, nil, fmt.Errorf("discord: decode interaction %q: no id, token, data or user", i.ID)
	}
	var fields map[string]string
	if i.Type == discordgo.InteractionModalSubmit {
		var form struct{ Data any }
		if err := json.Unmarshal(raw, &form); err != nil {
			return nil, nil, fmt.Errorf("discord: decode form: %w", err)
		}
		fields = map[string]string{}
		collect(form.Data, fields)
	}
	return i, fields, nil
}

// collect finds the inputs of a form wherever they stand.
func collect(v any, fields map[string]string) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			collect(e, fields)
		}
	case map[string]any:
		id, _ := v["custom_id"].(string)
		if text, ok := v["value"].(string); ok && id != "" {
			fields[id] = text
		}
		for _, e := range v {
			collect(e, fields)
		}
	}
}

// without returns a JSON text that has no members of that name. Numbers keep
// their digits.
func without(raw json.RawMessage, name string) (json.RawMessage, error) {
	if len(raw) == 0 {
		return raw, nil
	}
	switch raw[0] {
	case '{':
		var m map[string]json.RawMessage
		if err := json.Unmarshal(raw, &m); err != nil {
			return nil, err
		}
		delete(m, name)
		for k, v := range m {
			plain, err := without(v, name)
			if err != nil {
				return nil, err
			}
			m[k] = plain
		}
		return json.Marshal(m)
	case '[':
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			return nil, err
		}
		for n, v := range list {
			plain, err := without(v, name)
			if err != nil {
				return nil, err
			}
			list[n] = plain
		}
		return json.Marshal(list)
	}
	return raw, nil
}
