package index

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/parser"
)

// flip changes one byte of a file.
func flip(t testing.TB, path string, at int) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[at] ^= 0x55
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// copyStore copies a closed store.
func copyStore(t testing.TB, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "store")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// taggedStore makes a store with two loads and some marks, closed.
func taggedStore(t testing.TB) (dir string, want []Message) {
	t.Helper()
	s := newStore(t)
	load(t, s, street(0, 400))
	load(t, s, street(300, 700))
	if _, err := s.AddTags(t.Context(), []string{"pothole", "lending"}, ids(chatOf(t, s)[5:300]), "tag many"); err != nil {
		t.Fatal(err)
	}
	want = chatOf(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return s.Dir(), want
}

// TestAFlippedByteInAnyFileIsFoundAndTheIndexRebuilt flips three bytes of each
// file, one at a time; KERB_FLIPS sets another number.
func TestAFlippedByteInAnyFileIsFoundAndTheIndexRebuilt(t *testing.T) {
	t.Parallel()
	flips := 3
	if n, err := strconv.Atoi(os.Getenv("KERB_FLIPS")); err == nil {
		flips = n
	}
	dir, want := taggedStore(t)
	func() {
		s := openStore(t, dir)
		defer s.Close()
		if err := s.FindThreads(t.Context(), nil); err != nil { // or there is no file for them
			t.Fatal(err)
		}
		want = chatOf(t, s)
	}()
	for name, content := range files(t, dir) {
		if content == "" || name == "/"+versionFile {
			continue // the version is checked before anything else; see below
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			chance := rand.New(rand.NewPCG(1, uint64(len(content))))
			for range flips {
				hurt := copyStore(t, dir)
				at := chance.IntN(len(content))
				flip(t, filepath.Join(hurt, name), at)
				s, err := Open(t.Context(), hurt)
				if err != nil {
					t.Fatalf("byte %d: open: %v", at, err)
				}
				checkFlipped(t, s, name, at, want)
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func checkFlipped(t *testing.T, s *Store, name string, at int, want []Message) {
	t.Helper()
	report, err := s.Check(t.Context(), true)
	if err != nil {
		t.Fatalf("byte %d: check: %v", at, err)
	}
	worst, found := report.Worst()
	precious := strings.HasPrefix(name, "/"+exportsDir) || name == "/"+marksFile
	switch {
	case !found && name == "/"+marksFile:
		// A page of bbolt's that holds nothing, or the older of its two
		// headers: nothing was lost.
	case !found:
		t.Fatalf("byte %d: the check found nothing", at)
	case precious != (worst == Lost):
		t.Errorf("byte %d: %+v", at, report.Faults)
	}
	if precious && found {
		if name == "/"+marksFile {
			return
		}
		if got := chatOf(t, s); !equalMessages(got, want) {
			t.Errorf("byte %d: a damaged export changed what is read", at)
		}
		if err := s.Reindex(t.Context(), nil); err == nil {
			t.Errorf("byte %d: reindexed from a damaged export", at)
		}
		if got := chatOf(t, s); !equalMessages(got, want) {
			t.Errorf("byte %d: a reindex that failed changed what is read", at)
		}
		return
	}
	if err := s.Reindex(t.Context(), nil); err != nil {
		t.Fatalf("byte %d: reindex: %v", at, err)
	}
	if report, err := s.Check(t.Context(), true); err != nil || len(report.Faults) > 0 {
		t.Errorf("byte %d: after the index was rebuilt: %+v, %v", at, report.Faults, err)
	}
	if err := s.FindThreads(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := chatOf(t, s); !equalMessages(got, want) {
		t.Errorf("byte %d: messages differ after the index was rebuilt", at)
	}
}

func TestAnIndexThatCannotBeOpenedIsRebuiltBySnapshot(t *testing.T) {
	t.Parallel()
	dir, want := taggedStore(t)
	for what, hurt := range map[string]func(dir string) error{
		"no index": func(dir string) error { return os.RemoveAll(filepath.Join(dir, indexDir)) },
		"no name":  func(dir string) error { return os.Remove(filepath.Join(dir, indexDir, currentFile)) },
		"wrong name": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, indexDir, currentFile), []byte("../..\n"), 0o600)
		},
		"cut rows": func(dir string) error { return os.Truncate(filepath.Join(dir, indexDir, "00000002", "rows"), 100) },
		"no text":  func(dir string) error { return os.Remove(filepath.Join(dir, indexDir, "00000002", "text")) },
		"no bleve root": func(dir string) error {
			return os.Remove(filepath.Join(dir, indexDir, "00000002", "bleve", "store", "root.bolt"))
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			copied := copyStore(t, dir)
			if err := hurt(copied); err != nil {
				t.Fatal(err)
			}
			if got := chatOf(t, openStore(t, copied)); !equalMessages(got, want) {
				t.Error("messages differ")
			}
		})
	}
}

func TestADamagedTextBlockIsToldAndThenRebuilt(t *testing.T) {
	t.Parallel()
	dir, want := taggedStore(t)
	flip(t, filepath.Join(dir, indexDir, "00000002", "text"), 100)
	s := openStore(t, dir)
	sn := snapshot(t, s)
	if _, err := sn.Messages(t.Context(), "Elm Street", 0, 10); !errors.Is(err, ErrDamaged) {
		t.Errorf("damaged text: %v", err)
	}
	if got := chatOf(t, s); !equalMessages(got, want) {
		t.Error("messages differ after the next snapshot")
	}
}

func TestALoadDoesNotCarryDamageOn(t *testing.T) {
	t.Parallel()
	dir, want := taggedStore(t)
	for _, name := range []string{"rows", "ids", "lookup", "order", "text"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hurt := copyStore(t, dir)
			flip(t, filepath.Join(hurt, indexDir, "00000002", name), 40)
			s := openStore(t, hurt)
			load(t, s, street(650, 800))
			got := chatOf(t, s)
			if len(got) != 800 || !equalMessages(got[:700], want) {
				t.Errorf("%d messages, or others than before", len(got))
			}
			if report, err := s.Check(t.Context(), true); err != nil || len(report.Faults) > 0 {
				t.Errorf("check: %+v, %v", report.Faults, err)
			}
		})
	}
}

