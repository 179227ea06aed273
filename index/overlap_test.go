package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/parser"
)

// sequel returns a chat of people who say something of their own every hour,
// beginning some hours after the first day's morning.
func sequel(people []string, what string, from, to int, clock time.Duration) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		at := day.Add(time.Duration(i)*time.Hour + clock)
		b.WriteString(line(at, people[i%len(people)], fmt.Sprintf("%s, part %d of the story", what, i)))
	}
	return b.String()
}

func loadNamed(t *testing.T, s *Store, chat, text, overrule string) Loaded {
	t.Helper()
	opts := LoadOptions{Options: parser.Options{Chat: overrule}}
	report, err := s.Load(t.Context(), exportsNamed("WhatsApp Chat with "+chat+".txt", text), opts)
	if err != nil || len(report.Loaded) != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	return report.Loaded[0]
}

func sizes(t *testing.T, s *Store) string {
	t.Helper()
	list := make([]string, 0, 4)
	for _, chat := range snapshot(t, s).Chats() {
		list = append(list, fmt.Sprintf("%s %d", chat.Name, chat.Messages))
	}
	slices.Sort(list)
	return strings.Join(list, "; ")
}

func TestWhichChatAnExportBelongsTo(t *testing.T) {
	t.Parallel()
	elmers, oakers := []string{"Ben", "Deb", "Aisha"}, []string{"Rui", "Ola", "Kim"}
	s := newStore(t)
	loadNamed(t, s, "Residents", sequel(elmers, "the pothole", 0, 100, 0), "")
	if l := loadNamed(t, s, "Residents", sequel(oakers, "the hedge", 20, 90, 0), ""); l.Chat != "Residents (2)" || l.Evidence == "" {
		t.Errorf("another group became %q, because %q", l.Chat, l.Evidence)
	}
	if l := loadNamed(t, s, "Residents", sequel(oakers, "the hedge", 80, 120, 0), ""); l.Chat != "Residents (2)" || l.New != 30 {
		t.Errorf("its next export became %q with %d new", l.Chat, l.New)
	}
	if l := loadNamed(t, s, "Residents", sequel(oakers, "the fence", 130, 150, 0), ""); l.Chat != "Residents (2)" || l.New != 20 {
		t.Errorf("one after a gap became %q with %d new", l.Chat, l.New)
	}
	if l := loadNamed(t, s, "Elm Street", sequel(elmers, "the pothole", 50, 130, 0), ""); l.Chat != "Residents" || l.New != 30 || l.Evidence == "" {
		t.Errorf("a renamed group became %q with %d new, because %q", l.Chat, l.New, l.Evidence)
	}
	if l := loadNamed(t, s, "Residents", sequel(elmers, "the kerb", 200, 220, 0), ""); l.Chat != "Residents" || l.Evidence != "" {
		t.Errorf("the same people after a gap became %q, because %q", l.Chat, l.Evidence)
	}
	if l := loadNamed(t, s, "Elm Street", sequel(elmers, "the pothole", 40, 60, 0), "Apart"); l.Chat != "Apart" || l.New != 20 {
		t.Errorf("against the evidence it became %q with %d new", l.Chat, l.New)
	}
	want := "Apart 20; Residents (2) 120; Residents 150"
	if got := sizes(t, s); got != want {
		t.Errorf("chats are %s, want %s", got, want)
	}
	if err := s.Reindex(t.Context(), nil); err != nil || sizes(t, s) != want {
		t.Errorf("after reindexing, %s, %v", sizes(t, s), err)
	}
}

func TestAnExportOfAnotherClockDoublesNothing(t *testing.T) {
	t.Parallel()
	people := []string{"Ben", "Deb", "Aisha"}
	for _, clock := range []time.Duration{-5*time.Hour - 30*time.Minute, -time.Hour, 2 * time.Hour, 12*time.Hour + 45*time.Minute} {
		s := newStore(t)
		loadNamed(t, s, "Elm", sequel(people, "the pothole", 0, 100, 0), "")
		before := idsOf(messagesOf(t, s, "Elm"))
		l := loadNamed(t, s, "Elm", sequel(people, "the pothole", 60, 120, clock), "")
		if l.Clock != -clock || l.ClockEvidence == "" || l.New != 20 {
			t.Errorf("%v: took %v, %q, with %d new", clock, l.Clock, l.ClockEvidence, l.New)
		}
		after := messagesOf(t, s, "Elm")
		if len(after) != 120 || !slices.Equal(idsOf(after)[:100], before) || !after[119].Time.Equal(day.Add(119*time.Hour)) {
			t.Errorf("%v: there are %d messages, the last at %v", clock, len(after), after[len(after)-1].Time)
		}
		if err := s.Reindex(t.Context(), nil); err != nil || !slices.Equal(idsOf(messagesOf(t, s, "Elm")), idsOf(after)) {
			t.Errorf("%v: reindexing changed something, %v", clock, err)
		}
	}
}

func TestRepeatedWordsMakeNoOtherClock(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	daily := func(from, to int) string {
		var b strings.Builder
		for i := from; i < to; i++ {
			b.WriteString(line(day.AddDate(0, 0, i), "Ben", "Good morning, everybody!"))
			b.WriteString(line(day.AddDate(0, 0, i).Add(time.Hour), "Deb", fmt.Sprintf("thanks, day %d is a nice one", i)))
		}
		return b.String()
	}
	loadNamed(t, s, "Elm", daily(0, 60), "")
	if l := loadNamed(t, s, "Elm", daily(60, 120), ""); l.Clock != 0 || l.New != 120 {
		t.Errorf("took %v, %d new", l.Clock, l.New)
	}
}

func messagesOf(t *testing.T, s *Store, chat string) []Message {
	t.Helper()
	messages, err := snapshot(t, s).Messages(t.Context(), chat, 0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	return messages
}
