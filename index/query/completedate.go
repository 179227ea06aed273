package query

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/analysis"
)

// fittingDates are the dates of a vocabulary's messages that begin with what
// was typed: years and months in figures, and times in words. Behind ".." the
// end of a span is completed.
func fittingDates(name Name, typed string, v Vocabulary) []Candidate {
	from := ""
	if i := strings.Index(typed, ".."); i >= 0 {
		from, typed = typed[:i+len("..")], typed[i+len(".."):]
	}
	fold := func(date string) string { return strings.Join(analysis.Terms(date), " ") }
	typed = strings.ToLower(typed)
	var list []Candidate
	for _, date := range dates(typed, v) {
		if !strings.HasPrefix(date, typed) && (inFigures(typed) || fold(typed) == "" || !strings.HasPrefix(fold(date), fold(typed))) {
			continue
		}
		text, ok := quote(from + date)
		if ok && !slices.ContainsFunc(list, func(c Candidate) bool { return c.Text == text }) {
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
	if !inFigures(typed) {
		for _, l := range v.languages() {
			list = append(list, l.Spans()...)
		}
	}
	if v.First.IsZero() || v.Last.Before(v.First) {
		return list
	}
	for y := v.Last.Year(); y >= v.First.Year(); y-- {
		list = append(list, fmt.Sprintf("%04d", y))
	}
	if typed == "" || inFigures(typed) && len(typed) < 3 {
		return list
	}
	begin := midnight(v.First.Year(), v.First.Month(), 1)
	for m := midnight(v.Last.Year(), v.Last.Month(), 1); !m.Before(begin); m = m.AddDate(0, -1, 0) {
		if inFigures(typed) {
			list = append(list, m.Format("2006-01"))
			continue
		}
		for _, l := range v.languages() {
			if names := l.Months(); names != nil {
				list = append(list, names[m.Month()-1]+m.Format(" 2006"))
			}
			for _, season := range l.Seasons(m.Month()) {
				list = append(list, season+m.Format(" 2006"))
			}
		}
	}
	return list
}

// inFigures reports whether a date begins with a digit.
func inFigures(typed string) bool { return typed != "" && '0' <= typed[0] && typed[0] <= '9' }
