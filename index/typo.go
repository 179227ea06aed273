package index

import (
	"cmp"
	"context"
	"strings"
	"unicode/utf8"
)

// Where nothing matches a query wholly and one of its words stands nowhere in
// the index, in no spelling, and in no list of words, the word is taken for a slip, and words that are nearly it are
// searched instead: with a letter changed, added, left out, or two swapped
// (the optimal string alignment distance), but the same first letter, which
// people rarely miss. Such hits are marked as typos.

// slips is how many slips a word may have: none in short ones, which are too
// much like others, one in longer ones, two from eight letters on.
func slips(term string) int {
	switch n := utf8.RuneCountInString(term); {
	case n < 4 || strings.ContainsAny(term, "0123456789"):
		return 0
	case n < 8:
		return 1
	default:
		return 2
	}
}

// slipped reports whether b is a with at most limit slips.
func slipped(a, b string, limit int) bool {
	from, to := []rune(a), []rune(b)
	if len(from) == 0 || len(to) == 0 || from[0] != to[0] || max(len(from)-len(to), len(to)-len(from)) > limit {
		return false
	}
	// rows[i][j] is the distance between the first i and the first j letters.
	rows := make([][]int, len(from)+1)
	for i := range rows {
		rows[i] = make([]int, len(to)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(from); i++ {
		for j := 1; j <= len(to); j++ {
			change := 1
			if from[i-1] == to[j-1] {
				change = 0
			}
			best := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				best = min(best, rows[i-2][j-2]+1)
			}
			rows[i][j] = best
		}
	}
	return rows[len(from)][len(to)] <= limit
}

// corrected returns the plan of a request with its unknown words taken for
// slips; ok is false if there are none, or nothing is like them.
func (f *finder) corrected(ctx context.Context, req Request, p *plan) (_ plan, ok bool, err error) {
	if f.bleve == nil {
		return plan{}, false, nil
	}
	advanced, err := f.bleve.Advanced()
	if err != nil {
		return plan{}, false, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return plan{}, false, err
	}
	defer func() { err = cmp.Or(err, reader.Close()) }()
	unknown := make(map[string]bool)
	for _, part := range p.parts {
		term, plain := plain(part.node)
		words, phrase := part.query.(*phraseQuery)
		if !plain || !phrase || slips(term) == 0 || p.question.knows(term) {
			continue
		}
		known, err := words.rows(ctx, reader)
		if spelled, ok := p.question.spellings(term); err == nil && known.IsEmpty() && ok {
			known, err = f.phrase(spelled).rows(ctx, reader)
		}
		if err != nil {
			return plan{}, false, err
		}
		if !known.IsEmpty() {
			continue
		}
		like, err := (&phraseQuery{words: wordMatcher{terms: []string{term}, last: misspelt}}).expand(ctx, reader, term)
		if err != nil {
			return plan{}, false, err
		}
		unknown[term] = len(like) > 0
		ok = ok || len(like) > 0
	}
	if !ok {
		return plan{}, false, nil
	}
	c, _, err := f.plan(req, unknown)
	return c, true, err
}
