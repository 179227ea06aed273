package lending

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Judge tells how likely an entry is a loan that came about. It is logistic
// regression over what speaks for the entry and against it.
type Judge struct{ weights [proofs]float64 }

// NewJudge returns a judge that has learned nothing.
func NewJudge() *Judge { return &Judge{} }

// chance returns how likely an entry is a loan.
func (j *Judge) chance(e *Entry) float64 {
	sum := 0.0
	for _, n := range e.proof {
		sum += j.weights[n]
	}
	return 1 / (1 + math.Exp(-sum))
}

// Train fits the judge to entries of which it is known whether each is a loan,
// with weights held small by decay. The same entries in the same order give the
// same judge.
func (j *Judge) Train(entries []Entry, real []bool, rounds int, rate, decay float64) {
	var moved [proofs]float64
	shrink := decay / float64(len(entries))
	for range rounds {
		for k := range entries {
			e := &entries[k]
			slope := j.chance(e)
			if real[k] {
				slope--
			}
			for _, n := range e.proof {
				g := slope + shrink*j.weights[n]
				moved[n] += g * g
				j.weights[n] -= rate * g / (1e-3 + math.Sqrt(moved[n]))
			}
		}
	}
}

// String writes the judge as ParseJudge reads it: a line a weight that counts.
func (j *Judge) String() string {
	var b strings.Builder
	b.WriteString("# what weight\n")
	for n, w := range j.weights {
		if math.Abs(w) >= smallestWeight {
			fmt.Fprintf(&b, "%s %s\n", proofName(n), strconv.FormatFloat(w, 'f', 2, 64))
		}
	}
	return b.String()
}

// ParseJudge reads what String wrote.
func ParseJudge(text string) (*Judge, error) {
	numbers := make(map[string]int, proofs)
	for n := range proofs {
		numbers[proofName(n)] = n
	}
	j := NewJudge()
	err := eachLine(text, func(fields []string) error {
		if len(fields) != 2 {
			return fmt.Errorf("%d fields", len(fields))
		}
		n, ok := numbers[fields[0]]
		w, err := strconv.ParseFloat(fields[1], 64)
		if !ok || err != nil {
			return fmt.Errorf("%q is no weight", fields)
		}
		j.weights[n] = w
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read judge: %w", err)
	}
	return j, nil
}
