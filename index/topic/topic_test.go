package topic

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/index/thread"
)

// street makes a chat of threads that nobody doubts, each written as its
// messages, a day apart.
func street(threads ...[]string) (messages []thread.Message, links []thread.Link) {
	at := time.Date(2024, 3, 1, 18, 0, 0, 0, time.UTC)
	for _, lines := range threads {
		first := len(messages)
		for i, line := range lines {
			messages = append(messages, thread.Message{Time: at.Add(time.Duration(i) * time.Minute), Sender: string(rune('A' + i%3)), Text: line})
			link := thread.Link{Parent: first + i - 1, Root: first, Confidence: 1}
			if i == 0 {
				link.Parent = thread.None
			}
			links = append(links, link)
		}
		at = at.Add(24 * time.Hour)
	}
	return messages, links
}

func read(t *testing.T, threads ...[]string) *Reading {
	t.Helper()
	messages, links := street(threads...)
	r, err := Read(t.Context(), messages, links)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func suggest(t *testing.T, chat Chat, req Request) []Suggestion {
	t.Helper()
	found, err := Suggest(t.Context(), []Chat{chat}, req)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

var talk = [][]string{
	{"Has anyone seen the cat from number 9? Small, ginger", "She is on our shed roof", "Thank you!"},
	{"Happy birthday Mo!", "Many happy returns", "Cake at four"},
	{"Who won the match last night?", "We lost again"},
}

func TestWhatAThreadIsAboutIsSuggested(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tag   string
		lines []string
		why   string
	}{
		{"outage", []string{"Is anyone else's power off?", "Yes, we have no electricity here either", "Back on now at ours"}, "power"},
		{"pothole", []string{"There is a huge pothole outside number 30, I burst a tyre in it", "I have reported it to the council", "They filled it in this morning"}, "pothole"},
		{"lending", []string{"Could I borrow a ladder for the weekend please?", "Yes of course, come and get mine from the shed", "Brought it back, thanks for the loan"}, "borrow"},
		{"outage", []string{"Hat noch jemand Stromausfall?", "Ja, bei uns ist der Strom auch weg", "Strom ist wieder da"}, "Strom"},
		{"outage", []string{"¿Se fue la luz en toda la calle?", "Sí, aquí tampoco hay luz", "Ya volvió la luz"}, "luz"},
	} {
		r := read(t, append([][]string{c.lines}, talk...)...)
		found := suggest(t, Chat{Reading: r}, Request{Tags: Known(), Min: 0.5})
		if len(found) == 0 || found[0].Tag != c.tag || found[0].Thread != 0 {
			t.Errorf("%q: got %+v, want %s", c.lines[0], found, c.tag)
			continue
		}
		var why []string
		for _, span := range found[0].Because {
			why = append(why, r.chat.Messages[span.Message].Text[span.Start:span.End])
		}
		if !strings.Contains(strings.Join(why, " "), c.why) {
			t.Errorf("%q: because %q, want %q among it", c.lines[0], why, c.why)
		}
	}
}

func TestTalkIsNotTagged(t *testing.T) {
	t.Parallel()
	r := read(t, append([][]string{
		{"The power of love is on the radio, turn it up", "😂😂"},
		{"I am out of milk again", "Shop is open till ten"},
	}, talk...)...)
	if found := suggest(t, Chat{Reading: r}, Request{Tags: Known(), Min: 0.5}); len(found) > 0 {
		t.Errorf("got %+v", found)
	}
}

// choir are threads of a matter that no built-in tag is for, then others.
var choir = append([][]string{
	{"Choir practice is on Tuesday at seven", "I will bring the song sheets"},
	{"Can the sopranos come early to choir?", "Sopranos are always early"},
	{"Choir again tonight, who is coming?", "All the sopranos"},
}, talk...)

func TestAnyTagIsLearnedFromWhatHasIt(t *testing.T) {
	t.Parallel()
	chat := Chat{Reading: read(t, choir...), Lessons: map[string]Lesson{"zz": {Tagged: []int{0, 1, 2, 3}}}}
	found := suggest(t, chat, Request{Tags: []string{"zz"}})
	rank := func(root int) int {
		return slices.IndexFunc(found, func(s Suggestion) bool { return s.Thread == root })
	}
	for _, other := range []int{6, 9, 12} {
		if rank(4) > rank(other) {
			t.Errorf("the thread at 4 comes after that at %d", other)
		}
	}
}

func TestWithNoLeastConfidenceEveryThreadIsListed(t *testing.T) {
	t.Parallel()
	chat := Chat{Reading: read(t, choir...), Lessons: map[string]Lesson{"zz": {Tagged: []int{0, 1}, Refused: []int{6, 7, 8}}}}
	var seen []int
	for _, s := range suggest(t, chat, Request{Tags: []string{"zz"}}) {
		seen = append(seen, s.Messages...)
	}
	slices.Sort(seen)
	for i := range chat.chat.Messages {
		if i >= len(seen) || seen[i] != i {
			t.Fatalf("listed %v of %d messages", seen, len(chat.chat.Messages))
		}
	}
}

func TestWhatIsDecidedIsNotSuggested(t *testing.T) {
	t.Parallel()
	power := []string{"Is anyone else's power off?", "Yes, no electricity here", "Power is back on"}
	for name, lesson := range map[string]Lesson{"tagged": {Tagged: []int{0, 1, 2}}, "refused": {Refused: []int{0, 1, 2}}} {
		chat := Chat{Reading: read(t, append([][]string{power}, talk...)...), Lessons: map[string]Lesson{"outage": lesson}}
		for _, s := range suggest(t, chat, Request{Tags: []string{"outage"}, Min: 0.01}) {
			if s.Thread == 0 {
				t.Errorf("%s: suggested %+v", name, s)
			}
		}
	}
}

func TestSuggestionsAreRepeatable(t *testing.T) {
	t.Parallel()
	lessons := map[string]Lesson{"zz": {Tagged: []int{0, 1, 2, 3}, Refused: []int{9}}}
	req := Request{Tags: append(Known(), "zz")}
	first := suggest(t, Chat{Reading: read(t, choir...), Lessons: lessons}, req)
	second := suggest(t, Chat{Reading: read(t, choir...), Lessons: lessons}, req)
	for i := range first {
		if first[i].Confidence != second[i].Confidence || first[i].Thread != second[i].Thread {
			t.Fatalf("%+v, then %+v", first[i], second[i])
		}
	}
}

func TestReadEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	messages, links := street(choir...)
	if _, err := Read(ctx, messages, links); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestWhatWasPassedOverComesLater(t *testing.T) {
	t.Parallel()
	same := "Choir again tonight"
	threads := append([][]string{{"Choir practice is on Tuesday", "Sopranos, be early for choir", "Choir song sheets are with Gwen", same}, {same}}, talk...)
	chat := Chat{Reading: read(t, threads...), Lessons: map[string]Lesson{"zz": {Tagged: []int{0, 1, 2}}}}
	suggestions := suggest(t, chat, Request{Tags: []string{"zz"}})
	place := func(message int) int {
		return slices.IndexFunc(suggestions, func(s Suggestion) bool { return slices.Contains(s.Messages, message) })
	}
	passedOver, elsewhere := place(3), place(4)
	if elsewhere < 0 {
		t.Fatalf("a message like those that are tagged is not suggested: %+v", suggestions)
	}
	if passedOver >= 0 && passedOver <= elsewhere {
		t.Errorf("a message that was left out when its thread was tagged is suggestion %d, the same in another thread %d", passedOver, elsewhere)
	}
}

func TestSmallWordsAreNoReasons(t *testing.T) {
	t.Parallel()
	r := read(t, choir...)
	chat := Chat{Reading: r, Lessons: map[string]Lesson{"zz": {Tagged: []int{0, 1, 2, 3}}, "outage": {Refused: []int{0, 1}, Tagged: []int{6}}}}
	for _, s := range suggest(t, chat, Request{Tags: []string{"zz", "outage"}}) {
		for _, span := range s.Because {
			word := strings.ToLower(r.chat.Messages[span.Message].Text[span.Start:span.End])
			if slices.Contains([]string{"the", "a", "with", "will", "is", "on", "at", "to", "it", "again", "tonight", "who", "all", "come", "coming", "i"}, word) {
				t.Errorf("%s because of %q", s.Tag, word)
			}
		}
	}
}

// TestAFewAnswersDoNotOutweighWhatIsKnown answers some suggestions and looks at
// what has nothing to do with them.
func TestAFewAnswersDoNotOutweighWhatIsKnown(t *testing.T) {
	t.Parallel()
	outages := [][]string{
		{"Is anyone else's power off?", "Yes, no electricity here", "Power is back on"},
		{"Has the power gone again?", "No power at ours, the whole row is dark"},
		{"Internet is down, is it only us?", "Broadband is off here too"},
	}
	r := read(t, slices.Concat(outages, talk)...)
	accepted := Lesson{Tagged: []int{0, 1, 2, 3, 4, 5, 6}}
	confidence := func(lessons map[string]Lesson) map[int]float64 {
		of := make(map[int]float64)
		for _, s := range suggest(t, Chat{Reading: r, Lessons: lessons}, Request{Tags: []string{"outage"}}) {
			for _, i := range s.Messages {
				of[i] = s.Confidence
			}
		}
		return of
	}
	before, after := confidence(nil), confidence(map[string]Lesson{"outage": accepted})
	for i := range r.chat.Messages {
		if i >= 7 && after[i] > before[i]+0.15 {
			t.Errorf("after three answers %q is %.2f likely, before %.2f", r.chat.Messages[i].Text, after[i], before[i])
		}
	}
}

func TestAMessageAloneNeedsEvenChancesOnly(t *testing.T) {
	t.Parallel()
	if got := parts([]int{0}, []float64{0.55}, 0.5); len(got) != 1 {
		t.Errorf("a message alone, 0.55 likely, makes %d suggestions", len(got))
	}
	if got := parts([]int{0, 1}, []float64{0.55, 0.55}, 0.5); len(got) != 0 {
		t.Errorf("two messages, 0.55 likely, make %d suggestions", len(got))
	}
	if got := parts([]int{0}, []float64{0.55}, 0.6); len(got) != 0 {
		t.Errorf("where 0.6 is asked for, one that is 0.55 likely makes %d suggestions", len(got))
	}
}

func TestAMessageThatHardlyBelongsToItsThreadIsLessLikelyToHaveItsTag(t *testing.T) {
	t.Parallel()
	messages, links := street([]string{"Is anyone else's power off?", "Yes, no electricity here either", "Who has seen my hat?", "Back on now at ours"})
	const hat = 2
	chance := func(confidence float64) float64 {
		links[hat].Confidence = confidence
		r, err := Read(t.Context(), messages, links)
		if err != nil {
			t.Fatal(err)
		}
		return r.Likely()["outage"][hat]
	}
	if sure, hardly := chance(0.95), chance(0.35); hardly >= sure {
		t.Errorf("the chance is %.2f where the link is likely, %.2f where it is not", sure, hardly)
	}
}
