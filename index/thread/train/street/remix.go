package main

import (
	"math/rand/v2"
	"slices"

	"github.com/kerbstreet/kerb/index/thread/internal/street"
)

// remix makes another chat of a chat's threads: it keeps a share of them, and
// brings them nearer to each other, so that what recurs does so sooner. The
// time of the day stays.
func remix(c *chat, share, squeeze float64, random *rand.Rand) chat {
	const day = 24 * 60 * 60
	keep := make(map[string]bool)
	shift := make(map[string]int64)
	for i, t := range c.threads {
		if _, ok := keep[t]; !ok {
			keep[t] = random.Float64() < share
			days := (c.messages[i].Time - c.messages[0].Time) / day
			shift[t] = int64(float64(days)*(squeeze-1)) * day
		}
	}
	var order []int
	q := chat{name: c.name + "~"}
	at := make([]int64, len(c.messages))
	for i, m := range c.messages {
		if keep[c.threads[i]] {
			order = append(order, i)
			at[i] = m.Time + shift[c.threads[i]]
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(at[a] - at[b]) })
	for _, i := range order {
		m := c.messages[i]
		q.messages = append(q.messages, street.Message{Time: at[i], Sender: m.Sender, Text: m.Text})
		q.threads = append(q.threads, c.threads[i])
	}
	return q
}
