package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Only regular files of the folder are read, whatever else lies there, and
// nothing is waited for.
func TestOnlyFilesOfTheFolderAreRead(t *testing.T) {
	outside := folder(t, map[string]string{"secret.md": good, "sub/more.md": good})
	link := func(to string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			if err := os.Symlink(to, path); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name, file string
		make       func(t *testing.T, path string)
		want       string // of the problem; "" where it is read
	}{
		{"a link out of it", "a.md", link(filepath.Join(outside, "secret.md")), "a.md: is a link that leads out of the folder"},
		{"a relative link out of it", "a.md", link("../x/../../" + filepath.Base(filepath.Dir(outside)) + "/" + filepath.Base(outside) + "/secret.md"), "a.md: "},
		{"a folder elsewhere", "a", link(outside), "a: is a link that leads out of the folder"},
		{"all there is", "a", link("/"), "a: is a link that leads out of the folder"},
		{"what the process knows", "a.txt", link("/proc/self/environ"), "a.txt: "},
		{"zeros without end", "a.txt", link("/dev/zero"), "a.txt: is a link that leads out of the folder"},
		{"a pipe", "a.md", func(t *testing.T, path string) {
			if err := syscall.Mkfifo(path, 0o600); err != nil {
				t.Skip("no pipes here: ", err)
			}
		}, "a.md: is no regular file"},
		{"a device", "a.txt", func(t *testing.T, path string) {
			if err := syscall.Mknod(path, syscall.S_IFCHR|0o600, 1<<8|5); err != nil { // zeros
				t.Skip("no devices can be made here: ", err)
			}
		}, "a.txt: is no regular file"},
		{"a link within it", "a.md", link("old/b.md"), ""},
		{"an absolute link within it", "a.md", func(t *testing.T, path string) {
			link(filepath.Join(filepath.Dir(path), "old", "b.md"))(t, path)
		}, ""},
		{"a name that steers the terminal", "a\x1b]0;x\a\n.md", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(good), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "a\uFFFD]0;x\uFFFD\uFFFD.md: has a name with control characters"},
		{"a name that turns the writing", "a\u202efdp.md", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(good), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "a\uFFFDfdp.md: has a name with control characters"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := folder(t, map[string]string{"good.md": good, "old/b.md": good})
			c.make(t, filepath.Join(dir, c.file))
			done := make(chan struct{})
			go func() {
				defer close(done)
				if _, err := Fingerprint(dir); err != nil {
					t.Error(err)
				}
				d, problems, err := Load(dir)
				if err != nil {
					t.Error(err)
					return
				}
				files := 3
				if c.want != "" {
					files = 2
				}
				if len(d.Files) != files || len(problems) != 3-files || c.want != "" && !strings.HasPrefix(problems[0].Error(), c.want) {
					t.Errorf("%d files, problems %q, want %q", len(d.Files), problems, c.want)
				}
				// Whoever asks for the file by its name gets it no sooner.
				if _, err := Read(dir, c.file); (err != nil) != (c.want != "") {
					t.Errorf("read: %v", err)
				}
			}()
			select {
			case <-done:
			case <-time.After(time.Minute):
				t.Fatal("hangs")
			}
		})
	}
	dir := folder(t, map[string]string{"good.md": good})
	if _, err := Read(dir, "../"+filepath.Base(outside)+"/secret.md"); err == nil {
		t.Error("read a file by a path that leads out")
	}
}

// A corpus may itself stand behind a link, as mounted volumes do.
func TestFolderBehindALink(t *testing.T) {
	dir := folder(t, map[string]string{"..data/cv.md": good})
	if err := os.Symlink("..data/cv.md", filepath.Join(dir, "cv.md")); err != nil {
		t.Fatal(err)
	}
	behind := filepath.Join(t.TempDir(), "corpus")
	if err := os.Symlink(dir, behind); err != nil {
		t.Fatal(err)
	}
	d, problems, err := Load(behind)
	if err != nil || len(problems) > 0 || len(d.Files) != 1 {
		t.Errorf("%v, %v", problems, err)
	}
}
