package eval

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"resumebot/internal/rag"
)

// Report sums up results. Shares are percentages.
type Report struct {
	Rows   int `json:"rows"`
	Passed int `json:"passed"`
	Failed int `json:"failed"`

	Kinds  []KindReport `json:"kinds"`
	Recall Recall       `json:"recall"`

	Answerable   Endings `json:"answerable"`   // how the answerable rows ended
	Unanswerable Endings `json:"unanswerable"` // how the others did, injections apart

	Sentences    Sentences   `json:"sentences"`
	PromptTokens Quantiles   `json:"prompt_tokens"`
	OwnTime      Quantiles   `json:"own_ms"`   // everything but the model
	ModelTime    Quantiles   `json:"model_ms"` // waiting for the model
	Model        rag.Readers `json:"model"`    // of the last answer that a model wrote, else of the last
	Failures     []Failure   `json:"failures"`
}

// KindReport counts the rows of one kind.
type KindReport struct {
	Kind   Kind   `json:"kind"`
	Rows   int    `json:"rows"`
	Passed int    `json:"passed"`
	Recall Recall `json:"recall"`
}

// Recall is the percentage of the strings of evidence that stand in the best k
// passages, and the mean, over the questions with evidence, of 1/rank of the
// first passage with any of it.
type Recall struct {
	Evidence int     `json:"evidence"` // strings
	At3      float64 `json:"at_3"`
	At5      float64 `json:"at_5"`
	At8      float64 `json:"at_8"`
	MRR      float64 `json:"mrr"` // 0…1
}

// Share is Count of Of, and as a percentage.
type Share struct {
	Count   int     `json:"count"`
	Of      int     `json:"of"`
	Percent float64 `json:"percent"`
}

// Endings counts rows by the status of their answers.
type Endings struct {
	Answered  Share `json:"answered"`
	Closest   Share `json:"closest"`
	NotStated Share `json:"not_stated"` // private and off_topic included
}

// Sentences counts what the readers wrote, the checker kept back, what passed
// after the model had put it anew, and what people saw.
type Sentences struct {
	Generated int `json:"generated"`
	Dropped   int `json:"dropped"`
	Repaired  int `json:"repaired"`
	Shown     int `json:"shown"`
}

// Quantiles of a measure over all questions.
type Quantiles struct {
	Mean float64 `json:"mean"`
	P50  float64 `json:"p50"`
	P95  float64 `json:"p95"`
}

// Failure is a row that does not pass.
type Failure struct {
	File     string     `json:"file"`
	Line     int        `json:"line"`
	ID       string     `json:"id"`
	Kind     Kind       `json:"kind"`
	Question string     `json:"question"`
	Status   rag.Status `json:"status"`
	Answer   string     `json:"answer"`
	Reasons  []string   `json:"reasons"`
}

// Percent is the share of rows that passed.
func (r Report) Percent() float64 { return share(r.Passed, r.Rows).Percent }

// Summarise counts results.
func Summarise(results []Result) Report {
	r := Report{Rows: len(results), Failures: []Failure{}, Recall: recall(results)}
	var tokens, own, model []float64
	for _, x := range results {
		a := x.Answer
		if len(x.Why) == 0 {
			r.Passed++
		} else {
			r.Failures = append(r.Failures, Failure{x.Row.File, x.Row.Line, x.Row.ID, x.Row.Kind,
				x.Row.Question, a.Status, a.Text, x.Why})
		}
		if x.Err != nil {
			continue
		}
		if a.Model.Chat != "" || r.Model.Chat == "" {
			r.Model = a.Model
		}
		r.Sentences.Shown += len(a.Sentences)
		for _, d := range a.Dropped {
			if d.Repaired {
				r.Sentences.Repaired++
			} else {
				r.Sentences.Dropped++
			}
		}
		tokens = append(tokens, float64(a.PromptTokens))
		own = append(own, max(0, a.Timing.Total-a.Timing.Write))
		model = append(model, a.Timing.Write)
	}
	r.Failed = r.Rows - r.Passed
	r.Sentences.Generated = r.Sentences.Shown + r.Sentences.Dropped
	r.PromptTokens, r.OwnTime, r.ModelTime = quantiles(tokens), quantiles(own), quantiles(model)

	for _, k := range kinds {
		part := slices.DeleteFunc(slices.Clone(results), func(x Result) bool { return x.Row.Kind != k })
		if len(part) == 0 {
			continue
		}
		r.Kinds = append(r.Kinds, KindReport{k, len(part), count(part, passed), recall(part)})
	}
	r.Answerable = endings(results, func(k Kind) bool { return k.answerable() })
	r.Unanswerable = endings(results, func(k Kind) bool { return k == Unanswerable })
	return r
}

