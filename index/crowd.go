package index

import (
	"math"
	"slices"
)

// A page shows different conversations rather than every line of one: each
// further hit of a conversation scores a little less, and less still if it has
// none of the words itself.

// crowd counts the hits of each conversation on a page.
type crowd struct {
	threads map[uint32]int // where threads are known
	hits    []*message     // where they are not
}

// together is how many seconds lie at most between hits of one conversation
// where threads are not known.
const together = 60 * 60

// of returns how many hits of a message's conversation there are.
func (c *crowd) of(m *message) int {
	if m.thread != 0 {
		return c.threads[m.thread]
	}
	n := 0
	for _, hit := range c.hits {
		if hit.facts.Chat == m.facts.Chat && apart(hit, m) < together {
			n++
		}
	}
	return n
}

func (c *crowd) add(m *message) {
	if m.thread == 0 {
		c.hits = append(c.hits, m)
		return
	}
	if c.threads == nil {
		c.threads = make(map[uint32]int)
	}
	c.threads[m.thread]++
}

// spread sorts the first wanted of a sorted list anew, best first, given what
// is on the page already.
func (r *ranker) spread(list []found, wanted int, c *crowd) error {
	for at := range min(wanted, len(list)) {
		best, bestScore := at, -1.0
		for i := at; i < min(len(list), considered) && list[i].score > bestScore; i++ {
			m, err := r.message(list[i].row())
			if err != nil {
				return err
			}
			score := list[i].score
			if n := c.of(m); n > 0 {
				score *= math.Pow(r.weights.crowd, float64(n))
				if !slices.ContainsFunc(m.strength, func(own float64) bool { return own > 0 }) {
					score *= r.weights.bystander
				}
			}
			if score > bestScore {
				best, bestScore = i, score
			}
		}
		hit := list[best]
		m, err := r.message(hit.row())
		if err != nil {
			return err
		}
		c.add(m)
		copy(list[at+1:best+1], list[at:best])
		hit.score = bestScore
		list[at] = hit
	}
	return nil
}
