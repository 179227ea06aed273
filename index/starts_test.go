package index

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"
)

func TestStartsOfManyWordsAreKeptAndFindTheSame(t *testing.T) {
	t.Parallel()
	start := time.Date(2024, 3, 1, 18, 0, 0, 0, time.UTC)
	messages := make([]testMessage, 3*manyWords)
	for i := range messages {
		messages[i] = testMessage{chat: "Elm", sender: "Ann", time: start.Add(time.Duration(i*7919%10007) * time.Second), text: fmt.Sprintf("é%d and so on", 10_000+i)}
	}
	f := newTestFinder(t, messages)
	for letters, kept := range map[string]bool{"e": true, "e1": true, "a": false} {
		rows, err := f.starts.rows(letters)
		if err != nil || (rows != nil) != kept {
			t.Errorf("rows of %q: %v, %v", letters, rows, err)
		}
	}
	for _, sort := range []Sort{ByRelevance, Newest, Oldest} {
		with, err := f.search(t.Context(), Request{Query: "e1", Sort: sort, Typing: true, Limit: 2000})
		if err != nil {
			t.Fatal(err)
		}
		without := *f
		without.starts = &wordStarts{}
		without.starts.once.Do(func() {}) // knows none
		want, err := without.search(t.Context(), Request{Query: "e1", Sort: sort, Typing: true, Limit: 2000})
		if err != nil {
			t.Fatal(err)
		}
		if with.Total != want.Total || len(with.Hits) != len(want.Hits) {
			t.Fatalf("%d hits of %d, want %d of %d", len(with.Hits), with.Total, len(want.Hits), want.Total)
		}
		for i := range want.Hits {
			if with.Hits[i].ID != want.Hits[i].ID {
				t.Fatalf("sort %d: hit %d is %v, want %v", sort, i, with.Hits[i], want.Hits[i])
			}
		}
	}
}

func TestDamagedWordStartsAreNoticed(t *testing.T) {
	t.Parallel()
	f := newTestFinder(t, []testMessage{{chat: "Elm", sender: "Ann", time: time.Date(2024, 3, 1, 18, 0, 0, 0, time.UTC), text: "water"}})
	if err := os.WriteFile(f.starts.path, []byte("0000damage"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.search(t.Context(), Request{Query: "w", Typing: true}); !errors.Is(err, ErrDamaged) {
		t.Errorf("a damaged file of starts gives %v", err)
	}
}
