package lazyregexp

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// TestNothingIsCompiledBefore: a wrong expression harms nobody until it is used.
func TestNothingIsCompiledBefore(t *testing.T) {
	r := New(`(`)
	defer func() {
		if recover() == nil {
			t.Error("a wrong expression was used")
		}
	}()
	r.MatchString("x")
}

// TestMethods: each does what that of a regexp does.
func TestMethods(t *testing.T) {
	const expr = `(b+)(c)`
	r, want := reflect.ValueOf(New(expr)), reflect.ValueOf(regexp.MustCompile(expr))
	for i := range r.NumMethod() {
		name := r.Type().Method(i).Name
		var args []reflect.Value
		for k := range r.Method(i).Type().NumIn() {
			arg := map[reflect.Kind]any{reflect.String: []string{"abbc abc", "$2$1"}[min(k, 1)], reflect.Int: 2, reflect.Func: strings.ToUpper}
			args = append(args, reflect.ValueOf(arg[r.Method(i).Type().In(k).Kind()]))
		}
		if got, of := r.Method(i).Call(args)[0].Interface(), want.MethodByName(name).Call(args)[0].Interface(); !reflect.DeepEqual(got, of) {
			t.Errorf("%s: %v, want %v", name, got, of)
		}
	}
}

// TestAllCompile compiles the expressions of the program that stand in one literal,
// for no start tells that one is wrong.
func TestAllCompile(t *testing.T) {
	seen := 0
	call := regexp.MustCompile("lazyregexp\\.New\\(`([^`]*)`\\)")
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		code, err := os.ReadFile(path)
		for _, m := range call.FindAllSubmatch(code, -1) {
			seen++
			if _, err := regexp.Compile(string(m[1])); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
		return err
	})
	if err != nil || seen < 200 {
		t.Errorf("%d expressions were found, error %v", seen, err)
	}
}
