package index

import (
	"testing"
	"time"
)

// Where a store holds chats in several languages, a word stands for its forms in
// each chat's own. English makes "report" of "reporting" and leaves "Leitern" alone;
// German does the opposite.
func TestWordsHaveTheFormsOfEachChatsLanguage(t *testing.T) {
	t.Parallel()
	messages := make([]testMessage, 0, 6)
	for i, m := range []struct{ chat, text string }{
		{"Elm Street", "who has a ladder? the long one is at ours"},
		{"Lindenweg", "Wer hat eine Leiter? Die lange ist bei uns"},
		{"Elm Street", "the reporting is on Monday"},
		{"Lindenweg", "Das Reporting ist am Montag"},
		{"Elm Street", "the Leitern bakery is closed"},
		{"Lindenweg", "wir haben zwei Leitern"},
	} {
		messages = append(messages, testMessage{chat: m.chat, sender: "Ben", time: time.Date(2024, 1, 1, 8, i, 0, 0, time.UTC), text: m.text})
	}
	f := newTestFinder(t, messages)
	for _, test := range []struct {
		query string
		want  []int // rows of whole matches
		marks []string
	}{
		{"report", []int{2}, []string{"the [reporting] is on Monday"}},
		{"leiter", []int{5, 1}, []string{"wir haben zwei [Leitern]", "Wer hat eine [Leiter]? Die lange ist bei uns"}},
		{"reporting", []int{3, 2}, []string{"Das [Reporting] ist am Montag", "the [reporting] is on Monday"}},
	} {
		result, err := f.search(t.Context(), Request{Query: test.query, Sort: Newest, Strict: true})
		if err != nil {
			t.Fatal(err)
		}
		if result.Total != len(test.want) || len(result.Hits) != len(test.want) {
			t.Errorf("%s: %d hits, want %d: %v", test.query, result.Total, len(test.want), result.Hits)
			continue
		}
		for i, hit := range result.Hits {
			if row, _ := f.table.Find(hit.ID); int(row) != test.want[i] {
				t.Errorf("%s: hit %d is row %d, want %d", test.query, i, row, test.want[i])
			}
			if got := mark(hit.Text, hit.Highlights); got != test.marks[i] {
				t.Errorf("%s: %s, want %s", test.query, got, test.marks[i])
			}
		}
	}
}
