package query

import (
	"strconv"
	"time"
	"unicode"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
)

// spoken is a date in words of any language, taken apart: each kind of word
// that it has, with its number. The order of the words does not matter.
//
//	el invierno pasado   Season 4, Last
//	3 March 2024         Named 3, day 3, year 2024
type spoken struct {
	words     map[language.DateKind]int
	day, year int // 0: none is named
}

// readSpoken reads a date in words; ok is false if any of them does not belong
// into one.
func readSpoken(text string) (s spoken, ok bool) {
	s.words = make(map[language.DateKind]int)
	for _, word := range analysis.Terms(text) {
		if number, err := strconv.Atoi(trimOrdinal(word)); err == nil {
			switch {
			case len(word) == 4 && s.year == 0:
				s.year = number
			case number >= 1 && number <= 31 && s.day == 0:
				s.day = number
			default:
				return s, false
			}
			continue
		}
		meant, known := language.DateWordOf(word)
		_, twice := s.words[meant.Kind]
		switch {
		case !known || twice && meant.Kind != language.Beside:
			return s, false
		case meant.Kind != language.Beside:
			s.words[meant.Kind] = meant.Number
		}
	}
	return s, len(s.words) > 0
}

// trimOrdinal takes letters off behind a number: 3rd, 1er.
func trimOrdinal(word string) string {
	for i, r := range word {
		if !unicode.IsDigit(r) && i > 0 && len(word)-i <= 2 {
			return word[:i]
		}
	}
	return word
}

// only reports whether a date has these kinds of words, a number where it may,
// and nothing else. "last" and "this" may stand with anything that is not
// today's or yesterday's.
func (s *spoken) only(kinds ...language.DateKind) bool {
	n := 0
	for _, kind := range kinds {
		if _, ok := s.words[kind]; ok {
			n++
		}
	}
	return n == len(s.words)
}

func (s *spoken) has(kind language.DateKind) bool {
	_, ok := s.words[kind]
	return ok
}

// period returns the latest such time that has begun, as it is on a day.
func (s *spoken) period(now time.Time) (period, bool) {
	y, m, d := now.Date()
	today := midnight(y, m, d)
	back := 0
	if s.has(language.Last) {
		back = 1
	}
	relative := s.has(language.Last) != s.has(language.This) && s.day == 0 && s.year == 0
	switch {
	case s.has(language.Day):
		return days(today.AddDate(0, 0, -s.words[language.Day]), 1), s.only(language.Day) && s.day+s.year == 0
	case s.has(language.Week):
		return days(monday(today).AddDate(0, 0, -7*back), 7), relative && s.only(language.Week, language.Last, language.This)
	case s.has(language.Weekend):
		saturday := monday(today).AddDate(0, 0, 5-7*back)
		return days(saturday, 2), relative && s.only(language.Weekend, language.Last, language.This)
	case s.has(language.Month):
		return month(y, m-time.Month(back)), relative && s.only(language.Month, language.Last, language.This)
	case s.has(language.Year):
		return year(y - back), relative && s.only(language.Year, language.Last, language.This)
	case s.has(language.Weekday):
		ago := (int(today.Weekday()) - s.words[language.Weekday] + 7) % 7
		if ago == 0 {
			ago = 7 * back
		}
		return days(today.AddDate(0, 0, -ago), 1), s.day+s.year == 0 && s.only(language.Weekday, language.Last, language.This)
	case s.has(language.Season):
		return s.named(today, time.Month(3*s.words[language.Season]), 3), s.day == 0 && s.only(language.Season, language.Last, language.This)
	case s.has(language.Named):
		span := s.named(today, time.Month(s.words[language.Named]), 1)
		if s.day > 0 {
			span = days(span.from.AddDate(0, 0, s.day-1), 1)
			if s.year == 0 && span.from.After(today) {
				span = days(span.from.AddDate(-1, 0, 0), 1)
			}
		}
		return span, s.only(language.Named, language.Last, language.This) && (s.day == 0 || span.from.Day() == s.day)
	}
	return period{}, false
}

// named returns the months of a year that begin with one. A winter begins in
// December and is named for that year. "Last march" is not the one we are in.
func (s *spoken) named(today time.Time, begin time.Month, months int) period {
	if s.year > 0 {
		return period{midnight(s.year, begin, 1), midnight(s.year, begin+time.Month(months), 1)}
	}
	from := midnight(today.Year(), begin, 1)
	if from.After(today) {
		from = from.AddDate(-1, 0, 0)
	}
	if s.has(language.Last) && from.AddDate(0, months, 0).After(today) {
		from = from.AddDate(-1, 0, 0)
	}
	return period{from, from.AddDate(0, months, 0)}
}

// monday returns the first day of a day's week.
func monday(day time.Time) time.Time { return day.AddDate(0, 0, -(int(day.Weekday())+6)%7) }
