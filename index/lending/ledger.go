package lending

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/role"
)

// ledger follows a chat message by message.
type ledger struct {
	chat     *role.Chat
	thread   []int // of each message
	messages *role.Conversations
	items    *namer
	people   *roll
	entries  []*Entry
	lastRole map[string]utterance
	common   common
	link     func(now moment, r Role, found []*Entry) int // which of some entries a message is about, -1 for none

	entriesOf map[int][]*Entry // by message, once all are read
}

// utterance is the last thing about a loan that somebody said.
type utterance struct {
	role  Role
	at    int
	entry *Entry
}

// How long a conversation about a loan goes on: within its thread, and outside
// it, where a thread may have been cut wrongly.
const (
	withinThread = 4 * 24 * time.Hour
	nearby       = 90 * time.Minute
	nearbyCount  = 25
)

func newLedger(chat *role.Chat, links *Links) *ledger {
	people := chat.People()
	codes, thread := chat.Languages(), chat.ThreadOf()
	l := &ledger{
		chat: chat, thread: thread, messages: role.NewConversations(chat, thread, codes), items: newNamer(codes),
		people: newRoll(people), lastRole: make(map[string]utterance), common: common{of: make(map[string]int)},
	}
	l.link = func(now moment, r Role, found []*Entry) int { return links.choose(r, l.ties(now, found)) }
	return l
}

// moment is a message and how things stand when it is written.
type moment struct {
	i       int
	reading role.Reading
	names   []string // people of the chat it names
	item    item
	at      role.Situations
	chance  float64  // that it has to do with a loan
	sure    float64  // that it does what it is taken to do
	context []*Entry // what is talked about here, the latest first
}

// see reads message i and says what situations it is in.
func (l *ledger) see(i int) moment {
	m := &l.chat.Messages[i]
	now := moment{i: i, reading: l.messages.Read(i)}
	l.common.add(now.reading)
	now.names = l.people.named(now.reading.Words, m.Sender)
	now.item = l.items.item(m.Text, now.reading)
	now.context = l.context(i)
	at := role.Situations(0).With(anytime)
	if len(now.context) == 0 {
		at = at.With(quiet)
	}
	mine := false
	for k, e := range now.context {
		if k == 0 || e.Owner == m.Sender || e.Borrower == m.Sender || !mine {
			at = at.With(l.situation(e, m.Sender))
			mine = mine || e.Owner == m.Sender || e.Borrower == m.Sender
		}
		if e.State == Wanted && e.Owner == m.Sender {
			at = at.With(directWish)
		}
		if now.item.matches(e.words) {
			at = at.With(namesHere)
		}
		if e.Owner != m.Sender && slices.Contains(now.names, e.Owner) || e.Borrower != m.Sender && slices.Contains(now.names, e.Borrower) {
			at = at.With(toParty)
		}
		if k == contextSeen {
			break
		}
	}
	if len(now.context) > 0 {
		switch between := l.between(now.context[0], i); {
		case between == 0:
			at = at.With(next)
		case between <= soonCount:
			at = at.With(soon)
		}
	}
	for _, e := range l.entries {
		if e.State != Out || e.Time || slices.Contains(now.context, e) {
			continue
		}
		named := now.item.matches(e.words)
		toParty := slices.Contains(now.names, e.Owner) || slices.Contains(now.names, e.Borrower)
		switch {
		case m.Sender == e.Borrower && (named || toParty):
			at = at.With(namesOwn)
		case m.Sender == e.Borrower:
			at = at.With(hasLoan)
		case m.Sender == e.Owner && (named || toParty):
			at = at.With(namesLent)
		case m.Sender == e.Owner:
			at = at.With(hasLent)
		case named:
			at = at.With(namesLoan)
		}
	}
	if before, ok := l.lastRole[m.Sender]; ok && i-before.at <= 2 {
		at = at.With(again)
	}
	now.at = at
	return now
}

// between counts the messages of its thread between an entry's last one and
// message i.
func (l *ledger) between(e *Entry, i int) int {
	n := 0
	for k := e.touched + 1; k < i; k++ {
		if l.thread[k] == l.thread[i] {
			n++
		}
	}
	return n
}

// soonCount is how many messages between still count as few.
const soonCount = 4

// contextSeen is how many entries of a context count as situations.
const contextSeen = 3

