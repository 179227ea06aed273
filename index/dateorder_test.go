package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/parser"
)

// spring is a chat as a phone with the month first exports it. No date of it
// proves that.
func spring() string {
	return "3/4/24, 10:05 - Ben: power just went here\n" +
		"3/4/24, 10:06 - Deb: Thanks!\n" +
		"4/5/24, 10:05 - Ben: who has the ladder\n" +
		"4/5/24, 10:06 - Deb: Thanks!\n" +
		"6/7/24, 09:00 - Raj: bins tomorrow\n"
}

// springLonger is the same chat exported later, by the same phone or, in
// another layout, by another: some of its dates are possible month first only.
func springLonger(layout string) string {
	at := func(month, day, hour, minute int) string {
		return time.Date(2024, time.Month(month), day, hour, minute, 0, 0, time.UTC).Format(layout)
	}
	return at(4, 5, 10, 6) + " - Deb: Thanks!\n" +
		at(6, 7, 9, 0) + " - Raj: bins tomorrow\n" +
		at(6, 20, 9, 0) + " - Raj: bins again\n" +
		at(7, 1, 9, 0) + " - Deb: who has the ladder\n"
}

func loadSpring(t *testing.T, s *Store, text string, order parser.DateOrder) Loaded {
	t.Helper()
	report, err := s.Load(t.Context(), []*parser.Export{export(elm, text)}, LoadOptions{Options: parser.Options{DateOrder: order}})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Refused) > 0 {
		t.Fatal(report.Refused)
	}
	return report.Loaded[0]
}

func answer(t *testing.T, s *Store, order parser.DateOrder) {
	t.Helper()
	if _, err := s.AnswerDateOrder(t.Context(), "Elm Street", order, nil); err != nil {
		t.Fatal(err)
	}
}

// told is what a chat says, a message a line: day, text, tags.
func told(t *testing.T, s *Store) string {
	t.Helper()
	var b strings.Builder
	for _, m := range chatOf(t, s) {
		fmt.Fprintf(&b, "%s %s %v\n", m.Time.Format("Jan 2"), m.Text, m.Tags)
	}
	return b.String()
}

func idsOf(messages []Message) []ID {
	ids := make([]ID, 0, len(messages))
	for _, m := range messages {
		ids = append(ids, m.ID)
	}
	return ids
}

const (
	dayFirst   = "Apr 3 power just went here [outage]\nApr 3 Thanks! []\nMay 4 who has the ladder []\nMay 4 Thanks! []\nJul 6 bins tomorrow []\n"
	monthFirst = "Mar 4 power just went here [outage]\nMar 4 Thanks! []\nApr 5 who has the ladder []\nApr 5 Thanks! []\nJun 7 bins tomorrow []\n"
)

// taggedSpring is a store with an export that proves nothing, and a tag.
func taggedSpring(t *testing.T) *Store {
	t.Helper()
	s := newStore(t)
	if done := loadSpring(t, s, spring(), parser.UnknownOrder); !done.Ask || !done.Summary.Ambiguous {
		t.Fatalf("loaded %+v", done)
	}
	if _, err := s.AddTags(t.Context(), []string{"outage"}, idsOf(chatOf(t, s))[:1], "tag"); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnAnswerOnDatesChangesTimesAndNoID(t *testing.T) {
	t.Parallel()
	s := taggedSpring(t)
	if got := told(t, s); got != dayFirst {
		t.Fatalf("at first\n%s", got)
	}
	before := idsOf(chatOf(t, s))
	answer(t, s, parser.MDY)
	if got := told(t, s); got != monthFirst {
		t.Errorf("answered\n%s", got)
	}
	if !slices.Equal(idsOf(chatOf(t, s)), before) {
		t.Error("IDs changed")
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := told(t, s); got != dayFirst {
		t.Errorf("undone\n%s", got)
	}
	if _, err := s.Redo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := told(t, s); got != monthFirst || !slices.Equal(idsOf(chatOf(t, s)), before) {
		t.Errorf("done again and reindexed\n%s", got)
	}
	if chat := snapshot(t, s).Chats()[0]; chat.DateOrder != "mdy" || !chat.Ambiguous {
		t.Errorf("the chat is %+v", chat)
	}
}

func TestAnExportThatProvesItsDatesAddsOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	for _, layout := range []string{"1/2/06, 15:04", "02/01/2006, 15:04", "2006-01-02, 15:04"} {
		for _, answered := range []parser.DateOrder{parser.UnknownOrder, parser.DMY, parser.MDY} {
			s := taggedSpring(t)
			if answered != parser.UnknownOrder {
				answer(t, s, answered)
			}
			if done := loadSpring(t, s, springLonger(layout), parser.UnknownOrder); done.New != 2 || done.Known != 2 {
				t.Errorf("%s, answered %s: %d new and %d known", layout, answered, done.New, done.Known)
			}
			before := idsOf(chatOf(t, s))
			answer(t, s, parser.MDY)
			if got := told(t, s); got != monthFirst+"Jun 20 bins again []\nJul 1 who has the ladder []\n" {
				t.Errorf("%s, answered %s:\n%s", layout, answered, got)
			}
			slices.SortFunc(before, compareIDs)
			after := idsOf(chatOf(t, s))
			slices.SortFunc(after, compareIDs)
			if !slices.Equal(before, after) {
				t.Errorf("%s, answered %s: IDs changed", layout, answered)
			}
		}
	}
}

func compareIDs(a, b ID) int { return bytes.Compare(a[:], b[:]) }

func TestAnExportThatProvesNothingAddsOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	loadSpring(t, s, springLonger("2006-01-02, 15:04"), parser.UnknownOrder)
	if done := loadSpring(t, s, spring(), parser.UnknownOrder); done.New != 3 || done.Known != 2 {
		t.Errorf("%d new and %d known", done.New, done.Known)
	}
}

