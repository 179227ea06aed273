package index

import (
	"cmp"
	"context"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	blevequery "github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/kerbstreet/kerb/index/table"
)

// run fills a page with what a query matches; nil is every message.
func (f *finder) run(ctx context.Context, plan *plan, partial bool, p *page) (err error) {
	q := plan.whole
	if partial {
		q = plan.partial
	}
	switch {
	case f.bleve == nil:
		return ctx.Err()
	case q == nil:
		return scan(ctx, f.table, plan.tests, p)
	}
	advanced, err := f.bleve.Advanced()
	if err != nil {
		return err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, reader.Close()) }()
	c := collector{ctx: ctx, reader: reader, mapping: f.bleve.Mapping(), table: f.table, tests: plan.tests, page: p}
	if !plan.scored || p.sort != ByRelevance || p.each != nil {
		if sets, ok := q.(setQuery); ok && !partial {
			return c.set(sets)
		}
		return c.all(q, unscored)
	}
	switch one := q.(type) {
	case *termQuery:
		return c.word(one, one.term)
	case *phraseQuery:
		if len(one.words.terms) == 1 {
			return c.word(one, one.words.terms[0])
		}
	}
	if ok, err := c.cells(q); ok || err != nil {
		return err
	}
	return c.all(q, search.SearcherOptions{})
}

// collector fills a page with what a query matches and passes the tests.
type collector struct {
	ctx     context.Context
	reader  bleveindex.IndexReader
	mapping mapping.IndexMapping
	table   *table.Reader
	tests   []rowTest
	page    *page
}

// all runs any query.
func (c *collector) all(q blevequery.Query, options search.SearcherOptions) (err error) {
	s, err := q.Searcher(c.ctx, c.reader, c.mapping, options)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, s.Close()) }()
	sc := &search.SearchContext{
		DocumentMatchPool: search.NewDocumentMatchPool(s.DocumentMatchPoolSize()+1, 0),
		IndexReader:       c.reader,
	}
	for step := 0; ; step++ {
		if step%checkEvery == 0 && c.ctx.Err() != nil {
			return c.ctx.Err()
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
		if err := c.match(row, score); err != nil {
			return err
		}
	}
}

// match offers a match to the page.
func (c *collector) match(row uint32, score float64) error {
	if len(c.tests) == 0 && c.page.full(score) {
		c.page.total++
		return nil
	}
	facts, err := c.table.Row(row)
	if err != nil {
		return err
	}
	if all(c.tests, row, facts) {
		c.page.total++
		c.page.offer(found{score: score, key: keyOf(row, facts)})
	}
	return nil
}

// set runs a query whose matches all score the same, as a set of rows.
func (c *collector) set(q setQuery) error {
	rows, err := q.rows(c.ctx, c.reader)
	if err != nil {
		return err
	}
	return c.rows(rows, 0)
}

// frequent is how many messages with a word there are at most for each of them
// to be scored; to score so many takes a millisecond.
const frequent = 20_000

// word runs a query for one word and those that are close enough to it, the only
// part of its query: what a single word being typed is. Messages with the word as
// it was typed score more than the others, which all score the same; so only they
// need be scored. Where there are too many of them, they score the same as well:
// to say it twice, or in few words, says nothing then.
func (c *collector) word(q setQuery, term string) error {
	rows, err := q.rows(c.ctx, c.reader)
	if err != nil {
		return err
	}
	messages, err := c.reader.DocCount()
	if err != nil {
		return err
	}
	same := sameScore(rows.GetCardinality(), messages)
	typed, err := newTermSearcher(c.reader, term, true)
	if err != nil {
		return err
	}
	var with *roaring.Bitmap
	if typed.found > frequent {
		if with, err = union(c.ctx, c.reader, []string{term}); err == nil {
			err = c.rows(with, same+sameScore(typed.found, messages))
		}
	} else {
		with, err = c.scored(typed, same)
	}
	if err != nil {
		return err
	}
	c.page.cut()
	rows.AndNot(with)
	return c.rows(rows, same)
}

// scored offers what a searcher finds, with so much more than its score, and
// returns all of it.
func (c *collector) scored(s *termSearcher, more float64) (rows *roaring.Bitmap, err error) {
	if s.scorer, err = newScorer(c.reader, s.found); err != nil {
		return nil, err
	}
	rows = roaring.New()
	for s.next() {
		if err := c.match(s.row, more+s.score); err != nil {
			return nil, err
		}
		rows.Add(s.row)
	}
	return rows, s.err
}

// rows offers the messages of a set of rows, which all score the same.
func (c *collector) rows(rows *roaring.Bitmap, score float64) error {
	p := c.page
	count := len(c.tests) == 0 && p.each == nil // at once
	if count {
		p.total += int(rows.GetCardinality())
		if p.full(score) {
			return nil
		}
	}
	each := rows.ReverseIterator()
	if p.sort == Oldest {
		each = rows.Iterator()
	}
	for step := 0; each.HasNext(); step++ {
		row := each.Next()
		if step%checkEvery == 0 && c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		if count {
			if step%checkEvery == 0 && p.done(c.table, row, score) {
				return nil
			}
			facts, err := c.table.Row(row)
			if err != nil {
				return err
			}
			p.offer(found{score: score, key: keyOf(row, facts)})
			continue
		}
		if err := c.match(row, score); err != nil {
			return err
		}
	}
	return nil
}

// scan fills a page with the rows of the table that pass the tests.
func scan(ctx context.Context, t *table.Reader, tests []rowTest, p *page) error {
	n := uint32(t.Len())
	count, done := len(tests) == 0 && p.each == nil, false
	if count {
		p.total = int(n)
	}
	for i := range n {
		row := i
		if p.sort != Oldest {
			row = n - 1 - i
		}
		if i%checkEvery == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if done = p.done(t, row, 0); done && count {
				return nil
			}
		}
		facts, err := t.Row(row)
		if err != nil {
			return err
		}
		if !all(tests, row, facts) {
			continue
		}
		if !count {
			p.total++
		}
		if !done {
			p.offer(found{key: keyOf(row, facts)})
		}
	}
	return nil
}
