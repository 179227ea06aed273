package issue

import "github.com/kerbstreet/kerb/index/topic/lexicon"

// register finds the issue that a matter is another occurrence of: of one tag
// and, for outages, of one thing that is off; for holes, of a place that both
// name, if both do; for applications, of words that are rare elsewhere. An
// issue is a number. Finding one takes time in proportion to the matter, not to
// the issues there are.
type register struct {
	kinds   map[lexicon.Topic]int // outages
	tips    int                   // the issue of tip runs; -1: none yet
	places  map[string]int        // holes, by the words of their places: the first
	hole    int                   // the last issue of a hole; -1: none
	nowhere int                   // the last of which an occurrence names no place; -1: none

	among    map[string]int          // in how many applications a word is
	subjects map[string][]int        // issues of applications, by their words
	has      map[int]map[string]bool // words of each of them
	size     map[int]int             // occurrences of each of them
	largest  int
}

func newRegister(matters []*matter) *register {
	r := &register{
		kinds: make(map[lexicon.Topic]int), tips: -1, places: make(map[string]int), hole: -1, nowhere: -1,
		among: make(map[string]int), subjects: make(map[string][]int), has: make(map[int]map[string]bool), size: make(map[int]int),
	}
	for _, c := range matters {
		if c.tag == licensing {
			for word := range c.words {
				r.among[word]++
			}
		}
	}
	return r
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

// sharedSubjects is how many words two stages of one application have in
// common that are rare elsewhere.
const sharedSubjects = 2

func (r *register) findSubject(c *matter) int {
	shared := make(map[int]int)
	best := -1
	for word := range c.words {
		if r.among[word] > r.largest+1 {
			continue
		}
		for _, k := range r.subjects[word] {
			if r.among[word] > r.size[k]+1 {
				continue
			}
			if shared[k]++; shared[k] >= sharedSubjects && (best < 0 || k < best) {
				best = k
			}
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
		for word := range c.words {
			if !r.has[k][word] {
				r.has[k][word] = true
				r.subjects[word] = append(r.subjects[word], k)
			}
		}
		r.size[k]++
		r.largest = max(r.largest, r.size[k])
	}
}
