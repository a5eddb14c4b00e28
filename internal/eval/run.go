package eval

import (
	"context"
	"fmt"

	"resumebot/internal/rag"
)

// Asker answers questions, as a [rag.Engine] does.
type Asker interface {
	Ask(ctx context.Context, q rag.Question, emit func(rag.Answer)) (rag.Answer, error)
}

// Options of [Run].
type Options struct {
	Extents  Extents
	Prompts  Shingles
	Progress func(done, total int) // called after each row; may be nil
}

// Result is a row with its answer.
type Result struct {
	Row    Row
	Answer rag.Answer
	Err    error    // the answer could not be had
	Ranks  []int    // of the evidence; see [Ranks]
	Why    []string // it does not pass; none: it passes
}

// Run asks each row's question, its history turn by turn before it, one after
// the other so that times mean something. A question that ends in an error fails
// its row; Run itself fails only when ctx ends.
func Run(ctx context.Context, asker Asker, rows []Row, o Options) ([]Result, error) {
	results := make([]Result, 0, len(rows))
	for i, row := range rows {
		r := Result{Row: row}
		r.Answer, r.Err = ask(ctx, asker, row)
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("eval: run: stopped after %d of %d questions: %w", i, len(rows), err)
		}
		r.Ranks = Ranks(row.Evidence, r.Answer.Retrieved)
		if r.Err != nil {
			r.Why = []string{"error: " + r.Err.Error()}
		} else {
			r.Why = Score(row, r.Answer, o.Extents, o.Prompts)
		}
		results = append(results, r)
		if o.Progress != nil {
			o.Progress(i+1, len(rows))
		}
	}
	return results, nil
}

func ask(ctx context.Context, asker Asker, row Row) (rag.Answer, error) {
	var turns []rag.Turn
	for _, earlier := range row.History {
		a, err := asker.Ask(ctx, rag.Question{Text: earlier, History: turns}, nil)
		if err != nil {
			return rag.Answer{}, err
		}
		turns = append(turns, rag.Turn{Question: earlier, Answer: a.Text})
	}
	return asker.Ask(ctx, rag.Question{Text: row.Question, History: turns}, nil)
}
