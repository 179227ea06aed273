package lending

import "slices"

// offeredBefore returns what others have offered somebody here who has not
// answered yet, nil if nobody has: then both may be taken.
func (l *ledger) offeredBefore(now moment, sender string) *Entry {
	for _, e := range now.context {
		if e.State == Offered && e.Owner != sender && e.Borrower != "" && e.Borrower != sender && !e.Asked.IsZero() {
			return e
		}
	}
	return nil
}

// besides makes e a second answer to the wish that another entry answers.
func (e *Entry) besides(other *Entry) {
	e.Borrower, e.Asked, e.second = other.Borrower, other.Asked, true
	e.Messages, e.roles = other.Messages[:1:1], other.roles[:1:1]
	e.chances, e.sureOf = other.chances[:1:1], other.sureOf[:1:1]
}

// lender returns whose thing somebody offers who may have it on loan.
func (l *ledger) lender(wish *Entry, sender string) string {
	for k := len(l.entries) - 1; k >= 0; k-- {
		e := l.entries[k]
		if e.State == Out && !e.Time && e.Borrower == sender && e.Owner != "" && e.Owner != wish.Borrower && (item{words: wish.words}).matches(e.words) {
			return e.Owner
		}
	}
	return sender
}

// chosen reports whether a message takes one offer and not the other.
func chosen(now moment, one, other *Entry) bool {
	return slices.Contains(now.names, one.Owner) && !slices.Contains(now.names, other.Owner)
}

// takeSiblings takes what others have offered besides, where somebody agrees
// to an offer and does not choose.
func (l *ledger) takeSiblings(taken *Entry, now moment, sender string) {
	if taken.Borrower != sender || taken.State != Offered {
		return
	}
	for _, e := range now.context {
		if e != taken && e.State == Offered && e.Borrower == sender && siblings(e, taken) && !chosen(now, taken, e) {
			l.settle(e, now, sender)
			l.add(e, now, Agree)
		}
	}
}

// closeSiblings gives back what answered the same wish, where a message says so
// of several.
func (l *ledger) closeSiblings(back *Entry, now moment, sender string) {
	if back.Borrower != sender {
		return
	}
	for _, e := range l.entries {
		if e != back && e.State == Out && e.Borrower == sender && siblings(e, back) && (slices.Contains(now.names, e.Owner) || said(e.words, now.reading)) {
			l.close(e, now)
			l.add(e, now, Return)
		}
	}
}

// siblings reports whether two entries answer one wish.
func siblings(a, b *Entry) bool {
	return (a.second || b.second) && a.Asked.Equal(b.Asked)
}
