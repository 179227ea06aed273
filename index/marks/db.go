package marks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// ErrBusy says that another process has held the marks for longer than any
// transaction takes.
var ErrBusy = errors.New("the marks are in use by another process")

// smallestFile is less than the two headers that each file has. bbolt takes an
// empty one for new.
const smallestFile = 2 * 4096

// patience is how long a transaction waits for another process's.
const patience = 5 * time.Second

// DB is a marks file. Its methods may be called from several goroutines.
type DB struct {
	path      string
	undoLimit uint64

	file sync.RWMutex // held like bbolt's lock on the file, which polls

	looked atomic.Bool // the pages were looked through: bbolt may follow them

	mu    sync.Mutex
	state *State
	seen  stamp // of the file when state was read
}

// Open returns the marks in the file at path; it is made if it is missing.
func Open(ctx context.Context, path string) (*DB, error) {
	db := &DB{path: path, undoLimit: undoLimit}
	if _, err := os.Stat(path); err == nil {
		_, err := db.State(ctx)
		if err == nil || errors.Is(err, ErrDamaged) {
			return db, nil // damage is told by whoever reads
		}
		if !errors.Is(err, errEmpty) {
			return nil, err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return db, db.update(ctx, func(tx *bolt.Tx) error {
		for _, name := range buckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return setCounter(tx, formatKey, format)
	})
}

// errEmpty says that the file was made, but its first transaction never ended.
var errEmpty = errors.New("no marks yet")

// view runs fn in a reading transaction.
func (db *DB) view(ctx context.Context, fn func(*bolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	db.file.RLock()
	defer db.file.RUnlock()
	return db.transact(true, func(file *bolt.DB) error {
		return file.View(func(tx *bolt.Tx) error {
			if err := db.usable(tx); err != nil {
				return err
			}
			return fn(tx)
		})
	})
}

// update runs fn in a writing transaction. When it returns nil, what fn did is
// on disk; otherwise the file is as it was.
func (db *DB) update(ctx context.Context, fn func(*bolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := db.look(ctx); err != nil {
		return err
	}
	db.file.Lock()
	defer db.file.Unlock()
	return db.transact(false, func(file *bolt.DB) error {
		return file.Update(func(tx *bolt.Tx) error {
			if err := db.usable(tx); err != nil && !errors.Is(err, errEmpty) {
				return err
			}
			if err := fn(tx); err != nil {
				return err
			}
			revision, err := counter(tx, revisionKey)
			if err != nil {
				return err
			}
			return setCounter(tx, revisionKey, revision+1)
		})
	})
}

// change runs fn like update. fn returns the changes it made to records, with
// which the state that is kept follows without being read again.
func (db *DB) change(ctx context.Context, fn func(*bolt.Tx) ([]change, error)) error {
	var made []change
	var log logEnds
	var revision uint64 // after the change
	err := db.update(ctx, func(tx *bolt.Tx) (err error) {
		if made, err = fn(tx); err != nil {
			return err
		}
		if log, err = readLogEnds(tx); err != nil {
			return err
		}
		revision, err = counter(tx, revisionKey)
		revision++
		return err
	})
	if err != nil {
		return err
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.state == nil || db.state.Revision != revision-1 {
		return nil // somebody else's changes came between: it is read again
	}
	if next, err := db.state.after(made, log, revision); err == nil {
		db.state, db.seen = next, stamp{}
	}
	return nil
}

// look sees to it that the pages were looked through before the file is opened
// for writing, when bbolt follows the list of free ones at once.
func (db *DB) look(ctx context.Context) error {
	if _, err := os.Stat(db.path); db.looked.Load() || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err := db.view(ctx, func(*bolt.Tx) error { return nil })
	if errors.Is(err, errEmpty) {
		return nil
	}
	return err
}

// usable refuses a file that is damaged where bbolt would not see it, which is
// looked for once, and one whose format this program does not know.
func (db *DB) usable(tx *bolt.Tx) error {
	if !db.looked.Load() {
		if err := checkPages(tx); err != nil {
			return err
		}
		db.looked.Store(true)
	}
	return compatible(tx)
}

// compatible refuses a file whose format this program does not know.
func compatible(tx *bolt.Tx) error {
	if tx.Bucket(metaBucket) == nil {
		return errEmpty
	}
	version, err := counter(tx, formatKey)
	switch {
	case err != nil:
		return err
	case version > format:
		return fmt.Errorf("format %d: %w", version, ErrNewer)
	case version == 0:
		return errEmpty
	}
	for _, name := range buckets {
		if tx.Bucket(name) == nil && !later[string(name)] {
			return fmt.Errorf("no bucket %s: %w", name, ErrDamaged)
		}
	}
	return nil
}

// transact opens the file for fn. bbolt panics, or reads where nothing is, when
// pages are damaged; both become ErrDamaged.
func (db *DB) transact(readOnly bool, fn func(*bolt.DB) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	file, err := db.open(readOnly)
	if err != nil {
		return err
	}
	defer func() {
		if damage := recover(); damage != nil {
			err = fmt.Errorf("%s: %v: %w", db.path, damage, ErrDamaged)
		}
		err = errors.Join(err, file.Close())
	}()
	if err := fn(file); err != nil {
		return fmt.Errorf("marks: %w", err)
	}
	return nil
}

// open opens the file and waits for its lock. Where the file was replaced
// while it waited, it opens the new one: what is written to the old is lost.
func (db *DB) open(readOnly bool) (file *bolt.DB, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if damage := recover(); damage != nil {
			file, err = nil, fmt.Errorf("%s: %v: %w", db.path, damage, ErrDamaged)
		}
	}()
	for {
		if info, err := os.Stat(db.path); err == nil && info.Size() < smallestFile {
			return nil, fmt.Errorf("%s: it ends after %d bytes: %w", db.path, info.Size(), ErrDamaged)
		}
		var opened os.FileInfo
		file, err = bolt.Open(db.path, 0o600, &bolt.Options{
			ReadOnly: readOnly, Timeout: patience, FreelistType: bolt.FreelistMapType,
			OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
				f, err := os.OpenFile(name, flag, mode)
				if err == nil {
					opened, err = f.Stat()
				}
				return f, err
			},
		})
		switch {
		case errors.Is(err, berrors.ErrTimeout):
			return nil, ErrBusy
		case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
			return nil, fmt.Errorf("%s: %w: %w", db.path, err, ErrDamaged)
		case err != nil:
			return nil, fmt.Errorf("open marks: %w", err)
		}
		if now, err := os.Stat(db.path); err != nil || os.SameFile(opened, now) {
			return file, nil
		}
		if err := file.Close(); err != nil {
			return nil, err
		}
	}
}

// Copy writes the file as it is at one moment, and returns what is in it.
func (db *DB) Copy(ctx context.Context, w io.Writer) (state *State, err error) {
	err = db.view(ctx, func(tx *bolt.Tx) error {
		if state, err = read(tx); err != nil {
			return err
		}
		to := &remembering{Writer: w}
		_, err := tx.WriteTo(to)
		if to.err != nil {
			return to.err
		}
		return err
	})
	return state, err
}

// remembering keeps the error of a writer, which bbolt passes on as text only.
type remembering struct {
	io.Writer
	err error
}

// Write writes p.
func (r *remembering) Write(p []byte) (n int, err error) {
	n, err = r.Writer.Write(p)
	if err != nil {
		r.err = err
	}
	return n, err
}

// Replace puts the file at path, another marks file on the same file system, in
// the place of this one, in one step. Nobody writes meanwhile.
func (db *DB) Replace(ctx context.Context, path string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	db.file.Lock()
	defer db.file.Unlock()
	file, err := db.open(false)
	switch {
	case errors.Is(err, ErrDamaged): // what is damaged may be replaced
		err = os.Rename(path, db.path)
	case err != nil:
		return err
	case runtime.GOOS == "windows": // which does not rename over open files
		err = errors.Join(file.Close(), os.Rename(path, db.path))
	default:
		err = errors.Join(os.Rename(path, db.path), file.Close())
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	db.state, db.seen = nil, stamp{}
	db.looked.Store(false)
	return err
}

// Verify looks through all pages and reads every record. It returns what is
// wrong, each thing an ErrDamaged; nil if nothing is.
func (db *DB) Verify(ctx context.Context) error {
	var found []error
	err := db.view(ctx, func(tx *bolt.Tx) error {
		if err := checkPages(tx); err != nil {
			return err
		}
		for _, bucket := range all {
			if tx.Bucket(bucket) == nil {
				continue // compatible says which may be missing
			}
			err := tx.Bucket(bucket).ForEach(func(key, record []byte) error {
				if _, err := unseal(bucket, key, record); err != nil {
					found = append(found, err)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return errors.Join(append(found, err)...)
}
