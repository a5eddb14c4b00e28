package lazyregexp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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

func TestIsARegexp(t *testing.T) {
	const expr, text = `(b+)(c)`, "abbc abc"
	r, want := New(expr), regexp.MustCompile(expr)
	upper := strings.ToUpper
	for _, pair := range [][2]any{
		{r.MatchString(text), want.MatchString(text)},
		{r.FindString(text), want.FindString(text)},
		{r.ReplaceAllString(text, "$2$1"), want.ReplaceAllString(text, "$2$1")},
		{r.ReplaceAllStringFunc(text, upper), want.ReplaceAllStringFunc(text, upper)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("got %v, want %v", pair[0], pair[1])
		}
	}
	for _, pair := range [][2][]int{
		{r.FindStringIndex(text), want.FindStringIndex(text)},
		{r.FindStringSubmatchIndex(text), want.FindStringSubmatchIndex(text)},
		slices2(r.FindAllStringIndex(text, 2), want.FindAllStringIndex(text, 2)),
		slices2(r.FindAllStringSubmatchIndex(text, 1), want.FindAllStringSubmatchIndex(text, 1)),
	} {
		if !slices.Equal(pair[0], pair[1]) {
			t.Errorf("got %v, want %v", pair[0], pair[1])
		}
	}
	for _, pair := range [][2][]string{
		{r.FindStringSubmatch(text), want.FindStringSubmatch(text)},
		{r.FindAllString(text, 1), want.FindAllString(text, 1)},
		{r.Split(text, 2), want.Split(text, 2)},
		{slices.Concat(r.FindAllStringSubmatch(text, 2)...), slices.Concat(want.FindAllStringSubmatch(text, 2)...)},
	} {
		if !slices.Equal(pair[0], pair[1]) {
			t.Errorf("got %q, want %q", pair[0], pair[1])
		}
	}
}

func slices2(a, b [][]int) [2][]int { return [2][]int{slices.Concat(a...), slices.Concat(b...)} }

// TestAllCompile compiles every expression of the program that stands in one literal,
// for no start would tell that one is wrong.
func TestAllCompile(t *testing.T) {
	seen := 0
	files := token.NewFileSet()
	err := filepath.WalkDir("../..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			of, ok := call.Fun.(*ast.SelectorExpr)
			literal, plain := call.Args[0].(*ast.BasicLit)
			if name, isName := callee(of); !ok || !plain || !isName || name != "lazyregexp" {
				return true
			}
			seen++
			expr, err := strconv.Unquote(literal.Value)
			if err == nil {
				_, err = regexp.Compile(expr)
			}
			if err != nil {
				t.Errorf("%s: %v", files.Position(literal.Pos()), err)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 200 {
		t.Errorf("only %d expressions were found", seen)
	}
}

func callee(of *ast.SelectorExpr) (string, bool) {
	if of == nil {
		return "", false
	}
	name, ok := of.X.(*ast.Ident)
	if !ok {
		return "", false
	}
	return name.Name, true
}
