package lexicon

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kerbstreet/kerb/index/phrase"
)

//go:embed words
var files embed.FS

// Codes lists the languages there are tables for, as ISO 639-1 has them.
func Codes() []string {
	return []string{"cy", "de", "en", "es", "fr", "hi", "it", "kn", "nl", "pl", "pt"}
}

// neutral is the table of what belongs to no language.
const neutral = "mul"

// entry is a phrase of a table.
type entry struct {
	phrase.Phrase
	topic  Topic
	weight int
	line   int
}

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
		for text := range strings.SplitSeq(phrases, ",") {
			p, err := phrase.New(text)
			if err != nil {
				return nil, fmt.Errorf("%s.txt, line %d: %w", code, number, err)
			}
			entries = append(entries, entry{Phrase: p, topic: topic, weight: int(weight), line: number})
		}
	}
	return entries, nil
}
