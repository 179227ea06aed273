package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a token is to the parser.
type tokenKind uint8

const (
	tokenEnd    tokenKind = iota
	tokenWord             // text
	tokenPhrase           // text, without its quotes
	tokenField            // name and value
	tokenAll              // all:
	tokenOr
	tokenAnd
	tokenNot // NOT, or - before what it denies
	tokenOpen
	tokenClose
)

// token is a piece of a query.
type token struct {
	kind       tokenKind
	text       string // of a word, phrase or field's value
	name       Name   // of a field
	valueStart int    // of a field's value, quotes included
	unclosed   bool   // a quote is open at the end of the query
	start, end int    // bytes of the query
}

// lexer cuts a query into tokens.
type lexer struct {
	text string
	pos  int
}

// next returns the next token; at the end of the query it returns tokenEnd for
// ever.
func (l *lexer) next() token {
	l.skipSpace()
	start := l.pos
	if start == len(l.text) {
		return token{kind: tokenEnd, start: start, end: start}
	}
	switch r, size := l.rune(); {
	case r == '(':
		return l.sign(tokenOpen, size)
	case r == ')':
		return l.sign(tokenClose, size)
	case isQuote(r):
		text, unclosed := l.quoted()
		return token{kind: tokenPhrase, text: text, unclosed: unclosed, start: start, end: l.pos}
	case r == '-' && l.deniesNext(size):
		return l.sign(tokenNot, size)
	}
	return l.word()
}

func (l *lexer) sign(kind tokenKind, size int) token {
	l.pos += size
	return token{kind: kind, start: l.pos - size, end: l.pos}
}

// word reads a word, an operator or a field.
func (l *lexer) word() token {
	start := l.pos
	for l.pos < len(l.text) {
		r, size := l.rune()
		if endsWord(r) {
			break
		}
		l.pos += size
		if r != ':' {
			continue
		}
		name, ok := fieldNames[strings.ToLower(l.text[start:l.pos-1])]
		switch {
		case ok:
			return l.field(start, name)
		case strings.EqualFold(l.text[start:l.pos], "all:"):
			return token{kind: tokenAll, start: start, end: l.pos}
		}
	}
	text := l.text[start:l.pos]
	kind := tokenWord
	switch text {
	case "OR":
		kind = tokenOr
	case "AND":
		kind = tokenAnd
	case "NOT":
		kind = tokenNot
	}
	return token{kind: kind, text: text, start: start, end: l.pos}
}

// field reads a field's value: quoted, or up to a space or parenthesis.
func (l *lexer) field(start int, name Name) token {
	t := token{kind: tokenField, name: name, start: start, valueStart: l.pos}
	if l.pos < len(l.text) {
		if r, _ := l.rune(); isQuote(r) {
			t.text, t.unclosed = l.quoted()
			t.end = l.pos
			return t
		}
	}
	for l.pos < len(l.text) {
		r, size := l.rune()
		if endsWord(r) {
			break
		}
		l.pos += size
	}
	t.text = l.text[t.valueStart:l.pos]
	t.end = l.pos
	return t
}

// quoted reads what stands between quotes; the position is on the first one.
func (l *lexer) quoted() (text string, unclosed bool) {
	_, size := l.rune()
	l.pos += size
	start := l.pos
	for l.pos < len(l.text) {
		r, size := l.rune()
		l.pos += size
		if isQuote(r) {
			return l.text[start : l.pos-size], false
		}
	}
	return l.text[start:], true
}

// deniesNext reports whether a dash belongs to what follows it: "-news" is a
// denial, "- news" and "--" are a person's punctuation.
func (l *lexer) deniesNext(size int) bool {
	rest := l.text[l.pos+size:]
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && !unicode.IsSpace(r) && r != '-' && r != ')'
}

func (l *lexer) skipSpace() {
	for l.pos < len(l.text) {
		r, size := l.rune()
		if !unicode.IsSpace(r) {
			return
		}
		l.pos += size
	}
}

func (l *lexer) rune() (rune, int) { return utf8.DecodeRuneInString(l.text[l.pos:]) }

// isQuote reports quotation marks that people type or that phones put in their
// place. Any of them closes any other. Apostrophes are none.
func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»':
		return true
	}
	return false
}

// endsWord reports what a word or a field's value cannot hold unquoted.
func endsWord(r rune) bool {
	return unicode.IsSpace(r) || r == '(' || r == ')' || isQuote(r)
}

// fieldNames are the names under which fields can be typed.
var fieldNames = func() map[string]Name {
	names := map[string]Name{"date": On, "chat": In}
	for _, name := range Names() {
		names[string(name)] = name
	}
	return names
}()
