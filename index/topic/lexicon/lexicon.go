package lexicon

import (
	"slices"
	"sync"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
)

// Hit is a phrase found in a text.
type Hit struct {
	Topic      Topic
	Weight     int // 1 to 3 for the topic, -1 to -3 against it
	Start, End int // the bytes of the text it stands on
}

// Lexicon holds the phrases of some languages. It does not change and may be
// used by several goroutines at a time, each with a Matcher of its own.
type Lexicon struct {
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
	ends []end // what ends here
}

// end is a phrase that ends at a node.
type end struct {
	topic  Topic
	weight int8
}

// edge is the way on from a node by a word.
type edge struct{ node, word int32 }

// wordKey is a word of the lexicon; language is empty but for forms.
type wordKey struct {
	text     string
	kind     wordKind
	language string
}

// gapWords is how many words a gap may be.
const gapWords = 3

var everything = sync.OnceValue(func() *Lexicon { return build(Codes()) })

// All returns the lexicon of all languages, for texts of which nobody knows
// the language.
func All() *Lexicon { return everything() }

// For returns the lexicon of the languages named by their ISO 639-1 codes.
// Words of one language that mean something else in another do not confuse it,
// as "bin" does, or "tip". Unknown codes are passed over; without any known
// one it is that of all languages. It takes milliseconds to make.
func For(codes ...string) *Lexicon {
	var known []string
	for _, code := range Codes() {
		if slices.Contains(codes, code) {
			known = append(known, code)
		}
	}
	if known == nil || len(known) == len(Codes()) {
		return All()
	}
	return build(known)
}

func build(codes []string) *Lexicon {
	l := &Lexicon{words: make(map[wordKey]int32), nodes: make([]node, 1), edges: make(map[edge]int32)}
	for _, code := range append([]string{neutral}, codes...) {
		entries, err := read(code)
		if err != nil {
			panic(err) // the files are part of the program, and tested
		}
		of := language.Of(code)
		if of != nil && of.HasForms() {
			l.languages = append(l.languages, of)
		} else {
			of = nil
		}
		for _, e := range entries {
			l.add(0, e.parts, e, of)
		}
	}
	return l
}

// add puts the rest of an entry's parts behind a node.
func (l *Lexicon) add(at int32, parts []part, e entry, of *language.Language) {
	if len(parts) == 0 {
		l.nodes[at].ends = append(l.nodes[at].ends, end{topic: e.topic, weight: e.weight})
		return
	}
	switch parts[0].kind {
	case anyWord:
		if l.nodes[at].any == 0 {
			l.nodes[at].any = l.newNode()
		}
		l.add(l.nodes[at].any, parts[1:], e, of)
	case gap:
		if l.nodes[at].gap == 0 {
			l.nodes[at].gap = l.newNode()
		}
		l.add(l.nodes[at].gap, parts[1:], e, of)
	case oneOf:
		for _, w := range parts[0].words {
			way := edge{at, l.wordNumber(w, of)}
			if _, ok := l.edges[way]; !ok {
				l.edges[way] = l.newNode()
			}
			l.add(l.edges[way], parts[1:], e, of)
		}
	}
}

func (l *Lexicon) newNode() int32 {
	l.nodes = append(l.nodes, node{})
	return int32(len(l.nodes) - 1)
}

// wordNumber returns the number of a word of the lexicon.
func (l *Lexicon) wordNumber(w word, of *language.Language) int32 {
	key := wordKey{text: w.text, kind: w.kind}
	switch {
	case w.kind == form && of != nil:
		key.text, key.language = of.Stem(w.text), of.Code
	case w.kind == form:
		key.kind = itself
	case w.kind != itself:
		l.longest = max(l.longest, len(w.text))
	}
	n, ok := l.words[key]
	if !ok {
		n = int32(len(l.words))
		l.words[key] = n
	}
	return n
}

