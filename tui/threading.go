package tui

import (
	"context"
	"fmt"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
)

// threading finds who answers whom, behind everything else: chats can be read
// and searched meanwhile, and what is found shows as it comes.
type threading struct {
	running      bool
	failed       string // the revision for which it failed, not to be tried again
	found, total atomic.Int64
}

// threaded says that threads are found, as far as they could be.
type threaded struct {
	revision string
	err      error
}

// findThreads begins to find the threads that are missing, unless that is under
// way.
func (a *app) findThreads() tea.Cmd {
	t, revision := &a.threading, a.snap.Revision()
	if t.running || a.snap.missing == 0 || t.failed == revision {
		return nil
	}
	t.running = true
	t.found.Store(0)
	return a.tasks.run(func(ctx context.Context) (msg tea.Msg) {
		defer func() {
			if p := recover(); p != nil {
				msg = threaded{revision, mistake(p)}
			}
		}()
		err := a.store.FindThreads(ctx, func(p index.ThreadProgress) {
			t.total.Store(int64(p.Total))
			t.found.Store(int64(p.Found))
		})
		return threaded{revision, err}
	})
}

// threaded takes the end of it.
func (a *app) threaded(msg threaded) tea.Cmd {
	a.threading.running = false
	if msg.err != nil {
		a.threading.failed = msg.revision
		a.fail(msg.err)
	}
	return a.refresh()
}

// threadingLine says how far it is; empty while nothing is looked for.
func (a *app) threadingLine() string {
	found, total := a.threading.found.Load(), a.threading.total.Load()
	if !a.threading.running || total == 0 {
		return ""
	}
	return fmt.Sprintf("finding threads %d %%", 100*found/total)
}
