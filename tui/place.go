package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
)

// places keeps where somebody was from one run to the next.
type places interface {
	LastPlace() (index.Place, bool)
	KeepPlace(index.Place) error
}

// leave keeps where one is for the next run.
func (a *app) leave(to places) {
	if p, ok := a.place(); ok {
		_ = to.KeepPlace(p) // not worth a word: the next run begins elsewhere
	}
}

// comeBack begins where the last run was left.
func (a *app) comeBack(to places) { a.last, _ = to.LastPlace() }

// place is where one is: in the chat that is seen, or in the search over it.
func (a *app) place() (p index.Place, ok bool) {
	for i := len(a.screens) - 1; i >= 0; i-- {
		switch s := a.screens[i].(type) {
		case *search:
			if i == len(a.screens)-1 {
				p.Searching, p.Within, p.Query = true, s.scope.chat != "", s.in.value()
				if s.list.at < len(s.hits) {
					p.Hit = s.hits[s.list.at].id
				}
			}
		case *chat:
			e, ok := s.entry(s.list.at)
			p.Chat, p.Message = s.key, e.id
			return p, ok
		}
	}
	return index.Place{}, false
}

// arrive opens the first screen: where one was when one left; the chat with
// the newest message; or, in an empty store, how to get one.
func (a *app) arrive() tea.Cmd {
	chats := a.snap.Chats()
	if len(chats) == 0 {
		s := newStart(a)
		a.start(s)
		return s.init()
	}
	last := a.last
	a.last = index.Place{} // only the first time
	name, pos, ok := a.snap.Position(last.Message)
	if !ok || name != last.Chat {
		name, pos = chats[0].Name, atEnd
	}
	c := newChat(a, name)
	a.start(c)
	if !last.Searching {
		return c.show(pos)
	}
	s := newSearch(a)
	s.in.set(last.Query)
	s.sought = last.Hit
	home := a.scopeOf()
	if !last.Within {
		home.chat = ""
	}
	s.setScope(home)
	a.push(s)
	return tea.Batch(c.show(pos), s.edited())
}
