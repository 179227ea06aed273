package parser

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A template is one sentence WhatsApp writes, with holes for names. It
// matches a whole body or nothing.
type template struct {
	family   *family
	language string
	source   string // as it stands in the table
	rule     string // for people: what --explain prints

	literals [][]byte // folded text around the holes: one more than there are holes
	holes    []string // what stood in the braces: "", "group", "by", "n"
	weight   int      // bytes of all literals: of two that match, the heavier is right
	first    rune     // the first letter as WhatsApp writes it; 0 if a hole comes first
	unsigned bool     // also WhatsApp's where no mark says so: nobody types this
}

// maxHoles is the most names one sentence may have.
const maxHoles = 4

func newTemplate(f *family, language, source string, unsigned bool) (*template, error) {
	t := &template{family: f, language: language, source: source, unsigned: unsigned || f.unsigned,
		rule: f.name + ": " + source + " (" + language + ")"}
	var plain strings.Builder
	plain.Grow(len(source))
	for rest := source; ; {
		before, after, found := strings.Cut(rest, "{")
		plain.WriteString(before)
		if !found {
			break
		}
		name, after, found := strings.Cut(after, "}")
		if !found {
			return nil, fmt.Errorf("%q: a brace is not closed", source)
		}
		switch name {
		case "", "group", "by", "n":
		default:
			return nil, fmt.Errorf("%q: no such hole: {%s}", source, name)
		}
		t.holes = append(t.holes, name)
		plain.WriteByte(hole)
		rest = after
	}
	if len(t.holes) > maxHoles {
		return nil, fmt.Errorf("%q: more than %d holes", source, maxHoles)
	}
	if first, _ := utf8.DecodeRuneInString(plain.String()); first != hole {
		t.first = foldRune(first)
	}
	folded, _ := appendFold(make([]byte, 0, len(source)), nil, []byte(plain.String()))
	t.literals = bytes.Split(folded, []byte{hole})
	for i, literal := range t.literals {
		t.weight += len(literal)
		if len(literal) == 0 && i > 0 && i < len(t.literals)-1 {
			return nil, fmt.Errorf("%q: two holes side by side", source)
		}
	}
	return t, nil
}

// anchor returns the first four bytes of the longest literal: a body that
// does not hold them cannot match.
func (t *template) anchor() (key uint32, ok bool) {
	var longest []byte
	for _, literal := range t.literals {
		if len(literal) > len(longest) {
			longest = literal
		}
	}
	if len(longest) < 4 {
		return 0, false
	}
	return binary.LittleEndian.Uint32(longest), true
}

// A span is a part of a folded body: the name in a hole.
type span struct{ start, end int }

// match reports whether the whole folded body s is this sentence, and where
// the names stand in it.
func (t *template) match(s []byte) (names [maxHoles]span, ok bool) {
	if !bytes.HasPrefix(s, t.literals[0]) {
		return names, false
	}
	last := len(t.literals) - 1
	if last == 0 {
		return names, len(s) == len(t.literals[0])
	}
	if !bytes.HasSuffix(s, t.literals[last]) {
		return names, false
	}
	at := len(t.literals[0])
	end := len(s) - len(t.literals[last])
	for i := 1; i < last; i++ {
		if at >= end {
			return names, false
		}
		j := bytes.Index(s[at+1:end], t.literals[i])
		if j < 0 {
			return names, false
		}
		names[i-1] = span{at, at + 1 + j}
		at += 1 + j + len(t.literals[i])
	}
	if at >= end {
		return names, false
	}
	names[last-1] = span{at, end}
	for i, name := range t.holes {
		if name == "n" {
			r, _ := utf8.DecodeRune(s[names[i].start:])
			if !unicode.IsDigit(r) {
				return names, false
			}
		}
	}
	return names, true
}
