package index

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/kerbstreet/kerb/index/table"
)

// unionSearcher finds what has any of the terms, without a score. It merges
// the postings of each segment as bitmaps: bleve's searcher for each term costs
// more than its postings, and a word's beginning stands for thousands of words.
func unionSearcher(ctx context.Context, r bleveindex.IndexReader, field string, terms []string) (search.Searcher, error) {
	snapshot, err := snapshotOf(r)
	if err != nil {
		return nil, err
	}
	documents := roaring.New()
	first := uint64(0) // bleve's number of the segment's first document
	for _, part := range snapshot.Segments() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		dict, err := part.Segment().Dictionary(field)
		if err != nil {
			return nil, err
		}
		in := roaring.New()
		var list segment.PostingsList
		for _, term := range terms {
			if list, err = dict.PostingsList([]byte(term), nil, list); err != nil {
				return nil, err
			}
			if err := orInto(list, in); err != nil {
				return nil, err
			}
		}
		if deleted := part.Deleted(); deleted != nil {
			in.AndNot(deleted)
		}
		documents.Or(roaring.AddOffset64(in, int64(first)))
		first += part.Segment().Count()
	}
	return &bitmapSearcher{count: documents.GetCardinality(), documents: documents.Iterator()}, nil
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

// countedSearcher is a searcher that knows better how many messages match at
// most, and what each of them scores.
type countedSearcher struct {
	search.Searcher
	count uint64
	score float64 // added to every match
}

// Count implements bleve's searcher.
func (s *countedSearcher) Count() uint64 { return s.count }

// Next implements bleve's searcher.
func (s *countedSearcher) Next(sc *search.SearchContext) (*search.DocumentMatch, error) {
	return s.scored(s.Searcher.Next(sc))
}

// Advance implements bleve's searcher.
func (s *countedSearcher) Advance(sc *search.SearchContext, id bleveindex.IndexInternalID) (*search.DocumentMatch, error) {
	return s.scored(s.Searcher.Advance(sc, id))
}

func (s *countedSearcher) scored(match *search.DocumentMatch, err error) (*search.DocumentMatch, error) {
	if match != nil {
		match.Score += s.score
	}
	return match, err
}

// rowQuery matches the messages whose rows pass a test, without a score.
type rowQuery struct {
	test  rowTest
	table *table.Reader
}

// Searcher implements bleve's query.
func (q *rowQuery) Searcher(ctx context.Context, _ bleveindex.IndexReader, _ mapping.IndexMapping, _ search.SearcherOptions) (search.Searcher, error) {
	documents := roaring.New()
	for row := range uint32(q.table.Len()) {
		if row%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		facts, err := q.table.Row(row)
		if err != nil {
			return nil, err
		}
		if q.test(row, facts) {
			documents.Add(row)
		}
	}
	return &bitmapSearcher{count: documents.GetCardinality(), documents: documents.Iterator()}, nil
}
