package bag

import (
	"path/filepath"
	"slices"
	"testing"
)

func TestChatsOfOneHandAreInOneFold(t *testing.T) {
	t.Parallel()
	hands := []string{"", "", "a", "", "b", "a", "c", "", "d"}
	if got, want := Folds(hands, func(hand string) string { return hand }, 3), []int{0, 1, 0, 2, 1, 0, 2, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("folds %v, want %v", got, want)
	}
}

func TestTheFolderTellsTheHand(t *testing.T) {
	t.Parallel()
	for folder, want := range map[string]string{
		filepath.Join("testdata", "talk", "german", "birkenstieg"):       "german",
		filepath.Join("testdata", "talk", "german", "birkenstieg") + "/": "german",
		filepath.Join("testdata", "streets", "kilbride"):                 "",
		"talk": "",
	} {
		if got := Hand(folder); got != want {
			t.Errorf("%s: %q, want %q", folder, got, want)
		}
	}
}
