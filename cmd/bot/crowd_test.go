package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"testing"
	"time"

	"resumebot/internal/discordtest"
)

// TestCrowd measures the program that CROWD_BOT names, in a process of its own, while
// two hundred people ask five questions each at once and others type: how soon they are
// acknowledged, offered choices and answered, and how much memory that takes. Build it
// before and after a change, and run this on a machine that does nothing else.
func TestCrowd(t *testing.T) {
	binary := os.Getenv("CROWD_BOT")
	if binary == "" {
		t.Skip("CROWD_BOT names no program")
	}
	d := discordtest.New(t)
	setup(t)
	cmd := exec.Command(binary)
	cmd.Env = append(os.Environ(), "DISCORD_TOKEN="+discordtest.Token, "DISCORD_API_URL="+d.URL, "LLM_BASE_URL=off", "ADMIN_ADDR=off",
		"CORPUS_DIR=corpus", "DATA_DIR=data", "LIMIT_CHANNEL=5000/1m", "LIMIT_USER=100/1m")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Wait() }()
	defer func() { _ = cmd.Process.Signal(os.Interrupt) }()
	d.WaitConnected()
	questions := []string{"Which databases does she know?", "Where did she study?", "Where did she work?", "What is her salary?", "When did she leave Acme?"}
	for _, q := range questions { // once warm
		d.Slash("41", "ask", question(q)).Answer("an answer", contains("> "+q))
	}
	idle := resident(t, cmd.Process.Pid)
	var asked, typed []*discordtest.Interaction
	began := time.Now()
	for n := range 1000 {
		asked = append(asked, d.Slash(fmt.Sprintf("5%04d", n%200), "ask", question(questions[n/200])))
		if n%10 == 0 {
			typed = append(typed, d.Autocomplete(fmt.Sprintf("6%04d", n), "experience", discordtest.Option{Name: "employer", Value: "ac", Focused: true}))
		}
	}
	for range 100 { // while they are answered
		typed = append(typed, d.Autocomplete("70000", "experience", discordtest.Option{Name: "employer", Value: "ac", Focused: true}))
		typed[len(typed)-1].Acked()
		time.Sleep(20 * time.Millisecond)
	}
	var acks, choices, ends []time.Duration
	for n, i := range asked {
		acks = append(acks, i.Acked().Latency)
		m := i.Answer("an answer", contains("> "+questions[n/200]))
		ends = append(ends, m.History[len(m.History)-1].At.Sub(i.SentAt))
		if more := i.FollowUps(); len(more) > 0 {
			t.Errorf("question %d has %d more answers", n, len(more))
		}
	}
	for _, i := range typed {
		choices = append(choices, i.Acked().Latency)
	}
	t.Logf("%d CPUs, all answered after %v; resident %s before, %s after", runtime.NumCPU(), time.Since(began).Round(time.Millisecond), idle, resident(t, cmd.Process.Pid))
	for name, all := range map[string][]time.Duration{"acknowledged": acks, "answered": ends, "offered choices, during the rush": choices[:100], "offered choices, while answering": choices[100:]} {
		slices.Sort(all)
		t.Logf("%s: p50 %v, p99 %v, at most %v", name, all[len(all)/2].Round(time.Millisecond), all[len(all)*99/100].Round(time.Millisecond), all[len(all)-1].Round(time.Millisecond))
	}
}

var memoryLine = regexp.MustCompile(`(?m)^(VmRSS|VmHWM):\s*(.+)$`)

// resident is the memory that a process has now and had at most.
func resident(t *testing.T, pid int) string {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return "unknown"
	}
	out := ""
	for _, m := range memoryLine.FindAllStringSubmatch(string(text), -1) {
		out += m[1] + " " + m[2] + " "
	}
	return out
}
