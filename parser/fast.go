package parser

import "bytes"

// A fastShape reads headers of one plain shape: dates of three numbers, ASCII
// digits, no words but AM and PM. Every header it reads, scanHeader reads the
// same; whatever it does not, scanHeader has to. It is what makes reading
// fast: nearly every export there is has such a shape.
type fastShape struct {
	shape  shape
	usable bool
	yearAt int8
	blank  header // what all headers of the shape have in common

	// The date read last, as written, with what is between it and the hour.
	// Of a lively chat most headers start with the same.
	date  []byte
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
	return f
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
	if len(f.date) > 0 && bytes.HasPrefix(line[i:], f.date) {
		h.parts = f.parts
		i += len(f.date)
	} else {
		n := f.scanDate(line[i:], h)
		if n == 0 {
			return false
		}
		f.date, f.parts = append(f.date[:0], line[i:i+n]...), h.parts
		i += n
	}
	// From here: h:mm, and an end of at least one byte.
	if i+5 > len(line) {
		return false
	}
	hour, d := line[i]-'0', line[i+1]-'0'
	if hour > 9 {
		return false
	}
	i++
	if d <= 9 {
		hour = hour*10 + d
		i++
	}
	if hour > 23 || i+3 > len(line) || line[i] != f.shape.clock {
		return false
	}
	if h.minute, ok = twoDigits(line[i+1:]); !ok || h.minute > 59 {
		return false
	}
	i += 3
	if f.shape.seconds {
		if i+3 > len(line) || line[i] != f.shape.clock {
			return false
		}
		if h.second, ok = twoDigits(line[i+1:]); !ok || h.second > 59 {
			return false
		}
		i += 3
	}
	if f.shape.half {
		part, n := fastDayPart(line[i:])
		if n == 0 {
			return false
		}
		i += n
		hour = byte(part.hour(int(hour)))
	}
	if f.shape.bracket {
		if i+1 >= len(line) || line[i] != ']' || line[i+1] != ' ' {
			return false
		}
		i += 2
	} else {
		if i+2 >= len(line) || line[i] != ' ' || line[i+1] != '-' || line[i+2] != ' ' {
			return false
		}
		i += 3
	}
	h.hour, h.end = int8(hour), int16(i)
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

func twoDigits(s []byte) (int8, bool) {
	if len(s) < 2 {
		return 0, false
	}
	a, b := s[0]-'0', s[1]-'0'
	return int8(a*10 + b), a <= 9 && b <= 9
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
