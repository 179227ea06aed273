package tui

import (
	"context"
	"fmt"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// tasks owns the goroutines behind commands: bubbletea starts them and does
// not wait for them, so this does. After stop no task runs and none starts.
type tasks struct {
	ctx    context.Context
	cancel context.CancelFunc

	mu      sync.Mutex
	stopped bool
	running sync.WaitGroup
}

func newTasks(ctx context.Context) *tasks {
	ctx, cancel := context.WithCancel(ctx)
	return &tasks{ctx: ctx, cancel: cancel}
}

// run makes a command of f. A panic in f becomes an error for the log: the
// screen is not lost over it.
func (t *tasks) run(f func(context.Context) tea.Msg) tea.Cmd {
	return func() (msg tea.Msg) {
		t.mu.Lock()
		if t.stopped {
			t.mu.Unlock()
			return nil
		}
		t.running.Add(1)
		t.mu.Unlock()
		defer t.running.Done()
		defer func() {
			if p := recover(); p != nil {
				msg = failed{mistake(p)}
			}
		}()
		return f(t.ctx)
	}
}

// stop cancels what runs and waits for its end.
func (t *tasks) stop() {
	t.mu.Lock()
	t.stopped = true
	t.mu.Unlock()
	t.cancel()
	t.running.Wait()
}

// failed is the message that something went wrong.
type failed struct{ err error }

// mistake is an error of the program's own.
func mistake(p any) error {
	return fmt.Errorf("kerb made a mistake (%v); your messages and tags are safe, please report it", p)
}

// A question is the newest of one kind that a screen asks. Asking again
// cancels the one before and makes its answer stale.
type question struct {
	n      int
	cancel context.CancelFunc
}

// answer is what a question led to. It carries the question's number, so that
// one that comes late is known as such.
type answer struct {
	to  screen
	of  *question
	n   int
	msg tea.Msg
	err error
}

// withdraw makes any answer that is still under way stale.
func (q *question) withdraw() {
	q.n++
	if q.cancel != nil {
		q.cancel()
		q.cancel = nil
	}
}

// ask runs f on the current snapshot, away from the event loop, and hands its
// message to the screen unless q was asked again in the meantime.
func (a *app) ask(q *question, to screen, f func(context.Context, snapshot) (tea.Msg, error)) tea.Cmd {
	q.withdraw()
	if a.snap == nil {
		return nil
	}
	ctx, cancel := context.WithCancel(a.tasks.ctx)
	q.cancel = cancel
	n, held := q.n, a.snap
	held.hold()
	run := a.tasks.run(func(context.Context) tea.Msg {
		defer cancel()
		msg, err := f(ctx, held)
		return answer{to: to, of: q, n: n, msg: msg, err: err}
	})
	return func() tea.Msg {
		defer held.release()
		return run()
	}
}
