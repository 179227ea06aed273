package redact

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	// address is an e-mail address.
	address = regexp.MustCompile(`[\pL\pN._%+-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)*\.\pL{2,}`)
	// figures are digits as phone numbers, dates, times and prices have them:
	// with single marks between them, or a mark and a space.
	figures = regexp.MustCompile(`[+＋(]*\p{Nd}(?:[ \x{a0}\x{202f}\x{2060}-\x{2069}\x{200e}\x{200f}]?[-–‑./()]?[ \x{a0}\x{202f}]?[(]?\p{Nd})*`)
	// date is a day, month and year in some order, or a year and a month.
	date = regexp.MustCompile(`^\(?(?:\p{Nd}{1,2}[-./ ]{1,2}\p{Nd}{1,2}[-./ ]{1,2}(?:\p{Nd}{4}|\p{Nd}{2})|\p{Nd}{4}[-./]\p{Nd}{1,2}(?:[-./]\p{Nd}{1,2})?)(?:\P{Nd}|$)`)
	// years are nothing but years.
	years = regexp.MustCompile(`^(?:(?:19|20)\d\d[-–/ ]{0,2})+$`)
)

// leastPhone is how many digits make a number that begins with + or 0 a phone
// number whoever's it is, and leastDigits any other.
const (
	leastPhone  = 7
	leastDigits = 9
)

// leastLocal is how many digits at its end are enough to know a participant's
// number by.
const leastLocal = 6

// digitsOf returns the digits of a text as ASCII, whatever the script.
func digitsOf(s string) string {
	var b strings.Builder
	for _, r := range s {
		if d, ok := digit(r); ok {
			b.WriteByte('0' + d)
		}
	}
	return b.String()
}

// digit returns the value of a decimal digit of any script: in Unicode they
// stand in tens, and every range of them begins with a zero.
func digit(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r - '0'), true
	}
	if !unicode.IsDigit(r) {
		return 0, false
	}
	for _, group := range unicode.Nd.R16 {
		if rune(group.Lo) <= r && r <= rune(group.Hi) {
			return byte((r - rune(group.Lo)) % 10), true
		}
	}
	for _, group := range unicode.Nd.R32 {
		if rune(group.Lo) <= r && r <= rune(group.Hi) {
			return byte((r - rune(group.Lo)) % 10), true
		}
	}
	return 0, false
}

// significant drops what a number begins with when it is dialled from
// elsewhere: zeros, +.
func significant(digits string) string { return strings.TrimLeft(digits, "0") }

// sameNumber reports whether two numbers, by their significant digits, are one
// in different notations: with country code, without, without area code.
func sameNumber(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= leastLocal && strings.HasSuffix(b, a)
}

// phoneLike reports whether figures look like a phone number rather than a
// date, years, or a count.
func phoneLike(text, digits string) bool {
	if date.MatchString(text) || years.MatchString(text) {
		return false
	}
	switch {
	case strings.HasPrefix(text, "+"), strings.HasPrefix(text, "＋"), strings.HasPrefix(digits, "0"):
		return len(digits) >= leastPhone
	}
	return len(digits) >= leastDigits
}
