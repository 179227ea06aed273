package parser

import (
	"math/rand/v2"
	"testing"
)

// However a table finds a name, it ends where cutName says, and is the one
// that was put in.
func TestANameTableCutsNamesAsTheyStand(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	alphabet := []string{"a", "b", ":", ": ", " ", "é", "\u200e", "x\x00", "12:30", "+44 7700 900"}
	random := func(most int) []byte {
		s := make([]byte, 0, 200)
		for range rng.IntN(most) {
			s = append(s, alphabet[rng.IntN(len(alphabet))]...)
		}
		return s
	}
	table := newNameTable()
	known := 0
	for range 100_000 {
		line := append(append(random(6), ": "...), random(12)...)
		i, n := cutName(line)
		who, gotI, gotN := table.cut(line)
		if gotI != i || gotN != n {
			t.Fatalf("%q: name of %d bytes and colon of %d, want %d and %d", line, gotI, gotN, i, n)
		}
		switch {
		case n == 0:
		case who != nil && who.raw != string(line[:i]):
			t.Fatalf("%q: %q", line, who.raw)
		case who != nil:
			known++
		case table.all[string(line[:i])] != nil:
			t.Fatalf("%q: not found", line)
		default:
			table.add(&name{raw: string(line[:i])})
		}
	}
	if known < 50_000 {
		t.Errorf("only %d lines of known names", known)
	}
}
