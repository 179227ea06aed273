package street

import "math"

// Sizes of a Net's hidden layers.
const (
	Hidden1 = 32
	Hidden2 = 16
)

// Net scores choices: two hidden layers of rectified linear units. What the
// context gives the first is the same for all choices of a message.
type Net struct {
	Context []float32 // ContextSize rows of Hidden1
	Choice  []float32 // ChoiceSize rows of Hidden1
	Bias1   []float32
	Second  []float32 // Hidden1 rows of Hidden2
	Bias2   []float32
	Last    []float32
}

// NewNet returns a net whose weights are zero.
func NewNet() *Net {
	return &Net{
		Context: make([]float32, ContextSize*Hidden1), Choice: make([]float32, ChoiceSize*Hidden1), Bias1: make([]float32, Hidden1),
		Second: make([]float32, Hidden1*Hidden2), Bias2: make([]float32, Hidden2), Last: make([]float32, Hidden2),
	}
}

// Lists returns the weights, in the order of the fields.
func (n *Net) Lists() [][]float32 {
	return [][]float32{n.Context, n.Choice, n.Bias1, n.Second, n.Bias2, n.Last}
}

// Pass is the scratch of a net's run, and what its hidden layers held.
type Pass struct {
	base    [Hidden1]float32
	choices []layers
}

type layers struct {
	first  [Hidden1]float32
	second [Hidden2]float32
}

// Layers returns what the hidden layers held for a choice.
func (p *Pass) Layers(choice int) (first, second []float32) {
	return p.choices[choice].first[:], p.choices[choice].second[:]
}

// Score scores all choices, into scores.
func (n *Net) Score(f *Features, p *Pass, scores []float32) []float32 {
	copy(p.base[:], n.Bias1)
	addRows(&p.base, n.Context, f.Context[:])
	for len(p.choices) < len(f.Choices) {
		p.choices = append(p.choices, layers{})
	}
	scores = scores[:0]
	for k := range f.Choices {
		l := &p.choices[k]
		l.first = p.base
		addRows(&l.first, n.Choice, f.Choices[k][:])
		scores = append(scores, n.finish(l))
	}
	return scores
}

// addRows adds the rows of a matrix, each as often as an input says.
func addRows(sum *[Hidden1]float32, rows, inputs []float32) {
	for i, x := range inputs {
		if x == 0 {
			continue
		}
		row := (*[Hidden1]float32)(rows[i*Hidden1:])
		for k, w := range row {
			sum[k] += x * w
		}
	}
}

// finish runs the layers behind the first.
func (n *Net) finish(l *layers) float32 {
	copy(l.second[:], n.Bias2)
	for i, x := range l.first {
		if x <= 0 {
			l.first[i] = 0
			continue
		}
		row := (*[Hidden2]float32)(n.Second[i*Hidden2:])
		for k, w := range row {
			l.second[k] += x * w
		}
	}
	var score float32
	for k, x := range l.second {
		if x <= 0 {
			l.second[k] = 0
			continue
		}
		score += x * n.Last[k]
	}
	return score
}

// Softmax turns scores into chances that sum to one.
func Softmax(scores []float32) {
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	var sum float32
	for k, s := range scores {
		scores[k] = float32(math.Exp(float64(s - top)))
		sum += scores[k]
	}
	for k := range scores {
		scores[k] /= sum
	}
}
