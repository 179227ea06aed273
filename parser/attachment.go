package parser

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// attachment recognises a file that came with the message:
//
//	IMG-20240613-WA0001.jpg (file attached)              Android; the caption follows on lines of its own
//	caption <attached: 00000042-PHOTO-2024-06-13.jpg>    iPhone
//	2015-08-04-PHOTO-00004762.jpg <attached>             iPhone, old
func (c *classifier) attachment(b *body) bool {
	if c.attachedBehind(b, b.text) || c.attachedBefore(b) {
		return true
	}
	// The caption may follow the brackets.
	if end := bytes.IndexByte(b.text, '>'); end > 0 && b.text[0] == '<' {
		caption := trimLeft(b.text[end+1:])
		if c.attachedBehind(b, b.text[:end+1]) {
			b.text = caption
			return true
		}
	}
	if end := bytes.IndexByte(b.text, ')'); end > 0 && isAndroidFile(b.text) {
		if name, ok := c.fileInLine(b.text[:end+1]); ok {
			return b.attach(name, trimLeft(b.text[end+1:]))
		}
	}
	return false
}

// attachedBehind recognises an iPhone's brackets at the end of text.
func (c *classifier) attachedBehind(b *body, text []byte) bool {
	if len(text) == 0 || text[len(text)-1] != '>' {
		return false
	}
	open := bytes.LastIndexByte(text, '<')
	if open < 0 {
		return false
	}
	inside := text[open+1 : len(text)-1]
	before := trimRight(text[:open])
	words, name, found := cutColon(inside)
	if !found {
		if c.label("attached", inside) == nil {
			return false
		}
		// The name stands in front, after the caption if there is one.
		start := bytes.LastIndexByte(before, '\n') + 1
		if i := indexFileName(before[start:]); i > 0 {
			start += i
		}
		if !hasExtension(before[start:]) {
			return false
		}
		return b.attach(before[start:], trimRight(before[:start]))
	}
	known := c.label("attached", words) != nil
	if !known && !c.isSigned(open) && indexFileName(name) != 0 {
		return false
	}
	if !known && !hasExtension(name) {
		return false
	}
	return b.attach(name, before)
}

// attachedBefore recognises Android's round brackets at the end of the first
// line.
func (c *classifier) attachedBefore(b *body) bool {
	line, caption, _ := bytes.Cut(b.text, []byte("\n"))
	line = trimRight(line)
	if name, ok := c.fileInLine(line); ok {
		return b.attach(name, trimLeft(caption))
	}
	return false
}

// isAndroidFile reports whether text starts with a file's name as Android
// makes it.
func isAndroidFile(text []byte) bool {
	return len(text) > 3 && text[3] == '-' && likePattern(text, androidFile)
}

// fileInLine returns the file name in `NAME (file attached)`, or in the same
// the other way round, as in Persian.
func (c *classifier) fileInLine(line []byte) (name []byte, ok bool) {
	if n := len(line); n > 3 && line[n-1] == ')' {
		open := bytes.LastIndexByte(line, '(')
		if open <= 0 {
			return nil, false
		}
		name = bytes.TrimRight(line[:open], " ")
		known := c.label("attached", line[open+1:n-1]) != nil
		switch {
		case known && (hasExtension(name) || isAndroidFile(name) || c.isSigned(0)): // "DOC-20240613-WA0002.": a file without an extension
			return name, len(name) > 0
		case indexFileName(name) == 0, c.isSigned(0) && hasExtension(name) && isPhrase(line[open+1:n-1]):
			return name, true
		}
		return nil, false
	}
	i := indexFileName(line)
	if i <= 0 || !hasExtension(line[i:]) {
		return nil, false
	}
	words := bytes.Trim(line[:i], " :()<>")
	if c.label("attached", words) != nil || c.isSigned(0) && isPhrase(words) {
		return line[i:], true
	}
	return nil, false
}

func (b *body) attach(name, caption []byte) bool {
	name = bytes.TrimSpace(name)
	if len(name) == 0 {
		return false
	}
	b.kind, b.rule = Media, ruleAttached
	if hasSuffixFold(name, ".vcf") {
		b.kind = Contact
	}
	b.attachment = string(name)
	b.text = caption
	return true
}

// cutColon cuts `attached: name` at its colon, which is full-width in Chinese.
func cutColon(s []byte) (words, name []byte, found bool) {
	for i, r := range string(s) {
		if r == ':' || r == '：' {
			return s[:i], bytes.TrimLeft(s[i+utf8.RuneLen(r):], " "), true
		}
	}
	return nil, nil, false
}

// hasExtension reports whether s ends like a file name: a dot, then one to
// eight letters and digits, one of them a letter.
func hasExtension(s []byte) bool {
	dot := bytes.LastIndexByte(s, '.')
	if dot <= 0 || len(s)-dot-1 < 1 || len(s)-dot-1 > 8 {
		return false
	}
	letters := 0
	for _, b := range s[dot+1:] {
		switch {
		case b|0x20 >= 'a' && b|0x20 <= 'z':
			letters++
		case b < '0' || b > '9':
			return false
		}
	}
	return letters > 0
}

