package index

import (
	"context"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/parser"
)

func findThreads(t testing.TB, s *Store) {
	t.Helper()
	if err := s.FindThreads(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

// linksOf returns the links of a store's only chat.
func linksOf(t testing.TB, s *Store) []thread.Link {
	t.Helper()
	sn, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	links, err := sn.Links(sn.Chats()[0].Name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range links {
		links[i].Confidence = 0 // kept in steps
	}
	return links
}

// wholeLinks untangles messages at once.
func wholeLinks(t testing.TB, messages []Message) []thread.Link {
	t.Helper()
	said := make([]thread.Message, len(messages))
	for i, m := range messages {
		said[i] = thread.Message{Time: m.Time, Sender: m.Sender, Text: m.Text, Notice: m.Kind == parser.Notice || m.Sender == ""}
	}
	links, err := thread.Find(t.Context(), said)
	if err != nil {
		t.Fatal(err)
	}
	for i := range links {
		links[i].Confidence = 0
	}
	return links
}

func TestThreadsFoundInAStoreAreThoseOfTheChat(t *testing.T) {
	t.Parallel()
	s := hazelRoad(t)
	findThreads(t, s)
	messages := chatOf(t, s)
	links, want := linksOf(t, s), wholeLinks(t, messages)
	if !reflect.DeepEqual(links, want) {
		t.Fatal("the links of the store are not those of its messages")
	}
	for i, link := range links {
		if m := messages[i]; m.Kind != parser.Notice && m.Thread != messages[link.Root].ID {
			t.Errorf("message %d is in thread %s, not %s", i, m.Thread, messages[link.Root].ID)
		}
	}
	sn := snapshot(t, s)
	list, err := sn.Threads(t.Context(), ThreadRequest{})
	if err != nil {
		t.Fatal(err)
	}
	total, notices := 0, 0
	for _, thread := range list.Threads {
		total += thread.Messages
		if thread.Title == "" || thread.Last.Before(thread.First) || thread.People == 0 {
			t.Errorf("thread %+v", thread)
		}
	}
	for _, m := range messages {
		if m.Kind == parser.Notice {
			notices++
		}
	}
	if total+notices != len(messages) || list.Missing != 0 || list.Total != len(list.Threads) {
		t.Errorf("%d messages in %d threads and %d notices are not %d", total, list.Total, notices, len(messages))
	}
}

// twoParts returns hazel road's export up to a day, and whole.
func twoParts(t testing.TB, until string) (part, whole string) {
	t.Helper()
	content, err := os.ReadFile("../testdata/hazel-road/WhatsApp Chat with Hazel Road Neighbours.txt")
	if err != nil {
		t.Fatal(err)
	}
	whole = string(content)
	end := strings.Index(whole, "\n"+until)
	if end < 0 {
		t.Fatalf("nothing was written on %s", until)
	}
	return whole[:end+1], whole
}

func TestALaterExportChangesOnlyThreadsNearIt(t *testing.T) {
	t.Parallel()
	part, whole := twoParts(t, "03/12/2024")
	s := newStore(t)
	load(t, s, part)
	findThreads(t, s)
	load(t, s, whole)
	if sn := snapshot(t, s); sn.ThreadsMissing() == 0 {
		t.Error("threads of an older index are taken for those of the new one")
	}
	var first ThreadProgress
	if err := s.FindThreads(t.Context(), func(p ThreadProgress) {
		if first.Total == 0 {
			first = p
		}
	}); err != nil {
		t.Fatal(err)
	}
	if first.Found < first.Total/3 {
		t.Errorf("the first block makes %d of %d known: the old ones were not kept", first.Found, first.Total)
	}
	if !reflect.DeepEqual(linksOf(t, s), wholeLinks(t, chatOf(t, s))) {
		t.Error("the links are not those of the whole chat")
	}
}

func TestFindingThreadsCanBeStoppedAndGoneOnWith(t *testing.T) {
	t.Parallel()
	blocks := 0
	if err := hazelRoad(t).FindThreads(t.Context(), func(ThreadProgress) { blocks++ }); err != nil {
		t.Fatal(err)
	}
	s := hazelRoad(t)
	ctx, cancel := context.WithCancel(t.Context())
	before := 0
	err := s.FindThreads(ctx, func(ThreadProgress) {
		before++
		cancel()
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("ended with %v", err)
	}
	sn := snapshot(t, s)
	chat := sn.Chats()[0]
	if missing := sn.ThreadsMissing(); missing == 0 || missing >= chat.Messages {
		t.Fatalf("%d of %d are missing", missing, chat.Messages)
	}
	// Several blocks are looked at at once, so that the newest need not be
	// the first to be found; the oldest is not among them.
	oldest, err := sn.Messages(t.Context(), chat.Name, 0, 10)
	if err != nil || slices.ContainsFunc(oldest, func(m Message) bool { return !m.Thread.IsZero() }) {
		t.Errorf("the oldest messages' threads are found first: %+v, %v", oldest, err)
	}
	after := 0
	if err := s.FindThreads(t.Context(), func(ThreadProgress) { after++ }); err != nil {
		t.Fatal(err)
	}
	if before+after != blocks {
		t.Errorf("of %d blocks, %d were found before it was stopped and %d after", blocks, before, after)
	}
	if missing := snapshot(t, s).ThreadsMissing(); missing != 0 {
		t.Errorf("%d are missing in the end", missing)
	}
	if !reflect.DeepEqual(linksOf(t, s), wholeLinks(t, chatOf(t, s))) {
		t.Error("the links are not those of the whole chat")
	}
}

func TestADamagedThreadsFileIsFoundAgain(t *testing.T) {
	t.Parallel()
	s := hazelRoad(t)
	findThreads(t, s)
	want := linksOf(t, s)
	path := s.path(indexDir, threadsFile)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	for _, at := range []int{3, int(info.Size()) / 2, int(info.Size()) - 1} {
		flip(t, path, at)
		other := openStore(t, s.Dir())
		if sn := snapshot(t, other); sn.ThreadsMissing() != sn.Chats()[0].Messages {
			t.Errorf("a byte flipped at %d is not seen", at)
		}
		findThreads(t, other)
		if !reflect.DeepEqual(linksOf(t, other), want) {
			t.Errorf("after a byte flipped at %d, the links are others", at)
		}
	}
}

// twoThreads returns the messages of two threads of some length, the earlier
// one first.
func twoThreads(t testing.TB, s *Store) (a, b []Message) {
	t.Helper()
	sn := snapshot(t, s)
	list, err := sn.Threads(t.Context(), ThreadRequest{Sort: BySize, Limit: 2})
	if err != nil || len(list.Threads) < 2 || list.Threads[1].Messages < 4 {
		t.Fatalf("%+v, %v", list, err)
	}
	slices.SortFunc(list.Threads, func(a, b Thread) int { return a.First.Compare(b.First) })
	for i, to := range []*[]Message{&a, &b} {
		if *to, err = sn.Thread(t.Context(), list.Threads[i].ID); err != nil {
			t.Fatal(err)
		}
	}
	return a, b
}

func threadOf(t testing.TB, s *Store, id ID) ID {
	t.Helper()
	m, err := snapshot(t, s).Message(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return m.Thread
}

func TestCorrectedThreadsStayCorrected(t *testing.T) {
	t.Parallel()
	s := hazelRoad(t)
	findThreads(t, s)
	found := linksOf(t, s)
	a, b := twoThreads(t, s)
	split, moved, joined := a[2].ID, b[3].ID, b[0].ID
	for _, step := range []struct {
		name string
		do   func(*Store) (Action, error)
		ok   func(s *Store) bool
	}{
		{"split", func(s *Store) (Action, error) { return s.SplitThread(t.Context(), split) },
			func(s *Store) bool { return threadOf(t, s, split) == split && threadOf(t, s, a[0].ID) == a[0].ID }},
		{"move", func(s *Store) (Action, error) { return s.MoveToThread(t.Context(), moved, split) },
			func(s *Store) bool { return threadOf(t, s, moved) == split }},
		{"move to a later one", func(s *Store) (Action, error) { return s.MoveToThread(t.Context(), a[1].ID, joined) },
			func(s *Store) bool { return threadOf(t, s, joined) == a[1].ID && threadOf(t, s, b[1].ID) == a[1].ID }},
		{"join", func(s *Store) (Action, error) { return s.JoinThreads(t.Context(), []ID{b[1].ID, a[0].ID}) },
			func(s *Store) bool { return threadOf(t, s, joined) == a[0].ID && threadOf(t, s, a[1].ID) == a[0].ID }},
	} {
		action, err := step.do(s)
		if err != nil || action.Links == 0 {
			t.Fatalf("%s: %+v, %v", step.name, action, err)
		}
		if again, err := step.do(s); err != nil || again.Links != 0 {
			t.Errorf("%s, done again: %+v, %v", step.name, again, err)
		}
		if !step.ok(s) {
			t.Errorf("%s: it is not so", step.name)
		}
	}
	want := linksOf(t, s)
	if err := s.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	findThreads(t, s)
	if !reflect.DeepEqual(linksOf(t, s), want) {
		t.Error("after a reindex the threads are others")
	}
	var dump strings.Builder
	if err := s.DumpMarks(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	other := hazelRoad(t)
	findThreads(t, other)
	if _, err := other.RestoreMarks(t.Context(), strings.NewReader(dump.String())); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(linksOf(t, other), want) {
		t.Error("in another store, with marks restored, the threads are others")
	}
	for range 4 {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(linksOf(t, s), found) {
		t.Error("after undoing all corrections the threads are not those that were found")
	}
	sound(t, s)
}

func TestATaggedThreadTagsWhatJoinsItLater(t *testing.T) {
	t.Parallel()
	s := hazelRoad(t)
	findThreads(t, s)
	a, b := twoThreads(t, s)
	tagged := func(id ID) bool {
		m, err := snapshot(t, s).Message(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Contains(m.Tags, "pothole")
	}
	count := func() int {
		result, err := snapshot(t, s).Search(t.Context(), Request{Query: "tag:pothole", Limit: 500})
		if err != nil || len(result.Hits) != result.Total {
			t.Fatalf("%d hits of %d, %v", len(result.Hits), result.Total, err)
		}
		return result.Total
	}
	do := func(_ Action, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	tags := []string{"pothole"}
	do(s.TagThreads(t.Context(), tags, []ID{a[1].ID}, "tag"))
	if count() != len(a) || !tagged(a[0].ID) || tagged(b[0].ID) {
		t.Errorf("%d messages are tagged, of a thread of %d", count(), len(a))
	}
	do(s.MoveToThread(t.Context(), b[len(b)-1].ID, a[0].ID))
	if count() <= len(a) || !tagged(b[len(b)-1].ID) {
		t.Error("what joined the thread is not tagged")
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	do(s.RemoveTags(t.Context(), tags, []ID{a[1].ID, a[3].ID}, "untag")) // the first of them carries the mark
	if count() != len(a)-2 || tagged(a[1].ID) || tagged(a[3].ID) || !tagged(a[2].ID) {
		t.Errorf("%d messages are tagged, of %d but two", count(), len(a))
	}
	do(s.AddTags(t.Context(), tags, []ID{a[3].ID, b[0].ID}, "tag"))
	if count() != len(a) || !tagged(a[3].ID) || !tagged(b[0].ID) {
		t.Errorf("%d messages are tagged, of %d but one, and one of the other", count(), len(a))
	}
	do(s.TagThreads(t.Context(), tags, []ID{a[5%len(a)].ID}, "tag"))
	if count() != len(a)+1 {
		t.Errorf("%d messages are tagged, of %d and one", count(), len(a))
	}
	var dump strings.Builder
	if err := s.DumpMarks(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	do(s.RemoveTags(t.Context(), tags, ids(a), "untag"))
	if count() != 1 || len(snapshot(t, s).marks.ThreadTags) != 0 || len(snapshot(t, s).marks.Exceptions) != 0 {
		t.Errorf("%d messages are tagged, want one; marks %+v", count(), snapshot(t, s).marks)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if count() != len(a)+1 {
		t.Errorf("after undo %d messages are tagged", count())
	}
	other := hazelRoad(t)
	findThreads(t, other)
	if _, err := other.RestoreMarks(t.Context(), strings.NewReader(dump.String())); err != nil {
		t.Fatal(err)
	}
	if got, want := snapshot(t, other).Tags(), snapshot(t, s).Tags(); !reflect.DeepEqual(got, want) {
		t.Errorf("restored tags are %v, want %v", got, want)
	}
}
