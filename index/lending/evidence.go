package lending

import (
	"slices"
	"strconv"
	"time"

	"github.com/kerbstreet/kerb/index/role"
)

// fact is something that is so of an entry, or is not.
type fact uint16

// The facts.
const (
	anyEntry fact = iota
	nowWanted
	nowOffered
	nowOut
	nowBack
	ownerSpoke
	borrowerSpoke
	othersSpoke
	ownerOffered
	ownerAgreed
	borrowerAsked
	borrowerAgreed
	oneMessage
	twoMessages
	threeMessages
	fourMessages
	moreMessages
	ofTime
	ofKnown // a table knows what is lent
	unnamed // nothing names it
	besideAnother
	sameBefore   // the borrower had or wanted the same shortly before
	sharesAll    // all its messages are of other entries, too
	oneThread    // all its messages are of one thread
	manyThreads  // they are of more than two
	sameDay      // all its messages are of one day
	mostOfThread // half of its first thread or more is about it
	fewOfThread  // a fifth or less
	opensThread  // it begins its thread
	wantedBack   // somebody wanted it back
	outdone      // another entry that has one of its messages has a likelier offer
	outdoes      // another has a less likely one
	aloneThere   // no other entry has to do with its first thread
	crowded      // three or more have
	answeredSoon // its second message came within the hour
	answeredLate // more than a day later
	ownerCalled  // somebody calls who lends it by name
	borrowerCalled
	otherCalled // one of its sides calls somebody else
	itemTwice   // what is lent is said in several messages
	itemByTwo   // by several people
	seeks       // its first message seeks something
	asks        // or asks a favour
	questions   // or has a question mark
	gives       // one of its messages speaks of a gift or a sale
	thanks      // who borrows says thanks
	oneSided    // only one side is known
	facts
)

var factNames = [facts]string{
	"any", "wanted", "offered", "out", "back", "owner-spoke", "borrower-spoke", "others-spoke", "owner-offered", "owner-agreed", "borrower-asked", "borrower-agreed",
	"one-message", "two-messages", "three-messages", "four-messages", "more-messages", "time", "known", "unnamed", "beside-another", "same-before", "shares-all",
	"one-thread", "many-threads", "same-day", "most-of-thread", "few-of-thread", "opens-thread", "wanted-back",
	"outdone", "outdoes", "alone-there", "crowded", "answered-soon", "answered-late", "owner-called", "borrower-called", "other-called", "item-twice", "item-by-two", "seeks", "asks", "questions", "gives", "thanks", "one-sided",
}

// scale is something of which an entry has more or less, from 0 to 1.
type scale uint16

// The scales.
const (
	trustScale   scale = iota // how likely its best messages have to do with a loan
	leastScale                // how likely its worst has
	sumScale                  // what those of all its messages add up to, in eights
	offerScale                // its likeliest offer, and so on
	requestScale              //
	agreeScale                //
	returnScale               //
	askBackScale              //
	lendingScale              // how likely its messages deserve the tag, in the mean
	otherScale                // how likely one of them deserves another tag: those of otherTags, in order
)

// otherTags are the tags of what is no loan.
var otherTags = [...]string{"dump-run", "outage", "pothole", "licensing"}

const scales = int(otherScale) + len(otherTags)

var scaleNames = [scales]string{"trust", "least", "sum", "offer", "request", "agree", "return", "ask-back", "lending", "dump-run", "outage", "pothole", "licensing"}

// steps are the steps of a scale. Each that is reached speaks for itself.
var steps = [...]float64{0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.87, 0.93, 0.97, 0.99}

// proofs is how many things can speak for an entry or against it: the facts, and
// the steps of the scales.
const proofs = int(facts) + scales*len(steps)

// proofName names one of them.
func proofName(n int) string {
	if n < int(facts) {
		return factNames[n]
	}
	n -= int(facts)
	return scaleNames[n/len(steps)] + "-" + strconv.FormatFloat(steps[n%len(steps)], 'f', -1, 64)
}

// weigh lists what speaks for an entry and against it.
func (l *ledger) weigh(e *Entry) []uint16 {
	var found []uint16
	add := func(f fact, is bool) {
		if is {
			found = append(found, uint16(f))
		}
	}
	add(anyEntry, true)
	add(nowWanted+fact(e.State), true)
	add(oneMessage+min(fact(len(e.Messages))-1, moreMessages-oneMessage), true)
	add(ofTime, e.Time)
	add(ofKnown, e.sure)
	add(unnamed, len(e.words) == 0)
	add(besideAnother, e.second)
	add(wantedBack, len(e.AskedBack) > 0)
	add(oneSided, e.Owner == "" || e.Borrower == "")
	l.weighPeople(e, add)
	l.weighPlace(e, add)
	l.weighOthers(e, add)
	l.weighWords(e, add)
	for s, value := range e.levels {
		for k, step := range steps {
			if value >= step {
				found = append(found, uint16(int(facts)+s*len(steps)+k))
			}
		}
	}
	return found
}

// seen are the messages of an entry that are weighed.
func (e *Entry) seen() []int { return e.Messages[:min(len(e.Messages), mostMessages)] }

