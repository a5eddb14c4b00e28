//go:build unix

package index

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The tests of this file run the test program again as a child, which does what
// childEnv says in the folder of dirEnv.
const (
	childEnv = "INDEX_TEST_CHILD"
	dirEnv   = "INDEX_TEST_DIR"
)

func TestMain(m *testing.M) {
	switch os.Getenv(childEnv) {
	case "": // not a child
	case "small files":
		// A full disk: the write of the index stops half-way.
		signal.Ignore(syscall.SIGXFSZ)
		limit := syscall.Rlimit{Cur: 4096, Max: 4096}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// child prepares the test program to run one test as a child.
func child(t *testing.T, test, what, dir string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "-test.run=^"+test+"$", "-test.count=1", "-test.v")
	cmd.Env = append(os.Environ(), childEnv+"="+what, dirEnv+"="+dir, "TMPDIR="+t.TempDir())
	return cmd
}

// variant is a résumé that differs from the others by one bullet.
func variant(i int) string {
	return strings.Replace(gardener, "AutoCAD", fmt.Sprintf("Program number %d", i), 1)
}

func TestWriteThatStopsHalfWayLeavesTheOldIndex(t *testing.T) {
	if dir := os.Getenv(dirEnv); dir != "" {
		x, report := build(t, newCounting(t), dir, variant(1))
		if report.Warning == nil || !strings.Contains(report.Warning.Error(), syscall.EFBIG.Error()) {
			t.Errorf("warning %v, want %v", report.Warning, syscall.EFBIG)
		}
		if got := found(t, x, Query{Text: "Program number 1"}, 1); got != "Program number 1" {
			t.Errorf("finds %q", got)
		}
		return
	}
	dir, e := t.TempDir(), newCounting(t)
	build(t, e, dir, gardener)
	before := stored(t, dir)
	out, err := child(t, t.Name(), "small files", dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !bytes.Equal(stored(t, dir), before) {
		t.Error("the old index is gone")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.new-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if _, report := build(t, e, dir, gardener); report.Warning != nil || report.Embedded != 0 {
		t.Errorf("afterwards: %+v", report)
	}
}

// TestProcessesShareAFolder: children build different résumés in one folder at
// the same time; none sees a damaged file, and what is left is whole.
func TestProcessesShareAFolder(t *testing.T) {
	if dir := os.Getenv(dirEnv); dir != "" {
		e := newCounting(t)
		for i := range 10 {
			text := variant((os.Getpid() + i) % 3)
			x, report := build(t, e, dir, text)
			if report.Warning != nil {
				t.Fatalf("round %d: %v", i, report.Warning)
			}
			if got := found(t, x, Query{Text: "Program number"}, 1); !strings.Contains(text, got) {
				t.Fatalf("round %d finds %q, which is another process's", i, got)
			}
		}
		return
	}
	dir := t.TempDir()
	children := make([]*exec.Cmd, 4)
	outputs := make([]bytes.Buffer, len(children))
	for i := range children {
		children[i] = child(t, t.Name(), "share", dir)
		children[i].Stdout, children[i].Stderr = &outputs[i], &outputs[i]
		if err := children[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	for i, c := range children {
		if err := c.Wait(); err != nil {
			t.Errorf("child %d: %v\n%s", i, err, &outputs[i])
		}
	}
	if v, err := decode(stored(t, dir), newCounting(t)); v == nil || err != nil {
		t.Errorf("what is left: %v, %v", v, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.new-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
