package main

import "github.com/kerbstreet/kerb/index/lending"

// told returns the loans of the labels. What is asked for or offered and does
// not come about is one a thread, of which the sides are not told.
func (l *labelled) told() []lending.Loan {
	name := make(map[string]string)
	for _, person := range l.chat.People() {
		name[fold(person)] = person
	}
	var loans []lending.Loan
	in := make(map[int]bool)
	for _, w := range l.gold.Ledger {
		loan := lending.Loan{Owner: name[fold(w.Owner)], Borrower: name[fold(w.Borrower)]}
		for _, ordinal := range w.Ordinals {
			loan.Messages = append(loan.Messages, ordinal-1)
			in[ordinal-1] = true
		}
		loans = append(loans, loan)
	}
	of := make(map[string]int)
	for i, r := range l.rows {
		if r.loan == lending.None || in[i] {
			continue
		}
		k, ok := of[r.thread]
		if !ok {
			k = len(loans)
			of[r.thread] = k
			loans = append(loans, lending.Loan{})
		}
		loans[k].Messages = append(loans[k].Messages, i)
	}
	return loans
}

// real tells which entries are loans of the labels, each loan one: the entry
// that is most like it.
func (l *labelled) real(entries []lending.Entry) []bool {
	is := make([]bool, len(entries))
	for _, w := range l.gold.Ledger {
		best, most := -1, 0
		for y := range entries {
			e := &entries[y]
			like := 0
			if fold(e.Owner) == fold(w.Owner) {
				like += 3
			}
			if fold(e.Borrower) == fold(w.Borrower) {
				like += 3
			}
			if like == 0 || is[y] || !overlap(e.Messages, w.Ordinals) {
				continue
			}
			if share(e.Item, w.Item) {
				like += 4
			}
			if e.State >= lending.Out {
				like++
			}
			if like > most {
				best, most = y, like
			}
		}
		if best >= 0 {
			is[best] = true
		}
	}
	return is
}
