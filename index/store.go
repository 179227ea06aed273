package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/kerbstreet/kerb/index/archive"
	"github.com/kerbstreet/kerb/index/marks"
)

// storeVersion is the version of the layout described in docs/store-format.md.
const storeVersion = 1

const versionPrefix = "kerb store "

// Names of what a store's directory holds.
const (
	versionFile = "version"
	lockFile    = "lock"
	marksFile   = "marks.db"
	exportsDir  = "exports"
	indexDir    = "index"
	tmpDir      = "tmp"
)

// Store is a directory with exports, marks and the index made of them. Several
// processes may have it open. Its methods may be called from several
// goroutines.
type Store struct {
	dir     string
	archive archive.Archive
	marks   *marks.DB
	now     func() time.Time

	mu      sync.Mutex
	current *generation // the newest one opened; nil while there is none
	closed  bool
	found   foundThreads
	board   board

	readings readings

	rebuilding func(Progress) // see OnRebuild; may be nil
}

// OnRebuild has tell called with how far a rebuild of the index is that a
// Snapshot needs. It is called from Snapshot's goroutine, and is to be set
// before the first one.
func (s *Store) OnRebuild(tell func(Progress)) { s.rebuilding = tell }

// Open opens the store in dir and makes it if there is none. It fails with
// ErrNewerStore, and touches nothing, if a newer Kerb wrote it. Opening reads
// neither messages nor index; Snapshot does.
func Open(ctx context.Context, dir string) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s := &Store{dir: dir, archive: archive.At(filepath.Join(dir, exportsDir)), now: time.Now}
	if err := s.prepare(); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err := s.dropUnborn(); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if s.marks, err = marks.Open(ctx, s.path(marksFile)); err != nil {
		if errors.Is(err, marks.ErrNewer) {
			err = ErrNewerStore
		}
		return nil, fmt.Errorf("open store: %w", err)
	}
	return s, nil
}

// dropUnborn removes a file with marks that whoever made the store was cut off
// from filling. Where there are exports, it is one that has lost what it held.
func (s *Store) dropUnborn() error {
	info, err := os.Stat(s.path(marksFile))
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() > 0 {
		return nil
	}
	if err != nil {
		return err
	}
	exports, err := os.ReadDir(s.path(exportsDir))
	if err != nil || len(exports) > 0 {
		return err
	}
	return os.Remove(s.path(marksFile))
}

// prepare makes the directory and its parts, as far as they are missing, and
// checks the version.
func (s *Store) prepare() error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	switch content, err := os.ReadFile(s.path(versionFile)); {
	case errors.Is(err, fs.ErrNotExist):
		if err := s.claim(); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		if err := checkVersion(string(content)); err != nil {
			return fmt.Errorf("%s: %w", s.dir, err)
		}
	}
	for _, name := range []string{"", exportsDir, indexDir, tmpDir} {
		if err := privateDir(s.path(name)); err != nil {
			return err
		}
	}
	return nil
}

// claim makes a directory a store, unless other things are in it.
func (s *Store) claim() error {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		switch entry.Name() {
		case tmpDir, exportsDir, indexDir, marksFile, lockFile:
		default:
			return fmt.Errorf("%s is not a kerb store and not empty (it holds %q)", s.dir, entry.Name())
		}
	}
	if err := privateDir(s.dir); err != nil {
		return err
	}
	if err := privateDir(s.path(tmpDir)); err != nil {
		return err
	}
	return replaceFile(s.path(versionFile), s.path(tmpDir), []byte(versionPrefix+strconv.Itoa(storeVersion)+"\n"))
}

// checkVersion refuses a version this program does not know.
func checkVersion(content string) error {
	number, ok := strings.CutPrefix(strings.TrimSuffix(content, "\n"), versionPrefix)
	version, err := strconv.Atoi(number)
	switch {
	case !ok || err != nil || version < 1:
		return fmt.Errorf("its version file says %.40q: not a kerb store, or a damaged one; if it is one, put the line %q there", content, versionPrefix+strconv.Itoa(storeVersion))
	case version > storeVersion:
		return fmt.Errorf("version %d: %w", version, ErrNewerStore)
	}
	return nil
}

// Close releases what the store holds open. Snapshots stay usable until they
// are closed themselves.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	g := s.current
	s.current = nil
	if g == nil {
		return nil
	}
	return g.release()
}

// Dir returns the store's directory as an absolute path.
func (s *Store) Dir() string { return s.dir }

func (s *Store) path(elements ...string) string {
	return filepath.Join(append([]string{s.dir}, elements...)...)
}
