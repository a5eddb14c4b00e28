package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	maxInteraction = 1 << 20 // bytes of a request
	maxAge         = 5 * time.Minute
)

// InteractionsHandler serves Discord's HTTP interactions endpoint
// (interactions/overview: preparing for interactions): the same events as over
// the gateway, the first answer being the HTTP response. The public key is the
// hexadecimal one of the portal's General Information page.
//
// Requests without a valid signature get 401, as Discord probes for; those
// signed more than five minutes ago too, so that none can be replayed later.
func (s *Session) InteractionsHandler(publicKey string, h Handlers) (http.Handler, error) {
	key, err := hex.DecodeString(strings.TrimSpace(publicKey))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("discord: DISCORD_PUBLIC_KEY is not the 64 hexadecimal digits of Public Key on the General Information page of the developer portal")
	}
	return &endpoint{s: s, key: key, handlers: h, now: time.Now, refused: refusals{log: s.log}}, nil
}

type endpoint struct {
	s        *Session
	key      ed25519.PublicKey
	handlers Handlers
	now      func() time.Time
	refused  refusals
}

// refusals writes of refused requests, which anybody can send, one line a
// minute at most.
type refusals struct {
	log *slog.Logger

	mu   sync.Mutex
	next time.Time // before which no line is written
	left int       // that were left out since the last
}

const refusalsEvery = time.Minute

func (r *refusals) add(err error, from string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if now.Before(r.next) {
		r.left++
		return
	}
	r.log.Warn("discord: refused an HTTP interaction", "err", err, "from", from, "others_since_the_last_line", r.left)
	r.next, r.left = now.Add(refusalsEvery), 0
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxInteraction))
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		http.Error(w, "too big", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(w, "unreadable request", http.StatusBadRequest)
		return
	}
	if err := e.verify(r.Header, raw); err != nil {
		e.refused.add(err, r.RemoteAddr)
		http.Error(w, "invalid request signature", http.StatusUnauthorized)
		return
	}
	d, fields, err := decodeInteraction(raw)
	if err != nil {
		e.s.log.Error("discord: event lost", "type", "HTTP interaction", "err", scrubbed{err})
		http.Error(w, "unreadable interaction", http.StatusBadRequest)
		return
	}
	if d.Type == discordgo.InteractionPing {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"type":1}`)
		return
	}
	e.serve(w, r, e.s.newInteraction(d, fields))
}

// verify checks the signature over timestamp and body, and the timestamp.
func (e *endpoint) verify(h http.Header, raw []byte) error {
	stamp := h.Get("X-Signature-Timestamp")
	sig, err := hex.DecodeString(h.Get("X-Signature-Ed25519"))
	if err != nil || len(sig) != ed25519.SignatureSize || stamp == "" {
		return errors.New("discord: no signature")
	}
	if !ed25519.Verify(e.key, append([]byte(stamp), raw...), sig) {
		return errors.New("discord: wrong signature")
	}
	sec, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return fmt.Errorf("discord: unreadable timestamp %q", stamp)
	}
	if age := e.now().Sub(time.Unix(sec, 0)); age > maxAge || age < -maxAge {
		return fmt.Errorf("discord: timestamp is %v away", age.Round(time.Second))
	}
	return nil
}

// serve runs the handler and writes its first answer as the response. The
// handler goes on afterwards.
func (e *endpoint) serve(w http.ResponseWriter, r *http.Request, i *Interaction) {
	type response struct {
		contentType string
		data        []byte
		written     chan error
	}
	first := make(chan response)
	over := make(chan struct{}) // nobody takes an answer any more
	defer close(over)
	ended := make(chan struct{})
	i.overHTTP = true
	i.deliver = func(ctx context.Context, cb callback) error {
		contentType, data, err := body{cb, cb.files}.encode()
		if err != nil {
			return err
		}
		res := response{contentType, data, make(chan error, 1)}
		select {
		case first <- res:
			return <-res.written
		case <-over:
			return ErrInteractionGone
		case <-ctx.Done():
			return ErrInteractionGone
		}
	}
	ctx := context.WithoutCancel(r.Context())
	go func() {
		defer close(ended)
		e.s.interact(ctx, e.handlers, i)
	}()
	limit := time.NewTimer(ackLimit)
	defer limit.Stop()
	select {
	case res := <-first:
		w.Header().Set("Content-Type", res.contentType)
		_, err := w.Write(res.data)
		if err == nil {
			err = http.NewResponseController(w).Flush()
			if errors.Is(err, http.ErrNotSupported) {
				err = nil
			}
		}
		res.written <- err
	case <-ended: // without an answer: a panic, or the bot goes down
		http.Error(w, "no answer", http.StatusServiceUnavailable)
	case <-limit.C:
		http.Error(w, "no answer in time", http.StatusServiceUnavailable)
	case <-r.Context().Done():
	}
}
