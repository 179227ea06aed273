package tui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
)

// load reads exports into the store, shows how far it is and, at the end, what
// was understood and what was refused.
type load struct {
	*app
	paths []string

	working  question
	ticking  question
	latest   progress
	started  time.Time
	seen     index.Progress // what is drawn
	stopping bool           // Esc was pressed; the store is being left as it was

	report  *index.LoadReport // nil until the end
	refused []error
	failure error
	asked   []*index.Loaded // whose order of dates is to be asked about, the first now
	news    []news
	top     int // first line of the report that is seen
	lines   []string

	entering bool // the chat is to be opened once the snapshot has it
}

// progress is the newest thing a load told; it tells more than can be drawn.
type progress struct {
	mu sync.Mutex
	p  index.Progress
}

func (p *progress) set(now index.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.p = now
}

func (p *progress) get() index.Progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.p
}

type (
	// loaded is the end of a load.
	loaded struct {
		report  index.LoadReport
		news    []news
		refused []error
		err     error
	}
	// beat says that it is time to draw how far it is.
	beat struct{}
)

const beatEvery = 100 * time.Millisecond

func newLoad(a *app, paths ...string) *load { return &load{app: a, paths: paths} }

func (l *load) init() tea.Cmd {
	l.started = l.now()
	return tea.Batch(l.work(), l.next())
}

// next asks for another beat.
func (l *load) next() tea.Cmd {
	l.ticking.n++
	return l.after(beatEvery, answer{to: l, of: &l.ticking, n: l.ticking.n, msg: beat{}})
}

// work opens the exports and loads those that can be read.
func (l *load) work() tea.Cmd {
	l.working.withdraw()
	ctx, cancel := context.WithCancel(l.tasks.ctx)
	l.working.cancel = cancel
	n := l.working.n
	return l.tasks.run(func(context.Context) tea.Msg {
		defer cancel()
		return answer{to: l, of: &l.working, n: n, msg: l.read(ctx)}
	})
}

// read runs away from the event loop: of l it touches only what does not
// change.
func (l *load) read(ctx context.Context) loaded {
	var done loaded
	var exports []*parser.Export
	for _, path := range l.paths {
		opened, err := l.open(ctx, path)
		exports = append(exports, opened...)
		done.refused = append(done.refused, joinedErrors(err)...)
	}
	if len(exports) == 0 || ctx.Err() != nil {
		done.err = ctx.Err()
		return done
	}
	before, failed := l.store.Snapshot(ctx)
	done.report, done.err = l.store.Load(ctx, exports, index.LoadOptions{Progress: l.latest.set})
	done.refused = append(done.refused, done.report.Refused...)
	for _, e := range exports {
		if err := e.Close(); err != nil && done.err == nil {
			done.err = err
		}
	}
	if failed != nil { // it is not known what is new
		return done
	}
	defer before.Close()
	if now, err := l.store.Snapshot(ctx); err == nil {
		defer now.Close()
		done.news = findNews(ctx, before, now, done.report)
	}
	return done
}

// joinedErrors takes joined errors apart.
func joinedErrors(err error) []error {
	if err == nil {
		return nil
	}
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		return many.Unwrap()
	}
	return []error{err}
}

func (l *load) done() bool { return l.report != nil || l.failure != nil }

// ok reports whether anything of it is in the store now.
func (l *load) ok() bool { return l.report != nil && len(l.report.Loaded) > 0 }

func (l *load) title() string {
	switch {
	case !l.done():
		return "Loading"
	case l.ok():
		return "Loaded"
	}
	return "Not loaded"
}

// where tells that there is more of the report than is seen.
func (l *load) where() string {
	if l.layout.body >= len(l.lines) {
		return ""
	}
	return fmt.Sprintf("%d%%", 100*min(len(l.lines), l.top+l.layout.body)/len(l.lines))
}

func (l *load) typing() *input { return nil }

