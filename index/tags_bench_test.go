package index

import "testing"

// BenchmarkSearchBesideManyMarks takes a snapshot and searches it, as the
// screens do after each change, in a store with 100,000 tags on messages.
func BenchmarkSearchBesideManyMarks(b *testing.B) {
	s := newStore(b)
	load(b, s, street(0, 50_000))
	list := ids(chatOf(b, s))
	if _, err := s.AddTags(b.Context(), []string{"pothole", "lending"}, list, "tag all"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		sn, err := s.Snapshot(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := sn.Search(b.Context(), Request{Query: "1234", Limit: 1}); err != nil {
			b.Fatal(err)
		}
		sn.Close()
	}
}
