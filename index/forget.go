package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/kerbstreet/kerb/index/archive"
	"github.com/kerbstreet/kerb/index/marks"
)

// ErrNoPerson says that nobody of a name wrote in any chat.
var ErrNoPerson = errors.New("nobody of that name has written")

// ErrNoExport says that no export of a name was loaded.
var ErrNoExport = errors.New("no export of that name was loaded")

// Forgotten says what was removed.
type Forgotten struct {
	Messages int // of the chat, the person or the export, as far as no other export has them
	Exports  int // that are gone, or were written anew without the person
	Marks    int // that were on messages that are gone
}

// ForgetChat removes a chat: its exports, its messages and what was marked on
// them. It fails with ErrNoChat.
//
// Like everything that forgets, it cannot be undone, and drops the undo log,
// which tells of what was. Exports, marks and index are written anew and the
// old files removed; when it returns, none of the store's files holds what was
// forgotten. Backups made before still do. Until the new marks take the place
// of the old, in one step, the store is as it was.
func (s *Store) ForgetChat(ctx context.Context, name string, progress func(Progress)) (Forgotten, error) {
	return s.forget(ctx, progress, func(f *forgetting) error {
		key, ok := chatKey(f.state, name)
		if !ok {
			return fmt.Errorf("%q: %w", name, ErrNoChat)
		}
		f.chat = key
		f.keep(func(load marks.Load) bool { return load.Chat != key })
		return nil
	})
}

// ForgetExport takes a load back: the messages that no other export has are
// gone. An export is named as its file was, or by the first digits of the
// SHA-256 of its text. It fails with ErrNoExport.
func (s *Store) ForgetExport(ctx context.Context, name string, progress func(Progress)) (Forgotten, error) {
	return s.forget(ctx, progress, func(f *forgetting) error {
		names := func(load marks.Load) bool {
			return load.Name == name || len(name) >= shortestSum && len(name) <= len(load.Sum) && load.Sum[:len(name)] == name
		}
		if !slices.ContainsFunc(f.state.Loads, names) {
			return fmt.Errorf("%q: %w", name, ErrNoExport)
		}
		f.keep(func(load marks.Load) bool { return !names(load) })
		return nil
	})
}

// shortestSum is how many digits of a sum name an export.
const shortestSum = 8

// ForgetPerson removes all messages that a person wrote, in all chats and under
// all names that Kerb knows to be theirs (People), and the notices that name
// them; in what others wrote, their whole names and mentions of them become "…". The exports that held them are kept as JSON lines of what
// is left. A tombstone keeps them out of exports that are loaded later. It
// fails with ErrNoPerson; names are compared as IDs fold them.
//
// What it cannot know are further names the person goes by, and what others tell
// about them.
func (s *Store) ForgetPerson(ctx context.Context, name string, progress func(Progress)) (Forgotten, error) {
	return s.forget(ctx, progress, func(f *forgetting) error {
		names := allNames(newPeople(f.base.table, f.state.People), name)
		if len(names) == 0 {
			return fmt.Errorf("%q: %w", name, ErrNoPerson)
		}
		f.person = newErasure(names...)
		for _, name := range names {
			f.tombstones = append(f.tombstones, f.graves.Of(foldName(name)))
		}
		return f.rewriteExports(ctx)
	})
}

// allNames returns all names of who goes by one.
func allNames(who *people, name string) []string {
	one := newErasure(name)
	persons := make(map[uint32]bool)
	for sender, known := range who.names {
		if one.is(known) {
			persons[who.person[sender]] = true
		}
	}
	var names []string
	for sender, known := range who.names {
		if persons[who.person[sender]] {
			names = append(names, known)
		}
	}
	return names
}

// forgetting is one call that forgets.
type forgetting struct {
	store  *Store
	dir    string // for temporary files
	state  *marks.State
	base   *generation
	graves *marks.Tombstones

	chat       string   // key of the chat that goes, "" for none
	person     *erasure // nil for nobody
	loads      []marks.Load
	changed    map[uint64]marks.Load // loads by number whose exports were written anew
	removed    int                   // exports that go
	tombstones [][]byte
}

// keep drops loads.
func (f *forgetting) keep(keep func(marks.Load) bool) {
	for _, load := range f.state.Loads {
		if keep(load) {
			f.loads = append(f.loads, load)
		} else {
			f.removed++
		}
	}
}

