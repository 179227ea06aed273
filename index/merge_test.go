package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// letters are rows, for people.
func letters(s string) []uint32 {
	rows := make([]uint32, 0, len(s))
	for _, c := range s {
		rows = append(rows, uint32(c))
	}
	return rows
}

func spelled(rows []uint32) string {
	b := make([]rune, 0, len(rows))
	for _, row := range rows {
		b = append(b, rune(row))
	}
	return string(b)
}

func TestMergeKeepsBothOrders(t *testing.T) {
	t.Parallel()
	early := func(row uint32) uint32 { return row / 4 } // letters in fours have the same time
	for _, test := range []struct{ name, known, incoming, want string }{
		{"nothing known", "", "abc", "abc"},
		{"nothing new", "abc", "b", "abc"},
		{"the same", "abc", "abc", "abc"},
		{"longer at both ends", "def", "abcdefghi", "abcdefghi"},
		{"continues", "abcde", "defgh", "abcdefgh"},
		{"comes before", "defgh", "abcde", "abcdefgh"},
		{"fills a gap", "abef", "bcde", "abcdef"},
		{"apart, later", "abc", "mno", "abcmno"},
		{"apart, earlier", "mno", "abc", "abcmno"},
		{"meet within a minute, second half first", "ef", "cd", "cdef"},
		{"meet within a minute, first half first", "cd", "ef", "cdef"},
		{"another order on the other phone", "abcd", "badc", "abcd"},
		{"another order, and new ones", "abcd", "axcbyd", "axbcyd"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			known, incoming := letters(test.known), letters(test.incoming)
			place := func(row uint32) int { return slices.Index(known, row) }
			if got := spelled(merge(known, incoming, place, early)); got != test.want {
				t.Errorf("%s and %s give %s, want %s", test.known, test.incoming, got, test.want)
			}
		})
	}
}

func TestMergeOfRandomSequencesIsTheirUnionInOrder(t *testing.T) {
	t.Parallel()
	for seed := range uint64(500) {
		chance := rand.New(rand.NewPCG(seed, 7))
		n := 1 + chance.IntN(60)
		var known, incoming []uint32
		for row := range uint32(n) {
			if chance.IntN(2) == 0 {
				known = append(known, row)
			}
			if chance.IntN(2) == 0 {
				incoming = append(incoming, row)
			}
		}
		for range chance.IntN(4) { // delivered in another order
			if len(incoming) > 1 {
				i := chance.IntN(len(incoming) - 1)
				incoming[i], incoming[i+1] = incoming[i+1], incoming[i]
			}
		}
		place := func(row uint32) int { return slices.Index(known, row) }
		merged := merge(known, incoming, place, func(row uint32) uint32 { return row / 3 })
		union := slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(known), incoming...))))
		if got := slices.Sorted(slices.Values(merged)); !slices.Equal(got, union) {
			t.Fatalf("seed %d: %v and %v give %v", seed, known, incoming, merged)
		}
		isKnown := func(row uint32) bool { return place(row) >= 0 }
		if got := filter(merged, isKnown); !slices.Equal(got, known) {
			t.Fatalf("seed %d: known rows %v come as %v", seed, known, got)
		}
		isNew := func(row uint32) bool { return !isKnown(row) }
		if got, want := filter(merged, isNew), filter(incoming, isNew); !slices.Equal(got, want) {
			t.Fatalf("seed %d: new rows %v come as %v", seed, want, got)
		}
	}
}

func filter(rows []uint32, keep func(uint32) bool) []uint32 {
	var kept []uint32
	for _, row := range rows {
		if keep(row) {
			kept = append(kept, row)
		}
	}
	return kept
}

// TestAnyCutsOfAChatLoadToTheWholeChat cuts a chat at random into exports that
// overlap or touch, and loads them in random order, marking in between.
func TestAnyCutsOfAChatLoadToTheWholeChat(t *testing.T) {
	t.Parallel()
	whole := newStore(t)
	load(t, whole, street(0, 120))
	want := chatOf(t, whole)
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			chance := rand.New(rand.NewPCG(seed, 9))
			var parts [][2]int
			for from := 0; from < 120; {
				to := min(from+1+chance.IntN(50), 120)
				parts = append(parts, [2]int{max(0, from-chance.IntN(20)), to})
				from = to
			}
			chance.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
			s := newStore(t)
			marked := make(map[ID]string) // tag → text of the message it was put on
			for _, part := range parts {
				load(t, s, street(part[0], part[1]))
				messages := chatOf(t, s)
				m := messages[chance.IntN(len(messages))]
				marked[m.ID] = texts([]Message{m})[0]
				if _, err := s.AddTags(t.Context(), []string{"here"}, []ID{m.ID}, ""); err != nil {
					t.Fatal(err)
				}
			}
			got := chatOf(t, s)
			if !slices.Equal(texts(got), texts(want)) {
				t.Errorf("parts %v give %d messages:\n%v", parts, len(got), texts(got))
			}
			for _, m := range got {
				if text, ok := marked[m.ID]; ok != (len(m.Tags) == 1) || ok && text != texts([]Message{m})[0] {
					t.Errorf("%v has tags %v, was %q", m, m.Tags, text)
				}
			}
			before := got
			if err := s.Reindex(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			if got := chatOf(t, s); !equalMessages(got, before) {
				t.Error("a reindex changed messages")
			}
		})
	}
}
