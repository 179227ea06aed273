package parser

import "unicode"

// A shape is how a message's header is written, its numbers apart. One phone
// writes every header of an export in one shape, so the shape is what tells a
// header from a line of text that merely looks like one. Widths of numbers and
// kinds of blanks are not in it: they vary within a file.
type shape struct {
	indented  bool // blanks stand before it; only where they do so in the whole file
	bracket   bool // [date, time] as on an iPhone; else date, time - as on Android
	timeFirst bool
	weekday   bool // a word stands first, and a comma unless the month is a word too
	monthWord bool // a year may then come and go, as in 2014 when Android left out the current one
	yearless  bool
	yearFirst bool // with four digits; with two, only the whole file tells
	year4     bool
	sep       byte // between the parts of the date: '/', '.', '-', ' ', or 'Y' for 年月日 and 년월일
	spaced    bool // a blank follows each sep
	trailing  bool // sep also follows the last part
	comma     byte // between date and time: ',', 'c' for the Arabic comma, 'T' as in ISO 8601, '(' where the time is in brackets of its own, 0 for none
	word      bool // a word stands between date and time: "klo", "à"
	clock     byte // between hours and minutes: ':', '.', 'h', or 'c' for a character such as 時
	seconds   bool
	half      bool // 12 hours with a word for the half of the day
	close     byte // ']', '-', 'n' for the en dash, ':', or ' ' for nothing but a blank
}

// A header is the start of a message: when it was sent, as written.
type header struct {
	shape  shape
	parts  [3]int16 // of the date, in the order written; a month's name gives its number
	yearAt int8     // index of the year in parts; unknownYear, or noYear
	month  int8     // index of a month given by name, or -1
	era    era
	hour   int8 // 0 to 23, the half of the day counted in if a known word tells it
	minute int8
	second int8
	lrm    bool  // LRM or RLM stands before the bracket: WhatsApp's mark for media
	end    int16 // bytes up to the sender or notice

	wordAt, wordEnd int16   // where an unknown word beside the time stands
	half            dayPart // what the dialect says of such a word, or of none: hour does not have it in yet
}

// unknownHalf reports whether the word for the half of the day is in no table.
func (h *header) unknownHalf() bool { return h.wordEnd > 0 }

// halfWord returns the unknown word beside the time, folded; line is the one
// the header was read from.
func (h *header) halfWord(line []byte) []byte { return appendWord(nil, line[h.wordAt:h.wordEnd]) }

// Values of header.yearAt besides an index.
const (
	unknownYear = -1 // two digits: first or last
	noYear      = -2
)

// sameDate reports whether two headers of one shape have the same date.
func (h *header) sameDate(other *header) bool {
	return h.parts == other.parts && h.yearAt == other.yearAt && h.era == other.era && h.month == other.month
}

// maxHeader is the most bytes a header has. The longest known, a weekday and
// a month in Devanagari with marks and a marker, has 120.
const maxHeader = 200

// scanHeader reads the header of any known shape at the start of line. It
// checks what holds under every reading of the date; validity of day and month
// is the dialect's to judge. It reads a header in one pass and does not
// allocate.
func scanHeader(line []byte) (header, bool) {
	if len(line) > maxHeader {
		line = line[:maxHeader]
	}
	start := cursor{s: line}
	start.indent()
	indented := start.i > 0
	lrm := start.marks()
	bracket := start.accept('[')
	if bracket {
		start.marks()
	}
	for _, timeFirst := range []bool{false, true} {
		c := start
		h := header{lrm: lrm, yearAt: unknownYear, month: -1}
		h.shape.indented, h.shape.bracket, h.shape.timeFirst = indented, bracket, timeFirst
		var ok bool
		if timeFirst {
			ok = h.scanClock(&c) && h.scanBetween(&c) && h.scanDate(&c)
		} else {
			bare := h.scanWeekday(&c)
			ok = h.scanDate(&c) && (!bare || h.shape.monthWord) && h.scanBetween(&c) && h.scanClock(&c)
		}
		if ok && h.scanClose(&c) {
			h.end = int16(c.i)
			return h, true
		}
		if c := start.peek(); !timeFirst && !unicode.IsDigit(c) && !unicode.IsLetter(c) {
			break
		}
	}
	return header{}, false
}

// scanWeekday accepts "Tuesday, ". Which word it is does not matter: only a
// whole header may follow. Without the comma, which it reports by bare, the
// month has to be a word too: "mardi 20 août 2022".
func (h *header) scanWeekday(c *cursor) (bare bool) {
	next := *c
	if !next.word() {
		return false
	}
	next.accept('.')
	bare = !next.accept(',')
	if month := *c; bare && month.month() > 0 || next.spaces() == 0 {
		return false
	}
	if era := *c; bare && digitValue(next.peek()) >= 0 && era.era() != gregorian {
		return false
	}
	*c, h.shape.weekday = next, true
	return bare
}

