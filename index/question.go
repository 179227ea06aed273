package index

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/index/table"
)

// question is what is asked for in words, and in which languages.
//
//	who has a ladder I could borrow  →  ladder borrow, in English
type question struct {
	languages []*language.Language // of the chats, and of the question
	terms     []string             // all of its plain words, in order
}

// ask finds out about the words of a query, given the languages of the chats.
func ask(root query.Node, languages []*language.Language) question {
	q := question{languages: languages}
	for _, node := range conjuncts(root) {
		if term, ok := plain(node); ok {
			q.terms = append(q.terms, term)
		}
	}
	if spoken := language.Guess(q.terms, languages); spoken != nil && !slices.Contains(languages, spoken) {
		q.languages = append(slices.Clone(languages), spoken)
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
	spoken := language.Guess(q.terms, q.languages)
	if !ok || spoken == nil {
		return root
	}
	var kept []query.Node
	words := false
	for _, node := range and.Nodes {
		if term, ok := plain(node); ok && spoken.Small(term) {
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

// How much of a chat is read to tell its languages: some stretches of messages
// that follow one another, since these lie together.
const (
	stretches = 8
	stretch   = 48
)

// languagesOf tells in which languages the chats are written.
func languagesOf(t *table.Reader) ([]*language.Language, error) {
	var found []*language.Language
	for chat := range t.Chats() {
		order := t.Order(uint16(chat))
		var messages [][]string
		for i := range stretches {
			from := order.Len() / stretches * i
			for place := from; place < min(from+stretch, order.Len()); place++ {
				text, _, err := t.Text(order.Row(place))
				if err != nil {
					return nil, err
				}
				messages = append(messages, analysis.Terms(text))
			}
		}
		for _, l := range language.Detect(messages) {
			if !slices.Contains(found, l) {
				found = append(found, l)
			}
		}
	}
	return found, nil
}

// shortestInflected is the length in letters from which a word stands for its
// other forms as well.
const shortestInflected = 3

// stemsOf returns the stems of a word in the languages, nil if it is too short
// to have other forms.
func stemsOf(term string, languages []*language.Language) []string {
	if len([]rune(term)) < shortestInflected {
		return nil
	}
	stems := make([]string, len(languages))
	for i, l := range languages {
		stems[i] = l.Base(term)
	}
	return stems
}

// beginnings returns what a word's other forms begin with: its stem but for the
// last letter, which may be another one ("happy", "happi"), in each of its
// spellings. None begins with another.
func beginnings(term string, languages []*language.Language, stems []string) []string {
	if stems == nil {
		return []string{term}
	}
	cut := 0 // letters at the end that may differ
	forms := []string{term}
	for i, l := range languages {
		plain := term
		if other := l.Spellings(term); other != nil {
			plain = other[0]
			forms = append(forms, other...)
		}
		same := 0
		for same < min(len(plain), len(stems[i])) && plain[same] == stems[i][same] {
			same++
		}
		cut = max(cut, utf8.RuneCountInString(plain[same:]))
	}
	for i, form := range forms {
		letters := []rune(form)
		letters = letters[:max(len(letters)-cut, min(len(letters), 1))]
		if len(letters) > shortestInflected {
			letters = letters[:len(letters)-1]
		}
		forms[i] = string(letters)
	}
	slices.Sort(forms)
	kept := forms[:0]
	for _, form := range forms {
		if len(kept) == 0 || !strings.HasPrefix(form, kept[len(kept)-1]) {
			kept = append(kept, form)
		}
	}
	return kept
}
