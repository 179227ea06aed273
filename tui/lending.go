package tui

import (
	"cmp"
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/tui/safe"
)

// ledger lists who has what of whose: what is out first.
type ledger struct {
	browser
	rows []loanRow
	who  map[string][]index.Person // who wrote in the chats that have entries
}

// ledgerRows is the answer to what is lent.
type ledgerRows struct {
	rows []loanRow
	who  map[string][]index.Person
}

// loanRow is a line of the ledger; its texts are harmless.
type loanRow struct {
	id, chat string // chat: as the store knows it
	item     string
	called   string // item, or empty where nobody said what it is
	owner    string
	borrower string
	state    lending.State
	since    time.Time
	again    int // how often it was asked back
	ids      []index.ID
}

func (a *app) showLending() tea.Cmd {
	if a.snap == nil || len(a.snap.Chats()) == 0 {
		a.say("There is nothing lent yet: load an export first.")
		return nil
	}
	s := &ledger{browser: newBrowser(a, 2)}
	a.push(s)
	return s.askAgain()
}

func (s *ledger) title() string { return s.named("Lending") }

func (s *ledger) keys() keymap {
	selected := ""
	if len(s.rows) > 0 {
		selected = s.rows[s.list.at].chat
	}
	return slices.Concat(keymap{
		bind("enter", "read what was said", s.enter, "enter").short("read"),
		bind("b", "it is back, or out again", s.settle, "b").short("back"),
		bind("x", "it is no loan", s.drop, "x").short("no loan"),
		bind("e", "another name for it", do(s.rename), "e").short("rename"),
		bind("o", "say who lends it", do(s.nameOwner), "o").short("owner"),
		bind("w", "say who has it", do(s.nameBorrower), "w").short("borrower"),
	}, s.narrow("loans", selected, s.askAgain), s.moves(s.look))
}

func (s *ledger) askAgain() tea.Cmd {
	if !s.ready() {
		return nil
	}
	within := s.chat
	return s.ask(&s.asking, s, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		loans, _, err := sn.Ledger(ctx, "")
		if err != nil {
			return nil, err
		}
		rows, who := make([]loanRow, 0, len(loans)), map[string][]index.Person{}
		for _, l := range loans {
			if within == "" || l.Chat == within {
				rows = append(rows, newLoanRow(l))
				if who[l.Chat] == nil {
					who[l.Chat] = sn.People(l.Chat)
				}
			}
		}
		order := map[lending.State]int{lending.Out: 0, lending.Wanted: 1, lending.Offered: 2, lending.Back: 3}
		slices.SortStableFunc(rows, func(a, b loanRow) int {
			return cmp.Or(order[a.state]-order[b.state], b.since.Compare(a.since))
		})
		return ledgerRows{rows, who}, nil
	})
}

func newLoanRow(l index.Loan) loanRow {
	row := loanRow{
		id: l.ID, chat: l.Chat, item: safe.Line(l.Item), owner: safe.Line(l.Owner), borrower: safe.Line(l.Borrower),
		state: l.State, again: len(l.AskedBack), ids: l.IDs, since: l.Asked,
	}
	switch {
	case l.State == lending.Back && !l.Back.IsZero():
		row.since = l.Back
	case l.State >= lending.Out && !l.Out.IsZero():
		row.since = l.Out
	}
	row.called = row.item
	if row.item == "" {
		row.item = "something"
		if l.Time {
			row.item = "help"
		}
	}
	return row
}

// words say who has what of whose.
func (r loanRow) words() string {
	borrower, owner := cmp.Or(r.borrower, "somebody"), cmp.Or(r.owner, "somebody")
	switch r.state {
	case lending.Wanted:
		return borrower + " is looking for it"
	case lending.Offered:
		return owner + " offers it"
	case lending.Back:
		return borrower + " had it from " + owner
	case lending.Out:
	}
	return borrower + " has it from " + owner
}

func (s *ledger) look() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	return s.show(s, s.rows[s.list.at].ids)
}

func (s *ledger) enter() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	r := s.rows[s.list.at]
	return s.part(r.chat, r.item, r.ids)
}

// settle calls the selected loan back, or out again.
func (s *ledger) settle() tea.Cmd {
	state := lending.Back
	if len(s.rows) > 0 && s.rows[s.list.at].state == lending.Back {
		state = lending.Out
	}
	return s.correct(index.LoanWord{State: state.String()}, "is "+state.String()+" now")
}

// drop says that the selected entry is no loan.
func (s *ledger) drop() tea.Cmd {
	return s.correct(index.LoanWord{State: index.NoLoan}, "is taken off the list")
}

func (s *ledger) correct(said index.LoanWord, became string) tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	return s.correctRow(s.rows[s.list.at], said, became)
}

func (s *ledger) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case ledgerRows:
		at := s.list.at // where nothing is left of a row, the one that took its place is selected
		if at < len(s.rows) {
			id := s.rows[at].id
			if i := slices.IndexFunc(msg.rows, func(r loanRow) bool { return r.id == id }); i >= 0 {
				at = i
			}
		}
		s.asked, s.rows, s.who, s.list.at = true, msg.rows, msg.who, at
		s.list.resize(len(s.rows), s.list.space)
		return s.look()
	case changed:
		return s.askAgain()
	}
	return s.point(msg, s.look, s.enter)
}

func (s *ledger) view(width, height int) drawing {
	t := s.theme
	about := ""
	if s.asked {
		counts := map[lending.State]int{}
		for _, r := range s.rows {
			counts[r.state]++
		}
		dot := " " + t.signs.dot + " "
		about = number(counts[lending.Out]) + " out" + dot + number(counts[lending.Wanted]) + " wanted" + dot +
			number(counts[lending.Offered]) + " offered" + dot + number(counts[lending.Back]) + " back"
		about = s.also(about)
	}
	return s.draw(about, "what is out first", s.listView(), width, height)
}

func (s *ledger) listView() []string {
	if len(s.rows) == 0 {
		if lines := s.waiting(); lines != nil {
			return lines
		}
		where := "these chats"
		if s.chat != "" {
			where = safe.Line(s.chat)
		}
		return s.theme.hints(s.width, "Nobody lent anything in "+where+", as far as Kerb can tell.", "", "/ searches for what you are looking for.")
	}
	t := s.theme
	var out []string
	from, to := s.list.rows()
	for i := from; i < to; i++ {
		r, here, room := s.rows[i], i == s.list.at, s.width-gutter-1
		where, words := "", room-10
		if s.several() {
			where = t.fit(safe.Line(r.chat), room/3)
			words -= t.width(where) + 3
		}
		parts := []string{t.tag.Render(r.state.String()) + "  " + t.dim.Render(t.fit(r.words(), words))}
		if where != "" {
			parts = append(parts, t.dim.Render(where))
		}
		if r.again > 0 && r.state == lending.Out {
			parts = append(parts, t.dim.Render("asked back "+count(r.again, "time", "times")))
		}
		when := ""
		if !r.since.IsZero() {
			when = shortDay(r.since)
		}
		out = append(out,
			t.gutter(here, false)+t.ends(t.row(here).Render(t.fit(r.item, room-14)), "  "+t.dim.Render(t.right(when, 11)), room),
			t.gutter(here, false)+t.facts(parts, room))
	}
	return out
}
