package index

import (
	"cmp"
	"slices"

	"github.com/kerbstreet/kerb/index/table"
)

// found is a message that matches.
type found struct {
	score float64
	key   uint64 // orders messages by time, and by row within a second
}

func keyOf(row uint32, facts table.Row) uint64 { return uint64(facts.Seconds)<<32 | uint64(row) }

func (f found) row() uint32 { return uint32(f.key) }

// order compares matches for a page; no two are equal. Equally good ones come
// newest first.
func (s Sort) order(a, b found) int {
	switch s {
	case Oldest:
		return cmp.Compare(a.key, b.key)
	case ByRelevance:
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
	case Newest:
	}
	return cmp.Compare(b.key, a.key)
}

// page keeps the first few matches of an order and counts all. It gathers
// more than it needs and drops the rest now and then, which is quick for
// matches that come in the order asked for or in its opposite, as they do.
type page struct {
	each  func(row uint32) // if there is one, it gets every match, and none is kept
	sort  Sort
	limit int
	total int

	kept []found
	last *found // no match behind it is wanted; nil as long as all are
}

// slack is how many matches a page gathers beyond twice what it needs.
const slack = 256

// full reports whether a match with this score need not be offered: there are
// enough that are better.
func (p *page) full(score float64) bool {
	if p.each != nil {
		return false
	}
	return p.limit == 0 || p.sort == ByRelevance && p.last != nil && score < p.last.score
}

// done reports whether no match is wanted of those that follow a row, rows
// being gone through from the newest or, for Oldest, from the oldest, and all
// scoring the same.
func (p *page) done(t *table.Reader, row uint32, score float64) bool {
	switch {
	case p.last == nil || p.sort == ByRelevance && score > p.last.score:
		return false
	case p.sort == Oldest:
		return t.NoneOlder(row, uint32(p.last.key>>32))
	}
	return t.NoneNewer(row, uint32(p.last.key>>32))
}

// offer takes a match if it is among the first.
func (p *page) offer(f found) {
	switch {
	case p.each != nil:
		p.each(f.row())
		return
	case p.limit == 0 || p.last != nil && p.sort.order(f, *p.last) > 0:
		return
	}
	p.kept = append(p.kept, f)
	if len(p.kept) >= 2*p.limit+slack {
		p.cut()
	}
}

// cut drops what is not among the first.
func (p *page) cut() {
	slices.SortFunc(p.kept, p.sort.order)
	if len(p.kept) >= p.limit && p.limit > 0 {
		p.kept = p.kept[:p.limit]
		last := p.kept[p.limit-1]
		p.last = &last
	}
}

// sorted returns the first matches in their order.
func (p *page) sorted() []found {
	p.cut()
	return p.kept
}
