package lending

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/role"
)

// Links tells which loan a message is about that gives something back or wants
// it back. It is a choice by logistic regression over the pairs of ties.
type Links struct {
	weights [2]weighing // of those that give back and that want back
}

// linkRoles are the roles of messages that are linked, as Links has them.
var linkRoles = []Role{Return, AskBack}

// NewLinks returns links that have learned nothing.
func NewLinks() *Links { return &Links{} }

// choose returns which of some entries a message is about, by its ties to them;
// -1 if it is none.
func (k *Links) choose(r Role, ties []uint64) int {
	best, top := -1, 0.0
	for c, set := range ties {
		if score := k.weights[r-Return].score(set); score > top {
			best, top = c, score
		}
	}
	return best
}

// LinkExample is a message to learn from.
type LinkExample struct {
	role  Role
	ties  []uint64
	right []bool // whether it is about each
}

// Train fits the links to examples, with weights held small by decay. The same
// examples in the same order give the same links.
func (k *Links) Train(examples []LinkExample, rounds int, rate, decay float64) {
	var moved [2]weighing
	shrink := decay / float64(len(examples))
	var scores []float64
	for range rounds {
		for _, e := range examples {
			r := e.role - Return
			scores = scores[:0]
			right := 0.0
			for c, set := range e.ties {
				scores = append(scores, k.weights[r].score(set))
				if e.right[c] {
					right++
				}
			}
			scores = append(scores, 0) // none of them
			chances(scores)
			for c, set := range e.ties {
				slope := scores[c]
				if e.right[c] {
					slope -= 1 / right
				}
				k.weights[r].step(&moved[r], set, slope, shrink, rate)
			}
		}
	}
}

// String writes the links as ParseLinks reads them: a line a pair that counts.
func (k *Links) String() string {
	var b strings.Builder
	b.WriteString("# role tie tie weight\n")
	for r := range k.weights {
		k.weights[r].lines(&b, linkRoles[r].String()+" ", tieNames[:])
	}
	return b.String()
}

// ParseLinks reads what String wrote.
func ParseLinks(text string) (*Links, error) {
	k := NewLinks()
	err := eachLine(text, func(fields []string) error {
		if len(fields) != 4 {
			return fmt.Errorf("%d fields", len(fields))
		}
		r := slices.Index(linkRoles, ParseRole(fields[0]))
		if r < 0 {
			return fmt.Errorf("no role %s", fields[0])
		}
		return k.weights[r].set(fields[1:], tieNames[:])
	})
	if err != nil {
		return nil, fmt.Errorf("read links: %w", err)
	}
	return k, nil
}

// Loan is a loan as labels have it.
type Loan struct {
	Owner, Borrower string // as the chat has them; "" where the labels do not say
	Messages        []int  // what it was made from
}

// LearnLinks calls learn for each message that can be linked with what links
// can learn from it, given what each message of the chat does, and in which
// loans.
func LearnLinks(chat *role.Chat, roles []Role, loans []Loan, learn func(e LinkExample)) {
	l := newLedger(chat, nil)
	of := make(map[int][]*Loan)
	for k := range loans {
		for _, i := range loans[k].Messages {
			of[i] = append(of[i], &loans[k])
		}
	}
	l.link = func(now moment, r Role, found []*Entry) int {
		if len(found) == 0 {
			return -1
		}
		e := LinkExample{role: r, ties: l.ties(now, found), right: make([]bool, len(found))}
		about := theirs(of[now.i], chat.Messages[now.i].Sender)
		for k := range found {
			e.right[k] = slices.ContainsFunc(about, found[k].belongs)
		}
		learn(e)
		return slices.Index(e.right, true)
	}
	l.follow(roles)
}

// theirs returns those of some loans that a person is a side of, all if there
// are none.
func theirs(loans []*Loan, person string) []*Loan {
	var own []*Loan
	for _, w := range loans {
		if w.Owner == person || w.Borrower == person {
			own = append(own, w)
		}
	}
	if len(own) == 0 {
		return loans
	}
	return own
}

// belongs reports whether an entry is of a loan, as far as is known.
func (e *Entry) belongs(w *Loan) bool {
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	return !differ(e.Owner, w.Owner) && !differ(e.Borrower, w.Borrower) &&
		slices.ContainsFunc(e.Messages, func(i int) bool { return slices.Contains(w.Messages, i) })
}
