package index

import (
	"context"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	blevequery "github.com/blevesearch/bleve/v2/search/query"
	"github.com/blevesearch/bleve/v2/search/searcher"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/kerbstreet/kerb/index/table"
)

// phraseQuery matches messages that have a matcher's words one after the
// other; a matcher of one word stands for all words that are close enough.
type phraseQuery struct {
	words wordMatcher
	table *table.Reader
}

// Searcher implements bleve's query.
func (q *phraseQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions) (search.Searcher, error) {
	last := q.words.terms[len(q.words.terms)-1]
	terms := []string{last}
	if q.words.last != exact {
		var err error
		if terms, err = q.expand(ctx, r, last); err != nil {
			return nil, err
		}
		if len(terms) == 0 {
			return searcher.NewMatchNoneSearcher(r)
		}
	}
	if len(q.words.terms) == 1 {
		return closeSearcher(ctx, r, m, options, last, terms)
	}
	return q.find(ctx, r, terms, options.Score != unscored.Score)
}

// expand lists the words of the index that are close enough to term.
func (q *phraseQuery) expand(ctx context.Context, r bleveindex.IndexReader, term string) (_ []string, err error) {
	var dict bleveindex.FieldDict
	if near, ok := r.(bleveindex.IndexReaderFuzzy); ok && q.words.last == fuzzy {
		if fuzziness(term) == 0 {
			return []string{term}, nil
		}
		dict, err = near.FieldDictFuzzy(textField, term, fuzziness(term), "")
	} else {
		dict, err = r.FieldDictPrefix(textField, []byte(term))
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if closed := dict.Close(); err == nil {
			err = closed
		}
	}()
	var terms []string
	for {
		if len(terms)%checkEvery == 0 && ctx.Err() != nil {
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

// closeSearcher finds messages with any of the terms. All of them score the
// same, as one word as frequent as they are together would in a message of
// average length, or the rarest would come first; the word as it was typed
// scores once more.
func closeSearcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions, typed string, terms []string) (search.Searcher, error) {
	union, err := unionSearcher(ctx, r, textField, terms)
	if err != nil || options.Score == unscored.Score {
		return union, err
	}
	messages, err := r.DocCount()
	if err != nil {
		return nil, searchers{union}.closeOn(err)
	}
	close := &countedSearcher{Searcher: union, count: union.Count()}
	close.score = rarity(close.count, messages) * search.BM25_k1 / (1 + search.BM25_k1)
	for _, term := range terms {
		if term == typed {
			return withBonus(ctx, r, m, options, close, typed)
		}
	}
	return close, nil
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
