package index

import (
	"context"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	blevequery "github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/kerbstreet/kerb/index/table"
)

// setQuery is a query that can tell all that it matches at once, which takes a
// fraction of the time of walking it, but gives no score.
type setQuery interface {
	blevequery.Query
	rows(ctx context.Context, r bleveindex.IndexReader) (*roaring.Bitmap, error) // the caller's own
}

var _, _, _, _, _ setQuery = (*termQuery)(nil), (*phraseQuery)(nil), (*rowQuery)(nil), (*anyQuery)(nil), (*allQuery)(nil)

func (q *termQuery) rows(ctx context.Context, r bleveindex.IndexReader) (*roaring.Bitmap, error) {
	return union(ctx, r, []string{q.term})
}

func (q *termQuery) typed(ctx context.Context, r bleveindex.IndexReader) (*roaring.Bitmap, error) {
	return q.rows(ctx, r)
}

// rows remembers what it found: a search asks for it several times, and so does the
// next one.
func (q *phraseQuery) rows(ctx context.Context, r bleveindex.IndexReader) (_ *roaring.Bitmap, err error) {
	if q.known == nil {
		q.known, err = q.recent.rows(q.words.key(), func() (*roaring.Bitmap, error) { return q.findRows(ctx, r) })
		if err != nil {
			return nil, err
		}
	}
	return q.known.Clone(), nil
}

// typed finds what has a single word as it was typed, and remembers it.
func (q *phraseQuery) typed(ctx context.Context, r bleveindex.IndexReader) (_ *roaring.Bitmap, err error) {
	if q.exactly == nil {
		word := wordMatcher{terms: q.words.terms[:1]}
		q.exactly, err = q.recent.rows(word.key(), func() (*roaring.Bitmap, error) { return union(ctx, r, word.terms) })
	}
	return q.exactly, err
}

func (q *phraseQuery) findRows(ctx context.Context, r bleveindex.IndexReader) (*roaring.Bitmap, error) {
	if len(q.words.terms) == 1 {
		if q.words.last == prefix {
			if rows, err := q.starts.rows(q.words.terms[0]); rows != nil || err != nil {
				return rows, err
			}
		}
		terms, err := q.expand(ctx, r, q.words.terms[0])
		if err != nil {
			return nil, err
		}
		return q.union(ctx, r, terms)
	}
	found, err := q.find(ctx, r, false)
	if err != nil {
		return nil, err
	}
	return found.rows(), nil
}

// union finds what has any of the terms that expand lists, other forms of the
// word only where they are some.
func (q *phraseQuery) union(ctx context.Context, r bleveindex.IndexReader, terms []string) (*roaring.Bitmap, error) {
	if !slices.ContainsFunc(q.words.forms, func(f form) bool { return f.rows != nil }) {
		return union(ctx, r, terms)
	}
	everywhere := q.words
	everywhere.forms = slices.DeleteFunc(slices.Clone(q.words.forms), func(f form) bool { return f.rows != nil })
	var kept, others []string
	for _, term := range terms {
		if everywhere.matchesLast(term) {
			kept = append(kept, term)
		} else {
			others = append(others, term)
		}
	}
	rows, err := union(ctx, r, kept)
	if err != nil {
		return nil, err
	}
	for _, f := range q.words.forms {
		if f.rows == nil {
			continue
		}
		inflected, err := union(ctx, r, slices.DeleteFunc(slices.Clone(others), func(term string) bool { return f.language.Base(term) != f.stem }))
		if err != nil {
			return nil, err
		}
		inflected.And(f.rows)
		rows.Or(inflected)
	}
	return rows, nil
}

func (q *anyQuery) rows(ctx context.Context, r bleveindex.IndexReader) (*roaring.Bitmap, error) {
	any := roaring.New()
	for _, part := range q.parts {
		rows, err := rowsOf(ctx, r, part)
		if err != nil {
			return nil, err
		}
		any.Or(rows)
	}
	return any, nil
}

