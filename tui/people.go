package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// people lists who wrote, those who wrote most first.
type people struct {
	browser
	rows []index.Person // texts harmless
}

func (a *app) showPeople() tea.Cmd {
	if a.snap == nil || len(a.snap.Chats()) == 0 {
		a.say("There is nobody yet: load an export first.")
		return nil
	}
	s := &people{browser: newBrowser(a, 1)}
	a.push(s)
	return s.askAgain()
}

func (s *people) title() string { return "People" }

func (s *people) keys() keymap {
	return append(keymap{
		bind("enter", "what this person wrote", s.enter, "enter").short("what they wrote"),
	}, s.moves(s.look)...)
}

func (s *people) askAgain() tea.Cmd {
	return s.ask(&s.asking, s, func(_ context.Context, sn snapshot) (tea.Msg, error) {
		rows := sn.People("")
		for i, p := range rows {
			rows[i].Name = safe.Line(p.Name)
			rows[i].Also = make([]string, len(p.Also))
			for j, name := range p.Also {
				rows[i].Also[j] = safe.Line(name)
			}
		}
		return rows, nil
	})
}

// look shows nothing beside the list: what somebody wrote is a search.
func (s *people) look() tea.Cmd { return nil }

// enter searches for what the selected person wrote.
func (s *people) enter() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	found := newSearch(s.app)
	found.in.set("from:" + quoted(s.rows[s.list.at].Name) + " ")
	found.sort = index.Newest
	s.push(found)
	return found.edited()
}

func (s *people) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case []index.Person:
		at := 0
		if s.list.at > 0 && s.list.at < len(s.rows) {
			name := s.rows[s.list.at].Name
			at = max(0, slices.IndexFunc(msg, func(p index.Person) bool { return p.Name == name }))
		}
		s.asked, s.rows, s.list.at = true, msg, at
		s.list.resize(len(msg), s.list.space)
	case changed:
		return s.askAgain()
	}
	return s.point(msg, s.look, s.enter)
}

func (s *people) resize(width, height int, _ bool) {
	s.width = width
	s.list.resize(s.list.n, height-s.head)
}

func (s *people) view(width, height int) drawing {
	t := s.theme
	out := []string{t.ends(spaces(gutter)+t.text.Render(count(len(s.rows), "person", "people")), t.dim.Render("who wrote most first")+" ", width), ""}
	if !s.asked {
		return drawing{}
	}
	from, to := s.list.rows()
	for i := from; i < to; i++ {
		p := s.rows[i]
		name := t.person(p.Name).Render(t.pad(p.Name, min(30, width/3)))
		facts := t.right(count(p.Messages, "message", "messages"), 16)
		if len(p.Also) > 0 {
			facts += "  also " + strings.Join(p.Also, ", ")
		}
		out = append(out, t.gutter(i == s.list.at, false)+t.fit(name+"  "+t.dim.Render(facts), width-gutter-1))
	}
	return drawing{lines: out[:min(len(out), height)]}
}
