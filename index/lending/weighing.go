package lending

import (
	"bufio"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// most is how many things a weighing weighs at most.
const most = 64

// weighing holds what each pair of things that are so together says, the lesser
// first; a thing by itself is a pair with itself.
type weighing [most][most]float64

// pairs calls f for all pairs of a set of numbers below most.
func pairs(set uint64, f func(a, b int)) {
	var members [most]int
	n := 0
	for k := range most {
		if set>>k&1 == 1 {
			members[n] = k
			n++
		}
	}
	for k, a := range members[:n] {
		for _, b := range members[k:n] {
			f(a, b)
		}
	}
}

// score returns how much a set speaks for what is weighed.
func (w *weighing) score(set uint64) float64 {
	sum := 0.0
	pairs(set, func(a, b int) { sum += w[a][b] })
	return sum
}

// step moves the weights of a set against a slope, each the less the more it has
// been moved before (Duchi, Hazan and Singer 2011), and holds them small.
func (w *weighing) step(moved *weighing, set uint64, slope, shrink, rate float64) {
	pairs(set, func(a, b int) {
		g := slope + shrink*w[a][b]
		moved[a][b] += g * g
		w[a][b] -= rate * g / (1e-3 + math.Sqrt(moved[a][b]))
	})
}

// lines writes the weights that count, a line each, after a word.
func (w *weighing) lines(b *strings.Builder, before string, names []string) {
	for x := range names {
		for y := range names {
			if v := w[x][y]; math.Abs(v) >= smallestWeight {
				fmt.Fprintf(b, "%s%s %s %s\n", before, names[x], names[y], strconv.FormatFloat(v, 'f', 2, 64))
			}
		}
	}
}

// set reads what lines wrote of a weight.
func (w *weighing) set(fields, names []string) error {
	if len(fields) != 3 {
		return fmt.Errorf("%d fields", len(fields))
	}
	a, b := slices.Index(names, fields[0]), slices.Index(names, fields[1])
	v, err := strconv.ParseFloat(fields[2], 64)
	if a < 0 || b < 0 || err != nil {
		return fmt.Errorf("%q is no weight", fields)
	}
	w[a][b] = v
	return nil
}

// smallestWeight is the weight that still counts.
const smallestWeight = 0.02

// eachLine calls f with the fields of each line that says something.
func eachLine(text string, f func(fields []string) error) error {
	scanner := bufio.NewScanner(strings.NewReader(text))
	for number := 1; scanner.Scan(); number++ {
		if line := scanner.Text(); !strings.HasPrefix(line, "#") {
			if err := f(strings.Fields(line)); err != nil {
				return fmt.Errorf("line %d: %w", number, err)
			}
		}
	}
	return scanner.Err()
}
