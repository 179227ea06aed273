package index

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/parser"
)

// Reindex throws the index away and makes it anew from the kept exports and
// the marks. Messages keep their IDs, and so their tags. It fails with
// *LockedError if another process writes, and with *DamagedExportsError if
// messages would be lost; then, and when ctx is done, the store is as it was.
func (s *Store) Reindex(ctx context.Context, progress func(Progress)) error {
	return s.reindex(ctx, theSame(nil), progress)
}

// ReindexWithoutDamaged is Reindex with those kept exports that can be read.
// Messages that only the others had are gone, until these exports are loaded
// again; their tags are kept for then.
func (s *Store) ReindexWithoutDamaged(ctx context.Context, progress func(Progress)) error {
	return s.reindex(ctx, func(damaged []string) []string { return damaged }, progress)
}

func (s *Store) reindex(ctx context.Context, accept func(damaged []string) []string, progress func(Progress)) (err error) {
	unlock, err := s.lock(ctx, "reindex")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	state, err := s.marks.State(ctx)
	if err != nil {
		return s.marksError(err)
	}
	if err := s.rebuild(ctx, state, accept, progress); err != nil {
		return fmt.Errorf("reindex: %w", err)
	}
	if err := s.dropDamagedThreads(); err != nil {
		return fmt.Errorf("reindex: %w", err)
	}
	_ = s.clean(state) // what is left over now, the next writer removes
	return nil
}

// rebuild publishes a generation made from nothing but exports and marks. Of
// the sums of damaged exports, accept returns those that may be left out. The
// caller has the lock.
func (s *Store) rebuild(ctx context.Context, state *marks.State, accept func(damaged []string) []string, progress func(Progress)) error {
	name, err := s.fromExports(ctx, state, accept, nil, progress)
	if err != nil {
		return err
	}
	return s.publish(name)
}

// fromExports makes a generation as rebuild does, and returns its name. revised
// is what messages are known to have become.
func (s *Store) fromExports(ctx context.Context, state *marks.State, accept func(damaged []string) []string, revised map[ID]version, progress func(Progress)) (name string, err error) {
	damaged, err := s.damagedExports(ctx, state.Loads)
	if err != nil {
		return "", err
	}
	without := accept(damaged)
	if err := refuseLoss(state.Loads, damaged, without); err != nil {
		return "", err
	}
	for attempt := 1; ; attempt++ {
		b, err := s.newBuilder(ctx, nil)
		if err != nil {
			return "", err
		}
		b.without, b.reviser.revised = without, revised
		if err := s.readAll(ctx, b, state, progress); err != nil {
			return "", errors.Join(err, b.abort())
		}
		if !b.reviser.stale || attempt == mostAttempts {
			return b.name, b.finish(ctx, loadsOf(state.Loads, state.Chats))
		}
		revised = b.reviser.found.latest()
		if err := b.abort(); err != nil {
			return "", err
		}
	}
}

// mostAttempts is how often exports are read for one generation: once, and
// again where messages have become others, with the knowledge of what.
const mostAttempts = 4

// readAll reads the kept exports but those that the builder does without.
func (s *Store) readAll(ctx context.Context, b *builder, state *marks.State, progress func(Progress)) error {
	for _, load := range state.Loads {
		if slices.Contains(b.without, load.Sum) {
			continue
		}
		if err := s.reload(ctx, b, load, state.Chats[load.Chat].Reads(load), progress); err != nil {
			return fmt.Errorf("%s: %w", load.Name, err)
		}
	}
	return nil
}

// theSame returns a function for rebuild that accepts the loss of what a
// generation was made without already, and of nothing more.
func theSame(leftOut []string) func([]string) []string {
	return func(damaged []string) []string {
		return slices.DeleteFunc(slices.Clone(damaged), func(sum string) bool { return !slices.Contains(leftOut, sum) })
	}
}

// reload reads a kept export again, as it was read when it was loaded, but for
// the order of day and month that its times are to have.
func (s *Store) reload(ctx context.Context, b *builder, load marks.Load, order string, progress func(Progress)) error {
	sum, err := archived(load)
	if err != nil {
		return err
	}
	opts, err := reloadOptions(load)
	if err != nil {
		return err
	}
	export := parser.FromReader(load.Name, func() (io.ReadCloser, error) { return s.archive.Open(sum) })
	report := reporter(progress, load.Name, load.Bytes)
	report(Progress{Stage: Surveying, Messages: b.total})
	r, err := export.Read(ctx, opts)
	if err != nil {
		return err
	}
	if order != load.DateOrder {
		asked, err := parser.ParseDateOrder(order)
		if err != nil {
			return errors.Join(fmt.Errorf("%w: %w", ErrMarksDamaged, err), r.Close())
		}
		r.ReadAs(asked)
	}
	_, _, err = b.add(ctx, load.Chat, load.Ambiguous, onClock{r, time.Duration(load.Clock) * time.Minute}, func(read int, offset int64) {
		report(Progress{Stage: Reading, Messages: read, Bytes: offset})
	})
	return errors.Join(err, r.Close())
}

// reporter returns a function that tells how far reading one source is; it
// fills in which.
func reporter(progress func(Progress), source string, total int64) func(Progress) {
	return func(p Progress) {
		if progress != nil {
			p.Source, p.Total = source, total
			progress(p)
		}
	}
}