func (q *allQuery) rows(ctx context.Context, r bleveindex.IndexReader) (*roaring.Bitmap, error) {
	var all *roaring.Bitmap
	for _, part := range append(q.scored[:len(q.scored):len(q.scored)], q.required...) {
		rows, err := rowsOf(ctx, r, part)
		if err != nil {
			return nil, err
		}
		if all == nil {
			all = rows
		} else {
			all.And(rows)
		}
	}
	if all == nil {
		messages, err := r.DocCount()
		if err != nil {
			return nil, err
		}
		all = roaring.New()
		all.AddRange(0, messages)
	}
	for _, part := range q.denied {
		rows, err := rowsOf(ctx, r, part)
		if err != nil {
			return nil, err
		}
		all.AndNot(rows)
	}
	return all, nil
}

// rowsOf returns what a part of a query matches. All that the compiler makes
// of a query's parts can tell.
func rowsOf(ctx context.Context, r bleveindex.IndexReader, q blevequery.Query) (*roaring.Bitmap, error) {
	set, ok := q.(setQuery)
	if !ok {
		return nil, fmt.Errorf("%T cannot tell what it matches", q)
	}
	return set.rows(ctx, r)
}

// mergedFirst is how many words' postings are merged with one another before they
// are with all others: a merge takes time in proportion to what there is already.
const mergedFirst = 16

// union finds what has any of the terms. It merges the postings of each
// segment as bitmaps: bleve's searcher for each term costs more than its
// postings, and a word's beginning stands for thousands of words.
func union(ctx context.Context, r bleveindex.IndexReader, terms []string) (*roaring.Bitmap, error) {
	snapshot, err := snapshotOf(r)
	if err != nil {
		return nil, err
	}
	rows := roaring.New()
	first := uint64(0) // row of the segment's first message
	for _, part := range snapshot.Segments() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		dict, err := part.Segment().Dictionary(textField)
		if err != nil {
			return nil, err
		}
		in := roaring.New()
		var list segment.PostingsList
		for some := range slices.Chunk(terms, mergedFirst) {
			part := roaring.New()
			for _, term := range some {
				if list, err = dict.PostingsList([]byte(term), nil, list); err != nil {
					return nil, err
				}
				if err := orInto(list, part); err != nil {
					return nil, err
				}
			}
			in.Or(part)
		}
		rows.Or(roaring.AddOffset64(in, int64(first)))
		first += part.Segment().Count()
	}
	return rows, nil
}

// searcherOf walks a set of rows.
func searcherOf(rows *roaring.Bitmap) *bitmapSearcher {
	return &bitmapSearcher{count: rows.GetCardinality(), documents: rows.Iterator()}
}

// bitmapSearcher walks a set of bleve's document numbers, which are rows.
type bitmapSearcher struct {
	unweighted
	count     uint64
	documents roaring.IntPeekable
}

// Next implements bleve's searcher.
func (s *bitmapSearcher) Next(sc *search.SearchContext) (*search.DocumentMatch, error) {
	if !s.documents.HasNext() {
		return nil, nil
	}
	match := sc.DocumentMatchPool.Get()
	match.IndexInternalID = bleveindex.NewIndexInternalID(match.IndexInternalID, uint64(s.documents.Next()))
	return match, nil
}

// Advance implements bleve's searcher.
func (s *bitmapSearcher) Advance(sc *search.SearchContext, id bleveindex.IndexInternalID) (*search.DocumentMatch, error) {
	s.documents.AdvanceIfNeeded(uint32(id.Value()))
	return s.Next(sc)
}

// Count implements bleve's searcher.
func (s *bitmapSearcher) Count() uint64 { return s.count }

// Close implements bleve's searcher.
func (s *bitmapSearcher) Close() error { return nil }

// DocumentMatchPoolSize implements bleve's searcher.
func (s *bitmapSearcher) DocumentMatchPoolSize() int { return 1 }

// rowQuery matches the messages whose rows pass a test, without a score.
type rowQuery struct {
	test  rowTest
	table *table.Reader
}

func (q *rowQuery) rows(ctx context.Context, _ bleveindex.IndexReader) (*roaring.Bitmap, error) {
	rows := roaring.New()
	for row := range uint32(q.table.Len()) {
		if row%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		facts, err := q.table.Row(row)
		if err != nil {
			return nil, err
		}
		if q.test(row, facts) {
			rows.Add(row)
		}
	}
	return rows, nil
}

// Searcher implements bleve's query.
func (q *rowQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, _ mapping.IndexMapping, _ search.SearcherOptions) (search.Searcher, error) {
	rows, err := q.rows(ctx, r)
	if err != nil {
		return nil, err
	}
	return searcherOf(rows), nil
}
