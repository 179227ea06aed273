package model

import (
	"encoding/binary"
	"math"

	"github.com/kerbstreet/kerb/index/bag"
)

// Net is a small net with one hidden layer that tells from a vector how likely
// a message has a tag.
type Net struct {
	Inputs, Hidden int
	Mean, Scale    []float32 // of the inputs
	W1, B1, W2     []float32
	B2             []float32 // one
}

// NewNet returns a net of zeros.
func NewNet(inputs, hidden int) *Net {
	return &Net{
		Inputs: inputs, Hidden: hidden, Mean: make([]float32, inputs), Scale: make([]float32, inputs),
		W1: make([]float32, inputs*hidden), B1: make([]float32, hidden), W2: make([]float32, hidden), B2: make([]float32, 1),
	}
}

func (n *Net) lists() [][]float32 { return [][]float32{n.Mean, n.Scale, n.W1, n.B1, n.W2, n.B2} }

// Score returns the logit of a vector. hidden is room for the hidden layer and
// holds it after that.
func (n *Net) Score(vector, hidden []float32) float32 {
	copy(hidden, n.B1)
	for i, v := range vector {
		if v = (v - n.Mean[i]) * n.Scale[i]; v == 0 {
			continue
		}
		row := n.W1[i*n.Hidden : (i+1)*n.Hidden]
		sums := hidden[:len(row)] // the compiler need not check each
		for j, w := range row {
			sums[j] += v * w
		}
	}
	score := n.B2[0]
	for j, h := range hidden {
		if h < 0 {
			hidden[j] = 0
			continue
		}
		score += h * n.W2[j]
	}
	return score
}

// Fold puts the scaling of the inputs into the weights. The net scores as before,
// and several times as fast: most inputs are zero, and cost nothing now.
func (n *Net) Fold() {
	for i := range n.Inputs {
		row := n.W1[i*n.Hidden : (i+1)*n.Hidden]
		for j := range row {
			row[j] *= n.Scale[i]
			n.B1[j] -= n.Mean[i] * row[j]
		}
		n.Mean[i], n.Scale[i] = 0, 1
	}
}

// Chance turns a logit into a probability.
func Chance(logit float64) float64 { return 1 / (1 + math.Exp(-logit)) }

// Model is all that was learned.
type Model struct {
	Words *bag.Model // by tag
	Nets  []*Net
}

// Encode writes a model: for each tag the scale of the words' weights and the
// weights, a byte each; then the number of nets, for each its sizes and its
// weights. Numbers are little-endian.
func (m *Model) Encode() []byte {
	b := m.Words.Append(nil)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.Nets)))
	for _, n := range m.Nets {
		b = binary.LittleEndian.AppendUint32(b, uint32(n.Inputs))
		b = binary.LittleEndian.AppendUint32(b, uint32(n.Hidden))
		for _, list := range n.lists() {
			for _, v := range list {
				b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
			}
		}
	}
	return b
}

// Decode reads what Encode wrote.
func Decode(b []byte) (*Model, error) {
	m := &Model{}
	var err error
	if m.Words, b, err = bag.Read(b, Count); err != nil {
		return nil, err
	}
	next := func() uint32 {
		if len(b) < 4 {
			return 0
		}
		v := binary.LittleEndian.Uint32(b)
		b = b[4:]
		return v
	}
	for range next() {
		inputs, hidden := int(next()), int(next())
		if inputs*hidden == 0 || len(b) < 4*(inputs*(hidden+2)+2*hidden+1) {
			return nil, bag.ErrCut
		}
		n := NewNet(inputs, hidden)
		for _, list := range n.lists() {
			for i := range list {
				list[i] = math.Float32frombits(next())
			}
		}
		m.Nets = append(m.Nets, n)
	}
	if len(m.Nets) == 0 || len(b) > 0 {
		return nil, bag.ErrCut
	}
	return m, nil
}
