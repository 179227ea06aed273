package exporttest

import (
	"strconv"
	"strings"
	"time"
)

// A Shape is one way an app writes the header of a message.
type Shape struct {
	Name string
	// Layout spells date and time; letters are parts of them, the rest stands
	// as it is, words in single quotes too:
	//
	//	D DD  day               H HH  hour, 0–23
	//	M MM  month             h hh  hour, 1–12
	//	MMM   month, "Jun"      mm    minute
	//	MMMM  month, "June"     ss    second
	//	YY YYYY year            a     AM or PM, as in Half
	//	BBBB  Buddhist year     W     weekday
	//	R     year of the Reiwa era
	//
	// Brackets, the dash and the blank after it are part of it; N stands for U+202F, _ for U+00A0.
	Layout string
	IOS    bool
	Half   [2]string // AM and PM
	Order  string    // dmy, mdy or ymd
	Digits rune      // zero of the script its digits are in; 0 for ASCII
	NoYear bool      // the year is not written
}

// The markers of the two halves of a day.
var (
	upper  = [2]string{"AM", "PM"}
	lower  = [2]string{"am", "pm"}
	dotted = [2]string{"a.\u00a0m.", "p.\u00a0m."}
)

// Shapes is every header shape known, numbered as the rows of the table in
// which they were collected; rows of several regions have several entries.
var Shapes = []Shape{
	{Name: "01 Android", Layout: "DD/MM/YY, HH:mm - ", Order: "dmy"},
	{Name: "02 Android, year of four digits", Layout: "DD/MM/YYYY, HH:mm - ", Order: "dmy"},
	{Name: "03 Android, US", Layout: "M/D/YY, h:mmNa - ", Half: upper, Order: "mdy"},
	{Name: "03 Android, US before 2023", Layout: "M/D/YY, h:mm a - ", Half: upper, Order: "mdy"},
	{Name: "04 Android, US with 24 hours", Layout: "M/D/YY, HH:mm - ", Order: "mdy"},
	{Name: "05 Android, lower-case am", Layout: "DD/MM/YY, h:mmNa - ", Half: lower, Order: "dmy"},
	{Name: "06 Android, Spanish with 12 hours", Layout: "D/M/YYYY, h:mmNa - ", Half: dotted, Order: "dmy"},
	{Name: "06 Android, Spanish without comma", Layout: "D/M/YYYY h:mm a - ", Half: dotted, Order: "dmy"},
	{Name: "07 Android, hyphens without comma", Layout: "DD-MM-YYYY HH:mm - ", Order: "dmy"},
	{Name: "07 Android, dots without comma", Layout: "D.MM.YYYY HH:mm - ", Order: "dmy"},
	{Name: "07 Android, slashes without comma", Layout: "DD/MM/YYYY HH:mm - ", Order: "dmy"},
	{Name: "08 Android, dots", Layout: "DD.MM.YY, HH:mm - ", Order: "dmy"},
	{Name: "08 Android, dots and four digits", Layout: "D.M.YYYY, HH:mm - ", Order: "dmy"},
	{Name: "09 Android, year first with 12 hours", Layout: "YYYY/MM/DD, hh:mmNa - ", Half: lower, Order: "ymd"},
	{Name: "09 Android, year first with hyphens", Layout: "YYYY-MM-DD, HH:mm - ", Order: "ymd"},
	{Name: "09 Android, year first without comma", Layout: "YYYY-MM-DD HH:mm - ", Order: "ymd"},
	{Name: "10 Android, dot in the time", Layout: "DD/MM/YYYY, H.mm - ", Order: "dmy"},
	{Name: "10 Android, dot in the time without comma", Layout: "DD/MM/YY HH.mm - ", Order: "dmy"},
	{Name: "11 Android, Finnish klo", Layout: "D.M.YYYY 'klo' H.mm - ", Order: "dmy"},
	{Name: "11 Android, French à", Layout: "DD/MM/YYYY 'à' HH:mm - ", Order: "dmy"},
	{Name: "12 iPhone", Layout: "[DD/MM/YY, HH:mm:ss] ", IOS: true, Order: "dmy"},
	{Name: "12 iPhone, US with 24 hours", Layout: "[M/D/YY, HH:mm:ss] ", IOS: true, Order: "mdy"},
	{Name: "12 iPhone, widths that vary", Layout: "[DD/MM/YYYY, H:mm:ss] ", IOS: true, Order: "dmy"},
	{Name: "13 iPhone, lower-case am", Layout: "[DD/MM/YYYY, h:mm:ssNa] ", IOS: true, Half: lower, Order: "dmy"},
	{Name: "13 iPhone, US", Layout: "[M/D/YY, h:mm:ssNa] ", IOS: true, Half: upper, Order: "mdy"},
	{Name: "14 iPhone without comma", Layout: "[DD/MM/YYYY HH:mm:ss] ", IOS: true, Order: "dmy"},
	{Name: "15 iPhone, dots", Layout: "[DD.MM.YY, HH:mm:ss] ", IOS: true, Order: "dmy"},
	{Name: "15 iPhone, hyphens", Layout: "[DD-MM-YYYY, HH:mm:ss] ", IOS: true, Order: "dmy"},
	{Name: "16 iPhone, Indonesian", Layout: "[DD/MM/YY HH.mm.ss] ", IOS: true, Order: "dmy"},
	{Name: "16 iPhone, Finnish klo", Layout: "[D.M.YYYY 'klo' HH.mm.ss] ", IOS: true, Order: "dmy"},
	{Name: "17 iPhone, year first", Layout: "[YYYY/MM/DD HH:mm:ss] ", IOS: true, Order: "ymd"},
	{Name: "17 iPhone, Chinese with 12 hours", Layout: "[YYYY/M/D ah:mm:ss] ", IOS: true, Half: [2]string{"上午", "下午"}, Order: "ymd"},
	{Name: "18 Android, Arabic", Layout: "DD\u200f/MM\u200f/YYYY، h:mm_a - ", Half: [2]string{"ص", "م"}, Digits: '٠', Order: "dmy"},
	{Name: "18 iPhone, Arabic", Layout: "[\u200fDD\u200f/M\u200f/YYYY، HH:mm:ss] ", IOS: true, Order: "dmy"},
	{Name: "18 Android, Persian digits", Layout: "YYYY/M/D, HH:mm - ", Digits: '۰', Order: "ymd"},
	{Name: "18 Android, Devanagari digits", Layout: "DD/MM/YY, h:mm a - ", Half: lower, Digits: '०', Order: "dmy"},
	{Name: "19 iPhone until 2017", Layout: "DD.MM.YY, HH:mm:ss: ", IOS: true, Order: "dmy"},
	{Name: "20 brackets without seconds", Layout: "[MM/DD/YY HH:mm] ", IOS: true, Order: "mdy"},
	{Name: "21 en dash", Layout: "MM/DD/YY, h:mm:ss a – ", Half: upper, Order: "mdy"},
	{Name: "22 iPhone, Croatian", Layout: "[D. M. YYYY. HH:mm:ss] ", IOS: true, Order: "dmy"},
	{Name: "22 Android, Korean", Layout: "YYYY. M. D. a h:mm - ", Half: [2]string{"오전", "오후"}, Order: "ymd"},
	{Name: "22 Android, Hungarian", Layout: "YYYY. MM. DD. HH:mm - ", Order: "ymd"},
	{Name: "23 iPhone, Vietnamese", Layout: "[HH:mm:ss, D/M/YY] ", IOS: true, Order: "dmy"},
	{Name: "23 Android in 2013", Layout: "HH:mm, D MMM YYYY - ", Order: "dmy"},
	{Name: "23 time first without year", Layout: "hh:mm a, MM DD - ", Half: upper, Order: "mdy", NoYear: true},
	{Name: "24 Android in 2014, US", Layout: "MMM D, h:mm a - ", Half: upper, Order: "mdy", NoYear: true},
	{Name: "24 Android in 2014", Layout: "D MMM HH:mm - ", Order: "dmy", NoYear: true},
	{Name: "24 weekday", Layout: "W, D MMMM YYYY, HH:mm - ", Order: "dmy"},
	{Name: "25 iPhone, Buddhist", Layout: "[D/M/BBBB 'BE', HH:mm:ss] ", IOS: true, Order: "dmy"},
	{Name: "25 iPhone, Buddhist without era", Layout: "[D/M/BBBB HH:mm:ss] ", IOS: true, Order: "dmy"},
	{Name: "25 iPhone, Japanese era", Layout: "[M/D/R, h:mm:ss a] ", IOS: true, Half: upper, Order: "mdy"},
	{Name: "26 ISO", Layout: "YYYY-MM-DD'T'HH:mm - ", Order: "ymd"},
}

