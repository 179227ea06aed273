package lending

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/role"
)

// common counts in how many messages of a chat a word stands.
type common struct {
	of       map[string]int
	messages int
}

func (c *common) add(reading role.Reading) {
	c.messages++
	for k, w := range reading.Words {
		first := true
		for _, before := range reading.Words[:k] {
			first = first && before.Term != w.Term
		}
		if first {
			c.of[w.Term]++
		}
	}
}

// rare is near 1 for a word that hardly anybody writes, 0 for one that stands
// in every message.
func (c *common) rare(word string) float64 {
	n := float64(c.messages + 1)
	return math.Log(n/float64(max(1, c.of[word]))) / math.Log(n)
}

// candidate is a word that may name what is lent.
type candidate struct {
	word     string
	score    float64
	messages int // in how many it stands
	sought   bool
	begins   bool // it stands in the message that begins the entry
	message  int  // the first it stands in
	at       int  // its place there
}

// What speaks for a word.
const (
	inMessage = 1.0
	ifSought  = 1.0 // it follows the words that ask
	ifThing   = 1.5 // a table knows it for something that is lent
	ifTask    = 0.5
)

// candidates lists the words that may name what the messages of an entry are
// about: those that several have, are asked for, or known.
func (l *ledger) candidates(e *Entry) []candidate {
	var found []candidate
	for _, i := range e.Messages {
		reading := l.messages.Alone(i)
		sought := l.items.sought(reading)
		here := make(map[int]float64) // by place in found
		for k, w := range reading.Words {
			if utf8.RuneCountInString(w.Term) < shortestName || w.Term[0] <= '9' || l.items.small(w.Term) || len(l.people.byWord[w.Term]) > 0 {
				continue
			}
			weight := inMessage
			if k >= sought && k < sought+mostBefore {
				weight += ifSought
			}
			for _, h := range reading.Hits {
				if h.First <= k && k < h.End && h.Sign == role.Thing {
					weight += ifThing
					break
				} else if h.First <= k && k < h.End && h.Sign == role.Task {
					weight += ifTask
					break
				}
			}
			place := slices.IndexFunc(found, func(c candidate) bool { return alike(c.word, w.Term) })
			if place < 0 {
				place = len(found)
				found = append(found, candidate{word: w.Term, message: i, at: k})
			}
			here[place] = max(here[place], weight*l.common.rare(w.Term))
			found[place].sought = found[place].sought || weight > inMessage
			found[place].begins = found[place].begins || i == e.Messages[0]
		}
		for place, weight := range here {
			found[place].score += weight
			found[place].messages++
		}
	}
	return found
}

// rename names an entry by what its messages say again and again, where that
// is not what it is called.
func (l *ledger) rename(e *Entry) {
	var best, own candidate
	for _, c := range l.candidates(e) {
		if !c.sought && (c.messages < 2 || !c.begins) {
			continue
		}
		if c.score > best.score {
			best = c
		}
		if c.score > own.score && (item{words: []string{c.word}}).matches(e.words) {
			own = c
		}
	}
	if best.word == "" || own.word == best.word {
		return
	}
	text, words := l.phrase(best)
	switch {
	case e.Item == "":
		e.Item = l.quoted(e)
		if best.messages > 1 && !contains(e.Item, text) {
			e.Item = text + " (" + e.Item + ")"
		}
	case contains(e.Item, text):
	case e.Time, own.messages > 1, best.messages < 2:
		e.Item += ", " + text
	case e.sure:
		e.Item = text + ", " + e.Item
	default:
		e.Item = text + " (" + e.Item + ")"
	}
	e.words = append(e.words, words...)
}

func contains(text, words string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(words))
}

// phrase returns the words around a candidate, where it first stands, that
// belong to it.
func (l *ledger) phrase(c candidate) (string, []string) {
	text, reading := l.chat.Messages[c.message].Text, l.messages.Alone(c.message)
	first, end, name := c.at, c.at+1, ""
	for _, h := range reading.Hits {
		if h.Sign == role.Thing && h.First <= c.at && c.at < h.End {
			first, end, name = min(first, h.First), max(end, h.End), h.Name
		}
	}
	it := l.items.cut(text, reading, first, end)
	if name != "" && !contains(it.text, name) {
		it.text += " (" + name + ")"
	}
	return it.text, it.words
}
