package phrase

import (
	"fmt"
	"strings"
)

// Entry is a phrase of a table.
type Entry struct {
	Phrase
	Heading string
	Line    int // where in the table, from 1
}

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
			p, err := New(text)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
			entries = append(entries, Entry{Phrase: p, Heading: heading, Line: number})
		}
	}
	return entries, nil
}
