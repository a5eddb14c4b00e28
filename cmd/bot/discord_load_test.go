package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"resumebot/internal/discordtest"
)

// Two hundred questions at once from fifty people: each gets one answer.
func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	s := serveBot(t)
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	before := memory.HeapAlloc
	questions := []string{"Which databases does she know?", "Where did she study?", "Where did she work?", "What is her salary?"}
	var asked []*discordtest.Interaction
	began := time.Now()
	for n := range 200 {
		asked = append(asked, s.d.Slash(fmt.Sprintf("5000%d", n%50), "ask", question(questions[n/50])))
	}
	var acks []time.Duration
	for n, i := range asked {
		acks = append(acks, i.Acked().Latency)
		m := i.Answer("an answer", contains("> "+questions[n/50]))
		if len(m.History) == 0 || strings.Contains(m.Content, "Sorry") || strings.Contains(m.Content, "faster than") {
			t.Errorf("question %d: %s", n, m.Content)
		}
		if more := i.FollowUps(); len(more) > 0 {
			t.Errorf("question %d has %d more answers", n, len(more))
		}
	}
	slices.Sort(acks)
	runtime.GC()
	runtime.ReadMemStats(&memory)
	t.Logf("%d CPUs: all answered after %v; acknowledged p50 %v p99 %v; heap %d kB before, %d kB after; %d requests validated", runtime.NumCPU(),
		time.Since(began).Round(time.Millisecond), acks[100].Round(time.Millisecond), acks[198].Round(time.Millisecond), before>>10, memory.HeapAlloc>>10, s.d.Validated())
}

func TestAnswersComeInSpiteOfFaults(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(d *discordtest.Server)
	}{
		{"edit fails once", func(d *discordtest.Server) { d.Fail(1, "PATCH", "/webhooks/", discordtest.Unavailable(503)) }},
		{"edits fail for a while", func(d *discordtest.Server) { d.Fail(3, "PATCH", "/webhooks/", discordtest.Unavailable(502)) }},
		{"edit refused", func(d *discordtest.Server) { d.Fail(-1, "PATCH", "/webhooks/", discordtest.EditRefused) }},
		{"token expired", func(d *discordtest.Server) { d.Fail(-1, "PATCH", "/webhooks/", discordtest.TokenExpired) }},
		{"429", func(d *discordtest.Server) {
			d.Fail(2, "PATCH", "/webhooks/", discordtest.TooMany(300*time.Millisecond, false))
		}},
		{"429 without headers", func(d *discordtest.Server) { d.Fail(1, "PATCH", "/webhooks/", discordtest.TooManyBare(0)) }},
		{"acknowledgement fails once", func(d *discordtest.Server) { d.Fail(1, "POST", "/callback", discordtest.Unavailable(500)) }},
		{"answer lost on the way", func(d *discordtest.Server) {
			d.Fail(1, "PATCH", "/webhooks/", discordtest.Fault{Status: 500, Lost: true})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serveBot(t)
			c.harm(s.d)
			i := s.d.Slash("42", "ask", question("Which databases does she know?"))
			s.d.Message("an answer", func(m discordtest.Message) bool {
				return m.Author == discordtest.BotID && strings.Contains(m.Content, "PostgreSQL")
			})
			_ = i
			shown := 0
			for _, m := range s.d.Messages(discordtest.ChannelID, 1) {
				if strings.Contains(m.Content, "PostgreSQL") {
					shown++
				}
			}
			if shown != 1 {
				t.Errorf("shown %d times\n%s", shown, s.d.Transcript())
			}
		})
	}
}

func TestDataFolderThatCannotBeWrittenDoesNotSilenceTheBot(t *testing.T) {
	d := discordtest.New(t)
	getenv := setup(t, "DISCORD_TOKEN="+discordtest.Token, "DISCORD_API_URL="+d.URL)
	if err := os.WriteFile("data", nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	s := serveAgain(t, d, getenv)
	m := d.Slash("42", "ask", question("Which databases does she know?")).Answer("an answer", contains("PostgreSQL"))
	d.Click("42", m.ID, m.Buttons()["Sources"]).Answer("the sources", contains("ada.md"))
	if !strings.Contains(s.out.String(), "memory only") {
		t.Error("the log does not say so")
	}
}
