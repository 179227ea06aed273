package index

import (
	"slices"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/topic"
)

// An evening without power on which nobody says so is found by who asks for the
// power, once threads are known.
func TestAQuestionFindsWhatIsAboutTheSame(t *testing.T) {
	t.Parallel()
	var chat strings.Builder
	for _, line := range []string{
		"01/03/2024, 18:00 - Ann: Is the power out for anybody else?",
		"01/03/2024, 18:01 - Ben: Yes, ours is off too",
		"09/03/2024, 10:00 - Cleo: Happy birthday Dev 🎂",
		"09/03/2024, 10:05 - Dev: Thank you all",
		"20/04/2024, 19:00 - Ben: All off again, is it just us",
		"20/04/2024, 19:02 - Ann: Same here, everything went dark",
		"20/04/2024, 19:40 - Ben: Substation, they say nine o'clock",
	} {
		chat.WriteString(line + "\n")
	}
	s := newStore(t)
	load(t, s, chat.String())
	findThreads(t, s)
	result, err := snapshot(t, s).Search(t.Context(), Request{Query: "when is the power back", Limit: 10, Why: true})
	if err != nil {
		t.Fatal(err)
	}
	found := slices.IndexFunc(result.Hits, func(h Hit) bool { return h.N == 5 })
	if found < 0 {
		t.Fatalf("the second evening is not among %+v", result.Hits)
	}
	if !slices.ContainsFunc(result.Hits[found].Reasons, func(r HitReason) bool { return r.Word == "outage" && r.Own == 1 }) {
		t.Errorf("its reasons are %+v", result.Hits[found].Reasons)
	}
	if slices.ContainsFunc(result.Hits, func(h Hit) bool { return h.N == 3 }) {
		t.Error("the birthday is found as well")
	}
}

func TestWordsAreAboutKnownTags(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"en", "de", "es", "fr", "pt", "it", "nl", "hi", "kn", "cy", "pl", "sw"} {
		about := language.Of(code).Topics()
		if len(about) == 0 {
			t.Errorf("%s: no word is about anything", code)
		}
		for _, tag := range about {
			if !slices.Contains(topic.Known(), tag) {
				t.Errorf("%s: %q is no known tag", code, tag)
			}
		}
	}
}
