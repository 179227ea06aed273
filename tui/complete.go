package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/tui/safe"
)

// completion offers how the word at the cursor of a query can go on, in the
// line below it. It comes behind the hits and never delays them.
type completion struct {
	asking question
	found  query.Completion
	of     string // the text that it completes
	at     int    // the candidate that is taken next
	spots  []completionSpot
}

// completionSpot is where a candidate was drawn, for the mouse.
type completionSpot struct{ candidate, from, to int }

// completed is the answer to how a text can go on.
type completed struct {
	of    string
	found query.Completion
}

// complete asks how the word at the cursor can go on.
func (s *search) complete() tea.Cmd {
	text, cursor := s.in.value(), len(strings.Join(s.in.before, ""))
	if !begun(text, cursor) || s.in.offered {
		s.completion.asking.withdraw()
		s.completion.found = query.Completion{}
		return nil
	}
	return s.ask(&s.completion.asking, s, func(_ context.Context, sn snapshot) (tea.Msg, error) {
		return completed{text, query.Complete(text, cursor, sn.Vocabulary())}, nil
	})
}

// begun reports whether the cursor is behind a letter: where no word has begun
// there is nothing to offer but everything.
func begun(text string, cursor int) bool {
	return cursor > 0 && text[cursor-1] != ' '
}

// candidates are what can be taken for the line as it stands now.
func (s *search) candidates() []query.Candidate {
	c := s.completion.found
	if s.completion.of != s.in.value() {
		return nil
	}
	if len(c.Candidates) == 1 && c.Candidates[0].Text == s.in.value()[c.Start:c.End] {
		return nil // it stands there
	}
	return c.Candidates
}

// completionKeys are the commands that take what is offered. The arrow does so
// only where it has no letter to go to.
func (s *search) completionKeys() keymap {
	list := s.candidates()
	if len(list) == 0 || len(s.in.after) > 0 {
		return nil
	}
	keys := keymap{bind("→", "complete the word", func() tea.Cmd { return s.accept(s.completion.at) }, "right").short("complete")}
	if len(list) > 1 {
		keys = append(keys, bind("ctrl+n", "the next completion", do(func() {
			s.completion.at = (s.completion.at + 1) % len(list)
		}), "ctrl+n"))
	}
	return keys
}

// accept puts a candidate in. Behind one that is whole a new word can begin.
func (s *search) accept(i int) tea.Cmd {
	list, c := s.candidates(), s.completion.found
	if i >= len(list) {
		return nil
	}
	text, put := s.in.value(), list[i].Text
	if !list[i].Open && !strings.HasPrefix(text[c.End:], " ") {
		put += " "
	}
	s.in.set(text[:c.Start] + put)
	behind := input{}
	behind.insert(text[c.End:])
	s.in.after = behind.before
	return s.edited()
}

// completionLine draws what is offered in width cells.
func (s *search) completionLine(from, width int) string {
	t := s.theme
	list := s.candidates()
	s.completion.spots = s.completion.spots[:0]
	var out strings.Builder
	used := 0
	first := max(0, s.completion.at-2) // what is selected is seen
	for i := first; i < len(list); i++ {
		name := t.fit(safe.Line(list[i].Text), 24)
		w := t.width(name)
		if used+2+w > width {
			break
		}
		bar, style := " ", t.dim
		if i == s.completion.at {
			bar, style = t.accent.Render(t.signs.bar), t.strong
		}
		out.WriteString(bar + style.Render(name) + " ")
		s.completion.spots = append(s.completion.spots, completionSpot{i, from + used, from + used + 1 + w})
		used += w + 2
	}
	return out.String()
}