// numbers returns the numbers of all words of the lexicon that a term is.
func (l *Lexicon) numbers(term string) []int32 {
	var found []int32
	look := func(key wordKey) {
		if n, ok := l.words[key]; ok {
			found = append(found, n)
		}
	}
	look(wordKey{text: term, kind: itself})
	for _, of := range l.languages {
		look(wordKey{text: of.Stem(term), kind: form, language: of.Code})
	}
	for n := min(l.longest, len(term)); n > 0; n-- {
		look(wordKey{text: term[:n], kind: begins})
		look(wordKey{text: term[len(term)-n:], kind: endsWith})
	}
	return found
}

// Matcher returns a Matcher for the lexicon.
func (l *Lexicon) Matcher() *Matcher {
	return &Matcher{lexicon: l, known: make(map[string][]int32)}
}

// maxKnown is how many words a Matcher remembers before it starts anew.
const maxKnown = 1 << 15

// Matcher finds phrases. It remembers words it has seen and is for one
// goroutine at a time.
type Matcher struct {
	lexicon *Lexicon
	known   map[string][]int32
	tokens  []analysis.Token
	numbers [][]int32
	hits    []Hit
}

// Match appends the phrases of the text to dst, in the order in which they
// begin, and returns the extended slice. Of phrases for one tag, or for one
// other topic, that lie within each other it tells the longest.
func (m *Matcher) Match(dst []Hit, text string) []Hit {
	m.tokens = analysis.Tokenize(m.tokens[:0], text)
	return m.MatchTokens(dst, m.tokens)
}

// MatchTokens is Match for a text whose words are at hand.
func (m *Matcher) MatchTokens(dst []Hit, tokens []analysis.Token) []Hit {
	m.numbers = m.numbers[:0]
	for _, t := range tokens {
		m.numbers = append(m.numbers, m.look(t.Term))
	}
	m.hits = m.hits[:0]
	for i := range tokens {
		if m.numbers[i] != nil {
			m.walk(0, tokens, i, i)
		}
	}
	return appendLongest(dst, m.hits)
}

// look returns the numbers of a word.
func (m *Matcher) look(term string) []int32 {
	numbers, ok := m.known[term]
	if !ok {
		if len(m.known) >= maxKnown {
			clear(m.known)
		}
		numbers = m.lexicon.numbers(term)
		m.known[string([]byte(term))] = numbers // the term may hold a whole text in memory
	}
	return numbers
}

// walk follows all phrases on from a node, where the word at i is next and the
// phrase began at start.
func (m *Matcher) walk(at int32, tokens []analysis.Token, start, i int) {
	if i >= len(tokens) {
		return
	}
	n := &m.lexicon.nodes[at]
	for _, number := range m.numbers[i] {
		to, ok := m.lexicon.edges[edge{at, number}]
		if !ok {
			continue
		}
		for _, e := range m.lexicon.nodes[to].ends {
			m.hits = append(m.hits, Hit{Topic: e.topic, Weight: int(e.weight), Start: tokens[start].Start, End: tokens[i].End})
		}
		m.walk(to, tokens, start, i+1)
	}
	if n.any != 0 {
		m.walk(n.any, tokens, start, i+1)
	}
	if n.gap != 0 {
		for skip := range gapWords + 1 {
			m.walk(n.gap, tokens, start, i+skip)
		}
	}
}

// appendLongest appends the hits that lie in no other of their family. Of
// equal ones the one that says most stays.
func appendLongest(dst, hits []Hit) []Hit {
	slices.SortFunc(hits, func(a, b Hit) int {
		switch {
		case a.Start != b.Start:
			return a.Start - b.Start
		case a.End != b.End:
			return b.End - a.End
		case a.Topic != b.Topic:
			return int(a.Topic) - int(b.Topic)
		}
		return b.Weight - a.Weight
	})
	begin := len(dst)
	for _, h := range hits {
		covered := false
		for _, other := range dst[begin:] {
			if other.Topic.family() == h.Topic.family() && other.End >= h.End {
				covered = other.Topic == h.Topic || other.Start != h.Start || other.End != h.End
				if covered {
					break
				}
			}
		}
		if !covered {
			dst = append(dst, h)
		}
	}
	return dst
}
