package tui

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// people lists who wrote, those who wrote most first, under all their names,
// and who may be one person.
type people struct {
	browser
	rows   []personRow
	doubts int       // pairs who may be one
	with   personRow // the one whom another is to be joined with; without a name: nobody
}

// personRow is a person as the list shows them: names as the store knows them,
// and harmless.
type personRow struct {
	name     string
	names    []string // all of them
	messages int

	shown string
	also  []string
	maybe []string // who may be the same
}

// whoIsThere is the answer to who is there.
type whoIsThere struct {
	rows   []personRow
	doubts int
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
		bind("e", "another name to show", do(s.rename), "e").short("rename"),
		bind("J", "join: here, and on who is the same person", s.join, "J").short("join"),
		bind("x", "split: a name is somebody else's", s.split, "x").short("split"),
	}, s.moves(s.look)...)
}

func (s *people) askAgain() tea.Cmd {
	return s.ask(&s.asking, s, func(_ context.Context, sn snapshot) (tea.Msg, error) {
		found := sn.People("")
		c := whoIsThere{rows: make([]personRow, len(found))}
		places := make(map[string]int, len(found))
		for i, p := range found {
			c.rows[i] = newPersonRow(p)
			places[p.Name] = i
		}
		for _, doubt := range sn.Doubts() {
			a, known := places[doubt.A]
			b, other := places[doubt.B]
			if known && other {
				c.rows[a].maybe = append(c.rows[a].maybe, c.rows[b].shown)
				c.rows[b].maybe = append(c.rows[b].maybe, c.rows[a].shown)
				c.doubts++
			}
		}
		return c, nil
	})
}

func newPersonRow(p index.Person) personRow {
	row := personRow{name: p.Name, names: append([]string{p.Name}, p.Also...), messages: p.Messages, shown: safe.Line(p.Name)}
	for _, name := range p.Also {
		row.also = append(row.also, safe.Line(name))
	}
	return row
}

// look shows nothing beside the list: what somebody wrote is a search.
func (s *people) look() tea.Cmd { return nil }

// enter searches for what the selected person wrote.
func (s *people) enter() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	found := newSearch(s.app)
	found.in.set("from:" + quoted(s.rows[s.list.at].shown) + " ")
	found.sort = index.Newest
	s.push(found)
	return found.edited()
}

// rename asks by what name the selected person is to be shown.
func (s *people) rename() {
	if len(s.rows) == 0 {
		return
	}
	row := s.rows[s.list.at]
	ask := &asker{app: s.app, heading: "Rename  " + row.shown, about: "It stands wherever Kerb shows this person; exports stay as they are.", verb: "rename"}
	ask.in = input{prompt: "   name  ", hint: "what to call them"}
	ask.in.offer(row.shown)
	ask.take = func(name string) tea.Cmd {
		if name == "" {
			s.say("A person needs a name. Esc closes this.")
			return nil
		}
		ask.back()
		if name == row.shown {
			return nil
		}
		return s.write(func(ctx context.Context) (string, error) {
			_, err := s.store.NamePerson(ctx, row.name, name)
			if errors.Is(err, index.ErrNameTaken) {
				return "Somebody else goes by " + name + ". If they are one, J joins them.", nil
			}
			return row.shown + " is called " + name + " now. u undoes it.", err
		})
	}
	s.lay(ask)
}

// join notes the selected person, and makes the next one that it is called on
// the same.
func (s *people) join() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	row, with := s.rows[s.list.at], s.with
	switch with.name {
	case "":
		s.with = row
		s.say("J on another person makes them one, called " + row.shown + "; J here again does not.")
		return nil
	case row.name:
		s.with = personRow{}
		s.say("Nobody is joined.")
		return nil
	}
	s.with = personRow{}
	return s.write(func(ctx context.Context) (string, error) {
		_, err := s.store.JoinPeople(ctx, []string{with.name, row.name})
		return row.shown + " and " + with.shown + " are one person now. u undoes it.", err
	})
}

// split takes a name from the selected person. Of somebody with several, it
// asks which.
func (s *people) split() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	switch row := s.rows[s.list.at]; {
	case len(row.also) > 1:
		s.lay(newSplitter(s.app, row))
	case len(row.also) == 1:
		return s.splitOff(row.names[1])
	case len(row.maybe) > 0:
		return s.splitOff(row.name)
	default:
		s.say(row.shown + " goes by one name: there is nothing to split.")
	}
	return nil
}

// splitOff says that a name is somebody else's.
func (a *app) splitOff(name string) tea.Cmd {
	return a.write(func(ctx context.Context) (string, error) {
		_, err := a.store.SplitPerson(ctx, name)
		return safe.Line(name) + " is a person of their own now. u undoes it.", err
	})
}

func (s *people) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case whoIsThere:
		at := s.list.at
		if at > 0 && at < len(s.rows) {
			name := s.rows[at].name
			if i := slices.IndexFunc(msg.rows, func(r personRow) bool { return slices.Contains(r.names, name) }); i >= 0 {
				at = i
			}
		}
		s.asked, s.rows, s.doubts, s.list.at = true, msg.rows, msg.doubts, at
		s.list.resize(len(s.rows), s.list.space)
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
	if !s.asked {
		return drawing{}
	}
	about := count(len(s.rows), "person", "people")
	if s.doubts > 0 {
		about += " " + t.signs.dot + " " + count(s.doubts, "pair", "pairs") + " who may be one: J joins, x says no"
	}
	out := []string{t.ends(spaces(gutter)+t.text.Render(about), t.dim.Render("who wrote most first")+" ", width), ""}
	from, to := s.list.rows()
	for i := from; i < to; i++ {
		p := s.rows[i]
		name := t.person(p.shown).Render(t.pad(p.shown, min(30, width/3)))
		facts := t.right(count(p.messages, "message", "messages"), 16)
		if len(p.maybe) > 0 {
			facts += "  ~ " + strings.Join(p.maybe, ", ") + "?"
		}
		if len(p.also) > 0 {
			facts += "  also " + strings.Join(p.also, ", ")
		}
		out = append(out, t.gutter(i == s.list.at, p.name == s.with.name)+t.fit(name+"  "+t.dim.Render(facts), width-gutter-1))
	}
	return drawing{lines: out[:min(len(out), height)]}
}
