package index

import (
	"cmp"
	"context"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	blevequery "github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/kerbstreet/kerb/index/table"
)

// phraseQuery matches messages that have a matcher's words one after the
// other; a matcher of one word stands for all words that are close enough.
type phraseQuery struct {
	words  wordMatcher
	table  *table.Reader
	starts *wordStarts

	known *roaring.Bitmap // what rows found before
}

// Searcher implements bleve's query.
func (q *phraseQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions) (search.Searcher, error) {
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
	return closeSearcher(ctx, r, m, options, q.words.terms[0], rows)
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

// closeSearcher scores messages with words that are close enough. All of them
// score the same, as one word as frequent as they are together would in a
// message of average length, or the rarest would come first; the word as it
// was typed scores once more.
func closeSearcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions, typed string, rows *roaring.Bitmap) (search.Searcher, error) {
	messages, err := r.DocCount()
	if err != nil {
		return nil, err
	}
	close := &countedSearcher{Searcher: searcherOf(rows), count: rows.GetCardinality()}
	close.score = sameScore(close.count, messages)
	return withBonus(ctx, r, m, options, close, typed)
}

// sameScore is what each of count messages that are close enough scores.
func sameScore(count, messages uint64) float64 {
	return rarity(count, messages) * search.BM25_k1 / (1 + search.BM25_k1)
}

// withBonus adds a term's score to what a searcher finds anyway.
func withBonus(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions, s *countedSearcher, term string) (search.Searcher, error) {
	bonus := &anyQuery{[]blevequery.Query{&openedQuery{s}, newTermQuery(term)}}
	both, err := bonus.Searcher(ctx, r, m, options)
	if err != nil {
		return nil, err
	}
	return &countedSearcher{Searcher: both, count: s.count}, nil
}

// openedQuery is a searcher in the place of the query it came from.
type openedQuery struct{ searcher search.Searcher }

// Searcher implements bleve's query.
func (q *openedQuery) Searcher(context.Context, bleveindex.IndexReader, mapping.IndexMapping, search.SearcherOptions) (search.Searcher, error) {
	return q.searcher, nil
}
