package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/tui/safe"
)

// rename asks what it is that the selected entry is about.
func (s *ledger) rename() {
	if len(s.rows) == 0 {
		return
	}
	row := s.rows[s.list.at]
	ask := &asker{app: s.app, heading: "Rename  " + row.item, about: "What it is, in a word or two; the chat stays as it is.", verb: "rename"}
	ask.in = input{prompt: "   what  ", hint: "what it is"}
	ask.in.offer(row.called)
	ask.take = func(item string) tea.Cmd {
		if item == "" {
			s.say("It needs a name. Esc closes this.")
			return nil
		}
		ask.back()
		if item == row.called {
			return nil
		}
		return s.correctRow(row, index.LoanWord{Item: item}, "is called “"+s.shortly(item)+"” now")
	}
	s.lay(ask)
}

// loanSide is one of the two sides of a loan, and how it is asked for.
type loanSide struct {
	of     func(loanRow) string
	name   func(*index.LoanWord, string)
	words  map[lending.State]sideWords
	begins lending.State // in which it makes a loan to say who it is
}

// sideWords are the question for a side, and what an entry became by the answer.
type sideWords struct{ question, became string }

var (
	ownerSide = loanSide{
		of:   func(row loanRow) string { return row.owner },
		name: func(word *index.LoanWord, name string) { word.Owner = name },
		words: map[lending.State]sideWords{
			lending.Wanted:  {"Who lends it", "is out now, lent by"},
			lending.Offered: {"Who offers it", "is offered by"},
			lending.Out:     {"Who lends it", "is lent by"},
			lending.Back:    {"Who lent it", "was lent by"},
		},
		begins: lending.Wanted,
	}
	borrowerSide = loanSide{
		of:   func(row loanRow) string { return row.borrower },
		name: func(word *index.LoanWord, name string) { word.Borrower = name },
		words: map[lending.State]sideWords{
			lending.Wanted:  {"Who is looking for it", "is wanted by"},
			lending.Offered: {"Who has it", "is out now, with"},
			lending.Out:     {"Who has it", "is with"},
			lending.Back:    {"Who had it", "was with"},
		},
		begins: lending.Offered,
	}
)

// nameOwner asks who lends what is selected. What was only wanted is out then.
func (s *ledger) nameOwner() { s.nameSide(&ownerSide) }

// nameBorrower asks who has what is selected. What was only offered is out then.
func (s *ledger) nameBorrower() { s.nameSide(&borrowerSide) }

func (s *ledger) nameSide(side *loanSide) {
	if len(s.rows) == 0 {
		return
	}
	row := s.rows[s.list.at]
	words := side.words[row.state]
	begins := row.state == side.begins
	s.askWho(row, words.question, side.of(row), begins, func(name string) tea.Cmd {
		var word index.LoanWord
		side.name(&word, name)
		if begins {
			word.State = lending.Out.String()
		}
		return s.correctRow(row, word, words.became+" "+s.shortly(safe.Line(name)))
	})
}

// shortly cuts a name that stands within a line.
func (s *ledger) shortly(name string) string { return s.theme.fit(name, s.layout.width/3) }

// askWho asks for somebody, by the beginning of a name in the chat or by a whole
// one. now is who it is so far, and is harmless; lends says that the answer
// makes a loan of it.
func (s *ledger) askWho(row loanRow, question, now string, lends bool, take func(name string) tea.Cmd) {
	there := s.who[row.chat]
	ask := &asker{app: s.app, heading: question + "  " + row.item, verb: "say so"}
	if lends {
		ask.about = "It counts as out then."
	}
	ask.in = input{prompt: "   name  ", hint: "the beginning of a name"}
	ask.in.offer(now)
	ask.note = func(text string) string {
		if text == "" || text == now {
			return ""
		}
		switch found := called(there, text); len(found) {
		case 0:
			return "Nobody in " + safe.Line(row.chat) + " is called so. Enter takes it as it stands."
		case 1:
			return "Enter takes " + safe.Line(found[0]) + "."
		default:
			return someOf(found) + ": go on typing."
		}
	}
	ask.take = func(text string) tea.Cmd {
		found := called(there, text)
		switch {
		case text == "":
			s.say("It needs a name. Esc closes this.")
			return nil
		case text == now: // it is so already
			return ask.back()
		case len(found) > 1:
			s.say("Several begin so. Type more of the name.")
			return nil
		case len(found) == 1:
			text = found[0]
		}
		ask.back()
		if safe.Line(text) == now {
			return nil
		}
		return take(text)
	}
	s.lay(ask)
}

// called returns who goes by a name, or else all who have one that begins so, by
// the names that they are shown by. The tilde before a name that somebody chose
// alone need not be typed.
func called(there []index.Person, text string) []string {
	text = strings.ToLower(text)
	var begin []string
	for _, p := range there {
		begins := false
		for _, name := range append([]string{p.Name}, p.Also...) {
			name = strings.ToLower(safe.Line(name))
			bare := strings.TrimLeft(name, "~ \u00a0\u202f")
			if name == text || bare == text {
				return []string{p.Name}
			}
			begins = begins || strings.HasPrefix(name, text) || strings.HasPrefix(bare, text)
		}
		if begins {
			begin = append(begin, p.Name)
		}
	}
	return begin
}

// someOf lists names, a few of many.
func someOf(names []string) string {
	const most = 4
	out := make([]string, min(len(names), most))
	for i := range out {
		out[i] = safe.Line(names[i])
	}
	if more := len(names) - most; more > 0 {
		return strings.Join(out, ", ") + " and " + number(more) + " more"
	}
	return strings.Join(out[:len(out)-1], ", ") + " or " + out[len(out)-1]
}

// correctRow says something of an entry; became is what it is then.
func (s *ledger) correctRow(row loanRow, said index.LoanWord, became string) tea.Cmd {
	return s.write(func(ctx context.Context) (string, error) {
		_, err := s.store.CorrectLoans(ctx, []string{row.id}, said)
		return s.naming(row.item, became+". u undoes it."), err
	})
}
