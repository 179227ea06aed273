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
	m, err := model()
	if err != nil {
		return nil, fmt.Errorf("find loans: %w", err)
	}
	n, err := KnownNames()
	if err != nil {
		return nil, fmt.Errorf("find loans: %w", err)
	}
	return FindWith(ctx, chat, m, n)
}

// FindWith is Find with a model and names of one's own.
func FindWith(ctx context.Context, chat *role.Chat, m *role.Model, names *Names) ([]Entry, error) {
	chat = role.Cut(chat)
	l := newLedger(chat)
	var chances []float64
	for i := range chat.Messages {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if chat.Messages[i].Notice {
			continue
		}
		now := l.see(i)
		chances = m.Chances(chances[:0], now.at, now.reading.Signs)
		l.note(now, Decide(chances), 1-chances[None])
	}
	return l.result(names), nil
}

// Learn calls learn for each message with what a model can learn from, given
// what each message of the chat does. Where guess is not nil, the ledger
// follows its guesses instead of the truth, as it has to in earnest.
func Learn(chat *role.Chat, roles []Role, guess *role.Model, learn func(i int, e role.Example)) {
	l := newLedger(chat)
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
			r = Decide(chances)
		}
		l.note(now, r, 1)
	}
}

// FindGiven is Find where it is known what each message does.
func FindGiven(chat *role.Chat, roles []Role, names *Names) []Entry {
	l := newLedger(chat)
	for i := range chat.Messages {
		if !chat.Messages[i].Notice {
			l.note(l.see(i), roles[i], 1)
		}
	}
	return l.result(names)
}

// least is how likely it has to be that a message has to do with a loan.
const least = 0.15

// leastTrust is how likely the best messages of an entry have to have to do with
// a loan, in the mean, for it to be one; trusted is how many those are.
const (
	leastTrust = 0.65
	trusted    = 3
)

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

// Decide returns the role that a message is taken to have.
func Decide(chances []float64) Role {
	r := Role(role.Likeliest(chances, least))
	if r == Return && 1-chances[None] < leastReturn {
		return None
	}
	return r
}

func (l *ledger) result(names *Names) []Entry {
	var entries []Entry
	for _, e := range l.entries {
		if e.State >= Out && e.trust() < leastTrust {
			continue
		}
		l.call(e, names)
		entries = append(entries, *e)
	}
	return entries
}

// quoted returns what an entry is called where nothing names it.
func (l *ledger) quoted(e *Entry) string {
	first := e.Messages[0]
	return quote(l.chat.Messages[first].Text, l.messages.Alone(first))
}
