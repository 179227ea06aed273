package lexicon

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kerbstreet/kerb/index/analysis"
)

//go:embed words
var files embed.FS

// Codes lists the languages there are tables for, as ISO 639-1 has them.
func Codes() []string {
	return []string{"cy", "de", "en", "es", "hi", "kn"}
}

// neutral is the table of what belongs to no language.
const neutral = "mul"

// entry is a phrase of a table.
type entry struct {
	topic  Topic
	weight int8
	parts  []part
	line   int
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

// read reads a language's table, which is part of the program.
func read(code string) ([]entry, error) {
	data, err := files.ReadFile("words/" + code + ".txt")
	if err != nil {
		return nil, fmt.Errorf("read lexicon: %w", err)
	}
	var entries []entry
	topic := Topics
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			continue
		case line[0] == '[':
			i := slices.Index(names[:], strings.Trim(line, "[]"))
			if i < 0 {
				return nil, fmt.Errorf("%s.txt, line %d: no topic %s", code, number, line)
			}
			topic = Topic(i)
			continue
		}
		before, phrases, ok := strings.Cut(line, ":")
		weight, err := strconv.ParseInt(before, 10, 8)
		if !ok || err != nil || weight == 0 || topic == Topics {
			return nil, fmt.Errorf("%s.txt, line %d: no weight, or no topic above it: %s", code, number, line)
		}
		for phrase := range strings.SplitSeq(phrases, ",") {
			parts, err := parse(phrase)
			if err != nil {
				return nil, fmt.Errorf("%s.txt, line %d: %w", code, number, err)
			}
			entries = append(entries, entry{topic: topic, weight: int8(weight), parts: parts, line: number})
		}
	}
	return entries, nil
}

// parse takes a phrase apart.
func parse(phrase string) ([]part, error) {
	var parts []part
	for field := range strings.FieldsSeq(phrase) {
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
				return nil, fmt.Errorf("phrase %q: %q is not one word", phrase, alternative)
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
		return nil, fmt.Errorf("phrase %q has no word at its beginning or end", phrase)
	}
	return parts, nil
}
