package language

import (
	"embed"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"

	"github.com/kerbstreet/kerb/index/analysis"
)

// Language is what is known of a language.
type Language struct {
	Code   string // ISO 639-1
	Script rune   // what analysis.Script says of its words, where they are written in Latin letters as well; else 0

	stem    func(*snowballstem.Env) bool // nil: there is none
	spelled [][2]string                  // where the first is written, the second is meant as well
	respell *strings.Replacer            // from the first to the second; nil: there are none
	endings []string                     // taken off where there is no stemmer, the longest first
	apart   map[string]string            // stems of words that are no forms of the word they look like
	small   map[string]bool
	spelt   map[string]bool // small words in the spelling that stands for all
	light   map[string]bool
	figures map[string]bool
	months  map[string]time.Month
	dates   map[string]DateWord
	spans   []string
	alike   map[string][]int  // groups by stem
	matters map[string][]int  // likewise, of words that go with one another
	groups  [][]string        // words of a group
	topics  map[string]string // by stem, what who uses a word asks about
	joints  []string          // what may stand between the parts of a compound; nil: words are not joined
}

//go:embed words
var files embed.FS

// all are the languages that are known, those with more street chats first.
var all = []*Language{
	read("en", english.Stem), read("es", spanish.Stem), read("de", german.Stem), read("fr", french.Stem),
	read("pt", portuguese.Stem), read("it", italian.Stem), read("nl", dutch.Stem),
	read("hi", nil), read("kn", nil), read("cy", nil), read("sw", nil), read("pl", nil),
}

// read reads a language's file, which is part of the program.
func read(code string, stem func(*snowballstem.Env) bool) *Language {
	l := &Language{
		Code: code, stem: stem, small: make(map[string]bool), spelt: make(map[string]bool), light: make(map[string]bool), figures: make(map[string]bool),
		months: make(map[string]time.Month), topics: make(map[string]string), alike: make(map[string][]int), matters: make(map[string][]int), apart: make(map[string]string), dates: make(map[string]DateWord),
	}
	data, err := files.ReadFile("words/" + code + ".txt")
	if err != nil {
		panic(err)
	}
	heading := ""
	var groups [][2]string // with their headings; read last: the others say what a stem is
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		if strings.HasPrefix(line, "[") {
			heading = line
			continue
		}
		switch heading {
		case "[spelling]":
			if pair := analysis.Terms(line); len(pair) == 2 {
				l.spelled = append(l.spelled, [2]string{pair[0], pair[1]})
			}
		case "[alike]", "[matters]", "[topics]":
			groups = append(groups, [2]string{heading, line})
		case "[dates]":
			l.addDates(line)
		case "[spans]":
			if line = strings.TrimSpace(line); line != "" {
				l.spans = append(l.spans, line)
			}
		default:
			l.add(heading, line)
		}
	}
	if l.spelled != nil {
		var pairs []string
		for _, pair := range l.spelled {
			pairs = append(pairs, pair[:]...)
		}
		l.respell = strings.NewReplacer(pairs...)
	}
	slices.SortStableFunc(l.endings, func(a, b string) int { return len(b) - len(a) })
	for word := range l.small {
		l.spelt[l.spelling(word)] = true
	}
	for _, group := range groups {
		if group[0] == "[topics]" {
			l.addTopic(group[1])
			continue
		}
		l.add(group[0], group[1])
	}
	return l
}

// add takes a line of words in.
func (l *Language) add(heading, line string) {
	var group []string
	words := analysis.Terms(line)
	if heading == "[endings]" { // vowel signs are no words
		words = strings.Fields(line)
	}
	for i, word := range words {
		switch heading {
		case "[small]":
			l.small[word] = true
			l.Script = max(l.Script, analysis.Script(word))
		case "[light]":
			l.light[word] = true
		case "[figures]":
			l.figures[word] = true
		case "[months]":
			l.months[word] = time.Month(i + 1)
		case "[endings]":
			l.endings = append(l.endings, word)
		case "[apart]":
			l.apart[word] = words[0]
		case "[joints]":
			l.joints = append(l.joints, word)
		case "[alike]":
			group = append(group, word)
			l.alike[l.Base(word)] = append(l.alike[l.Base(word)], len(l.groups))
		case "[matters]":
			group = append(group, word)
			l.matters[l.Base(word)] = append(l.matters[l.Base(word)], len(l.groups))
		}
	}
	if group != nil {
		l.groups = append(l.groups, group)
	}
}

// addTopic takes a topic's words in.
func (l *Language) addTopic(line string) {
	topic, words, _ := strings.Cut(line, ":")
	for _, word := range analysis.Terms(words) {
		l.topics[l.Base(word)] = topic
	}
}

// Topic returns the tag of the matter that a word of a question is about,
// "outage" for "power"; "" if it may be about anything.
func (l *Language) Topic(word string) string { return l.topics[l.Base(word)] }

// Topics lists the tags that Topic may return.
func (l *Language) Topics() []string {
	return slices.Compact(slices.Sorted(maps.Values(l.topics)))
}

// Small reports whether a word only builds sentences, such as "the", "who" and
// "anyone", however it is spelled.
func (l *Language) Small(word string) bool { return l.small[word] || l.spelt[l.spelling(word)] }

// Light reports whether a word says little by itself, such as "time" and
// "good".
func (l *Language) Light(word string) bool { return l.light[word] }

// Knows reports whether a word is in any of the language's lists, and with that
// spelled right.
func (l *Language) Knows(word string) bool {
	_, apart := l.apart[word]
	return apart || l.small[word] || l.light[word] || l.figures[word] || l.months[word] != 0 || len(l.alike[l.Base(word)])+len(l.matters[l.Base(word)]) > 0
}