// Seconds reports whether the shape writes seconds.
func (s Shape) Seconds() bool { return strings.Contains(s.Layout, "ss") }

// Header returns the header of a message written at t.
func (s Shape) Header(t time.Time) string {
	var b strings.Builder
	layout := s.Layout
	for layout != "" {
		c := layout[0]
		if c == '\'' {
			word, rest, _ := strings.Cut(layout[1:], "'")
			b.WriteString(word)
			layout = rest
			continue
		}
		n := 1
		for n < len(layout) && layout[n] == c {
			n++
		}
		if part, ok := s.part(t, c, n); ok {
			b.WriteString(part)
			layout = layout[n:]
			continue
		}
		b.WriteByte(c)
		layout = layout[1:]
	}
	return b.String()
}

// part returns what n letters c of a layout stand for.
func (s Shape) part(t time.Time, c byte, n int) (string, bool) {
	number := func(v int) (string, bool) {
		digits := strconv.Itoa(v)
		for len(digits) < n {
			digits = "0" + digits
		}
		return s.script(digits), true
	}
	switch c {
	case 'D':
		return number(t.Day())
	case 'M':
		switch {
		case n > 3:
			return t.Month().String(), true
		case n == 3:
			return t.Format("Jan"), true
		}
		return number(int(t.Month()))
	case 'Y':
		if n == 2 {
			return number(t.Year() % 100)
		}
		return number(t.Year())
	case 'B':
		return number(t.Year() + 543)
	case 'R':
		return "R" + strconv.Itoa(t.Year()-2018), true
	case 'H':
		return number(t.Hour())
	case 'h':
		return number((t.Hour()+11)%12 + 1)
	case 'm':
		return number(t.Minute())
	case 's':
		return number(t.Second())
	case 'a':
		return s.Half[t.Hour()/12], true
	case 'W':
		return t.Weekday().String(), true
	case 'N':
		return "\u202f", true
	case '_':
		return "\u00a0", true
	}
	return "", false
}

// script writes digits in the shape's script.
func (s Shape) script(digits string) string {
	if s.Digits == 0 {
		return digits
	}
	return strings.Map(func(r rune) rune { return s.Digits + r - '0' }, digits)
}
