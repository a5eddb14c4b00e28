package eval

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"resumebot/internal/embed"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag"
)

// playedDir holds the replies of models that people played who saw nothing but what
// the bot sends: a strong and honest one (NAME.json), and some that lie (lies.jsonl).
const playedDir = "testdata/played"

var dump = flag.String("dump", "", "write the conversations that a played model has no reply to into this folder")

// played is a model whose replies were written beforehand, by conversation: the
// visitor's questions with " ⏎ " between; the second reply is the one to a request
// for repair. Without a reply it says that the résumé does not tell.
type played struct {
	name    string
	replies map[string][]string
	asked   map[string]int
	lacking map[string][]rag.Message
}

func (*played) Model() string                   { return "played" }
func (*played) Ready() (ok bool, reason string) { return true, "" }
func (*played) Context() int                    { return 16384 }

func (p *played) Chat(_ context.Context, messages []rag.Message, _ int, emit func(string) error) (rag.Reply, error) {
	key := conversationKey(messages)
	if strings.Contains(messages[len(messages)-1].Content, "YES or NO") {
		key += confirming
	}
	n := p.asked[key]
	p.asked[key]++
	text := "NOT STATED"
	if n < len(p.replies[key]) {
		text = p.replies[key][n]
	} else {
		p.lacking[key] = messages
	}
	size := 0
	for _, m := range messages {
		size += len(m.Content)
	}
	return rag.Reply{PromptTokens: size / 4}, emit(cite(text, messages))
}

// confirming stands behind the key of a conversation whose reply says whether the
// answer before it tells what was asked.
const confirming = " ⏎ YES or NO"

// conversationKey joins the visitor's questions; what follows the last answer of
// the same question, a request for repair, is no question of its own.
func conversationKey(messages []rag.Message) string {
	var questions []string
	for _, m := range messages {
		if _, q, ok := strings.Cut("\n"+m.Content, "\nQuestion: "); ok && m.Role == "user" && !slices.Contains(questions, strings.TrimSpace(q)) {
			questions = append(questions, strings.TrimSpace(q))
		}
	}
	return strings.Join(questions, " ⏎ ")
}

var (
	sentStart  = regexp.MustCompile(`(?m)^\[(\d+)\] (.*)$`)
	replyParts = regexp.MustCompile(`[^\n.!?]*(?:[.!?]+[^\s.!?][^\n.!?]*)*[.!?]*\s*`)
)

// cite gives each sentence of a reply that has no number the one of the passage
// that shares most of its words, rare ones counting more, as the development stub
// does.
func cite(reply string, messages []rag.Message) string {
	if strings.Contains(reply, "[") || strings.HasPrefix(reply, "NOT STATED") {
		return reply
	}
	type passage struct {
		number int
		words  map[string]bool
	}
	var given []passage
	df := map[string]int{}
	for _, m := range messages {
		for _, x := range sentStart.FindAllStringSubmatch(m.Content, -1) {
			n, _ := strconv.Atoi(x[1])
			p := passage{n, map[string]bool{}}
			for _, s := range lexicon.Stems(x[2]) {
				if !p.words[s] {
					p.words[s] = true
					df[s]++
				}
			}
			given = append(given, p)
		}
	}
	var out strings.Builder
	for _, part := range replyParts.FindAllString(reply, -1) {
		text := strings.TrimRight(part, " \n")
		stems := lexicon.Stems(text)
		best, most := 0, -1.0
		for _, p := range given {
			score := 0.0
			for _, s := range stems {
				if p.words[s] {
					score += math.Log(1 + float64(len(given))/float64(df[s]))
				}
			}
			if score > most {
				best, most = p.number, score
			}
		}
		if len(stems) > 0 && best > 0 {
			text += fmt.Sprintf(" [%d]", best)
		}
		out.WriteString(text + part[len(strings.TrimRight(part, " \n")):])
	}
	return out.String()
}

