package index

import (
	"slices"
	"testing"
	"time"
)

func TestAWordIsFoundInAnotherScriptAndSpelling(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)
	texts := []string{
		"किसी को काला बटुआ मिला क्या", "haan mere paas hai", "kal gaddi kab aayegi, mujhe bhi jaana hai", "गाड़ी चली गई भाई", "main ghar par hoon", "kya baat hai yaar, tum kahan ho",
	}
	messages := make([]testMessage, 0, len(texts))
	for i, text := range texts {
		messages = append(messages, testMessage{chat: "Gali", sender: "Asha", time: at.Add(time.Duration(i) * 24 * time.Hour), text: text})
	}
	f := newTestFinder(t, messages)
	for query, want := range map[string][]int{"batua mila kya": {1}, "gaadi kab": {3, 4}, "गाडी": {4}, "beti": nil} {
		result, err := f.search(t.Context(), Request{Query: query, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, hit := range result.Hits {
			if hit.Match == MatchTypo {
				t.Errorf("%s: %q is taken for a slip", query, hit.Text)
			}
			got = append(got, hit.N)
		}
		for _, n := range want {
			if !slices.Contains(got, n) {
				t.Errorf("%s: %v is found, not %v", query, got, want)
			}
		}
		if want == nil && len(got) > 0 {
			t.Errorf("%s: %v is found", query, got)
		}
	}
}
