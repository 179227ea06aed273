package phrase_test

import (
	"testing"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/phrase"
)

func TestAPhraseMatchesWhatItsNotationSays(t *testing.T) {
	t.Parallel()
	tests := []struct {
		phrase, text string
		want         bool
	}{
		{"power cut", "another power cut!", true},
		{"power cut", "power was cut", false},
		{"ladder", "two ladders", true},
		{"=ladder", "two ladders", false},
		{"has|does anyone", "does anyone know", true},
		{"any ... ladder", "any chance of a ladder", true},
		{"any ... ladder", "any of you people there with a ladder", false},
		{"bring _ back", "bring it back", true},
		{"bring _ back", "bring back", false},
		{"*leiter", "die Ausziehleiter", true},
		{"bohr*", "meine Bohrmaschine", true},
		{"café", "at the CAFE", true},
	}
	for _, test := range tests {
		entries, err := phrase.Parse("[x]\n" + test.phrase)
		if err != nil {
			t.Fatal(err)
		}
		set := phrase.NewSet(4)
		set.Add(entries[0].Phrase, 7, language.Of("en"))
		hits := set.Matcher().Match(nil, analysis.Tokenize(nil, test.text))
		if got := len(hits) > 0 && hits[0].Label == 7; got != test.want {
			t.Errorf("%q in %q: %v, want %v", test.phrase, test.text, got, test.want)
		}
	}
}

func TestATableSaysWhereItIsWrong(t *testing.T) {
	t.Parallel()
	for _, table := range []string{"[x]\nok, ...", "[x]\n...", "[x]\na|-", "[x]\n_ a"} {
		if _, err := phrase.Parse(table); err == nil {
			t.Errorf("%q is taken", table)
		}
	}
}
