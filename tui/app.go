package tui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
)

// A screen is one of Kerb's screens or sheets. It is a pointer: the back stack
// keeps it as it was left, with its scroll and its selection.
type screen interface {
	title() string                       // for the top line or the sheet's rule; harmless
	where() string                       // position, for the bottom line; harmless
	keys() keymap                        // what keys do here
	typing() *input                      // where typing goes; nil: letters are keys
	update(msg tea.Msg) tea.Cmd          // answers, and the messages below
	view(width, height int) drawing      // as many lines as there is need of, height at most
	resize(width, height int, wide bool) // called before the first view and on every change
}

// drawing is what a screen looks like: lines of at most its width in cells.
type drawing struct {
	lines  []string
	cursor *tea.Position // where typing goes, from the screen's own corner
}

// Messages that every screen may get.
type (
	// click and wheel are the mouse, from the screen's own corner.
	click struct{ x, y int }
	wheel struct{ x, y, by int }
	// changed says that the store is another; snap is already the new one.
	changed struct{}
	// restyled says that the theme is another; what was drawn is void.
	restyled struct{}
)

// app is what all screens share, and the only one that knows which of them is
// seen. Everything in it belongs to the event loop.
type app struct {
	store store
	open  func(ctx context.Context, path string) ([]*parser.Export, error)
	// export writes what is shown to a file.
	export Exporter
	// report writes issues to a file.
	report Reporter
	config Config
	now    func() time.Time
	// folders are where the file picker looks for exports.
	folders []string
	after   func(d time.Duration, msg tea.Msg) tea.Cmd
	tasks   *tasks

	snap *lease      // nil until the first one is there
	last index.Place // where somebody was in the run before

	screens []screen // the back stack; the last one is seen
	sheets  []screen // what lies over it; the last one has the keys

	theme   *theme
	dark    bool
	utf8    bool
	profile colorprofile.Profile
	cells   ansi.Method
	layout  layout

	note       note
	log        []entryOfLog
	writes     []write // to be done one after the other; the first one is under way
	decided    int     // how many writes were asked for in all
	refreshed  question
	copying    question
	hints      []hint // of the footer as it was drawn last
	tabHints   []hint // of the top line likewise
	sheetLines int    // of the sheet as it was drawn last
	slow       bool   // the store takes its time to open
	rebuilding progress
	threading  threading
	lookingOut question
	outlook    outlook
	quitting   bool
}

// note is the last thing that happened, for the line above the keys.
type note struct {
	text  string // harmless
	wrong bool
}

// top is the screen that has the keys.
func (a *app) top() screen {
	if n := len(a.sheets); n > 0 {
		return a.sheets[n-1]
	}
	if n := len(a.screens); n > 0 {
		return a.screens[n-1]
	}
	return nil
}

// push goes on to a screen; Esc comes back.
func (a *app) push(s screen) {
	a.sheets = nil
	a.screens = append(a.screens, s)
	a.fitScreen(s)
}

// start makes s the first screen, with nothing behind it.
func (a *app) start(s screen) {
	a.screens = nil
	a.push(s)
}

// lay puts a sheet over the screen.
func (a *app) lay(s screen) {
	a.sheets = append(a.sheets, s)
	a.fitScreen(s)
}

// back leaves the sheet or the screen; on the first screen it does nothing.
func (a *app) back() tea.Cmd {
	switch {
	case len(a.sheets) > 0:
		a.sheets = a.sheets[:len(a.sheets)-1]
	case len(a.screens) > 1:
		a.screens = a.screens[:len(a.screens)-1]
		a.fitScreen(a.top())
	}
	return nil
}

// fitScreen tells a screen how much room it has.
func (a *app) fitScreen(s screen) {
	for _, sheet := range a.sheets {
		if s == sheet {
			s.resize(a.layout.width, a.sheetRoom(), false)
			return
		}
	}
	s.resize(a.layout.width, a.layout.body, a.layout.wide)
}

// sheetRoom is how many lines a sheet may take, its rule not counted.
func (a *app) sheetRoom() int { return max(3, a.layout.body-max(3, a.layout.body/4)-1) }

// each calls f for every screen there is, and joins what it asks for.
func (a *app) each(f func(screen) tea.Cmd) tea.Cmd {
	cmds := make([]tea.Cmd, 0, len(a.screens)+len(a.sheets))
	for _, s := range a.screens {
		cmds = append(cmds, f(s))
	}
	for _, s := range a.sheets {
		cmds = append(cmds, f(s))
	}
	return tea.Batch(cmds...)
}

// restyle makes the theme anew from what is known of the terminal.
func (a *app) restyle() tea.Cmd {
	a.theme = newTheme(a.dark, a.profile, a.utf8, a.cells)
	return a.each(func(s screen) tea.Cmd { return s.update(restyled{}) })
}

// keys are the commands that mean the same everywhere.
func (a *app) keys() keymap {
	return append(keymap{
		bind("esc", "back", a.back, "esc"),
		bind("u", "undo", a.undo, "u", "ctrl+z"),
		bind("ctrl+r", "redo", a.redo, "ctrl+r"),
		bind("/", "search", a.search, "/"),
		bind("o", "load another export", a.loadMore, "o"),
		bind("c", "choose a chat", a.chooseChat, "c"),
		bind("L", "what went wrong so far", do(func() { a.lay(newLog(a)) }), "L"),
		bind("ctrl+p", "everything, by name", do(func() { a.lay(newPalette(a)) }), "ctrl+p"),
		bind("?", "all keys", do(func() { a.lay(newHelp(a)) }), "?", "f1").short("keys"),
		bind("q", "quit", a.quit, "q", "ctrl+c"),
	}, slices.Concat(a.destinationKeys(), a.tabKeys())...)
}

func (a *app) quit() tea.Cmd {
	a.quitting = true
	return tea.Quit
}

func (a *app) search() tea.Cmd {
	if s, ok := a.top().(*search); ok {
		return s.toLine()
	}
	if a.snap == nil || len(a.snap.Chats()) == 0 {
		a.say("There is nothing to search yet: load an export first.")
		return nil
	}
	s := newSearch(a)
	s.setScope(a.scopeOf())
	if c, ok := a.top().(*chat); ok {
		s.in.offer(c.query)
	}
	a.push(s)
	return s.edited()
}

func (a *app) loadMore() tea.Cmd {
	if _, ok := a.top().(*start); ok {
		return nil
	}
	s := newStart(a)
	a.push(s)
	return s.init()
}

func (a *app) chooseChat() tea.Cmd {
	if a.snap == nil || len(a.snap.Chats()) == 0 {
		a.say("There is no chat yet: load an export first.")
		return nil
	}
	a.lay(newChooser(a))
	return nil
}

// say puts a line above the keys until the next key.
func (a *app) say(text string) { a.note = note{text: text} }

// leastName is how many cells of a name are left in what is said of it.
const leastName = 16

// naming says something of what has a name, which is cut where there is no room
// for both: how to go on stands at the end.
func (a *app) naming(name, rest string) string {
	t := a.theme
	return t.fit(name, max(leastName, a.layout.width-3-t.width(rest))) + " " + rest
}
