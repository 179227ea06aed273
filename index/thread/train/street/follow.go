package main

import (
	"github.com/kerbstreet/kerb/index/thread/internal/street"
)

// found keeps which thread each message of a chat was put in.
type found struct {
	threads []int // each by the number of the message that starts it
}

func (f *found) add(back int) {
	n := len(f.threads)
	if back > 0 {
		n = f.threads[n-back]
	}
	f.threads = append(f.threads, n)
}

// companions is how many messages before one may be its companions.
const companions = 50

// right returns which choice is best for the next message, where the threads
// found so far may be wrong: the one that has most of its near companions,
// unless they are outnumbered there.
func right(c *chat, f *found, last []int) int {
	n := len(f.threads)
	best, gain := 0, 0.0
	for k := 1; k < len(last); k++ {
		thread := f.threads[n-last[k]]
		with, without := 0, 0
		for i := n - 1; i >= 0 && i >= n-companions; i-- {
			if f.threads[i] != thread {
				continue
			}
			if c.threads[i] == c.threads[n] {
				with++
			} else {
				without++
			}
		}
		if with+without == 0 { // all of it is long ago
			if at := n - last[k]; c.threads[at] == c.threads[n] {
				with = 1
			}
		}
		if float64(with) < 0.4*float64(with+without) {
			continue
		}
		if g := float64(with) - 0.5*float64(without); with > 0 && (best == 0 || g > gain) {
			best, gain = k, g
		}
	}
	return best
}

// follow walks a chat as a model would link it, and notes what would have been
// right. Without a model it takes the right choices.
func follow(c *chat, model *street.Model) []example {
	d := street.NewDecoder(model)
	var list []example
	f := &found{}
	for _, m := range c.messages {
		seen := d.Look(m)
		e := example{right: right(c, f, seen.Last)}
		e.features.Context = seen.Context
		e.features.Choices = append(e.features.Choices, seen.Choices...)
		pick := e.right
		if model != nil {
			pick, _ = d.Choose()
		}
		if len(seen.Choices) > 1 {
			list = append(list, e)
		}
		f.add(d.Take(pick))
	}
	return list
}

// decode links a chat by a model.
func decode(c *chat, model *street.Model) []int {
	d := street.NewDecoder(model)
	f := &found{}
	for _, m := range c.messages {
		back, _ := d.Next(m)
		f.add(back)
	}
	return f.threads
}
