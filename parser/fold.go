package parser

import (
	"unicode"
	"unicode/utf8"
)

// WhatsApp spells one sentence in several ways: straight or curly quotes,
// plain or no-break spaces, with or without a full stop. Both the tables and
// the bodies are folded to one spelling before they are compared.

// foldLimit is the longest body, in bytes, that is compared with templates.
// The longest sentence WhatsApp writes, in Tamil, is under 1,000 bytes.
const foldLimit = 1200

// hole stands for a name in a folded template.
const hole = 0

// foldRune maps a character to its plain spelling, or to -1 to drop it.
func foldRune(r rune) rune {
	switch r {
	case '\u00a0', '\u202f', '\u2009', '\u2007', '\u3000', '\t':
		return ' '
	case '’', '‘', 'ʼ', '′', '`', '´', '׳':
		return '\''
	case '“', '”', '„', '«', '»', '‟', '″', '״', '＂', '「', '」', '『', '』':
		return '"'
	case '\u2010', '\u2011', '–', '—', '−':
		return '-'
	case '：':
		return ':'
	case '，':
		return ','
	case '…':
		return '.'
	case '\u061c', '\u200b', '\u2060':
		return -1
	}
	return r
}

// appendFold appends the folded form of s to dst: invisible marks dropped,
// quotes, hyphens and spaces made plain, runs of spaces made one, spaces
// inside « guillemets » dropped, the first letter in lower case, closing full
// stops dropped. It appends to offsets, if that is not nil, the place in s of
// each byte of dst, and one more for the end.
func appendFold(dst []byte, offsets []int, s []byte) ([]byte, []int) {
	start := len(dst)
	for i := 0; i < len(s); {
		// Most characters are plain as they are.
		if c := s[i]; c > ' ' && c < utf8.RuneSelf && c != '`' && len(dst) > start {
			dst = append(dst, c)
			if offsets != nil {
				offsets = append(offsets, i)
			}
			i++
			continue
		}
		if n := markLen(s[i:]); n > 0 {
			i += n
			continue
		}
		original, size := utf8.DecodeRune(s[i:])
		r := foldRune(original)
		at := i
		i += size
		n := len(dst)
		switch {
		case r < 0, r == ' ' && (n == start || dst[n-1] == ' '):
			continue
		case r == utf8.RuneError && size == 1:
			dst = append(dst, s[at])
		case r == ' ' && n > start && dst[n-1] == '"' && endsWithGuillemet(s[:at]):
			continue
		case original == '»' && n > start && dst[n-1] == ' ':
			dst[n-1] = '"'
			if offsets != nil {
				offsets = offsets[:len(offsets)-1]
				offsets = append(offsets, at)
			}
			continue
		case n == start:
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		default:
			dst = utf8.AppendRune(dst, r)
		}
		if offsets != nil {
			for range len(dst) - n {
				offsets = append(offsets, at)
			}
		}
	}
	if offsets != nil {
		offsets = append(offsets, len(s))
	}
	return trimStops(dst, start), offsets
}

func endsWithGuillemet(s []byte) bool {
	for len(s) > 0 {
		r, size := utf8.DecodeLastRune(s)
		if r == '«' {
			return true
		}
		if foldRune(r) != ' ' {
			return false
		}
		s = s[:len(s)-size]
	}
	return false
}

// trimStops drops full stops and spaces from the end of s[start:].
func trimStops(s []byte, start int) []byte {
	for {
		n := len(s)
		switch {
		case n <= start:
			return s
		case s[n-1] == '.' || s[n-1] == ' ':
			s = s[:n-1]
		case s[n-1] < utf8.RuneSelf:
			return s
		case n-start >= 2 && s[n-1] == 0x94 && s[n-2] == 0xDB, // ۔
			n-start >= 3 && s[n-1] == 0x82 && s[n-2] == 0x80 && s[n-3] == 0xE3, // 。
			n-start >= 3 && s[n-1] == 0xA4 && s[n-2] == 0xA5 && s[n-3] == 0xE0, // ।
			n-start >= 3 && s[n-1] == 0x8E && s[n-2] == 0xBC && s[n-3] == 0xEF: // ．
			_, size := utf8.DecodeLastRune(s)
			s = s[:n-size]
		default:
			return s
		}
	}
}

// foldInside folds what stands inside a sentence: its first letter stays as it
// is.
func foldInside(s string) []byte {
	folded, _ := appendFold(nil, nil, []byte("_"+s))
	return folded[1:]
}
