package parser

import "encoding/binary"

// A fastShape reads headers of one plain shape: dates of three numbers, ASCII
// digits, no words but AM and PM. Every header it reads, scanHeader reads the
// same; whatever it does not, scanHeader has to. It is what makes reading
// fast: nearly every export there is has such a shape.
type fastShape struct {
	shape  shape
	usable bool
	yearAt int8
	blank  header // what all headers of the shape have in common
	clock  clockMask

	// The date read last, as written, with what is between it and the hour.
	// Of a lively chat most headers start with the same.
	date  dateText
	parts [3]int16
}

func newFastShape(s shape) fastShape {
	f := fastShape{shape: s, yearAt: unknownYear}
	f.usable = !s.indented && !s.timeFirst && !s.weekday && !s.monthWord && !s.yearless && !s.spaced && !s.trailing && !s.word &&
		(s.sep == '/' || s.sep == '.' || s.sep == '-') && (s.comma == ',' || s.comma == 0) &&
		(s.clock == ':' || s.clock == '.') && (s.close == ']' || s.close == '-')
	switch {
	case s.yearFirst && s.year4:
		f.yearAt = 0
	case s.year4:
		f.yearAt = 2
	case s.yearFirst:
		f.usable = false // an era
	}
	f.blank = header{shape: s, yearAt: f.yearAt, month: -1}
	f.clock = newClockMask(s)
	return f
}

// A dateText is the text of a date, of 8 to 16 bytes: the first eight of them
// and the last eight as numbers, which are compared faster than strings.
type dateText struct {
	first, last uint64
	length      int
}

func newDateText(s []byte) dateText {
	if len(s) < 8 || len(s) > 16 {
		return dateText{}
	}
	return dateText{binary.LittleEndian.Uint64(s), binary.LittleEndian.Uint64(s[len(s)-8:]), len(s)}
}

// starts reports whether s starts with the date.
func (d *dateText) starts(s []byte) bool {
	n := d.length
	return n >= 8 && n <= len(s) && binary.LittleEndian.Uint64(s) == d.first && binary.LittleEndian.Uint64(s[n-8:]) == d.last
}

// A clockMask reads a time of day, "21:25" or "21:25:15", as one number of
// eight bytes.
type clockMask struct {
	blank  uint64 // the time with all digits 0
	six    uint64 // 6 in the bytes of digits: what takes 10 out of four bits
	high   uint64 // the bits that are not a digit's, in the bytes of the time
	length int
}

func newClockMask(s shape) clockMask {
	colon := uint64(s.clock)
	m := clockMask{0x3030003030 | colon<<16, 0x0606000606, 0xf0f0fff0f0, len("21:25")}
	if s.seconds {
		m = clockMask{m.blank | 0x303000<<40 | colon<<40, m.six | 0x060600<<40, m.high | 0xf0f0ff<<40, len("21:25:15")}
	}
	return m
}

// scan reads the time that eight bytes start with, an hour of one digit or two.
// Length is 0 if there is none.
func (m *clockMask) scan(text uint64) (hour, minute, second int8, length int) {
	length = m.length
	if text>>8&0xff == m.blank>>16&0xff {
		text = text<<8 | '0'
		length--
	}
	t := text ^ m.blank // of each digit its value
	if (t|(t+m.six))&m.high != 0 {
		return 0, 0, 0, 0
	}
	tens := t*10 + t>>8 // in the byte of each first digit, the number of both
	hour, minute = int8(tens), int8(tens>>24)
	if m.length == len("21:25:15") {
		second = int8(tens >> 48)
	}
	if hour > 23 || minute > 59 || second > 59 {
		return 0, 0, 0, 0
	}
	return hour, minute, second, length
}

// scan reads a header at the start of line into h; ok is false, and h of no
// use, if there is none.
func (f *fastShape) scan(line []byte, h *header) (ok bool) {
	// The shortest that is left in line is checked once: "1/1/24 1:00]".
	if !f.usable || len(line) < 12 {
		return false
	}
	*h = f.blank // copied, as to put it together each time takes longer than all the rest
	i := 0
	if f.shape.bracket {
		if line[0] != '[' {
			if markLen(line) == 0 || line[3] != '[' {
				return false
			}
			h.lrm = isSignature(line)
			i = 3
		}
		i++
	}
	if f.date.starts(line[i:]) {
		h.parts = f.parts
		i += f.date.length
	} else {
		n := f.scanDate(line[i:], h)
		if n == 0 {
			return false
		}
		f.date, f.parts = newDateText(line[i:i+n]), h.parts
		i += n
	}
	if i+8 > len(line) {
		return false
	}
	hour, minute, second, n := f.clock.scan(binary.LittleEndian.Uint64(line[i:]))
	if n == 0 {
		return false
	}
	i += n
	if f.shape.half {
		part, n := fastDayPart(line[i:])
		if n == 0 {
			return false
		}
		i += n
		hour = int8(part.hour(int(hour)))
	}
	if f.shape.bracket {
		if i+2 > len(line) || string(line[i:i+2]) != "] " {
			return false
		}
		i += 2
	} else {
		if i+3 > len(line) || string(line[i:i+3]) != " - " {
			return false
		}
		i += 3
	}
	h.hour, h.minute, h.second, h.end = hour, minute, second, int16(i)
	return true
}

// scanDate reads a date, the comma and the blank after it. It returns how many
// bytes these are, 0 if there is something else.
func (f *fastShape) scanDate(line []byte, h *header) (length int) {
	i := 0
	for n := range 3 {
		if n > 0 {
			if i >= len(line) || line[i] != f.shape.sep {
				return 0
			}
			i++
		}
		v, from := int16(0), i
		for i < len(line) && i-from < 4 && line[i]-'0' <= 9 {
			v = v*10 + int16(line[i]-'0')
			i++
		}
		switch width := i - from; {
		case width == 0:
			return 0
		case int8(n) == f.yearAt:
			if width != 4 {
				return 0
			}
		case width > 2, n == 2 && f.yearAt == unknownYear && width != 2:
			return 0
		}
		h.parts[n] = v
	}
	if f.shape.comma != 0 {
		if i >= len(line) || line[i] != ',' {
			return 0
		}
		i++
	}
	if i >= len(line) || line[i] != ' ' {
		return 0
	}
	return i + 1
}

// fastDayPart reads a blank and AM or PM in any case, before a blank or a
// bracket. It returns how many bytes it read, 0 if there is something else.
func fastDayPart(s []byte) (part dayPart, n int) {
	switch {
	case len(s) > 3 && s[0] == ' ':
		n = 1
	case len(s) > 5 && s[0] == 0xe2 && s[1] == 0x80 && s[2] == 0xaf:
		n = 3
	default:
		return 0, 0
	}
	switch s[n] | 0x20 {
	case 'a':
		part = forenoon
	case 'p':
		part = afternoon
	default:
		return 0, 0
	}
	if s[n+1]|0x20 != 'm' || s[n+2] != ' ' && s[n+2] != ']' {
		return 0, 0
	}
	return part, n + 2
}
