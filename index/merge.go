package index

import "slices"

// merge puts a chat's known order and one export's order of the same chat
// together: both are sequences of rows, and a message that is in both has the
// same row in both. Every row of either comes out once. Known rows keep their
// order among themselves, and so do the export's new ones.
//
//	known     a b c       f g
//	incoming      c d e x f   h
//	merged    a b c d e x f g h
//
// Messages in both are anchors, as far as they stand in the same order in both
// (the longest such sequence is taken: a message delivered late can stand
// elsewhere on another phone; it then stays where it was known). Between two
// anchors, what is known and what is new are merged by time. Where times are
// equal, the run that is being copied goes on, so that two exports that meet
// within a minute are not shuffled.
//
// place returns where in known a row stands, or -1; seconds is a row's time.
// The time taken is O(n log n) in the rows that both hold, else linear.
func merge(known, incoming []uint32, place func(row uint32) int, seconds func(row uint32) uint32) []uint32 {
	places := make([]int, len(incoming))
	shared := make([]int, 0, len(incoming)) // indexes in incoming of rows that are known
	for i, row := range incoming {
		places[i] = place(row)
		if places[i] >= 0 {
			shared = append(shared, i)
		}
	}
	merged := make([]uint32, 0, len(known)+len(incoming)-len(shared))
	fresh := make([]uint32, 0, 64)
	gather := func(from, to int) []uint32 {
		fresh = fresh[:0]
		for i := from; i < to; i++ {
			if places[i] < 0 {
				fresh = append(fresh, incoming[i])
			}
		}
		return fresh
	}
	nextKnown, nextIncoming := 0, 0
	for _, anchor := range longestRising(shared, places) {
		merged = mergeByTime(merged, known[nextKnown:places[anchor]], gather(nextIncoming, anchor), seconds)
		merged = append(merged, incoming[anchor])
		nextKnown, nextIncoming = places[anchor]+1, anchor+1
	}
	return mergeByTime(merged, known[nextKnown:], gather(nextIncoming, len(incoming)), seconds)
}

// mergeByTime appends two sequences, which need not be in order of time
// throughout: a row waits for the other sequence only while that is earlier.
func mergeByTime(merged, known, fresh []uint32, seconds func(uint32) uint32) []uint32 {
	takingFresh := false
	for len(known) > 0 && len(fresh) > 0 {
		k, f := seconds(known[0]), seconds(fresh[0])
		if k != f {
			takingFresh = f < k
		}
		if takingFresh {
			merged, fresh = append(merged, fresh[0]), fresh[1:]
		} else {
			merged, known = append(merged, known[0]), known[1:]
		}
	}
	return append(append(merged, known...), fresh...)
}

// longestRising returns the longest subsequence of candidates along which
// value rises (patience sorting). Sequences that rise throughout, the common
// case, are returned as they are.
func longestRising(candidates, value []int) []int {
	rising := func(a, b int) bool { return value[a] < value[b] }
	sorted := true
	for i := 1; i < len(candidates) && sorted; i++ {
		sorted = rising(candidates[i-1], candidates[i])
	}
	if sorted {
		return candidates
	}
	var tails []int // tails[n] ends the sequence of length n+1 that ends lowest; indexes in candidates
	before := make([]int, len(candidates))
	for i, candidate := range candidates {
		n, _ := slices.BinarySearchFunc(tails, value[candidate], func(tail, v int) int { return value[candidates[tail]] - v })
		before[i] = -1
		if n > 0 {
			before[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	longest := make([]int, len(tails))
	for n, i := len(tails)-1, tails[len(tails)-1]; n >= 0; n, i = n-1, before[i] {
		longest[n] = candidates[i]
	}
	return longest
}
