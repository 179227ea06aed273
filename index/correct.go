package index

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/index/table"
)

// ErrOtherChat says that messages of different chats cannot be in one thread.
var ErrOtherChat = errors.New("in different chats")

// ErrNoThread says that a message is in no thread: a notice, or one whose
// thread is not found yet.
var ErrNoThread = errors.New("in no thread")

// SplitThread makes a message start a thread of its own; what answers it goes
// with it. Like every correction it is a mark: it holds whatever is loaded
// later, threads found from then on know of it, and it can be undone. An Action
// without Links says that it was so already.
func (s *Store) SplitThread(ctx context.Context, id ID) (Action, error) {
	return s.correct(ctx, "split a thread", func(c *correction) error {
		place, err := c.place(id)
		if err != nil || c.threads.roots[place] == place {
			return err
		}
		c.link(place, nil)
		return nil
	})
}

// JoinThreads makes the threads of messages one. It fails with ErrOtherChat.
func (s *Store) JoinThreads(ctx context.Context, ids []ID) (Action, error) {
	return s.correct(ctx, "join threads", func(c *correction) error {
		var roots []uint32
		for _, id := range ids {
			place, err := c.place(id)
			if err != nil {
				return err
			}
			roots = append(roots, c.threads.roots[place])
		}
		slices.Sort(roots)
		roots = slices.Compact(roots)
		for _, root := range roots[min(1, len(roots)):] {
			if err := c.answer(root, roots[0]); err != nil {
				return err
			}
		}
		return nil
	})
}

// MoveToThread makes a message belong to the thread of another; what answers
// it goes with it. It fails with ErrOtherChat.
func (s *Store) MoveToThread(ctx context.Context, id, to ID) (Action, error) {
	return s.correct(ctx, "move a message to another thread", func(c *correction) error {
		place, err := c.place(id)
		if err != nil {
			return err
		}
		target, err := c.place(to)
		if err != nil || c.threads.roots[place] == c.threads.roots[target] {
			return err
		}
		root := c.threads.roots[target]
		if root < place {
			return c.answer(place, target)
		}
		// The whole other thread comes later: the message starts it.
		if c.threads.roots[place] != place {
			c.link(place, nil)
		}
		return c.answer(root, place)
	})
}

// correction collects what a person decides on links.
type correction struct {
	snapshot *Snapshot
	threads  *threads
	links    []marks.Link
}

func (s *Store) correct(ctx context.Context, label string, decide func(*correction) error) (Action, error) {
	// What is decided about must be what is found, not what is not found yet.
	if err := s.FindThreads(ctx, nil); err != nil {
		return Action{}, err
	}
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return Action{}, err
	}
	defer sn.Close()
	c := correction{snapshot: sn, threads: sn.threads()}
	if err := decide(&c); err != nil {
		return Action{}, fmt.Errorf("%s: %w", label, err)
	}
	action, err := s.marks.SetLinks(ctx, c.links, label, s.now())
	return s.acted(ctx, action, false, err)
}

// rethread finds threads anew where that is needed. What was decided is on the
// disk by then, so that a failure must not look as if it was not: threads that
// cannot be found or saved now are found by whoever looks at them next.
func (s *Store) rethread(ctx context.Context, needed bool) {
	if needed {
		_ = s.FindThreads(ctx, nil)
	}
}

// place returns the place of a message that is in a thread.
func (c *correction) place(id ID) (uint32, error) {
	r := c.snapshot.table
	row, ok := r.Find(table.ID(id))
	if !ok {
		return 0, fmt.Errorf("%s: %w", id, ErrNoMessage)
	}
	place := placeOf(r, row)
	if _, ok := c.threads.root(r, place); !ok {
		return 0, fmt.Errorf("%s: %w", id, ErrNoThread)
	}
	return place, nil
}

// answer links a message to another thread: to the target, if that comes before
// it and is not just the thread's first message, otherwise to the newest
// message that does.
func (c *correction) answer(place, target uint32) error {
	r := c.snapshot.table
	if r.Chat(r.All().Row(int(place))) != r.Chat(r.All().Row(int(target))) {
		return ErrOtherChat
	}
	if root := c.threads.roots[target]; target == root || target > place {
		target = root
		for _, member := range c.threads.members(root) {
			if member < place && !isNotice(r, r.All().Row(int(member))) {
				target = max(target, member)
			}
		}
	}
	c.link(place, &target)
	return nil
}

// link notes what a message answers; nil: nothing.
func (c *correction) link(place uint32, parent *uint32) {
	r := c.snapshot.table
	link := marks.Link{ID: r.ID(r.All().Row(int(place)))}
	if parent != nil {
		link.Parent = r.ID(r.All().Row(int(*parent)))
	}
	c.links = append(c.links, link)
}
