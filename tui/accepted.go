package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// acceptedSheet lists what was accepted at once, so that nobody has to look for
// what got a tag. One undo takes all of it back.
type acceptedSheet struct {
	*app
	list   []index.Suggestion
	firsts acceptedFirsts
	rows   list
	asking question
}

// acceptedFirsts are the first message of each that got a tag.
type acceptedFirsts []entry

func (a *app) listAccepted(accepted []index.Suggestion) tea.Cmd {
	s := &acceptedSheet{app: a, list: accepted}
	a.lay(s)
	return s.ask(&s.asking, s, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		firsts := make(acceptedFirsts, len(accepted))
		for i, suggestion := range accepted {
			m, err := sn.Message(ctx, suggestion.Messages[0])
			if err != nil {
				return nil, err
			}
			firsts[i] = newEntry(m, nil)
		}
		return firsts, nil
	})
}

func (s *acceptedSheet) title() string {
	return count(len(s.list), "thread", "threads") + " tagged"
}
func (s *acceptedSheet) where() string {
	return number(s.rows.at+1) + " of " + number(len(s.list))
}
func (s *acceptedSheet) typing() *input { return nil }

func (s *acceptedSheet) keys() keymap {
	return append(keymap{
		bind("esc", "close", s.back, "esc").short("close"),
		bind("enter", "read the thread", s.enter, "enter").short("read"),
		bind("u", "take all of these tags off again", s.takeBack, "u").short("take all back"),
	}, moves(&s.rows, false)...)
}

func (s *acceptedSheet) enter() tea.Cmd {
	accepted := s.list[s.rows.at]
	s.back()
	return s.openThread(accepted.Chat, "one thread", accepted.Thread, &s.asking)
}

func (s *acceptedSheet) takeBack() tea.Cmd {
	s.back()
	return s.undo()
}

func (s *acceptedSheet) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case acceptedFirsts:
		s.firsts = msg
	case wheel:
		s.rows.move(msg.by)
	}
	return nil
}

func (s *acceptedSheet) resize(_, height int, _ bool) { s.rows.resize(len(s.list), height) }

func (s *acceptedSheet) view(width, height int) drawing {
	t := s.theme
	s.rows.resize(len(s.list), height)
	var out []string
	from, to := s.rows.rows()
	for i := from; i < to; i++ {
		line := t.tag.Render(t.pad(safe.Line(s.list[i].Tag), 12)) + t.dim.Render(t.right(count(len(s.list[i].Messages), "message", "messages"), 12)) + "  "
		if i < len(s.firsts) {
			line += t.row(i == s.rows.at).Render(s.firsts[i].summary())
		}
		out = append(out, t.gutter(i == s.rows.at, false)+t.fit(line, width-gutter))
	}
	return drawing{lines: out}
}
