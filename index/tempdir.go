package index

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// tempDirAttempts is how often TempDir tries: another process may clear the
// new directory in the moment before it is locked.
const tempDirAttempts = 10

// TempDir makes a directory inside the store that only the user can look into,
// for input that can be read only once. Loads leave it alone as long as this
// process lives; remove removes it with all that is in it.
func (s *Store) TempDir() (dir string, remove func() error, err error) {
	for range tempDirAttempts {
		if dir, err = os.MkdirTemp(s.path(tmpDir), "of-*"); err != nil { // 0700
			break
		}
		lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
		var locked bool
		if locked, err = lock.TryLock(); !locked {
			continue
		}
		if _, err = os.Stat(lock.Path()); err == nil {
			return dir, func() error { return errors.Join(lock.Unlock(), os.RemoveAll(dir)) }, nil
		}
		_ = lock.Unlock() // of a file that is gone
	}
	return "", nil, fmt.Errorf("make a temporary directory in the store: %w", err)
}

// removeUnlessHeld removes a file or directory in tmp, unless it was made by
// TempDir and its process lives.
func removeUnlessHeld(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		lock := flock.New(filepath.Join(path, lockFile), flock.SetPermissions(0o600))
		free, err := lock.TryLock()
		if err != nil || !free {
			return err
		}
		if err := lock.Unlock(); err != nil {
			return err
		}
	}
	return os.RemoveAll(path)
}
