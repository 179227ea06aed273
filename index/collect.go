package index

import (
	"cmp"
	"container/heap"
	"context"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	blevequery "github.com/blevesearch/bleve/v2/search/query"

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

// page keeps the first few matches of an order and counts all.
type page struct {
	each  func(row uint32) // if there is one, it gets every match, and none is kept
	sort  Sort
	limit int
	total int
	worst []found // a heap, the last in the order on top
}

// Len, Less, Swap, Push and Pop make the page a heap.
func (p *page) Len() int           { return len(p.worst) }
func (p *page) Less(i, j int) bool { return p.sort.order(p.worst[i], p.worst[j]) > 0 }
func (p *page) Swap(i, j int)      { p.worst[i], p.worst[j] = p.worst[j], p.worst[i] }
func (p *page) Push(x any)         { p.worst = append(p.worst, x.(found)) }
func (p *page) Pop() any           { panic("a page only grows and replaces") }

// full reports whether a match with this score need not be offered: there are
// enough that are better.
func (p *page) full(score float64) bool {
	return p.each == nil && p.limit == 0 || p.sort == ByRelevance && len(p.worst) == p.limit && score < p.worst[0].score
}

// offer takes a match if it is among the first.
func (p *page) offer(f found) {
	switch {
	case p.each != nil:
		p.each(f.row())
	case len(p.worst) < p.limit:
		heap.Push(p, f)
	case p.limit > 0 && p.sort.order(f, p.worst[0]) < 0:
		p.worst[0] = f
		heap.Fix(p, 0)
	}
}

// sorted returns the matches in their order. The page is empty then.
func (p *page) sorted() []found {
	list := p.worst
	p.worst = nil
	slices.SortFunc(list, p.sort.order)
	return list
}

// collect runs a query and fills a page with what also passes the tests.
func collect(ctx context.Context, idx bleve.Index, q blevequery.Query, scored bool, t *table.Reader, tests []rowTest, p *page) (err error) {
	advanced, err := idx.Advanced()
	if err != nil {
		return err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, reader.Close()) }()
	options := unscored
	if scored {
		options = search.SearcherOptions{}
	}
	s, err := q.Searcher(ctx, reader, idx.Mapping(), options)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, s.Close()) }()
	sc := &search.SearchContext{
		DocumentMatchPool: search.NewDocumentMatchPool(s.DocumentMatchPoolSize()+1, 0),
		IndexReader:       reader,
	}
	for step := 0; ; step++ {
		if step%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		match, err := s.Next(sc)
		if err != nil {
			return err
		}
		if match == nil {
			return nil
		}
		row, score := uint32(match.IndexInternalID.Value()), match.Score
		sc.DocumentMatchPool.Put(match)
		if len(tests) == 0 && p.full(score) {
			p.total++
			continue
		}
		facts, err := t.Row(row)
		if err != nil {
			return err
		}
		if all(tests, row, facts) {
			p.total++
			p.offer(found{score: score, key: keyOf(row, facts)})
		}
	}
}

// scan fills a page with the rows of the table that pass the tests.
func scan(ctx context.Context, t *table.Reader, tests []rowTest, p *page) error {
	n := uint32(t.Len())
	for i := range n {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row := i
		if p.sort != Oldest {
			row = n - 1 - i // rows are more or less in the order of time: what is found first stays
		}
		facts, err := t.Row(row)
		if err != nil {
			return err
		}
		if all(tests, row, facts) {
			p.total++
			p.offer(found{key: keyOf(row, facts)})
		}
	}
	return nil
}
