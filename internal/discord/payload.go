package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// A Message is what the bot shows: the whole of it, so an edit replaces text,
// embeds and components alike. However it is sent, it mentions nobody: its
// allowed_mentions are always empty (resources/message: allowed mentions).
type Message struct {
	Content    string // at most 2,000 characters; not with MessageFlagsIsComponentsV2
	Embeds     []*discordgo.MessageEmbed
	Components []discordgo.MessageComponent
	Files      []File                 // added to those already there, in an edit
	Flags      discordgo.MessageFlags // ephemeral, components V2, suppress embeds
	ReplyTo    string                 // id of a message in the same channel; "" for none
}

// A File is an attachment. Description is its alternative text.
type File struct {
	Name, ContentType, Description string
	Data                           []byte
}

// editable are the flags that an edit may set.
const editable = discordgo.MessageFlagsSuppressEmbeds | discordgo.MessageFlagsIsComponentsV2

// wireMessage is a Message in Discord's JSON.
type wireMessage struct {
	Content     *string                      `json:"content,omitempty"`
	Embeds      *[]*discordgo.MessageEmbed   `json:"embeds,omitempty"`
	Components  []discordgo.MessageComponent `json:"components"`
	Attachments []wireAttachment             `json:"attachments,omitempty"`
	Flags       discordgo.MessageFlags       `json:"flags,omitempty"`
	Mentions    noMentions                   `json:"allowed_mentions"`
	Reference   *wireReference               `json:"message_reference,omitempty"`
	Nonce       string                       `json:"nonce,omitempty"`
	Enforce     bool                         `json:"enforce_nonce,omitempty"`
}

type wireAttachment struct {
	ID          string `json:"id"` // n of files[n], a snowflake otherwise
	Filename    string `json:"filename"`
	Description string `json:"description,omitempty"`
}

type wireReference struct {
	MessageID string `json:"message_id"`
	Strict    bool   `json:"fail_if_not_exists"` // false: send even if it was deleted
}

// noMentions has one value: nobody is notified. discordgo's type would marshal
// an empty list to null, which means something else.
type noMentions struct{}

func (noMentions) MarshalJSON() ([]byte, error) {
	return []byte(`{"parse":[],"replied_user":false}`), nil
}

func (m Message) wire() wireMessage {
	w := wireMessage{Components: m.Components, Flags: m.Flags}
	if w.Components == nil {
		w.Components = []discordgo.MessageComponent{}
	}
	if m.Flags&discordgo.MessageFlagsIsComponentsV2 == 0 {
		embeds := m.Embeds
		if embeds == nil {
			embeds = []*discordgo.MessageEmbed{}
		}
		w.Content, w.Embeds = &m.Content, &embeds
	}
	for n, f := range m.Files {
		w.Attachments = append(w.Attachments, wireAttachment{ID: strconv.Itoa(n), Filename: f.Name, Description: f.Description})
	}
	if m.ReplyTo != "" {
		w.Reference = &wireReference{MessageID: m.ReplyTo}
	}
	return w
}

// edit is the message as an edit, which sets neither reference nor visibility.
func (m Message) edit() wireMessage {
	m.Flags &= editable
	m.ReplyTo = ""
	return m.wire()
}

// A request body: JSON, and the files that go with it.
type body struct {
	json  any
	files []File
}

// encode writes JSON, or a form with payload_json and files[n] if there are
// files (reference: uploading files).
func (b body) encode() (contentType string, data []byte, err error) {
	js, err := json.Marshal(b.json)
	if err != nil {
		return "", nil, fmt.Errorf("discord: encode request: %w", err)
	}
	if len(b.files) == 0 {
		return "application/json", js, nil
	}
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	if err := formPart(form, `form-data; name="payload_json"`, "application/json", js); err != nil {
		return "", nil, err
	}
	for n, f := range b.files {
		kind := f.ContentType
		if kind == "" {
			kind = "application/octet-stream"
		}
		name := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", " ", "\n", " ").Replace(f.Name)
		if err := formPart(form, fmt.Sprintf(`form-data; name="files[%d]"; filename="%s"`, n, name), kind, f.Data); err != nil {
			return "", nil, err
		}
	}
	if err := form.Close(); err != nil {
		return "", nil, fmt.Errorf("discord: encode form: %w", err)
	}
	return form.FormDataContentType(), buf.Bytes(), nil
}

func formPart(form *multipart.Writer, disposition, kind string, data []byte) error {
	part, err := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {kind}})
	if err == nil {
		_, err = part.Write(data)
	}
	if err != nil {
		return fmt.Errorf("discord: encode form: %w", err)
	}
	return nil
}

// A Modal is a form that an interaction may be answered with.
type Modal struct {
	CustomID string // at most 100 characters
	Title    string // at most 45 characters
	Fields   []Field
}

// A Field is a text input of a Modal, in the Label that Discord asks for
// (components/reference: label). discordgo knows only the older action row.
type Field struct {
	ID          string // under which Interaction.Fields has the text
	Label       string // at most 45 characters
	Description string // at most 100 characters
	Placeholder string
	Value       string // at first
	Max         int    // characters; 0 is Discord's own limit of 4,000
	Paragraph   bool   // several lines
	Optional    bool
}

// MarshalJSON writes the form as the data of a callback.
func (m Modal) MarshalJSON() ([]byte, error) {
	type input struct {
		Type        int    `json:"type"`
		ID          string `json:"custom_id"`
		Style       int    `json:"style"`
		Placeholder string `json:"placeholder,omitempty"`
		Value       string `json:"value,omitempty"`
		Max         int    `json:"max_length,omitempty"`
		Required    bool   `json:"required"`
	}
	type label struct {
		Type        int    `json:"type"`
		Label       string `json:"label"`
		Description string `json:"description,omitempty"`
		Component   input  `json:"component"`
	}
	out := struct {
		CustomID   string  `json:"custom_id"`
		Title      string  `json:"title"`
		Components []label `json:"components"`
	}{m.CustomID, m.Title, []label{}}
	for _, f := range m.Fields {
		style := 1
		if f.Paragraph {
			style = 2
		}
		out.Components = append(out.Components, label{18, f.Label, f.Description,
			input{4, f.ID, style, f.Placeholder, f.Value, f.Max, !f.Optional}})
	}
	return json.Marshal(out)
}
