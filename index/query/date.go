package query

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// period is a span of days: from is in it, to is not.
type period struct{ from, to time.Time }

// date makes a Date of a token; nil, with a problem, if it names no time.
//
// A value is a year, a month, a day, two of them with ".." between, either of
// which may be missing, or words such as "yesterday", "last week", "march
// 2024", "letzten Winter" (spoken.go). before: ends where the span starts, after: begins
// there.
func (p *reader) date(t token, value string) Node {
	d := Date{Name: t.name, Value: value, Start: t.start, End: t.end}
	first, last, isRange := strings.Cut(value, "..")
	first, last = strings.TrimSpace(first), strings.TrimSpace(last)
	var from, to period
	var err error
	if !isRange || first != "" {
		from, err = p.period(first)
		to = from
	}
	if isRange && last != "" && err == nil {
		to, err = p.period(last)
	}
	switch {
	case err != nil:
		p.problem(t, err.Error(), "write 2024, 2024-06 or 2024-06-30")
		return nil
	case isRange && first == "" && last == "":
		p.problem(t, "a span without an end", "such as 2023..2024")
		return nil
	}
	switch t.name {
	case Before:
		d.To = from.from
		if isRange && first == "" {
			d.To = to.from
		}
	case After:
		d.From = from.from
		if isRange && first == "" {
			d.From = to.from
		}
	default:
		if !isRange || first != "" {
			d.From = from.from
		}
		if !isRange || last != "" {
			d.To = to.to
		}
		if !d.From.IsZero() && !d.To.IsZero() && !d.From.Before(d.To) {
			p.problem(t, "the span ends before it begins", "")
			return nil
		}
	}
	return d
}

// Day returns the day on which a date begins that is written as fields take it:
// 2024, 2024-06, "3 March", "last winter", the latter two as seen from now; ok is
// false if it is none.
func Day(text string, now time.Time) (day time.Time, ok bool) {
	span, err := readPeriod(strings.TrimSpace(text), now)
	return span.from, err == nil
}

// period reads one date.
func (p *reader) period(text string) (period, error) { return readPeriod(text, p.now) }

// readPeriod reads a date; without a time that it is now, in figures only.
func readPeriod(text string, now time.Time) (period, error) {
	if inFigures(text) && strings.IndexFunc(text, unicode.IsLetter) < 0 {
		return numericPeriod(text)
	}
	spoken, ok := readSpoken(text)
	if ok && !now.IsZero() {
		if span, ok := spoken.period(now); ok {
			return span, nil
		}
	}
	return period{}, fmt.Errorf("%q is no date", text)
}

// numericPeriod reads 2024, 2024-06, 2024-06-30; slashes and dots do as well.
func numericPeriod(text string) (period, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	var n [3]int
	if len(parts) > len(n) {
		return period{}, fmt.Errorf("%q is no date", text)
	}
	for i, part := range parts {
		number, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return period{}, fmt.Errorf("%q is no date", text)
		}
		n[i] = int(number)
	}
	if len(parts[0]) != 4 {
		return period{}, fmt.Errorf("%q does not begin with a year of four digits", text)
	}
	switch len(parts) {
	case 1:
		return year(n[0]), nil
	case 2:
		if n[1] < 1 || n[1] > 12 {
			return period{}, fmt.Errorf("no month %d", n[1])
		}
		return month(n[0], time.Month(n[1])), nil
	}
	if n[1] < 1 || n[1] > 12 {
		return period{}, fmt.Errorf("no month %d", n[1])
	}
	from := time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, time.UTC)
	if from.Day() != n[2] {
		return period{}, fmt.Errorf("no day %d in %s %d", n[2], time.Month(n[1]), n[0])
	}
	return days(from, 1), nil
}

func year(y int) period { return period{midnight(y, time.January, 1), midnight(y+1, time.January, 1)} }

func month(y int, m time.Month) period { return period{midnight(y, m, 1), midnight(y, m+1, 1)} }

func days(from time.Time, n int) period { return period{from, from.AddDate(0, 0, n)} }

func midnight(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
