package index

import (
	"testing"

	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/query"
)

// english is what a chat in English has for languages.
var english = spoken{languages: language.Detect([][]string{{"who", "is", "it"}})}

func TestHighlightsShowWhatMatched(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ query, text, want string }{
		{"ladder", "A Ladder, Deb's ladder!", "A [Ladder], Deb's [ladder]!"},
		{"deb", "Deb's ladder", "[Deb]'s ladder"},
		{"cafe 👍", "Café 👍🏽", "[Café] [👍🏽]"},
		{`"power is off"`, "power is on, power IS off", "power is on, [power IS off]"},
		{"pot-hole", "pot hole, a hole in a pot", "[pot hole], a hole in a pot"},
		{"lad*", "lads on ladders had a salad", "[lads] on [ladders] had a salad"},
		{"laddar~", "ladder leather", "[ladder] leather"},
		{"ab~", "ab abc", "[ab] abc"},
		{"ladder -rope", "ladder and rope", "[ladder] and rope"},
		{"from:ladder", "ladder", "ladder"},
		{"ladder OR (rope tree)", "tree, rope, ladder", "[tree], [rope], [ladder]"},
		{`"a b" "b c"`, "a b c d", "[a b c] d"},
		{`"a b c" b`, "a b c b", "[a b c] [b]"},
		{"停电", "昨天停电了", "昨天[停电]了"},
		{"ladders", "a ladder, two ladders, a lad", "a [ladder], two [ladders], a lad"},
		{`"ladders" +drills`, "ladder, ladders, drill, drills", "ladder, [ladders], drill, [drills]"},
		{"", "anything", "anything"},
	} {
		q, _ := query.Parse(test.query, query.Options{})
		k := compiler{question: ask(q.Root, english)}
		if got := mark(test.text, highlight(test.text, k.matchers(q.Root))); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.query, got, test.want)
		}
	}
}

func TestAnUnfinishedWordMatchesWhatItBegins(t *testing.T) {
	t.Parallel()
	f := newTestFinder(t, []testMessage{
		{chat: "Elm", sender: "Ben", time: day, text: "power is off"},
		{chat: "Elm", sender: "Ben", time: day, text: "the powder is offered"},
		{chat: "Elm", sender: "Ben", time: day, text: "pow"},
	})
	for _, test := range []struct {
		query  string
		typing bool
		want   int
	}{
		{"pow", true, 3},
		{"pow", false, 1},
		{"pow ", true, 1},
		{"is off", true, 2},
		{"is off ", true, 1},
		{`"is off`, true, 2},
		{`"is off"`, true, 1},
		{"is -off", true, 1},
		{"is pow", true, 3}, // "is" does not count
		{"pow is", true, 1},
		{`"is" pow`, true, 2},
		{"from:b", true, 3},
	} {
		result, err := f.search(t.Context(), Request{Query: test.query, Typing: test.typing, Strict: true})
		if err != nil || result.Total != test.want {
			t.Errorf("%q, typing %t: %d messages, %v, want %d", test.query, test.typing, result.Total, err, test.want)
		}
	}
}

func TestTheWordAsTypedComesBeforeThoseItBegins(t *testing.T) {
	t.Parallel()
	f := newTestFinder(t, []testMessage{
		{chat: "Elm", time: day, text: "pot"},
		{chat: "Oak", time: day, text: "potpourri"},
		{chat: "Ash", time: day, text: "potato"},
	})
	result, err := f.search(t.Context(), Request{Query: "pot", Typing: true})
	if err != nil || len(result.Hits) != 3 || result.Hits[0].Text != "pot" || result.Hits[1].Score != result.Hits[2].Score {
		t.Errorf("%+v, %v", result.Hits, err)
	}
}

// Typing a query letter by letter must never fail nor panic, whatever stands
// there for a moment.
func TestEveryKeystrokeIsAnswered(t *testing.T) {
	t.Parallel()
	f := newTestFinder(t, []testMessage{{chat: "Elm", sender: "Ben", time: day, text: "the power is off", tags: []string{"outage"}}})
	for _, text := range []string{
		`from:"ben" (power OR water) -tag:pothole before:2025-06 "is off" wat~ pow* near:0000000000000000`,
		`all: date:2024..2025 is:untagged OR has:link NOT (kind:poll in:elm)`,
		"停电 👨‍👩‍👧 don't l'eau",
	} {
		for i := range text {
			if _, err := f.search(t.Context(), Request{Query: text[:i], Typing: true}); err != nil {
				t.Fatalf("%q: %v", text[:i], err)
			}
		}
	}
}