// context lists what is being talked about where message i stands, the latest
// first.
func (l *ledger) context(i int) []*Entry {
	var found []*Entry
	at := l.chat.Messages[i].Time
	for _, e := range l.entries {
		ago := at.Sub(l.chat.Messages[e.touched].Time)
		if e.thread == l.thread[i] && ago <= withinThread || ago <= nearby && i-e.touched <= nearbyCount {
			found = append(found, e)
		}
	}
	slices.SortStableFunc(found, func(a, b *Entry) int { return b.touched - a.touched })
	return found
}

// situation says what an entry that is talked about means for a sender.
func (l *ledger) situation(e *Entry, sender string) int {
	isOwner, isBorrower := e.Owner == sender, e.Borrower == sender
	switch {
	case e.State == Wanted && isBorrower:
		return ownWish
	case e.State == Wanted:
		return othersWish
	case e.State == Offered && e.Borrower == "" && isOwner:
		return ownOpen
	case e.State == Offered && e.Borrower == "":
		return openOffer
	case e.State == Offered && isBorrower:
		return gotOffer
	case e.State == Offered && isOwner:
		return madeOffer
	case e.State == Out && len(e.AskedBack) > 0 && isBorrower:
		return askedBack
	case e.State == Out && len(e.AskedBack) > 0 && isOwner:
		return asked
	case e.State == Out && isBorrower:
		return taken
	case e.State == Out && isOwner:
		return given
	case e.State == Back && (isBorrower || isOwner):
		if l.lastRole[sender].entry == e && l.lastRole[sender].role == Return {
			return gaveBack
		}
		return gotBack
	}
	return bystander
}

// note takes in what a message does.
func (l *ledger) note(now moment, r Role) {
	sender := l.chat.Messages[now.i].Sender
	var e *Entry
	switch r {
	case Offer:
		e = l.offer(now, sender)
	case Request:
		e = l.request(now, sender)
	case Agree:
		e = l.agree(now, sender)
	case Return:
		e = l.giveBack(now, sender)
	case AskBack:
		e = l.askBack(now, sender)
	case None, Roles:
	}
	if e != nil {
		e.thread = l.thread[now.i]
		l.add(e, now, r)
		l.lastRole[sender] = utterance{r, now.i, e}
	}
}

// add notes that a message has to do with an entry.
func (l *ledger) add(e *Entry, now moment, r Role) {
	e.touched, e.last = now.i, l.chat.Messages[now.i].Time
	e.Messages, e.roles = append(e.Messages, now.i), append(e.roles, r)
	e.chances, e.sureOf = append(e.chances, now.chance), append(e.sureOf, now.sure)
}

func (l *ledger) open(e *Entry) *Entry {
	l.entries = append(l.entries, e)
	return e
}

// name gives an entry the item a message names: if it has none, if the message
// knows better, or besides its own if they are two words for one thing.
func (e *Entry) name(it item) {
	switch {
	case it.text == "" || it.matches(e.words):
	case e.Item == "", it.sure && !e.sure:
		e.Item, e.words, e.Time, e.sure, e.task = it.text, it.words, it.time, it.sure, it.task
	case it.sure && it.time == e.Time && e.names < maxNames:
		e.words = append(e.words, it.words...)
		e.names++
	}
}

// maxNames is how many more names an entry takes than its first.
const maxNames = 1

// party reports whether somebody had to do with an entry.
func (l *ledger) party(e *Entry, sender string) bool {
	for _, i := range e.Messages {
		if l.chat.Messages[i].Sender == sender {
			return true
		}
	}
	return false
}

// request: somebody wants something.
func (l *ledger) request(now moment, sender string) *Entry {
	at := l.chat.Messages[now.i].Time
	for _, e := range now.context {
		fits := now.item.text == "" || e.Item == "" || now.item.matches(e.words)
		switch {
		case e.Borrower == sender && e.State != Back && fits:
			if e.State == Wanted || e.State == Offered {
				e.name(now.item)
			}
			return e
		case e.State == Offered && e.Borrower == "" && e.Owner != sender && fits:
			e.Borrower, e.Asked = sender, at
			return e
		}
	}
	e := &Entry{Borrower: sender, Asked: at, State: Wanted}
	e.name(now.item)
	if len(now.names) == 1 {
		e.Owner = now.names[0]
	}
	return l.open(e)
}

