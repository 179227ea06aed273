package index

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/query"
)

// closeness says how the last word of a wordMatcher is compared.
type closeness uint8

const (
	exact    closeness = iota
	prefix             // words that begin with it
	fuzzy              // words that are nearly it
	misspelt           // words that it may be a slip for
	sounding           // words that may be spellings of it
)

// wordMatcher is a word of a query, or several that must follow one another.
// It decides what matches in the index as well as what is highlighted.
type wordMatcher struct {
	terms []string
	last  closeness

	// A single word that is not meant to the letter stands for its other forms
	// too: those with its stem in one of the message's languages.
	forms  []form   // by language; nil if only the word itself will do
	starts []string // what all of them begin with

	sound analysis.Sound // of a word that is sounding
}

// matchers lists what a query looks for in texts; what it denies is left out.
func (k *compiler) matchers(root query.Node) []wordMatcher {
	var all []wordMatcher
	query.Walk(root, func(n query.Node) bool {
		switch n.(type) {
		case query.Not:
			return false
		case query.Word, query.Phrase:
			all = append(all, k.matcherOf(n))
		}
		return true
	})
	return all
}

// matcherOf returns the matcher of a Word or Phrase.
func (k *compiler) matcherOf(n query.Node) wordMatcher {
	switch n := n.(type) {
	case query.Word:
		m := wordMatcher{terms: analysis.Terms(n.Text)}
		switch {
		case n.Fuzzy:
			m.last = fuzzy
		case n.Prefix, k.unfinished(n.End):
			m.last = prefix
		}
		switch term, ok := plain(n); {
		case ok && k.slips[term]:
			m.last = misspelt
		case ok && (m.last == exact || utf8.RuneCountInString(term) > longestStart):
			m = k.question.matcher(term, m.last)
		}
		return m
	case query.Phrase:
		m := wordMatcher{terms: analysis.Terms(n.Text)}
		if n.Open && k.unfinished(n.End) {
			m.last = prefix
		}
		return m
	}
	return wordMatcher{}
}

// match returns how many of the tokens, from the first on, the matcher takes
// up; 0 if it does not match there.
func (m *wordMatcher) match(tokens []analysis.Token) int {
	if len(tokens) < len(m.terms) || len(m.terms) == 0 {
		return 0
	}
	last := len(m.terms) - 1
	for i, term := range m.terms[:last] {
		if tokens[i].Term != term {
			return 0
		}
	}
	if !m.matchesLast(tokens[last].Term) {
		return 0
	}
	return len(m.terms)
}

func (m *wordMatcher) matchesLast(term string) bool {
	want := m.terms[len(m.terms)-1]
	switch m.last {
	case prefix:
		return strings.HasPrefix(term, want) || m.inflects(term)
	case fuzzy:
		return within(want, term, fuzziness(want))
	case misspelt:
		return slipped(want, term, slips(want))
	case sounding:
		return analysis.SoundOf(term).Like(m.sound)
	case exact:
	}
	return term == want || m.inflects(term)
}

// inflects reports whether a term is another form of the word.
func (m *wordMatcher) inflects(term string) bool {
	if !slices.ContainsFunc(m.starts, func(start string) bool { return strings.HasPrefix(term, start) }) {
		return false // which is quicker than to ask for its stem
	}
	return slices.ContainsFunc(m.forms, func(f form) bool { return f.language.Base(term) == f.stem })
}

// in returns the matcher for one message: forms of the word in languages that
// are not its chat's do not count.
func (m wordMatcher) in(row uint32) wordMatcher {
	foreign := func(f form) bool { return f.rows != nil && !f.rows.Contains(row) }
	if slices.ContainsFunc(m.forms, foreign) {
		m.forms = slices.DeleteFunc(slices.Clone(m.forms), foreign)
	}
	return m
}

// highlight returns the parts of text that any of the matchers matches, in
// order; parts that touch or overlap are one. What is not indexed of a text
// that is longer than any message is not highlighted either.
func highlight(text string, words []wordMatcher) []Span {
	var spans []Span
	tokens := analysis.Tokenize(nil, indexed(text))
	end := 0 // of the last span, in tokens
	for i := range tokens {
		n := 0
		for w := range words {
			n = max(n, words[w].match(tokens[i:]))
		}
		switch {
		case n == 0 || i+n <= end:
		case i < end:
			spans[len(spans)-1].End = tokens[i+n-1].End
			end = i + n
		default:
			spans = append(spans, Span{tokens[i].Start, tokens[i+n-1].End})
			end = i + n
		}
	}
	return slices.Clip(spans)
}

// fuzziness is how many letters may differ in a word: none in short ones, one
// in words of up to five letters, two in longer ones.
func fuzziness(term string) int {
	switch n := len([]rune(term)); {
	case n <= 2:
		return 0
	case n <= 5:
		return 1
	default:
		return 2
	}
}

// within reports whether a becomes b by at most limit letters changed, added
// or left out (Levenshtein's distance).
func within(a, b string, limit int) bool {
	from, to := []rune(a), []rune(b)
	if len(from)-len(to) > limit || len(to)-len(from) > limit {
		return false
	}
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			cost := diagonal
			if r != s {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(to)] <= limit
}