func (l *load) keys() keymap {
	if !l.done() {
		return keymap{bind("esc", "stop; the store stays as it was", l.stop, "esc").short("stop")}
	}
	on := bind("enter", "on to the chat", l.enter, "enter").short("open the chat")
	if !l.ok() {
		on = bind("enter", "back, to try another file", l.leave, "enter", "esc").short("try another file")
	}
	down := bind("↓", "scroll down", do(func() { l.scroll(1) }), "down", "j")
	if l.where() != "" {
		down = down.short("more")
	}
	return slices.Concat(l.questionKeys(), keymap{on}, l.newsKeys(), keymap{
		down,
		bind("↑", "scroll up", do(func() { l.scroll(-1) }), "up", "k"),
		bind("pgup", "a page up", do(func() { l.scroll(1 - l.layout.body) }), "pgup"),
		bind("pgdn", "a page down", do(func() { l.scroll(l.layout.body - 1) }), "pgdown"),
	})
}

// stop cancels the load; what was read so far is dropped by the store.
func (l *load) stop() tea.Cmd {
	if l.working.cancel != nil && !l.stopping {
		l.stopping = true
		l.working.cancel()
	}
	return nil
}

// leave goes back to where the file was chosen, or to the first screen.
func (l *load) leave() tea.Cmd {
	if len(l.screens) > 1 {
		return l.back()
	}
	l.screens = nil
	if l.snap == nil {
		return l.refresh() // arrives
	}
	return l.arrive()
}

// enter opens the chat that was loaded. The way here is over: Esc in the chat
// does not lead back to a bar at its end.
func (l *load) enter() tea.Cmd {
	name := l.report.Loaded[0].Chat
	has := func(chat index.Chat) bool { return chat.Name == name }
	if l.entering = l.snap == nil || !slices.ContainsFunc(l.snap.Chats(), has); l.entering {
		return nil
	}
	c := newChat(l.app, name)
	for len(l.screens) > 0 {
		switch l.screens[len(l.screens)-1].(type) {
		case *load, *start:
			l.screens = l.screens[:len(l.screens)-1]
			continue
		}
		break
	}
	l.push(c)
	if n, ok := l.newIn(name); ok { // what somebody has not read yet
		if place, ok := c.seq.place(l.snap, n.ids[0]); ok {
			return c.show(place)
		}
	}
	return c.show(atEnd)
}

func (l *load) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case beat:
		if l.done() {
			return nil
		}
		l.seen = l.latest.get()
		return l.next()
	case loaded:
		return l.finish(msg)
	case changed:
		if l.entering {
			return l.enter()
		}
	case wheel:
		l.scroll(msg.by)
	case outlook:
		l.draw()
	case restyled, tea.WindowSizeMsg:
		l.draw()
	}
	return nil
}

func (l *load) finish(msg loaded) tea.Cmd {
	if errors.Is(msg.err, context.Canceled) || l.stopping && len(msg.report.Loaded) == 0 {
		l.say("Stopped. What was here before is as it was.")
		return l.leave()
	}
	l.refused, l.failure, l.news = msg.refused, msg.err, msg.news
	if msg.err == nil {
		l.report = &msg.report
		for i := range l.report.Loaded {
			if done := &l.report.Loaded[i]; done.Ask && len(done.Summary.Doubts) > 0 {
				l.asked = append(l.asked, done)
			}
		}
	}
	for _, err := range append(l.refused, l.failure) {
		l.fail(err)
	}
	l.note = note{} // the screen itself says it
	l.draw()
	return l.refresh()
}

func (l *load) scroll(by int) {
	l.top = min(max(0, l.top+by), max(0, len(l.lines)-l.layout.body))
}

func (l *load) resize(int, int, bool) { l.draw() }

// fileNames are the names of the files, for people.
func (l *load) fileNames() string {
	if len(l.paths) == 1 {
		return filepath.Base(l.paths[0])
	}
	return count(len(l.paths), "export", "exports")
}
