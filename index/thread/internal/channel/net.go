package channel

import "math"

// A Net scores a candidate: two hidden layers of rectified linear units. Rows
// of the first two matrices belong to inputs, so that a sparse input touches
// few. Hidden1 and Hidden2 are multiples of eight.
type Net struct {
	Inputs, Hidden1, Hidden2 int
	W1, B1, W2, B2, W3       []float32
}

// Activations are the scratch of a Net.
type Activations struct {
	H1, H2 []float32
	On     Vector // of the first hidden layer, what is not zero
}

// NewActivations returns scratch for a net.
func (n *Net) NewActivations() Activations {
	return Activations{H1: make([]float32, n.Hidden1), H2: make([]float32, n.Hidden2)}
}

// Base returns, in out, what all candidates with the features of v have in
// common in the first hidden layer.
func (n *Net) Base(v Vector, out []float32) []float32 {
	out = append(out[:0], n.B1...)
	plus(out, n.W1, v)
	return out
}

// Score runs the net on the features of base and of v; the hidden layers are
// left in a.
func (n *Net) Score(base []float32, v Vector, a *Activations) float32 {
	copy(a.H1, base)
	plus(a.H1, n.W1, v)
	a.On = a.On[:0]
	for i, x := range a.H1 {
		if x > 0 {
			a.On.set(uint16(i), x)
		}
	}
	copy(a.H2, n.B2)
	plus(a.H2, n.W2, a.On)
	for k, x := range a.H2 {
		a.H2[k] = max(x, 0)
	}
	return Dot(a.H2, n.W3)
}

// Chances turns scores into probabilities that sum to one, in out.
func Chances(scores []float32, out []float64) []float64 {
	out = out[:0]
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	sum := 0.0
	for _, s := range scores {
		e := math.Exp(float64(s - top))
		sum += e
		out = append(out, e)
	}
	for k := range out {
		out[k] /= sum
	}
	return out
}
