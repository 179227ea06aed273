package lending

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/role"
)

// Names tells how likely a word names what is lent. It is logistic regression
// over the pairs of clues, and over the words that many chats have.
type Names struct {
	weights weighing           // of clues
	words   map[string]float64 // by its beginning (begin)
}

// NewNames returns names that have learned nothing.
func NewNames() *Names { return &Names{words: make(map[string]float64)} }

// begin returns the beginning of a word by which it is known.
func begin(word string) string {
	n := 0
	for i := range word {
		if n == knownLetters {
			return word[:i]
		}
		n++
	}
	return word
}

// knownLetters is how many letters of a word say which it is.
const knownLetters = 7

// score returns how much speaks for a word of which the clues are known.
func (n *Names) score(word string, s clues) float64 {
	return n.words[begin(word)] + n.weights.score(uint64(s))
}

// chances makes of scores how likely each is the best.
func chances(scores []float64) {
	if len(scores) == 0 {
		return
	}
	top, sum := slices.Max(scores), 0.0
	for k, s := range scores {
		scores[k] = math.Exp(s - top)
		sum += scores[k]
	}
	for k := range scores {
		scores[k] /= sum
	}
}

// NameExample is a word to learn from.
type NameExample struct {
	Word  string
	Named bool // it names what is lent
	Chat  int  // the number of its chat

	clues clues
}

// Names reports whether a text has the word, in one form or another.
func (e NameExample) Names(text string) bool {
	return slices.ContainsFunc(analysis.Tokenize(nil, text), func(t analysis.Token) bool {
		return utf8.RuneCountInString(t.Term) >= shortestName && alike(e.Word, t.Term)
	})
}

// Train fits the names to examples, those of a loan together, with weights held
// small by decay. The same examples in the same order give the same names.
func (n *Names) Train(loans [][]NameExample, rounds int, rate, decay float64) {
	var grown weighing
	grownWords := make(map[string]float64)
	last, chats := make(map[string]int), make(map[string]int)
	count := 0
	for _, loan := range loans {
		for _, e := range loan {
			count++
			if w := begin(e.Word); chats[w] == 0 || last[w] != e.Chat {
				chats[w]++
				last[w] = e.Chat
			}
		}
	}
	shrink := decay / float64(count)
	var scores []float64
	for range rounds {
		for _, loan := range loans {
			scores = scores[:0]
			named := 0.0
			for _, e := range loan {
				scores = append(scores, n.score(e.Word, e.clues))
				if e.Named {
					named++
				}
			}
			if named == 0 {
				continue
			}
			chances(scores)
			for k, e := range loan {
				slope := scores[k]
				if e.Named {
					slope -= 1 / named
				}
				if w := begin(e.Word); chats[w] >= sharedBy {
					g := slope + shrink*n.words[w]
					grownWords[w] += g * g
					n.words[w] -= rate * g / (1e-3 + math.Sqrt(grownWords[w]))
				}
				n.weights.step(&grown, uint64(e.clues), slope, shrink, rate)
			}
		}
	}
}

// sharedBy is how many chats have to have a word for it to be learned.
const sharedBy = 3

// String writes the names as ParseNames reads them: a line a pair that counts.
func (n *Names) String() string {
	var b strings.Builder
	b.WriteString("# clue clue weight\n")
	n.weights.lines(&b, "", clueNames[:])
	for _, w := range slices.Sorted(maps.Keys(n.words)) {
		if math.Abs(n.words[w]) >= smallestWord {
			fmt.Fprintf(&b, "%s %s\n", w, strconv.FormatFloat(n.words[w], 'f', 1, 64))
		}
	}
	return b.String()
}

// smallestWord is the weight of a word that still counts.
const smallestWord = 0.1

// ParseNames reads what String wrote.
func ParseNames(text string) (*Names, error) {
	n := NewNames()
	err := eachLine(text, func(fields []string) error {
		if len(fields) != 2 {
			return n.weights.set(fields, clueNames[:])
		}
		w, err := strconv.ParseFloat(fields[1], 64)
		n.words[fields[0]] = w
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	return n, nil
}

// LearnNames calls learn for each word that the messages of a loan have; roles
// are what the messages of the chat do.
func LearnNames(chat *role.Chat, roles []Role, loans [][]int, learn func(loan int, words []NameExample)) {
	l := newLedger(chat, nil)
	for i := range chat.Messages {
		if !chat.Messages[i].Notice {
			l.common.add(l.messages.Alone(i))
		}
	}
	for k, messages := range loans {
		e := &Entry{Messages: messages}
		for _, i := range messages {
			e.roles = append(e.roles, roles[i])
			if r := roles[i]; r == Request || r == Offer {
				e.name(l.items.item(chat.Messages[i].Text, l.messages.Alone(i)))
			}
		}
		var words []NameExample
		for _, c := range l.candidates(e) {
			words = append(words, NameExample{Word: c.word, clues: c.clues})
		}
		learn(k, words)
	}
}
