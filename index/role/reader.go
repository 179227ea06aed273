package role

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/phrase"
	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

//go:embed words
var files embed.FS

// Codes lists the languages there are tables for, as ISO 639-1 has them.
func Codes() []string {
	return []string{"cy", "de", "en", "es", "fr", "hi", "it", "kn", "nl", "pl", "pt", "sw"}
}

// neutral is the table of what belongs to no language.
const neutral = "mul"

// Reading is what is read of a message.
type Reading struct {
	Signs Set
	Words []analysis.Token
	Hits  []Hit // in the order in which they begin

	Topics [lexicon.Topics]int // what speaks for each topic, and against it
}

// Hit is a phrase that is a sign.
type Hit struct {
	Sign       Sign
	Name       string // what the table calls it, "babysitting" for "mind the kids"; mostly ""
	First, End int    // its words: those from First on, before End
}

// Reader reads messages. It is for one goroutine at a time.
type Reader struct {
	matcher *phrase.Matcher
	topics  *lexicon.Matcher
	entries []entry         // by label
	names   map[string]bool // words of people's names
	sounds  *bag.Model
	found   []phrase.Hit
	about   []lexicon.Hit

	features []uint32
}

// NewReader returns a Reader for a chat in the languages named by their ISO
// 639-1 codes, all known ones if there are none.
func NewReader(chat *Chat, codes []string) *Reader {
	r := &Reader{names: make(map[string]bool), sounds: chat.Sounds}
	if r.sounds == nil {
		r.sounds = learned()
	}
	set := phrase.NewSet(shortestStem)
	for _, code := range append([]string{neutral}, Codes()...) {
		if code != neutral && len(codes) > 0 && !slices.Contains(codes, code) {
			continue
		}
		entries, err := table(code)
		if err != nil {
			panic(err) // the tables are part of the program, and tested
		}
		for _, e := range entries {
			set.Add(e.Phrase, len(r.entries), language.Of(code))
			r.entries = append(r.entries, e)
		}
	}
	r.matcher, r.topics = set.Matcher(), lexicon.For(codes...).Matcher()
	for _, person := range chat.People() {
		for _, t := range analysis.Tokenize(nil, person) {
			if len([]rune(t.Term)) >= shortestName && !figures(t.Term) {
				r.names[t.Term] = true
			}
		}
	}
	return r
}

// shortestStem is the number of letters from which what the forms of a word
// have in common says which word it is.
const shortestStem = 4

// shortestName is the number of letters from which a word of a name is taken
// for a name where it stands in a text.
const shortestName = 3

// entry is a phrase of a table and what it is a sign of.
type entry struct {
	phrase.Entry
	sign Sign
	name string
}

// table reads a language's table, which is part of the program.
func table(code string) ([]entry, error) {
	data, err := files.ReadFile("words/" + code + ".txt")
	if err != nil {
		return nil, fmt.Errorf("read signs: %w", err)
	}
	phrases, err := phrase.Parse(string(data))
	if err != nil {
		return nil, fmt.Errorf("read signs: %s.txt: %w", code, err)
	}
	entries := make([]entry, len(phrases))
	for i, p := range phrases {
		heading, name, _ := strings.Cut(p.Heading, " ")
		sign := slices.Index(names[:Always], heading)
		if sign < 0 {
			return nil, fmt.Errorf("read signs: %s.txt, line %d: no sign %q", code, p.Line, p.Heading)
		}
		entries[i] = entry{p, Sign(sign), name}
	}
	return entries, nil
}

// Lengths of messages in words.
const (
	shortWords  = 2
	mediumWords = 8
)

// Read reads a message.
func (r *Reader) Read(text string) Reading {
	words := analysis.Tokenize(nil, text)
	r.found = r.matcher.Match(r.found[:0], words)
	reading := Reading{Words: words, Signs: Set{}.With(Always)}
	for _, f := range r.found {
		if r.covered(f) {
			continue
		}
		e := &r.entries[f.Label]
		sign := e.sign
		if sign == On && r.denied(f) {
			sign = Off
		}
		reading.Hits = append(reading.Hits, Hit{sign, e.name, f.First, f.End})
		reading.Signs = reading.Signs.With(sign)
	}
	switch {
	case len(words) == 0:
		reading.Signs = reading.Signs.With(Wordless)
	case len(words) <= shortWords:
		reading.Signs = reading.Signs.With(Short)
	case len(words) <= mediumWords:
		reading.Signs = reading.Signs.With(Medium)
	default:
		reading.Signs = reading.Signs.With(Long)
	}
	if strings.ContainsAny(text, "?？¿") {
		reading.Signs = reading.Signs.With(Question)
	}
	for _, w := range words {
		if figures(w.Term) {
			reading.Signs = reading.Signs.With(Number)
		}
		if r.names[w.Term] {
			reading.Signs = reading.Signs.With(Named)
		}
	}
	r.about = r.topics.MatchTokens(r.about[:0], words)
	for _, h := range r.about {
		reading.Topics[h.Topic] += h.Weight
	}
	reading.Signs = reading.topical().or(r.hear(words))
	return reading
}

// topical returns the signs of a reading with those that its topics are.
func (reading *Reading) topical() Set {
	set := reading.Signs
	tags := map[string]Sign{"outage": Supply, "pothole": Hole, "dump-run": Tip, "licensing": Permit, "lending": Loan}
	for t, weight := range reading.Topics {
		topic := lexicon.Topic(t)
		switch {
		case weight <= 0:
		case topic.Tag() != "":
			set = set.With(tags[topic.Tag()])
		default:
			set = set.With(Aside)
		}
	}
	return set
}

// covered reports whether a phrase lies in a longer one that says how things
// stand: "not working" is no "working".
func (r *Reader) covered(f phrase.Hit) bool {
	sign := r.entries[f.Label].sign
	if sign > Same {
		return false
	}
	for _, other := range r.found {
		by := r.entries[other.Label].sign
		if by <= Same && by != sign && other.First <= f.First && f.End <= other.End && other.End-other.First > f.End-f.First {
			return true
		}
	}
	return false
}

// denied reports whether a word that says no stands right before a phrase.
func (r *Reader) denied(f phrase.Hit) bool {
	for _, other := range r.found {
		if r.entries[other.Label].sign == Not && other.End == f.First {
			return true
		}
	}
	return false
}

// figures reports whether a word begins with a digit.
func figures(word string) bool { return word[0] >= '0' && word[0] <= '9' }
