package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A word is a run of letters, or of digits, in a text.
type word struct {
	start, end int // bytes
	folded     string
	capital    bool // starts with a capital, as names do
	first      bool // of a sentence
	digits     bool
}

// words splits a text.
func words(text string) []word {
	var list []word
	first := true
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if strings.ContainsRune(".!?:\n…。！？؟।\"“„«(-–—", r) {
				first = true
			}
			i += size
			continue
		}
		digits := unicode.IsDigit(r)
		end := i + size
		for end < len(text) {
			next, size := utf8.DecodeRuneInString(text[end:])
			if unicode.IsDigit(next) != digits && !joins(next) || !unicode.IsLetter(next) && !unicode.IsDigit(next) && !joins(next) {
				break
			}
			end += size
		}
		for {
			last, size := utf8.DecodeLastRuneInString(text[i:end])
			if !unicode.Is(unicode.Cf, last) {
				break
			}
			end -= size
		}
		list = append(list, word{
			start: i, end: end, folded: fold(text[i:end]), digits: digits, first: first,
			capital: unicode.IsUpper(r) || unicode.IsTitle(r),
		})
		first = false
		i = end
	}
	return list
}

// joins reports whether a character is part of the word around it: marks on
// letters, and what nobody sees.
func joins(r rune) bool { return unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) }

// fold makes spellings of a word equal: case, accents, compatibility forms.
func fold(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !joins(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// caseless reports whether a word is of a script without capitals.
func caseless(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && (unicode.IsUpper(r) || unicode.IsLower(r) || unicode.IsTitle(r)) {
			return false
		}
	}
	return s != ""
}

// unspaced reports whether a word is of a script that puts no spaces between
// words, so that two letters are a name already.
func unspaced(s string) bool {
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
			return true
		}
	}
	return false
}

// declines reports whether a name is of a script in the languages of which
// names change their ends.
func declines(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.In(r, unicode.Cyrillic, unicode.Greek)
}