// scanDate reads two or three numbers, one of which may be a month's name.
func (h *header) scanDate(c *cursor) bool {
	var widths [3]int
	n := 0
	for n < 3 {
		before := *c
		if n > 0 && !h.scanSeparator(c, n) {
			break
		}
		v, width, ok := h.scanPart(c, n)
		if ok && n == 2 && c.atClock() {
			ok = false // the time already: there is no year
		}
		if !ok {
			*c = before
			break
		}
		h.parts[n], widths[n] = int16(v), width
		n++
	}
	if n < 2 {
		return false
	}
	h.scanTrailing(c, n)
	return h.placeYear(widths, n)
}

// scanPart reads one part of a date. Width is in digits, 0 for a word.
func (h *header) scanPart(c *cursor, n int) (v, width int, ok bool) {
	c.marks()
	if v, width = c.number(4); width > 0 {
		return v, width, true
	}
	if h.month < 0 && n < 2 {
		if m := c.month(); m > 0 {
			h.month, h.shape.monthWord = int8(n), true
			return m, 0, true
		}
	}
	if h.era == gregorian && n != 1 {
		if e := c.eraBefore(); e != gregorian {
			h.era = e
			v, width = c.number(4)
			h.yearAt = int8(n)
			return v, width, width > 0
		}
	}
	return 0, 0, false
}

// scanSeparator reads what stands before part n of a date.
func (h *header) scanSeparator(c *cursor, n int) bool {
	c.marks()
	sep := byte(0)
	switch c.peek() {
	case '/':
		sep = '/'
	case '.':
		sep = '.'
	case '-', '\u2010', '\u2011':
		sep = '-'
	case '年', '月', '년', '월':
		sep = 'Y'
	}
	spaced := false
	if sep != 0 {
		c.next()
		c.marks()
		spaced = c.spaces() > 0
	} else {
		comma := h.month >= 0 && n == 2 && c.accept(',')
		if c.spaces() == 0 {
			return false
		}
		sep = ' '
		if !comma && c.preposition() && n == 1 && digitValue(c.peek()) >= 0 {
			h.month, h.shape.monthWord = 1, true // "13 thg 6": the word is as good as a name
		}
	}
	if h.month >= 0 {
		h.shape.sep = ' ' // "28-Aug-13", "28. Aug 2013": the name is shape enough
		return true
	}
	if n == 1 {
		h.shape.sep, h.shape.spaced = sep, spaced
		return true
	}
	return sep == h.shape.sep && spaced == h.shape.spaced
}

// scanTrailing reads what may follow the last part: a full stop, 日, an era.
func (h *header) scanTrailing(c *cursor, n int) {
	c.marks()
	switch r := c.peek(); {
	case r == '.' && (h.shape.sep == '.' || h.month == 1 && n == 2), r == '日', r == '일':
		c.next()
		h.shape.trailing = true
		c.marks()
	}
	next := *c
	next.spaces()
	if e := next.era(); e != gregorian && (e < persian || h.hasYearOf(e)) {
		h.era = e
		*c = next
	}
}

// hasYearOf reports whether a part of the date can only be a year of this era.
func (h *header) hasYearOf(e era) bool {
	for _, part := range h.parts {
		if eraOf(int(part), gregorian) == e {
			return true
		}
	}
	return false
}

// placeYear tells by the widths of the numbers which part is the year.
func (h *header) placeYear(widths [3]int, n int) bool {
	switch {
	case h.yearAt >= 0 || n == 3 && h.era != gregorian && widths[0] < 3:
		if h.yearAt < 0 {
			h.yearAt = 2
		}
	case widths[0] >= 3:
		h.yearAt = 0
	case n == 3 && widths[2] >= 3:
		h.yearAt = 2
	case n == 3 && h.month == 0:
		h.yearAt = 2
	case n == 3 && h.month == 1:
		h.yearAt = 2
	case n == 2:
		h.yearAt = noYear
	default:
		h.yearAt = unknownYear
		if widths[0] < 2 && widths[2] < 2 {
			return false
		}
	}
	for i, w := range widths[:n] {
		if w > 2 && int8(i) != h.yearAt || w == 3 && eraOf(int(h.parts[i]), h.era) != minguo {
			return false
		}
	}
	if h.yearAt == 0 && n == 2 {
		return false
	}
	if h.month < 0 {
		h.shape.yearless = h.yearAt == noYear
		h.shape.yearFirst = h.yearAt == 0
		h.shape.year4 = h.yearAt >= 0 && widths[h.yearAt] == 4
	}
	return true
}

