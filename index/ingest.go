package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveutil "github.com/blevesearch/bleve/v2/util"
	bolt "go.etcd.io/bbolt"
	"golang.org/x/sync/errgroup"

	"github.com/kerbstreet/kerb/index/table"
)

// batchSize is how many messages go into bleve at once. Between 2,000 and
// 5,000 is fastest; beyond 20,000 it becomes slower.
const batchSize = 4000

// pending is a message on its way into bleve.
type pending struct {
	number           uint32
	row              table.Row
	text, attachment string
}

// ingest writes messages into a bleve index on all processors. One goroutine
// adds and then finishes or aborts.
//
//	add ─▶ batch of 4,000 ─▶ channel ─▶ worker: documents ─▶ bleve segment
//	                                 └▶ worker
type ingest struct {
	dir     string
	index   bleve.Index
	batch   []pending
	batches chan<- []pending // nil once closed
	workers *errgroup.Group
	words   atomic.Int64    // in all documents
	ctx     context.Context // of the workers: done when one failed
	failed  <-chan error    // what bleve's own goroutines could not do
}

// newIngest starts to write the index in dir, which is open for writing.
func newIngest(ctx context.Context, dir string, idx bleve.Index) *ingest {
	batches := make(chan []pending)
	in := &ingest{dir: dir, index: idx, batches: batches, failed: backgroundErrors.listen(dir)}
	in.workers, in.ctx = errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), 4) {
		in.workers.Go(func() error { return in.work(batches) })
	}
	return in
}

func (in *ingest) work(batches <-chan []pending) error {
	for batch := range batches {
		if err := in.ctx.Err(); err != nil {
			return err
		}
		b := in.index.NewBatch()
		for _, m := range batch {
			doc := newDocument(m.number, m.row, m.text, m.attachment)
			in.words.Add(int64(wordsOf(doc)))
			if err := b.IndexAdvanced(doc); err != nil {
				return err
			}
		}
		if err := in.index.Batch(b); err != nil {
			return err
		}
	}
	return nil
}

// add takes a message. It waits while the workers are busy.
func (in *ingest) add(m pending) error {
	if in.batch == nil {
		in.batch = make([]pending, 0, batchSize)
	}
	in.batch = append(in.batch, m)
	if len(in.batch) < batchSize {
		return nil
	}
	return in.flush()
}

func (in *ingest) flush() error {
	if len(in.batch) == 0 {
		return nil
	}
	select {
	case in.batches <- in.batch:
		in.batch = nil
		return nil
	case err := <-in.failed:
		return err
	case <-in.ctx.Done():
		// The workers know why, if it was one of them.
		return context.Cause(in.ctx)
	}
}

// finish waits until everything added is on disk and closes the index. Batches
// are not synced one by one; bleve tells when the last one is persisted, and
// with it all before.
func (in *ingest) finish() (err error) {
	if err := in.flush(); err != nil {
		return errors.Join(err, in.abort())
	}
	close(in.batches)
	in.batches = nil
	if err := in.workers.Wait(); err != nil {
		return errors.Join(err, in.abort())
	}
	if err := addWords(in.index, int(in.words.Load())); err != nil {
		return errors.Join(err, in.abort())
	}
	persisted := make(chan error, 1)
	last := in.index.NewBatch()
	last.SetInternal([]byte("complete"), []byte{1})
	last.SetPersistedCallback(func(err error) { persisted <- err })
	if err := in.index.Batch(last); err != nil {
		return errors.Join(err, in.abort())
	}
	select {
	case err = <-persisted:
	case err = <-in.failed:
	}
	if err = errors.Join(err, in.abort()); err != nil {
		return err
	}
	return removeDeadSegments(filepath.Join(in.dir, "store"))
}

// abort stops the workers and closes the index as it is.
func (in *ingest) abort() error {
	if in.batches != nil {
		close(in.batches)
		in.batches = nil
		_ = in.workers.Wait() // only how it ended is of interest
	}
	if in.index == nil {
		return nil
	}
	err := in.index.Close()
	in.index = nil
	backgroundErrors.forget(in.dir)
	return err
}

// linkBleve makes dir an index with the segments of the one in from, which is
// published and must not change. Segments are linked: bleve never writes to a
// segment again, it makes new ones and unlinks old ones. Everything else, a few
// kilobytes, is copied.
func linkBleve(from, dir string) error {
	for _, sub := range []string{"", "store"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			return err
		}
	}
	return walkFiles(from, func(name, path string) error {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if filepath.Ext(name) == ".zap" && os.Link(path, to) == nil {
			return nil
		}
		return copyFile(path, to)
	})
}

// liveSegments returns the names of the segment files that the newest state of
// a bleve index is made of. The index must be closed.
func liveSegments(store string) (map[string]bool, error) {
	root, err := bolt.Open(filepath.Join(store, "root.bolt"), 0o600, &bolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return nil, err
	}
	live := make(map[string]bool)
	err = root.View(func(tx *bolt.Tx) error {
		states := tx.Bucket(bleveutil.BoltSnapshotsBucket)
		if states == nil {
			return nil
		}
		newest, _ := states.Cursor().Last()
		if newest == nil || states.Bucket(newest) == nil {
			return nil
		}
		return states.Bucket(newest).ForEachBucket(func(key []byte) error {
			if name := states.Bucket(newest).Bucket(key).Get(bleveutil.BoltPathKey); name != nil {
				live[string(name)] = true
			}
			return nil
		})
	})
	return live, errors.Join(err, root.Close())
}

// removeDeadSegments removes segments that bleve had merged into others, or
// was just writing when it was closed.
func removeDeadSegments(store string) error {
	live, err := liveSegments(store)
	if err != nil {
		return fmt.Errorf("list segments: %w", err)
	}
	entries, err := os.ReadDir(store)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".zap" && !live[entry.Name()] {
			if err := os.Remove(filepath.Join(store, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// backgroundErrorsName is what the index configuration calls backgroundErrors.
const backgroundErrorsName = "kerb"

// backgroundErrors hears of what fails in bleve's own goroutines, such as
// writing to a full disk, which bleve otherwise tries again for ever. bleve
// takes one callback for the whole process, so this has to be global.
var backgroundErrors = &errorListeners{byDir: make(map[string]chan error)}

func init() { scorch.RegistryAsyncErrorCallbacks[backgroundErrorsName] = backgroundErrors.hear }

type errorListeners struct {
	mu    sync.Mutex
	byDir map[string]chan error
}

// listen returns a channel that gets the first error about the index in dir.
func (l *errorListeners) listen(dir string) <-chan error {
	l.mu.Lock()
	defer l.mu.Unlock()
	errs := make(chan error, 1)
	l.byDir[dir] = errs
	return errs
}

func (l *errorListeners) forget(dir string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.byDir, dir)
}

func (l *errorListeners) hear(err error, store string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.byDir[filepath.Dir(store)] <- fmt.Errorf("search index: %w", err):
	default: // nobody listens, or has heard enough
	}
}
