package main

import (
	"math/rand/v2"
	"slices"

	"github.com/kerbstreet/kerb/index/thread/internal/labelled"
	"github.com/kerbstreet/kerb/index/thread/internal/street"
)

// Who writes a chat to learn from packs much into few days. Real streets are
// quieter: of those that were looked at, cutting at silences of twelve hours
// got 0.58 to 0.9 one-to-one. Nets that learn from chats that are all busier
// divide too much.
const (
	tooBusy   = 0.5
	quietest  = 0.92
	busiest   = 0.65
	mostDays  = 4096
	firstDays = 8
)

// spread brings a chat that is too busy to a tempo as streets have it: each of
// its threads begins a random number of days later. The time of the day stays.
func spread(c chat, random *rand.Rand) chat {
	if labelled.Compare(c.threads, cut(&c)).OneToOne >= tooBusy {
		return c
	}
	target := busiest + (quietest-busiest)*random.Float64()
	for days := firstDays; ; days *= 2 {
		s := delay(&c, days, random)
		if days >= mostDays || labelled.Compare(s.threads, cut(&s)).OneToOne >= target {
			return s
		}
	}
}

// delay returns a chat of which each thread begins up to so many days later.
func delay(c *chat, days int, random *rand.Rand) chat {
	const day = 24 * 60 * 60
	later := make(map[string]int64)
	at := make([]int64, len(c.messages))
	order := make([]int, len(c.messages))
	for i, m := range c.messages {
		if _, ok := later[c.threads[i]]; !ok {
			later[c.threads[i]] = int64(random.IntN(days)) * day
		}
		at[i], order[i] = m.Time+later[c.threads[i]], i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(at[a] - at[b]) })
	s := chat{name: c.name}
	for _, i := range order {
		m := c.messages[i]
		s.messages = append(s.messages, street.Message{Time: at[i], Sender: m.Sender, Text: m.Text})
		s.threads = append(s.threads, c.threads[i])
	}
	return s
}
