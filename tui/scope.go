package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// A scope is the chat that a search stays within. One that is opened from a
// chat begins there, if there are others.
type scope struct {
	chat string // as the store knows it; empty: all chats
	home string // the chat to come back to; empty: there is none
}

// scopeOf returns the scope of a search that is opened from the screen on top.
func (a *app) scopeOf() scope {
	c, ok := a.top().(*chat)
	if !ok || len(a.snap.Chats()) < 2 {
		return scope{}
	}
	return scope{chat: c.key, home: c.key}
}

// setScope puts the scope before the line that is typed.
func (s *search) setScope(to scope) {
	s.scope = to
	s.in.prompt = " /  "
	if to.chat != "" {
		t := s.theme
		s.in.prompt += "in " + t.fit(safe.Line(to.chat), max(8, s.layout.width/4)) + " " + t.signs.cross + "  "
	}
}

// rescope widens the search to all chats, or narrows it to the one it began in.
func (s *search) rescope() tea.Cmd {
	to := scope{home: s.scope.home}
	if s.scope.chat == "" {
		to.chat = to.home
	}
	s.setScope(to)
	s.moved = false
	return s.edited()
}

// scopeKeys are the commands that change the scope.
func (s *search) scopeKeys() keymap {
	switch {
	case s.scope.home == "":
		return nil
	case s.scope.chat == "":
		return keymap{bind("ctrl+g", "search this chat only: "+safe.Line(s.scope.home), s.rescope, "ctrl+g").short("this chat")}
	}
	keys := keymap{bind("ctrl+g", "search all chats", s.rescope, "ctrl+g").short("all chats")}
	if !s.inList && len(s.in.before) == 0 {
		keys = append(keys, bind("backspace", "search all chats", s.rescope, "backspace"))
	}
	return keys
}

// request is what the line asks for, without a page.
func (s *search) request() index.Request {
	return index.Request{Query: s.in.value(), Sort: s.sort, Typing: true, Chat: s.scope.chat}
}
