package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// A destination is one of the screens that a digit opens, from anywhere.
type destination struct {
	key, name string
	is        func(screen) bool    // whether a screen is it
	open      func(a *app) tea.Cmd // pushes it
}

var destinations = []destination{
	{"1", "Chat", func(s screen) bool { c, ok := s.(*chat); return ok && c.about == "" }, (*app).openChat},
	{"2", "Search", is[*search], (*app).search},
	{"3", "Threads", func(s screen) bool { t, ok := s.(*threads); return ok && t.query == "" }, (*app).showThreads},
	{"4", "Issues", is[*issueBoard], (*app).showIssues},
	{"5", "Lending", is[*ledger], (*app).showLending},
	{"6", "Review", is[*review], (*app).showReview},
	{"7", "People", is[*people], (*app).showPeople},
}

// is reports whether a screen is of a type.
func is[T screen](s screen) bool {
	_, ok := s.(T)
	return ok
}

// destinationKeys are the commands that go there.
func (a *app) destinationKeys() keymap {
	keys := make(keymap, len(destinations))
	for i, d := range destinations {
		keys[i] = bind(d.key, strings.ToLower(d.name), func() tea.Cmd { return a.visit(d) }, d.key)
	}
	return keys
}

// visit goes to a destination: back to it where it was left or, where one has
// not been there, on to it.
func (a *app) visit(d destination) tea.Cmd {
	a.sheets = nil
	for i := len(a.screens) - 1; i >= 0; i-- {
		if d.is(a.screens[i]) {
			a.screens = a.screens[:i+1]
			a.fitScreen(a.screens[i])
			return nil
		}
	}
	return d.open(a)
}

// openChat opens the chat that was written in last.
func (a *app) openChat() tea.Cmd {
	if a.snap == nil || len(a.snap.Chats()) == 0 {
		a.say("There is no chat yet: load an export first.")
		return nil
	}
	c := newChat(a, a.snap.Chats()[0].Name)
	a.push(c)
	return c.show(atEnd)
}

// here is the destination that is seen, or that one came through on the way to
// what is seen.
func (a *app) here() string {
	for i := len(a.screens) - 1; i >= 0; i-- {
		for _, d := range destinations {
			if d.is(a.screens[i]) {
				return d.key
			}
		}
	}
	return ""
}

// destinationLine draws the destinations behind from cells, as many as fit into
// width, and notes where they are for the mouse.
func (m model) destinationLine(from, width int) string {
	if m.snap == nil || len(m.snap.Chats()) == 0 {
		return ""
	}
	t, here := m.theme, m.here()
	var out strings.Builder
	used := 0
	for _, d := range destinations {
		name := d.name
		if n := m.outlook.threads(); d.key == "6" && n > 0 && n < 1000 && m.layout.wide {
			name += " " + number(n)
		}
		w := len(d.key) + 1 + len(name)
		if used+w > width {
			break
		}
		style := t.dim
		if d.key == here {
			style = t.strong.Underline(true)
		}
		out.WriteString(t.accent.Render(d.key) + " " + style.Render(name) + "  ")
		m.tabHints = append(m.tabHints, hint{from + used, from + used + w, 0, func() tea.Cmd { return m.visit(d) }})
		used += w + 2
	}
	return out.String()
}
