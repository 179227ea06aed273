package language

import (
	"slices"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/index/analysis"
)

// DateKind says what a word does in a date.
type DateKind uint8

// The kinds of words in dates.
const (
	Day     DateKind = iota // today, yesterday: Number days back
	Last                    // the one before this
	This                    //
	Week                    // from Monday on
	Weekend                 //
	Month                   // any
	Year                    //
	Season                  // Number: 1 for spring to 4 for winter
	Weekday                 // Number: that of time.Weekday
	Named                   // a month by its name, Number: that of time.Month
	Beside                  // says nothing, such as "in" and "the"
)

// DateWord is what a word means in a date.
type DateWord struct {
	Kind   DateKind
	Number int
}

// dateKeys are the keys of the lines under [dates]. The words under "days" are
// the week's from Monday on; elsewhere all words of a line mean the same.
var dateKeys = map[string]DateWord{
	"today": {Day, 0}, "yesterday": {Day, 1}, "daybefore": {Day, 2}, "last": {Last, 0}, "this": {This, 0},
	"week": {Week, 0}, "weekend": {Weekend, 0}, "month": {Month, 0}, "year": {Year, 0},
	"spring": {Season, 1}, "summer": {Season, 2}, "autumn": {Season, 3}, "winter": {Season, 4},
	"days": {Weekday, 0}, "beside": {Beside, 0},
}

// addDates takes a line under [dates] in.
func (l *Language) addDates(line string) {
	key, words, ok := strings.Cut(line, ":")
	if !ok {
		return
	}
	meant := dateKeys[key]
	for i, word := range analysis.Terms(words) {
		if meant.Kind == Weekday {
			meant.Number = (i + 1) % 7
		}
		l.dates[word] = meant
	}
}

// shortestMonth is how many letters of a month's name stand for it.
const shortestMonth = 3

// DateWordOf returns what a word means in a date in any language; the words of
// different languages do not contradict each other.
func DateWordOf(word string) (DateWord, bool) {
	for _, l := range all {
		if meant, ok := l.dates[word]; ok {
			return meant, true
		}
		if month := l.months[word]; month != 0 {
			return DateWord{Named, int(month)}, true
		}
	}
	if len(word) < shortestMonth {
		return DateWord{}, false
	}
	for _, l := range all {
		var months []time.Month
		for name, month := range l.months {
			if strings.HasPrefix(name, word) && !slices.Contains(months, month) {
				months = append(months, month)
			}
		}
		if len(months) == 1 {
			return DateWord{Named, int(months[0])}, true
		}
	}
	return DateWord{}, false
}

// Spans lists how times are said that are counted from today: "last winter".
func (l *Language) Spans() []string { return l.spans }

// Seasons lists the names of the season that begins in a month, in alphabetical
// order; none where none does.
func (l *Language) Seasons(begin time.Month) []string {
	var names []string
	for word, meant := range l.dates {
		if meant.Kind == Season && time.Month(3*meant.Number) == begin {
			names = append(names, word)
		}
	}
	slices.Sort(names)
	return names
}

// Months lists the names of the months, January first; nil if they are not
// known.
func (l *Language) Months() []string {
	if len(l.months) != 12 {
		return nil
	}
	names := make([]string, 12)
	for name, month := range l.months {
		names[month-1] = name
	}
	return names
}
