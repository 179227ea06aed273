package phrase

import (
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
)

// Hit is a phrase found among the words of a text.
type Hit struct {
	Label      int // what the phrase was added under
	First, End int // its words: those from First on, before End
}

// Set holds phrases of any number of languages. Add is for making it; from then
// on it does not change and may be used by several goroutines at a time, each
// with a Matcher of its own.
type Set struct {
	shortest  int // letters
	languages []*language.Language
	words     map[wordKey]int32
	longest   int // bytes of the longest beginning or ending of a word
	nodes     []node
	edges     map[edge]int32
}

// node is a place within phrases.
type node struct {
	any  int32 // where any word leads, 0 nowhere
	gap  int32 // where a gap leads, 0 nowhere
	ends []int // labels of the phrases that end here
}

// edge is the way on from a node by a word.
type edge struct{ node, word int32 }

// wordKey is a word of the set; language is empty but for forms.
type wordKey struct {
	text     string
	kind     wordKind
	language string
}

// gapWords is how many words a gap may be.
const gapWords = 3

// NewSet returns an empty set. What the forms of a word have in common says
// which word it is if it has so many letters as shortest, or more; a word that
// has fewer stands for itself.
func NewSet(shortest int) *Set {
	return &Set{shortest: shortest, words: make(map[wordKey]int32), nodes: make([]node, 1), edges: make(map[edge]int32)}
}

// Add puts a phrase in under a label. of is the language it is of, nil if that
// is not known to have forms.
func (s *Set) Add(p Phrase, label int, of *language.Language) {
	if of != nil && !of.HasForms() {
		of = nil
	}
	if of != nil && !s.knows(of) {
		s.languages = append(s.languages, of)
	}
	places := make([]place, len(p.parts))
	for i, part := range p.parts {
		places[i].kind = part.kind
		for _, w := range part.words {
			places[i].words = append(places[i].words, s.number(w, of))
		}
	}
	s.add(0, places, label)
}

// place is a part of a phrase by the numbers of its words.
type place struct {
	words []int32
	kind  partKind
}

func (s *Set) knows(of *language.Language) bool {
	for _, l := range s.languages {
		if l == of {
			return true
		}
	}
	return false
}

// add puts the rest of a phrase behind a node.
func (s *Set) add(at int32, places []place, label int) {
	if len(places) == 0 {
		s.nodes[at].ends = append(s.nodes[at].ends, label)
		return
	}
	switch places[0].kind {
	case anyWord:
		if s.nodes[at].any == 0 {
			to := s.newNode() // which may move the nodes
			s.nodes[at].any = to
		}
		s.add(s.nodes[at].any, places[1:], label)
	case gap:
		if s.nodes[at].gap == 0 {
			to := s.newNode()
			s.nodes[at].gap = to
		}
		s.add(s.nodes[at].gap, places[1:], label)
	case oneOf:
		for _, word := range places[0].words {
			to, ok := s.edges[edge{at, word}]
			if !ok {
				to = s.newNode()
				s.edges[edge{at, word}] = to
			}
			s.add(to, places[1:], label)
		}
	}
}

func (s *Set) newNode() int32 {
	s.nodes = append(s.nodes, node{})
	return int32(len(s.nodes) - 1)
}

// number returns the number of a word of the set.
func (s *Set) number(w word, of *language.Language) int32 {
	key := wordKey{text: w.text, kind: w.kind}
	switch {
	case w.kind == form:
		key.kind = itself
		if of == nil {
			break
		}
		if stem := of.Stem(w.text); utf8.RuneCountInString(stem) >= s.shortest {
			key = wordKey{text: stem, kind: form, language: of.Code}
		}
	case w.kind != itself:
		s.longest = max(s.longest, len(w.text))
	}
	n, ok := s.words[key]
	if !ok {
		n = int32(len(s.words))
		s.words[key] = n
	}
	return n
}

// numbers returns the numbers of all words of the set that a term is.
func (s *Set) numbers(term string) []int32 {
	var found []int32
	look := func(key wordKey) {
		if n, ok := s.words[key]; ok {
			found = append(found, n)
		}
	}
	look(wordKey{text: term, kind: itself})
	for _, of := range s.languages {
		look(wordKey{text: of.Stem(term), kind: form, language: of.Code})
	}
	for n := min(s.longest, len(term)); n > 0; n-- {
		look(wordKey{text: term[:n], kind: begins})
		look(wordKey{text: term[len(term)-n:], kind: endsWith})
	}
	return found
}

// maxKnown is how many words a Matcher remembers before it starts anew.
const maxKnown = 1 << 15

// Matcher finds phrases. It remembers words it has seen and is for one
// goroutine at a time.
type Matcher struct {
	set     *Set
	known   map[string][]int32
	numbers [][]int32
}

// Matcher returns a Matcher for the set.
func (s *Set) Matcher() *Matcher {
	return &Matcher{set: s, known: make(map[string][]int32)}
}

// Match appends all phrases among the words to dst, in the order in which they
// begin, also those that lie within each other.
func (m *Matcher) Match(dst []Hit, words []analysis.Token) []Hit {
	m.numbers = m.numbers[:0]
	for _, t := range words {
		m.numbers = append(m.numbers, m.look(t.Term))
	}
	for i := range words {
		if m.numbers[i] != nil {
			dst = m.walk(dst, 0, i, i)
		}
	}
	return dst
}

// look returns the numbers of a word.
func (m *Matcher) look(term string) []int32 {
	numbers, ok := m.known[term]
	if !ok {
		if len(m.known) >= maxKnown {
			clear(m.known)
		}
		numbers = m.set.numbers(term)
		m.known[string([]byte(term))] = numbers // the term may hold a whole text in memory
	}
	return numbers
}

// walk follows all phrases on from a node, where the word at i is next and the
// phrase began at first.
func (m *Matcher) walk(dst []Hit, at int32, first, i int) []Hit {
	if i >= len(m.numbers) {
		return dst
	}
	n := &m.set.nodes[at]
	for _, number := range m.numbers[i] {
		to, ok := m.set.edges[edge{at, number}]
		if !ok {
			continue
		}
		for _, label := range m.set.nodes[to].ends {
			dst = append(dst, Hit{Label: label, First: first, End: i + 1})
		}
		dst = m.walk(dst, to, first, i+1)
	}
	if n.any != 0 {
		dst = m.walk(dst, n.any, first, i+1)
	}
	if n.gap != 0 {
		for skip := range gapWords + 1 {
			dst = m.walk(dst, n.gap, first, i+skip)
		}
	}
	return dst
}