func TestANewerStoreIsRefusedUntouched(t *testing.T) {
	t.Parallel()
	dir, _ := taggedStore(t)
	if err := os.WriteFile(filepath.Join(dir, versionFile), []byte("kerb store 2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir)
	if _, err := Open(t.Context(), dir); !errors.Is(err, ErrNewerStore) {
		t.Errorf("open: %v", err)
	}
	if after := files(t, dir); !equalFiles(t, before, after) {
		t.Error("files changed")
	}
}

func TestADirectoryWithOtherThingsIsNotMadeAStore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("Dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir); err == nil {
		t.Error("opened")
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("files %v", got)
	}
}

func TestFilesAreForTheirOwnerAlone(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		return // rights are inherited there
	}
	dir := filepath.Join(t.TempDir(), "store")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := openStore(t, dir)
	load(t, s, street(0, 100))
	load(t, s, street(50, 9000))
	if err := s.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	load(t, s, street(9000, 9100))
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		want := fs.FileMode(0o600)
		if entry.IsDir() {
			want = 0o700
		}
		if err == nil && info.Mode().Perm() != want {
			t.Errorf("%s is %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAPublishedGenerationNeverChanges(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, street(0, 9000))
	sn := snapshot(t, s)
	published := filepath.Join(s.Dir(), indexDir, "00000001")
	// Links keep the files of the generation after it is removed, and show
	// whether whoever shares them writes to them.
	kept := t.TempDir()
	err := walkFiles(published, func(name, path string) error {
		return os.Link(path, filepath.Join(kept, strings.ReplaceAll(name, "/", "_")))
	})
	if err != nil {
		t.Fatal(err)
	}
	before := files(t, kept)
	for n := 9000; n < 9000+12*100; n += 100 { // bleve merges segments at ten
		load(t, s, street(n-50, n+100))
	}
	if after := files(t, kept); !equalFiles(t, before, after) {
		t.Error("files of a published generation changed")
	}
	messages, err := sn.Messages(t.Context(), "Elm Street", 8990, 100)
	if err != nil || len(messages) != 10 || messages[9].N != 9000 {
		t.Errorf("the old snapshot reads %d messages, %v", len(messages), err)
	}
	if result, err := sn.Search(t.Context(), Request{Query: "8995", Strict: true}); err != nil || result.Total != 1 {
		t.Errorf("the old snapshot finds %+v, %v", result, err)
	}
	if result, err := snapshot(t, s).Search(t.Context(), Request{Query: "pothole", Strict: true, Limit: 1}); err != nil || result.Total != 10200*2/5 {
		t.Errorf("the new snapshot finds %d, %v", result.Total, err)
	}
}

func TestMarksSurviveReopeningAndCanBeUndoneAndRedone(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, street(0, 100))
	list := ids(chatOf(t, s))
	tagged := func(s *Store) string {
		var b strings.Builder
		for _, m := range chatOf(t, s)[:4] {
			b.WriteString(strings.Join(m.Tags, "+") + ".")
		}
		return b.String()
	}
	step := func(want string, act func(s *Store) (Action, error)) Action {
		t.Helper()
		again, err := Open(t.Context(), s.Dir())
		if err != nil {
			t.Fatal(err)
		}
		defer again.Close()
		action, err := act(again)
		if err != nil {
			t.Fatal(err)
		}
		if got := tagged(s); got != want {
			t.Errorf("tags are %s, want %s", got, want)
		}
		return action
	}
	undo := func(s *Store) (Action, error) { return s.Undo(t.Context()) }
	redo := func(s *Store) (Action, error) { return s.Redo(t.Context()) }
	add := step("lending+pothole.lending+pothole...", func(s *Store) (Action, error) {
		return s.AddTags(t.Context(), []string{"pothole", "lending"}, list[:2], "two on two")
	})
	if add.Added != 4 || add.Messages != 2 || !slices.Equal(add.Tags, []string{"lending", "pothole"}) {
		t.Errorf("add did %+v", add)
	}
	some := step("lending+pothole.lending+pothole.pothole.pothole.", func(s *Store) (Action, error) {
		return s.AddTags(t.Context(), []string{"pothole"}, list[:4], "one on four")
	})
	if some.Added != 2 || some.Messages != 2 {
		t.Errorf("adding what is half there did %+v", some)
	}
	step("pothole.lending+pothole.pothole.pothole.", func(s *Store) (Action, error) {
		return s.RemoveTags(t.Context(), []string{"lending"}, list[:1], "one off")
	})
	undone := step("lending+pothole.lending+pothole.pothole.pothole.", undo)
	if !undone.Undone || undone.Added != 1 || undone.Removed != 0 || undone.Label != "one off" {
		t.Errorf("undo did %+v", undone)
	}
	step("lending+pothole.lending+pothole...", undo)
	step("....", undo)
	if _, err := s.Undo(t.Context()); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("undo of nothing: %v", err)
	}
	step("lending+pothole.lending+pothole...", redo)
	step("outage+lending+pothole.lending+pothole..."[len("outage+"):], func(s *Store) (Action, error) {
		return s.AddTags(t.Context(), []string{"pothole"}, list[:1], "no change")
	})
	step("lending+pothole.lending+pothole.pothole.pothole.", redo)
	step("lending+pothole.lending+pothole.pothole.outage+pothole.", func(s *Store) (Action, error) {
		return s.AddTags(t.Context(), []string{"outage"}, list[3:4], "new branch")
	})
	if _, err := s.Redo(t.Context()); !errors.Is(err, ErrNothingToRedo) {
		t.Errorf("redo after something new: %v", err)
	}
	if _, err := s.AddTags(t.Context(), []string{"Pot Hole"}, list[:1], ""); !errors.Is(err, ErrBadTag) {
		t.Errorf("bad tag: %v", err)
	}
	if _, err := s.AddTags(t.Context(), []string{"pothole"}, []ID{{1}}, ""); !errors.Is(err, ErrNoMessage) {
		t.Errorf("no message: %v", err)
	}
}

