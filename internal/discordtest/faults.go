package discordtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Fault is what a request is answered with instead of being served.
type Fault struct {
	Status  int
	Code    int    // Discord's own code, in the JSON body
	Message string // in the JSON body
	Header  map[string]string
	Body    string        // instead of the JSON body
	Delay   time.Duration // before the answer
	Drop    bool          // cut the connection without an answer
	Lost    bool          // serve the request, then lose the answer: only the status is sent
}

// Faults that Discord is known for.
var (
	AlreadyAcknowledged = Fault{Status: 400, Code: 40060, Message: "Interaction has already been acknowledged."}
	UnknownInteraction  = Fault{Status: 404, Code: 10062, Message: "Unknown interaction"}
	UnknownMessage      = Fault{Status: 404, Code: 10008, Message: "Unknown Message"}
	EditRefused         = Fault{Status: 403, Code: 50005, Message: "Cannot edit a message authored by another user"}
	TokenExpired        = Fault{Status: 401, Code: 50027, Message: "Invalid Webhook Token"}
)

// Unavailable is a failure of Discord's own: 500, 502, 503 or 504.
func Unavailable(status int) Fault {
	return Fault{Status: status, Body: "<html>" + http.StatusText(status) + "</html>", Header: map[string]string{"Content-Type": "text/html"}}
}

// TooMany is a 429 with the headers and the body that Discord documents.
func TooMany(after time.Duration, global bool) Fault {
	sec := strconv.FormatFloat(after.Seconds(), 'f', 3, 64)
	f := Fault{Status: 429,
		Body:   fmt.Sprintf(`{"message":"You are being rate limited.","retry_after":%s,"global":%t}`, sec, global),
		Header: map[string]string{"Retry-After": strconv.Itoa(int(after.Seconds()) + 1), "Content-Type": "application/json"},
	}
	if global {
		f.Header["X-RateLimit-Global"] = "true"
	} else {
		f.Header["X-RateLimit-Limit"] = "5"
		f.Header["X-RateLimit-Remaining"] = "0"
		f.Header["X-RateLimit-Reset-After"] = sec
		f.Header["X-RateLimit-Scope"] = "user"
	}
	return f
}

// TooManyBare is a 429 as a proxy in front of Discord sends it: no JSON, and a
// Retry-After header only if after is positive (whole seconds).
func TooManyBare(after time.Duration) Fault {
	f := Fault{Status: 429, Body: "error code: 1015", Header: map[string]string{"Content-Type": "text/plain"}}
	if after > 0 {
		f.Header["Retry-After"] = strconv.Itoa(int(after.Seconds()))
	}
	return f
}

type fault struct {
	method, path string
	left         int
	Fault
}

// Fail answers the next n requests of a method whose path contains part with f.
// A negative n means all of them, until [Server.Heal].
func (s *Server) Fail(n int, method, part string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &fault{method: method, path: part, left: n, Fault: f})
}

// Heal ends all scripted faults of requests.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// takeFault returns the fault to play for a request. The caller holds mu.
func (s *Server) takeFault(method, path string) (Fault, bool) {
	for _, f := range s.faults {
		if f.left != 0 && f.method == method && strings.Contains(path, f.path) {
			f.left--
			return f.Fault, true
		}
	}
	return Fault{}, false
}

// A limit is a rate for the requests of one route and its main parameter.
type limit struct {
	method, part string
	n            int
	per          time.Duration
}

// defaultLimits is what others have observed; Discord publishes no numbers.
func defaultLimits() []limit {
	return []limit{
		{"POST", "/messages", 5, 5 * time.Second},
		{"PATCH", "/messages/", 5, 5 * time.Second},
		{"POST", "/webhooks/", 5, 5 * time.Second},
	}
}

// Limit sets the rate for requests of a method whose path contains part, per
// channel or interaction token. It wins over limits set before.
func (s *Server) Limit(method, part string, n int, per time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits = append([]limit{{method, part, n, per}}, s.limits...)
}

type bucket struct {
	left  int
	reset time.Time
}

// admit counts a request in its bucket and writes the headers that announce
// it. The caller holds mu.
func (s *Server) admit(w http.ResponseWriter, method, path string) (ok bool, after time.Duration) {
	for i, l := range s.limits {
		if l.method != method || !strings.Contains(path, l.part) {
			continue
		}
		key := fmt.Sprint(i, method, mainParameter(path))
		now := time.Now()
		b := s.buckets[key]
		if b == nil || now.After(b.reset) {
			b = &bucket{left: l.n, reset: now.Add(l.per)}
			s.buckets[key] = b
		}
		ok = b.left > 0
		if ok {
			b.left--
		}
		after = b.reset.Sub(now)
		h := w.Header()
		h.Set("X-RateLimit-Limit", strconv.Itoa(l.n))
		h.Set("X-RateLimit-Remaining", strconv.Itoa(b.left))
		h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(after.Seconds(), 'f', 3, 64))
		h.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(b.reset.UnixMilli())/1000, 'f', 3, 64))
		h.Set("X-RateLimit-Bucket", fmt.Sprintf("%x", key))
		return ok, after
	}
	return true, 0
}

// mainParameter is the channel, guild or webhook part of a path, by which
// Discord counts (topics/rate-limits: top-level resources).
func mainParameter(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case len(parts) >= 3 && parts[0] == "webhooks":
		return parts[1] + "/" + parts[2]
	case len(parts) >= 2:
		return parts[1]
	}
	return path
}

// Cut breaks all links without a close frame, as a lost network does.
func (s *Server) Cut() { s.eachLink(func(l *link) { l.ws.Close() }) }

// CloseWith closes all links with a code.
func (s *Server) CloseWith(code int) { s.eachLink(func(l *link) { l.close(code) }) }

// Reconnect asks the bot to come again (Op 7).
func (s *Server) Reconnect() { s.eachLink(func(l *link) { l.send(map[string]any{"op": 7, "d": nil}) }) }

// InvalidSession ends the session (Op 9). If it is resumable, it stays known.
func (s *Server) InvalidSession(resumable bool) {
	s.mu.Lock()
	if ss := s.gw.current; ss != nil && !resumable {
		delete(s.gw.sessions, ss.id)
		s.gw.current = nil
	}
	s.mu.Unlock()
	s.eachLink(func(l *link) { l.send(map[string]any{"op": 9, "d": resumable}) })
}

// Forget drops all sessions, so that a resume is answered with Op 9.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.gw.sessions)
	s.gw.current = nil
}

// Silence makes the present links say nothing more, not even heartbeat ACKs,
// though they stay open.
func (s *Server) Silence() {
	s.eachLink(func(l *link) {
		l.writeMu.Lock()
		defer l.writeMu.Unlock()
		l.silent = true
	})
}

// RefuseNext closes the next n identifies or resumes with a code; n < 0: all.
func (s *Server) RefuseNext(n, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gw.refusals, s.gw.refuse = n, code
}

// ReconnectInsteadOfReady answers the next n identifies or resumes with Op 7.
func (s *Server) ReconnectInsteadOfReady(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gw.op7 = n
}

// InvalidInsteadOfReady answers the next n identifies or resumes with Op 9.
func (s *Server) InvalidInsteadOfReady(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gw.op9 = n
}

// NoHello makes the next n links stay mute from the start.
func (s *Server) NoHello(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gw.noHello = n
}

func (s *Server) eachLink(do func(*link)) {
	s.mu.Lock()
	links := slices.Clone(s.gw.links)
	s.mu.Unlock()
	for _, l := range links {
		do(l)
	}
}
