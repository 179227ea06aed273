package issue

import (
	"math"

	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

// register finds the issue that a matter is another occurrence of: of one tag
// and, for outages, of one thing that is off; for holes, of a place that both
// name, if both do; for applications, of much the same words. An
// issue is a number. Finding one takes time in proportion to the matter, not to
// the issues there are.
type register struct {
	kinds   map[lexicon.Topic]int // outages
	tips    int                   // the issue of tip runs; -1: none yet
	places  map[string]int        // holes, by the words of their places: the first
	hole    int                   // the last issue of a hole; -1: none
	nowhere int                   // the last of which an occurrence names no place; -1: none

	subjects map[string][]int        // issues of applications, by their words
	has      map[int]map[string]bool // words of each of them
	size     map[int]float64         // what these say, all together
}

func newRegister() *register {
	return &register{
		kinds: make(map[lexicon.Topic]int), tips: -1, places: make(map[string]int), hole: -1, nowhere: -1,
		subjects: make(map[string][]int), has: make(map[int]map[string]bool), size: make(map[int]float64),
	}
}

// find returns the issue of a matter, -1 if it is of none.
func (r *register) find(c *matter) int {
	switch c.tag {
	case outage:
		if k, ok := r.kinds[c.kind()]; ok {
			return k
		}
	case dumpRun:
		return r.tips
	case pothole:
		return r.findHole(c)
	case licensing:
		return r.findSubject(c)
	}
	return -1
}

func (r *register) findHole(c *matter) int {
	best := -1
	for _, p := range c.places {
		for word := range p.words {
			if k, ok := r.places[word]; ok && (best < 0 || k < best) {
				best = k
			}
		}
	}
	switch {
	case best >= 0:
		return best
	case len(c.places) == 0:
		return r.hole
	}
	return r.nowhere
}

// sameSubject is how alike two stages of one application are at least: the cosine
// of what their words say. Chosen on labelled streets.
const sameSubject = 0.12

// mostIssues is of how many issues a word may be to tell one from others.
const mostIssues = 64

func (r *register) findSubject(c *matter) int {
	shared, all := make(map[int]float64), 0.0
	for _, w := range c.subject {
		all += w.weight
		if issues := r.subjects[w.word]; len(issues) <= mostIssues {
			for _, k := range issues {
				shared[k] += w.weight
			}
		}
	}
	best, most := -1, sameSubject
	for k, weight := range shared {
		if like := weight / math.Sqrt(all*r.size[k]); like > most || like == most && k < best {
			best, most = k, like
		}
	}
	return best
}

// add makes a matter an occurrence of an issue.
func (r *register) add(k int, c *matter) {
	switch c.tag {
	case outage:
		if _, ok := r.kinds[c.kind()]; !ok {
			r.kinds[c.kind()] = k
		}
	case dumpRun:
		r.tips = k
	case pothole:
		r.hole = max(r.hole, k)
		if len(c.places) == 0 {
			r.nowhere = max(r.nowhere, k)
		}
		for _, p := range c.places {
			for word := range p.words {
				if first, ok := r.places[word]; !ok || k < first {
					r.places[word] = k
				}
			}
		}
	case licensing:
		if r.has[k] == nil {
			r.has[k] = make(map[string]bool)
		}
		for _, w := range c.subject {
			if !r.has[k][w.word] {
				r.has[k][w.word] = true
				r.size[k] += w.weight
				r.subjects[w.word] = append(r.subjects[w.word], k)
			}
		}
	}
}
