package analysis

import (
	"unicode"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/unicode/norm"
)

// class is what a character does to words.
type class uint8

const (
	separator  class = iota // ends a word
	letter                  // letters, digits, and marks that carry meaning
	extending               // belongs to the word and folds to nothing, such as an accent
	ignored                 // invisible; neither ends a word nor belongs to it
	apostrophe              // see isPossessive and isElision
	character               // a word of its own: scripts written without spaces
	emoji                   // a word of its own, with what is joined to it
)

const (
	zeroWidthJoiner = '\u200d'
	zeroWidthSpace  = '\u200b'
	variationText   = '\ufe0e'
	variationEmoji  = '\ufe0f'
	keycap          = '\u20e3'
)

// asciiFold maps ASCII letters to lower case and digits to themselves; all
// else is 0.
var asciiFold = func() (table [utf8.RuneSelf]byte) {
	for c := range byte(utf8.RuneSelf) {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			table[c] = c
		case 'A' <= c && c <= 'Z':
			table[c] = c + 'a' - 'A'
		}
	}
	return table
}()

// common holds the classes and foldings of the alphabets from Latin to those of
// India, so that most languages need no look-up in Unicode's tables.
var common = func() (table [0x0E00]struct {
	class  class
	folded string
}) {
	for r := range rune(len(table)) {
		table[r].class = lookUpClass(r)
		table[r].folded = string(lookUpFolded(nil, r))
	}
	return table
}()

func classOf(r rune) class {
	if r < rune(len(common)) {
		return common[r].class
	}
	return lookUpClass(r)
}

// appendFolded appends what r is searched as.
func appendFolded(dst []byte, r rune) []byte {
	if r < rune(len(common)) {
		return append(dst, common[r].folded...)
	}
	return lookUpFolded(dst, r)
}

func lookUpClass(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case r == '\'':
			return apostrophe
		case asciiFold[r] != 0:
			return letter
		}
		return separator
	case r == '’', r == '‘', r == 'ʼ', r == '＇', r == '´', r == '׳', r == '״':
		return apostrophe
	case r == utf8.RuneError, r == zeroWidthSpace:
		return separator
	case isAccent(r):
		return extending
	case isEmoji(r):
		return emoji
	case unicode.Is(unspaced, r):
		return character
	case unicode.IsLetter(r), unicode.IsNumber(r), unicode.Is(unicode.M, r):
		return letter
	case unicode.Is(unicode.Cf, r), r == 'ـ': // the last is Arabic's tatweel
		return ignored
	}
	return separator
}

// lookUpFolded follows Unicode's compatibility decomposition and lower case,
// and leaves out accents. Letters that have no decomposition but a customary
// plain spelling (ß, ø, ł) get that.
func lookUpFolded(dst []byte, r rune) []byte {
	if s, ok := spelling[r]; ok {
		return append(dst, s...)
	}
	if unicode.Is(unicode.Nd, r) {
		return append(dst, digit(r))
	}
	if isComposed(r) {
		return utf8.AppendRune(dst, unicode.ToLower(r))
	}
	var char [utf8.UTFMax]byte
	n := utf8.EncodeRune(char[:], r)
	parts := norm.NFKD.Properties(char[:n]).Decomposition()
	if parts == nil {
		parts = char[:n]
	}
	for len(parts) > 0 {
		part, size := utf8.DecodeRune(parts)
		parts = parts[size:]
		if isAccent(part) {
			continue
		}
		lower := unicode.ToLower(part)
		if s, ok := spelling[lower]; ok {
			dst = append(dst, s...)
			continue
		}
		if lookUpClass(lower) == separator {
			continue // ½ decomposes to digits around a fraction slash
		}
		dst = utf8.AppendRune(dst, lower)
	}
	return dst
}

// spelling is how letters without a decomposition are written plainly.
var spelling = map[rune]string{
	'ß': "ss", 'ẞ': "ss",
	'æ': "ae", 'Æ': "ae",
	'œ': "oe", 'Œ': "oe",
	'ø': "o", 'Ø': "o",
	'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d",
	'þ': "th", 'Þ': "th",
	'ł': "l", 'Ł': "l",
	'ı': "i", 'İ': "i",
	'ħ': "h", 'Ħ': "h",
	'ŋ': "n", 'Ŋ': "n", 'ŉ': "n",
	'ς': "σ",
	'ى': "ي", 'ة': "ه",
}

