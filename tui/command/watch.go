package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/kerbstreet/kerb/index"
)

// settleTime is how long a file must have kept its size before it is taken for
// complete: browsers and cables write in bursts.
const settleTime = 2 * time.Second

// watch loads exports as they arrive in a directory, until ctx is done. What is
// there already is loaded first. What cannot be loaded is named and skipped.
func (k *kerb) watch(ctx context.Context, store *index.Store, dir string, opts index.LoadOptions) error {
	ticker := time.NewTicker(settleTime)
	defer ticker.Stop()
	return k.watchWith(ctx, dir, ticker.C, func(path string) error { return k.load(ctx, store, []string{path}, opts) })
}

// watchWith is watch with the beat at which files are looked at, and what loads
// one.
func (k *kerb) watchWith(ctx context.Context, dir string, beat <-chan time.Time, load func(path string) error) (err error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch %s: %w", dir, err)
	}
	defer func() { err = errors.Join(err, watcher.Close()) }()
	if err := watcher.Add(dir); err != nil { // before it is listed, so that nothing falls between
		return fmt.Errorf("watch %s: %w", dir, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("watch %s: %w", dir, err)
	}
	arriving := newArrivals()
	for _, entry := range entries {
		arriving.see(filepath.Join(dir, entry.Name()))
	}
	for {
		select {
		case <-ctx.Done():
			return nil // that is how watching ends
		case event := <-watcher.Events:
			arriving.see(event.Name)
		case err := <-watcher.Errors:
			k.warn("watch %s: %v", dir, err)
		case <-beat:
			for _, path := range arriving.complete() {
				if err := k.arrived(ctx, path, load); err != nil {
					if _, busy := errors.AsType[*index.LockedError](err); busy {
						arriving.again(path)
					}
				}
			}
		}
	}
}

// arrived loads one file and says what came of it.
func (k *kerb) arrived(ctx context.Context, path string, load func(path string) error) error {
	err := load(path)
	interrupted := ctx.Err() != nil // which is no failure of the file's
	if err != nil && !interrupted && !errors.Is(err, errPartial) && !errors.Is(err, errReported) {
		k.fail(fmt.Errorf("%s: %w", filepath.Base(path), err))
	}
	return errors.Join(err, k.out.Flush())
}

// arrivals are files that may not be complete yet, with how they were when they
// were last looked at, and those that were complete, as they were then.
type arrivals struct{ waiting, done map[string]glimpse }

func newArrivals() arrivals {
	return arrivals{waiting: make(map[string]glimpse), done: make(map[string]glimpse)}
}

// again lets a file that was complete be so once more.
func (a arrivals) again(path string) {
	delete(a.done, path)
	a.see(path)
}

type glimpse struct {
	size     int64
	modified time.Time
}

func (g glimpse) is(other glimpse) bool {
	return g.size == other.size && g.modified.Equal(other.modified)
}

// see notes that something is happening to a file. Only files whose names are
// those of exports count.
func (a arrivals) see(path string) {
	name := filepath.Base(path)
	if !strings.HasPrefix(name, ".") && slices.Contains([]string{".txt", ".zip", ".jsonl"}, strings.ToLower(filepath.Ext(name))) {
		a.waiting[path] = glimpse{size: -1}
	}
}

// complete returns the files that are as they were when it was last called,
// each once, unless it changes.
func (a arrivals) complete() []string {
	var ready []string
	for path, before := range a.waiting {
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() {
			delete(a.waiting, path)
			continue
		}
		now := glimpse{info.Size(), info.ModTime()}
		switch {
		case now.is(a.done[path]):
			delete(a.waiting, path)
		case now.is(before):
			ready = append(ready, path)
			delete(a.waiting, path)
			a.done[path] = now
		default:
			a.waiting[path] = now
		}
	}
	slices.Sort(ready)
	return ready
}
