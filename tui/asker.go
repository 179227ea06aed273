package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// asker asks for one line, such as a name.
type asker struct {
	*app
	heading string // harmless
	about   string // what it is for, below the line; harmless
	// note says something of what stands in the line, below it; harmless, may be nil.
	note func(text string) string
	verb string // what Enter does
	in   input
	take func(text string) tea.Cmd // gets what was typed, without space around it, and closes the sheet if that will do
}

func (s *asker) title() string          { return s.heading }
func (s *asker) where() string          { return "" }
func (s *asker) typing() *input         { return &s.in }
func (s *asker) resize(int, int, bool)  {}
func (s *asker) update(tea.Msg) tea.Cmd { return nil }

func (s *asker) keys() keymap {
	return keymap{
		bind("enter", s.verb, func() tea.Cmd { return s.take(strings.TrimSpace(s.in.value())) }, "enter").short(s.verb),
		bind("esc", "close", s.back, "esc").short("close"),
	}
}

func (s *asker) view(width, _ int) drawing {
	t := s.theme
	line, column := s.in.view(t, width-2, true)
	about := t.wrap(s.about, width-8)
	if s.note != nil {
		if note := s.note(strings.TrimSpace(s.in.value())); note != "" {
			about = append(t.wrap(note, width-8), about...)
		}
	}
	for i, part := range about {
		about[i] = "   " + t.dim.Render(part)
	}
	return drawing{lines: append([]string{line, ""}, about...), cursor: &tea.Position{X: column}}
}
