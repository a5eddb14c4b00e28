package discordtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"
)

var apiPrefix = regexp.MustCompile(`^(/api)?(/v\d+)?/`)

// A reply is what a route answers: a status and JSON, or an error of Discord's.
type reply struct {
	status int
	body   any
}

func refusal(status, code int, message string) reply {
	return reply{status, map[string]any{"code": code, "message": message}}
}

// A call is a request with its body taken apart.
type call struct {
	auth  string
	query string
	js    json.RawMessage
	files []File
}

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/ws/", s.serveGateway)
	routes := s.routes()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		path := apiPrefix.ReplaceAllString(r.URL.Path, "/")
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return // the bot gave up
		}
		js, files, err := payload(r.Header.Get("Content-Type"), raw)
		if err != nil {
			s.fail("%s %s: %v", r.Method, path, err)
		}
		c := call{auth: r.Header.Get("Authorization"), query: r.URL.RawQuery, js: js, files: files}
		log := Request{At: time.Now(), Method: r.Method, Path: path, Auth: c.auth, Body: js, Files: len(files)}
		if r.URL.RawQuery != "" {
			log.Path += "?" + r.URL.RawQuery
		}

		s.mu.Lock()
		f, faulty := s.takeFault(r.Method, r.URL.Path)
		s.mu.Unlock()
		time.Sleep(f.Delay)
		if faulty && (f.Status != 0 || f.Drop) && !f.Lost {
			log.Status = f.Status
			s.record(log)
			playFault(w, f)
			return
		}

		rep := s.reply(w, r, path, routes, c)
		log.Status = rep.status
		if f.Lost {
			rep = reply{status: f.Status}
		}
		s.record(log)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(rep.status)
		if rep.body != nil {
			json.NewEncoder(w).Encode(rep.body)
		}
	})
	return mux
}

// reply answers a request within its limits by the route of its path.
func (s *Server) reply(w http.ResponseWriter, r *http.Request, path string, routes *http.ServeMux, c call) reply {
	r2 := r.Clone(r.Context())
	r2.URL.Path = path
	_, pattern := routes.Handler(r2)
	s.mu.Lock()
	ok, after := s.admit(w, r.Method, path)
	s.mu.Unlock()
	switch {
	case !ok:
		w.Header().Set("X-RateLimit-Scope", "user")
		w.Header().Set("Retry-After", fmt.Sprint(int(after.Seconds())+1))
		return reply{429, map[string]any{"message": "You are being rate limited.", "retry_after": after.Seconds(), "global": false}}
	case pattern == "":
		return refusal(404, 0, "404: Not Found")
	default:
		rec := &recorder{call: c}
		routes.ServeHTTP(rec, r2)
		return rec.reply
	}
}

func playFault(w http.ResponseWriter, f Fault) {
	if f.Drop {
		panic(http.ErrAbortHandler)
	}
	for k, v := range f.Header {
		w.Header().Set(k, v)
	}
	body := f.Body
	if body == "" {
		w.Header().Set("Content-Type", "application/json")
		js, _ := json.Marshal(map[string]any{"code": f.Code, "message": f.Message})
		body = string(js)
	}
	w.WriteHeader(f.Status)
	io.WriteString(w, body)
}

func (s *Server) record(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.unchecked = append(s.requests, r), append(s.unchecked, r)
	s.touch()
}

// validate holds the bodies that came since the last time against Discord's
// description. It is done at the end: meanwhile the bot has the processor to itself.
func (s *Server) validate() {
	s.mu.Lock()
	fresh := s.unchecked
	s.unchecked = nil
	s.mu.Unlock()
	if s.spec == nil {
		return
	}
	for _, r := range fresh {
		if len(r.Body) == 0 {
			continue
		}
		if wrong := s.spec.check(r.Method, r.Path, r.Body); wrong != "" {
			s.tb.Errorf("discordtest: %s %s\n%s\nis not what Discord documents:\n%s", r.Method, r.Path, r.Body, wrong)
		}
		if text := string(r.Body); !strings.Contains(text, `"parse":[]`) && strings.Contains(text, `"content":"`) {
			s.tb.Errorf("discordtest: %s %s: text without an empty allowed_mentions: %s", r.Method, r.Path, r.Body)
		}
		s.mu.Lock()
		s.validated++
		s.mu.Unlock()
	}
}

// A recorder lets the routes be ordinary patterns of a ServeMux while their
// handlers return values.
type recorder struct {
	http.ResponseWriter
	call  call
	reply reply
}

func (r *recorder) Header() http.Header         { return http.Header{} }
func (r *recorder) WriteHeader(status int)      { r.reply.status = status }
func (r *recorder) Write(b []byte) (int, error) { return len(b), nil }

// routes are the part of the API that a bot of this kind uses.
func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	on := func(pattern string, open bool, h handle) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			rec := w.(*recorder)
			s.mu.Lock()
			defer s.mu.Unlock()
			if !open && rec.call.auth != "Bot "+s.token {
				rec.reply = refusal(401, 0, "401: Unauthorized")
				return
			}
			rec.reply = h(r, rec.call)
			s.touch()
		})
	}
	s.applicationRoutes(on)
	s.guildRoutes(on)
	s.interactionRoutes(on)
	s.channelRoutes(on)
	return mux
}

// handle answers a request; the server is locked meanwhile.
type handle func(r *http.Request, c call) reply

