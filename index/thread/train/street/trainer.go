package main

import (
	"math"
	"math/rand/v2"
	"sync"

	"github.com/kerbstreet/kerb/index/thread/internal/street"
)

// example is a message with its choices and the right one.
type example struct {
	features street.Features
	right    int
}

// settings of a training run.
type settings struct {
	epochs int
	rate   float64 // of learning, at its height
	drop   float64 // share of the inputs left out at random
	decay  float32 // of the weights
}

const (
	batch  = 64
	warmup = 100
)

// train fits a net by Adam on the log of the right choice's chance. The same
// seed gives the same weights, bit for bit.
func train(examples []example, s settings, seed uint64) *street.Net {
	random := rand.New(rand.NewPCG(seed, 1))
	net := street.NewNet()
	normal := func(list []float32, variance float64) {
		for i := range list {
			list[i] = float32(random.NormFloat64() * math.Sqrt(variance))
		}
	}
	normal(net.Context, 1.0/30)
	normal(net.Choice, 1.0/15)
	normal(net.Second, 2.0/street.Hidden1)
	normal(net.Last, 1.0/street.Hidden2)
	g := newGradient(net, random)
	adam := newAdam(net)
	order := random.Perm(len(examples))
	steps := s.epochs * (len(order) / batch)
	step := 0
	for range s.epochs {
		random.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for b := 0; b+batch <= len(order); b += batch {
			for _, n := range order[b : b+batch] {
				g.add(net, &examples[n], s.drop)
			}
			step++
			rate := s.rate * 0.5 * (1 + math.Cos(math.Pi*float64(step)/float64(steps)))
			adam.step(net, g, float32(rate*min(1, float64(step)/warmup)), s.decay)
		}
	}
	return net
}

// gradient is the sum of the gradients of some examples.
type gradient struct {
	lists  [][]float32
	random *rand.Rand
	thin   street.Features
	pass   street.Pass
	scores []float32
	base   []float32
}

func newGradient(net *street.Net, random *rand.Rand) *gradient {
	g := &gradient{random: random, base: make([]float32, street.Hidden1)}
	for _, list := range net.Lists() {
		g.lists = append(g.lists, make([]float32, len(list)))
	}
	return g
}

func (g *gradient) add(net *street.Net, e *example, drop float64) {
	// The same inputs are left out of all choices, so that they stay alike.
	g.thin.Context = e.features.Context
	for i := range g.thin.Context {
		if g.thin.Context[i] != 0 && g.random.Float64() < drop {
			g.thin.Context[i] = 0
		}
	}
	g.thin.Choices = append(g.thin.Choices[:0], e.features.Choices...)
	for i := 1; i < street.ChoiceSize; i++ {
		if g.random.Float64() < drop {
			for k := range g.thin.Choices {
				g.thin.Choices[k][i] = 0
			}
		}
	}
	g.scores = net.Score(&g.thin, &g.pass, g.scores)
	street.Softmax(g.scores)
	clear(g.base)
	for k, d := range g.scores {
		if k == e.right {
			d--
		}
		if d > 1e-4 || d < -1e-4 {
			g.back(net, k, d)
		}
	}
	for i, x := range g.thin.Context {
		if x != 0 {
			sums := g.lists[0][i*street.Hidden1:][:street.Hidden1]
			for k, b := range g.base {
				sums[k] += b * x
			}
		}
	}
}

// back adds the gradient of one choice, whose score should go against d.
func (g *gradient) back(net *street.Net, choice int, d float32) {
	var d1 [street.Hidden1]float32
	var d2 [street.Hidden2]float32
	h1, h2 := g.pass.Layers(choice)
	for k, x := range h2 {
		if x > 0 {
			g.lists[5][k] += d * x
			d2[k] = d * net.Last[k]
			g.lists[4][k] += d2[k]
		}
	}
	for i, x := range h1 {
		if x <= 0 {
			continue
		}
		weights, sums := net.Second[i*street.Hidden2:][:street.Hidden2], g.lists[3][i*street.Hidden2:][:street.Hidden2]
		var sum float32
		for k, dk := range d2 {
			sum += dk * weights[k]
			sums[k] += dk * x
		}
		d1[i] = sum
		g.lists[2][i] += sum
		g.base[i] += sum
	}
	for i, x := range g.thin.Choices[choice] {
		if x != 0 {
			sums := g.lists[1][i*street.Hidden1:][:street.Hidden1]
			for k, b := range d1 {
				sums[k] += b * x
			}
		}
	}
}

// adam is the optimiser of Kingma and Ba, "Adam: A Method for Stochastic
// Optimization" (2015), with decay of the weights apart from the gradient.
type adam struct {
	mean, square [][]float32
	steps        int
}

func newAdam(net *street.Net) *adam {
	a := &adam{}
	for _, list := range net.Lists() {
		a.mean = append(a.mean, make([]float32, len(list)))
		a.square = append(a.square, make([]float32, len(list)))
	}
	return a
}

func (a *adam) step(net *street.Net, g *gradient, rate, decay float32) {
	a.steps++
	fresh1 := float32(1 - math.Pow(0.9, float64(a.steps)))
	fresh2 := float32(1 - math.Pow(0.999, float64(a.steps)))
	for n, list := range net.Lists() {
		mean, square := a.mean[n], a.square[n]
		shrink := decay
		if n == 2 || n == 4 { // biases do not decay
			shrink = 0
		}
		for i := range list {
			d := g.lists[n][i] / batch
			g.lists[n][i] = 0
			mean[i] += 0.1 * (d - mean[i])
			square[i] += 0.001 * (d*d - square[i])
			list[i] -= rate * (mean[i]/fresh1/(float32(math.Sqrt(float64(square[i]/fresh2)))+1e-7) + shrink*list[i])
		}
	}
}

// parallel calls do for all numbers below n, on two workers.
func parallel(n int, do func(i int)) {
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			for i := w; i < n; i += 2 {
				do(i)
			}
		})
	}
	wg.Wait()
}
