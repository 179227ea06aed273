package index

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestOccurrencesKeepHowOftenAndMostlyWhere(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		places := make([]uint32, 1+random.IntN(1+random.IntN(12)))
		places[0] = uint32(random.IntN(1 << (1 + random.IntN(12))))
		for i := range places[1:] {
			places[i+1] = places[i] + 1 + uint32(random.IntN(1<<random.IntN(8)))
		}
		o := occurrencesAt(places)
		if o == 0 || o >= 1<<fitsIntoSpan || o.count() != len(places) {
			t.Fatalf("%v give %x, %d", places, o, o.count())
		}
		got, known := o.appendPlaces(nil)
		if known && !slices.Equal(got, places) {
			t.Fatalf("%v come back as %v", places, got)
		}
		short := len(places) <= mostPlaces && places[len(places)-1] < 1<<stepBits
		if !known && (short || len(places) == 1) {
			t.Fatalf("%v are not kept", places)
		}
		distance := uint32(random.IntN(4))
		before := []uint32{places[0] - distance, places[0] + 1, 5}
		want := slices.DeleteFunc(slices.Clone(before), func(p uint32) bool { return !slices.Contains(places, p+distance) })
		kept, sure := o.follows(slices.Clone(before), distance)
		if sure != known || known && places[0] >= distance && !slices.Equal(slices.Compact(kept), slices.Compact(want)) {
			t.Fatalf("%v behind %v by %d: %v, %v", places, before, distance, kept, want)
		}
	}
}

func TestPhrasesAreFoundInMessagesOfAnyLength(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word filler ", 300) + "the water is off " + strings.Repeat("word ", 80) + "the end water"
	start := time.Date(2024, 3, 1, 18, 0, 0, 0, time.UTC)
	f := newTestFinder(t, []testMessage{
		{chat: "Elm", sender: "Ann", time: start, text: long},
		{chat: "Elm", sender: "Ben", time: start, text: "the water is off"},
		{chat: "Elm", sender: "Ben", time: start, text: strings.ReplaceAll(long, " is ", " was ")},
	})
	for query, want := range map[string]int{
		`"the water is off"`: 2, `"filler the water"`: 2, `"water off"`: 0, `"word word"`: 2, `"end water"`: 2, `"filler filler"`: 0,
		`"off word"`: 2, `"word the end"`: 2,
	} {
		result, err := f.search(t.Context(), Request{Query: query, Strict: true})
		if err != nil || result.Total != want {
			t.Errorf("%s finds %d, %v", query, result.Total, err)
		}
	}
	for query, want := range map[string]int{`"the wat`: 3, `"word fil`: 2, `"filler fil`: 0, `"the end w`: 2} {
		result, err := f.search(t.Context(), Request{Query: query, Strict: true, Typing: true})
		if err != nil || result.Total != want {
			t.Errorf("typing %s finds %d, %v", query, result.Total, err)
		}
	}
}