// scanBetween reads what stands between date and time, in either order.
func (h *header) scanBetween(c *cursor) bool {
	c.marks()
	switch c.peek() {
	case ',':
		h.shape.comma = ','
		c.next()
	case '،':
		h.shape.comma = 'c'
		c.next()
	case 'T':
		h.shape.comma = 'T'
		c.next()
		return true
	}
	c.marks()
	blank := c.spaces() > 0
	if blank && !h.shape.timeFirst && c.accept('(') {
		h.shape.comma = '(' // "24/6/13 (21:25)", as in Basque
		return true
	}
	if !blank && h.shape.comma == 0 && !h.shape.trailing {
		return false
	}
	c.marks()
	if c.connective() {
		h.shape.word = true
		c.spaces()
	}
	return true
}

// scanClock reads the time of day, with the word for its half before or after.
func (h *header) scanClock(c *cursor) bool {
	c.marks()
	at := c.i
	part, marked := c.dayPart()
	if !marked && !h.shape.timeFirst && c.unknownWord(1) {
		h.wordAt, h.wordEnd = int16(at), int16(c.i)
	}
	if marked || h.unknownHalf() {
		c.spaces()
		c.marks()
	}
	hour, width := c.number(2)
	if width == 0 || hour > 24 {
		return false
	}
	minute, second, ok := h.scanMinutes(c)
	if !ok {
		return false
	}
	if !marked && !h.unknownHalf() {
		next := *c
		next.marks()
		next.spaces()
		at := next.i
		if part, marked = next.dayPart(); marked {
			*c = next
			// "9:05 ч. pm" says both.
			if next.spaces(); part == wholeDay {
				if half, found := next.dayPart(); found {
					part, *c = half, next
				}
			}
		} else if next.unknownWord(3) && next.endsClock(h.shape.bracket) {
			*c, h.wordAt, h.wordEnd = next, int16(at), int16(next.i)
		}
	}
	if h.shape.comma == '(' && !c.accept(')') {
		return false
	}
	h.shape.half = marked || h.unknownHalf()
	if marked {
		hour = part.hour(hour)
	}
	if hour == 24 {
		hour = 0
	}
	h.hour, h.minute, h.second = int8(hour), int8(minute), int8(second)
	return true
}

// scanMinutes reads what follows the hour.
func (h *header) scanMinutes(c *cursor) (minute, second int, ok bool) {
	c.marks()
	spaced := false
	if next := *c; next.spaces() > 0 && next.peek() == 'h' {
		*c, spaced = next, true // "21 h 25", as in Canada
	}
	switch c.peek() {
	case ':', '\u2236', '：':
		h.shape.clock = ':'
	case '.':
		h.shape.clock = '.'
	case 'h', 'H':
		h.shape.clock = 'h'
	case '時', '时', '点', '點', '시':
		return h.scanMinutesInCharacters(c)
	default:
		return 0, 0, false
	}
	c.next()
	c.marks()
	if spaced && c.spaces() == 0 {
		return 0, 0, false
	}
	minute, width := c.number(2)
	if width != 2 || minute > 59 {
		return 0, 0, false
	}
	next := *c
	next.marks()
	if r := next.peek(); r == ':' || r == '：' || r == '.' && h.shape.clock == '.' {
		next.next()
		next.marks()
		if v, width := next.number(2); width == 2 {
			if v > 60 {
				return 0, 0, false
			}
			second = min(v, 59)
			h.shape.seconds = true
			*c = next
		}
	}
	if h.shape.clock == 'h' && spaced {
		if v, ok := c.secondsInWords(); ok {
			second, h.shape.seconds = v, true
		}
	}
	return minute, second, true
}

// scanMinutesInCharacters reads what follows the hour of "21時25分10秒" and
// "9시 25분".
func (h *header) scanMinutesInCharacters(c *cursor) (minute, second int, ok bool) {
	h.shape.clock = 'c'
	c.next()
	c.spaces()
	minute, width := c.number(2)
	if width == 0 || minute > 59 || !c.literal("分") && !c.literal("분") {
		return 0, 0, false
	}
	next := *c
	next.spaces()
	if v, width := next.number(2); width > 0 && v <= 59 && (next.literal("秒") || next.literal("초")) {
		second, h.shape.seconds = v, true
		*c = next
	}
	return minute, second, true
}

// scanClose reads what ends a header, and the blank before what follows.
func (h *header) scanClose(c *cursor) bool {
	c.marks()
	if h.shape.bracket {
		c.spaces()
		if !c.accept(']') {
			return false
		}
		h.shape.close = ']'
		c.space()
		return true
	}
	if c.accept(':') {
		h.shape.close = ':'
		return c.space() || c.done()
	}
	if c.spaces() == 0 {
		return false
	}
	switch c.peek() {
	case '-':
		h.shape.close = '-'
	case '–', '—':
		h.shape.close = 'n'
	default:
		// "13. 6. 2018. 21:25:15 Ann: hi": only so full a date needs no mark.
		if h.shape.spaced && h.shape.trailing && h.shape.seconds {
			h.shape.close = ' '
			return true
		}
		return false
	}
	c.next()
	return c.space() || c.done()
}
