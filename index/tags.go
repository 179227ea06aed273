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
	Threads  int  // different threads that got or lost a tag as a whole
	Links    int  // messages of which a person decided what they answer, or took that back
	Refusals int  // suggestions that were refused, or are so no longer
	People   int  // names of which it was said whose they are
	Issues   int  // on which something was decided, or no longer is
	Undone   bool // the action was taken back
}

// AddTags puts every tag on every message and returns when that is on disk.
// What a message has already it keeps, be it by its thread. Label says in words
// what is done, for undo. It fails with ErrBadTag and with ErrNoMessage, and
// then does nothing.
func (s *Store) AddTags(ctx context.Context, tags []string, ids []ID, label string) (Action, error) {
	return s.retag(ctx, tags, ids, label, (*tagging).add)
}

// RemoveTags takes every tag off every message and returns when that is on
// disk. A message that has a tag by its thread is excepted from it; if no
// message of the thread is left with it, the thread loses it. It fails as
// AddTags does.
func (s *Store) RemoveTags(ctx context.Context, tags []string, ids []ID, label string) (Action, error) {
	return s.retag(ctx, tags, ids, label, (*tagging).remove)
}

// TagThreads puts every tag on the threads of messages: on all messages that
// are in them now and on those that will be. It fails as AddTags does.
func (s *Store) TagThreads(ctx context.Context, tags []string, ids []ID, label string) (Action, error) {
	return s.retag(ctx, tags, ids, label, (*tagging).addToThread)
}

func (s *Store) retag(ctx context.Context, tags []string, ids []ID, label string, change func(*tagging, string, []ID)) (Action, error) {
	for _, tag := range tags {
		if !ValidTag(tag) {
			return Action{}, fmt.Errorf("%q: %w", tag, ErrBadTag)
		}
	}
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return Action{}, err
	}
	defer sn.Close()
	for _, id := range ids {
		if _, ok := sn.table.Find(table.ID(id)); !ok && !sn.marked(id) {
			return Action{}, fmt.Errorf("%s: %w", id, ErrNoMessage)
		}
	}
	t := tagging{snapshot: sn}
	for _, tag := range tags {
		change(&t, tag, ids)
	}
	action, err := s.marks.Tag(ctx, t.put, t.drop, label, s.now())
	return s.acted(ctx, action, false, err)
}

// marked reports whether there is a mark on a message, even one that is not
// loaded.
func (sn *Snapshot) marked(id ID) bool { return len(sn.marks.TagsOf(marks.ID(id))) > 0 }

// Undo takes the newest change of marks back that has not been taken back. It
// fails with ErrNothingToUndo.
func (s *Store) Undo(ctx context.Context) (Action, error) {
	action, err := s.marks.Undo(ctx)
	if errors.Is(err, marks.ErrNothing) {
		return Action{}, ErrNothingToUndo
	}
	return s.acted(ctx, action, true, err)
}

// Redo does again what was undone last, unless something else has been done
// since. It fails with ErrNothingToRedo.
func (s *Store) Redo(ctx context.Context) (Action, error) {
	action, err := s.marks.Redo(ctx)
	if errors.Is(err, marks.ErrNothing) {
		return Action{}, ErrNothingToRedo
	}
	return s.acted(ctx, action, false, err)
}

// acted turns an action of the marks into one for callers, and finds threads
// anew where it was about them.
func (s *Store) acted(ctx context.Context, action marks.Action, undone bool, err error) (Action, error) {
	if err != nil {
		return Action{}, s.marksError(err)
	}
	sum := action.Summary(undone)
	s.rethread(ctx, sum.Links > 0)
	return Action{
		Label: action.Label, Tags: sum.Tags, Added: sum.Added, Removed: sum.Removed,
		Messages: sum.Messages, Threads: sum.Threads, Links: sum.Links, Refusals: sum.Refusals, People: sum.People, Issues: sum.Issues, Undone: undone,
	}, nil
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
	for _, marks := range []map[string][]marks.ID{sn.marks.Tags, sn.marks.ThreadTags} {
		for tag := range marks {
			if !slices.Contains(names, tag) {
				names = append(names, tag)
			}
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
		rows = sn.rowsOf(sn.marks.Tags[tag])
		if threads := sn.marks.ThreadTags[tag]; len(threads) > 0 {
			except := sn.rowsOf(sn.marks.Exceptions[tag])
			for _, anchor := range sn.rowsOf(threads) {
				for _, row := range sn.threadRows(anchor) {
					if !contains(except, row) {
						rows = append(rows, row)
					}
				}
			}
			slices.Sort(rows)
			rows = slices.Compact(rows)
		}
		sn.rows[tag] = rows
	}
	return rows
}

// rowsOf returns the rows of those messages that are loaded, sorted.
func (sn *Snapshot) rowsOf(ids []marks.ID) []uint32 {
	var rows []uint32
	for _, id := range ids {
		if row, loaded := sn.table.Find(id); loaded {
			rows = append(rows, row)
		}
	}
	slices.Sort(rows)
	return rows
}

// tagsOf returns the tags that a message has, its own and its thread's, in
// alphabetical order.
func (sn *Snapshot) tagsOf(row uint32, id marks.ID) []string {
	tags := sn.marks.TagsOf(id)
	if len(sn.marks.ThreadTags) == 0 {
		return tags
	}
	for _, tag := range sn.tagsOfThread(row) {
		if !slices.Contains(tags, tag) && !sn.marks.Has(marks.Except, tag, id) {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return tags
}

// tagsOfThread returns the tags that the thread of a message has as a whole.
func (sn *Snapshot) tagsOfThread(row uint32) []string {
	sn.tagsOnce.Do(func() {
		sn.threadTags = make(map[uint32][]string)
		for tag, ids := range sn.marks.ThreadTags {
			for _, anchor := range sn.rowsOf(ids) {
				if root := sn.threadRoot(anchor); !slices.Contains(sn.threadTags[root], tag) {
					sn.threadTags[root] = append(sn.threadTags[root], tag)
				}
			}
		}
	})
	return sn.threadTags[sn.threadRoot(row)]
}
