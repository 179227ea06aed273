package main

import (
	"fmt"
	"io"
	"math"

	"github.com/kerbstreet/kerb/index/thread/internal/labelled"
	"github.com/kerbstreet/kerb/index/thread/internal/street"
)

// result is how a chat is linked, and how it is by cutting at silences.
type result struct{ cut, found labelled.Score }

func measure(c *chat, model *street.Model) result {
	return result{labelled.Compare(c.threads, cut(c)), labelled.Compare(c.threads, decode(c, model))}
}

// gone is the share of the cut's error that is gone.
func (r result) gone() (one, f1 float64) {
	return 1 - (1-r.found.OneToOne)/(1-r.cut.OneToOne), 1 - (1-r.found.F1)/(1-r.cut.F1)
}

// gains is what of the cut's error is gone in the mean, and on the worst chat.
type gains struct{ one, f1, worstOne, worstF1 float64 }

func sum(results []result) gains {
	g := gains{worstOne: 1, worstF1: 1}
	for _, r := range results {
		one, f1 := r.gone()
		g.one += one / float64(len(results))
		g.f1 += f1 / float64(len(results))
		g.worstOne, g.worstF1 = min(g.worstOne, one), min(g.worstF1, f1)
	}
	return g
}

// cut divides a chat at silences of twelve hours.
func cut(c *chat) []int {
	threads := make([]int, len(c.messages))
	for i := 1; i < len(threads); i++ {
		threads[i] = threads[i-1]
		if c.messages[i].Time-c.messages[i-1].Time > 12*60*60 {
			threads[i]++
		}
	}
	return threads
}

// start is the policy that fitting starts from: a thread that was silent for
// long is believed less.
var start = street.Policy{Stay: [street.Spans]float64{1, 1, 1, 0.5, 0.3, 0.05}, Worth: street.AsSaid()}

// fit finds the policy by which chats are linked best, each by a model that
// has not learned from it. What its evidence is worth it leaves.
func fit(chats []chat, model func(i int) *street.Model) street.Policy {
	worth := func(p street.Policy) float64 {
		results := make([]result, len(chats))
		parallel(len(chats), func(i int) {
			m := street.Model{Nets: model(i).Nets, Policy: p}
			results[i] = measure(&chats[i], &m)
		})
		all := 0.0
		for _, r := range results {
			one, f1 := r.gone()
			all += value(one) + value(f1)
		}
		return all
	}
	policy, best := start, worth(start)
	for _, step := range []float64{1.6, 1.25} {
		for at := range policy.Stay {
			for _, by := range []float64{step, 1 / step} {
				for {
					try := policy
					try.Stay[at] *= by
					got := worth(try)
					if got <= best {
						break
					}
					policy, best = try, got
				}
			}
		}
	}
	return policy
}

// value is what a share of error that is gone is worth: on every chat some of
// it should go, and on none should it grow.
func value(gone float64) float64 {
	const enough = 0.2
	switch {
	case gone < 0:
		return 3 * gone
	case gone > enough:
		return enough + (gone-enough)/4
	}
	return gone
}

// decision is a choice that was believed, how surely and why, and whether it
// was right.
type decision struct {
	confidence float64
	evidence   [street.Terms]float64
	right      bool
}

func decisions(chats []chat, model func(i int) *street.Model) []decision {
	lists := make([][]decision, len(chats))
	parallel(len(chats), func(i int) {
		d := street.NewDecoder(model(i))
		f := &found{}
		for _, m := range chats[i].messages {
			seen := d.Look(m)
			want := right(&chats[i], f, seen.Last)
			pick, confidence := d.Choose()
			if len(seen.Choices) > 1 {
				lists[i] = append(lists[i], decision{confidence, seen.Evidence(pick, confidence), pick == want})
			}
			f.add(d.Take(pick))
		}
	})
	var all []decision
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// fitConfidence fits what the evidence for a model's choices is worth, on chats
// that it has not learned from.
func fitConfidence(m *street.Model, chats []chat) {
	m.Worth = street.AsSaid()
	m.Worth = weigh(decisions(chats, func(int) *street.Model { return m }))
}

// weigh finds what evidence is worth, the chance of which is as it was said: by
// it the odds of being right, as in Platt's way to make chances of scores
// (1999), by Newton's method.
func weigh(all []decision) [street.Terms]float64 {
	worth := street.AsSaid()
	for range 20 {
		var slope [street.Terms]float64
		var bend [street.Terms][street.Terms]float64
		for i, said := range street.AsSaid() { // left only where many decisions want it
			slope[i], bend[i][i] = worth[i]-said, 1
		}
		for _, d := range all {
			var odds float64
			for i, x := range d.evidence {
				odds += worth[i] * x
			}
			y := 1 / (1 + math.Exp(-odds))
			off := y
			if d.right {
				off--
			}
			for i, x := range d.evidence {
				slope[i] += off * x
				for k, other := range d.evidence {
					bend[i][k] += y * (1 - y) * x * other
				}
			}
		}
		for i, step := range solve(bend, slope) {
			worth[i] -= step
		}
	}
	return worth
}

// solve returns what a matrix makes b of. The matrix is that of a sum of
// squares, so its diagonal is safe to divide by.
func solve(matrix [street.Terms][street.Terms]float64, b [street.Terms]float64) [street.Terms]float64 {
	for i := range matrix {
		for k := range matrix {
			if k == i {
				continue
			}
			by := matrix[k][i] / matrix[i][i]
			for j := i; j < len(b); j++ {
				matrix[k][j] -= by * matrix[i][j]
			}
			b[k] -= by * b[i]
		}
	}
	for i := range b {
		b[i] /= matrix[i][i]
	}
	return b
}

// reliability prints how often links of each confidence were right.
func reliability(w io.Writer, chats []chat, model *street.Model) {
	const bins = 10
	var n, hits, sums [bins]float64
	for _, d := range decisions(chats, func(int) *street.Model { return model }) {
		b := min(int(d.confidence*bins), bins-1)
		n[b]++
		sums[b] += d.confidence
		if d.right {
			hits[b]++
		}
	}
	var off, all float64
	for b := range bins {
		if n[b] > 0 {
			fmt.Fprintf(w, "%5.0f messages of confidence %.2f: right %.2f\n", n[b], sums[b]/n[b], hits[b]/n[b])
			off += math.Abs(sums[b] - hits[b])
			all += n[b]
		}
	}
	fmt.Fprintf(w, "off by %.3f in the mean\n", off/all)
}
