package channel

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Message is what threads are found from.
type Message struct {
	Time   int64 // seconds of the chat's own clock
	Sender string
	Text   string
	Notice bool // written by the program, not by a person
}

// Line is what is known of a message by its own words.
type Line struct {
	user    int32 // number of the speaker; -1 for notices
	time    int64
	words   []int32   // numbers of the distinct words, ascending, names left out
	rare    []float32 // how rare each was when the line was read
	weight  float32   // length of the vector of the words' rarities
	names   []name    // people the message names
	shape   uint32
	length  int   // words
	newUser bool  // the speaker's first message
	came    int   // how many messages ago the speaker came, if not heard since; else -1
	to      int32 // whom the speaker is talking to, named here or lately; -1 if nobody
}

// Notice reports whether the line is a notice.
func (l *Line) Notice() bool { return l.user < 0 }

// A name is somebody whom a message names.
type name struct {
	user int32
	how  uint8
}

// How a message names somebody, the surest first.
const (
	howMarked uint8 = iota // first word, followed by : or ,
	howFirst               // first word
	howInside              // elsewhere
)

func (l *Line) naming(user int32) (how uint8, ok bool) {
	for _, n := range l.names {
		if n.user == user {
			return n.how, true
		}
	}
	return 0, false
}

// Reader numbers the people and words of a chat and turns messages into lines.
type Reader struct {
	users  map[string]int32
	nicks  []string // by user
	said   []int32  // by user: messages so far
	came   []int32  // by user: when they came, in messages so far; -1 once they have written
	words  map[string]int32
	seen   []int32 // by word: in how many messages so far
	called []int32 // by word: how many messages began with it, as somebody's nick
	lines  int
	active []int32 // who wrote last, newest last
	buffer []int32
}

// NewReader returns a reader that knows nobody.
func NewReader() *Reader {
	return &Reader{users: make(map[string]int32), words: make(map[string]int32)}
}

// remembered is how many people a half-written name may stand for.
const remembered = 80

// commonWord is in how many messages a word has to be for a nick that is the
// same to need a colon behind it, unless many begin with it as a nick.
const commonWord = 4

// rarity is the inverse document frequency of a word, smoothed for the start.
func (r *Reader) rarity(word int32) float32 {
	return float32(math.Log(float64(r.lines+20) / float64(r.seen[word]+1)))
}

// Read turns the next message into a line and learns its speaker and words.
func (r *Reader) Read(m Message) Line {
	if m.Notice {
		r.rename(m.Text)
		r.arrive(m.Text)
		return Line{user: -1, time: m.Time}
	}
	l := Line{user: r.user(m.Sender), time: m.Time, came: -1, to: -1}
	l.newUser = r.said[l.user] == 0
	if came := r.came[l.user]; came >= 0 {
		l.came = r.lines - int(came)
		r.came[l.user] = -1
	}
	l.shape = shapeOf(m.Text)
	if strings.Contains(r.nicks[l.user], "bot") {
		l.shape |= isBot
	}
	fields := r.unglue(strings.Fields(m.Text))
	r.buffer = r.buffer[:0]
	for i, field := range fields {
		lower := strings.ToLower(field)
		if i == 0 || i == len(fields)-1 || len(l.names) < 4 {
			if n, ok := r.name(lower, i, fields); ok && n.user != l.user {
				l.names = append(l.names, n)
				continue
			}
		}
		word := strings.Trim(lower, wordEdge)
		if word == "" {
			continue
		}
		bits := openers[word]
		switch l.length {
		case 0:
			l.shape |= bits
		case 1:
			l.shape |= bits & (isThanks | isLaugh | isGreeting)
		default:
			l.shape |= bits & isThanks
		}
		l.shape |= persons[word]
		l.length++
		if len(word) < 40 {
			r.buffer = append(r.buffer, r.word(word))
		}
	}
	slices.Sort(r.buffer)
	l.words = slices.Clone(slices.Compact(r.buffer))
	l.rare = make([]float32, len(l.words))
	for k, word := range l.words {
		l.rare[k] = r.rarity(word)
		l.weight += l.rare[k] * l.rare[k]
		r.seen[word]++
	}
	l.weight = float32(math.Sqrt(float64(l.weight)))
	r.lines++
	r.said[l.user]++
	r.touch(l.user)
	return l
}

func shapeOf(text string) (shape uint32) {
	set := func(bit uint32, on bool) {
		if on {
			shape |= bit
		}
	}
	set(isQuestion, strings.ContainsAny(text, "?？؟"))
	set(isExclaimed, strings.Contains(text, "!"))
	set(hasURL, strings.Contains(text, "://") || strings.Contains(text, "www."))
	set(hasCode, strings.ContainsAny(text, "/$=<>{}#"))
	set(isCommand, strings.HasPrefix(text, "!") || strings.HasPrefix(text, "/"))
	trimmed := strings.TrimSpace(text)
	for _, end := range []string{"..", "…", ",", ":"} {
		set(isOpen, strings.HasSuffix(trimmed, end))
	}
	first, _ := utf8.DecodeRuneInString(trimmed)
	set(startsUpper, unicode.IsUpper(first))
	return shape
}

// overlap compares the words of a line with those of an earlier one: the
// cosine of their rarities, how many they share, and how rare the rarest of
// these is.
func overlap(l, earlier *Line) (cosine float32, shared int, rarest float32) {
	var dot float32
	a, b := l.words, earlier.words
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			dot += l.rare[i] * l.rare[i]
			rarest = max(rarest, l.rare[i])
			shared++
			i++
			j++
		}
	}
	if shared > 0 {
		cosine = dot / (l.weight*earlier.weight + 1)
	}
	return cosine, shared, rarest
}
