package lending

import (
	"context"
	"fmt"

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
	return FindWith(ctx, chat, m)
}

// FindWith is Find with a model of one's own.
func FindWith(ctx context.Context, chat *role.Chat, m *role.Model) ([]Entry, error) {
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
		l.note(now, Decide(chances))
	}
	return l.result(), nil
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
		l.note(now, r)
	}
}

// FindGiven is Find where it is known what each message does.
func FindGiven(chat *role.Chat, roles []Role) []Entry {
	l := newLedger(chat)
	for i := range chat.Messages {
		if !chat.Messages[i].Notice {
			l.note(l.see(i), roles[i])
		}
	}
	return l.result()
}

// least is how likely it has to be that a message has to do with a loan.
const least = 0.35

// Decide returns the role that a message is taken to have.
func Decide(chances []float64) Role { return Role(role.Likeliest(chances, least)) }

func (l *ledger) result() []Entry {
	entries := make([]Entry, len(l.entries))
	for i, e := range l.entries {
		l.rename(e)
		if e.Item == "" && len(e.Messages) > 0 {
			e.Item = l.quoted(e)
		}
		entries[i] = *e
	}
	return entries
}

// quoted returns what an entry is called where nothing names it.
func (l *ledger) quoted(e *Entry) string {
	first := e.Messages[0]
	return quote(l.chat.Messages[first].Text, l.messages.Alone(first))
}
