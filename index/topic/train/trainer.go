package main

import (
	"math"
	"math/rand/v2"
	"sync"

	"github.com/kerbstreet/kerb/index/topic/internal/model"
)

// An example is a message as it looks for a tag.
type example struct {
	vector []float32
	has    bool
	weight float32
}

// settings of a training run.
type settings struct {
	hidden int
	epochs int
	rate   float64 // of learning, at its height
	drop   float64 // share of the inputs left out at random
	decay  float32 // of the weights
	seed   uint64
}

const (
	batch   = 64
	workers = 2 // a batch's halves; fixed, so that sums come out the same on every machine
)

// train fits a net by Adam on the logarithm of the chance of what is right. The
// same seed gives the same weights, bit for bit.
func train(examples []example, s settings) *model.Net {
	random := rand.New(rand.NewPCG(s.seed, 1))
	net := newNet(examples, s.hidden, random)
	parts := make([]*gradient, workers)
	for i := range parts {
		parts[i] = newGradient(net, rand.New(rand.NewPCG(s.seed, uint64(i)+2)))
	}
	adam := newAdam(net)
	order := random.Perm(len(examples))
	steps, step := s.epochs*(len(order)/batch), 0
	for range s.epochs {
		random.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
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
			adam.step(net, parts, float32(rate), s.decay)
		}
	}
	net.Fold()
	return net
}

// newNet returns a net whose inputs are scaled as the examples need it.
func newNet(examples []example, hidden int, random *rand.Rand) *model.Net {
	net := model.NewNet(model.Features, hidden)
	for at := range net.Mean {
		sum, square := 0.0, 0.0
		for _, e := range examples {
			v := float64(e.vector[at])
			sum, square = sum+v, square+v*v
		}
		mean := sum / float64(len(examples))
		net.Mean[at] = float32(mean)
		net.Scale[at] = float32(1 / math.Sqrt(square/float64(len(examples))-mean*mean+1e-4))
	}
	for i := range net.W1 {
		net.W1[i] = float32(random.NormFloat64() / math.Sqrt(float64(model.Features)))
	}
	for i := range net.W2 {
		net.W2[i] = float32(random.NormFloat64() / math.Sqrt(float64(hidden)))
	}
	return net
}

// lists returns the weights that are learned, in the order in which gradients
// keep theirs.
func lists(n *model.Net) [][]float32 { return [][]float32{n.W1, n.B1, n.W2, n.B2} }

// A gradient is the sum of the gradients of some examples.
type gradient struct {
	lists  [][]float32
	random *rand.Rand
	vector []float32
	hidden []float32
}

func newGradient(net *model.Net, random *rand.Rand) *gradient {
	g := &gradient{random: random, vector: make([]float32, net.Inputs), hidden: make([]float32, net.Hidden)}
	for _, list := range lists(net) {
		g.lists = append(g.lists, make([]float32, len(list)))
	}
	return g
}

func (g *gradient) add(net *model.Net, e *example, drop float64) {
	for i, v := range e.vector {
		if g.random.Float64() < drop {
			v = net.Mean[i]
		}
		g.vector[i] = v
	}
	d := float32(model.Chance(float64(net.Score(g.vector, g.hidden))))
	if e.has {
		d--
	}
	d *= e.weight
	w1, b1, w2, b2 := g.lists[0], g.lists[1], g.lists[2], g.lists[3]
	b2[0] += d
	for j, h := range g.hidden {
		if h > 0 {
			w2[j] += d * h
			g.hidden[j] = d * net.W2[j]
			b1[j] += g.hidden[j]
		}
	}
	for i, v := range g.vector {
		if v = (v - net.Mean[i]) * net.Scale[i]; v == 0 {
			continue
		}
		for j, h := range g.hidden {
			w1[i*net.Hidden+j] += v * h
		}
	}
}

// adam holds the running moments of the gradient.
type adam struct {
	first, second [][]float32
	steps         int
}

func newAdam(net *model.Net) *adam {
	a := &adam{}
	for _, list := range lists(net) {
		a.first = append(a.first, make([]float32, len(list)))
		a.second = append(a.second, make([]float32, len(list)))
	}
	return a
}

// step moves the weights against the mean of the parts' gradients and clears
// these.
func (a *adam) step(net *model.Net, parts []*gradient, rate, decay float32) {
	const beta1, beta2 = 0.9, 0.999
	a.steps++
	scale1 := float32(1 / (1 - math.Pow(beta1, float64(a.steps))))
	scale2 := float32(1 / (1 - math.Pow(beta2, float64(a.steps))))
	for l, weights := range lists(net) {
		for i := range weights {
			var d float32
			for _, part := range parts {
				d += part.lists[l][i]
				part.lists[l][i] = 0
			}
			d /= batch
			a.first[l][i] = beta1*a.first[l][i] + (1-beta1)*d
			a.second[l][i] = beta2*a.second[l][i] + (1-beta2)*d*d
			weights[i] -= rate * (a.first[l][i]*scale1/(float32(math.Sqrt(float64(a.second[l][i]*scale2)))+1e-8) + decay*weights[i])
		}
	}
}
