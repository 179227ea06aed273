package lexicon

import (
	"slices"
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
			key, doubled := e.Key(of)
			if doubled {
				t.Errorf("%s.txt, line %d: %q has a word twice", code, e.line, e.Example())
			}
			key = e.topic.String() + key
			if line, ok := seen[key]; ok {
				t.Errorf("%s.txt, lines %d and %d: %q (%s)", code, line, e.line, e.Example(), e.topic)
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
			text := e.Example()
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
