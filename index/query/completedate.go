package query

import (
	"fmt"
	"strings"
	"time"
)

// fittingDates are the dates of a vocabulary's messages that begin with what
// was typed: years and months in figures, and times in words. Behind ".." the
// end of a span is completed.
func fittingDates(name Name, typed string, v Vocabulary) []Candidate {
	from := ""
	if i := strings.Index(typed, ".."); i >= 0 {
		from, typed = typed[:i+len("..")], typed[i+len(".."):]
	}
	typed = strings.ToLower(typed)
	var list []Candidate
	for _, date := range dates(typed, v) {
		if !strings.HasPrefix(date, typed) {
			continue
		}
		if text, ok := quote(from + date); ok {
			list = append(list, Candidate{Text: text, Label: from + date, Name: name})
		}
	}
	return list
}

// dates are those that can be typed, as far as what was typed tells that they
// are meant: months in figures behind a year's first three, named months behind
// a letter.
func dates(typed string, v Vocabulary) []string {
	var list []string
	if typed == "" || !isDigit(typed[0]) {
		list = append(list, "today", "yesterday", "this week", "last week", "this month", "last month", "this year", "last year")
	}
	if v.First.IsZero() || v.Last.Before(v.First) {
		return list
	}
	first, last := v.First.Year(), v.Last.Year()
	for y := last; y >= first; y-- {
		list = append(list, fmt.Sprintf("%04d", y))
	}
	end := midnight(v.Last.Year(), v.Last.Month(), 1)
	begin := midnight(v.First.Year(), v.First.Month(), 1)
	for m := end; !m.Before(begin); m = m.AddDate(0, -1, 0) {
		switch {
		case len(typed) > 2 && isDigit(typed[0]):
			list = append(list, m.Format("2006-01"))
		case typed != "":
			list = append(list, strings.ToLower(m.Month().String())+m.Format(" 2006"))
		}
	}
	if typed != "" {
		list = append(list, seasons(begin, end)...)
	}
	return list
}

// seasons are those between two months, the latest first.
func seasons(begin, end time.Time) []string {
	var list []string
	for m := end; !m.Before(begin.AddDate(0, -2, 0)); m = m.AddDate(0, -1, 0) {
		for _, name := range []string{"spring", "summer", "autumn", "winter"} {
			if month, _, _ := namedMonths(name); month == m.Month() {
				list = append(list, name+m.Format(" 2006"))
			}
		}
	}
	return list
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
