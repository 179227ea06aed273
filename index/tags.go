package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/index/table"
)

// BuiltInTags lists the tags that every store has, in alphabetical order.
func BuiltInTags() []string {
	return []string{"dump-run", "lending", "licensing", "outage", "pothole"}
}

// ValidTag reports whether a tag is made of lower-case letters and digits,
// words joined by single hyphens.
func ValidTag(tag string) bool {
	for word := range strings.SplitSeq(tag, "-") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return false
		}
	}
	return len(tag) <= maxTag
}

// maxTag is how long a tag may be, in bytes.
const maxTag = 64

// Action says what a change of marks, an undo or a redo did.
type Action struct {
	Label    string // as given when it was done
	Tags     []string
	Added    int  // tags put on messages
	Removed  int  // tags taken off messages
	Messages int  // different messages concerned
	Undone   bool // the action was taken back
}

// AddTags puts every tag on every message and returns when that is on disk.
// What a message has already it keeps. Label says in words what is done, for
// undo. It fails with ErrBadTag and with ErrNoMessage, and then does nothing.
func (s *Store) AddTags(ctx context.Context, tags []string, ids []ID, label string) (Action, error) {
	list, err := s.taggable(ctx, tags, ids)
	if err != nil {
		return Action{}, err
	}
	action, err := s.marks.AddTags(ctx, tags, list, label, s.now())
	return s.acted(action, false, err)
}

// RemoveTags takes every tag off every message and returns when that is on
// disk. It fails as AddTags does.
func (s *Store) RemoveTags(ctx context.Context, tags []string, ids []ID, label string) (Action, error) {
	list, err := s.taggable(ctx, tags, ids)
	if err != nil {
		return Action{}, err
	}
	action, err := s.marks.RemoveTags(ctx, tags, list, label, s.now())
	return s.acted(action, false, err)
}

// taggable checks what is to be tagged.
func (s *Store) taggable(ctx context.Context, tags []string, ids []ID) ([]marks.ID, error) {
	for _, tag := range tags {
		if !ValidTag(tag) {
			return nil, fmt.Errorf("%q: %w", tag, ErrBadTag)
		}
	}
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer sn.Close()
	list := make([]marks.ID, 0, len(ids))
	for _, id := range ids {
		if _, ok := sn.table.Find(table.ID(id)); !ok && !sn.tagged(id) {
			return nil, fmt.Errorf("%s: %w", id, ErrNoMessage)
		}
		list = append(list, marks.ID(id))
	}
	return list, nil
}

// tagged reports whether a message has a tag, even one that is not loaded.
func (sn *Snapshot) tagged(id ID) bool { return len(sn.marks.TagsOf(marks.ID(id))) > 0 }

// Undo takes the newest change of marks back that has not been taken back. It
// fails with ErrNothingToUndo.
func (s *Store) Undo(ctx context.Context) (Action, error) {
	action, err := s.marks.Undo(ctx)
	if errors.Is(err, marks.ErrNothing) {
		return Action{}, ErrNothingToUndo
	}
	return s.acted(action, true, err)
}

// Redo does again what was undone last, unless something else has been done
// since. It fails with ErrNothingToRedo.
func (s *Store) Redo(ctx context.Context) (Action, error) {
	action, err := s.marks.Redo(ctx)
	if errors.Is(err, marks.ErrNothing) {
		return Action{}, ErrNothingToRedo
	}
	return s.acted(action, false, err)
}

// acted turns an action of the marks into one for callers.
func (s *Store) acted(action marks.Action, undone bool, err error) (Action, error) {
	if err != nil {
		return Action{}, s.marksError(err)
	}
	sum := action.Summary(undone)
	return Action{Label: action.Label, Tags: sum.Tags, Added: sum.Added, Removed: sum.Removed, Messages: sum.Messages, Undone: undone}, nil
}

// RenameChat changes the name a chat is shown by. Its messages keep their IDs,
// and exports under the old name still go into it. It fails with ErrNoChat, or
// if another chat has the new name.
func (s *Store) RenameChat(ctx context.Context, old, name string) error {
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer sn.Close()
	number, err := sn.chat(old)
	if err != nil {
		return err
	}
	name = strings.TrimSpace(name)
	if foldName(name) == "" {
		return errors.New("a chat needs a name")
	}
	if other, err := sn.chat(name); err == nil && other != number {
		return fmt.Errorf("there is another chat named %q", sn.names[other])
	}
	key := sn.table.Chats()[number].Key
	_, err = s.marks.RenameChat(ctx, key, name, fmt.Sprintf("rename chat %q to %q", sn.names[number], name), s.now())
	return s.marksError(err)
}

// Tags lists the built-in tags and all others in use, in alphabetical order,
// with the number of loaded messages that have them.
func (sn *Snapshot) Tags() []TagCount {
	names := sn.tagNames()
	counts := make([]TagCount, 0, len(names))
	for _, tag := range names {
		counts = append(counts, TagCount{Tag: tag, Messages: len(sn.tagRows(tag))})
	}
	return counts
}

// tagNames lists the tags that Tags lists, without looking for their messages.
func (sn *Snapshot) tagNames() []string {
	names := BuiltInTags()
	for tag := range sn.marks.Tags {
		if !slices.Contains(names, tag) {
			names = append(names, tag)
		}
	}
	slices.Sort(names)
	return names
}

// tagRows returns the rows of the messages that have a tag, sorted. The slice
// is shared and must not be changed.
func (sn *Snapshot) tagRows(tag string) []uint32 {
	sn.mu.Lock()
	defer sn.mu.Unlock()
	rows, ok := sn.rows[tag]
	if !ok {
		for _, id := range sn.marks.Tags[tag] {
			if row, loaded := sn.table.Find(id); loaded {
				rows = append(rows, row)
			}
		}
		slices.Sort(rows)
		sn.rows[tag] = rows
	}
	return rows
}
