package issue

import (
	"context"
	"fmt"

	"github.com/kerbstreet/kerb/index/role"
)

// checkEvery is how many messages are read between two looks at a context.
const checkEvery = 256

// Find returns the issues of a chat, in the order in which they began. The
// errors are those of ctx.
func Find(ctx context.Context, chat *role.Chat) ([]Issue, error) {
	m, err := model()
	if err != nil {
		return nil, fmt.Errorf("find issues: %w", err)
	}
	return FindWith(ctx, chat, m)
}

// FindWith is Find with a model of one's own.
func FindWith(ctx context.Context, chat *role.Chat, m *role.Model) ([]Issue, error) {
	chat = role.Cut(chat)
	f := newFollower(chat)
	var chances []float64
	for i := range chat.Messages {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if chat.Messages[i].Notice {
			continue
		}
		now := f.see(i)
		chances = m.Chances(chances[:0], now.at, now.reading.Signs)
		r := Decide(f.tagged(chances, i))
		f.note(now, r, chanceOf(tagOf[r], chances))
	}
	return f.result(), nil
}

// Learn calls learn for each message with what a model can learn from, given
// what each message of the chat does. Where guess is not nil, the matters
// follow its guesses instead of the truth, as they have to in earnest.
func Learn(chat *role.Chat, roles []Role, guess *role.Model, learn func(i int, e role.Example)) {
	f := newFollower(chat)
	var chances []float64
	for i := range chat.Messages {
		if chat.Messages[i].Notice {
			continue
		}
		now := f.see(i)
		learn(i, role.Example{At: now.at, Signs: now.reading.Signs, Class: int(roles[i])})
		r := roles[i]
		if guess != nil {
			chances = guess.Chances(chances[:0], now.at, now.reading.Signs)
			r = Decide(chances)
		}
		f.note(now, r, 1)
	}
}

// FindGiven is Find where it is known what each message does.
func FindGiven(chat *role.Chat, roles []Role) []Issue {
	f := newFollower(chat)
	for i := range chat.Messages {
		if !chat.Messages[i].Notice {
			f.note(f.see(i), roles[i], 1)
		}
	}
	return f.result()
}

// least is how likely it has to be that a message has to do with a matter.
const least = 0.6

// Decide returns the role that a message is taken to have.
func Decide(chances []float64) Role { return Role(role.Likeliest(chances, least)) }

// chanceOf returns how likely it is that a message has to do with a tag, given
// the chances of its roles.
func chanceOf(tag string, chances []float64) float64 {
	sum := 0.0
	for r, chance := range chances {
		if tagOf[r] == tag {
			sum += chance
		}
	}
	return sum
}

// tagged makes what a person tagged the thread of message i with likely.
func (f *follower) tagged(chances []float64, i int) []float64 {
	t := f.thread[i]
	if t < 0 {
		return chances
	}
	for _, tag := range f.chat.Threads[t].Tags {
		if !tag.Confirmed {
			continue
		}
		if of := chanceOf(tag.Name, chances); of > 0 {
			for r := range chances {
				if tagOf[r] == tag.Name {
					chances[r] /= of
				} else {
					chances[r] = 0
				}
			}
		}
	}
	return chances
}
