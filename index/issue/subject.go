package issue

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/role"
)

// subjects tells what applications are about, by the words of their messages. A
// word says the more, the fewer messages of the chat have it (inverse document
// frequency); a word is told by its beginning, which its other forms have, too.
type subjects struct {
	messages int
	in       map[string]mentions
	names    map[string]bool // words of people's names
}

// mentions is in how many messages a word is, and which was the last.
type mentions struct{ messages, last int }

// telling is a word of a subject, and how much it says.
type telling struct {
	word   string
	weight float64
}

// Words of a subject have so many letters at least, and are told by so many. What
// more than a few messages have and more than one in so many says nothing.
const (
	shortestWord = 4
	toldBy       = 6
	few          = 4
	commonIn     = 33
)

func newSubjects(chat *role.Chat) *subjects {
	s := &subjects{in: make(map[string]mentions), names: make(map[string]bool)}
	for _, person := range chat.People() {
		for _, term := range analysis.Terms(person) {
			s.names[term] = true
		}
	}
	return s
}

// add counts the words of a message.
func (s *subjects) add(words []analysis.Token) {
	s.messages++
	for _, w := range words {
		begin, ok := beginning(w.Term)
		if m := s.in[begin]; ok && m.last != s.messages {
			s.in[begin] = mentions{m.messages + 1, s.messages}
		}
	}
}

// of returns the words that tell what some texts are about, in order.
func (s *subjects) of(texts iter.Seq[string]) []telling {
	var found []telling
	for text := range texts {
		for _, w := range analysis.Tokenize(nil, text) {
			begin, ok := beginning(w.Term)
			n := s.in[begin].messages
			if ok && n > 0 && n <= max(few, s.messages/commonIn) && !s.names[w.Term] {
				found = append(found, telling{begin, math.Log(float64(s.messages) / float64(n))})
			}
		}
	}
	slices.SortFunc(found, func(a, b telling) int { return cmp.Compare(a.word, b.word) })
	return slices.CompactFunc(found, func(a, b telling) bool { return a.word == b.word })
}

// beginning returns the letters by which a word is told; ok is false if it is too
// short to say what anything is about, or a number.
func beginning(word string) (begin string, ok bool) {
	letters, end := 0, len(word)
	for i := range word {
		if letters == toldBy {
			end = i
		}
		letters++
	}
	return word[:end], letters >= shortestWord && word[0] > '9'
}
