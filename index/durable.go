package index

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// privateDir makes a directory only its owner can look into, whatever the
// umask, and makes an existing one so.
func privateDir(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(path, 0o700); err != nil {
			return err
		}
		info, err = os.Stat(path)
	}
	if err != nil || info.Mode().Perm() == 0o700 || runtime.GOOS == "windows" {
		return err
	}
	return os.Chmod(path, 0o700)
}

// privateFiles takes everybody else's rights off all files and directories
// under dir, and makes them durable.
func privateFiles(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if err := privateDir(path); err != nil {
				return err
			}
			return syncDir(path)
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
			if err := os.Chmod(path, 0o600); err != nil {
				return err
			}
		}
		return syncFile(path)
	})
}

// syncFile makes a file's content durable.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncDir makes names in a directory durable. Windows does so by itself and
// has no call for it.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// writeDurably writes a new file with content that will survive.
func writeDurably(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(content); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// copyFile copies a file's content to a new file of its owner's alone.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// replaceFile puts content in the place of path in one step, by way of a file
// in tmp.
func replaceFile(path, tmp string, content []byte) error {
	replacement, err := prepareFile(path, tmp, content)
	if err != nil {
		return err
	}
	return replacement.commit()
}

// replacement is a file that is ready to take another's place.
type replacement struct{ path, ready string }

// prepareFile does all of replaceFile that can fail for want of space.
func prepareFile(path, tmp string, content []byte) (*replacement, error) {
	f, err := os.CreateTemp(tmp, filepath.Base(path)+"-*") // 0600
	if err != nil {
		return nil, err
	}
	if _, err = f.Write(content); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(f.Name()))
	}
	return &replacement{path: path, ready: f.Name()}, nil
}

// commit replaces the file, durably.
func (r *replacement) commit() error {
	if err := os.Rename(r.ready, r.path); err != nil {
		return errors.Join(err, os.Remove(r.ready))
	}
	return syncDir(filepath.Dir(r.path))
}

// discard removes the file that was to take the other's place.
func (r *replacement) discard() error { return os.Remove(r.ready) }
