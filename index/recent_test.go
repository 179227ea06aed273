package index

import (
	"fmt"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
)

func TestRecentSearchesAreRemembered(t *testing.T) {
	t.Parallel()
	var r recent
	looked := 0
	ask := func(keys ...string) {
		t.Helper()
		r.begin()
		for _, key := range keys {
			if _, err := r.rows(key, func() (*roaring.Bitmap, error) {
				looked++
				return roaring.New(), nil
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, letters := range []string{"l", "la", "lad"} {
		ask("who", "long", letters)
	}
	if looked != 5 {
		t.Errorf("looked %d times for 5 words", looked)
	}
	for range recentSearches + 1 {
		ask()
	}
	if len(r.sets) != 0 {
		t.Errorf("%d words of searches long ago are remembered", len(r.sets))
	}
	many := make([]string, 3*mostRecent)
	for i := range many {
		many[i] = fmt.Sprint("word ", i)
	}
	if ask(many...); len(r.sets) != mostRecent {
		t.Errorf("%d words of one search are remembered", len(r.sets))
	}
}