func TestADateOrderGivenWithALoadIsTheAnswerForTheChat(t *testing.T) {
	t.Parallel()
	s := taggedSpring(t)
	if done := loadSpring(t, s, spring(), parser.MDY); !done.AlreadyLoaded {
		t.Errorf("loaded again: %+v", done)
	}
	if got := told(t, s); got != monthFirst {
		t.Errorf("given with the same export\n%s", got)
	}
	revision := snapshot(t, s).Revision()
	loadSpring(t, s, spring(), parser.MDY)
	loadSpring(t, s, spring(), parser.UnknownOrder)
	if now := snapshot(t, s).Revision(); now != revision {
		t.Errorf("the same load once more led from %s to %s", revision, now)
	}
	done := loadSpring(t, s, spring()+"7/8/24, 09:00 - Raj: rain\n", parser.UnknownOrder)
	if done.Ask || done.Summary.Ambiguous || done.New != 1 {
		t.Errorf("a further export that proves nothing: %+v", done)
	}
	if got := told(t, s); got != monthFirst+"Jul 8 rain []\n" {
		t.Errorf("then\n%s", got)
	}

	fresh := newStore(t)
	if done := loadSpring(t, fresh, spring(), parser.MDY); done.Ask || done.Summary.DateOrder != parser.MDY {
		t.Errorf("given with the first load: %+v", done)
	}
	if got := told(t, fresh); got != strings.Replace(monthFirst, "outage", "", 1) {
		t.Errorf("given with the first load\n%s", got)
	}
	if !slices.Equal(idsOf(chatOf(t, fresh)), idsOf(chatOf(t, s))[:5]) {
		t.Error("IDs depend on what is asked for")
	}
}

func TestADateOrderOverrulesWhatAnExportProves(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	text := "13/4/24, 10:05 - Ben: hello\n1/5/24, 10:05 - Deb: hi\n2/5/24, 10:05 - Deb: bye\n"
	loadSpring(t, s, text, parser.UnknownOrder)
	before := idsOf(chatOf(t, s))
	answer(t, s, parser.MDY)
	if got := told(t, s); got != "Apr 13 hello []\nMay 1 hi []\nMay 2 bye []\n" {
		t.Errorf("an answer for the chat changed what is proved\n%s", got)
	}
	loadSpring(t, s, text, parser.MDY)
	if got := told(t, s); got != "Apr 13 hello []\nJan 5 hi []\nFeb 5 bye []\n" {
		t.Errorf("overruled\n%s", got)
	}
	if !slices.Equal(idsOf(chatOf(t, s)), before) {
		t.Error("IDs changed")
	}
	loadSpring(t, s, text, parser.DMY)
	if got := told(t, s); got != "Apr 13 hello []\nMay 1 hi []\nMay 2 bye []\n" {
		t.Errorf("back\n%s", got)
	}
}

func TestAnswersOnDatesAreDumpedAndRestored(t *testing.T) {
	t.Parallel()
	s := taggedSpring(t)
	answer(t, s, parser.MDY)
	var dump bytes.Buffer
	if err := s.DumpMarks(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(dump.String(), "dates\t\"elm street\"\tmdy\n") {
		t.Errorf("dump\n%s", dump.String())
	}
	other := newStore(t)
	loadSpring(t, other, spring(), parser.UnknownOrder)
	if report, err := other.RestoreMarks(t.Context(), &dump); err != nil || len(report.Bad) > 0 {
		t.Fatal(report, err)
	}
	if got := told(t, other); got != monthFirst {
		t.Errorf("restored\n%s", got)
	}
	if err := other.RenameChat(t.Context(), "Elm Street", "Elm"); err != nil {
		t.Fatal(err)
	}
	if got := told(t, other); got != monthFirst {
		t.Errorf("renamed\n%s", got)
	}
}

func TestAnAnswerThatIsCutOffLeavesOneOfBoth(t *testing.T) {
	t.Parallel()
	s := taggedSpring(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := s.AnswerDateOrder(ctx, "Elm Street", parser.MDY, func(Progress) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	if got := told(t, s); got != dayFirst {
		t.Errorf("cancelled\n%s", got)
	}
	before, err := os.ReadFile(s.path(indexDir, currentFile))
	if err != nil {
		t.Fatal(err)
	}
	answer(t, s, parser.MDY)
	// As if it had been cut off before the last step.
	if err := os.WriteFile(s.path(indexDir, currentFile), before, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := told(t, openStore(t, s.Dir())); got != monthFirst {
		t.Errorf("cut off before the index was published\n%s", got)
	}
	if _, err := s.AnswerDateOrder(t.Context(), "Oak Lane", parser.MDY, nil); !errors.Is(err, ErrNoChat) {
		t.Errorf("a chat that is not there: %v", err)
	}
}
