package index

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/archive"
)

// keptCopy returns the path of the kept copy of a store's n-th load.
func keptCopy(t testing.TB, s *Store, n int) string {
	t.Helper()
	state, err := s.marks.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s.path(exportsDir, state.Loads[n].Sum+archive.Extension)
}

// sound fails the test unless a deep check finds nothing.
func sound(t testing.TB, s *Store) {
	t.Helper()
	if report, err := s.Check(t.Context(), true); err != nil || len(report.Faults) > 0 {
		t.Errorf("check: %+v, %v", report.Faults, err)
	}
}

func TestLoadingAnExportAgainMendsItsDamagedCopy(t *testing.T) {
	t.Parallel()
	dir, want := taggedStore(t)
	chance := rand.New(rand.NewPCG(2, 3))
	for what, hurt := range map[string]func(path string) error{
		"a flipped byte": func(path string) error {
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			content[chance.IntN(len(content))] ^= 0x55
			return os.WriteFile(path, content, 0o600)
		},
		"cut off": func(path string) error { return os.Truncate(path, 100) },
		"empty":   func(path string) error { return os.Truncate(path, 0) },
		"gone":    os.Remove,
	} {
		t.Run(what, func(t *testing.T) {
			s := openStore(t, copyStore(t, dir))
			if err := hurt(keptCopy(t, s, 0)); err != nil {
				t.Fatal(err)
			}
			report, err := s.Check(t.Context(), true)
			if worst, _ := report.Worst(); err != nil || worst != Lost || !strings.Contains(report.Faults[0].Reason, elm) {
				t.Errorf("check: %+v, %v", report, err)
			}
			if got := load(t, s, street(300, 700)).Loaded[0]; got.Mended || !got.AlreadyLoaded {
				t.Errorf("loading the sound export again: %+v", got)
			}
			if got := load(t, s, street(0, 400)).Loaded[0]; !got.Mended || !got.AlreadyLoaded || got.New != 0 {
				t.Errorf("loading the damaged export again: %+v", got)
			}
			sound(t, s)
			if err := s.Reindex(t.Context(), nil); err != nil {
				t.Error(err)
			}
			if got := chatOf(t, s); !equalMessages(got, want) {
				t.Error("messages differ")
			}
			if got := load(t, s, street(0, 400)).Loaded[0]; got.Mended {
				t.Errorf("loading it once more: %+v", got)
			}
		})
	}
}

func TestMessagesOfADamagedExportStayUntilSomebodyDoesWithoutThem(t *testing.T) {
	t.Parallel()
	dir, want := taggedStore(t)
	s := openStore(t, dir)
	flip(t, keptCopy(t, s, 0), 200)

	load(t, s, street(650, 800))
	if got := chatOf(t, s); len(got) != 800 || !equalMessages(got[:700], want) {
		t.Fatalf("another load left %d messages, or others", len(got))
	}
	all := chatOf(t, s)

	err := s.Reindex(t.Context(), nil)
	var refused *DamagedExportsError
	if !errors.As(err, &refused) || len(refused.Exports) != 1 || refused.Exports[0].Name != elm || refused.Exports[0].Messages != 400 {
		t.Errorf("reindex: %v", err)
	}
	if got := chatOf(t, s); !equalMessages(got, all) {
		t.Error("a reindex that was refused changed what is read")
	}

	if err := s.ReindexWithoutDamaged(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	same := func(a, b Message) bool { return a.Text == b.Text && a.Time.Equal(b.Time) }
	if got := chatOf(t, s); !slices.EqualFunc(got, all[300:], same) {
		t.Errorf("without the damaged export there are %d messages, want %d", len(got), len(all)-300)
	}

	// It is not asked again, whatever is loaded.
	load(t, s, street(750, 900))
	if got := chatOf(t, openStore(t, dir)); len(got) != 600 {
		t.Errorf("after a further load: %d messages", len(got))
	}
	if report, err := s.Check(t.Context(), true); err != nil || len(report.Faults) != 1 || report.Faults[0].Severity != Lost {
		t.Errorf("check: %+v, %v", report.Faults, err)
	}

	// Once it is loaded again, all is as before: places, IDs and tags.
	if got := load(t, s, street(0, 400)).Loaded[0]; !got.Mended {
		t.Errorf("loading the damaged export again: %+v", got)
	}
	if got := chatOf(t, s); len(got) != 900 || !equalMessages(got[:700], want) {
		t.Errorf("%d messages, or others than before", len(got))
	}
	sound(t, s)
}

func TestAnExportLoadedAgainMendsTheIndexThatCouldNotBeRebuilt(t *testing.T) {
	t.Parallel()
	dir, want := taggedStore(t)
	s := openStore(t, dir)
	flip(t, keptCopy(t, s, 1), 200)
	if err := os.RemoveAll(filepath.Join(dir, indexDir)); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, dir)
	var refused *DamagedExportsError
	if _, err := s.Snapshot(t.Context()); !errors.As(err, &refused) {
		t.Errorf("snapshot: %v", err)
	}
	load(t, s, street(300, 700))
	if got := chatOf(t, s); !equalMessages(got, want) {
		t.Error("messages differ")
	}
	sound(t, s)
}

func TestAnExportPutBackFromABackupIsTakenInAgain(t *testing.T) {
	t.Parallel()
	dir, want := taggedStore(t)
	s := openStore(t, dir)
	path := keptCopy(t, s, 1)
	backup, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	flip(t, path, 200)
	if err := s.ReindexWithoutDamaged(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := s.Check(t.Context(), true)
	if worst, _ := report.Worst(); err != nil || worst != Derived {
		t.Errorf("check: %+v, %v", report, err)
	}
	if err := s.Reindex(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if got := chatOf(t, s); !equalMessages(got, want) {
		t.Error("messages differ")
	}
	sound(t, s)
}
