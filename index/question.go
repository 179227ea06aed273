package index

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/query"
)

// question is what is asked for in words, and in which languages.
//
//	who has a ladder I could borrow  →  ladder borrow, in English
type question struct {
	spoken    spoken
	languages []*language.Language // of the chats, and of the question
	terms     []string             // all of its plain words, in order
}

// ask finds out about the words of a query, given the languages of the chats.
func ask(root query.Node, spoken spoken) question {
	q := question{spoken: spoken, languages: spoken.languages}
	for _, node := range conjuncts(root) {
		if term, ok := plain(node); ok {
			q.terms = append(q.terms, term)
		}
	}
	if l := language.Guess(q.terms, q.languages); l != nil && !slices.Contains(q.languages, l) {
		q.languages = append(slices.Clone(q.languages), l)
	}
	return q
}

// conjuncts are the parts of a query that must all match.
func conjuncts(root query.Node) []query.Node {
	if and, ok := root.(query.And); ok {
		return and.Nodes
	}
	if root == nil {
		return nil
	}
	return []query.Node{root}
}

// plain returns the one term of a word that was typed without any sign that it
// is meant to the letter: word*, word~, +word, "word".
func plain(n query.Node) (term string, ok bool) {
	word, ok := n.(query.Word)
	if !ok || word.Prefix || word.Fuzzy || word.Text[0] == '+' {
		return "", false
	}
	terms := analysis.Terms(word.Text)
	return terms[0], len(terms) == 1
}

// content leaves the words out of a query that only build the sentence, unless
// there are no others.
func (q *question) content(root query.Node) query.Node {
	and, ok := root.(query.And)
	asked := language.Guess(q.terms, q.languages)
	if !ok || asked == nil {
		return root
	}
	var kept []query.Node
	words := false
	for _, node := range and.Nodes {
		if term, ok := plain(node); ok && asked.Small(term) {
			continue
		}
		kept = append(kept, node)
		words = words || isText(node)
	}
	switch {
	case !words:
		return root
	case len(kept) == 1:
		return kept[0]
	}
	return query.And{Nodes: kept}
}

// knows reports whether a word is one of the question's languages.
func (q *question) knows(term string) bool {
	return slices.ContainsFunc(q.languages, func(l *language.Language) bool { return l.Knows(term) })
}

// shortestInflected is the length in letters from which a word stands for its
// other forms as well.
const shortestInflected = 3

// form is what the forms of a word have in common in one of the languages.
type form struct {
	language *language.Language
	stem     string
	rows     *roaring.Bitmap // of the messages in that language; nil: all
}

// matcher returns the matcher for a word and its other forms, unless it is too
// short to have any.
func (q *question) matcher(term string, last closeness) wordMatcher {
	m := wordMatcher{terms: []string{term}, last: last}
	if len([]rune(term)) < shortestInflected {
		return m
	}
	m.forms = make([]form, len(q.languages))
	for i, l := range q.languages {
		m.forms[i] = form{l, l.Base(term), q.spoken.rows[l]}
	}
	m.starts = beginnings(term, m.forms)
	return m
}

// spellings returns the matcher for words that may be spellings of a term in the
// scripts of the languages; ok is false if none of them is written in two.
func (q *question) spellings(term string) (m wordMatcher, ok bool) {
	var scripts []rune
	for _, l := range q.languages {
		if l.Script != 0 && !slices.Contains(scripts, l.Script) {
			scripts = append(scripts, l.Script)
		}
	}
	if scripts == nil {
		return wordMatcher{}, false
	}
	sound := analysis.SoundOf(term)
	starts := sound.Starts(scripts)
	return wordMatcher{terms: []string{term}, last: sounding, starts: starts, sound: sound}, len(starts) > 0
}

// beginnings returns what a word's other forms begin with: its stem but for the
// last letter, which may be another one ("happy", "happi"), in each of its
// spellings. None begins with another.
func beginnings(term string, forms []form) []string {
	cut := 0 // letters at the end that may differ
	spellings := []string{term}
	for _, f := range forms {
		plain := term
		if other := f.language.Spellings(term); other != nil {
			plain = other[0]
			spellings = append(spellings, other...)
		}
		same := 0
		for same < min(len(plain), len(f.stem)) && plain[same] == f.stem[same] {
			same++
		}
		cut = max(cut, utf8.RuneCountInString(plain[same:]))
	}
	for i, spelling := range spellings {
		letters := []rune(spelling)
		letters = letters[:max(len(letters)-cut, min(len(letters), 1))]
		if len(letters) > shortestInflected {
			letters = letters[:len(letters)-1]
		}
		spellings[i] = string(letters)
	}
	slices.Sort(spellings)
	kept := spellings[:0]
	for _, spelling := range spellings {
		if len(kept) == 0 || !strings.HasPrefix(spelling, kept[len(kept)-1]) {
			kept = append(kept, spelling)
		}
	}
	return kept
}
