package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic/internal/model"
)

// result is how well the tags of a chat are told.
type result struct {
	right, said, due [model.Count]int
	falsely, none    int // messages of no tag that got one, and how many there are
}

func (r *result) count(tag int, said, due bool) {
	if said {
		r.said[tag]++
	}
	if due {
		r.due[tag]++
	}
	if said && due {
		r.right[tag]++
	}
}

func (r *result) f1(tag int) float64 {
	if r.said[tag]+r.due[tag] == 0 {
		return 0
	}
	return 2 * float64(r.right[tag]) / float64(r.said[tag]+r.due[tag])
}

func (r *result) macro() float64 {
	sum, n := 0.0, 0
	for tag := range model.Count {
		if r.due[tag] > 0 {
			sum, n = sum+r.f1(tag), n+1
		}
	}
	return sum / float64(max(n, 1))
}

func (r *result) wrong() float64 { return float64(r.falsely) / float64(max(r.none, 1)) }

// viewNames say whose threads are looked at: those of the labels, or those of
// package thread, or each message alone.
var viewNames = [...]string{"gold", "found", "alone"}

// Chances from which a message belongs to a suggestion where no less is asked
// for, in a thread with others and alone in one, as in package topic.
const (
	suggestedFrom = 0.84
	aloneFrom     = 0.5
)

// Views of a chat, by their places in viewNames.
const (
	gold = iota
	found
	alone
)

// leaveOut judges each chat by the model that of names for it.
func leaveOut(ctx context.Context, chats []*chat, of func(*chat) *model.Model) error {
	fmt.Printf("%-18s threads  macro  false  %s\n", "chat", strings.Join(model.Tags[:], " "))
	for _, c := range chats {
		m := of(c)
		for view, links := range [][]thread.Link{c.thread, c.found, c.alone()} {
			seen := model.NewChat(c.messages, c.learned(m.Words), links)
			r, err := c.judge(ctx, seen, m, func(i int) bool { return view != alone || c.tellsAlone(i) })
			if err != nil {
				return err
			}
			fmt.Printf("%-18s %-7s  %.3f  %.3f ", c.name, viewNames[view], r.macro(), r.wrong())
			for tag := range model.Count {
				fmt.Printf(" %.2f", r.f1(tag))
			}
			fmt.Println()
		}
	}
	return nil
}

func (c *chat) judge(ctx context.Context, seen *model.Chat, m *model.Model, counts func(i int) bool) (*result, error) {
	chances, err := model.Judge(ctx, seen, m.Nets)
	if err != nil {
		return nil, err
	}
	r := &result{}
	for i := range c.messages {
		if c.messages[i].Notice || !counts(i) {
			continue
		}
		from, any := suggestedFrom, false
		if len(seen.Members[seen.Root[i]]) == 1 {
			from = aloneFrom
		}
		for tag := range model.Count {
			said, due := chances[i][tag] >= from, c.tags[i][tag]
			any = any || said
			r.count(tag, said, due)
		}
		if c.untagged(i) {
			r.none++
			if any {
				r.falsely++
			}
		}
	}
	return r, nil
}
