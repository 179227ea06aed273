package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// Saved searches are tabs on the top line. Their keys are f2 and on, which
// work while somebody types as well; digits are for screens.
const (
	firstTabKey = 2
	mostTabs    = 8
)

// tabs are the saved searches that have a key.
func (a *app) tabs() []index.SavedSearch {
	if a.snap == nil {
		return nil
	}
	searches := a.snap.Searches()
	return searches[:min(len(searches), mostTabs)]
}

func tabKey(i int) string { return fmt.Sprintf("f%d", firstTabKey+i) }

// tabKeys are the commands that open saved searches.
func (a *app) tabKeys() keymap {
	tabs := a.tabs()
	keys := make(keymap, 0, len(tabs))
	for i, saved := range tabs {
		open := func() tea.Cmd { return a.openSaved(saved) }
		keys = append(keys, bind(tabKey(i), "saved search: "+safe.Line(saved.Name), open, tabKey(i)))
	}
	return keys
}

// openSaved shows a saved search, in the search screen that is seen or a new
// one.
func (a *app) openSaved(saved index.SavedSearch) tea.Cmd {
	a.sheets = nil
	s, ok := a.top().(*search)
	if !ok {
		s = newSearch(a)
		s.scope.home = a.scopeOf().home
		a.push(s)
	}
	s.setScope(scope{home: s.scope.home})
	s.in.set(saved.Query)
	s.moved = false
	return s.edited()
}

// tabLine draws the tabs in width cells of a top line, and notes where they are
// for the mouse.
func (m model) tabLine(from, width, row int) string {
	t := m.theme
	seen := ""
	if s, ok := m.top().(*search); ok {
		seen = s.whole()
	}
	var out strings.Builder
	used := 0
	for i, saved := range m.tabs() {
		key, name := tabKey(i), t.fit(safe.Line(saved.Name), 20)
		w := t.width(key) + 1 + t.width(name)
		if used+w > width {
			break
		}
		style := t.dim
		if saved.Query == seen {
			style = t.strong.Underline(true)
		}
		out.WriteString(t.accent.Render(key) + " " + style.Render(name) + "  ")
		m.tabHints = append(m.tabHints, hint{from + used, from + used + w, row, func() tea.Cmd { return m.openSaved(saved) }})
		used += w + 2
	}
	return out.String()
}

// whole is the query with its scope, as one text.
func (s *search) whole() string {
	q := strings.TrimSpace(s.in.value())
	if q == "" || s.scope.chat == "" {
		return q
	}
	if slices.Contains(strings.Fields(q), "OR") {
		q = "(" + q + ")"
	}
	return "in:" + quoted(safe.Line(s.scope.chat)) + " " + q
}

// saveKeys are the commands that save what is asked for and forget it again.
func (s *search) saveKeys() keymap {
	q := s.whole()
	if q == "" {
		return nil
	}
	for _, saved := range s.snap.Searches() {
		if saved.Query == q {
			return keymap{bind("D", "forget the saved search “"+safe.Line(saved.Name)+"”", func() tea.Cmd { return s.forgetSaved(saved.Name) }, "D")}
		}
	}
	return keymap{bind("S", "save this search as a tab", do(func() { s.lay(newSaver(s.app, q, strings.TrimSpace(s.in.value()))) }), "S").short("save")}
}

func (s *search) forgetSaved(name string) tea.Cmd {
	return s.write(func(ctx context.Context) (string, error) {
		_, err := s.store.RemoveSearch(ctx, name)
		return "Forgot the saved search " + safe.Line(name) + ". u brings it back.", err
	})
}

// newSaver asks for the name of a search that is to be saved. Without one, what
// was typed is the name, if that is short.
func newSaver(a *app, query, typed string) *asker {
	s := &asker{app: a, heading: "Save this search", about: query, verb: "save"}
	s.in = input{prompt: "   name  ", hint: "what to call it"}
	short := s.theme.width(typed) <= 20
	if short {
		s.in.hint = safe.Line(typed)
	}
	s.take = func(name string) tea.Cmd {
		if name == "" && short {
			name = typed
		}
		if name == "" {
			s.say("A saved search needs a name. Esc closes this.")
			return nil
		}
		s.back()
		return s.write(func(ctx context.Context) (string, error) {
			_, err := s.store.SaveSearch(ctx, name, query)
			return "Saved as " + name + ": a tab on the top line. u undoes it.", err
		})
	}
	return s
}
