package index

import (
	"cmp"
	"context"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	blevequery "github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// Where a query's parts are single words, messages that have the same of them
// score the same (newCloseSearcher). So messages need not be walked one by one:
// sets of them are cut by word after word,
//
//	power off  →  both | power alone | off alone
//
// and of these cells only the best are read, until the page is full. A word cuts
// in three: messages with the word as it was typed, with another form of it, and
// without.

// cell is a set of messages that have the same of a query's words.
type cell struct {
	rows   *roaring.Bitmap
	score  float64
	weight float64 // of the words it has, as mostQuery weighs them
}

// mostCuts is how many words a query has at most to be answered so: with every
// further one there are up to three times as many cells.
const mostCuts = 7

// wordQuery is a query for a single word.
type wordQuery interface {
	setQuery
	typed(ctx context.Context, r bleveindex.IndexReader) (*roaring.Bitmap, error) // what has it as it was typed; not to be changed
}

// cells offers what a query matches; ok is false, and nothing is offered, if the
// query is not made of single words.
func (c *collector) cells(q blevequery.Query) (ok bool, err error) {
	all, ok := q.(*allQuery)
	if !ok || len(all.scored) == 0 {
		return false, nil
	}
	parts, some := all.scored, false
	if most, ok := parts[0].(*mostQuery); ok && len(parts) == 1 {
		parts, some = most.parts, true
	}
	if len(parts) > mostCuts {
		return false, nil
	}
	words := make([]wordQuery, len(parts))
	for i, part := range parts {
		phrase, isPhrase := part.(*phraseQuery)
		if words[i], ok = part.(wordQuery); !ok || isPhrase && len(phrase.words.terms) > 1 {
			return false, nil
		}
	}
	cells, err := c.cut(words, some, &allQuery{required: all.required, denied: all.denied})
	for _, cell := range cells {
		if err := c.rows(cell.rows, cell.score); err != nil {
			return false, err
		}
		c.page.cut()
	}
	return true, err
}

// cut returns the messages that have all of the words, or, if some will do, those
// that mostQuery takes, in cells, the best first.
func (c *collector) cut(words []wordQuery, some bool, others *allQuery) (cells []cell, err error) {
	messages, err := c.reader.DocCount()
	if err != nil {
		return nil, err
	}
	with, typed, cuts, enough := make([]*roaring.Bitmap, len(words)), make([]*roaring.Bitmap, len(words)), make([]cell, len(words)), 0.0
	for i, word := range words {
		if with[i], err = word.rows(c.ctx, c.reader); err != nil {
			return nil, err
		}
		if typed[i], err = word.typed(c.ctx, c.reader); err != nil {
			return nil, err
		}
		count := with[i].GetCardinality()
		cuts[i] = cell{with[i], sameScore(count, messages), rarity(count, messages)}
		enough += cuts[i].weight * partialShare
	}
	within := roaring.FastAnd(with...)
	if some {
		whole := within
		within = roaring.FastOr(with...)
		within.AndNot(whole)
	}
	if len(others.required)+len(others.denied) > 0 {
		rows, err := others.rows(c.ctx, c.reader)
		if err != nil {
			return nil, err
		}
		within.And(rows)
	}
	cells = []cell{{rows: within}}
	for i, cut := range cuts {
		cells = cut.apply(cells, typed[i], sameScore(typed[i].GetCardinality(), messages))
	}
	if some {
		cells = slices.DeleteFunc(cells, func(c cell) bool { return c.weight < enough })
	}
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Compare(b.score, a.score) })
	return cells, nil
}

// apply cuts cells by the messages that have a word; those that have it as it was
// typed score so much more.
func (c cell) apply(cells []cell, typed *roaring.Bitmap, more float64) []cell {
	cut := make([]cell, 0, 3*len(cells))
	add := func(rows *roaring.Bitmap, score, weight float64) {
		if !rows.IsEmpty() {
			cut = append(cut, cell{rows, score, weight})
		}
	}
	for _, whole := range cells {
		other := roaring.And(whole.rows, c.rows)
		whole.rows.AndNot(other)
		asTyped := roaring.And(other, typed)
		other.AndNot(asTyped)
		add(whole.rows, whole.score, whole.weight)
		add(other, whole.score+c.score, whole.weight+c.weight)
		add(asTyped, whole.score+c.score+more, whole.weight+c.weight)
	}
	return cut
}
