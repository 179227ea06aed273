package redact

import (
	_ "embed" // of the words
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/language"
)

//go:embed house.txt
var houseSource string

// houseWords are the words about numbers of houses, by kind.
var houseWords = readHouseWords(houseSource)

// houseMarks announce a house number, houseJoins stand between two.
var houseMarks, houseJoins = houseWords["marks"], houseWords["joins"]

func readHouseWords(source string) map[string]map[string]bool {
	kinds := make(map[string]map[string]bool)
	for line := range strings.Lines(source) {
		kind, list, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if kinds[kind] == nil {
			kinds[kind] = make(map[string]bool)
		}
		for word := range strings.FieldsSeq(list) {
			kinds[kind][word] = true
			kinds[kind][fold(word)] = true
		}
	}
	return kinds
}

// mostDigits is how many digits a house number has at most.
const mostDigits = 4

// houseNumbers finds numbers of houses: those that a word announces, those
// beside the name of the street, those that something is opposite of and, where
// they are known for a house's, those that end a clause ("off at 17") or that
// somebody signs with, and with the letter of a block (plot.go). In the name of a
// place all are.
func (r *Redactor) houseNumbers(text string, list []word, place bool) []cut {
	var cuts []cut
	for _, at := range append(r.plotsOf(text, list), announced(text, list)...) {
		cuts = append(cuts, cut{at.start, at.end, someplace})
	}
	_, own := r.introduction(text, list)
	for i, w := range list {
		if !w.digits || len(digitsOf(w.folded)) > mostDigits || measured(text, w) || timed(text, list, i) && !genitive(text[w.end:]) {
			continue
		}
		end := withLetter(text, w)
		if place && !district(list, i) || i == own || r.besideStreet(text, list, i, -1) || r.besideStreet(text, list, i, 1) || r.lives(text, list, i, end) {
			cuts = append(cuts, cut{w.start, end, someplace})
		}
	}
	return cuts
}

// district reports whether a number belongs to the capitals right before it: E17,
// LE4, M25. Houses of blocks that are known are found before.
func district(list []word, i int) bool {
	return i > 0 && list[i-1].end == list[i].start && list[i-1].capital && list[i-1].end-list[i-1].start <= len("SE")
}

// lives reports whether a number that no word announces is a house's by where
// it stands.
func (r *Redactor) lives(text string, list []word, i, end int) bool {
	w := list[i]
	alone := stands(text, list, i, end)
	before := i - 1
	if before > 0 && houseWords["the"][list[before].folded] && houseWords["beside"][list[before-1].folded] {
		before--
	}
	small := i+1 < len(list) && r.grammatical(list[i+1].folded) && strings.Trim(text[end:max(end, list[i+1].start)], " \u00a0") == ""
	if before >= 0 && houseWords["beside"][list[before].folded] && (alone || small) {
		return true
	}
	if housed(text, list, i, end) {
		return true
	}
	if !r.houses[digitsOf(w.folded)] {
		return opens(text, list, i) && joined(list, i)
	}
	at := i > 0 && houseWords["at"][list[i-1].folded] && small
	return alone || at || owns(text, w.start, end) || signs(text[:w.start], text[end:]) || opens(text, list, i)
}

// Above lastHour, and of so many digits at most, a number behind "at" is a
// house's rather than a time, a year or a price.
const (
	lastHour     = 12
	housedDigits = 3
)

// housed reports whether a number is that of a house by the word before it:
// "off at 17".
func housed(text string, list []word, i, end int) bool {
	if i == 0 || !houseWords["homes"][list[i-1].folded] || !stands(text, list, i, end) {
		return false
	}
	digits := digitsOf(list[i].folded)
	n, err := strconv.Atoi(digits)
	return err == nil && n > lastHour && len(digits) <= housedDigits
}

// owns reports whether something is a house's, or stands in brackets behind
// what is: 17's neighbour, at mine (17).
func owns(text string, start, end int) bool {
	return genitive(text[end:]) || strings.HasSuffix(text[:start], "(") && strings.HasPrefix(text[end:], ")")
}

func genitive(after string) bool {
	return strings.HasPrefix(after, "'s ") || strings.HasPrefix(after, "’s ")
}

// opens reports whether a number, or several, begin a sentence that says
// something of them: "22 and 24 are off".
func opens(text string, list []word, i int) bool {
	from, to := i, i
	for from > 0 && (list[from-1].digits || houseJoins[list[from-1].folded]) && !list[from].first {
		from--
	}
	for to+1 < len(list) && (list[to+1].digits || houseJoins[list[to+1].folded]) {
		to++
	}
	for k := from; k < to; k++ {
		if strings.Trim(text[list[k].end:list[k+1].start], " ,&abcdABCD") != "" {
			return false
		}
	}
	return list[from].digits && list[from].first && to+1 < len(list) && houseWords["are"][list[to+1].folded] &&
		strings.Trim(text[list[to].end:list[to+1].start], " abcdABCD") == ""
}

// joined reports whether a number stands beside another, with a word between
// that joins them.
func joined(list []word, i int) bool {
	return i+2 < len(list) && houseJoins[list[i+1].folded] && list[i+2].digits ||
		i > 1 && houseJoins[list[i-1].folded] && list[i-2].digits
}

