package street

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
)

// Message is what is linked. Notices are none.
type Message struct {
	Time   int64 // seconds of the wall clock
	Sender string
	Text   string // empty where a picture or the like stands alone
}

// line is a message as it is held against others.
type line struct {
	time    int64
	person  *person
	thread  *thread
	cues    cue
	words   int      // how many
	stems   []uint32 // of the words that say something, each once
	topics  []topic
	named   []*person // whom it names
	number  int       // its place in the chat, notices not counted
	answers *person   // who wrote what it answers; nil if it starts a thread
	asked   bool      // somebody answered after it
}

// person is who writes.
type person struct {
	names  []string // the words of the name that may call them
	said   int      // messages in the window
	last   int      // number of the latest
	before int64    // when it was written
}

// topic is what a line is about, and how surely.
type topic struct {
	topic  uint8
	weight float32
}

// reader makes lines of messages.
type reader struct {
	phrases *phrases
	matcher matcher
	tokens  []analysis.Token
	known   map[string]word
}

// word is what a term is worth.
type word struct {
	stem  uint32
	small bool // only builds sentences
}

const (
	maxKnown = 1 << 14 // terms to remember
	maxStems = 48      // stems of a line
	stemLen  = 5       // letters of a word that count
)

// languages are those whose small words are known.
var languages = []string{"en", "es", "de", "fr", "pt", "it", "nl", "hi", "kn", "cy", "sw"}

func newReader() *reader {
	return &reader{phrases: knownPhrases(), matcher: newMatcher(), known: make(map[string]word)}
}

// read makes a line of a message; whom it names is left to the window.
func (r *reader) read(m Message) *line {
	r.tokens = analysis.Tokenize(r.tokens[:0], m.Text)
	l := &line{time: m.Time, words: len(r.tokens)}
	l.cues = r.phrases.find(r.tokens) | looks(m.Text, len(r.tokens))
	pictures := 0
	for _, t := range r.tokens {
		w := r.look(t.Term)
		if first, _ := utf8.DecodeRuneInString(t.Term); !unicode.IsLetter(first) && !unicode.IsDigit(first) {
			pictures++
			continue
		}
		if !w.small && len(l.stems) < maxStems && !has(l.stems, w.stem) {
			l.stems = append(l.stems, w.stem)
		}
	}
	if pictures > 0 && pictures == len(r.tokens) {
		l.cues |= isPicture
	}
	l.topics = r.matcher.topics(r.tokens)
	return l
}

func has(list []uint32, stem uint32) bool {
	for _, s := range list {
		if s == stem {
			return true
		}
	}
	return false
}

// look returns what a term is worth.
func (r *reader) look(term string) word {
	w, ok := r.known[term]
	if ok {
		return w
	}
	if len(r.known) >= maxKnown {
		clear(r.known)
	}
	w.stem = hash(noHash, stem(term))
	w.small = utf8.RuneCountInString(term) < 2
	for _, code := range languages {
		if l := language.Of(code); l.Small(term) || l.Light(term) {
			w.small = true
			break
		}
	}
	r.known[strings.Clone(term)] = w
	return w
}

// stem returns what forms of a word share in most languages of Europe: its
// first letters, without a plural's s.
func stem(term string) string {
	n := 0
	for i := range term {
		if n == stemLen {
			return term[:i]
		}
		n++
	}
	if n > 3 {
		return strings.TrimSuffix(term, "s")
	}
	return term
}

// looks returns the cues of a text that need no words.
func looks(text string, words int) cue {
	var c cue
	text = strings.TrimSpace(text)
	if text == "" {
		return isMedia
	}
	if words <= 3 {
		c |= isShort
	}
	if words > 20 {
		c |= isLong
	}
	first, _ := utf8.DecodeRuneInString(text)
	switch {
	case unicode.IsUpper(first):
		c |= startsUpper
	case strings.ContainsRune("*\"“„«>", first):
		c |= isAside
	}
	if strings.Contains(text, "://") || strings.Contains(text, "www.") {
		c |= hasLink
	}
	var before rune
	for i, r := range text {
		switch {
		case r == '?' || r == '¿' || r == '؟' || r == '？':
			c |= isQuestion
		case r == '!':
			c |= isExclaimed
		case r == '@' && !unicode.IsLetter(before):
			c |= hasMention
		case unicode.IsDigit(r):
			c |= hasFigure
		case r == '€' || r == '£' || r == '$' || r == '₹':
			c |= hasTime
		case (r == ':' || r == '.' || r == 'h') && unicode.IsDigit(before) && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '5':
			c |= hasTime
		}
		before = r
	}
	return c
}
