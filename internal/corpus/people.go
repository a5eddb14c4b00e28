package corpus

import (
	"fmt"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
)

// reading is what was read of one file.
type reading struct {
	file     resume.File
	blocks   []block.Block
	withheld []resume.Withheld
	orders   []resume.Order
	built    *build.Builder // of the blocks, where they were built already; nil else
}

// ofOnePerson leaves out the files that name another person than most do, or of as
// many the first: what one did would be told of the other. Files that name nobody, or
// tell no way to reach who may be but the name of a project, stay.
func ofOnePerson(all []reading) (kept []reading, others []resume.Problem) {
	if len(all) < 2 {
		return all, nil
	}
	var people []string
	count := map[int]int{}
	whose := make([]int, len(all))
	for i, r := range all {
		b := build.New()
		b.Add(r.blocks)
		if whose[i] = -1; b.Doc.Person.Name == "" || len(b.Doc.Person.Contacts) == 0 {
			continue
		}
		for k, name := range people {
			if !build.Another(name, b.Doc.Person.Name) {
				whose[i] = k
				break
			}
		}
		if whose[i] < 0 {
			whose[i] = len(people)
			people = append(people, b.Doc.Person.Name)
		}
		count[whose[i]]++
	}
	most := 0
	for k := range people {
		if count[k] > count[most] {
			most = k
		}
	}
	for i, r := range all {
		if k := whose[i]; k >= 0 && k != most {
			others = append(others, resume.Problem{Path: r.file.Path, Err: fmt.Errorf("is about %s and is not read, for the résumé is that of %s: keep one person's files in a folder", resume.ShownName(people[k]), resume.ShownName(people[most]))})
			continue
		}
		kept = append(kept, r)
	}
	return kept, others
}
