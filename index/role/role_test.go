package role

import (
	"testing"
)

func TestEveryTableIsWellFormed(t *testing.T) {
	t.Parallel()
	for _, code := range append([]string{neutral}, Codes()...) {
		entries, err := table(code)
		if err != nil {
			t.Error(err)
		}
		seen := make(map[string]bool)
		signs := make(map[Sign]bool)
		for _, e := range entries {
			key := e.Heading + ": " + e.String()
			if seen[key] {
				t.Errorf("%s.txt, line %d: %s is there twice", code, e.Line, key)
			}
			seen[key] = true
			signs[e.sign] = true
		}
		for s := range Always {
			if code != neutral && !signs[s] {
				t.Errorf("%s.txt has nothing for [%s]", code, s)
			}
		}
	}
}
