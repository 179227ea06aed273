package lending

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/role"
)

// clue is something that speaks for or against a word as the name of what is
// lent.
type clue uint8

// The clues.
const (
	anyWord      clue = iota
	aTask             // the entry is about somebody's time, as a table says
	aFavour           // it begins with a favour that somebody asks
	begins            // the word is in the message that begins the entry
	inOffer           // in a message that offers
	inRequest         // that asks for something
	inAgree           // that agrees
	inReturn          // that gives back
	inAskBack         // that wants back
	twice             // in several messages
	byTwo             // said by several people
	onTheWay          // what the entry was called while the chat was read
	onTheWaySure      // as a table says
	soughtFirst       // the first word after those that ask
	soughtSoon        // one of the next few
	favoured          // one of the few after those that ask a favour
	thing             // a table knows it for something that is lent
	thingHead         // the last word of that
	thingLong         // that has several words
	glossed           // the table has a name for it in another language
	task              // part of what a table knows for somebody's time
	seeking           // part of the words that ask
	formula           // part of a phrase that tells what a message does
	afterMy           // "my", "our" stand before it
	afterYour         // "your"
	afterBreak        // it begins a part of a sentence
	afterNumber       // a figure stands before it
	afterSmall        // a word that only builds sentences
	beforeBreak       // it ends a part of a sentence
	beforeSmall       // a word that only builds sentences comes after it
	capital           // written with a capital where nothing begins
	short             // of few letters
	long              // of many
	inQuestion        // in a message that asks
	veryRare          // hardly anybody in the chat writes it
	rather            // few do
	frequent          // many do
	light             // that says little by itself
	numClues
)

var clueNames = [numClues]string{
	"any", "a-task", "a-favour", "begins", "in-offer", "in-request", "in-agree", "in-return", "in-ask-back", "twice", "by-two", "on-the-way", "on-the-way-sure",
	"sought-first", "sought-soon", "favoured", "thing", "thing-head", "thing-long", "glossed", "task", "seeking", "formula", "after-my", "after-your",
	"after-break", "after-number", "after-small", "before-break", "before-small", "capital", "short", "long", "in-question", "very-rare", "rather-rare", "frequent", "light",
}

// clues is a set of clues.
type clues uint64

func (s clues) with(c clue) clues { return s | 1<<c }

func (s clues) has(c clue) bool { return s>>c&1 == 1 }

// byRole are the clues that what a message does is.
var byRole = [Roles]clue{anyWord, inOffer, inRequest, inAgree, inReturn, inAskBack}

// clues returns what speaks for and against a word of a message as the name of
// what it is about.
func (l *ledger) clues(text string, reading role.Reading, at int) clues {
	c := clues(0).with(anyWord) | hitClues(reading, at) | l.besideClues(text, reading.Words, at)
	if from := l.items.sought(reading); at == from {
		c = c.with(soughtFirst)
	} else if at > from && at < from+mostBefore {
		c = c.with(soughtSoon)
	}
	switch n := utf8.RuneCountInString(reading.Words[at].Term); {
	case n <= shortWord:
		c = c.with(short)
	case n >= longWord:
		c = c.with(long)
	}
	if l.items.light(reading.Words[at].Term) {
		c = c.with(light)
	}
	if reading.Signs.Has(role.Question) {
		c = c.with(inQuestion)
	}
	return c
}

// Lengths of words in letters.
const (
	shortWord = 4
	longWord  = 9
)

// hitClues are the clues that the phrases of a message are.
func hitClues(reading role.Reading, at int) (c clues) {
	for _, h := range reading.Hits {
		in := h.First <= at && at < h.End
		switch {
		case h.Sign == role.Thing && in:
			c = c.with(thing)
			if at == h.End-1 {
				c = c.with(thingHead)
			}
			if h.End-h.First > 1 {
				c = c.with(thingLong)
			}
			if h.Name != "" {
				c = c.with(glossed)
			}
		case h.Sign == role.Task && in:
			c = c.with(task)
		case h.Sign == role.Favour && h.End <= at && at < h.End+mostBefore:
			c = c.with(favoured)
		case h.Sign == role.Seek && in:
			c = c.with(seeking)
		case h.Sign == role.My && h.End == at:
			c = c.with(afterMy)
		case h.Sign == role.Your && h.End == at:
			c = c.with(afterYour)
		case in && h.Sign < role.Thing:
			c = c.with(formula)
		}
	}
	return c
}

// besideClues are the clues that stand beside a word.
func (l *ledger) besideClues(text string, words []analysis.Token, at int) (c clues) {
	start, end := words[at].Start, words[at].End
	switch {
	case at == 0 || breaks(text[words[at-1].End:start]):
		c = c.with(afterBreak)
	case words[at-1].Term[0] <= '9':
		c = c.with(afterNumber)
	case l.items.small(words[at-1].Term):
		c = c.with(afterSmall)
	}
	switch {
	case at == len(words)-1 || breaks(text[end:words[at+1].Start]):
		c = c.with(beforeBreak)
	case l.items.small(words[at+1].Term):
		c = c.with(beforeSmall)
	}
	if first, _ := utf8.DecodeRuneInString(text[start:]); unicode.IsUpper(first) && !c.has(afterBreak) {
		c = c.with(capital)
	}
	return c
}

// breaks reports whether what stands between two words parts them.
func breaks(between string) bool { return strings.ContainsAny(between, ".,?!;:()\n") }

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

// How rare words are, as rare has it.
const (
	veryRareFrom = 0.8
	ratherFrom   = 0.65
)

func (c *common) clues(word string) clues {
	switch rare := c.rare(word); {
	case rare >= veryRareFrom:
		return clues(0).with(veryRare)
	case rare >= ratherFrom:
		return clues(0).with(rather)
	}
	return clues(0).with(frequent)
}
