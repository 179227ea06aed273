package index

import "testing"

func TestASlipIsForgivenByTheLengthOfTheWord(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		typed, meant string
		want         bool
	}{
		{"laddder", "ladder", true},
		{"lader", "ladder", true},
		{"watre", "water", true},
		{"pothloe", "pothole", true},
		{"electirciyt", "electricity", true},
		{"bin", "bun", false},   // too short
		{"407a", "408a", false}, // a number
		{"adder", "ladder", false},
		{"lattar", "ladder", false}, // two, in six letters
		{"डिल्ल", "डिल्ली", true},
	} {
		if got := slipped(test.typed, test.meant, slips(test.typed)) && slips(test.typed) > 0; got != test.want {
			t.Errorf("%s for %s: %t", test.typed, test.meant, got)
		}
	}
}

func TestWhatIsNowhereIsTakenForASlip(t *testing.T) {
	t.Parallel()
	f := newTestFinder(t, []testMessage{
		{chat: "Elm", time: day, sender: "Ann", text: "does anyone have a long ladder"},
		{chat: "Oak", time: day, sender: "Ben", text: "the ladders are here"},
		{chat: "Ash", time: day, sender: "Deb", text: "a long drill"},
	})
	for _, test := range []struct {
		query string
		want  []Match
	}{
		{"laddre", []Match{MatchTypo}},
		{"long laddre", []Match{MatchTypo, MatchSome}},
		{"ladder", []Match{MatchAll, MatchAll}},
		{"all: laddre", nil},
		{`"laddre"`, nil},
		{"+laddre", nil},
		{"helicopter", nil},
	} {
		result, err := f.search(t.Context(), Request{Query: test.query})
		if err != nil {
			t.Fatal(err)
		}
		var got []Match
		for _, hit := range result.Hits {
			got = append(got, hit.Match)
		}
		if len(got) != len(test.want) {
			t.Errorf("%s: %v, want %v", test.query, got, test.want)
			continue
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%s: %v, want %v", test.query, got, test.want)
			}
		}
		if rows, _, err := f.match(t.Context(), Request{Query: test.query}); err != nil || len(rows) != result.Total {
			t.Errorf("%s: acts on %d messages, %v; %d match", test.query, len(rows), err, result.Total)
		}
	}
}