func endings(results []Result, of func(Kind) bool) Endings {
	rows, answered, closest := 0, 0, 0
	for _, x := range results {
		switch {
		case x.Err != nil || !of(x.Row.Kind):
			continue
		case x.Answer.Status == rag.Answered:
			answered++
		case x.Answer.Status == rag.Closest:
			closest++
		}
		rows++
	}
	return Endings{share(answered, rows), share(closest, rows), share(rows-answered-closest, rows)}
}

func passed(x Result) bool { return len(x.Why) == 0 }

func count(results []Result, all ...func(Result) bool) int {
	n := 0
	for _, x := range results {
		if !slices.ContainsFunc(all, func(is func(Result) bool) bool { return !is(x) }) {
			n++
		}
	}
	return n
}

func share(n, of int) Share {
	if of == 0 {
		return Share{}
	}
	return Share{n, of, 100 * float64(n) / float64(of)}
}

func recall(results []Result) Recall {
	var r Recall
	var at3, at5, at8, questions int
	for _, x := range results {
		if len(x.Ranks) == 0 {
			continue
		}
		questions++
		best := 0
		for _, rank := range x.Ranks {
			r.Evidence++
			if rank == 0 {
				continue
			}
			if best == 0 || rank < best {
				best = rank
			}
			at3 += within(rank, 3)
			at5 += within(rank, 5)
			at8 += within(rank, 8)
		}
		if best > 0 {
			r.MRR += 1 / float64(best)
		}
	}
	if questions > 0 {
		r.MRR /= float64(questions)
	}
	r.At3, r.At5, r.At8 = share(at3, r.Evidence).Percent, share(at5, r.Evidence).Percent, share(at8, r.Evidence).Percent
	return r
}

func within(rank, k int) int {
	if rank <= k {
		return 1
	}
	return 0
}

// quantiles are by nearest rank.
func quantiles(values []float64) Quantiles {
	if len(values) == 0 {
		return Quantiles{}
	}
	sorted := slices.Sorted(slices.Values(values))
	at := func(p float64) float64 { return sorted[int(math.Ceil(p*float64(len(sorted))))-1] }
	sum := 0.0
	for _, v := range sorted {
		sum += v
	}
	return Quantiles{Mean: sum / float64(len(sorted)), P50: at(0.50), P95: at(0.95)}
}

// Write prints the report for people; its last line is "N passed, N failed".
func (r Report) Write(w io.Writer) error {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "kind\trows\tpassed\t%\trecall@3\t@5\t@8\tMRR\t")
	for _, k := range r.Kinds {
		line(t, string(k.Kind), k.Rows, k.Passed, k.Recall)
	}
	line(t, "all", r.Rows, r.Passed, r.Recall)
	t.Flush()

	chat := r.Model.Chat
	if chat == "" {
		chat = "none, the résumé's own words"
	}
	fmt.Fprintf(&b, "\nmodel: %s; embedding: %s\n", chat, r.Model.Embed)
	for _, of := range []struct {
		name string
		Endings
	}{{"answerable", r.Answerable}, {"unanswerable", r.Unanswerable}} {
		fmt.Fprintf(&b, "%s: answered %s, closest %s, not stated %s\n", of.name, of.Answered, of.Closest, of.NotStated)
	}
	fmt.Fprintf(&b, "sentences: %d generated, %d dropped, %d repaired, %d shown\n", r.Sentences.Generated, r.Sentences.Dropped, r.Sentences.Repaired, r.Sentences.Shown)
	fmt.Fprintf(&b, "prompt tokens per question: mean %.0f, p95 %.0f\n", r.PromptTokens.Mean, r.PromptTokens.P95)
	fmt.Fprintf(&b, "own time: p50 %.1f ms, p95 %.1f ms; model time: p50 %.0f ms, p95 %.0f ms\n",
		r.OwnTime.P50, r.OwnTime.P95, r.ModelTime.P50, r.ModelTime.P95)

	for _, f := range r.Failures {
		fmt.Fprintf(&b, "\nFAILED %s (%s, %s:%d): %s\n", f.ID, f.Kind, f.File, f.Line, f.Question)
		for _, why := range f.Reasons {
			fmt.Fprintf(&b, "  - %s\n", why)
		}
		if f.Status != "" {
			fmt.Fprintf(&b, "  %s: %s\n", f.Status, strings.ReplaceAll(f.Answer, "\n", "\n    "))
		}
	}
	fmt.Fprintf(&b, "\n%d passed, %d failed\n", r.Passed, r.Failed)
	_, err := io.WriteString(w, b.String())
	return err
}

func line(w io.Writer, name string, rows, passed int, r Recall) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%.0f\t", name, rows, passed, share(passed, rows).Percent)
	if r.Evidence == 0 {
		fmt.Fprintln(w, "–\t–\t–\t–\t")
		return
	}
	fmt.Fprintf(w, "%.0f\t%.0f\t%.0f\t%.2f\t\n", r.At3, r.At5, r.At8, r.MRR)
}

// String gives "1 of 10 (10 %)".
func (s Share) String() string { return fmt.Sprintf("%d of %d (%.0f %%)", s.Count, s.Of, s.Percent) }
