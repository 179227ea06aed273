package lending

import (
	"bufio"
	_ "embed"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/role"
)

// Names tells how likely a word names what is lent. It is logistic regression
// over the pairs of clues, and over the words that many chats have.
type Names struct {
	weights [numClues][numClues]float64 // of a pair of clues, the lesser first; of one, with itself
	words   map[string]float64          // by its beginning (begin)
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

// pairs calls f for all pairs of clues of a set.
func (s clues) pairs(f func(a, b clue)) {
	for a := range numClues {
		if !s.has(a) {
			continue
		}
		for b := a; b < numClues; b++ {
			if s.has(b) {
				f(a, b)
			}
		}
	}
}

// score returns how much speaks for a word of which the clues are known.
func (n *Names) score(word string, s clues) float64 {
	sum := n.words[begin(word)]
	s.pairs(func(a, b clue) { sum += n.weights[a][b] })
	return sum
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
	var grown [numClues][numClues]float64
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
				e.clues.pairs(func(a, b clue) {
					g := slope + shrink*n.weights[a][b]
					grown[a][b] += g * g
					n.weights[a][b] -= rate * g / (1e-3 + math.Sqrt(grown[a][b]))
				})
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
	for x := range n.weights {
		for y, w := range n.weights[x] {
			if math.Abs(w) >= smallestWeight {
				fmt.Fprintf(&b, "%s %s %s\n", clueNames[x], clueNames[y], strconv.FormatFloat(w, 'f', 2, 64))
			}
		}
	}
	for _, w := range slices.Sorted(maps.Keys(n.words)) {
		if math.Abs(n.words[w]) >= smallestWord {
			fmt.Fprintf(&b, "%s %s\n", w, strconv.FormatFloat(n.words[w], 'f', 1, 64))
		}
	}
	return b.String()
}

// smallestWeight is the weight that still counts.
const (
	smallestWeight = 0.02
	smallestWord   = 0.1
)

// ParseNames reads what String wrote.
func ParseNames(text string) (*Names, error) {
	n := NewNames()
	scanner := bufio.NewScanner(strings.NewReader(text))
	for number := 1; scanner.Scan(); number++ {
		line := scanner.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		if len(f) == 2 {
			w, err := strconv.ParseFloat(f[1], 64)
			if err != nil {
				return nil, fmt.Errorf("read names: line %d: %w", number, err)
			}
			n.words[f[0]] = w
			continue
		}
		if len(f) != 3 {
			return nil, fmt.Errorf("read names: line %d: %d fields", number, len(f))
		}
		a, b := slices.Index(clueNames[:], f[0]), slices.Index(clueNames[:], f[1])
		w, err := strconv.ParseFloat(f[2], 64)
		if a < 0 || b < 0 || err != nil {
			return nil, fmt.Errorf("read names: line %d: %q", number, line)
		}
		n.weights[a][b] = w
	}
	return n, scanner.Err()
}

//go:embed name.weights
var nameWeights string

// KnownNames returns the names that are part of the program.
var KnownNames = sync.OnceValues(func() (*Names, error) { return ParseNames(nameWeights) })

// LearnNames calls learn for each word that the messages of a loan have; roles
// are what the messages of the chat do.
func LearnNames(chat *role.Chat, roles []Role, loans [][]int, learn func(loan int, words []NameExample)) {
	l := newLedger(chat)
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
