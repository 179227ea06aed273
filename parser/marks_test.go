package parser

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// A text that was called free of marks must be; how many others are not is a
// matter of speed only.
func TestMarksAheadMissNoMark(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		text := make([]byte, 400)
		for i := range text {
			text[i] = 'a'
			if rng.IntN(60) == 0 {
				text[i] = markBytes[rng.IntN(len(markBytes))]
			}
		}
		var marks marksAhead
		buf, start, read := []byte(nil), 0, 0
		for at := 0; at < len(text); {
			to := min(at+rng.IntN(40), len(text))
			if to > read {
				if rng.IntN(2) == 0 {
					marks.moved(at - start)
					start = at
				}
				read = min(to+rng.IntN(80), len(text))
				buf = text[start:read]
			}
			if !marks.in(buf, at-start, to-start) && bytes.ContainsFunc(text[at:to], func(r rune) bool { return r != 'a' }) {
				t.Fatalf("the mark in %q was missed", text[at:to])
			}
			at = to + rng.IntN(10)
		}
	}
}
