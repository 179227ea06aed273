package issue

import (
	"slices"
	"time"
)

// People talk of one outage by its signs: "the lights are out", "wifi has
// gone", "no heating either, then". While a chat is followed these are matters
// of several kinds, as nothing tells yet that they are one. Afterwards it does:
// they were spoken of in one thread at one time, and hardly anybody's house
// was off in one of them alone.

// What makes two matters of an outage one.
const (
	mergeWithin = 3 * time.Hour // between the first word of one and a word of the other
	mergeOff    = 2             // the most houses that are off in the smaller
)

// merge puts outages that are spoken of as one together. The matters stay in
// the order of their first messages.
func (f *follower) merge() {
	var merged, open []*matter
	for _, c := range f.matters {
		if c.tag == outage {
			began := f.chat.Messages[c.first()].Time
			open = slices.DeleteFunc(open, func(o *matter) bool {
				return began.Sub(f.chat.Messages[o.touched()].Time) >= mergeWithin
			})
			if k := slices.IndexFunc(open, func(o *matter) bool { return f.one(o, c) }); k >= 0 {
				open[k].absorb(c)
				continue
			}
			open = append(open, c)
		}
		merged = append(merged, c)
	}
	f.matters = merged
}

// one reports whether an outage is the same as one that began before it.
func (f *follower) one(before, c *matter) bool {
	if min(before.off(), c.off()) > mergeOff {
		return false
	}
	began, thread := f.chat.Messages[c.first()].Time, f.thread[c.first()]
	k, _ := slices.BinarySearch(before.messages, c.first())
	for _, i := range before.messages[max(0, k-1):min(k+1, len(before.messages))] {
		if began.Sub(f.chat.Messages[i].Time).Abs() < mergeWithin {
			return slices.ContainsFunc(before.messages, func(i int) bool { return f.thread[i] == thread })
		}
	}
	return false
}

// off counts the people whose house was off.
func (m *matter) off() int {
	n := 0
	for _, s := range m.says {
		if s.role == Off {
			n++
		}
	}
	return n
}

// absorb adds to an outage what was said of it as of another.
func (m *matter) absorb(o *matter) {
	m.messages = append(m.messages, o.messages...)
	slices.Sort(m.messages)
	for kind, weight := range o.kinds {
		m.kinds[kind] += weight
	}
	for person, s := range o.says {
		if s.at >= m.says[person].at {
			m.says[person] = s
		}
	}
	for _, person := range o.order {
		if !slices.Contains(m.order, person) {
			m.order = append(m.order, person)
		}
	}
	if o.over.After(m.over) {
		m.over = o.over
	}
	if o.lastOff.After(m.lastOff) {
		m.lastOff = o.lastOff
	}
	if m.lastOff.After(m.over) {
		m.over = time.Time{}
	}
	m.places, m.refs = append(m.places, o.places...), append(m.refs, o.refs...)
	m.strength += o.strength
	m.likely = max(m.likely, o.likely)
	m.hear(o.chances[0])
	m.hear(o.chances[1])
}
