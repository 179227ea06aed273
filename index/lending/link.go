package lending

import (
	"slices"
	"time"
)

// tie is something that speaks for or against an entry as the one that a
// message is about.
type tie uint8

// The ties.
const (
	anyTie         tie = iota
	byOwner            // the sender lends it
	byBorrower         // the sender has it, or wants it
	byParty            // the sender said something about it
	byStranger         // none of these
	itsItem            // the message names what it is about
	itsWords           // the message has a word of that
	otherItem          // the message names something else
	noItem             // the message names nothing
	callsOwner         // the message names who lends it
	callsBorrower      // the message names who has it
	callsOther         // the message names somebody else
	callsNobody        // the message names nobody
	here               // it is talked about here
	sameThread         // its last message is of the same thread
	justNow            // its last message is one of the two before
	latest             // nothing else was talked about since
	latestHere         // nothing else that is talked about here was
	latestOfTheirs     // nothing else that the sender has to do with was
	onlyOfTheirs       // nothing else that the sender has to do with is out
	isOffer            // it is offered
	isLent             // it is out
	isReturned         // it is back
	wasWanted          // it was wanted back
	ownerOpen          // nobody is known to lend it
	borrowerOpen       // nobody is known to have it
	nameless           // nothing names it
	aFavourTie         // it is somebody's time
	thisDay            // its last message is of the last day
	thisWeek           // of the last week
	thisMonth          // of the last month
	longAgo            // older
	numTies
)

var tieNames = [numTies]string{
	"any", "by-owner", "by-borrower", "by-party", "by-stranger", "its-item", "its-words", "other-item", "no-item", "calls-owner", "calls-borrower", "calls-other", "calls-nobody",
	"here", "same-thread", "just-now", "latest", "latest-here", "latest-of-theirs", "only-of-theirs", "offer", "lent", "returned", "was-wanted", "owner-open", "borrower-open",
	"nameless", "favour", "this-day", "this-week", "this-month", "long-ago",
}

// Spans of time, as ties have them.
const (
	day   = 24 * time.Hour
	week  = 7 * day
	month = 31 * day
)

// mostLinked is how many entries a message may be about: those that were
// talked about last.
const mostLinked = 30

// linked returns the entry that a message is about, of those that fit, nil if
// it is none of them.
func (l *ledger) linked(now moment, r Role, fits func(e *Entry) bool) *Entry {
	found := make([]*Entry, 0, mostLinked+1)
	for k := len(l.entries) - 1; k >= 0; k-- {
		e := l.entries[k]
		if !fits(e) || len(found) == mostLinked && found[mostLinked-1].touched >= e.touched {
			continue
		}
		at := len(found)
		for at > 0 && found[at-1].touched < e.touched {
			at--
		}
		found = slices.Insert(found, at, e)
		found = found[:min(len(found), mostLinked)]
	}
	if k := l.link(now, r, found); k >= 0 {
		return found[k]
	}
	return nil
}

// ties returns what ties a message to each of some entries, the latest first.
func (l *ledger) ties(now moment, found []*Entry) []uint64 {
	m := &l.chat.Messages[now.i]
	theirs := 0 // those out that the sender has to do with
	for _, e := range found {
		if e.State == Out && (e.Owner == m.Sender || e.Borrower == m.Sender) {
			theirs++
		}
	}
	sets := make([]uint64, len(found))
	hereBefore, theirsBefore := false, false
	for k, e := range found {
		add := func(t tie, is bool) {
			if is {
				sets[k] |= 1 << t
			}
		}
		owner, borrower := e.Owner == m.Sender, e.Borrower == m.Sender
		isTheirs := owner || borrower
		isHere := slices.Contains(now.context, e)
		add(anyTie, true)
		add(byOwner, owner)
		add(byBorrower, borrower)
		add(byParty, !isTheirs && l.party(e, m.Sender))
		add(byStranger, !isTheirs && !l.party(e, m.Sender))
		l.tieWords(now, e, add)
		add(here, isHere)
		add(sameThread, e.thread == l.thread[now.i])
		add(justNow, now.i-e.touched <= 2)
		add(latest, k == 0)
		add(latestHere, isHere && !hereBefore)
		add(latestOfTheirs, isTheirs && !theirsBefore)
		add(onlyOfTheirs, isTheirs && e.State == Out && theirs == 1)
		hereBefore, theirsBefore = hereBefore || isHere, theirsBefore || isTheirs
		add(isOffer, e.State == Offered)
		add(isLent, e.State == Out)
		add(isReturned, e.State == Back)
		add(wasWanted, len(e.AskedBack) > 0)
		add(ownerOpen, e.Owner == "")
		add(borrowerOpen, e.Borrower == "")
		add(nameless, len(e.words) == 0)
		add(aFavourTie, e.Time)
		ago := m.Time.Sub(l.chat.Messages[e.touched].Time)
		add(thisDay, ago < day)
		add(thisWeek, ago >= day && ago < week)
		add(thisMonth, ago >= week && ago < month)
		add(longAgo, ago >= month)
	}
	return sets
}

// tieWords adds the ties that are in the words of a message.
func (l *ledger) tieWords(now moment, e *Entry, add func(t tie, is bool)) {
	item := now.item.text != "" && now.item.matches(e.words)
	words := !item && said(e.words, now.reading)
	add(itsItem, item)
	add(itsWords, words)
	add(otherItem, !item && !words && now.item.sure)
	add(noItem, !item && !words && !now.item.sure)
	owner, borrower := slices.Contains(now.names, e.Owner), slices.Contains(now.names, e.Borrower)
	add(callsOwner, owner)
	add(callsBorrower, borrower)
	add(callsOther, !owner && !borrower && len(now.names) > 0)
	add(callsNobody, len(now.names) == 0)
}
