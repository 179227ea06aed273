package index

import (
	"slices"

	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/index/table"
)

// tagging collects what is to be changed so that messages or threads have tags
// or have them no longer. A thread has a tag by a mark on one of its messages;
// messages that do not have what their thread has carry an exception. There is
// one mark of a tag on a message at most.
type tagging struct {
	snapshot  *Snapshot
	put, drop []marks.Mark
}

func (t *tagging) set(scope marks.Scope, tag string, id marks.ID) {
	t.put = append(t.put, marks.Mark{Tag: tag, ID: id, Scope: scope})
}

func (t *tagging) unset(tag string, id marks.ID) {
	t.drop = append(t.drop, marks.Mark{Tag: tag, ID: id})
}

// inherits reports whether the thread of a message has a tag.
func (t *tagging) inherits(tag string, id ID) bool {
	row, ok := t.snapshot.table.Find(table.ID(id))
	return ok && slices.Contains(t.snapshot.tagsOfThread(row), tag)
}

// add gives messages a tag.
func (t *tagging) add(tag string, ids []ID) {
	state := t.snapshot.marks
	for _, id := range ids {
		switch id := marks.ID(id); {
		case !t.inherits(tag, ID(id)):
			t.set(marks.Message, tag, id)
		case state.Has(marks.Except, tag, id):
			t.unset(tag, id)
		}
	}
}

// addToThread gives the threads of messages a tag.
func (t *tagging) addToThread(tag string, ids []ID) {
	state := t.snapshot.marks
	tagged := make(map[uint32]bool) // threads, by place of the first message
	for _, id := range ids {
		row, ok := t.snapshot.table.Find(table.ID(id))
		if !ok || tagged[t.snapshot.threadRoot(row)] {
			continue
		}
		tagged[t.snapshot.threadRoot(row)] = true
		for _, member := range t.snapshot.threadRows(row) {
			if id := t.snapshot.table.ID(member); state.Has(marks.Except, tag, id) {
				t.unset(tag, id)
			}
		}
		if !t.inherits(tag, id) {
			t.drop = slices.DeleteFunc(t.drop, func(m marks.Mark) bool { return m.Tag == tag && m.ID == marks.ID(id) })
			t.set(marks.Thread, tag, marks.ID(id))
		}
	}
}

// remove takes a tag from messages.
func (t *tagging) remove(tag string, ids []ID) {
	state := t.snapshot.marks
	gone := make(map[marks.ID]bool, len(ids))
	for _, id := range ids {
		gone[marks.ID(id)] = true
	}
	threads := make(map[uint32]bool) // that were looked at
	for _, id := range ids {
		if !t.inherits(tag, id) {
			t.unset(tag, marks.ID(id))
			continue
		}
		row, _ := t.snapshot.table.Find(table.ID(id))
		if root := t.snapshot.threadRoot(row); !threads[root] {
			threads[root] = true
			t.removeFrom(state, tag, t.snapshot.threadRows(row), gone)
		}
	}
}

// removeFrom takes a tag that a thread has from some of its messages. The marks
// by which the thread has it move to one that keeps it.
func (t *tagging) removeFrom(state *marks.State, tag string, members []uint32, gone map[marks.ID]bool) {
	var kept marks.ID
	found, anchored := false, false
	for _, row := range members {
		id := t.snapshot.table.ID(row)
		if gone[id] || state.Has(marks.Except, tag, id) {
			continue
		}
		if anchor := state.Has(marks.Thread, tag, id); !found || anchor && !anchored {
			kept, found, anchored = id, true, anchor
		}
	}
	for _, row := range members {
		id := t.snapshot.table.ID(row)
		switch {
		case !found:
			t.unset(tag, id)
		case gone[id]:
			t.set(marks.Except, tag, id)
		}
	}
	if found && !anchored {
		t.set(marks.Thread, tag, kept)
	}
}
