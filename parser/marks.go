package parser

import "bytes"

// WhatsApp puts invisible characters around what it writes itself: U+200E
// (LRM) or U+200F (RLM) before placeholders and notices, U+202A … U+202C
// around telephone numbers, U+2068 … U+2069 around mentions. Windows editors
// add U+FEFF. All of them go. The joiners U+200C and U+200D stay: emoji and
// several scripts are spelt with them.

// markLen returns the length of the invisible mark that s starts with, or 0.
// All marks are three bytes long in UTF-8.
func markLen(s []byte) int {
	if len(s) < 3 {
		return 0
	}
	switch {
	case s[0] == 0xE2 && s[1] == 0x80 && (s[2] == 0x8E || s[2] == 0x8F || s[2] >= 0xAA && s[2] <= 0xAE),
		s[0] == 0xE2 && s[1] == 0x81 && s[2] >= 0xA6 && s[2] <= 0xA9,
		s[0] == 0xEF && s[1] == 0xBB && s[2] == 0xBF:
		return 3
	}
	return 0
}

// isSignature reports whether s starts with LRM or RLM, the marks WhatsApp
// puts before words of its own.
func isSignature(s []byte) bool {
	return len(s) >= 3 && s[0] == 0xE2 && s[1] == 0x80 && (s[2] == 0x8E || s[2] == 0x8F)
}

// isLRM reports whether s starts with U+200E.
func isLRM(s []byte) bool {
	return len(s) >= 3 && s[0] == 0xE2 && s[1] == 0x80 && s[2] == 0x8E
}

// indexMark returns the position of the first invisible mark in s, or -1.
// It costs two passes of bytes.IndexByte over ordinary text.
func indexMark(s []byte) int {
	first := indexMarkByte(s, 0xE2)
	if first < 0 {
		return indexMarkByte(s, 0xEF)
	}
	if bom := indexMarkByte(s[:first], 0xEF); bom >= 0 {
		return bom
	}
	return first
}

func indexMarkByte(s []byte, lead byte) int {
	for i := 0; ; {
		j := bytes.IndexByte(s[i:], lead)
		if j < 0 {
			return -1
		}
		i += j
		if markLen(s[i:]) > 0 {
			return i
		}
		i++
	}
}

// marksAhead knows how far a buffer holds none of the bytes that only texts
// with invisible marks, or with \r, hold, and some others. One search goes over
// many messages and costs a fraction of a search in each.
type marksAhead struct {
	none int                 // there is none from the place asked for last to here
	next [len(markBytes)]int // place of each byte, as far as it was looked for
}

var markBytes = [...]byte{0xE2, 0xEF, '\r'}

// in reports whether one of the bytes may be in buf[from:to]; it says no only
// if none is. From grows from call to call.
func (m *marksAhead) in(buf []byte, from, to int) bool {
	if to <= m.none {
		return false
	}
	m.none = len(buf)
	for i, b := range markBytes {
		if m.next[i] < from {
			m.next[i] = len(buf)
			if j := bytes.IndexByte(buf[from:], b); j >= 0 {
				m.next[i] = from + j
			}
		}
		m.none = min(m.none, m.next[i])
	}
	return to > m.none
}

// moved tells that what is in the buffer was moved to its start.
func (m *marksAhead) moved(by int) {
	m.none -= by
	for i := range m.next {
		m.next[i] -= by
	}
}

// cleanText returns s without invisible marks and with \r\n as \n: s itself if
// there is nothing to drop.
func cleanText(s []byte) []byte {
	if indexMark(s) < 0 && bytes.IndexByte(s, '\r') < 0 {
		return s
	}
	cleaned, _ := appendClean(nil, nil, s)
	return cleaned
}

// appendClean appends s to dst without invisible marks and with \r\n as \n,
// and to signed the places in dst before which an LRM or RLM stood.
func appendClean(dst []byte, signed []int, s []byte) ([]byte, []int) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case 0xE2, 0xEF:
			if n := markLen(s[i:]); n > 0 {
				if isSignature(s[i:]) && (len(signed) == 0 || signed[len(signed)-1] != len(dst)) {
					signed = append(signed, len(dst))
				}
				i += n - 1
				continue
			}
		case '\r':
			if isLineEnd(s[i:]) {
				continue
			}
		}
		dst = append(dst, s[i])
	}
	return dst, signed
}

// isLineEnd reports whether s starts with "\r\n", or with the "\r\r\n" of a
// program that made CRLF of CRLF.
func isLineEnd(s []byte) bool {
	return bytes.HasPrefix(s, []byte("\r\n")) || bytes.HasPrefix(s, []byte("\r\r\n"))
}

// trimRight drops blanks and line ends from the end of s.
func trimRight(s []byte) []byte {
	n := len(s)
	for n > 0 && (s[n-1] == ' ' || s[n-1] == '\n' || s[n-1] == '\r' || s[n-1] == '\t') {
		n--
	}
	return s[:n]
}

// trimLeft drops blanks and line ends from the start of s.
func trimLeft(s []byte) []byte {
	for len(s) > 0 && (s[0] == ' ' || s[0] == '\n') {
		s = s[1:]
	}
	return s
}
