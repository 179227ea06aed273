package main

import (
	"math"
	"math/rand/v2"
	"sync"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
)

// An example is a message with what it may link to and what it does link to.
type example struct {
	vectors []channel.Vector
	right   []bool
}

// settings of a training run.
type settings struct {
	hidden1, hidden2 int
	epochs           int
	rate             float64 // of learning, at its height
	drop             float64 // share of the inputs left out at random
	decay            float32 // of the weights
	seed             uint64
}

const (
	batch   = 64
	workers = 2 // a batch's halves; fixed, so that sums come out the same on every machine
	warmup  = 300
)

// train fits a net by Adam on the log of the summed chance of all right
// candidates. The same seed gives the same weights, bit for bit.
func train(examples []example, inputs int, s settings, report func(epoch int, loss float64)) *channel.Net {
	random := rand.New(rand.NewPCG(s.seed, 1))
	net := newNet(inputs, s.hidden1, s.hidden2, random)
	parts := make([]*gradient, workers)
	for i := range parts {
		parts[i] = newGradient(net, rand.New(rand.NewPCG(s.seed, uint64(i)+2)))
	}
	adam := newAdam(net)
	order := random.Perm(len(examples))
	steps := s.epochs * (len(order) / batch)
	step := 0
	for epoch := range s.epochs {
		random.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		loss := 0.0
		for b := 0; b+batch <= len(order); b += batch {
			var wg sync.WaitGroup
			for i, part := range parts {
				wg.Go(func() {
					for _, n := range order[b+i*batch/workers:][:batch/workers] {
						part.add(net, &examples[n], s.drop)
					}
				})
			}
			wg.Wait()
			step++
			rate := s.rate * 0.5 * (1 + math.Cos(math.Pi*float64(step)/float64(steps)))
			adam.step(net, parts, float32(rate*min(1, float64(step)/warmup)), s.decay)
		}
		for _, part := range parts {
			loss += part.loss
			part.loss = 0
		}
		report(epoch+1, loss/float64(len(order)/batch*batch))
	}
	return net
}

func newNet(inputs, hidden1, hidden2 int, random *rand.Rand) *channel.Net {
	normal := func(n int, variance float64) []float32 {
		list := make([]float32, n)
		for i := range list {
			list[i] = float32(random.NormFloat64() * math.Sqrt(variance))
		}
		return list
	}
	const inputsOn = 40 // of a vector, about
	return &channel.Net{
		Inputs: inputs, Hidden1: hidden1, Hidden2: hidden2,
		W1: normal(inputs*hidden1, 2.0/inputsOn), B1: make([]float32, hidden1),
		W2: normal(hidden1*hidden2, 2/float64(hidden1)), B2: make([]float32, hidden2),
		W3: normal(hidden2, 1/float64(hidden2)),
	}
}

// lists returns a net's weights in the order in which gradients keep theirs.
func lists(n *channel.Net) [][]float32 { return [][]float32{n.W1, n.B1, n.W2, n.B2, n.W3} }

// A gradient is the sum of the gradients of some examples.
type gradient struct {
	lists  [][]float32
	loss   float64
	random *rand.Rand

	kept        []channel.Vector
	activations []channel.Activations
	scores      []float32
	chances     []float64
	d1, d2      []float32
}

func newGradient(net *channel.Net, random *rand.Rand) *gradient {
	g := &gradient{random: random, d1: make([]float32, net.Hidden1), d2: make([]float32, net.Hidden2)}
	for _, list := range lists(net) {
		g.lists = append(g.lists, make([]float32, len(list)))
	}
	for range channel.Kept {
		g.activations = append(g.activations, net.NewActivations())
		g.kept = append(g.kept, nil)
	}
	return g
}

func (g *gradient) add(net *channel.Net, e *example, drop float64) {
	g.scores = g.scores[:0]
	for k, v := range e.vectors {
		g.kept[k] = g.thin(v, g.kept[k][:0], drop)
		g.scores = append(g.scores, net.Score(g.kept[k], g.activations[k]))
	}
	g.chances = channel.Chances(g.scores, g.chances)
	right := 0.0
	for k, c := range g.chances {
		if e.right[k] {
			right += c
		}
	}
	g.loss -= math.Log(right + 1e-30)
	for k, c := range g.chances {
		d := c
		if e.right[k] {
			d -= c / (right + 1e-30)
		}
		if math.Abs(d) > 1e-4 { // the others change nothing that can be seen
			g.back(net, g.kept[k], g.activations[k], float32(d))
		}
	}
}

// thin leaves out a share of a vector's features, so that the net does not
// come to depend on any one. The feature that says "itself" stays.
func (g *gradient) thin(v, out channel.Vector, drop float64) channel.Vector {
	for _, f := range v {
		if f.At == 0 || g.random.Float64() >= drop {
			out = append(out, f)
		}
	}
	return out
}

// back adds the gradient of one candidate, whose score should go against d.
func (g *gradient) back(net *channel.Net, v channel.Vector, a channel.Activations, d float32) {
	w1, b1, w2, b2, w3 := g.lists[0], g.lists[1], g.lists[2], g.lists[3], g.lists[4]
	for k, x := range a.H2 {
		g.d2[k] = 0
		if x > 0 {
			w3[k] += d * x
			g.d2[k] = d * net.W3[k]
			b2[k] += g.d2[k]
		}
	}
	for i, x := range a.H1 {
		g.d1[i] = 0
		if x <= 0 {
			continue
		}
		weights, sums := net.W2[i*net.Hidden2:][:net.Hidden2], w2[i*net.Hidden2:][:net.Hidden2]
		var sum float32
		for k, dk := range g.d2 {
			sum += dk * weights[k]
			sums[k] += dk * x
		}
		g.d1[i] = sum
		b1[i] += sum
	}
	for _, f := range v {
		sums := w1[int(f.At)*net.Hidden1:][:net.Hidden1]
		for i, di := range g.d1 {
			sums[i] += di * f.Value
		}
	}
}

// adam is the optimiser of Kingma and Ba, "Adam: A Method for Stochastic
// Optimization" (2015), with decay of the weights apart from the gradient.
type adam struct {
	mean, square [][]float32
	steps        int
}

func newAdam(net *channel.Net) *adam {
	a := &adam{}
	for _, list := range lists(net) {
		a.mean = append(a.mean, make([]float32, len(list)))
		a.square = append(a.square, make([]float32, len(list)))
	}
	return a
}

func (a *adam) step(net *channel.Net, parts []*gradient, rate, decay float32) {
	a.steps++
	fresh1 := float32(1 - math.Pow(0.9, float64(a.steps)))
	fresh2 := float32(1 - math.Pow(0.999, float64(a.steps)))
	for n, list := range lists(net) {
		mean, square := a.mean[n], a.square[n]
		shrink := decay
		if n%2 == 1 || n == 4 { // biases and the last layer do not decay
			shrink = 0
		}
		for i := range list {
			var d float32
			for _, part := range parts {
				d += part.lists[n][i]
				part.lists[n][i] = 0
			}
			d /= batch
			mean[i] += 0.1 * (d - mean[i])
			square[i] += 0.001 * (d*d - square[i])
			list[i] -= rate * (mean[i]/fresh1/(float32(math.Sqrt(float64(square[i]/fresh2)))+1e-7) + shrink*list[i])
		}
	}
}