// weighPeople adds who said what.
func (l *ledger) weighPeople(e *Entry, add func(f fact, is bool)) {
	did := func(is func(sender string, r Role) bool) bool {
		for k, i := range e.seen() {
			if is(l.chat.Messages[i].Sender, e.roles[k]) {
				return true
			}
		}
		return false
	}
	add(ownerSpoke, did(func(s string, _ Role) bool { return s == e.Owner }))
	add(borrowerSpoke, did(func(s string, _ Role) bool { return s == e.Borrower }))
	add(othersSpoke, did(func(s string, _ Role) bool { return s != e.Owner && s != e.Borrower }))
	add(ownerOffered, did(func(s string, r Role) bool { return s == e.Owner && r == Offer }))
	add(ownerAgreed, did(func(s string, r Role) bool { return s == e.Owner && r == Agree }))
	add(borrowerAsked, did(func(s string, r Role) bool { return s == e.Borrower && r == Request }))
	add(borrowerAgreed, did(func(s string, r Role) bool { return s == e.Borrower && r == Agree }))
}

// weighPlace adds where an entry stands in the chat.
func (l *ledger) weighPlace(e *Entry, add func(f fact, is bool)) {
	first := e.Messages[0]
	var threads []int
	for _, i := range e.seen() {
		if !slices.Contains(threads, l.thread[i]) {
			threads = append(threads, l.thread[i])
		}
	}
	all, its, opens := 0, 0, true
	for i := max(0, first-threadSeen); i < min(len(l.thread), first+threadSeen); i++ {
		if l.thread[i] == l.thread[first] {
			all++
			opens = opens && i >= first
			if slices.Contains(e.seen(), i) {
				its++
			}
		}
	}
	add(oneThread, len(threads) == 1)
	add(manyThreads, len(threads) > 2)
	add(sameDay, e.last.Sub(l.chat.Messages[first].Time) < day)
	add(mostOfThread, its*2 >= all)
	add(fewOfThread, its*5 <= all)
	add(opensThread, opens)
	if len(e.Messages) > 1 {
		gap := l.chat.Messages[e.Messages[1]].Time.Sub(l.chat.Messages[first].Time)
		add(answeredSoon, gap < time.Hour)
		add(answeredLate, gap > day)
	}
	add(sharesAll, !slices.ContainsFunc(e.seen(), func(i int) bool { return len(l.entriesOf[i]) < 2 }))
	add(sameBefore, slices.ContainsFunc(l.entries[max(0, e.number-entriesSeen):e.number], func(o *Entry) bool {
		return o.Borrower == e.Borrower && o.State >= Offered && (item{words: e.words}).matches(o.words) && first-o.touched < threadSeen
	}))
}

// weighOthers adds how an entry stands against others.
func (l *ledger) weighOthers(e *Entry, add func(f fact, is bool)) {
	mine := e.levels[offerScale]
	less, more := false, false
	for _, i := range e.seen() {
		for _, o := range l.entriesOf[i] {
			if o != e {
				its := o.levels[offerScale]
				less, more = less || its < mine, more || its > mine
			}
		}
	}
	add(outdone, more)
	add(outdoes, less)
	beside := 0
	for _, o := range l.entries[max(0, e.number-entriesSeen):min(len(l.entries), e.number+entriesSeen)] {
		if o != e && slices.ContainsFunc(o.seen(), func(i int) bool { return l.thread[i] == l.thread[e.Messages[0]] }) {
			beside++
		}
	}
	add(aloneThere, beside == 0)
	add(crowded, beside >= 3)
}

// weighWords adds what the messages of an entry say.
func (l *ledger) weighWords(e *Entry, add func(f fact, is bool)) {
	var owner, borrower, other, gift, thanked bool
	times, first, byTwo := 0, "", false
	for k, i := range e.seen() {
		reading, sender := l.messages.Alone(i), l.chat.Messages[i].Sender
		for _, name := range l.people.named(reading.Words, sender) {
			owner, borrower = owner || name == e.Owner, borrower || name == e.Borrower
			other = other || name != e.Owner && name != e.Borrower && (sender == e.Owner || sender == e.Borrower)
		}
		if said(e.words, reading) {
			if times++; first == "" {
				first = sender
			}
			byTwo = byTwo || sender != first
		}
		if k == 0 {
			add(seeks, reading.Signs.Has(role.Seek))
			add(asks, reading.Signs.Has(role.Favour))
			add(questions, reading.Signs.Has(role.Question))
		}
		gift = gift || reading.Signs.Has(role.Gift)
		thanked = thanked || sender == e.Borrower && reading.Signs.Has(role.Thanks)
	}
	add(ownerCalled, owner)
	add(borrowerCalled, borrower)
	add(otherCalled, other)
	add(itemTwice, times > 1)
	add(itemByTwo, byTwo)
	add(gives, gift)
	add(thanks, thanked)
}

// How far an entry is seen to: in messages before its first and after it, and in
// entries before it.
const (
	threadSeen  = 50
	entriesSeen = 20
)

// scaled returns of each scale how much an entry has.
func (l *ledger) scaled(e *Entry) (values [scales]float64) {
	values[trustScale], values[leastScale] = e.trust(), slices.Min(e.chances)
	for k, i := range e.Messages {
		values[sumScale] += e.chances[k] / 8
		of := offerScale + scale(e.roles[k]-Offer)
		values[of] = max(values[of], e.sureOf[k])
		if likely := l.chat.Likely["lending"]; i < len(likely) {
			values[lendingScale] += likely[i] / float64(len(e.Messages))
		}
		for t, tag := range otherTags {
			if likely := l.chat.Likely[tag]; i < len(likely) {
				values[int(otherScale)+t] = max(values[int(otherScale)+t], likely[i])
			}
		}
	}
	return values
}
