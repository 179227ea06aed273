package redact

import (
	_ "embed" // of the words
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed house.txt
var houseSource string

// houseMarks announce a house number, houseJoins stand between two.
var houseMarks, houseJoins = readHouseWords(houseSource)

func readHouseWords(source string) (marks, joins map[string]bool) {
	marks, joins = make(map[string]bool), make(map[string]bool)
	for line := range strings.Lines(source) {
		kind, list, _ := strings.Cut(line, ":")
		into := map[string]map[string]bool{"marks": marks, "joins": joins}[kind]
		if into == nil {
			continue
		}
		for word := range strings.FieldsSeq(list) {
			into[word] = true
			into[fold(word)] = true
		}
	}
	return marks, joins
}

// mostDigits is how many digits a house number has at most.
const mostDigits = 4

// houseNumbers finds numbers of houses: those that a word announces, those
// beside the name of the street and, where they are announced elsewhere, those
// that end a clause ("off at 17") or that somebody signs with.
func (r *Redactor) houseNumbers(text string, list []word) []cut {
	var cuts []cut
	for _, at := range announced(text, list) {
		cuts = append(cuts, cut{at.start, at.end, someplace})
	}
	for i, w := range list {
		if !w.digits || len(digitsOf(w.folded)) > mostDigits || measured(text, w) {
			continue
		}
		end := withLetter(text, w)
		switch {
		case r.houses[digitsOf(w.folded)] && (stands(text, list, i, end) || signs(text[:w.start], text[end:])),
			r.besideStreet(text, list, i, -1), r.besideStreet(text, list, i, 1):
			cuts = append(cuts, cut{w.start, end, someplace})
		}
	}
	return cuts
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
