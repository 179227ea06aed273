package issue

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/role"
)

// subjects tells what applications are about, by the words of their messages. A
// word says the more, the fewer messages of the chat have it (inverse document
// frequency); a word is told by its beginning, which its other forms have, too.
type subjects struct {
	messages int
	in       map[string]wordCount
	names    map[string]bool // words of people's names
}

// wordCount is in how many messages a word is, and which was the last.
type wordCount struct{ messages, last int }

// subjectWord is a word of a subject, and how much it says.
type subjectWord struct {
	word   string
	weight float64
}

// Words of a subject have so many letters at least, and are told by so many of
// them. A word is one of a subject if so few messages have it, or one of so many:
// what the whole street talks about for weeks tells nothing apart.
const (
	shortestWord     = 4
	beginningLetters = 6
	seldomIn         = 4
	commonIn         = 33
)

func newSubjects(chat *role.Chat) *subjects {
	s := &subjects{in: make(map[string]wordCount), names: make(map[string]bool)}
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
		m, known := s.in[begin]
		if !ok || m.last == s.messages {
			continue
		}
		if !known {
			begin = strings.Clone(begin) // or it keeps all of its message
		}
		s.in[begin] = wordCount{m.messages + 1, s.messages}
	}
}

// of returns the words that tell what some texts are about, in order.
func (s *subjects) of(texts iter.Seq[string]) []subjectWord {
	var found []subjectWord
	for text := range texts {
		for _, w := range analysis.Tokenize(nil, text) {
			begin, ok := beginning(w.Term)
			n := s.in[begin].messages
			if ok && n > 0 && n < s.messages && n <= max(seldomIn, s.messages/commonIn) && !s.names[w.Term] {
				found = append(found, subjectWord{begin, math.Log(float64(s.messages) / float64(n))})
			}
		}
	}
	slices.SortFunc(found, func(a, b subjectWord) int { return cmp.Compare(a.word, b.word) })
	return slices.CompactFunc(found, func(a, b subjectWord) bool { return a.word == b.word })
}

// beginning returns the letters by which a word is told; ok is false if it is too
// short to say what anything is about, or a number.
func beginning(word string) (begin string, ok bool) {
	letters, end := 0, len(word)
	for i := range word {
		if letters == beginningLetters {
			end = i
		}
		letters++
	}
	return word[:end], letters >= shortestWord && word[0] > '9'
}
