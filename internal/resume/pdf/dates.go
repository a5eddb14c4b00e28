package pdf

import (
	"math"
	"slices"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// Dates that stand in the margin beside an entry, wrapped to two lines and often in the
// middle of its height, as cells of tables are set.

// marginDates joins such dates and puts them on the row that the entry begins with.
func marginDates(rows [][]segment) [][]segment {
	for i := range rows {
		for k := i + 1; k < len(rows) && len(rows[i]) > 0 && rows[i][0].base-rows[k][0].base < 2*rows[i][0].size; k++ {
			if !wrapsDates(rows[i][0], rows[k][0]) {
				continue
			}
			dates := oneRow([][]segment{rows[i][:1], rows[k][:1]})
			if head := entryHead(rows, i, dates); head < i {
				dates.base = rows[head][0].base
				rows[i], rows[k] = rows[i][1:], rows[k][1:]
				rows[head] = append([]segment{dates}, rows[head]...)
				rows = slices.DeleteFunc(rows, func(row []segment) bool { return len(row) == 0 })
				return marginDates(rows)
			}
			break
		}
	}
	return rows
}

// entryHead is the nearest row above that of dates which begins right of them and is no
// item nor goes on with one; i itself where there is none.
func entryHead(rows [][]segment, i int, dates segment) int {
	beside := rows[i][1:]
	for head := i; ; beside = rows[head] {
		if len(beside) > 1 || len(beside) == 1 && (beside[0].left < dates.right || !beside[0].bullet && beside[0].size >= dates.size) {
			if head < i && len(beside) == 1 && beside[0].left > dates.right {
				return head
			}
			return i
		}
		if head--; head < 0 {
			return i
		}
	}
}

// wrapsDates tells a period that begins in one segment and ends in that below it.
func wrapsDates(a, b segment) bool {
	first, _, _ := resume.FindPeriod(block.Text(a.spans))
	whole, rest, ok := resume.FindPeriod(block.Text(a.spans) + " " + block.Text(b.spans))
	return ok && rest == "" && first.Text != "" && first.End.IsZero() && (whole.Present || !whole.End.IsZero()) && whole.Text != first.Text &&
		math.Abs(a.left-b.left) < 3 && !a.bullet && !b.bullet
}
