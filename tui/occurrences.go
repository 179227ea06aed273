package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/tui/safe"
)

// occurrences lists each time of one issue, the last one first.
type occurrences struct {
	browser
	issue issueRow
}

func newOccurrences(a *app, of issueRow) *occurrences {
	s := &occurrences{browser: newBrowser(a, 1), issue: of}
	s.list.height = func(i int) int { return 2 + len(s.factLines(i)) }
	s.asked = true
	s.list.n = len(of.times)
	return s
}

func (s *occurrences) title() string { return "Issues " + s.theme.signs.next + " " + s.issue.name }

func (s *occurrences) keys() keymap {
	return append(keymap{
		bind("enter", "read what was said", s.enter, "enter").short("read"),
	}, s.moves(s.look)...)
}

// at returns the occurrence in a row.
func (s *occurrences) at(i int) occurrence { return s.issue.times[len(s.issue.times)-1-i] }

func (s *occurrences) look() tea.Cmd { return s.show(s, s.at(s.list.at).ids) }

func (s *occurrences) enter() tea.Cmd {
	o := s.at(s.list.at)
	return s.part(s.issue.chat, s.issue.name, o.ids)
}

func (s *occurrences) update(msg tea.Msg) tea.Cmd { return s.point(msg, s.look, s.enter) }

func (s *occurrences) factLines(i int) []string {
	if i < 0 || i >= len(s.issue.times) {
		return nil
	}
	var lines []string
	for _, fact := range s.at(i).facts {
		lines = append(lines, s.theme.wrap(fact, max(20, min(96, s.width-gutter-3)))...)
	}
	return lines
}

func (s *occurrences) view(width, height int) drawing {
	t := s.theme
	ended := "over"
	if strings.TrimSuffix(s.issue.tag, "?") == "licensing" {
		ended = "decided"
	}
	var rows []string
	from, to := s.list.rows()
	for i := from; i < to; i++ {
		o, here := s.at(i), i == s.list.at
		parts := []string{count(len(o.ids), "message", "messages")}
		if d := duration(o.last.Sub(o.first)); d != "" {
			parts = append(parts, d)
		}
		switch {
		case o.over.IsZero():
		case sameDay(o.over, o.first):
			parts = append(parts, ended+" at "+clockTime(o.over))
		default:
			parts = append(parts, ended+" on "+shortDay(o.over)+" "+clockTime(o.over))
		}
		head := t.strong.Render(o.first.Format("Mon 2 Jan 2006 15:04")) + t.dim.Render("  "+strings.Join(parts, " "+t.signs.dot+" "))
		rows = append(rows, t.gutter(here, false)+t.fit(head, s.width-gutter-1))
		for _, line := range s.factLines(i) {
			rows = append(rows, t.gutter(here, false)+"  "+t.text.Render(line))
		}
		rows = append(rows, "")
	}
	about := s.issue.tag + ", " + count(len(s.issue.times), "time", "times")
	if len(s.snap.Chats()) > 1 {
		about += " " + t.signs.dot + " " + safe.Line(s.issue.chat)
	}
	return s.draw(about, "last first", rows, width, height)
}
