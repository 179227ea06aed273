package lexicon

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/language"
)

func TestEveryTableCanBeRead(t *testing.T) {
	t.Parallel()
	for _, code := range append([]string{neutral}, Codes()...) {
		if _, err := read(code); err != nil {
			t.Error(err)
		}
	}
}

func TestEveryTableHasEveryTopic(t *testing.T) {
	t.Parallel()
	for _, code := range Codes() {
		seen := make(map[Topic]bool)
		for _, e := range entriesOf(t, code) {
			if e.weight > 0 {
				seen[e.topic] = true
			}
		}
		for topic := range Topics {
			if !seen[topic] {
				t.Errorf("%s.txt has no phrase for %s", code, topic)
			}
		}
	}
}

func TestWeightsAreOneToThree(t *testing.T) {
	t.Parallel()
	for _, code := range append([]string{neutral}, Codes()...) {
		for _, e := range entriesOf(t, code) {
			if e.weight > 3 || e.weight < -3 {
				t.Errorf("%s.txt, line %d: weight %d", code, e.line, e.weight)
			}
		}
	}
}

// A phrase that another line of its topic has as well, perhaps in another
// spelling or form, says nothing new.
func TestNoPhraseStandsTwice(t *testing.T) {
	t.Parallel()
	for _, code := range append([]string{neutral}, Codes()...) {
		of := language.Of(code)
		seen := make(map[string]int)
		for _, e := range entriesOf(t, code) {
			key := e.topic.String()
			for _, p := range e.parts {
				var words []string
				for _, w := range p.words {
					if w.kind == form && of != nil {
						w.text = of.Stem(w.text)
					}
					words = append(words, fmt.Sprint(w.kind, w.text))
				}
				slices.Sort(words)
				if len(slices.Compact(words)) < len(words) && len(p.words) > 1 {
					t.Errorf("%s.txt, line %d: %q has a word twice", code, e.line, example(e))
				}
				key += fmt.Sprint(p.kind, words, " ")
			}
			if line, ok := seen[key]; ok {
				t.Errorf("%s.txt, lines %d and %d: %q (%s)", code, line, e.line, example(e), e.topic)
			}
			seen[key] = e.line
		}
	}
}

func TestEveryPhraseIsFound(t *testing.T) {
	t.Parallel()
	for _, code := range append([]string{neutral}, Codes()...) {
		m := For(code).Matcher()
		for _, e := range entriesOf(t, code) {
			text := example(e)
			found := slices.ContainsFunc(m.Match(nil, text), func(h Hit) bool {
				return h.Topic.family() == e.topic.family() && h.Start == 0 && h.End == len(text)
			})
			if !found {
				t.Errorf("%s.txt, line %d: %q is not found in itself", code, e.line, text)
			}
		}
	}
}

func entriesOf(t *testing.T, code string) []entry {
	t.Helper()
	entries, err := read(code)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// example returns a text that an entry is meant for.
func example(e entry) string {
	var words []string
	for _, p := range e.parts {
		switch p.kind {
		case oneOf:
			words = append(words, p.words[0].text)
		case anyWord:
			words = append(words, "xyz")
		case gap:
		}
	}
	return strings.Join(words, " ")
}
