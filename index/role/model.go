package role

import (
	"bufio"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Situations is a set of situations, numbered from 0 to 63.
type Situations uint64

// With returns the set with the situation in it.
func (s Situations) With(situation int) Situations { return s | 1<<situation }

// Model tells from its signs, in its situations, what a message does. It is
// logistic regression over the pairs of a situation and a sign.
type Model struct {
	Classes    []string
	Situations []string
	weights    [][]float64 // by situation times signs plus sign, then class
}

// NewModel returns a model that has learned nothing.
func NewModel(classes, situations []string) *Model {
	m := &Model{Classes: classes, Situations: situations, weights: make([][]float64, len(situations)*int(signs))}
	for i := range m.weights {
		m.weights[i] = make([]float64, len(classes))
	}
	return m
}

// Chances returns how likely each class is, appended to dst.
func (m *Model) Chances(dst []float64, at Situations, set Set) []float64 {
	first := len(dst)
	for range m.Classes {
		dst = append(dst, 0)
	}
	scores := dst[first:]
	m.pairs(at, set, func(pair int) {
		for c, w := range m.weights[pair] {
			scores[c] += w
		}
	})
	top := slices.Max(scores)
	sum := 0.0
	for c := range scores {
		scores[c] = math.Exp(scores[c] - top)
		sum += scores[c]
	}
	for c := range scores {
		scores[c] /= sum
	}
	return dst
}

// pairs calls f for all pairs of the situations and the signs.
func (m *Model) pairs(at Situations, set Set, f func(pair int)) {
	for s := range m.Situations {
		if at>>s&1 == 0 {
			continue
		}
		for sign := range set.all {
			f(s*int(signs) + int(sign))
		}
	}
}

// Example is a message to learn from.
type Example struct {
	At    Situations
	Signs Set
	Class int
}

// Train fits the model to examples, with weights held small by decay. The same
// examples in the same order give the same model.
func (m *Model) Train(examples []Example, rounds int, rate, decay float64) {
	grown := make([][]float64, len(m.weights))
	for i := range grown {
		grown[i] = make([]float64, len(m.Classes))
	}
	var chances []float64
	n := float64(len(examples))
	for range rounds {
		for _, e := range examples {
			chances = m.Chances(chances[:0], e.At, e.Signs)
			m.pairs(e.At, e.Signs, func(pair int) {
				for c := range m.Classes {
					slope := chances[c] + decay/n*m.weights[pair][c]
					if c == e.Class {
						slope--
					}
					grown[pair][c] += slope * slope
					m.weights[pair][c] -= rate * slope / (1e-3 + math.Sqrt(grown[pair][c]))
				}
			})
		}
	}
}

// String writes the model as ParseModel reads it: a line a pair that counts.
func (m *Model) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# situation sign %s\n", strings.Join(m.Classes, " "))
	for pair, weights := range m.weights {
		if slices.Max(weights) < smallest && slices.Min(weights) > -smallest {
			continue
		}
		fmt.Fprintf(&b, "%s %s", m.Situations[pair/int(signs)], Sign(pair%int(signs)))
		for _, w := range weights {
			fmt.Fprintf(&b, " %s", strconv.FormatFloat(w, 'f', 2, 64))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// smallest is the weight that still counts.
const smallest = 0.02

// ParseModel reads what String wrote.
func ParseModel(text string, classes, situations []string) (*Model, error) {
	m := NewModel(classes, situations)
	scanner := bufio.NewScanner(strings.NewReader(text))
	for number := 1; scanner.Scan(); number++ {
		line := scanner.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) != len(classes)+2 {
			return nil, fmt.Errorf("read model: line %d: %d fields", number, len(fields))
		}
		situation, sign := slices.Index(situations, fields[0]), slices.Index(names[:], fields[1])
		if situation < 0 || sign < 0 {
			return nil, fmt.Errorf("read model: line %d: no situation %s or no sign %s", number, fields[0], fields[1])
		}
		for c, field := range fields[2:] {
			w, err := strconv.ParseFloat(field, 64)
			if err != nil {
				return nil, fmt.Errorf("read model: line %d: %w", number, err)
			}
			m.weights[situation*int(signs)+sign][c] = w
		}
	}
	return m, scanner.Err()
}
