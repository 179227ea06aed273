package parser

import (
	"bytes"
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// WhatsApp speaks more languages than there are tables. What stands for media
// that were left out can still be told where the table is missing: on Android
// it is the same few words in angle brackets, again and again, from several
// people.
//
//	<Media har utelämnats>

const (
	// enoughRepeats is how often words in brackets must come, and
	// enoughSenders from how many people, to be WhatsApp's. People repeat
	// "<evil laugh>" too, but not each other's.
	enoughRepeats = 4
	enoughSenders = 2
	// maxLearned bounds what is kept of a chat full of brackets, and
	// maxPhrase is the longest phrase, in bytes, that may stand for media.
	maxLearned = 256
	maxPhrase  = 120
)

// A repeated is what the first pass saw of words in angle brackets.
type repeated struct {
	count   int
	senders int
	last    string // the sender who wrote it last
}

// learn takes in a body, of which the first pass over the export tells all
// classifiers of that export. It costs a look at two bytes for most.
func (c *classifier) learn(line, sender []byte) {
	line = trimRight(line)
	if n := len(line); n < 6 || line[n-1] != '>' || n > maxPhrase || markLen(line) == 0 && line[0] != '<' {
		return
	}
	line = cleanText(line)
	words := line[1 : len(line)-1]
	if line[0] != '<' || c.inBrackets(line) != nil || !isPhrase(words) {
		return
	}
	seen := c.repeated[string(words)]
	if seen == nil {
		if len(c.repeated) == maxLearned {
			return
		}
		if c.repeated == nil {
			c.repeated = make(map[string]*repeated)
		}
		seen = new(repeated)
		c.repeated[string(words)] = seen
	}
	seen.count++
	if seen.last != string(sender) {
		seen.last = string(sender)
		seen.senders++
	}
}

// isLearned reports whether line is words in brackets that the whole export
// shows to be WhatsApp's.
func (c *classifier) isLearned(line []byte) bool {
	n := len(line)
	if len(c.repeated) == 0 || n < 2 || line[0] != '<' || line[n-1] != '>' {
		return false
	}
	seen := c.repeated[string(line[1:n-1])]
	return seen != nil && seen.count >= enoughRepeats && seen.senders >= enoughSenders
}

// isUnknownPlaceholder reports whether text, which starts with WhatsApp's mark
// as does the header, is a few words that name nobody: an iPhone's "image
// omitted" in a language without a table.
func (c *classifier) isUnknownPlaceholder(text []byte, who origin) bool {
	return who.ios && who.lrm && who.sender && !who.group && len(text) <= maxPhrase/2 && c.isSigned(0) &&
		isPhrase(text) && !bytes.Contains(text, cleanText(who.name))
}

//go:embed language/stems/media.txt
var mediaStemsFile string

var loadMediaStems = sync.OnceValue(func() (stems [][]byte) {
	for line := range strings.Lines(mediaStemsFile) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			stems = append(stems, []byte(line))
		}
	}
	return stems
})

// speaksOfMedia reports whether line is a few words in angle brackets, one of
// which is "media" in some language, as an Android puts where it left some out.
func speaksOfMedia(line []byte) bool {
	n := len(line)
	if n < 8 || n > maxPhrase || line[0] != '<' || line[n-1] != '>' {
		return false
	}
	words := bytes.ToLower(line[1 : n-1])
	for rest := words; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && r != ' ' && r != '\'' && r != '\u200c' {
			return false
		}
		rest = rest[size:]
	}
	for _, stem := range loadMediaStems() {
		i := bytes.Index(words, stem)
		if i < 0 || i > 0 && words[i-1] != ' ' && !isUnspaced(stem) {
			continue
		}
		// More than one word, or scripts that have no blanks between them.
		if bytes.IndexByte(bytes.TrimPrefix(words, stem), ' ') >= 0 || isUnspaced(stem) && len(words) > len(stem) {
			return true
		}
	}
	return false
}

// isUnspaced reports whether a word is of a script without blanks between words.
func isUnspaced(word []byte) bool {
	r, _ := utf8.DecodeRune(word)
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}
