package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kerbstreet/kerb/index/thread"
)

// Most labelled chats are quiet: threads are found well in them. In a busy chat
// many messages are in the wrong company, and nets have to have seen that. So
// quiet chats are put together into crowded ones.

// crowdOf is how many chats make a crowd.
const crowdOf = 3

// crowds puts chats together, those beside each other: their days follow each
// other without silent ones between, and all write at once. Whether they share a
// language does not matter: what words say is known of each message.
func crowds(ctx context.Context, chats []*chat) ([]*chat, error) {
	var all []*chat
	for _, worded := range []bool{true, false} {
		own := slices.DeleteFunc(slices.Clone(chats), func(c *chat) bool { return c.texts || !c.readable || c.worded != worded })
		for part := range slices.Chunk(own, crowdOf) {
			c, err := crowd(ctx, part)
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
	}
	return all, nil
}

// crowd makes one chat of several.
func crowd(ctx context.Context, chats []*chat) (*chat, error) {
	type origin struct{ chat, message int }
	var all []origin
	times := make([][]time.Time, len(chats))
	for k, c := range chats {
		times[k] = dense(c.messages)
		for i := range c.messages {
			all = append(all, origin{k, i})
		}
	}
	slices.SortStableFunc(all, func(a, b origin) int {
		return cmp.Or(times[a.chat][a.message].Compare(times[b.chat][b.message]), cmp.Compare(a.chat, b.chat))
	})
	c := &chat{crowded: true, readable: true, worded: chats[0].worded}
	first := make(map[origin]int)
	for n, o := range all {
		from := chats[o.chat]
		m := from.messages[o.message]
		m.Time = times[o.chat][o.message]
		if m.Sender != "" {
			m.Sender = fmt.Sprint(m.Sender, " ", o.chat) // two may be called alike
		}
		root := origin{o.chat, from.thread[o.message].Root}
		if _, ok := first[root]; !ok {
			first[root] = n
		}
		c.messages = append(c.messages, m)
		c.thread = append(c.thread, certain(first[root]))
		c.evidence = append(c.evidence, from.evidence[o.message])
		c.features = append(c.features, from.features[o.message])
		c.tags = append(c.tags, from.tags[o.message])
	}
	var err error
	c.found, err = thread.Find(ctx, c.messages)
	return c, err
}

// dense returns when messages would be written if no day were silent.
func dense(messages []thread.Message) []time.Time {
	const day = 24 * time.Hour
	start := time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)
	times := make([]time.Time, len(messages))
	days, last := -1, time.Time{}
	for i, m := range messages {
		if of := m.Time.Truncate(day); i == 0 || of.After(last) {
			days, last = days+1, of
		}
		times[i] = start.Add(time.Duration(days)*day + max(0, m.Time.Sub(last)))
	}
	return times
}
