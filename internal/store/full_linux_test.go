package store

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// inSmallDisk runs the calling test again in a process that has a file system
// of 2 MB for itself, mounted on the folder given; true in that process.
func inSmallDisk(t *testing.T) (dir string, inside bool) {
	t.Helper()
	if dir := os.Getenv("STORE_SMALL_DISK"); dir != "" {
		must(t, syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"))
		return dir, true
	}
	exe, err := os.Executable()
	must(t, err)
	child := exec.Command(exe, "-test.v", "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), "STORE_SMALL_DISK="+t.TempDir())
	child.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := child.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || bytes.Contains(out, []byte("operation not permitted")) {
		t.Skip("no file system of one's own can be mounted here: ", err)
	}
	if t.Logf("%s", out); err != nil {
		t.Error(err)
	}
	return "", false
}

func TestForgetOnAFullDisk(t *testing.T) {
	dir, inside := inSmallDisk(t)
	if !inside {
		return
	}
	ctx := t.Context()
	s := open(t, dir, Options{})
	for n := range 20 {
		next := turn("c", []string{"ann", "bob"}[n%2], n)
		next.Answer = "secret of " + next.UserID
		must(t, s.SaveTurn(ctx, next))
	}
	_, err := s.Sweep(ctx, day0, 0)
	must(t, err)
	ballast := filepath.Join(dir, "ballast")
	fillDisk(t, ballast)

	// SQLite deletes by writing to its log: there is no room for that.
	d, err := s.Forget(ctx, "ann")
	var not *NotForgottenError
	if !errors.As(err, &not) || !errors.Is(err, ErrFull) || not.Wish != nil || d.Rows != 0 {
		t.Errorf("forgot %+v, %v", d, err)
	}
	if st, err := s.Stats(ctx); st.Turns != 20 || err != nil { // nothing by halves
		t.Errorf("%+v, %v", st, err)
	}
	if _, err := s.Sweep(ctx, day0.Add(time.Hour), 0); !errors.Is(err, ErrFull) {
		t.Errorf("swept: %v", err)
	}
	if err := s.Trouble(); err == nil || !strings.Contains(err.Error(), "1 who asked") {
		t.Errorf("trouble: %v", err)
	}
	must(t, s.Close())
	_, cause := Open(ctx, dir, Options{})
	if !errors.Is(cause, ErrFull) {
		t.Errorf("opened: %v", cause)
	}
	instead, err := Instead(ctx, dir, cause, Options{})
	must(t, err)
	defer instead.Close()
	if _, err := instead.Forget(ctx, "carl"); !errors.As(err, &not) || not.Wish != nil {
		t.Errorf("forgot: %v", err)
	}

	must(t, os.Remove(ballast))
	s = open(t, dir, Options{})
	if d, err := s.Sweep(ctx, day0.Add(time.Hour), 0); d.Rows != 10 || err != nil {
		t.Errorf("swept %+v, %v", d, err)
	}
	must(t, s.Trouble())
	if bytes.Contains(bytesOf(t, dir), []byte("secret of ann")) {
		t.Error("the text is still in the files")
	}
	if left, err := filepath.Glob(filepath.Join(dir, WishPrefix+"*")); len(left) > 0 || err != nil {
		t.Errorf("wishes left: %v, %v", left, err)
	}
	must(t, s.Close()) // before the disk goes
}

// fillDisk writes until there is no room for another byte.
func fillDisk(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	must(t, err)
	defer f.Close()
	for block := make([]byte, 1<<12); err == nil; {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}
