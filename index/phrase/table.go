package phrase

import (
	"fmt"
	"strings"

	"github.com/kerbstreet/kerb/index/analysis"
)

// Entry is a phrase of a table.
type Entry struct {
	Heading string
	Phrase  string
	Line    int // where in the table, from 1

	parts []part
}

// part is a place in a phrase: a word out of several, any word, or a gap.
type part struct {
	words []word
	kind  partKind
}

type partKind uint8

const (
	oneOf partKind = iota
	anyWord
	gap
)

// word is what one word of a text has to be like.
type word struct {
	text string
	kind wordKind
}

type wordKind uint8

const (
	form     wordKind = iota // a form of it
	itself                   // it and nothing else
	begins                   // a word that begins so
	endsWith                 // a word that ends so
)

// Parse reads a table. Its errors say the line.
func Parse(table string) ([]Entry, error) {
	var entries []Entry
	heading := ""
	number := 0
	for line := range strings.Lines(table) {
		number++
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if line[0] == '[' {
			heading = strings.Trim(line, "[]")
			continue
		}
		for text := range strings.SplitSeq(line, ",") {
			parts, err := parse(text)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
			entries = append(entries, Entry{Heading: heading, Phrase: strings.TrimSpace(text), Line: number, parts: parts})
		}
	}
	return entries, nil
}

// parse takes a phrase apart.
func parse(text string) ([]part, error) {
	var parts []part
	for field := range strings.FieldsSeq(text) {
		switch field {
		case "_":
			parts = append(parts, part{kind: anyWord})
			continue
		case "...":
			parts = append(parts, part{kind: gap})
			continue
		}
		alternatives := strings.Split(field, "|")
		var p part
		for _, alternative := range alternatives {
			kind := form
			switch {
			case strings.HasPrefix(alternative, "="):
				kind = itself
			case strings.HasPrefix(alternative, "*"):
				kind = endsWith
			case strings.HasSuffix(alternative, "*"):
				kind = begins
			}
			tokens := analysis.Tokenize(nil, alternative)
			switch {
			case len(tokens) == 1:
				p.words = append(p.words, word{text: tokens[0].Term, kind: kind})
			case len(tokens) == 0 || len(alternatives) > 1 || kind != form:
				return nil, fmt.Errorf("phrase %q: %q is not one word", text, alternative)
			default: // "d'eau" is two
				for _, t := range tokens {
					parts = append(parts, part{words: []word{{text: t.Term}}})
				}
			}
		}
		if p.words != nil {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 || parts[0].kind != oneOf || parts[len(parts)-1].kind != oneOf {
		return nil, fmt.Errorf("phrase %q has no word at its beginning or end", text)
	}
	return parts, nil
}
