package phrase

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
)

// Phrase is words in their order, by the notation of the package's tables.
type Phrase struct {
	text  string
	parts []part
}

// String returns the phrase in its notation.
func (p Phrase) String() string { return p.text }

// part is a place in a phrase: a word out of several, any word, or a gap.
type part struct {
	words []word
	kind  partKind
}

type partKind uint8

const (
	oneOf partKind = iota
	anyWord
	gap
)

// word is what one word of a text has to be like.
type word struct {
	text string
	kind wordKind
}

type wordKind uint8

const (
	form     wordKind = iota // a form of it
	itself                   // it and nothing else
	begins                   // a word that begins so
	endsWith                 // a word that ends so
)

// New takes a phrase apart.
func New(text string) (Phrase, error) {
	var parts []part
	for field := range strings.FieldsSeq(text) {
		switch field {
		case "_":
			parts = append(parts, part{kind: anyWord})
			continue
		case "...":
			parts = append(parts, part{kind: gap})
			continue
		}
		alternatives := strings.Split(field, "|")
		var p part
		for _, alternative := range alternatives {
			kind := form
			switch {
			case strings.HasPrefix(alternative, "="):
				kind = itself
			case strings.HasPrefix(alternative, "*"):
				kind = endsWith
			case strings.HasSuffix(alternative, "*"):
				kind = begins
			}
			tokens := analysis.Tokenize(nil, alternative)
			switch {
			case len(tokens) == 1:
				p.words = append(p.words, word{text: tokens[0].Term, kind: kind})
			case len(tokens) == 0 || len(alternatives) > 1 || kind != form:
				return Phrase{}, fmt.Errorf("phrase %q: %q is not one word", text, alternative)
			default: // "d'eau" is two
				for _, t := range tokens {
					parts = append(parts, part{words: []word{{text: t.Term}}})
				}
			}
		}
		if p.words != nil {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 || parts[0].kind != oneOf || parts[len(parts)-1].kind != oneOf {
		return Phrase{}, fmt.Errorf("phrase %q has no word at its beginning or end", text)
	}
	return Phrase{text: strings.TrimSpace(text), parts: parts}, nil
}

// Example returns a text that the phrase matches from its first byte to its
// last.
func (p Phrase) Example() string {
	var words []string
	for _, place := range p.parts {
		switch place.kind {
		case oneOf:
			words = append(words, place.words[0].text)
		case anyWord:
			words = append(words, "xyz")
		case gap:
		}
	}
	return strings.Join(words, " ")
}

// Key returns what two phrases of a language have in common that match the
// same. It is doubled if a word stands twice where one of several may; of is
// nil for what belongs to no language.
func (p Phrase) Key(of *language.Language) (key string, doubled bool) {
	for _, place := range p.parts {
		words := make([]string, 0, len(place.words))
		for _, w := range place.words {
			if w.kind == form && of != nil {
				w.text = of.Stem(w.text)
			}
			words = append(words, fmt.Sprint(w.kind, w.text))
		}
		slices.Sort(words)
		doubled = doubled || len(slices.Compact(words)) < len(words) && len(place.words) > 1
		key += fmt.Sprint(place.kind, words, " ")
	}
	return key, doubled
}
