package tree

import (
	"errors"
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v3"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// maxNodes is the most values that a YAML file holds, aliases written out.
const maxNodes = 100_000

// ReadYAML reads a résumé written as YAML, in the shape of RenderCV, JSON Resume or
// one alike.
func ReadYAML(path string, data []byte) ([]block.Block, error) {
	root, err := parseYAML(data)
	if err != nil {
		p := resume.Problem{Path: path, Err: fmt.Errorf("is not valid YAML: %w", err)}
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			p.Line, _ = strconv.Atoi(m[1])
			p.Err = errors.New("is not valid YAML: " + m[2])
		}
		return nil, p
	}
	return readTree(path, "YAML", root)
}

var yamlLine = lazyregexp.New(`^yaml: line (\d+): (.+)`)

func parseYAML(data []byte) (*node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	p := &yamlParser{}
	if len(doc.Content) == 0 {
		return &node{}, nil
	}
	return p.value(doc.Content[0], 0)
}

type yamlParser struct{ nodes int }

func (p *yamlParser) value(y *yaml.Node, depth int) (*node, error) {
	if p.nodes++; p.nodes > maxNodes || depth > maxNodeDepth {
		return nil, fmt.Errorf("yaml: line %d: %w", max(y.Line, 1), errTooDeep)
	}
	n := &node{line: y.Line, last: y.Line}
	switch y.Kind {
	case yaml.AliasNode:
		return p.value(y.Alias, depth+1)
	case yaml.MappingNode:
		n.fields = map[string]*node{}
		for i := 0; i+1 < len(y.Content); i += 2 {
			v, err := p.value(y.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			if key := y.Content[i]; key.Tag == "!!merge" {
				n.merge(v)
			} else {
				n.set(key.Value, v)
			}
			n.last = max(n.last, v.last)
		}
	case yaml.SequenceNode:
		for _, c := range y.Content {
			v, err := p.value(c, depth+1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, v)
			n.last = max(n.last, v.last)
		}
	default:
		if y.Tag != "!!null" {
			n.text = y.Value
		}
	}
	return n, nil
}

// merge takes over the fields of another object that this one has not ("<<").
func (n *node) merge(from *node) {
	for _, key := range from.order {
		if n.fields[key] == nil {
			n.set(key, from.fields[key])
		}
	}
	for _, i := range from.items {
		n.merge(i)
	}
}

var errTooDeep = errors.New("is nested too deep")
