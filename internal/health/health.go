// Package health tells operators and their machines how a running bot fares:
// /healthz (the process lives), /readyz (it can answer) and /metrics
// (Prometheus).
package health

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// State is how a part fares.
type State string

const (
	OK       State = "ok"
	Degraded State = "degraded" // answers come, but not as they should
	Down     State = "down"     // no answers come
	Off      State = "off"      // not in use
)

// A Check looks at one part of the bot. Look is called for each request to
// /readyz and returns soon; detail is a few words for people, without secrets.
type Check struct {
	Part string
	Look func(context.Context) (s State, detail string)
}

// Alive serves /healthz, which tells nothing but that the process lives.
func Alive() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintln(w, "ok")
	})
	return mux
}

// Handler serves /healthz, /readyz and, with metrics, /metrics, for operators
// alone. /readyz is 200 while no part is [Down], else 503; its body names the
// state of each part.
func Handler(checks []Check, metrics *Metrics) *http.ServeMux {
	mux := Alive()
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) { ready(w, r, checks) })
	if metrics != nil {
		mux.Handle("GET /metrics", metrics.handler())
	}
	return mux
}

type part struct {
	Part   string `json:"part"`
	State  State  `json:"state"`
	Detail string `json:"detail,omitempty"`
}

func ready(w http.ResponseWriter, r *http.Request, checks []Check) {
	report := struct {
		State State  `json:"state"`
		Parts []part `json:"parts"`
	}{State: OK, Parts: []part{}}
	for _, c := range checks {
		s, detail := c.Look(r.Context())
		report.Parts = append(report.Parts, part{c.Part, s, detail})
		if s == Down || s == Degraded && report.State == OK {
			report.State = s
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if report.State == Down {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(report) // the client is gone if it fails
}

// Serve serves handler on an address such as :8080 until ctx ends, then lets
// requests in progress finish for five seconds. started, if not nil, is told
// the address once it is served.
func Serve(ctx context.Context, address string, handler http.Handler, log *slog.Logger, started func(net.Addr)) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("health: serve %s: %w", address, err)
	}
	if started != nil {
		started(listener.Addr())
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("health: serve %s: %w", address, err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(last); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("health: stop serving: %w", err)
	}
	return nil
}
