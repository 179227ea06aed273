package lending

import (
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/role"
)

// item is what a message says is lent.
type item struct {
	text  string   // as it stands in the message; "" if it names nothing
	words []string // its words, folded
	time  bool     // somebody's time
	task  string   // what a table calls that
	sure  bool     // the tables know it
}

// namer finds what is lent.
type namer struct {
	languages []*language.Language
}

func newNamer(codes []string) *namer {
	n := &namer{}
	for _, code := range codes {
		if l := language.Of(code); l != nil {
			n.languages = append(n.languages, l)
		}
	}
	return n
}

// item returns what a message names: a thing or task that the tables know, the
// one that is asked for before others, or what follows the words that ask.
func (n *namer) item(text string, reading role.Reading) item {
	from := len(reading.Words) // where what is asked for begins
	asks, seek := false, false
	for _, h := range reading.Hits {
		if (h.Sign == role.Seek || h.Sign == role.Favour) && h.First < from {
			from, asks, seek = h.First, true, h.Sign == role.Seek
		}
	}
	if !asks {
		from = 0
	}
	best, rank := role.Hit{}, 0
	for _, h := range reading.Hits {
		if r := n.rank(h, from, seek); r > rank {
			best, rank = h, r
		}
	}
	if rank == 0 {
		if !asks {
			return item{}
		}
		return n.guess(text, reading)
	}
	if best.Sign == role.Task {
		it := n.cut(text, reading, best.First, best.End)
		it.time, it.sure, it.task = true, true, best.Name
		it.words = append(it.words, n.words(best.Name)...)
		return it
	}
	first, end := best.First, best.End
	for _, h := range reading.Hits { // "tables and chairs"
		joined := h.First == end || h.First == end+1 && n.small(reading.Words[end].Term)
		if h.Sign == role.Thing && joined && !strings.ContainsAny(text[reading.Words[end-1].End:reading.Words[h.First].Start], ".,?!;:\n") {
			end = h.End
		}
	}
	if start := n.sought(reading); start < first && first-start < mostBefore && !strings.ContainsAny(text[reading.Words[start].Start:reading.Words[first].Start], ".,?!;:\n") {
		first = start // "jump leads for a car"
	}
	it := n.cut(text, reading, first, end)
	it.sure = true
	if best.Name != "" {
		it.words = append(it.words, n.words(best.Name)...)
	}
	return it
}

// words are the words of a name that a table gives.
func (n *namer) words(name string) (words []string) {
	for _, t := range analysis.Tokenize(nil, name) {
		if !n.small(t.Term) {
			words = append(words, t.Term)
		}
	}
	return words
}

// mostBefore is how many words before a thing that a table knows may name what
// is sought better.
const mostBefore = 5

// sought returns the first word after those that ask for something that says
// what, the number of words if there is none.
func (n *namer) sought(reading role.Reading) int {
	from := -1
	for _, h := range reading.Hits {
		if h.Sign == role.Seek && (from < 0 || h.First <= from) {
			from = max(from, h.End)
		}
	}
	if from < 0 {
		return len(reading.Words)
	}
	for from < len(reading.Words) && n.small(reading.Words[from].Term) {
		from++
	}
	return from
}

// rank says how much speaks for a hit as what a message is about; 0 where it
// names nothing.
func (n *namer) rank(h role.Hit, from int, seek bool) int {
	words := min(h.End-h.First, 4)
	switch {
	case h.Sign == role.Thing && h.First >= from && seek:
		return 50 + words
	case h.Sign == role.Task && h.First >= from:
		return 40 + min(words, 2)
	case h.Sign == role.Thing && h.First >= from:
		return 30 + words
	case h.Sign == role.Task:
		return 20 + min(words, 2)
	case h.Sign == role.Thing:
		return 10 + words
	}
	return 0
}

// guess returns what follows the words that ask, if anything does.
func (n *namer) guess(text string, reading role.Reading) item {
	from := n.sought(reading)
	to := from
	for to < len(reading.Words) && to < from+guessedWords && !n.small(reading.Words[to].Term) && !strings.ContainsAny(text[reading.Words[from].Start:reading.Words[to].End], ".,?!;:\n") {
		to++
	}
	if to == from {
		return item{}
	}
	return n.cut(text, reading, from, to)
}

// clause returns what is said from a word on, as far as it may name something.
func clause(text string, reading role.Reading, from int) string {
	to := from + 1
	for to < len(reading.Words) && to < from+clauseWords && !strings.ContainsAny(text[reading.Words[to-1].End:reading.Words[to].Start], ".,?!;:\n") {
		to++
	}
	return strings.Join(strings.Fields(text[reading.Words[from].Start:reading.Words[to-1].End]), " ")
}

// clauseWords is how many words stand for what nothing names better.
const clauseWords = 8

// quote returns words of a message that asks for something, or offers it,
// where nothing tells what: the sentence that asks, or else the longest.
func quote(text string, reading role.Reading) string {
	best, most := 0, 0
	for from := 0; from < len(reading.Words); {
		to := from + 1
		for to < len(reading.Words) && !strings.ContainsAny(text[reading.Words[to-1].End:reading.Words[to].Start], ".?!\n") {
			to++
		}
		size := to - from
		if end := reading.Words[to-1].End; end < len(text) && text[end] == '?' {
			size += len(reading.Words)
		}
		if size > most {
			best, most = from, size
		}
		from = to
	}
	if most == 0 {
		return ""
	}
	return clause(text, reading, best)
}

// guessedWords is how many words a thing has at most that no table knows.
const guessedWords = 3

// cut makes an item of some words of a message.
func (n *namer) cut(text string, reading role.Reading, first, end int) item {
	it := item{text: text[reading.Words[first].Start:reading.Words[end-1].End]}
	it.text = strings.Join(strings.Fields(it.text), " ")
	for _, w := range reading.Words[first:end] {
		if !n.small(w.Term) && len([]rune(w.Term)) >= shortestName {
			it.words = append(it.words, w.Term)
		}
	}
	return it
}

func (n *namer) small(word string) bool {
	for _, l := range n.languages {
		if l.Small(word) {
			return true
		}
	}
	return false
}

func (n *namer) light(word string) bool {
	return slices.ContainsFunc(n.languages, func(l *language.Language) bool { return l.Light(word) })
}

// alikeLetters is how many letters two words have in common at their beginning,
// or one with the end of the other, to mean the same thing.
const alikeLetters = 4

// matches reports whether the item may be what the words name.
func (it item) matches(words []string) bool {
	for _, a := range it.words {
		for _, b := range words {
			if alike(a, b) {
				return true
			}
		}
	}
	return false
}

func alike(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) < alikeLetters || len(b) < alikeLetters {
		return false
	}
	if strings.HasSuffix(a, b) || strings.HasSuffix(b, a) {
		return true
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n > alikeLetters || n == alikeLetters && n >= min(len(a), len(b))-1
}
