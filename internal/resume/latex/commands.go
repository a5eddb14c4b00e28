package latex

import (
	_ "embed" // the list
	"slices"
	"strings"
)

// commandList tells what each command and environment is; see its head.
//
//go:embed commands.txt
var commandList string

// usage is one way to use a command or environment.
type usage struct {
	args   []argument
	action string
	value  string // what stands behind the action
	groups int    // arguments in braces
}

type argument struct {
	name     string // "-" for one that is not shown
	optional bool
	ends     bool // it is the last of its line
}

// commands are the usages by name, environments in braces: "{itemize}".
type commands map[string][]usage

// list reads commandList.
func list() commands {
	out := commands{}
	for l := range strings.Lines(commandList) {
		f := strings.Fields(l)
		if len(f) < 2 || f[0] == "#" {
			continue
		}
		form, u := f[0], usage{action: f[1], value: strings.Join(f[2:], " ")}
		name, rest := form, ""
		switch {
		case strings.HasPrefix(form, "{"):
			end := strings.Index(form, "}") + 1
			name, rest = form[:end], form[end:]
		case letter(form[1]):
			if end := strings.IndexAny(form, "*[{"); end > 0 {
				name, rest = form[:end], form[end:]
			}
			name = name[1:]
		default:
			name, rest = form[1:2], form[2:]
		}
		for _, a := range strings.FieldsFunc(strings.TrimPrefix(rest, "*"), func(r rune) bool { return r == ']' || r == '}' }) {
			arg := argument{name: a[1:], optional: a[0] == '['}
			arg.name, arg.ends = strings.CutSuffix(arg.name, "/")
			if u.args = append(u.args, arg); !arg.optional {
				u.groups++
			}
		}
		if u.action == "accent" {
			u.args, u.groups = []argument{{name: "text"}}, 1
		}
		out[name] = append(out[name], u)
	}
	return out
}

// counted are the actions for which all arguments must be there: without one, each of
// the others may be something else.
var counted = []string{"entry", "head", "row"}

// best is the usage with the most arguments in braces that are there; ok is false
// where a command has several and none fits. Of two alike the first is taken for the
// person's data, the last elsewhere.
func (c commands) best(name string, groups int, personal bool) (u usage, ok bool) {
	all := c[name]
	best := -1
	for i, u := range all {
		if u.groups <= groups && (best < 0 || u.groups > all[best].groups || u.groups == all[best].groups && !personal) {
			best = i
		}
	}
	if best < 0 && len(all) == 1 && !slices.Contains(counted, all[0].action) {
		best = 0
	}
	if best < 0 {
		return usage{}, false
	}
	return all[best], true
}
