package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

// A write changes the store and says what it did. Writes are done one after
// the other, in the order in which they were asked for.
type write func(ctx context.Context) (done string, err error)

// wrote is the end of the first write in the queue.
type wrote struct {
	done string
	err  error
}

// write queues w and starts it when it is its turn.
func (a *app) write(w write) tea.Cmd {
	a.writes = append(a.writes, w)
	a.decided++
	if len(a.writes) > 1 {
		return nil
	}
	return a.nextWrite()
}

func (a *app) nextWrite() tea.Cmd {
	w := a.writes[0]
	return a.tasks.run(func(ctx context.Context) (msg tea.Msg) {
		defer func() { // the queue must not stop over a mistake
			if p := recover(); p != nil {
				msg = wrote{err: mistake(p)}
			}
		}()
		done, err := w(ctx)
		return wrote{done, err}
	})
}

func (a *app) wrote(msg wrote) tea.Cmd {
	a.writes = a.writes[1:]
	switch {
	case msg.err != nil:
		a.fail(msg.err)
	case msg.done != "":
		a.say(msg.done)
	}
	next := tea.Cmd(nil)
	if len(a.writes) > 0 {
		next = a.nextWrite()
	}
	return tea.Batch(a.refresh(), next)
}

func (a *app) undo() tea.Cmd {
	return a.write(func(ctx context.Context) (string, error) {
		act, err := a.store.Undo(ctx)
		if errors.Is(err, index.ErrNothingToUndo) {
			return "There is nothing to undo.", nil
		}
		return "Undone: " + safe.Line(act.Label) + ". ctrl+r does it again.", err
	})
}

func (a *app) redo() tea.Cmd {
	return a.write(func(ctx context.Context) (string, error) {
		act, err := a.store.Redo(ctx)
		if errors.Is(err, index.ErrNothingToRedo) {
			return "There is nothing to do again.", nil
		}
		return "Done again: " + safe.Line(act.Label) + ". u undoes it.", err
	})
}

// entryOfLog is one thing that went wrong.
type entryOfLog struct {
	at   time.Time
	text string // harmless
}

// fail shows an error above the keys and keeps it for the log. What was
// cancelled did not go wrong.
func (a *app) fail(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	text := sentence(err)
	if n := len(a.log); n > 0 && a.log[n-1].text == text {
		a.log = a.log[:n-1] // the same again, as when looking at a store that is gone
	}
	a.log = append(a.log, entryOfLog{at: a.now(), text: text})
	a.note = note{text: text, wrong: true}
}

// sentence makes a line for people of an error, with a next step where one is
// known.
func sentence(err error) string {
	text := safe.Line(err.Error())
	if errors.As(err, new(*parser.RefusedError)) {
		return text // begins with a file's name, which stays as it is
	}
	text = upperFirst(text)
	var locked *index.LockedError
	switch {
	case errors.As(err, &locked):
		return fmt.Sprintf("Another Kerb (process %d) is writing: %s. Try again when it is done.", locked.PID, safe.Line(locked.Doing))
	case errors.Is(err, index.ErrDamaged):
		return text + ". Your messages and tags are safe; run: kerb reindex"
	case errors.Is(err, index.ErrNewerStore):
		return text + ". Please update Kerb."
	}
	return text
}

// refreshed is the newest snapshot of the store.
type refreshed struct {
	snap *lease
	n    int
}

// refresh looks whether the store has changed, by this process or another.
func (a *app) refresh() tea.Cmd {
	a.refreshed.n++
	n := a.refreshed.n
	return a.tasks.run(func(ctx context.Context) tea.Msg {
		snap, err := a.store.Snapshot(ctx)
		if err != nil {
			return answer{of: &a.refreshed, n: n, err: err}
		}
		return refreshed{newLease(snap), n}
	})
}

// renew takes a snapshot if it tells anything new, and shows it everywhere.
func (a *app) renew(msg refreshed) tea.Cmd {
	snap := msg.snap
	if msg.n != a.refreshed.n || a.snap.same(snap) {
		snap.release()
		return nil
	}
	first := a.snap == nil
	if !first {
		a.snap.release()
	}
	a.snap = snap
	if first && len(a.screens) == 0 {
		return tea.Batch(a.arrive(), a.findThreads(), a.lookOut())
	}
	return tea.Batch(a.each(func(s screen) tea.Cmd { return s.update(changed{}) }), a.findThreads(), a.lookOut())
}