// digit returns the ASCII digit for a decimal digit of any script. Unicode
// keeps each script's ten digits together, in order, in ranges that start
// with a zero.
func digit(r rune) byte {
	for _, span := range unicode.Nd.R16 {
		if rune(span.Lo) <= r && r <= rune(span.Hi) {
			return '0' + byte((r-rune(span.Lo))%10)
		}
	}
	for _, span := range unicode.Nd.R32 {
		if rune(span.Lo) <= r && r <= rune(span.Hi) {
			return '0' + byte((r-rune(span.Lo))%10)
		}
	}
	return '0'
}

// isComposed reports letters whose decomposition would take apart what their
// readers see as one letter: Hangul syllables, Cyrillic й and ў, voiced kana,
// Thai and Lao am.
func isComposed(r rune) bool {
	switch {
	case '가' <= r && r <= '힣':
		return true
	case 'ぁ' <= r && r <= 'ヿ':
		return true
	}
	return r == 'й' || r == 'Й' || r == 'ў' || r == 'Ў' || r == 'ำ' || r == 'ຳ'
}

// isAccent reports marks that people leave out when they type in a hurry:
// accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowels, nuktas.
// Vowel signs of Indic scripts are letters in all but name and stay.
func isAccent(r rune) bool {
	switch {
	case r < 0x0300:
		return false
	case r <= 0x036F, // combining diacritical marks
		0x0483 <= r && r <= 0x0489,
		0x0591 <= r && r <= 0x05BD, r == 0x05BF, r == 0x05C1, r == 0x05C2, r == 0x05C4, r == 0x05C5, r == 0x05C7,
		0x0610 <= r && r <= 0x061A, 0x064B <= r && r <= 0x065F, r == 0x0670, 0x06D6 <= r && r <= 0x06DC, 0x06DF <= r && r <= 0x06E8, 0x06EA <= r && r <= 0x06ED,
		r == 0x093C, r == 0x09BC, r == 0x0A3C, r == 0x0ABC, r == 0x0B3C, r == 0x0CBC,
		0x1AB0 <= r && r <= 0x1AFF, 0x1DC0 <= r && r <= 0x1DFF,
		0x20D0 <= r && r <= 0x20FF,
		0xFE00 <= r && r <= 0xFE0F, 0xFE20 <= r && r <= 0xFE2F:
		return true
	}
	return false
}

// unspaced are the scripts in which words are not parted by spaces.
var unspaced = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x0E01, 0x0E30, 1}, {0x0E32, 0x0E33, 1}, {0x0E40, 0x0E46, 1}, // Thai letters
		{0x0E81, 0x0EB0, 1}, {0x0EB2, 0x0EB3, 1}, {0x0EBD, 0x0EC6, 1}, {0x0EDC, 0x0EDF, 1}, // Lao
		{0x1000, 0x102A, 1}, {0x103F, 0x103F, 1}, {0x1050, 0x1055, 1}, // Myanmar
		{0x1780, 0x17B3, 1},                                                                                     // Khmer
		{0x3005, 0x3007, 1}, {0x3041, 0x3096, 1}, {0x309D, 0x309F, 1}, {0x30A1, 0x30FA, 1}, {0x30FC, 0x30FF, 1}, // kana
		{0x31F0, 0x31FF, 1}, {0x3400, 0x4DBF, 1}, {0x4E00, 0x9FFF, 1}, {0xF900, 0xFAFF, 1},
		{0xFF66, 0xFF9D, 1}, // narrow kana
	},
	R32: []unicode.Range32{{0x20000, 0x323AF, 1}},
}

// isEmoji reports pictures that start an emoji. Box drawing, arrows and other
// symbols that people draw lines and bullets with are none.
func isEmoji(r rune) bool {
	switch {
	case r < 0x2300:
		return false
	case r <= 0x23FF, 0x2600 <= r && r <= 0x27BF, 0x2B05 <= r && r <= 0x2B55, 0x1F000 <= r && r <= 0x1FAFF:
		return unicode.Is(unicode.S, r) || r >= 0x1F000
	}
	return false
}

// isJoinable reports what may follow a joiner within an emoji.
func isJoinable(r rune) bool { return isEmoji(r) || 0x2190 <= r && r <= 0x21FF }

func isRegional(r rune) bool { return 0x1F1E6 <= r && r <= 0x1F1FF }

func isSkinTone(r rune) bool { return 0x1F3FB <= r && r <= 0x1F3FF }

// isTag reports the invisible letters that make a flag out of a black one,
// as in Scotland's.
func isTag(r rune) bool { return 0xE0020 <= r && r <= 0xE007F }

// stringOf returns b as a string without copying it. The tokenizer never
// writes to bytes that it has emitted.
func stringOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// Beginning returns the first bytes of a text, at most limit, and no part of a
// character.
func Beginning(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	cut := limit
	for cut > max(0, limit-utf8.UTFMax) && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut]
}
