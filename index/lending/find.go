package lending

import (
	"context"
	"fmt"
	"slices"

	"github.com/kerbstreet/kerb/index/role"
)

// checkEvery is how many messages are read between two looks at a context.
const checkEvery = 256

// Find returns the ledger of a chat, in the order in which its entries begin.
// The errors are those of ctx.
func Find(ctx context.Context, chat *role.Chat) ([]Entry, error) {
	m, err := Known()
	if err != nil {
		return nil, fmt.Errorf("find loans: %w", err)
	}
	return m.Find(ctx, chat)
}

// Find is Find with models of one's own.
func (m *Models) Find(ctx context.Context, chat *role.Chat) ([]Entry, error) {
	all, err := m.Candidates(ctx, chat)
	if err != nil {
		return nil, err
	}
	return m.Judged(all), nil
}

// Candidates returns what may be the entries of a ledger, before they are
// judged.
func (m *Models) Candidates(ctx context.Context, chat *role.Chat) ([]Entry, error) {
	chat = role.Cut(chat)
	l := newLedger(chat, m.Links)
	from := least
	if m.Learning {
		from = leastLearning
	}
	var chances []float64
	for i := range chat.Messages {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if chat.Messages[i].Notice {
			continue
		}
		now := l.see(i)
		chances = m.Roles.Chances(chances[:0], now.at, now.reading.Signs)
		r := decide(chances, from)
		now.chance, now.sure = 1-chances[None], chances[r]
		l.note(now, r)
	}
	return l.result(m.Names), nil
}

// Learn calls learn for each message with what a model can learn from, given
// what each message of the chat does. Where guess is not nil, the ledger
// follows its guesses instead of the truth, as it has to in earnest.
func Learn(chat *role.Chat, roles []Role, links *Links, guess *role.Model, learn func(i int, e role.Example)) {
	l := newLedger(chat, links)
	var chances []float64
	for i := range chat.Messages {
		if chat.Messages[i].Notice {
			continue
		}
		now := l.see(i)
		learn(i, role.Example{At: now.at, Signs: now.reading.Signs, Class: int(roles[i])})
		r := roles[i]
		if guess != nil {
			chances = guess.Chances(chances[:0], now.at, now.reading.Signs)
			r = decide(chances, leastLearning)
		}
		l.note(now, r)
	}
}

// FindGiven is Find where it is known what each message does.
func (m *Models) FindGiven(chat *role.Chat, roles []Role) []Entry {
	l := newLedger(chat, m.Links)
	l.follow(roles)
	return l.result(m.Names)
}

// follow goes through a chat of which it is known what each message does.
func (l *ledger) follow(roles []Role) {
	for i := range l.chat.Messages {
		if !l.chat.Messages[i].Notice {
			now := l.see(i)
			now.chance, now.sure = 1, 1
			l.note(now, roles[i])
		}
	}
}

// How likely it has to be that a message has to do with a loan: while models are
// learned, and in earnest, where entries are judged at the end. Models that learned
// from all that is followed in earnest were worse.
const (
	leastLearning = 0.15
	least         = 0.05
)

// trusted is how many messages of an entry say how likely it is a loan: the
// best.
const trusted = 3

// trust is how likely an entry is a loan, by its best messages.
func (e *Entry) trust() float64 {
	best := slices.Sorted(slices.Values(e.chances))
	best = best[max(0, len(best)-trusted):]
	sum := 0.0
	for _, chance := range best {
		sum += chance
	}
	return sum / float64(max(1, len(best)))
}

// leastReturn is how likely it has to be for one that gives something back:
// what is wrongly taken for that closes a loan.
const leastReturn = 0.35

// decide returns the role that a message is taken to have, if it is so likely to
// have any.
func decide(chances []float64, least float64) Role {
	r := Role(role.Likeliest(chances, least))
	if r == Return && 1-chances[None] < leastReturn {
		return None
	}
	return r
}

// result names the entries, and says what speaks for each.
func (l *ledger) result(names *Names) []Entry {
	l.entriesOf = make(map[int][]*Entry)
	for k, e := range l.entries {
		e.number, e.levels = k, l.scaled(e)
		for _, i := range e.Messages {
			l.entriesOf[i] = append(l.entriesOf[i], e)
		}
	}
	entries := make([]Entry, len(l.entries))
	for k, e := range l.entries {
		l.call(e, names)
		e.proof = l.weigh(e)
		entries[k] = *e
	}
	return entries
}

// leastLikely is how likely an entry has to be a loan to be one.
const leastLikely = 0.2

// leastWish is how likely what is only wanted or offered has to be that.
const leastWish = 0.5

// Judgeable reports whether an entry may be a loan: both sides are known, or it
// was wanted back of nobody knows whom.
func (e *Entry) Judgeable() bool {
	return e.State >= Out || e.Owner != "" && e.Borrower != "" && e.Owner != e.Borrower
}

// Judged returns the entries of a ledger: loans that are likely, and what is
// wanted or offered. What is likely a loan is out, also where nobody was heard
// to agree.
func (m *Models) Judged(all []Entry) []Entry {
	var entries []Entry
	for _, e := range all {
		likely := e.Judgeable() && m.Judge.chance(&e) >= leastLikely
		if !likely && (e.State >= Out || e.trust() < leastWish) {
			continue
		}
		if likely && e.State < Out {
			e.State, e.Out = Out, e.last
		}
		entries = append(entries, e)
	}
	return entries
}

// quoted returns what an entry is called where nothing names it.
func (l *ledger) quoted(e *Entry) string {
	first := e.Messages[0]
	return quote(l.chat.Messages[first].Text, l.messages.Alone(first))
}