func TestADumpOfMarksCanBeRestoredAndMerges(t *testing.T) {
	t.Parallel()
	dir, want := taggedStore(t)
	s := openStore(t, dir)
	if err := s.RenameChat(t.Context(), "elm street", "Elm St. WhatsApp"); err != nil {
		t.Fatal(err)
	}
	var dump bytes.Buffer
	if err := s.DumpMarks(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(dump.String()), "\n")
	if len(lines) != 1+2*295+1 || lines[0] != "# kerb marks 1" || !slices.IsSorted(lines[1:591]) {
		t.Errorf("%d lines of dump:\n%s\n%s", len(lines), lines[0], lines[1])
	}

	other := newStore(t)
	load(t, other, street(0, 200))
	if _, err := other.AddTags(t.Context(), []string{"pothole", "mine"}, []ID{want[0].ID, want[5].ID}, ""); err != nil {
		t.Fatal(err)
	}
	report, err := other.RestoreMarks(t.Context(), strings.NewReader(dump.String()+"tag\tpothole\tnonsense\tmessage\t2024-03-01T18:05:00Z\n\nwhat?\n"))
	if err != nil {
		t.Fatal(err)
	}
	if report.Added != 2*295-1 || report.Known != 1 || report.Unknown != 2*100 || len(report.Bad) != 2 || report.Bad[0].Line != len(lines)+1 || report.Bad[1].Line != len(lines)+3 {
		t.Errorf("report %+v", report)
	}
	got := chatOf(t, other)
	if tags := strings.Join(got[5].Tags, " "); tags != "lending mine pothole" || got[0].Chat != "Elm St. WhatsApp" || len(got[4].Tags) != 0 {
		t.Errorf("after restore: %q, chat %q", tags, got[0].Chat)
	}
	load(t, other, street(150, 700))
	for i, m := range chatOf(t, other) {
		if i > 5 && !slices.Equal(m.Tags, want[i].Tags) {
			t.Fatalf("message %d has tags %v, want %v", i, m.Tags, want[i].Tags)
		}
	}
	if _, err := other.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := chatOf(t, other); len(got[6].Tags) != 0 || got[0].Chat != "Elm Street" {
		t.Errorf("after undo of the restore: %+v", got[6])
	}
	if _, err := other.RestoreMarks(t.Context(), strings.NewReader("# kerb marks 2\n")); !errors.Is(err, ErrNewerStore) {
		t.Errorf("a newer dump: %v", err)
	}
}