// route adds a handle for a pattern, open to everybody or for the bot alone.
type route func(pattern string, open bool, h handle)

const open, bot = true, false

// applicationRoutes are of the connection, the bot and its commands.
func (s *Server) applicationRoutes(on route) {
	on("GET /gateway", open, func(*http.Request, call) reply {
		return reply{200, map[string]any{"url": s.gatewayURL()}}
	})
	on("GET /gateway/bot", bot, func(*http.Request, call) reply {
		return reply{200, map[string]any{"url": s.gatewayURL(), "shards": 1, "session_start_limit": map[string]any{
			"total": 1000, "remaining": 1000 - s.gw.identifies, "reset_after": 86400000, "max_concurrency": 1}}}
	})
	on("GET /users/@me", bot, func(*http.Request, call) reply { return reply{200, s.user(BotID)} })
	app := func(*http.Request, call) reply { return reply{200, s.application()} }
	on("GET /applications/@me", bot, app)
	on("GET /oauth2/applications/@me", bot, app)
	on("PUT /applications/{app}/commands", bot, func(r *http.Request, c call) reply { return s.putCommands("", c) })
	on("PUT /applications/{app}/guilds/{guild}/commands", bot, func(r *http.Request, c call) reply {
		return s.putCommands(r.PathValue("guild"), c)
	})
}

// interactionRoutes are of answers to interactions.
func (s *Server) interactionRoutes(on route) {
	on("POST /interactions/{id}/{token}/callback", open, func(r *http.Request, c call) reply {
		return s.callback(r.PathValue("token"), c)
	})
	on("POST /webhooks/{app}/{token}", open, func(r *http.Request, c call) reply { return s.followUp(r.PathValue("token"), c) })
	on("/webhooks/{app}/{token}/messages/{id}", open, func(r *http.Request, c call) reply {
		i := s.interactions[r.PathValue("token")]
		if i == nil || i.ackedAt.IsZero() {
			return refusal(404, 10015, "Unknown Webhook")
		}
		id := r.PathValue("id")
		if id == "@original" {
			id = i.original
		}
		m := s.byID[id]
		if m == nil || (m.Interaction != i.ID && m.ID != i.original) { // a click's token edits the message clicked
			return refusal(404, 10008, "Unknown Message")
		}
		return s.onMessage(r.Method, m, c)
	})
}

// channelRoutes are of messages and the channels that they stand in.
func (s *Server) channelRoutes(on route) {
	on("POST /channels/{channel}/messages", bot, func(r *http.Request, c call) reply { return s.post(r.PathValue("channel"), c) })
	on("/channels/{channel}/messages/{id}", bot, func(r *http.Request, c call) reply {
		m := s.byID[r.PathValue("id")]
		if m == nil || m.ChannelID != r.PathValue("channel") || m.Ephemeral() {
			return refusal(404, 10008, "Unknown Message")
		}
		if r.Method == "PATCH" && m.Author != BotID {
			return refusal(403, 50005, "Cannot edit a message authored by another user")
		}
		return s.onMessage(r.Method, m, c)
	})
	on("PUT /channels/{channel}/messages/{id}/reactions/{emoji}/@me", bot, func(r *http.Request, c call) reply {
		m := s.byID[r.PathValue("id")]
		if m == nil || m.Deleted {
			return refusal(404, 10008, "Unknown Message")
		}
		m.Reactions = append(m.Reactions, r.PathValue("emoji"))
		return reply{204, nil}
	})
	on("POST /channels/{channel}/typing", bot, func(r *http.Request, c call) reply {
		s.typing[r.PathValue("channel")]++
		return reply{204, nil}
	})
	on("GET /channels/{channel}", bot, func(r *http.Request, c call) reply {
		ch := s.channels[r.PathValue("channel")]
		if ch == nil {
			return refusal(404, 10003, "Unknown Channel")
		}
		return reply{200, ch.json()}
	})
	on("POST /channels/{channel}/messages/{id}/threads", bot, func(r *http.Request, c call) reply {
		return s.startThread(r.PathValue("channel"), r.PathValue("id"), c)
	})
	on("POST /users/@me/channels", bot, func(r *http.Request, c call) reply {
		var b struct {
			Recipient string `json:"recipient_id"`
		}
		json.Unmarshal(c.js, &b)
		return reply{200, s.direct(b.Recipient).json()}
	})
}

func (s *Server) gatewayURL() string { return "ws" + strings.TrimPrefix(s.URL, "http") + "/ws" }

func (s *Server) putCommands(guild string, c call) reply {
	var in []map[string]any
	json.Unmarshal(c.js, &in)
	s.commands[guild] = c.js
	for _, cmd := range in {
		cmd["id"], cmd["application_id"], cmd["version"] = s.id(), AppID, s.id()
	}
	return reply{200, in}
}

func (c *Channel) json() map[string]any {
	out := map[string]any{"id": c.ID, "type": c.Type}
	switch c.Type {
	case 1:
		out["recipients"] = []any{map[string]any{"id": c.Recipient, "username": c.Recipient, "discriminator": "0"}}
	case 11:
		out["parent_id"], out["owner_id"] = c.Parent, BotID
		out["thread_metadata"] = map[string]any{"archived": false, "auto_archive_duration": 1440, "archive_timestamp": time.Now().Format(time.RFC3339), "locked": false}
		fallthrough
	default:
		out["guild_id"], out["name"] = GuildID, c.Name
	}
	return out
}
