package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"golang.org/x/sync/errgroup"
)

const (
	// batchSize is how many messages become a segment in memory at once.
	batchSize = 8192

	// runSize is how many such segments are merged into one file.
	runSize = 16
)

// pending is a message on its way into bleve.
type pending struct{ text, attachment string }

// ingest writes the bleve index of a generation on all processors. One
// goroutine adds messages in the order of their rows and then finishes or
// aborts.
//
//	add ─▶ batch ─▶ channel ─▶ worker: documents ─▶ segment in memory ─┐
//	                        └▶ worker: …                               │
//	                                     every 16: one segment file ◀──┘
type ingest struct {
	dir     string // of the index
	number  string // of the generation: eight digits
	names   atomic.Uint32
	root    root // as of the older generation
	batch   []pending
	runs    []*run
	batches chan<- batch // nil once closed
	workers *errgroup.Group
	words   atomic.Uint64   // in all new documents
	ctx     context.Context // of the workers: done when one failed
}

// batch is work for a worker.
type batch struct {
	messages []pending
	run      *run
	place    int // in the run
}

// run is segments that follow one another and are to be merged.
type run struct {
	segments [runSize]segment.Segment
	filled   int          // batches that were sent to workers
	missing  atomic.Int32 // segments
	file     segmentFile  // once merged
}

// newIngest starts an index in dir, which must not exist. It begins with the
// index in old, unless that is "". The generation's number must be greater
// than any that a segment in old was made for.
func newIngest(ctx context.Context, dir, number, old string) (*ingest, error) {
	in := &ingest{dir: dir, number: number}
	for _, path := range []string{dir, filepath.Join(dir, storeDir)} {
		if err := os.Mkdir(path, 0o700); err != nil {
			return nil, err
		}
	}
	if old != "" {
		if err := in.link(old); err != nil {
			return nil, err
		}
	}
	batches := make(chan batch)
	in.batches = batches
	in.workers, in.ctx = errgroup.WithContext(ctx)
	for range min(runtime.NumCPU(), 4) {
		in.workers.Go(func() error { return in.work(batches) })
	}
	return in, nil
}

// link takes the segments of an older index over. A segment file never changes
// once it is written, so it can belong to several generations.
func (in *ingest) link(old string) (err error) {
	if in.root, err = readRoot(old); err != nil {
		return err
	}
	for _, s := range in.root.segments {
		from, to := filepath.Join(old, storeDir, s.name), in.path(s.name)
		if os.Link(from, to) == nil {
			continue
		}
		if err := copyFile(from, to); err != nil {
			return err
		}
	}
	return nil
}

func (in *ingest) path(name string) string { return filepath.Join(in.dir, storeDir, name) }

// newName names a segment file. scorch wants 16 hexadecimal digits.
func (in *ingest) newName() string { return fmt.Sprintf("%s%08x.zap", in.number, in.names.Add(1)) }

func (in *ingest) work(batches <-chan batch) error {
	for b := range batches {
		if err := in.ctx.Err(); err != nil {
			return err
		}
		documents := make([]bleveindex.Document, len(b.messages))
		words := 0
		for i, m := range b.messages {
			document := newDocument(m.text, m.attachment)
			words += document.words()
			documents[i] = document
		}
		in.words.Add(uint64(words))
		var err error
		if b.run.segments[b.place], _, err = segmentFormat.New(documents); err != nil {
			return err
		}
		if b.run.missing.Add(-1) == 0 {
			if b.run.file, err = in.merge(in.ctx, b.run.segments[:]); err != nil {
				return err
			}
			clear(b.run.segments[:])
		}
	}
	return nil
}

// merge writes segments that follow one another as one file, durably.
func (in *ingest) merge(ctx context.Context, segments []segment.Segment) (segmentFile, error) {
	file := segmentFile{name: in.newName()}
	for _, s := range segments {
		file.messages += s.Count()
	}
	cancelled := make(chan struct{})
	defer context.AfterFunc(ctx, func() { close(cancelled) })()
	_, _, err := segmentFormat.Merge(segments, make([]*roaring.Bitmap, len(segments)), in.path(file.name), cancelled, nil)
	return file, err
}

// add takes the message of the next row. It waits while the workers are busy.
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
	if len(in.runs) == 0 || in.runs[len(in.runs)-1].filled == runSize {
		in.runs = append(in.runs, new(run))
		in.runs[len(in.runs)-1].missing.Store(runSize)
	}
	last := in.runs[len(in.runs)-1]
	select {
	case in.batches <- batch{messages: in.batch, run: last, place: last.filled}:
		in.batch = nil
		last.filled++
		return nil
	case <-in.ctx.Done():
		// The workers know why, if it was one of them.
		return context.Cause(in.ctx)
	}
}

// finish completes the index. The caller makes what was not merged durable,
// with the directories.
func (in *ingest) finish(ctx context.Context) error {
	if err := in.complete(ctx); err != nil {
		in.abort()
		return fmt.Errorf("write search index: %w", err)
	}
	return nil
}

func (in *ingest) complete(ctx context.Context) error {
	if err := in.flush(); err != nil {
		return err
	}
	if err := in.wait(); err != nil {
		return err
	}
	for _, run := range in.runs {
		if run.filled < runSize {
			var err error
			if run.file, err = in.merge(ctx, run.segments[:run.filled]); err != nil {
				return err
			}
		}
		in.root.segments = append(in.root.segments, run.file)
	}
	in.root.words += in.words.Load()
	if err := in.compact(ctx); err != nil {
		return err
	}
	if err := in.withFiles(in.root.segments, func(segments []segment.Segment) error {
		return writeStarts(in.dir, segments)
	}); err != nil {
		return err
	}
	return in.root.write(in.dir)
}

// compact merges the newest segments, so that many small loads do not leave
// many small segments, each of which costs every search something. A segment
// is merged with those after it if it is at most twice as big as they are
// together, and not as big as a run: so a message is merged about as often as
// the size of a run can be doubled, and large loads merge nothing twice.
func (in *ingest) compact(ctx context.Context) error {
	list := in.root.segments
	first, sum := len(list), uint64(0)
	for first > 0 && list[first-1].messages < runSize*batchSize && (sum == 0 || list[first-1].messages <= 2*sum) {
		first--
		sum += list[first].messages
	}
	if len(list)-first < 2 {
		return nil
	}
	var merged segmentFile
	err := in.withFiles(list[first:], func(segments []segment.Segment) (err error) {
		merged, err = in.merge(ctx, segments)
		return err
	})
	if err != nil {
		return err
	}
	for _, file := range list[first:] {
		if err := os.Remove(in.path(file.name)); err != nil {
			return err
		}
	}
	in.root.segments = slices.Replace(list, first, len(list), merged)
	return nil
}

// withFiles calls fn with open segments.
func (in *ingest) withFiles(files []segmentFile, fn func([]segment.Segment) error) (err error) {
	open := make([]segment.Segment, 0, len(files))
	defer func() {
		for _, s := range open {
			err = errors.Join(err, s.Close())
		}
	}()
	for _, file := range files {
		s, err := segmentFormat.Open(in.path(file.name))
		if err != nil {
			return err
		}
		open = append(open, s)
	}
	return fn(open)
}

// wait lets the workers come to their end.
func (in *ingest) wait() error {
	if in.batches == nil {
		return nil
	}
	close(in.batches)
	in.batches = nil
	return in.workers.Wait()
}

// abort stops the workers. The caller removes what they have written.
func (in *ingest) abort() {
	_ = in.wait() // only that it ended is of interest
}