// timed reports whether a number is part of a time or a date by the word
// before it, or by a month on either side.
func timed(text string, list []word, i int) bool {
	if i > 0 && strings.Trim(text[list[i-1].end:list[i].start], " \u00a0") == "" {
		before := list[i-1].folded
		if houseWords["times"][before] && (i < 2 || !houseWords["beside"][list[i-2].folded]) || month(before) {
			return true
		}
	}
	if i > 1 && houseJoins[list[i-1].folded] && list[i-2].digits && timed(text, list, i-2) { // between 10 and 12
		return true
	}
	return i+1 < len(list) && strings.Trim(text[list[i].end:list[i+1].start], " .\u00a0") == "" && month(list[i+1].folded)
}

func month(folded string) bool {
	meant, ok := language.DateWordOf(folded)
	return ok && meant.Kind == language.Named
}

// besideStreet reports whether a number stands right before or after two words
// of a chat's name in capitals, with nothing but a space or comma between.
func (r *Redactor) besideStreet(text string, list []word, i, step int) bool {
	previous := list[i]
	for n := 1; n <= 2; n++ {
		at := i + n*step
		if at < 0 || at >= len(list) {
			return false
		}
		next := list[at]
		from, to := previous.end, next.start
		if step < 0 {
			from, to = next.end, previous.start
		}
		between := strings.TrimLeft(text[from:to], "abcdABCD")
		if !next.capital || !r.places[next.folded] || strings.Trim(between, " ,\u00a0") != "" {
			return false
		}
		previous = next
	}
	return true
}

// span is a stretch of a text.
type span struct{ start, end int }

// announced finds numbers that a word announces: "no 30", "Nr. 7a und 9",
// "#12", "号" after its number.
func announced(text string, list []word) []span {
	var found []span
	goesOn := false // the word before was such a number, or joins another to it
	end := 0        // of the last one
	for i, w := range list {
		if w.start < end { // the letter of a number
			continue
		}
		if !w.digits {
			goesOn = goesOn && houseJoins[w.folded]
			continue
		}
		before := text[:w.start]
		if i > 0 {
			before = text[list[i-1].end:w.start]
		}
		between := strings.Trim(before, " .:\u00a0")
		marked := strings.HasSuffix(between, "#") || strings.HasSuffix(between, "№")
		if i > 0 && (between == "" || between == "°") {
			last := list[i-1]
			marked = marked || !last.digits && houseMarks[last.folded+between]
		}
		if i+1 < len(list) && list[i+1].start == w.end && unspaced(list[i+1].folded) {
			first, _ := utf8.DecodeRuneInString(list[i+1].folded)
			marked = marked || houseMarks[string(first)]
		}
		joined := goesOn && len(strings.Trim(text[end:w.start], " ,&+/-–abcdABCD")) <= len("und ") && !strings.ContainsAny(text[end:w.start], "\n.;:")
		if !marked && !joined || len(digitsOf(w.folded)) > mostDigits || measured(text, w) {
			goesOn = false
			continue
		}
		end = withLetter(text, w)
		found = append(found, span{w.start, end})
		goesOn = true
	}
	return found
}

// measured reports whether a number is part of a time, a date, a price, a
// share or a quantity: something that no house number stands beside.
func measured(text string, w word) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:w.start])
	after, size := utf8.DecodeRuneInString(text[w.end:])
	if unicode.Is(unicode.Sc, before) || unicode.Is(unicode.Sc, after) || strings.ContainsRune("%‰°", after) {
		return true
	}
	next, _ := utf8.DecodeRuneInString(text[w.end+size:])
	if strings.ContainsRune(":.,", after) && unicode.IsDigit(next) {
		return true
	}
	previous, width := utf8.DecodeLastRuneInString(text[:w.start])
	if strings.ContainsRune(":.,/", previous) {
		if earlier, _ := utf8.DecodeLastRuneInString(text[:w.start-width]); unicode.IsDigit(earlier) && previous != ',' && previous != '/' {
			return true
		}
	}
	return unicode.IsLetter(after) && !unspaced(string(after)) && withLetter(text, w) == w.end
}

// withLetter returns where a number ends, with the letter that may be part of
// it: 12a, 12 B is not.
func withLetter(text string, w word) int {
	if w.end < len(text) && strings.IndexByte("abcdABCD", text[w.end]) >= 0 {
		if next, _ := utf8.DecodeRuneInString(text[w.end+1:]); !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return w.end + 1
		}
	}
	return w.end
}

// stands reports whether a number follows a word, and what follows it is
// neither a word, which it would count, nor a further number.
func stands(text string, list []word, i, end int) bool {
	if i == 0 || list[i-1].digits || strings.Trim(text[list[i-1].end:list[i].start], " \u00a0") != "" {
		return false
	}
	if i > 1 && list[i-2].digits && list[i-2].end == list[i-1].start && list[i-1].end == list[i].start { // 8h30
		return false
	}
	if i+1 == len(list) {
		return true
	}
	next := list[i+1]
	if next.start < end && i+2 < len(list) { // the letter of the number
		next = list[i+2]
	}
	between := text[end:max(end, next.start)]
	ranged := next.digits && strings.Trim(between, "-–/:.,") == ""
	return houseJoins[next.folded] || strings.Trim(between, " \u00a0") != "" && !ranged
}

// signs reports whether what stands between two texts is a signature: at the
// very end, alone on its line or after the end of a sentence, kisses allowed.
func signs(before, after string) bool {
	if strings.Trim(after, " xX.\n") != "" {
		return false
	}
	before = strings.TrimRight(before, " ")
	last, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune(".!?,\n-–—", last) || strings.ContainsAny(after, "xX")
}
