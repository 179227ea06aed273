package parser

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// A cursor walks along the start of a line.
type cursor struct {
	s []byte
	i int
}

// peek returns the character at the cursor, -1 at the end of the line.
func (c *cursor) peek() rune {
	if c.i >= len(c.s) {
		return -1
	}
	if b := c.s[c.i]; b < utf8.RuneSelf {
		return rune(b)
	}
	r, _ := utf8.DecodeRune(c.s[c.i:])
	return r
}

func (c *cursor) next() {
	if c.i < len(c.s) {
		_, size := utf8.DecodeRune(c.s[c.i:])
		c.i += size
	}
}

func (c *cursor) accept(b byte) bool {
	if c.i < len(c.s) && c.s[c.i] == b {
		c.i++
		return true
	}
	return false
}

// done reports whether the line ends here.
func (c *cursor) done() bool {
	return c.i >= len(c.s) || c.s[c.i] == '\n' || c.s[c.i] == '\r'
}

// marks skips invisible marks; signed reports whether LRM or RLM was one.
func (c *cursor) marks() (signed bool) {
	for {
		n := markLen(c.s[c.i:])
		if n == 0 {
			return signed
		}
		signed = signed || isSignature(c.s[c.i:])
		c.i += n
	}
}

// space skips one blank of any width; spaces skips all and counts them.
func (c *cursor) space() bool {
	if isBlank(c.peek()) {
		c.next()
		return true
	}
	return false
}

func (c *cursor) spaces() int {
	n := 0
	for c.space() {
		n++
		c.marks()
	}
	return n
}

// isBlank reports whether r is a blank as phones write it in headers: the
// ordinary one, or one of those that do not break or are narrow.
func isBlank(r rune) bool {
	switch r {
	case ' ', '\u00a0', '\u202f', '\u2009', '\u2007', '\u3000':
		return true
	}
	return false
}

// number reads up to most digits of any script; a longer run is no number.
func (c *cursor) number(most int) (v, width int) {
	at := *c
	for {
		d := at.digit()
		if d < 0 {
			break
		}
		v = v*10 + d
		if width++; width > most {
			return 0, 0
		}
	}
	if width > 0 {
		*c = at
	}
	return v, width
}

func (c *cursor) digit() int {
	if c.i >= len(c.s) {
		return -1
	}
	if b := c.s[c.i]; b < utf8.RuneSelf {
		if b -= '0'; b > 9 {
			return -1
		}
		c.i++
		return int(b)
	}
	r, size := utf8.DecodeRune(c.s[c.i:])
	d := digitValue(r)
	if d >= 0 {
		c.i += size
	}
	return d
}

// digitValue returns the value of a decimal digit of any script, or -1.
// Unicode keeps the ten digits of each script in order from zero.
func digitValue(r rune) int {
	if !unicode.Is(unicode.Nd, r) {
		return -1
	}
	for _, block := range unicode.Nd.R16 {
		if r <= rune(block.Hi) {
			return int(r-rune(block.Lo)) % 10
		}
	}
	for _, block := range unicode.Nd.R32 {
		if r <= rune(block.Hi) {
			return int(r-rune(block.Lo)) % 10
		}
	}
	return -1
}

// secondsInWords reads what follows the minutes of "21 h 25 min 10 s", as an
// iPhone in Canada writes it.
func (c *cursor) secondsInWords() (second int, ok bool) {
	next := *c
	if next.spaces() == 0 || !next.literal("min") || next.spaces() == 0 {
		return 0, false
	}
	second, width := next.number(2)
	if width == 0 || second > 59 || next.spaces() == 0 || !next.literal("s") || unicode.IsLetter(next.peek()) {
		return 0, false
	}
	*c = next
	return second, true
}

func (c *cursor) literal(s string) bool {
	if !bytes.HasPrefix(c.s[c.i:], []byte(s)) {
		return false
	}
	c.i += len(s)
	return true
}

// atClock reports whether the number just read was the hour of a time.
func (c *cursor) atClock() bool {
	next := *c
	next.marks()
	if r := next.peek(); r != ':' && r != '.' {
		return false
	}
	next.next()
	_, width := next.number(2)
	return width == 2
}

// word skips a run of letters and reports whether there was one.
func (c *cursor) word() bool {
	from := c.i
	for r := c.peek(); unicode.IsLetter(r) || unicode.IsMark(r) || r == '\u200d' || r == '\u200c'; r = c.peek() {
		c.next()
	}
	return c.i > from
}

// unknownWord skips up to most words beside a time, full stops inside them,
// that no table has.
func (c *cursor) unknownWord(most int) bool {
	const longest = 16 // letters of a word
	found := -1
	next := *c
	for range most {
		letters := 0
		for r := next.peek(); unicode.IsLetter(r) || unicode.IsMark(r) || letters > 0 && (r == '.' || isQuote(r) || r == '\u200c' || r == '\u200d'); r = next.peek() {
			letters++
			next.next()
		}
		if letters == 0 || letters > longest {
			break
		}
		found = next.i
		if next.spaces() == 0 {
			break
		}
	}
	if found < 0 {
		return false
	}
	c.i = found
	return true
}

// endsClock reports whether the end of a header follows its time.
func (c *cursor) endsClock(bracket bool) bool {
	next := *c
	next.marks()
	blank := next.spaces() > 0
	if bracket {
		return next.peek() == ']'
	}
	switch next.peek() {
	case '-', '–', '—':
		return blank
	}
	return false
}