func (s *Store) forget(ctx context.Context, progress func(Progress), decide func(*forgetting) error) (_ Forgotten, err error) {
	unlock, err := s.lock(ctx, "forgetting")
	if err != nil {
		return Forgotten{}, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	dir, remove, err := s.TempDir()
	if err != nil {
		return Forgotten{}, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	base, err := s.ready(ctx, progress)
	if err != nil {
		return Forgotten{}, err
	}
	if base == nil {
		return Forgotten{}, fmt.Errorf("forget: the store is empty: %w", ErrNoChat)
	}
	defer func() { err = errors.Join(err, base.release()) }()
	f := &forgetting{store: s, dir: dir, base: base, changed: make(map[uint64]marks.Load)}
	if f.graves, err = s.marks.Tombstones(ctx); err != nil {
		return Forgotten{}, s.marksError(err)
	}
	if f.state, err = s.marks.State(ctx); err != nil {
		return Forgotten{}, s.marksError(err)
	}
	if err := decide(f); err != nil {
		return Forgotten{}, fmt.Errorf("forget: %w", err)
	}
	done, err := f.carryOut(ctx, progress)
	if err != nil {
		return Forgotten{}, fmt.Errorf("forget: %w", err)
	}
	return done, nil
}

// carryOut builds the index of what is left, writes the marks anew and puts
// both in the place of what was.
func (f *forgetting) carryOut(ctx context.Context, progress func(Progress)) (done Forgotten, err error) {
	s := f.store
	next := *f.state
	next.Loads = f.loads
	var name string
	if len(f.loads) > 0 {
		// An export that is damaged is no reason to keep what is to go.
		if name, err = s.fromExports(ctx, &next, func(damaged []string) []string { return damaged }, nil, progress); err != nil {
			return done, err
		}
	}
	left, err := f.left(name)
	if err != nil {
		return done, errors.Join(err, s.discard(name))
	}
	path := filepath.Join(f.dir, marksFile)
	done = Forgotten{Messages: f.base.table.Len() - left.messages, Exports: f.removed + len(f.changed)}
	err = s.marks.Rewrite(ctx, path, func(r marks.Record) (marks.Record, bool, error) {
		changed, keep, err := f.mark(r, left.ids)
		if err == nil && !keep {
			done.Marks++
		}
		return changed, keep, err
	}, f.tombstones, s.now())
	if err == nil {
		err = s.marks.Replace(ctx, path)
	}
	if err != nil {
		return Forgotten{}, errors.Join(s.marksError(err), s.discard(name))
	}
	return done, f.finish(ctx, name)
}

// finish publishes what is left, and removes every file that holds more.
func (f *forgetting) finish(ctx context.Context, name string) error {
	s := f.store
	var errs []error
	if name == "" {
		errs = append(errs, os.RemoveAll(s.path(indexDir, currentFile)))
	} else {
		errs = append(errs, s.publish(name))
	}
	for _, file := range []string{s.path(indexDir, threadsFile), s.path(placeFile)} {
		errs = append(errs, os.RemoveAll(file))
	}
	state, err := s.marks.State(ctx)
	if err != nil {
		return errors.Join(append(errs, s.marksError(err))...)
	}
	s.mu.Lock()
	s.found = foundThreads{}
	s.mu.Unlock()
	return errors.Join(append(errs, s.clean(state), syncDir(s.dir))...)
}

// remainder is what is left of the messages.
type remainder struct {
	messages int
	ids      map[marks.ID]marks.ID // by the ID that a message had; what is gone is not in it
}

// left compares the new generation with the old: messages keep their ID, but
// those that named the person have other texts, and so others.
func (f *forgetting) left(name string) (remainder, error) {
	left := remainder{ids: make(map[marks.ID]marks.ID)}
	if name == "" {
		return left, nil
	}
	g, err := openGeneration(f.store.path(indexDir, name))
	if err != nil {
		return left, err
	}
	defer func() { _ = g.close() }() // only read
	left.messages = g.table.Len()
	err = f.base.guard(func() error { return f.match(g, left.ids) })
	return left, err
}

// match finds for each old message the one that it became.
func (f *forgetting) match(g *generation, ids map[marks.ID]marks.ID) error {
	type place struct {
		chat    string
		seconds uint32
		text    string
	}
	changed := make(map[place][]marks.ID) // new messages with IDs that are new, in their order
	for row := range uint32(g.table.Len()) {
		id := g.table.ID(row)
		if _, ok := f.base.table.Find(id); ok {
			ids[id] = id
			continue
		}
		facts, err := g.table.Row(row)
		if err != nil {
			return err
		}
		text, _, err := g.table.Text(row)
		if err != nil {
			return err
		}
		at := place{g.table.Chats()[facts.Chat].Key, facts.Seconds, text}
		changed[at] = append(changed[at], id)
	}
	if len(changed) == 0 {
		return nil
	}
	for row := range uint32(f.base.table.Len()) {
		id := f.base.table.ID(row)
		if _, ok := ids[id]; ok {
			continue
		}
		facts, err := f.base.table.Row(row)
		if err != nil {
			return err
		}
		text, _, err := f.base.table.Text(row)
		if err != nil {
			return err
		}
		at := place{f.base.table.Chats()[facts.Chat].Key, facts.Seconds, f.person.erase(text)}
		if list := changed[at]; len(list) > 0 {
			ids[id], changed[at] = list[0], list[1:]
		}
	}
	return nil
}

// archived returns the sum of an export that is kept.
func archived(load marks.Load) (archive.Sum, error) {
	sum, err := archive.ParseSum(load.Sum)
	if err != nil {
		return sum, fmt.Errorf("%w: %w", ErrMarksDamaged, err)
	}
	return sum, nil
}
