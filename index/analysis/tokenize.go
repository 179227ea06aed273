package analysis

import (
	"unicode"
	"unicode/utf8"
)

// Token is a word of a text.
type Token struct {
	Term       string // the word as folded; may share memory with the text
	Start, End int    // the bytes of the text it stands on
}

// maxWord is the number of bytes after which a word ends whatever follows, so
// that a page of letters without a space does not become one term.
const maxWord = 128

// Tokenize appends the words of text to dst, in their order, and returns the
// extended slice. A word's position, as phrases count them, is its place in
// that order. Time is linear in the text; a text of lower-case ASCII words
// allocates nothing but what dst needs to grow.
func Tokenize(dst []Token, text string) []Token {
	t := tokenizer{text: text, tokens: dst}
	t.run()
	return t.tokens
}

// tokenizer is the state of one pass over a text.
type tokenizer struct {
	text   string
	tokens []Token
	folded []byte // terms that differ from the text, one after the other
}

func (t *tokenizer) run() {
	for i := 0; i < len(t.text); {
		if c := t.text[i]; c < utf8.RuneSelf {
			if asciiFold[c] == 0 {
				i++
				continue
			}
			i = t.word(i)
			continue
		}
		r, size := utf8.DecodeRuneInString(t.text[i:])
		switch class := classOf(r); class {
		case letter:
			i = t.word(i)
		case character:
			i = t.character(i)
		case emoji:
			i = t.emoji(i)
		case separator, ignored, apostrophe, extending:
			i += size
		}
	}
}

// word scans the word that starts at i and returns where it ends.
func (t *tokenizer) word(start int) int {
	i, plain := start, true
	// No further than it takes to see that the word is too long: the rest of
	// it is looked at again as the next word.
	for i < min(len(t.text), start+maxWord+1) {
		c := t.text[i]
		if c >= utf8.RuneSelf {
			break
		}
		f := asciiFold[c]
		if f == 0 {
			break
		}
		plain = plain && f == c
		i++
	}
	if i-start > maxWord {
		i = start + maxWord
	} else if i < len(t.text) && (t.text[i] == '\'' || t.text[i] >= utf8.RuneSelf) {
		return t.mixedWord(start)
	}
	if i < len(t.text) && isURLStart(t.text[start:i], t.text[i:]) {
		return i
	}
	if plain {
		t.tokens = append(t.tokens, Token{Term: t.text[start:i], Start: start, End: i})
		return i
	}
	mark := len(t.buffer())
	for j := start; j < i; j++ {
		t.folded = append(t.folded, asciiFold[t.text[j]])
	}
	t.emit(mark, start, i)
	return i
}

// mixedWord scans a word that has an apostrophe or letters outside ASCII.
func (t *tokenizer) mixedWord(start int) int {
	mark := len(t.buffer())
	end := start // behind the last letter
	for i := start; i < len(t.text) && i-start <= maxWord; {
		r, size := rune(t.text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(t.text[i:])
		}
		switch classOf(r) {
		case letter:
			t.folded = appendFolded(t.folded, r)
			end = i + size
		case extending:
			end = i + size
		case ignored:
		case apostrophe:
			switch rest := t.text[i+size:]; {
			case !startsWithLetter(rest):
				t.emit(mark, start, end)
				return i + size
			case isPossessive(rest):
				t.emit(mark, start, end)
				return i + size + 1
			case isElision(t.folded[mark:], rest):
				t.emit(mark, start, end)
				return i + size
			}
		case separator, character, emoji:
			t.emit(mark, start, end)
			return i
		}
		i += size
	}
	t.emit(mark, start, end)
	return end
}

// character emits one character of a script written without spaces, with the
// marks that belong to it.
func (t *tokenizer) character(start int) int {
	r, size := utf8.DecodeRuneInString(t.text[start:])
	mark := len(t.buffer())
	t.folded = appendFolded(t.folded, r)
	i := start + size
	for i < len(t.text) && i-start <= maxWord {
		r, size = utf8.DecodeRuneInString(t.text[i:])
		if !unicode.Is(unicode.M, r) {
			break
		}
		t.folded = appendFolded(t.folded, r)
		i += size
	}
	t.emit(mark, start, i)
	return i
}

// emoji emits an emoji and all that is joined to it: skin tones and variation
// selectors are left out of the term, what follows a joiner belongs to it, two
// regional indicators are a flag.
func (t *tokenizer) emoji(start int) int {
	r, size := utf8.DecodeRuneInString(t.text[start:])
	mark := len(t.buffer())
	t.folded = utf8.AppendRune(t.folded, r)
	flag := isRegional(r)
	joined := false
	i := start + size
	for i < len(t.text) && i-start <= maxWord {
		r, size = utf8.DecodeRuneInString(t.text[i:])
		switch {
		case r == zeroWidthJoiner:
			joined = true
		case isSkinTone(r), r == variationText, r == variationEmoji, r == keycap:
		case isTag(r):
			t.folded = utf8.AppendRune(t.folded, r)
		case joined && isJoinable(r):
			t.folded = utf8.AppendRune(t.folded, zeroWidthJoiner)
			t.folded = utf8.AppendRune(t.folded, r)
			joined = false
		case flag && isRegional(r):
			t.folded = utf8.AppendRune(t.folded, r)
			flag = false
		default:
			t.emit(mark, start, i)
			return i
		}
		i += size
	}
	t.emit(mark, start, i)
	return i
}

// buffer returns the space for folded terms. It is as large as the text from
// the start, so that it hardly ever grows.
func (t *tokenizer) buffer() []byte {
	if t.folded == nil {
		t.folded = make([]byte, 0, len(t.text)+utf8.UTFMax)
	}
	return t.folded
}

// emit adds the folded bytes from mark on as a term; a word that folds to
// nothing is none.
func (t *tokenizer) emit(mark, start, end int) {
	if len(t.folded) == mark {
		return
	}
	t.tokens = append(t.tokens, Token{Term: stringOf(t.folded[mark:]), Start: start, End: end})
}

// isURLStart reports whether word is the "https" of "https://" or the "www" of
// "www.": parts that every link has and nobody searches for.
func isURLStart(word, rest string) bool {
	switch len(word) {
	case 3:
		return rest[0] == '.' && foldsTo(word, "www")
	case 4:
		return len(rest) > 2 && rest[:3] == "://" && foldsTo(word, "http")
	case 5:
		return len(rest) > 2 && rest[:3] == "://" && foldsTo(word, "https")
	}
	return false
}

func foldsTo(word, want string) bool {
	for i := range len(word) {
		if asciiFold[word[i]] != want[i] {
			return false
		}
	}
	return true
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && classOf(r) == letter
}

// isPossessive reports whether rest, behind an apostrophe, is an s that ends
// its word, as in "Deb's".
func isPossessive(rest string) bool {
	return rest != "" && (rest[0] == 's' || rest[0] == 'S') && !startsWithLetter(rest[1:])
}

// isElision reports whether an apostrophe ends a word of its own, as in
// "l'eau" or "dell'acqua": one or two letters, or a known longer word, with at
// least three letters behind it. "I'll", "don't" and "we're" are one word.
func isElision(before []byte, rest string) bool {
	letters := 0
	for _, r := range rest {
		if classOf(r) != letter {
			break
		}
		if letters++; letters == 3 {
			break
		}
	}
	if letters < 3 {
		return false
	}
	switch string(before) {
	case "dell", "all", "nell", "sull", "dall", "quell", "bell", "un", "jusqu", "lorsqu", "puisqu", "quelqu":
		return true
	}
	return utf8.RuneCount(before) <= 2
}