// TestPlayedStrong asks what visitors asked with a strong, honest model behind the
// bot. The golden file names each question that does not pass and each sentence
// that was kept back.
func TestPlayedStrong(t *testing.T) {
	if testing.Short() {
		t.Skip("asks some hundred questions")
	}
	files, err := filepath.Glob(filepath.Join(playedDir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	encoder, err := embed.NewExact()
	if err != nil {
		t.Fatal(err)
	}
	var all []Result
	var failed strings.Builder
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		model := &played{name: name, replies: map[string][]string{}, asked: map[string]int{}, lacking: map[string][]rag.Message{}}
		if err := json.Unmarshal(read(t, file), &model.replies); err != nil {
			t.Fatal(file, err)
		}
		doc, engine := person(t, name, encoder, model)
		rows, err := Read(name, bytes.NewReader(read(t, filepath.Join(visitors, name+".jsonl"))))
		if err != nil {
			t.Fatal(err)
		}
		rows = slices.DeleteFunc(rows, func(r Row) bool {
			return model.replies[strings.Join(append(slices.Clone(r.History), r.Question), " ⏎ ")] == nil
		})
		results, err := Run(t.Context(), engine, rows, Options{Extents: everything(doc), Prompts: wording(t)})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, results...)
		for _, r := range results {
			if len(r.Why) > 0 {
				fmt.Fprintf(&failed, "%s %s: %s\n    %s\n", name, r.Row.ID, r.Row.Question, strings.Join(r.Why, "; "))
			}
			for _, d := range r.Answer.Dropped {
				if !d.Repaired {
					fmt.Fprintf(&failed, "%s %s dropped: %s\n    %s\n", name, r.Row.ID, d.Text, d.Reason)
				}
			}
		}
		model.dump(t)
	}
	r := Summarise(all)
	r.OwnTime, r.ModelTime, r.Failures = Quantiles{}, Quantiles{}, nil
	var table strings.Builder
	if err := r.Write(&table); err != nil {
		t.Fatal(err)
	}
	compare(t, filepath.Join(playedDir, "strong.golden"), table.String()+"\n"+failed.String())
}

// dump writes the conversations without a reply for somebody to play.
func (p *played) dump(t *testing.T) {
	if *dump == "" || len(p.lacking) == 0 {
		return
	}
	data, err := json.MarshalIndent(p.lacking, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*dump, p.name+".lacking.json"), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// lie is a reply of a model that lies. Part is what is false in it, "" where each
// sentence is true and none answers.
type lie struct {
	ID, Person, Class, Question, Reply string
	Part                               string `json:"false"`
	Confirms                           string // what the model says when it is asked whether that tells what was asked
}

// TestPlayedLies asks with a lying model behind the bot. The golden file names each
// lie that is shown.
func TestPlayedLies(t *testing.T) {
	if testing.Short() {
		t.Skip("asks some hundred questions")
	}
	encoder, err := embed.NewExact()
	if err != nil {
		t.Fatal(err)
	}
	engines := map[string]*rag.Engine{}
	models := map[string]*played{}
	of, shown := map[string]int{}, map[string]int{}
	var list strings.Builder
	for lines := bufio.NewScanner(bytes.NewReader(read(t, filepath.Join(playedDir, "lies.jsonl")))); lines.Scan(); {
		var l lie
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		if engines[l.Person] == nil {
			models[l.Person] = &played{name: l.Person, replies: map[string][]string{}, asked: map[string]int{}, lacking: map[string][]rag.Message{}}
			_, engines[l.Person] = person(t, l.Person, encoder, models[l.Person])
		}
		models[l.Person].replies[l.Question] = []string{l.Reply, l.Reply}
		if l.Confirms != "" {
			models[l.Person].replies[l.Question+confirming] = []string{l.Confirms}
		}
		a, err := engines[l.Person].Ask(t.Context(), rag.Question{Text: l.Question}, nil)
		if err != nil {
			t.Fatal(err)
		}
		of[l.Class]++
		if l.Class == "bait" && a.Status == rag.Answered || l.Class != "bait" && strings.Contains(withoutMarkers(a.Text), l.Part) {
			shown[l.Class]++
			fmt.Fprintf(&list, "%s %s %s: %s\n    %s\n    false: %s\n", l.Class, l.ID, l.Person, l.Question, strings.ReplaceAll(a.Text, "\n", "\n    "), l.Part)
		}
	}
	for _, m := range models {
		m.dump(t)
	}
	table := ""
	for _, class := range []string{"natural", "spiteful", "bait"} {
		table += fmt.Sprintf("%s: %d of %d shown\n", class, shown[class], of[class])
	}
	compare(t, filepath.Join(playedDir, "lies.golden"), table+"\n"+list.String())
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
