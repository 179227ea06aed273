package main

import (
	"fmt"
	"io"
	"math"
	"sync"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
)

const (
	// folds is how many first nets describe the training logs to the second
	// ones: each describes the logs that it has not learned from.
	folds = 3
	// every so manieth log, a multiple of folds, is kept from the second nets:
	// on these it is counted how often a link is right that was given a chance.
	every = 12
)

func heldBack(i int) bool { return i%every == 0 }

// options of learning.
type options struct {
	seed    uint64
	nets    int           // large nets that the second net learns from beside the links; may be 0
	without channel.Group // of the features

	first, teacher, second settings
}

// defaults are the options by which the weights in the repository were learned.
func defaults() options {
	return options{
		seed: 1, nets: 4,
		first:   settings{hidden1: 64, hidden2: 32, epochs: 6, rate: 0.002, drop: 0.04, decay: 1.5},
		teacher: settings{hidden1: 128, hidden2: 64, epochs: 6, rate: 0.002, drop: 0.04, decay: 1.5},
		second:  settings{hidden1: 128, hidden2: 64, epochs: 8, rate: 0.002, drop: 0.04, decay: 1},
	}
}

// learn makes a model from annotated logs.
func learn(logs []log, o options, progress io.Writer) *channel.Model {
	say := func(what string) func(int, float64, float64) {
		return func(epoch int, loss, unseen float64) {
			fmt.Fprintf(progress, "%s, epoch %d: loss %.4f", what, epoch, loss)
			if unseen > 0 {
				fmt.Fprintf(progress, ", on logs held back %.4f", unseen)
			}
			fmt.Fprintln(progress)
		}
	}
	m := &channel.Model{Linear: linear(logs, o.without)}
	plain := make([][]example, len(logs))
	each(len(logs), func(i int) { plain[i] = examples(&logs[i], m.Linear) })

	first, teacher, second := o.first, o.teacher, o.second
	first.without, teacher.without, second.without = o.without, o.without, o.without
	described := make([][]example, len(logs))
	folded := make([]*channel.Net, folds)
	for fold := range folds {
		first.seed = o.seed*100 + uint64(fold)
		folded[fold] = train(pick(plain, func(i int) bool { return i%folds != fold }), pick(plain, heldBack), channel.LineFeatures, first, say("first net of a fold"))
		each(len(logs), func(i int) {
			if i%folds == fold {
				described[i] = describe(&logs[i], m.Linear, folded[fold])
			}
		})
	}
	first.seed = o.seed*100 + folds
	m.First = train(pick(plain, func(int) bool { return true }), nil, channel.LineFeatures, first, say("first net"))

	all := pick(described, func(i int) bool { return !heldBack(i) })
	teachers := make([]*channel.Net, 0, o.nets)
	for n := range o.nets {
		teacher.seed = o.seed*100 + 50 + uint64(n)
		teachers = append(teachers, train(all, pick(described, heldBack), channel.AllFeatures, teacher, say("second net to learn from")))
	}
	if o.nets > 0 {
		teach(teachers, all, o.without)
	}
	second.seed = o.seed*100 + 99
	m.Second = train(all, pick(described, heldBack), channel.AllFeatures, second, say("second net"))

	unseen := &channel.Model{Linear: m.Linear, First: folded[0], Second: m.Second}
	var tally tally
	for i := range logs {
		if heldBack(i) {
			tally.count(&logs[i], link(&logs[i], unseen))
		}
	}
	fmt.Fprintf(progress, "logs held back: %v\n", &tally)
	m.Curve = tally.curve()
	return m
}

// each calls do for all numbers below n, on all workers.
func each(n int, do func(i int)) {
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	wg.Wait()
}

func pick(by [][]example, use func(log int) bool) []example {
	var list []example
	for i, examples := range by {
		if use(i) {
			list = append(list, examples...)
		}
	}
	return list
}

// linear learns the weights by which candidates are kept, in one pass of
// AdaGrad (Duchi et al. 2011).
func linear(logs []log, without channel.Group) []float32 {
	weights, squares := make([]float32, channel.LineFeatures), make([]float32, channel.LineFeatures)
	var c channel.Candidates
	var scores []float32
	var chances []float64
	for n := range logs {
		l := &logs[n]
		walk(l, func(i int, h *channel.History, line *channel.Line, places []int) {
			if i < l.first || l.links[i] == nil {
				return
			}
			h.Look(line, &c)
			is, ok := right(l, i, c.Back, len(c.All), places)
			if !ok {
				return
			}
			scores = scores[:0]
			for _, v := range c.All {
				var score float32
				for _, f := range v {
					score += weights[f.At] * f.Value
				}
				scores = append(scores, score)
			}
			chances = channel.Chances(scores, chances)
			sum := 0.0
			for k, c := range chances {
				if is[k] {
					sum += c
				}
			}
			for k, chance := range chances {
				d := chance
				if is[k] {
					d -= chance / (sum + 1e-30)
				}
				if math.Abs(d) < 1e-4 {
					continue
				}
				for _, f := range c.All[k] {
					if without.Has(f.At) {
						continue
					}
					g := float32(d) * f.Value
					squares[f.At] += g * g
					weights[f.At] -= 0.1 * g / float32(math.Sqrt(float64(squares[f.At])+1e-6))
				}
			}
		})
	}
	return weights
}
