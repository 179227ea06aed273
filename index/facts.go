package index

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// hasLink reports whether text holds a web address.
func hasLink(text string) bool {
	for rest := text; ; {
		i := strings.IndexByte(rest, ':')
		if i < 0 {
			break
		}
		if strings.HasPrefix(rest[i:], "://") && (endsWithFold(rest[:i], "http") || endsWithFold(rest[:i], "https")) {
			return true
		}
		rest = rest[i+1:]
	}
	for rest := text; ; {
		i := strings.Index(rest, "www.")
		if i < 0 {
			return false
		}
		if i == 0 || !unicode.IsLetter(lastRune(rest[:i])) {
			return true
		}
		rest = rest[i+len("www."):]
	}
}

// isQuestion reports whether somebody asks something: a question mark of any
// script that does not stand inside a word, as it does in a web address.
func isQuestion(text string) bool {
	for i, r := range text {
		switch r {
		case '؟', '？', '՞', '፧':
			return true
		case '?':
			next, _ := utf8.DecodeRuneInString(text[i+1:])
			if i+1 == len(text) || !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				return true
			}
		}
	}
	return false
}

// hasFigure reports whether there is a digit of any script in a text.
func hasFigure(text string) bool { return strings.IndexFunc(text, unicode.IsDigit) >= 0 }

func endsWithFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
