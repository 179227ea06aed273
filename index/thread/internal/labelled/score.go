package labelled

import "math"

// Score says how alike two ways to divide a chat into threads are, each
// figure from 0 to 1.
type Score struct {
	OneToOne float64 // share of messages in the best pairing of threads, each in one pair at most
	F1       float64 // of the pairs of messages in one thread that are at most 50 messages apart
}

// near is how far apart messages of a pair are at most.
const near = 50

// Compare scores the threads got against the threads wanted. Lists hold the
// thread of each message; notices are left out. Time grows with the cube of
// the number of threads.
func Compare[W, G comparable](wanted []W, gotten []G) Score {
	want, wants := number(wanted)
	got, gots := number(gotten)
	n := max(wants, gots)
	shared := make([][]int, n)
	for i := range shared {
		shared[i] = make([]int, n)
	}
	for i, w := range want {
		shared[w][got[i]]++
	}
	var both, w, g float64
	for i := range want {
		for j := i + 1; j < min(i+near+1, len(want)); j++ {
			a, b := want[i] == want[j], got[i] == got[j]
			if a {
				w++
			}
			if b {
				g++
			}
			if a && b {
				both++
			}
		}
	}
	return Score{OneToOne: float64(assign(shared)) / float64(max(len(want), 1)), F1: 2 * both / max(w+g, 1)}
}

// number numbers the different values of a list from 0.
func number[T comparable](list []T) (numbers []int, n int) {
	of := make(map[T]int)
	for _, v := range list {
		if _, ok := of[v]; !ok {
			of[v] = len(of)
		}
		numbers = append(numbers, of[v])
	}
	return numbers, len(of)
}

// assign returns the greatest sum of a square matrix's cells of which no two
// share a row or column: the Hungarian method, in the cube of its size.
func assign(gain [][]int) int {
	n := len(gain)
	const far = math.MaxInt / 2
	u, v := make([]int, n+1), make([]int, n+1)
	row, way := make([]int, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		row[0] = i
		least, used := make([]int, n+1), make([]bool, n+1)
		for j := range least {
			least[j] = far
		}
		at := 0
		for row[at] != 0 {
			used[at] = true
			r, delta, to := row[at], far, 0
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if cost := -gain[r-1][j-1] - u[r] - v[j]; cost < least[j] {
					least[j], way[j] = cost, at
				}
				if least[j] < delta {
					delta, to = least[j], j
				}
			}
			for j := 0; j <= n; j++ {
				if used[j] {
					u[row[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			at = to
		}
		for at != 0 {
			before := way[at]
			row[at] = row[before]
			at = before
		}
	}
	sum := 0
	for j := 1; j <= n; j++ {
		sum += gain[row[j]-1][j-1]
	}
	return sum
}
