package index

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/parser"
)

// line is one message of a test chat.
func line(at time.Time, sender, text string) string {
	return fmt.Sprintf("%s - %s: %s\n", at.Format("02/01/2006, 15:04"), sender, text)
}

var day = time.Date(2024, 1, 31, 18, 0, 0, 0, time.UTC)

// street returns the lines from (0-based) to, exclusive, of an endless chat in
// which some messages repeat within their minute.
func street(from, to int) string {
	var b strings.Builder
	senders := []string{"Ben Carter", "Deb No 12", "Aisha"}
	for i := from; i < to; i++ {
		at := day.Add(time.Duration(i/5) * time.Minute)
		text := fmt.Sprintf("message %d about the pothole", i)
		switch i % 5 {
		case 1, 3:
			text = "Thanks!"
		case 4:
			text = "on my way"
		}
		b.WriteString(line(at, senders[i%len(senders)], text))
	}
	return b.String()
}

func export(name, text string) *parser.Export {
	return parser.FromReader(name, func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil })
}

var elmOptions = LoadOptions{Options: parser.Options{Chat: "Elm Street", DateOrder: parser.DMY}}

const elm = "WhatsApp Chat with Elm Street.txt"

func exportsNamed(name, text string) []*parser.Export { return []*parser.Export{export(name, text)} }

func newStore(t testing.TB) *Store {
	t.Helper()
	return openStore(t, filepath.Join(t.TempDir(), "store"))
}

func openStore(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func load(t testing.TB, s *Store, texts ...string) LoadReport {
	t.Helper()
	exports := make([]*parser.Export, 0, len(texts))
	for _, text := range texts {
		exports = append(exports, export(elm, text))
	}
	report, err := s.Load(t.Context(), exports, elmOptions)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Refused) > 0 {
		t.Fatal(report.Refused)
	}
	return report
}

func snapshot(t testing.TB, s *Store) *Snapshot {
	t.Helper()
	sn, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sn.Close)
	return sn
}

// chatOf returns all messages of a store's only chat.
func chatOf(t testing.TB, s *Store) []Message {
	t.Helper()
	sn, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	chats := sn.Chats()
	if len(chats) == 0 {
		return nil
	}
	messages, err := sn.Messages(t.Context(), chats[0].Name, 0, chats[0].Messages)
	if err != nil {
		t.Fatal(err)
	}
	return messages
}

func texts(messages []Message) []string {
	list := make([]string, 0, len(messages))
	for _, m := range messages {
		list = append(list, m.Time.Format("15:04 ")+m.Sender+": "+m.Text)
	}
	return list
}

func ids(messages []Message) []ID {
	list := make([]ID, 0, len(messages))
	for _, m := range messages {
		list = append(list, m.ID)
	}
	return list
}

// files returns every file of a store with its content, but for the lock.
func files(t testing.TB, dir string) map[string]string {
	t.Helper()
	contents := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == lockFile {
			return err
		}
		content, err := os.ReadFile(path)
		contents[strings.TrimPrefix(path, dir)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return contents
}

func TestAnEmptyStoreAnswersEverything(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	sn := snapshot(t, s)
	if n := len(sn.Chats()); n != 0 {
		t.Errorf("%d chats", n)
	}
	if n := len(sn.People("")); n != 0 {
		t.Errorf("%d people", n)
	}
	if tags := sn.Tags(); len(tags) != 5 || tags[0].Messages != 0 {
		t.Errorf("tags %v, want the five built-in ones, unused", tags)
	}
	if _, err := sn.Messages(t.Context(), "Elm Street", 0, 10); !errors.Is(err, ErrNoChat) {
		t.Errorf("messages of no chat: %v", err)
	}
	if _, err := sn.Message(t.Context(), ID{1}); !errors.Is(err, ErrNoMessage) {
		t.Errorf("no message: %v", err)
	}
	if sn.Stats() != (Stats{}) {
		t.Errorf("stats %+v", sn.Stats())
	}
}

func TestLoadedMessagesComeBackInOrder(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	report := load(t, s, street(0, 1000))
	if got := report.Loaded[0]; got.New != 1000 || got.Known != 0 || got.Chat != "Elm Street" {
		t.Errorf("report %+v", got)
	}
	messages := chatOf(t, s)
	if len(messages) != 1000 {
		t.Fatalf("%d messages", len(messages))
	}
	for i, m := range messages {
		if m.N != i+1 || m.Chat != "Elm Street" || m.Kind != parser.Text || m.ID.IsZero() {
			t.Fatalf("message %d is %+v", i, m)
		}
	}
	if got := strings.Join(texts(messages[998:]), "\n"); got != "21:19 Aisha: Thanks!\n21:19 Ben Carter: on my way" {
		t.Errorf("last messages:\n%s", got)
	}
	sn := snapshot(t, s)
	for _, m := range []Message{messages[0], messages[500], messages[999]} {
		again, err := sn.Message(t.Context(), m.ID)
		if err != nil || again.N != m.N || again.Text != m.Text {
			t.Errorf("message %s is %+v, %v", m.ID, again, err)
		}
		if chat, place, ok := sn.Position(m.ID); !ok || chat != "Elm Street" || place != m.N-1 {
			t.Errorf("position of %d: %s %d %t", m.N, chat, place, ok)
		}
	}
	if place := sn.At("Elm Street", day.Add(10*time.Minute)); place != 50 {
		t.Errorf("ten minutes in is place %d", place)
	}
	if stats := sn.Stats(); stats.Messages != 1000 || stats.People != 3 || stats.Chats != 1 || stats.Exports != 1 || !stats.First.Equal(day) {
		t.Errorf("stats %+v", stats)
	}
	if people := sn.People("Elm Street"); people[0].Name != "Ben Carter" || people[0].Messages != 334 {
		t.Errorf("people %+v", people)
	}
}

func TestLoadingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, street(0, 200))
	before, revision := files(t, s.Dir()), snapshot(t, s).Revision()
	report := load(t, s, street(0, 200))
	if got := report.Loaded[0]; !got.AlreadyLoaded || got.New != 0 || got.Known != 200 {
		t.Errorf("report %+v", got)
	}
	if after := files(t, s.Dir()); !equalFiles(t, before, after) {
		t.Error("files changed")
	}
	if now := snapshot(t, s).Revision(); now != revision {
		t.Errorf("revision %s, was %s", now, revision)
	}
}

