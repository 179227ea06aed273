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
var start = street.Policy{Stay: [street.Spans]float64{1, 1, 1, 0.5, 0.3, 0.05}, Slope: 1}

// fit finds the policy by which chats are linked best, each by a model that
// has not learned from it; then what its chances are worth.
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
	fitConfidence(&policy, chats, model)
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

// decision is a chance that was believed, and whether it was right.
type decision struct {
	chance float64
	right  bool
}

func decisions(chats []chat, model func(i int) *street.Model) []decision {
	lists := make([][]decision, len(chats))
	parallel(len(chats), func(i int) {
		d := street.NewDecoder(model(i))
		f := &found{}
		for _, m := range chats[i].messages {
			seen := d.Look(m)
			want := right(&chats[i], f, seen.Last)
			pick, chance := d.Choose()
			if len(seen.Choices) > 1 {
				lists[i] = append(lists[i], decision{chance, pick == want})
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

// fitConfidence fits a straight line from the odds of chances to those of
// being right (Platt 1999), by Newton's method.
func fitConfidence(p *street.Policy, chats []chat, model func(i int) *street.Model) {
	p.Slope, p.Shift = 1, 0
	all := decisions(chats, func(i int) *street.Model { return &street.Model{Nets: model(i).Nets, Policy: *p} })
	for range 30 {
		var g0, g1, h00, h01, h11 float64
		for _, d := range all {
			x := math.Log(d.chance / (1 - d.chance))
			y := 1 / (1 + math.Exp(-p.Shift-p.Slope*x))
			off := y
			if d.right {
				off--
			}
			g0 += off
			g1 += off * x
			h00 += y * (1 - y)
			h01 += y * (1 - y) * x
			h11 += y * (1 - y) * x * x
		}
		det := h00*h11 - h01*h01
		p.Shift -= (h11*g0 - h01*g1) / det
		p.Slope -= (h00*g1 - h01*g0) / det
	}
}

// reliability prints how often links of each confidence were right.
func reliability(w io.Writer, chats []chat, model func(i int) *street.Model) {
	const bins = 10
	var n, hits, sums [bins]float64
	for _, d := range decisions(chats, model) {
		b := min(int(d.chance*bins), bins-1)
		n[b]++
		sums[b] += d.chance
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