// offer: somebody has what is wanted, or lends unasked.
func (l *ledger) offer(now moment, sender string) *Entry {
	var best *Entry
	for _, e := range now.context {
		if e.Borrower == sender || e.State == Back || e.State != Wanted && e.Owner != sender {
			continue
		}
		if now.item.text != "" && now.item.matches(e.words) || slices.Contains(now.names, e.Borrower) || e.State == Wanted && e.Owner == sender {
			best = e
			break
		}
		if best == nil && (e.State == Wanted || e.Owner == sender) {
			best = e
		}
	}
	if best == nil {
		e := &Entry{Owner: sender, State: Offered}
		e.name(now.item)
		if len(now.names) == 1 {
			e.Borrower = now.names[0]
		}
		if other := l.offeredBefore(now, sender); other != nil {
			e.besides(other)
		}
		return l.open(e)
	}
	if best.State == Wanted {
		best.Owner, best.State = l.lender(best, sender), Offered
	}
	best.name(now.item)
	return best
}

// agree: either side says yes, collects, extends.
func (l *ledger) agree(now moment, sender string) *Entry {
	var best *Entry
	score := 0
	for k, e := range now.context {
		if e.State == Back {
			continue
		}
		s := 10 - min(k, 9)
		switch {
		case e.Borrower == sender && e.Owner != "" && e.State == Offered:
			s += 40
		case e.Borrower == sender && e.State == Out:
			s += 20
		case e.Borrower == sender && e.Owner == "":
			s += 5
		case e.Owner == sender:
			s += 40
		case e.State == Wanted:
			s += 30
		case e.State == Offered && e.Borrower == "":
			s += 30
		}
		if now.item.text != "" && now.item.matches(e.words) {
			s += 20
		}
		if slices.Contains(now.names, e.Owner) || slices.Contains(now.names, e.Borrower) {
			s += 15
		}
		if s > score {
			best, score = e, s
		}
	}
	if best == nil {
		return nil
	}
	l.takeSiblings(best, now, sender)
	l.settle(best, now, sender)
	return best
}

// settle makes a loan of what was agreed on.
func (l *ledger) settle(e *Entry, now moment, sender string) {
	switch {
	case e.Borrower == "" && e.Owner != sender:
		e.Borrower = sender
	case e.Owner == "" && e.Borrower != sender:
		e.Owner = sender
	case e.State == Wanted && e.Borrower != sender:
		e.Owner = sender
	}
	if e.State == Out || e.Owner == "" || e.Borrower == "" {
		return
	}
	e.State, e.Out = Out, l.chat.Messages[now.i].Time
}

// giveBack: something came back, or its owner says so.
func (l *ledger) giveBack(now moment, sender string) *Entry {
	e := l.linked(now, Return, func(e *Entry) bool {
		return e.State != Wanted && (e.State != Offered || e.Owner != "" && e.Borrower != "")
	})
	if e == nil {
		return nil
	}
	l.close(e, now)
	l.closeSiblings(e, now, sender)
	return e
}

// close notes that a loan is back.
func (l *ledger) close(e *Entry, now moment) {
	if e.State == Back {
		return
	}
	e.State, e.Back = Back, l.chat.Messages[now.i].Time
	if e.Out.IsZero() {
		e.Out = e.Back
	}
}

// said reports whether a message has one of some words, in one form or another.
func said(words []string, reading role.Reading) bool {
	for _, w := range reading.Words {
		for _, word := range words {
			if utf8.RuneCountInString(w.Term) >= shortestName && alike(w.Term, word) {
				return true
			}
		}
	}
	return false
}

// askBack: an owner wants something back.
func (l *ledger) askBack(now moment, sender string) *Entry {
	at := l.chat.Messages[now.i].Time
	e := l.linked(now, AskBack, func(e *Entry) bool { return e.State != Wanted && e.Borrower != sender })
	if e == nil {
		e = l.open(&Entry{Owner: sender, State: Out})
		e.name(now.item)
		if len(now.names) > 0 {
			e.Borrower = now.names[0]
		}
	}
	if e.State != Out {
		e.State, e.Back = Out, time.Time{}
	}
	if n := len(e.AskedBack); n == 0 || at.Sub(e.AskedBack[n-1]) > sameAsking {
		e.AskedBack = append(e.AskedBack, at)
	}
	return e
}

// sameAsking is how long several messages that ask back count as one.
const sameAsking = 12 * time.Hour