func equalFiles(t testing.TB, a, b map[string]string) bool {
	same := true
	for name, content := range a {
		if other, ok := b[name]; !ok || other != content {
			t.Logf("%s: there %t, same %t", name, ok, other == content)
			same = false
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			t.Logf("%s is new", name)
			same = false
		}
	}
	return same
}

func TestOverlappingExportsAddOnlyWhatIsNewInAnyOrder(t *testing.T) {
	t.Parallel()
	whole := newStore(t)
	load(t, whole, street(0, 300))
	want := chatOf(t, whole)
	parts := []string{street(0, 120), street(97, 220), street(203, 300)}
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {0, 2, 1}, {2, 0, 1}, {1, 2, 0}} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			t.Parallel()
			s := newStore(t)
			added := 0
			for _, i := range order {
				added += load(t, s, parts[i]).Loaded[0].New
			}
			got := chatOf(t, s)
			if !slices.Equal(texts(got), texts(want)) {
				t.Errorf("messages differ:\n%s", strings.Join(texts(got), "\n"))
			}
			if added != 300 || snapshot(t, s).Chats()[0].Exports != 3 {
				t.Errorf("%d messages new in all", added)
			}
		})
	}
}

func TestIDsSurviveReloadOtherNamesAndALongerExport(t *testing.T) {
	t.Parallel()
	first := newStore(t)
	load(t, first, street(50, 100))
	want := ids(chatOf(t, first))

	renamed := newStore(t)
	load(t, renamed, strings.NewReplacer("Ben Carter", "~ Ben", "Deb No 12", "Mum").Replace(street(50, 100)))
	if got := ids(chatOf(t, renamed)); !slices.Equal(got, want) {
		t.Error("other display names gave other IDs")
	}
	longer := newStore(t)
	load(t, longer, street(0, 200))
	if got := ids(chatOf(t, longer)[50:100]); !slices.Equal(got, want) {
		t.Error("a longer export gave other IDs")
	}
	load(t, first, street(0, 200))
	if got := ids(chatOf(t, first)); !slices.Equal(got, ids(chatOf(t, longer))) {
		t.Error("a longer export after a shorter gave other IDs than alone")
	}
}

func TestReindexLosesNothing(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, street(100, 200))
	load(t, s, street(0, 150))
	messages := chatOf(t, s)
	if _, err := s.AddTags(t.Context(), []string{"pothole", "my-own"}, ids(messages[10:20]), "tag ten"); err != nil {
		t.Fatal(err)
	}
	want := chatOf(t, s)
	if err := s.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := chatOf(t, s); !equalMessages(got, want) {
		t.Error("messages differ after reindex")
	}
	if err := os.RemoveAll(filepath.Join(s.Dir(), indexDir)); err != nil {
		t.Fatal(err)
	}
	again := openStore(t, s.Dir())
	if got := chatOf(t, again); !equalMessages(got, want) {
		t.Error("messages differ after the index was deleted")
	}
	if err := again.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

func equalMessages(a, b []Message) bool {
	return slices.EqualFunc(a, b, func(a, b Message) bool { return fmt.Sprintf("%+v", a) == fmt.Sprintf("%+v", b) })
}

func TestACancelledLoadLeavesTheStoreAsItWas(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, street(0, 100))
	before, revision := files(t, s.Dir()), snapshot(t, s).Revision()
	for _, at := range []Stage{Surveying, Reading, Publishing} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := s.Load(ctx, []*parser.Export{export(elm, street(50, 20000))}, LoadOptions{
			Options: parser.Options{Chat: "Elm Street", DateOrder: parser.DMY},
			Progress: func(p Progress) {
				if p.Stage == at && (p.Stage != Reading || p.Messages > 5000) {
					cancel()
				}
			},
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled while %s: %v", at, err)
		}
		if after := files(t, s.Dir()); !equalFiles(t, before, after) {
			t.Errorf("cancelled while %s: files changed", at)
		}
		if now := snapshot(t, s).Revision(); now != revision {
			t.Errorf("cancelled while %s: revision %s, was %s", at, now, revision)
		}
	}
	if report := load(t, s, street(50, 150)); report.Loaded[0].New != 50 {
		t.Errorf("after that: %+v", report)
	}
}
