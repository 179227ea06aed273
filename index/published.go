package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/kerbstreet/kerb/index/marks"
)

// latest returns the marks and the generation that holds what they say was
// loaded, which the caller releases; the generation is nil if nothing was.
//
// The generation is read before the marks, and a load writes them in the other
// order, so marks are never older than the generation. Where they say more
// than it holds, either a load is being published right now, by a process that
// has the lock, and what was before is served; or one was cut off, and it is
// repaired here.
func (s *Store) latest(ctx context.Context) (*marks.State, *generation, error) {
	g, damage := s.published()
	if damage != nil && !errors.Is(damage, ErrDamaged) {
		return nil, nil, damage
	}
	state, err := s.marks.State(ctx)
	if err != nil {
		return nil, nil, errors.Join(s.marksError(err), releaseIfAny(g))
	}
	if damage == nil && fits(g, state) {
		return state, g, nil
	}
	repaired, repairErr := s.repair(ctx)
	if repairErr == nil {
		if state, err = s.marks.State(ctx); err == nil && !fits(repaired, state) {
			err = fmt.Errorf("loads changed while the index was repaired: %w", ErrDamaged)
		}
		if err != nil {
			return nil, nil, errors.Join(s.marksError(err), releaseIfAny(g), releaseIfAny(repaired))
		}
		return state, repaired, releaseIfAny(g)
	}
	var locked *LockedError
	if errors.As(repairErr, &locked) && damage == nil {
		return state, g, nil
	}
	return nil, nil, errors.Join(repairErr, releaseIfAny(g))
}

// fits reports whether a generation holds exactly the loads of these marks.
func fits(g *generation, state *marks.State) bool {
	if g == nil {
		return len(state.Loads) == 0
	}
	return g.manifest.holds(state)
}

func releaseIfAny(g *generation) error {
	if g == nil {
		return nil
	}
	return g.release()
}

// published returns the published generation with an owner more, nil if there
// is none, ErrDamaged if it cannot be used.
func (s *Store) published() (*generation, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, os.ErrClosed
	}
	for attempt := 0; ; attempt++ {
		name, err := s.publishedName()
		switch {
		case err != nil:
			return nil, fmt.Errorf("find index: %w", err)
		case name == "":
			return nil, s.adoptLocked(nil)
		case s.current != nil && s.current.name == name:
			if s.current.damaged.Load() {
				return nil, ErrDamaged
			}
			return s.current.retain(), nil
		case !isGeneration(name):
			return nil, fmt.Errorf("%s says %.40q: %w", s.path(indexDir, currentFile), name, ErrDamaged)
		}
		g, err := openGeneration(s.path(indexDir, name))
		if err == nil {
			return g.retain(), s.adoptLocked(g)
		}
		if attempt == 2 || !errors.Is(err, ErrDamaged) {
			return nil, err
		}
		// It may have been replaced and removed since its name was read.
	}
}

// adoptLocked makes g the generation that is kept open.
func (s *Store) adoptLocked(g *generation) error {
	old := s.current
	s.current = g
	return releaseIfAny(old)
}

// repair makes a generation that holds all loads and publishes it: one that
// was completed but not published, if there is, or a new one. It needs the
// lock.
func (s *Store) repair(ctx context.Context) (_ *generation, err error) {
	unlock, err := s.lock(ctx, "rebuilding the index")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	return s.ready(ctx, s.rebuilding)
}

// ready returns the marks' generation for a process that has the lock. It
// cleans up what others left and repairs what does not fit.
func (s *Store) ready(ctx context.Context, progress func(Progress)) (*generation, error) {
	state, err := s.marks.State(ctx)
	if err != nil {
		return nil, s.marksError(err)
	}
	g, err := s.published()
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	if err == nil && fits(g, state) {
		sound, err := s.stillGood(ctx, g)
		if sound {
			return g, s.clean(state)
		}
		if err != nil {
			return nil, errors.Join(err, releaseIfAny(g))
		}
	}
	accept := theSame(leftOut(g))
	if err := releaseIfAny(g); err != nil {
		return nil, err
	}
	name, err := s.completed(state)
	if err != nil {
		return nil, err
	}
	if name != "" {
		if err := s.publish(name); err != nil {
			return nil, err
		}
		if g, err := s.published(); err == nil && fits(g, state) {
			return g, s.clean(state)
		}
	}
	if err := s.rebuild(ctx, state, accept, progress); err != nil {
		return nil, err
	}
	return s.published()
}

// stillGood reports whether a generation can be built upon: its message table
// is not damaged, and no export that it was made without is whole again.
func (s *Store) stillGood(ctx context.Context, g *generation) (bool, error) {
	if grown, err := s.canGrow(ctx, g); grown || err != nil {
		return false, err
	}
	err := g.verifyTable()
	if errors.Is(err, ErrDamaged) {
		return false, nil
	}
	return err == nil, err
}

// completed returns the name of a generation that holds the marks' loads and
// is not the published one, "" if there is none.
func (s *Store) completed(state *marks.State) (string, error) {
	published, err := s.publishedName()
	if err != nil {
		return "", err
	}
	entries, err := os.ReadDir(s.path(indexDir))
	if err != nil {
		return "", err
	}
	for _, entry := range entries {
		name := entry.Name()
		if name == published || !isGeneration(name) {
			continue
		}
		if m, err := readManifest(s.path(indexDir, name)); err == nil && m.holds(state) {
			return name, nil
		}
	}
	return "", nil
}

// publish makes a complete generation the one that is read.
func (s *Store) publish(name string) error {
	return replaceFile(s.path(indexDir, currentFile), s.path(tmpDir), []byte(name+"\n"))
}

// clean removes what a process left that did not come to its end, and
// generations that are no longer read by new snapshots. Only who has the lock
// may call it.
func (s *Store) clean(state *marks.State) error {
	var errs []error
	remove := func(path string) { errs = append(errs, os.RemoveAll(path)) }
	entries, err := os.ReadDir(s.path(tmpDir))
	errs = append(errs, err)
	for _, entry := range entries {
		errs = append(errs, removeUnlessHeld(s.path(tmpDir, entry.Name())))
	}
	published, err := s.publishedName()
	if err != nil {
		return err
	}
	entries, err = os.ReadDir(s.path(indexDir))
	errs = append(errs, err)
	for _, entry := range entries {
		name := entry.Name()
		if isGeneration(strings.TrimSuffix(name, unfinished)) && name != published {
			remove(s.path(indexDir, name))
		}
	}
	known := make(map[string]bool, len(state.Loads))
	for _, load := range state.Loads {
		known[load.Sum] = true
	}
	sums, _, err := s.archive.List()
	errs = append(errs, err)
	for _, sum := range sums {
		if !known[sum.String()] {
			errs = append(errs, s.archive.Remove(sum))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("clean up: %w", err)
	}
	return nil
}

// marksError makes damage of the marks known as such.
func (s *Store) marksError(err error) error {
	switch {
	case errors.Is(err, marks.ErrNewer):
		return ErrNewerStore
	case errors.Is(err, marks.ErrDamaged):
		return fmt.Errorf("%w: %w", ErrMarksDamaged, err)
	case errors.Is(err, marks.ErrBusy):
		return readLock(s.path(lockFile))
	}
	return err
}
