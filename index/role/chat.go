package role

import (
	"time"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/language"
)

// Message is a message of a chat.
type Message struct {
	Time   time.Time
	Sender string
	Text   string
	Notice bool // written by the program, not by a person
}

// Thread is a conversation: the indices of its messages, in order, and what it
// is tagged with.
type Thread struct {
	Messages []int
	Tags     []Tag
}

// Tag says what a thread is about.
type Tag struct {
	Name       string
	Confidence float64 // how likely the thread deserves it; 1 where a person said so
	Confirmed  bool    // a person said so
}

// Chat is a chat whose threads are known.
type Chat struct {
	Messages []Message
	Threads  []Thread
	Likely   map[string][]float64 // by tag, how likely each message deserves it; nil: not known
	Sounds   *bag.Model           // nil: the one that is part of the program
}

// ThreadOf returns for each message the index of its thread, -1 for those in
// none.
func (c *Chat) ThreadOf() []int {
	of := make([]int, len(c.Messages))
	for i := range of {
		of[i] = -1
	}
	for t, thread := range c.Threads {
		for _, i := range thread.Messages {
			of[i] = t
		}
	}
	return of
}

// People lists everybody who writes, in the order in which they first do.
func (c *Chat) People() []string {
	var people []string
	seen := make(map[string]bool)
	for _, m := range c.Messages {
		if !m.Notice && m.Sender != "" && !seen[m.Sender] {
			seen[m.Sender] = true
			people = append(people, m.Sender)
		}
	}
	return people
}

// leastShare is the share of a chat's messages from which on a language is one
// of the chat's: a mixed street has few messages that are all in its third.
const leastShare = 0.02

// Languages lists the languages of the chat, as ISO 639-1 codes.
func (c *Chat) Languages() []string {
	counts := make(map[string]int)
	var words []string
	var tokens []analysis.Token
	for _, m := range c.Messages {
		tokens = analysis.Tokenize(tokens[:0], m.Text)
		words = words[:0]
		for _, t := range tokens {
			words = append(words, t.Term)
		}
		if of := language.Guess(words, nil); of != nil && !m.Notice {
			counts[of.Code]++
		}
	}
	var codes []string
	for _, code := range Codes() {
		if n := counts[code]; n > 0 && float64(n) >= leastShare*float64(len(c.Messages)) {
			codes = append(codes, code)
		}
	}
	return codes
}
