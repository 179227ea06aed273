package parser

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed dialect/words.txt
var headerWordsFile string

// headerWords are the words that stand in headers beside numbers, by their
// folded form.
type headerWords struct {
	dayParts    map[string]dayPart
	between, of map[string]bool
	eras        map[string]era
	months      map[string]int
}

// A dayPart is a half of the day, by which a 12-hour clock is understood.
type dayPart uint8

const (
	wholeDay dayPart = iota // 24 hours: no half at all
	forenoon
	afternoon
	night   // evening, midnight and the hours after it
	midday  // the hours around noon
	nearest // whichever half is closer to the message before
)

// hour returns the hour of 24 for what a 12-hour clock shows. An hour over 12
// is already one of 24: some phones write a marker after those too.
func (p dayPart) hour(h int) int {
	switch {
	case h > 12, p == wholeDay:
	case p == forenoon, p == night && (h == 12 || h < 6), p == midday && h >= 9 && h < 12:
		return h % 12
	default:
		return h%12 + 12
	}
	return h
}

var loadHeaderWords = sync.OnceValue(func() *headerWords {
	w, err := readHeaderWords(headerWordsFile)
	if err != nil {
		panic(fmt.Sprintf("dialect/words.txt: %v", err)) // embedded: a test reads it
	}
	return w
})

func readHeaderWords(data string) (*headerWords, error) {
	w := &headerWords{
		dayParts: make(map[string]dayPart),
		between:  make(map[string]bool),
		of:       make(map[string]bool),
		eras:     make(map[string]era),
		months:   make(map[string]int),
	}
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		key, rest, _ := strings.Cut(line, " ")
		for word := range strings.SplitSeq(rest, "|") {
			folded := foldWord(word)
			if folded == "" {
				return nil, fmt.Errorf("line %d: an empty word", n)
			}
			if err := w.add(key, folded); err != nil {
				return nil, fmt.Errorf("line %d: %q: %w", n, strings.TrimSpace(word), err)
			}
		}
	}
	return w, nil
}

func (w *headerWords) add(key, word string) error {
	if month, err := strconv.Atoi(key); err == nil && month >= 1 && month <= 12 {
		return addWord(w.months, word, month)
	}
	if e := slices.Index(eraNames, key); e >= 0 {
		return addWord(w.eras, word, era(e))
	}
	switch key {
	case "hours":
		return addWord(w.dayParts, word, wholeDay)
	case "am":
		return addWord(w.dayParts, word, forenoon)
	case "pm":
		return addWord(w.dayParts, word, afternoon)
	case "night":
		return addWord(w.dayParts, word, night)
	case "noon":
		return addWord(w.dayParts, word, midday)
	case "between":
		return addWord(w.between, word, true)
	case "of":
		return addWord(w.of, word, true)
	}
	return fmt.Errorf("no such key: %s", key)
}

func addWord[V comparable](words map[string]V, word string, v V) error {
	if old, taken := words[word]; taken && old != v {
		return fmt.Errorf("has two meanings")
	}
	words[word] = v
	return nil
}

// foldWord drops from a word what does not count: see dialect/words.txt.
func foldWord(s string) string {
	return string(appendWord(nil, []byte(s)))
}

func appendWord(dst, s []byte) []byte {
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		s = s[size:]
		if isWordRune(r) || digitValue(r) >= 0 {
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || r == '\u0970' // the Devanagari abbreviation sign
}

// maxWord is the most bytes a word of a header has, folded.
const maxWord = 64

// longest finds the longest word at the cursor that known accepts and steps
// over it with its full stops. Blanks and full stops inside do not count; a
// word ends where no letter follows.
func (c *cursor) longest(known func(folded []byte) bool) bool {
	var buf [maxWord + utf8.UTFMax]byte
	folded := buf[:0]
	at := *c
	found := -1
	for len(folded) < maxWord {
		at.marks()
		r := at.peek()
		switch {
		case isWordRune(r):
			folded = utf8.AppendRune(folded, unicode.ToLower(r))
			at.next()
			if next := at.peek(); !isWordRune(next) && known(folded) {
				at.wordEnd()
				found = at.i
			}
			continue
		case len(folded) > 0 && (isBlank(r) || r == '.' || isQuote(r) || r >= '\u200b' && r <= '\u200d' || r == '-' && at.isHyphen()):
			at.next()
			continue
		}
		break
	}
	if found < 0 {
		return false
	}
	c.i = found
	return true
}

// isHyphen reports whether the character at the cursor joins it to a letter.
func (c *cursor) isHyphen() bool {
	next := *c
	next.next()
	return unicode.IsLetter(next.peek())
}

// wordEnd steps over what closes an abbreviation.
func (c *cursor) wordEnd() {
	for r := c.peek(); r == '.' || isQuote(r); r = c.peek() {
		c.next()
	}
}

func isQuote(r rune) bool {
	switch r {
	case '\'', '’', '"', '״', '׳', '”':
		return true
	}
	return false
}

// dayPart reads a word for a half of the day.
func (c *cursor) dayPart() (part dayPart, ok bool) {
	next := *c
	if isQuote(next.peek()) {
		next.next() // "’s nachts"
	}
	if !unicode.IsLetter(next.peek()) {
		return 0, false
	}
	words := loadHeaderWords()
	ok = next.longest(func(folded []byte) bool {
		p, known := words.dayParts[string(folded)]
		if known {
			part = p
		}
		return known
	})
	if ok {
		*c = next
	}
	return part, ok
}

// connective reads a word between date and time.
func (c *cursor) connective() bool {
	if r := c.peek(); !unicode.IsLetter(r) {
		return false
	}
	words := loadHeaderWords()
	return c.longest(func(folded []byte) bool { return words.between[string(folded)] })
}

// preposition reads a word between the parts of a date, and the blank after.
func (c *cursor) preposition() bool {
	if r := c.peek(); !unicode.IsLetter(r) {
		return false
	}
	words := loadHeaderWords()
	next := *c
	if !next.longest(func(folded []byte) bool { return words.of[string(folded)] }) || next.spaces() == 0 {
		return false
	}
	*c = next
	return true
}

// month reads the name of a month and returns its number, 0 if there is none.
func (c *cursor) month() (month int) {
	if r := c.peek(); !unicode.IsLetter(r) {
		return 0
	}
	words := loadHeaderWords()
	c.longest(func(folded []byte) bool {
		m := words.months[string(folded)]
		if m > 0 {
			month = m
		}
		return m > 0
	})
	return month
}

// eraBefore reads an era before its year, as in "R4" and "พ.ศ. 2567".
func (c *cursor) eraBefore() era {
	e := c.era()
	if c.spaces(); e != gregorian && digitValue(c.peek()) < 0 {
		return gregorian
	}
	return e
}

// era reads the name of an era.
func (c *cursor) era() (e era) {
	if r := c.peek(); !unicode.IsLetter(r) {
		return gregorian
	}
	words := loadHeaderWords()
	c.longest(func(folded []byte) bool {
		found, known := words.eras[string(folded)]
		if known {
			e = found
		}
		return known
	})
	return e
}
