package bag

import "math"

// Example is a message to learn from.
type Example struct {
	Features []uint32
	Classes  uint64  // a bit for each class that it is of
	Weight   float64 // what it counts
	Chat     int     // which chat it is from
}

const (
	rounds = 30
	rate   = 0.15
	tame   = 1e-3 // how strongly weights are held near zero
	few    = 2    // in how many chats a word must stand to be learned
	common = -2.0 // logit of a class that training begins with
)

// Learn fits a logistic regression for each class, by AdaGrad (Duchi, Hazan and
// Singer 2011). The same examples in the same order give the same model.
func Learn(examples []Example, classes int) *Model {
	m := New(classes)
	known := shared(examples)
	for class := range classes {
		w, squares := make([]float64, Size), make([]float64, Size)
		bias := common
		for range rounds {
			for _, e := range examples {
				length := float64(length(e.Features))
				sum := bias
				for _, f := range e.Features {
					sum += w[f] * length
				}
				d := 1 / (1 + math.Exp(-sum))
				if e.Classes>>class&1 == 1 {
					d--
				}
				d *= e.Weight
				bias -= 0.01 * d
				for _, f := range e.Features {
					if !known[f] {
						continue
					}
					g := d*length + tame*w[f]
					squares[f] += g * g
					w[f] -= rate * g / (math.Sqrt(squares[f]) + 0.1)
				}
			}
		}
		m.Scale[class] = quantize(m.Weight[class], w)
	}
	return m
}

// shared are the features that stand in enough chats.
func shared(examples []Example) []bool {
	chats := make([]map[int]bool, Size)
	for _, e := range examples {
		for _, f := range e.Features {
			if chats[f] == nil {
				chats[f] = make(map[int]bool)
			}
			chats[f][e.Chat] = true
		}
	}
	known := make([]bool, Size)
	for f, in := range chats {
		known[f] = len(in) >= few
	}
	return known
}

// quantize writes weights in steps of the scale that it returns.
func quantize(into []int8, w []float64) float32 {
	most := 1e-9
	for _, v := range w {
		most = max(most, math.Abs(v))
	}
	scale := most / math.MaxInt8
	for i, v := range w {
		into[i] = int8(math.Round(v / scale))
	}
	return float32(scale)
}
