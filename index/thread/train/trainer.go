package main

import (
	"math"
	"math/rand/v2"
	"sync"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
)

// An example is a message with what it may link to and what it does link to.
type example struct {
	shared  channel.Vector // of all candidates but the message itself, the first
	vectors []channel.Vector
	right   []bool
	taught  []float32 // chances given by the nets that a net learns from, if any
}

// settings of a training run.
type settings struct {
	hidden1, hidden2 int
	epochs           int
	rate             float64 // of learning, at its height
	drop             float64 // share of the inputs left out at random
	decay            float32 // of the weights
	seed             uint64
	without          channel.Group // of the features
}

const (
	heed    = 0.7 // how much the chances taught count beside what is right
	batch   = 64
	workers = 2 // a batch's halves; fixed, so that sums come out the same on every machine
	warmup  = 300
)

// train fits a net by Adam on the log of the summed chance of all right
// candidates. The same seed gives the same weights, bit for bit.
func train(examples, unseen []example, inputs int, s settings, report func(epoch int, loss, unseen float64)) *channel.Net {
	random := rand.New(rand.NewPCG(s.seed, 1))
	net := newNet(inputs, s.hidden1, s.hidden2, random)
	for at := range inputs {
		if s.without.Has(uint16(at)) {
			clear(net.W1[at*s.hidden1:][:s.hidden1])
		}
	}
	parts := make([]*gradient, workers)
	for i := range parts {
		parts[i] = newGradient(net, rand.New(rand.NewPCG(s.seed, uint64(i)+2)), s)
	}
	adam := newAdam(net)
	order := random.Perm(len(examples))
	steps := s.epochs * (len(order) / batch)
	warm := float64(max(min(warmup, steps/4), 1))
	step := 0
	for epoch := range s.epochs {
		random.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		loss := 0.0
		for b := 0; b+batch <= len(order); b += batch {
			var wg sync.WaitGroup
			for i, part := range parts {
				wg.Go(func() {
					for _, n := range order[b+i*batch/workers:][:batch/workers] {
						part.add(net, &examples[n])
					}
				})
			}
			wg.Wait()
			step++
			rate := s.rate * 0.5 * (1 + math.Cos(math.Pi*float64(step)/float64(steps)))
			adam.step(net, parts, float32(rate*min(1, float64(step)/warm)), s.decay)
		}
		for _, part := range parts {
			loss += part.loss
			part.loss = 0
		}
		report(epoch+1, loss/float64(len(order)/batch*batch), lossOf(net, unseen, s.without))
	}
	return net
}

// lossOf is the mean loss of a net on examples.
func lossOf(net *channel.Net, examples []example, without channel.Group) float64 {
	g := newGradient(net, nil, settings{without: without})
	for i := range examples {
		g.score(net, &examples[i])
	}
	return g.loss / float64(max(len(examples), 1))
}

// teach adds to examples the mean of the chances that nets give.
func teach(nets []*channel.Net, examples []example, without channel.Group) {
	each(workers, func(w int) {
		for _, net := range nets {
			g := newGradient(net, nil, settings{without: without})
			for i := w; i < len(examples); i += workers {
				e := &examples[i]
				g.score(net, e)
				if e.taught == nil {
					e.taught = make([]float32, len(e.right))
				}
				for k, c := range g.chances {
					e.taught[k] += float32(c) / float32(len(nets))
				}
			}
		}
	})
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
	settings

	shared       channel.Vector
	kept         []channel.Vector
	activations  []channel.Activations
	base         []float32
	scores       []float32
	chances      []float64
	d1, d2, both []float32
}

func newGradient(net *channel.Net, random *rand.Rand, s settings) *gradient {
	g := &gradient{random: random, settings: s, d1: make([]float32, net.Hidden1), d2: make([]float32, net.Hidden2), both: make([]float32, net.Hidden1)}
	for _, list := range lists(net) {
		g.lists = append(g.lists, make([]float32, len(list)))
	}
	for range channel.Kept {
		g.activations = append(g.activations, net.NewActivations())
		g.kept = append(g.kept, nil)
	}
	return g
}

// score fills g.chances and returns the summed chance of what is right, of
// which the loss is the negative logarithm.
func (g *gradient) score(net *channel.Net, e *example) float64 {
	g.base = net.Base(g.thin(e.shared, &g.shared), g.base)
	g.scores = g.scores[:0]
	for k, v := range e.vectors {
		base := g.base
		if k == 0 {
			base = net.B1
		}
		g.scores = append(g.scores, net.Score(base, g.thin(v, &g.kept[k]), &g.activations[k]))
	}
	g.chances = channel.Chances(g.scores, g.chances)
	right := 1e-30
	for k, c := range g.chances {
		if e.right[k] {
			right += c
		}
	}
	g.loss -= math.Log(right)
	return right
}

func (g *gradient) add(net *channel.Net, e *example) {
	right := g.score(net, e)
	clear(g.both)
	for k, c := range g.chances {
		d := c
		if e.right[k] {
			d -= c / right
		}
		if e.taught != nil {
			d = (1-heed)*d + heed*(c-float64(e.taught[k]))
		}
		if math.Abs(d) < 1e-3 { // these change nothing that can be seen
			continue
		}
		g.back(net, g.kept[k], &g.activations[k], float32(d))
		if k > 0 {
			for i, x := range g.d1 {
				g.both[i] += x
			}
		}
	}
	channel.PlusOuter(g.lists[0], g.shared, g.both)
}

// thin leaves out a share of a vector's features, so that the net does not
// come to depend on any one. The feature that says "itself" stays.
func (g *gradient) thin(v channel.Vector, kept *channel.Vector) channel.Vector {
	*kept = (*kept)[:0]
	limit := uint64(g.drop * (1 << 16))
	var bits uint64
	for n, f := range v {
		if n%4 == 0 && limit > 0 {
			bits = g.random.Uint64()
		}
		if f.At == 0 || bits&0xffff >= limit && !g.without.Has(f.At) {
			*kept = append(*kept, f)
		}
		bits >>= 16
	}
	return *kept
}

// back adds the gradient of one candidate, whose score should go against d. It
// leaves that of its first hidden layer in g.d1.
func (g *gradient) back(net *channel.Net, v channel.Vector, a *channel.Activations, d float32) {
	w1, b1, w2, b2, w3 := g.lists[0], g.lists[1], g.lists[2], g.lists[3], g.lists[4]
	for k, x := range a.H2 {
		g.d2[k] = 0
		if x > 0 {
			w3[k] += d * x
			g.d2[k] = d * net.W3[k]
			b2[k] += g.d2[k]
		}
	}
	channel.PlusOuter(w2, a.On, g.d2)
	clear(g.d1)
	for _, on := range a.On {
		i := int(on.At)
		g.d1[i] = channel.Dot(g.d2, net.W2[i*net.Hidden2:][:net.Hidden2])
		b1[i] += g.d1[i]
	}
	channel.PlusOuter(w1, v, g.d1)
}