func TestARenamedChatStillTakesItsExports(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, street(0, 100))
	want := ids(chatOf(t, s))
	if err := s.RenameChat(t.Context(), "Elm Street", "Our street"); err != nil {
		t.Fatal(err)
	}
	load(t, s, street(50, 150))
	got := chatOf(t, s)
	if len(snapshot(t, s).Chats()) != 1 || len(got) != 150 || got[0].Chat != "Our street" || !slices.Equal(ids(got)[:100], want) {
		t.Errorf("%d messages of %q", len(got), got[0].Chat)
	}
	if err := s.RenameChat(t.Context(), "No such", "x"); !errors.Is(err, ErrNoChat) {
		t.Errorf("rename of no chat: %v", err)
	}
}

func TestABadExportIsRefusedAndTheOthersAreLoaded(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	report, err := s.Load(t.Context(), []*parser.Export{
		export("notes.txt", "Milk\nEggs\nBread\n"), export(elm, street(0, 50)), export("empty.txt", ""),
	}, elmOptions)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Refused) != 2 || len(report.Loaded) != 1 || report.Loaded[0].New != 50 {
		t.Errorf("report %+v", report)
	}
	if got := files(t, filepath.Join(s.Dir(), exportsDir)); len(got) != 1 {
		t.Errorf("%d exports are kept", len(got))
	}
	before := files(t, s.Dir())
	if report, err := s.Load(t.Context(), []*parser.Export{export("notes.txt", "Milk\nEggs\nBread\n")}, elmOptions); err != nil || len(report.Refused) != 1 {
		t.Errorf("only a bad one: %+v, %v", report, err)
	}
	if after := files(t, s.Dir()); !equalFiles(t, before, after) {
		t.Error("a refused export changed the store")
	}
}

func TestMarksThatWereCutOffAreDamagedAndReplacedByABackup(t *testing.T) {
	t.Parallel()
	dir, want := taggedStore(t)
	s := openStore(t, dir)
	path := filepath.Join(t.TempDir(), "elm.kerb")
	if _, err := s.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, marksFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{0, 1, 5000, 8192, len(whole) / 2} {
		hurt := copyStore(t, dir)
		if err := os.WriteFile(filepath.Join(hurt, marksFile), whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		s := openStore(t, hurt)
		if _, err := s.Snapshot(t.Context()); !errors.Is(err, ErrMarksDamaged) {
			t.Errorf("%d bytes: a snapshot gives %v", size, err)
		}
		if _, err := s.Load(t.Context(), []*parser.Export{export(elm, street(0, 10))}, elmOptions); !errors.Is(err, ErrMarksDamaged) {
			t.Errorf("%d bytes: a load gives %v", size, err)
		}
		if report, err := s.Check(t.Context(), true); err != nil || len(report.Faults) == 0 || report.Faults[0].Severity != Lost {
			t.Errorf("%d bytes: the check says %+v, %v", size, report.Faults, err)
		}
		if _, err := s.Restore(t.Context(), path, true, nil); err != nil {
			t.Errorf("%d bytes: restore: %v", size, err)
		}
		if got := chatOf(t, s); !equalMessages(got, want) {
			t.Errorf("%d bytes: something else is restored", size)
		}
	}
}

func TestAStoreThatWasCutOffWhileItWasMadeOpens(t *testing.T) {
	t.Parallel()
	dir := newStore(t).Dir()
	if err := os.Truncate(filepath.Join(dir, marksFile), 0); err != nil {
		t.Fatal(err)
	}
	s := openStore(t, dir)
	load(t, s, street(0, 10))
	if got := len(chatOf(t, s)); got != 10 {
		t.Errorf("%d messages", got)
	}
}
