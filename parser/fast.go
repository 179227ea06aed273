package parser

// A fastShape reads headers of one plain shape: dates of three numbers, ASCII
// digits, no words but AM and PM. Every header it reads, scanHeader reads the
// same; whatever it does not, scanHeader has to. It is what makes reading
// fast: nearly every export there is has such a shape.
type fastShape struct {
	shape  shape
	usable bool
	yearAt int8
}

func newFastShape(s shape) fastShape {
	f := fastShape{shape: s, yearAt: unknownYear}
	f.usable = !s.timeFirst && !s.weekday && !s.monthWord && !s.yearless && !s.spaced && !s.trailing && !s.word &&
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
	return f
}

// scan reads a header at the start of line.
func (f *fastShape) scan(line []byte) (h header, ok bool) {
	// The shortest that is left in line is checked once: "1/1/24 1:00]".
	if !f.usable || len(line) < 12 {
		return h, false
	}
	i := 0
	if f.shape.bracket {
		if line[0] != '[' {
			if markLen(line) == 0 || line[3] != '[' {
				return h, false
			}
			h.lrm = isSignature(line)
			i = 3
		}
		i++
	}
	widest := [3]int{2, 2, 2}
	if f.yearAt >= 0 {
		widest[f.yearAt] = 4
	}
	for n := range 3 {
		if n > 0 {
			if i >= len(line) || line[i] != f.shape.sep {
				return h, false
			}
			i++
		}
		v, from := int32(0), i
		for i < len(line) && i-from < 4 && line[i]-'0' <= 9 {
			v = v*10 + int32(line[i]-'0')
			i++
		}
		width := i - from
		if width == 0 || width > widest[n] || widest[n] == 4 && width != 4 {
			return h, false
		}
		if n == 2 && f.yearAt == unknownYear && width != 2 {
			return h, false
		}
		h.parts[n] = v
	}
	if f.shape.comma != 0 {
		if i >= len(line) || line[i] != ',' {
			return h, false
		}
		i++
	}
	// From here: blank, h:mm, and an end of at least one byte.
	if i+6 > len(line) || line[i] != ' ' {
		return h, false
	}
	i++
	hour, d := line[i]-'0', line[i+1]-'0'
	if hour > 9 {
		return h, false
	}
	i++
	if d <= 9 {
		hour = hour*10 + d
		i++
	}
	if hour > 23 || i+3 > len(line) || line[i] != f.shape.clock {
		return h, false
	}
	minute, ok := twoDigits(line[i+1:])
	if !ok || minute > 59 {
		return h, false
	}
	i += 3
	if f.shape.seconds {
		if i+3 > len(line) || line[i] != f.shape.clock {
			return h, false
		}
		if h.second, ok = twoDigits(line[i+1:]); !ok || h.second > 59 {
			return h, false
		}
		i += 3
	}
	if f.shape.half {
		part, n := fastDayPart(line[i:])
		if n == 0 {
			return h, false
		}
		i += n
		hour = byte(part.hour(int(hour)))
	}
	if f.shape.bracket {
		if i+1 >= len(line) || line[i] != ']' || line[i+1] != ' ' {
			return h, false
		}
		i += 2
	} else {
		if i+2 >= len(line) || line[i] != ' ' || line[i+1] != '-' || line[i+2] != ' ' {
			return h, false
		}
		i += 3
	}
	h.shape, h.yearAt, h.month = f.shape, f.yearAt, -1
	h.hour, h.minute, h.end = int8(hour), minute, i
	return h, true
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