// AsksFigure reports whether a word of a question asks for an answer with a
// figure: a time, a price, a number.
func (l *Language) AsksFigure(word string) bool { return l.figures[word] }

// Month returns the month that a word names, 0 if it names none.
func (l *Language) Month(word string) time.Month { return l.months[word] }

// Alike lists words for the same thing, word's own forms perhaps among them.
func (l *Language) Alike(word string) []string { return l.grouped(l.alike, word) }

// Matter lists words that people use who talk of the same matter: "transformer"
// where the power is off. Word's own forms may be among them.
func (l *Language) Matter(word string) []string { return l.grouped(l.matters, word) }

func (l *Language) grouped(groups map[string][]int, word string) []string {
	var words []string
	for _, group := range groups[l.Base(word)] {
		words = append(words, l.groups[group]...)
	}
	return words
}

// shortestPart is how many letters a part of a compound has at least.
const shortestPart = 4

// Parts lists the ways to take a word for a compound of two, where the language
// makes such: "hecke schere" for "heckenschere". Most of them are nonsense.
func (l *Language) Parts(word string) (ways [][2]string) {
	if l.joints == nil {
		return nil
	}
	letters := []rune(word)
	for i := shortestPart; i <= len(letters)-shortestPart; i++ {
		first, last := string(letters[:i]), string(letters[i:])
		ways = append(ways, [2]string{first, last})
		for _, joint := range l.joints {
			if bare, ok := strings.CutSuffix(first, joint); ok && utf8.RuneCountInString(bare) >= shortestPart {
				ways = append(ways, [2]string{bare, last})
			}
		}
	}
	return ways
}

// shortestStemmed is the length in bytes from which words have other forms.
const shortestStemmed = 3

// shortestLeft is how many bytes of a word are left at least when an ending is
// taken off.
const shortestLeft = 4

// Stem returns what the forms of a word have in common by the language's
// stemmer: "ladder" for "ladders". It is at most a letter or two shorter than
// the beginning that they share. Where there is no stemmer, it is the word.
func (l *Language) Stem(word string) string {
	if l.stem == nil || len(word) < shortestStemmed {
		return word
	}
	env := snowballstem.NewEnv(word)
	l.stem(env)
	return env.Current()
}

// Base is Stem for those who forgive more: other spellings of a word, its
// endings where there is no stemmer, and words that only look like forms of
// another are told apart.
func (l *Language) Base(word string) string {
	if len(word) < shortestStemmed {
		return word
	}
	if base, ok := l.apart[word]; ok {
		return base
	}
	word = l.spelling(word)
	if l.stem == nil {
		return l.withoutEnding(word)
	}
	return l.Stem(word)
}

func (l *Language) withoutEnding(word string) string {
	for _, ending := range l.endings {
		if rest, ok := strings.CutSuffix(word, ending); ok && len(rest) >= shortestLeft {
			return rest
		}
	}
	return word
}

// spelling returns a word in the spelling that stands for all of its spellings.
func (l *Language) spelling(word string) string {
	if l.respell == nil {
		return word
	}
	return l.respell.Replace(word)
}

// Spellings lists what a word may be spelled as: as one for all, and with one
// letter in another way.
func (l *Language) Spellings(word string) []string {
	if l.respell == nil {
		return nil
	}
	word = l.spelling(word)
	list := []string{word}
	for _, pair := range l.spelled {
		for at := 0; at < len(word); at++ {
			if strings.HasPrefix(word[at:], pair[1]) {
				list = append(list, word[:at]+pair[0]+word[at+len(pair[1]):])
			}
		}
	}
	return list
}

// HasForms reports whether Stem knows what the forms of a word have in common.
func (l *Language) HasForms() bool { return l.stem != nil || l.endings != nil }

// Of returns the language with an ISO 639-1 code, nil if it is not known.
func Of(code string) *Language {
	for _, l := range all {
		if l.Code == code {
			return l
		}
	}
	return nil
}

// Guess returns the language of a text from its small words, nil if it has
// none. Of equals the preferred ones win, and where there are some, another needs
// two small words: one is too easily a word of theirs, as "ac" is both Welsh and in
// many a flat.
func Guess(words []string, preferred []*Language) *Language {
	var best *Language
	most := 0
	for _, l := range all {
		n := 0
		for _, word := range words {
			if l.small[word] {
				n += 2
			}
		}
		switch {
		case n > 0 && slices.Contains(preferred, l):
			n++
		case n == 2 && len(preferred) > 0:
			continue
		}
		if n > most {
			best, most = l, n
		}
	}
	return best
}

// share is the part of its sentences from which on a language is one of a
// chat's.
const share = 0.1

// Detect returns the languages of a chat, the most frequent first, from some of
// its messages, each as its words.
func Detect(messages [][]string) []*Language {
	return detect(messages, func(*Language) float64 { return share })
}

// scattered is the part of its sentences from which on a language that is written
// in two scripts is heard in a chat. Its words are no others', whereas a language
// of Europe has small words that look like another's.
const scattered = 0.02

// Heard is Detect with languages that are only scattered among others, as Kannada
// is in many an English chat of Bengaluru.
func Heard(messages [][]string) []*Language {
	return detect(messages, func(l *Language) float64 {
		if l.Script != 0 {
			return scattered
		}
		return share
	})
}

func detect(messages [][]string, least func(*Language) float64) []*Language {
	counts := make(map[*Language]int)
	total := 0
	for _, words := range messages {
		if l := Guess(words, nil); l != nil {
			counts[l]++
			total++
		}
	}
	var found []*Language
	for _, l := range all {
		if n := counts[l]; n > 0 && float64(n) >= least(l)*float64(total) {
			found = append(found, l)
		}
	}
	slices.SortStableFunc(found, func(a, b *Language) int { return counts[b] - counts[a] })
	return found
}