// indexFileName returns where in s a name of WhatsApp's own making starts that
// goes on to the end of s, or -1:
//
//	IMG-20240613-WA0001.jpg             Android
//	00000042-PHOTO-2024-06-13-21-25.jpg iPhone
//	2015-08-04-PHOTO-00004762.jpg       iPhone, old
func indexFileName(s []byte) int {
	start := bytes.LastIndexByte(s, ' ') + 1
	name := s[start:]
	if !hasExtension(name) {
		return -1
	}
	switch {
	case likePattern(name, androidFile), likePattern(name, "########-"), likePattern(name, "####-##-##-A"):
		return start
	}
	return -1
}

const androidFile = "AAA-########-WA####"

// likePattern reports whether s starts like pattern, in which # is any digit
// and A any capital letter, except for the A of WA.
func likePattern(s []byte, pattern string) bool {
	if len(s) < len(pattern) {
		return false
	}
	for i := range len(pattern) {
		switch p := pattern[i]; {
		case p == '#':
			if s[i] < '0' || s[i] > '9' {
				return false
			}
		case p == 'A' && (i == 0 || pattern[i-1] != 'W'):
			if s[i] < 'A' || s[i] > 'Z' {
				return false
			}
		case s[i] != p:
			return false
		}
	}
	return true
}

func hasSuffixFold(s []byte, suffix string) bool {
	return len(s) >= len(suffix) && bytes.EqualFold(s[len(s)-len(suffix):], []byte(suffix))
}

// leftOut recognises media that were left out of the export:
//
//	<Media omitted>                    Android; the caption follows on lines of its own
//	caption image omitted              iPhone, with a mark before the words
//	caption <image omitted>            iPhone, old
func (c *classifier) leftOut(b *body, who origin) bool {
	text := b.text
	if len(text) == 0 {
		return false
	}
	if c.leftOutInBrackets(b) {
		return true
	}
	if open := bytes.LastIndexByte(text, '<'); open > 0 && (c.isSigned(open) || c.isSigned(open+1)) {
		if t := c.inBrackets(text[open:]); t != nil {
			b.kind, b.rule, b.text = t.family.kind, t.rule, trimRight(text[:open])
			return true
		}
	}
	if line, caption, found := bytes.Cut(text, []byte("\n")); found && c.isSigned(0) { // the caption on lines of its own
		if t := c.leftOutPhrase(line); t != nil {
			b.kind, b.rule, b.text = t.family.kind, t.rule, trimLeft(caption)
			return true
		}
	}
	for i := len(c.signed) - 1; i >= 0; i-- {
		at := c.signed[i]
		if at >= len(text) {
			continue
		}
		if t := c.leftOutPhrase(text[at:]); t != nil {
			b.kind, b.rule, b.text = t.family.kind, t.rule, trimRight(text[:at])
			return true
		}
	}
	if !who.lrm || !who.ios {
		return false
	}
	if len(c.signed) == 0 { // the mark in the body was lost; the one before the header was not
		for at := bytes.LastIndexByte(text, ' '); at > 0 && len(text)-at < 60; at = bytes.LastIndexByte(text[:at], ' ') {
			if t := c.leftOutPhrase(text[at+1:]); t != nil {
				b.kind, b.rule, b.text = t.family.kind, t.rule, trimRight(text[:at])
				return true
			}
		}
		return false
	}
	if last := c.signed[len(c.signed)-1]; c.signed[0] > 0 && last < len(text) && !isMention(text, last) && isPhrase(text[last:]) {
		b.kind, b.rule = Media, ruleUnknown // a language without a table: keep the words
		return true
	}
	return false
}

// leftOutInBrackets recognises media that Android left out, or an old iPhone.
func (c *classifier) leftOutInBrackets(b *body) bool {
	line, caption, _ := bytes.Cut(b.text, []byte("\n"))
	line = trimRight(line)
	if t := c.inBrackets(line); t != nil {
		b.kind, b.rule, b.text = t.family.kind, t.rule, trimLeft(caption)
		return true
	}
	if c.isLearned(line) {
		b.kind, b.rule, b.text = Media, ruleLearned, trimLeft(caption)
		return true
	}
	if speaksOfMedia(line) {
		b.kind, b.rule, b.text = Media, ruleStem, trimLeft(caption)
		return true
	}
	return false
}

func isMention(text []byte, at int) bool { return at > 0 && text[at-1] == '@' }

// inBrackets returns the phrase that line is in angle brackets, or nil.
func (c *classifier) inBrackets(line []byte) *template {
	if n := len(line); n > 2 && line[0] == '<' && line[n-1] == '>' {
		return c.leftOutPhrase(line[1 : n-1])
	}
	return nil
}

// leftOutPhrase returns the "image omitted" that the whole of s is, or nil.
func (c *classifier) leftOutPhrase(s []byte) *template {
	if len(s) == 0 || len(s) > maxPhrase {
		return c.findLeftOut(s)
	}
	// Few phrases come again and again: the ones seen last are not folded and
	// looked up a second time.
	seen := &c.seen[(s[0]^s[len(s)-1]^byte(len(s)))%recentPhrases]
	if string(s) != seen.words {
		*seen = seenPhrase{string(s), c.findLeftOut(s)}
	}
	return seen.template
}

func (c *classifier) findLeftOut(s []byte) *template {
	if first, _ := utf8.DecodeRune(s); !unicode.IsLetter(first) {
		return nil
	}
	folded := c.fold(s)
	t := c.phrases.exact[string(folded)]
	if t == nil {
		return c.phrases.labels["media"][string(folded)]
	}
	if t.family.text || t.family.kind == Deleted {
		return nil
	}
	return t
}
