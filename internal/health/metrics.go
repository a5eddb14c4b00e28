package health

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"resumebot/internal/rag"
)

// Counts are read whenever the metrics are: totals since the start, and how
// many answers hold the model or wait for it.
type Counts struct {
	Connects, Resumes, LimitWaits, Repeats func() int64
	Running, Waiting                       func() int64
}

// Metrics count questions and what became of them. They name no visitor. The
// methods may be called from any goroutine.
type Metrics struct {
	registry  *prometheus.Registry
	questions *prometheus.CounterVec
	seconds   *prometheus.HistogramVec
	dropped   prometheus.Counter
	degraded  prometheus.Counter
	tokens    prometheus.Counter
}

// NewMetrics makes metrics that also show counts. Nil functions are left out.
func NewMetrics(c Counts) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		questions: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "resumebot_questions_total",
			Help: "Questions by outcome: answered, not_stated, private, off_topic, failed, stopped, interrupted, refused."}, []string{"outcome"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "resumebot_stage_seconds",
			Help:    "Time of each stage of an answer; total is from the question to the last word shown to Discord.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120}}, []string{"stage"}),
		dropped:  prometheus.NewCounter(prometheus.CounterOpts{Name: "resumebot_dropped_sentences_total", Help: "Sentences of the model that the checker kept back."}),
		degraded: prometheus.NewCounter(prometheus.CounterOpts{Name: "resumebot_degraded_answers_total", Help: "Answers in the résumé's own words although a model is configured."}),
		tokens:   prometheus.NewCounter(prometheus.CounterOpts{Name: "resumebot_prompt_tokens_total", Help: "Tokens sent to the model."}),
	}
	m.registry.MustRegister(m.questions, m.seconds, m.dropped, m.degraded, m.tokens,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	total := func(name, help string, f func() int64) {
		if f != nil {
			m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, func() float64 { return float64(f()) }))
		}
	}
	now := func(name, help string, f func() int64) {
		if f != nil {
			m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return float64(f()) }))
		}
	}
	total("resumebot_gateway_connects_total", "Gateway links that became ready, the first included.", c.Connects)
	total("resumebot_gateway_resumes_total", "Gateway links that continued a session.", c.Resumes)
	total("resumebot_rate_limit_waits_total", "Waits for a rate limit of Discord's.", c.LimitWaits)
	total("resumebot_request_repeats_total", "Requests to Discord that were repeated.", c.Repeats)
	now("resumebot_model_running", "Answers that the model is writing.", c.Running)
	now("resumebot_model_waiting", "Answers that wait for the model.", c.Waiting)
	return m
}

// Asked counts an answer.
func (m *Metrics) Asked(outcome string, a rag.Answer, took time.Duration) {
	m.questions.WithLabelValues(outcome).Inc()
	m.seconds.WithLabelValues("total").Observe(took.Seconds())
	t := a.Timing
	for _, s := range []struct {
		stage string
		ms    float64
	}{{"understand", t.Understand}, {"embed", t.Embed}, {"search", t.Search}, {"write", t.Write}, {"check", t.Check}} {
		if t.Total > 0 && (s.stage != "write" || s.ms > 0) {
			m.seconds.WithLabelValues(s.stage).Observe(s.ms / 1000)
		}
	}
	m.dropped.Add(float64(len(a.Dropped)))
	m.tokens.Add(float64(a.PromptTokens))
	if a.Degraded {
		m.degraded.Inc()
	}
}

func (m *Metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
