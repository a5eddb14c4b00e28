package index

import (
	"cmp"
	"container/heap"
	"slices"
)

// best returns the k hits with the highest scores, best first; of equal ones
// the earlier come first. It sorts no more than it returns: of thousands of
// chunks a question wants a dozen.
func best(hits []Hit, k int) []Hit {
	if k < len(hits) {
		worst := worstFirst{make([]int, 0, k), hits}
		for i := range hits {
			switch {
			case i < k:
				heap.Push(&worst, i)
			case hits[i].Score > hits[worst.order[0]].Score:
				worst.order[0] = i
				heap.Fix(&worst, 0)
			}
		}
		slices.Sort(worst.order)
		kept := make([]Hit, k)
		for i, at := range worst.order {
			kept[i] = hits[at]
		}
		hits = kept
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits
}

// worstFirst is a heap of positions of hits, that to be dropped first on top.
type worstFirst struct {
	order []int
	hits  []Hit
}

func (h worstFirst) Len() int { return len(h.order) }

func (h worstFirst) Less(i, j int) bool {
	a, b := h.order[i], h.order[j]
	if h.hits[a].Score != h.hits[b].Score {
		return h.hits[a].Score < h.hits[b].Score
	}
	return a > b
}

func (h worstFirst) Swap(i, j int) { h.order[i], h.order[j] = h.order[j], h.order[i] }
func (h *worstFirst) Push(x any)   { h.order = append(h.order, x.(int)) }
func (h *worstFirst) Pop() any     { panic("index: nothing is popped") }
