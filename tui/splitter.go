package tui

import tea "charm.land/bubbletea/v2"

// splitter asks which of a person's names is somebody else's.
type splitter struct {
	*app
	person personRow
	list   list
}

func newSplitter(a *app, person personRow) *splitter {
	s := &splitter{app: a, person: person}
	s.list.at = 1 // as a rule it is not the name shown
	return s
}

func (s *splitter) title() string  { return "Split  which name is somebody else's?" }
func (s *splitter) where() string  { return "" }
func (s *splitter) typing() *input { return nil }

func (s *splitter) keys() keymap {
	return append(keymap{
		bind("enter", "this name", s.enter, "enter").short("this name"),
		bind("esc", "close", s.back, "esc").short("close"),
	}, moves(&s.list, false)...)
}

func (s *splitter) enter() tea.Cmd {
	s.back()
	return s.splitOff(s.person.names[s.list.at])
}

func (s *splitter) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case wheel:
		s.list.move(msg.by)
	case click:
		if row, ok := s.list.rowAt(msg.y); ok {
			s.list.selectRow(row)
			return s.enter()
		}
	}
	return nil
}

func (s *splitter) resize(_, height int, _ bool) { s.list.resize(len(s.person.names), height) }

func (s *splitter) view(width, height int) drawing {
	t := s.theme
	s.list.resize(len(s.person.names), height)
	var out []string
	from, to := s.list.rows()
	for i := from; i < to; i++ {
		name := s.person.shown
		if i > 0 {
			name = s.person.also[i-1]
		}
		out = append(out, t.gutter(i == s.list.at, false)+t.row(i == s.list.at).Render(t.fit(name, width-gutter-1)))
	}
	return drawing{lines: out}
}
