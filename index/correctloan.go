package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/index/marks"
)

// ErrNoLoan says that there is no entry of the ledger with an ID.
var ErrNoLoan = errors.New("no such entry")

// LoanWord is what somebody says of an entry of the ledger, whatever the chat
// says. What is empty stays as it was.
type LoanWord struct {
	Item, Owner, Borrower string
	State                 string // as lending.State names it, or NoLoan
}

// NoLoan is the state of an entry that is none.
const NoLoan = "none"

const (
	loanPrefix = "loan-" // of IDs
	// maxLabelItem is how much of a thing's name tells which one it is, in runes.
	maxLabelItem = 40
	maxLoan      = 200 // how long an item or a name may be, in bytes
)

// CorrectLoans says what entries of the ledger are. Like every decision it is a
// mark: it holds as long as the entries are found at all, and can be undone. It
// fails with ErrNoLoan.
func (s *Store) CorrectLoans(ctx context.Context, ids []string, said LoanWord) (Action, error) {
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return Action{}, err
	}
	defer sn.Close()
	loans, _, err := sn.Ledger(ctx, "")
	if err != nil {
		return Action{}, err
	}
	var words []marks.Issue
	item := ""
	for _, id := range ids {
		word := sn.marks.Issues[id]
		i := slices.IndexFunc(loans, func(l Loan) bool { return l.ID == id })
		if i >= 0 {
			item = loans[i].Item
		} else if item = word.Title; word.ID == "" {
			return Action{}, fmt.Errorf("%.80q: %w", id, ErrNoLoan)
		}
		word.ID = id
		word.Title, word.State = cmp.Or(strings.TrimSpace(said.Item), word.Title), cmp.Or(said.State, word.State)
		word.Owner, word.Borrower = cmp.Or(strings.TrimSpace(said.Owner), word.Owner), cmp.Or(strings.TrimSpace(said.Borrower), word.Borrower)
		if err := checkLoan(word); err != nil {
			return Action{}, err
		}
		words = append(words, word)
	}
	action, err := s.marks.SetIssues(ctx, words, loanLabel(item, len(ids), said), s.now())
	return s.acted(ctx, action, false, err)
}

// loanLabel says what was done to the ledger, for who undoes it.
func loanLabel(item string, entries int, said LoanWord) string {
	what := "“" + string([]rune(item)[:min(len([]rune(item)), maxLabelItem)]) + "”"
	switch {
	case entries != 1:
		what = fmt.Sprint(entries, " entries of the ledger")
	case item == "":
		what = "a loan"
	}
	switch said.State {
	case "":
		return "correct " + what
	case NoLoan:
		return what + " is no loan"
	}
	return what + " is " + said.State
}

// checkLoan refuses words on loans that nobody could have said.
func checkLoan(word marks.Issue) error {
	if !strings.HasPrefix(word.ID, loanPrefix) || strings.ContainsFunc(word.ID, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return fmt.Errorf("%.80q is no entry's ID", word.ID)
	}
	for _, text := range []string{word.Title, word.Owner, word.Borrower} {
		if len(text) > maxLoan || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			return fmt.Errorf("things and names have at most %d bytes, and nothing that cannot be shown", maxLoan)
		}
	}
	if _, ok := loanState(word.State); !ok && word.State != "" && word.State != NoLoan {
		return fmt.Errorf("a loan is wanted, offered, out, back or none, not %.40q", word.State)
	}
	return nil
}

func loanState(name string) (lending.State, bool) {
	for _, state := range []lending.State{lending.Wanted, lending.Offered, lending.Out, lending.Back} {
		if state.String() == name {
			return state, true
		}
	}
	return 0, false
}

// corrected returns the ledger as people want it. Words on entries that are not
// found are kept for when they are.
func corrected(loans []Loan, words map[string]marks.Issue) []Loan {
	var left []Loan
	for _, l := range loans {
		word, said := words[l.ID]
		if word.State == NoLoan {
			continue
		}
		l.Item, l.Owner, l.Borrower = cmp.Or(word.Title, l.Item), cmp.Or(word.Owner, l.Owner), cmp.Or(word.Borrower, l.Borrower)
		if state, ok := loanState(word.State); said && ok && state != l.State {
			l.State, l.Back = state, time.Time{}
			if state == lending.Back {
				l.Back = word.Since
			}
		}
		left = append(left, l)
	}
	return left
}
