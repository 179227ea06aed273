package index

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/kerbstreet/kerb/parser"
)

func hazelRoad(t *testing.T) *Store {
	t.Helper()
	s := newStore(t)
	exports, err := parser.Open(t.Context(), filepath.Join("..", "testdata", "hazel-road", "WhatsApp Chat with Hazel Road Neighbours.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load(t.Context(), exports, LoadOptions{}); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestALoadedStoreIsSearched(t *testing.T) {
	t.Parallel()
	s := hazelRoad(t)
	sn := snapshot(t, s)
	result, err := sn.Search(t.Context(), Request{Query: "from:margaret -water pothole reference", Around: 2})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Hits) == 0 || len(result.Problems) > 0 {
		t.Fatalf("%+v", result)
	}
	for _, hit := range result.Hits {
		if hit.Sender != "Margaret Hill 🌷" || hit.Chat != "Hazel Road Neighbours" {
			t.Errorf("hit %+v", hit)
		}
		if len(hit.Before) != 2 || len(hit.After) != 2 || hit.Before[1].N != hit.N-1 || hit.After[0].N != hit.N+1 {
			t.Errorf("around %d: %v, %v", hit.N, hit.Before, hit.After)
		}
	}
}

func TestATagIsFoundAsSoonAsItIsThere(t *testing.T) {
	t.Parallel()
	s := hazelRoad(t)
	ladders, _, err := snapshot(t, s).Match(t.Context(), "ladder")
	if err != nil || len(ladders) == 0 {
		t.Fatalf("%d ladders, %v", len(ladders), err)
	}
	if _, err := s.AddTags(t.Context(), []string{"lending"}, ladders, "tag ladders"); err != nil {
		t.Fatal(err)
	}
	sn := snapshot(t, s)
	for text, want := range map[string]int{
		"tag:lending":                 len(ladders),
		"tag:lending ladder":          len(ladders),
		"is:untagged ladder":          0,
		"ladder -tag:lending":         0,
		"(tag:lending OR zzz) ladder": len(ladders),
		"tag:pothole":                 0,
	} {
		got, problems, err := sn.Match(t.Context(), text)
		if err != nil || len(got) != want || len(problems) > 0 {
			t.Errorf("%s: %d messages, %v, %v, want %d", text, len(got), problems, err, want)
		}
	}
}

func TestMatchGoesByTheChatsOrder(t *testing.T) {
	t.Parallel()
	sn := snapshot(t, hazelRoad(t))
	matched, _, err := sn.Match(t.Context(), "the")
	if err != nil {
		t.Fatal(err)
	}
	places := make([]int, len(matched))
	for i, id := range matched {
		_, places[i], _ = sn.Position(id)
	}
	if len(places) < 10 || !slices.IsSorted(places) {
		t.Errorf("places %v", places)
	}
}

func TestACancelledSearchStops(t *testing.T) {
	t.Parallel()
	sn := snapshot(t, hazelRoad(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, text := range []string{"", "the", "water off", "po*", "powr~", `"power cut"`, "from:margaret", "is:untagged", "has:link"} {
		if _, err := sn.Search(ctx, Request{Query: text}); !errors.Is(err, context.Canceled) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestAnEmptyStoreIsSearchedInVain(t *testing.T) {
	t.Parallel()
	sn := snapshot(t, newStore(t))
	for _, text := range []string{"", "the", "from:ben", "before:2024", "near:0000000000000000"} {
		result, err := sn.Search(t.Context(), Request{Query: text})
		if err != nil || len(result.Hits) > 0 || result.Total > 0 {
			t.Errorf("%q: %+v, %v", text, result, err)
		}
	}
}

func TestSearchesDoNotGetInEachOthersWay(t *testing.T) {
	t.Parallel()
	sn := snapshot(t, hazelRoad(t))
	texts := []string{"", "the water", "po*", `"power"`, "from:margaret the", "is:untagged ladder", "has:link", "powr~ OR off"}
	want := make([]int, len(texts))
	for i, text := range texts {
		result, err := sn.Search(t.Context(), Request{Query: text})
		if err != nil {
			t.Fatal(err)
		}
		want[i] = result.Total
	}
	var searches sync.WaitGroup
	for range 4 {
		searches.Go(func() {
			for i, text := range texts {
				if result, err := sn.Search(t.Context(), Request{Query: text, Around: 3}); err != nil || result.Total != want[i] {
					t.Errorf("%q: %d messages, %v, want %d", text, result.Total, err, want[i])
				}
			}
		})
	}
	searches.Wait()
}

func TestHugeQueriesAreAnswered(t *testing.T) {
	t.Parallel()
	sn := snapshot(t, hazelRoad(t))
	for name, text := range map[string]string{
		"alternatives": strings.Repeat("water OR power OR ", 5000) + "ladder",
		"words":        strings.Repeat("the water power ", 5000),
		"phrase":       `"` + strings.Repeat("water ", 2000) + `"`,
		"denials":      "water " + strings.Repeat("-power ", 5000),
		"nested":       strings.Repeat("(water ", 5000),
		"beginnings":   strings.Repeat("a* OR ", 2000) + "b*",
		"conditions":   strings.Repeat("after:2024-02-03 ", 2000) + "water",
		"long word":    strings.Repeat("water", 20_000),
	} {
		if _, err := sn.Search(t.Context(), Request{Query: text, Typing: true}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOfATextLongerThanAnyMessageTheBeginningIsFound(t *testing.T) {
	t.Parallel()
	long := "ladder " + strings.Repeat("é", indexedBytes) + " pothole"
	f := newTestFinder(t, []testMessage{{chat: "Elm", sender: "Ann", time: day, text: long}})
	for query, want := range map[string]int{"ladder": 1, "pothole": 0} {
		result, err := f.search(t.Context(), Request{Query: query, Strict: true, Limit: 1})
		if err != nil || result.Total != want {
			t.Errorf("%s finds %d, %v, want %d", query, result.Total, err, want)
		}
	}
}
