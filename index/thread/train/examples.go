package main

import (
	"slices"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
)

// walk reads a log up to its last annotated message and calls visit for each
// message that is no notice, before it is said.
func walk(l *log, visit func(i int, h *channel.History, line *channel.Line, places []int)) {
	reader := channel.NewReader()
	history := channel.NewHistory()
	var places []int // message of each line of the history
	for i, m := range l.messages[:l.end] {
		line := reader.Read(m)
		if line.Notice() {
			continue
		}
		visit(i, history, &line, places)
		history.Add(line)
		places = append(places, i)
	}
}

// right tells which candidates a message links to; ok if there is one.
func right(l *log, i int, backs func(k int) int, n int, places []int) (is []bool, ok bool) {
	is = make([]bool, n)
	for k := range is {
		at := i
		if back := backs(k); back > 0 {
			at = places[len(places)-back]
		}
		if slices.Contains(l.links[i], at) {
			is[k], ok = true, true
		}
	}
	return is, ok
}

// exampleOf returns what is to be learned from the candidates of a message; ok
// unless the message is not annotated, or its link was not kept.
func exampleOf(l *log, i int, c *channel.Candidates, places []int) (e example, ok bool) {
	if i < l.first || l.links[i] == nil {
		return example{}, false
	}
	e.right, ok = right(l, i, func(k int) int { return c.Choices[k].Back }, len(c.Choices), places)
	e.shared = slices.Clone(c.Shared)
	for _, choice := range c.Choices {
		e.vectors = append(e.vectors, slices.Clone(choice.Vector))
	}
	return e, ok
}

// examples returns what a first net learns from a log.
func examples(l *log, weights []float32) []example {
	var list []example
	var c channel.Candidates
	walk(l, func(i int, h *channel.History, line *channel.Line, places []int) {
		if i < l.first {
			return
		}
		h.Look(line, &c)
		c.Keep(weights)
		h.Describe(line, &c)
		if e, ok := exampleOf(l, i, &c, places); ok {
			list = append(list, e)
		}
	})
	return list
}

// describe returns what a second net learns from a log: it links the log by a
// first net alone and notes what the threads found by then say of each
// candidate, as they will when both nets are in use.
func describe(l *log, weights []float32, net *channel.Net) []example {
	var list []example
	var c channel.Candidates
	decoder := channel.NewDecoder(&channel.Model{Linear: weights, First: net})
	var places []int
	for i, m := range l.messages[:l.end] {
		if m.Notice {
			continue
		}
		decoder.Watch(m, &c)
		if e, ok := exampleOf(l, i, &c, places); ok {
			list = append(list, e)
		}
		places = append(places, i)
	}
	return list
}
