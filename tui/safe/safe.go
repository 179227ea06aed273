package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text returns s made harmless, with its new lines kept. Line ends of other
// systems and Unicode's line and paragraph separators become \n.
func Text(s string) string { return clean(s, '\n') }

// Line returns s made harmless and on one line: what Text would make a new
// line becomes a space.
func Line(s string) string { return clean(s, ' ') }

// Limits on what can be piled on one character. Vietnamese and Hebrew need
// three marks, the longest emoji in use three joiners, a flag's tags spell at
// most six letters and an end.
const (
	maxMarks   = 6
	maxJoiners = 4
	maxTags    = 7
)

const (
	zwnj      = '\u200c'
	zwj       = '\u200d'
	blackFlag = '\U0001F3F4'
	deletePic = '\u2421'
	pictures  = '\u2400' // of the control characters from 0 on
)

// clean does the work of Text and Line; newline is what a line end becomes.
func clean(s string, newline rune) string {
	c := cleaner{newline: newline}
	for i := 0; i < len(s); {
		if b := s[i]; b >= ' ' && b < 0x7f {
			c.plain()
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if out := c.next(r, size, s[i+size:]); out != r || r == utf8.RuneError && size == 1 {
			return c.rest(s, i, size, out)
		}
		i += size
	}
	return s
}

// rest goes on with s after the first rune that had to change: the one at i,
// size bytes long, of which out is left.
func (c *cleaner) rest(s string, i, size int, out rune) string {
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	for {
		if out != dropped {
			b.WriteRune(out)
		}
		if i += size; i >= len(s) {
			return b.String()
		}
		var r rune
		r, size = utf8.DecodeRuneInString(s[i:])
		out = c.next(r, size, s[i+size:])
	}
}

// dropped stands for a rune of which nothing is left.
const dropped = -1

// A cleaner decides on one rune after the other. Its state follows from the
// runes it has let through alone, so that what it has made passes unchanged.
type cleaner struct {
	newline rune
	prev    rune // last rune let through; 0 at the start of a line
	marks   int  // combining marks since the last character with width
	joiners int  // zero-width joiners since the last character that was not joined
	tags    int  // tag characters since a black flag
}

// plain tells the cleaner of a printable ASCII character.
func (c *cleaner) plain() {
	c.prev, c.marks, c.joiners, c.tags = 'a', 0, 0, 0
}

// next returns what is left of r: r itself, its stand-in, or dropped. size is
// its length in the input, after is the input behind it.
func (c *cleaner) next(r rune, size int, after string) rune {
	switch {
	case r == utf8.RuneError && size == 1:
		return c.base(utf8.RuneError)
	case r == '\r' && strings.HasPrefix(after, "\n"):
		return dropped
	case r == '\n', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
		if c.newline == ' ' {
			return c.base(' ')
		}
		*c = cleaner{newline: c.newline}
		return c.newline
	case r == '\t':
		return c.base(' ')
	case r < ' ':
		return c.base(pictures + r)
	case r < 0x7f:
		return c.base(r)
	case r == 0x7f:
		return c.base(deletePic)
	case r < 0xa0:
		return c.base(utf8.RuneError)
	case r == zwj, r == zwnj:
		return c.joiner(r)
	case unicode.In(r, unicode.Mn, unicode.Me):
		return c.mark(r)
	case r >= 0xe0020 && r <= 0xe007f:
		return c.tag(r)
	case unicode.Is(unicode.Cf, r) && !visibleFormat(r):
		return dropped
	}
	return c.base(r)
}

// base lets through a character with a width of its own.
func (c *cleaner) base(r rune) rune {
	if c.prev != zwj {
		c.joiners = 0
	}
	c.prev, c.marks, c.tags = r, 0, 0
	return r
}

// mark lets through a combining mark or variation selector that has something
// to stand on. At the start of a line it would change what is printed before.
func (c *cleaner) mark(r rune) rune {
	if c.prev == 0 || c.marks == maxMarks {
		return dropped
	}
	c.marks++
	c.prev = r
	return r
}

// joiner lets through a joiner behind a letter, mark or symbol of a script
// that uses joiners. None of ASCII does.
func (c *cleaner) joiner(r rune) rune {
	switch {
	case c.prev < 0x80 || !unicode.In(c.prev, unicode.L, unicode.M, unicode.S):
		return dropped
	case r == zwj && c.joiners == maxJoiners:
		return dropped
	case r == zwj:
		c.joiners++
	}
	c.prev = r
	return r
}

// tag lets through the letters that make a black flag that of a country.
func (c *cleaner) tag(r rune) rune {
	inFlag := c.prev == blackFlag || c.prev >= 0xe0020 && c.prev < 0xe007f
	if !inFlag || c.tags == maxTags {
		return dropped
	}
	c.tags++
	c.prev = r
	return r
}

// visibleFormat reports whether a format character (category Cf) is one that
// is drawn: the number signs of Arabic, Syriac and Kaithi, and the joiners of
// Egyptian hieroglyphs.
func visibleFormat(r rune) bool {
	return r >= 0x600 && r <= 0x605 || r == 0x6dd || r == 0x70f ||
		r == 0x890 || r == 0x891 || r == 0x8e2 ||
		r == 0x110bd || r == 0x110cd || r >= 0x13430 && r <= 0x1343f
}
