package index

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/parser"
)

const (
	wasEdited  = " <This message was edited>"
	wasDeleted = "This message was deleted"
)

// exported returns a chat of four minutes in which Ben wrote first.
func exported(ben string, more ...string) string {
	text := line(day, "Ben Carter", "does anybody have a ladder") +
		line(day.Add(time.Minute), "Ben Carter", ben) +
		line(day.Add(time.Minute), "Aisha", "lovely") +
		line(day.Add(2*time.Minute), "Deb No 12", "see you then")
	for i, m := range more {
		text += line(day.Add(time.Duration(3+i)*time.Minute), "Aisha", m)
	}
	return text
}

func TestAMessageShowsItsLatestVersionWhateverIsLoadedFirst(t *testing.T) {
	t.Parallel()
	const first, second, third = "it is free on Sunday", "it is free on Saturday", "it is free on Friday"
	for _, test := range []struct {
		name    string
		exports []string // in the order of time
		want    string   // Ben's second message
		kind    parser.Kind
		earlier []string
	}{
		{"edited", []string{exported(first), exported(second+wasEdited, "hello")}, second, parser.Text, []string{first}},
		{"edited twice", []string{exported(first), exported(second+wasEdited, "hello"), exported(third+wasEdited, "hello", "well")}, third, parser.Text, []string{first, second}},
		{"deleted", []string{exported(first), exported(wasDeleted, "hello")}, "", parser.Deleted, []string{first}},
		{"edited and deleted", []string{exported(first), exported(second+wasEdited, "hello"), exported(wasDeleted, "hello", "well")}, "", parser.Deleted, []string{first, second}},
		{"as it was", []string{exported(first), exported(first, "hello")}, first, parser.Text, nil},
		{"edited before", []string{exported(second + wasEdited), exported(second+wasEdited, "hello")}, second, parser.Text, nil},
	} {
		for _, order := range orders(len(test.exports)) {
			t.Run(fmt.Sprint(test.name, order), func(t *testing.T) {
				t.Parallel()
				s := newStore(t)
				var id ID
				for n, i := range order {
					load(t, s, test.exports[i])
					messages := chatOf(t, s)
					if n == 0 {
						id = messages[1].ID
						if _, err := s.AddTags(t.Context(), []string{"ladder"}, []ID{id}, ""); err != nil {
							t.Fatal(err)
						}
					}
				}
				check := func(when string) {
					t.Helper()
					messages := chatOf(t, s)
					if want := 4 + len(test.exports) - 1; len(messages) != want {
						t.Fatalf("%s: %d messages, want %d: %q", when, len(messages), want, texts(messages))
					}
					m := messages[1]
					if m.ID != id || m.Text != test.want || m.Kind != test.kind || !slices.Equal(m.Tags, []string{"ladder"}) {
						t.Errorf("%s: %+v, want %q of kind %v and ID %v", when, m, test.want, test.kind, id)
					}
					earlier := make([]string, 0, len(m.Earlier))
					for _, e := range m.Earlier {
						earlier = append(earlier, e.Text)
					}
					if !slices.Equal(earlier, test.earlier) {
						t.Errorf("%s: it was %q, want %q", when, earlier, test.earlier)
					}
				}
				check("after loading")
				load(t, s, exported(first, "as an old backup has it"))
				if err := s.Reindex(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
				if got := chatOf(t, s)[1]; got.ID != id || got.Text != test.want {
					t.Errorf("after an old export and a reindex it is %+v", got)
				}
			})
		}
	}
}

// orders returns all orders of n things.
func orders(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, rest := range orders(n - 1) {
		for at := range n {
			all = append(all, slices.Insert(slices.Clone(rest), at, n-1))
		}
	}
	return all
}

func TestWhatAMessageWasIsSearchedNoMore(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, exported("it is free on Sunday"))
	load(t, s, exported("it is free on Saturday"+wasEdited))
	for query, want := range map[string]int{"sunday": 0, "saturday": 1, "ladder": 1} {
		if ids, _, err := snapshot(t, s).Match(t.Context(), query); err != nil || len(ids) != want {
			t.Errorf("%s: %d messages, %v, want %d", query, len(ids), err, want)
		}
	}
}

func TestTwoMessagesAreNotVersionsOfOne(t *testing.T) {
	t.Parallel()
	for name, later := range map[string]string{
		"both are there":      line(day, "Ben Carter", "one") + line(day, "Ben Carter", "two"+wasEdited),
		"another's":           line(day, "Ben Carter", "one") + line(day, "Aisha", "one"+wasEdited),
		"another minute's":    line(day, "Ben Carter", "one") + line(day.Add(time.Minute), "Ben Carter", "two"+wasEdited),
		"not said to be":      line(day, "Ben Carter", "two") + line(day.Add(time.Minute), "Aisha", "three"),
		"deleted, of another": line(day, "Ben Carter", "one") + line(day, "Aisha", wasDeleted),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t)
			load(t, s, line(day, "Ben Carter", "one")+line(day.Add(time.Hour), "Aisha", "three"))
			before := len(chatOf(t, s))
			report := load(t, s, later)
			if got := chatOf(t, s); len(got) != before+report.Loaded[0].New || report.Loaded[0].New == 0 {
				t.Errorf("%d new of %q", report.Loaded[0].New, texts(got))
			}
		})
	}
}

func TestANoticeInTwoLanguagesIsOne(t *testing.T) {
	t.Parallel()
	said := line(day.Add(time.Hour), "Ben Carter", "welcome to the street, both") + line(day.Add(2*time.Hour), "Aisha", "thank you, that is kind")
	notice := func(text string) string {
		return day.Format("02/01/2006, 15:04") + " - " + text + "\n"
	}
	english := notice("Ben Carter added Deb No 12") + notice("Deb No 12 left") + said
	german := notice("Ben hat Mama hinzugefügt") + notice("Mama hat die Gruppe verlassen") + said
	for _, test := range []struct {
		later   string
		notices int
	}{{german, 2}, {english, 2}, {notice("Ben hat Mama hinzugefügt") + said, 3}} {
		s := newStore(t)
		load(t, s, english)
		load(t, s, test.later)
		if err := s.Reindex(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		var notices []string
		for _, m := range chatOf(t, s) {
			if m.Kind == parser.Notice {
				notices = append(notices, m.Text)
			}
		}
		if len(notices) != test.notices || notices[0] != "Ben Carter added Deb No 12" || notices[1] != "Deb No 12 left" {
			t.Errorf("of %q came %q", test.later, notices)
		}
	}
}
