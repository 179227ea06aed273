package index

import (
	"cmp"
	"context"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/kerbstreet/kerb/index/table"
)

// phraseQuery matches messages that have a matcher's words one after the
// other; a matcher of one word stands for all words that are close enough.
type phraseQuery struct {
	words  wordMatcher
	table  *table.Reader
	starts *wordStarts
	recent *recent

	known   *roaring.Bitmap // what rows found before
	exactly *roaring.Bitmap // what typed did
}

// Searcher implements bleve's query.
func (q *phraseQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, _ mapping.IndexMapping, options search.SearcherOptions) (search.Searcher, error) {
	scored := options.Score != unscored.Score
	if len(q.words.terms) > 1 {
		found, err := q.find(ctx, r, scored)
		if err != nil {
			return nil, err
		}
		q.known = found.rows()
		return found, nil
	}
	rows, err := q.rows(ctx, r)
	if err != nil {
		return nil, err
	}
	if !scored {
		return searcherOf(rows), nil
	}
	typed, err := q.typed(ctx, r)
	if err != nil {
		return nil, err
	}
	return newCloseSearcher(r, rows, typed)
}

// expand lists the words of the index that are close enough to term.
func (q *phraseQuery) expand(ctx context.Context, r bleveindex.IndexReader, term string) ([]string, error) {
	if near, ok := r.(bleveindex.IndexReaderFuzzy); ok {
		switch _, first := utf8.DecodeRuneInString(term); {
		case q.words.last == misspelt:
			dict, err := near.FieldDictFuzzy(textField, term, slips(term), term[:first])
			return q.pick(ctx, nil, dict, err)
		case q.words.last != fuzzy:
		case fuzziness(term) == 0:
			return []string{term}, nil
		default:
			dict, err := near.FieldDictFuzzy(textField, term, fuzziness(term), "")
			return q.pick(ctx, nil, dict, err)
		}
	}
	starts := q.words.starts
	if starts == nil {
		starts = []string{term}
	}
	var terms []string
	for _, start := range starts {
		dict, err := r.FieldDictPrefix(textField, []byte(start))
		if terms, err = q.pick(ctx, terms, dict, err); err != nil {
			return nil, err
		}
	}
	return terms, nil
}

// pick appends the words of a part of the dictionary that are close enough.
func (q *phraseQuery) pick(ctx context.Context, terms []string, dict bleveindex.FieldDict, opened error) (_ []string, err error) {
	if opened != nil {
		return nil, opened
	}
	defer func() { err = cmp.Or(err, dict.Close()) }()
	for step := 0; ; step++ {
		if step%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		entry, err := dict.Next()
		if err != nil || entry == nil {
			return terms, err
		}
		if q.words.matchesLast(entry.Term) {
			terms = append(terms, entry.Term)
		}
	}
}

// sameScore is what each of count messages that are close enough scores, as one
// word as frequent as they are together would in a message of average length.
func sameScore(count, messages uint64) float64 {
	return rarity(count, messages) * search.BM25_k1 / (1 + search.BM25_k1)
}

// newCloseSearcher scores messages with words that are close enough. All of them
// score the same, or the rarest would come first; those with the word as it was
// typed score once more. How often they have it, and in how many words, is not
// asked: only the best are looked at again, by other things, and to ask a
// frequent word's postings takes longer than all the rest.
func newCloseSearcher(r bleveindex.IndexReader, rows, typed *roaring.Bitmap) (search.Searcher, error) {
	messages, err := r.DocCount()
	if err != nil {
		return nil, err
	}
	s := &closeSearcher{bitmapSearcher: *searcherOf(rows), typed: typed.Iterator()}
	s.score, s.bonus = sameScore(s.count, messages), sameScore(typed.GetCardinality(), messages)
	return s, nil
}

// closeSearcher walks a set of rows, part of which scores more.
type closeSearcher struct {
	bitmapSearcher
	typed        roaring.IntPeekable
	score, bonus float64
}

// Next implements bleve's searcher.
func (s *closeSearcher) Next(sc *search.SearchContext) (*search.DocumentMatch, error) {
	return s.scored(s.bitmapSearcher.Next(sc))
}

// Advance implements bleve's searcher.
func (s *closeSearcher) Advance(sc *search.SearchContext, id bleveindex.IndexInternalID) (*search.DocumentMatch, error) {
	return s.scored(s.bitmapSearcher.Advance(sc, id))
}

func (s *closeSearcher) scored(match *search.DocumentMatch, err error) (*search.DocumentMatch, error) {
	if match == nil {
		return nil, err
	}
	match.Score = s.score
	row := uint32(match.IndexInternalID.Value())
	if s.typed.AdvanceIfNeeded(row); s.typed.HasNext() && s.typed.PeekNext() == row {
		match.Score += s.bonus
	}
	return match, err
}
