package lexicon

import (
	"slices"
	"sync"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/phrase"
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
	set  *phrase.Set
	ends []end // by label
}

// end is what a phrase speaks for.
type end struct {
	topic  Topic
	weight int
}

var everything = sync.OnceValue(func() *Lexicon { return build(Codes()) })

// All returns the lexicon of all languages, for texts of which nobody knows
// the language.
func All() *Lexicon { return everything() }

// For returns the lexicon of the languages named by their ISO 639-1 codes.
// Words of one language that mean something else in another do not confuse it,
// as "bin" does, or "tip". Unknown codes are passed over; without any known
// one it is that of all languages. It takes tens of milliseconds to make.
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
	l := &Lexicon{set: phrase.NewSet(0)}
	for _, code := range append([]string{neutral}, codes...) {
		entries, err := read(code)
		if err != nil {
			panic(err) // the files are part of the program, and tested
		}
		for _, e := range entries {
			l.set.Add(e.Phrase, len(l.ends), language.Of(code))
			l.ends = append(l.ends, end{e.topic, e.weight})
		}
	}
	return l
}

// Matcher returns a Matcher for the lexicon.
func (l *Lexicon) Matcher() *Matcher {
	return &Matcher{lexicon: l, matcher: l.set.Matcher()}
}

// Matcher finds phrases. It remembers words it has seen and is for one
// goroutine at a time.
type Matcher struct {
	lexicon *Lexicon
	matcher *phrase.Matcher
	tokens  []analysis.Token
	found   []phrase.Hit
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
	m.found = m.matcher.Match(m.found[:0], tokens)
	m.hits = m.hits[:0]
	for _, f := range m.found {
		e := m.lexicon.ends[f.Label]
		m.hits = append(m.hits, Hit{Topic: e.topic, Weight: e.weight, Start: tokens[f.First].Start, End: tokens[f.End-1].End})
	}
	return appendLongest(dst, m.hits)
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
