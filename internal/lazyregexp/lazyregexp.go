// Package lazyregexp has regular expressions that are compiled when they are first
// used: a start uses few of the hundreds that there are, and to compile them all would
// take a quarter of it.
package lazyregexp

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression in the syntax of package regexp; its methods are
// those of [regexp.Regexp]. It may be used by several goroutines.
type Regexp struct{ compiled func() *regexp.Regexp }

// New is a regular expression. One that is wrong panics when it is first used.
func New(expr string) Regexp {
	return Regexp{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
}

func (p Regexp) MatchString(s string) bool            { return p.compiled().MatchString(s) }
func (p Regexp) FindString(s string) string           { return p.compiled().FindString(s) }
func (p Regexp) FindStringIndex(s string) []int       { return p.compiled().FindStringIndex(s) }
func (p Regexp) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }
func (p Regexp) FindStringSubmatchIndex(s string) []int {
	return p.compiled().FindStringSubmatchIndex(s)
}
func (p Regexp) FindAllString(s string, n int) []string { return p.compiled().FindAllString(s, n) }
func (p Regexp) FindAllStringIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringIndex(s, n)
}
func (p Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return p.compiled().FindAllStringSubmatch(s, n)
}
func (p Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringSubmatchIndex(s, n)
}
func (p Regexp) ReplaceAllString(s, with string) string {
	return p.compiled().ReplaceAllString(s, with)
}
func (p Regexp) ReplaceAllStringFunc(s string, with func(string) string) string {
	return p.compiled().ReplaceAllStringFunc(s, with)
}
func (p Regexp) Split(s string, n int) []string { return p.compiled().Split(s, n) }
