package main

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/kerbstreet/kerb/index/lending"
)

// ledgerScore is how good a ledger is.
type ledgerScore struct{ recall, precision, both, state float64 }

// scoreLedger compares entries with the labels: an entry is right with a right
// item and a right lender or borrower.
func (l *labelled) scoreLedger(entries []lending.Entry, tell func(format string, args ...any)) ledgerScore {
	var got []lending.Entry
	for _, e := range entries {
		if e.State == lending.Out || e.State == lending.Back {
			got = append(got, e)
		}
	}
	used := make(map[int]bool)
	some, both, state, items := 0, 0, 0, 0
	for _, w := range l.gold.Ledger {
		if w.Kind == "item" {
			items++
		}
		best, score := -1, 0
		for y, g := range got {
			right := 0
			if fold(g.Owner) == fold(w.Owner) {
				right++
			}
			if fold(g.Borrower) == fold(w.Borrower) {
				right++
			}
			if !used[y] && right > score && share(g.Item, w.Item) && overlap(g.Messages, w.Ordinals) {
				best, score = y, right
			}
		}
		if best < 0 {
			tell("  missed: %s %s of %s to %s %v\n", w.Kind, w.Item, w.Owner, w.Borrower, w.Ordinals)
			for y := range entries {
				if g := &entries[y]; overlap(g.Messages, w.Ordinals) {
					tell("    near: %s state %d item %v\n", g, g.State, share(g.Item, w.Item))
				}
			}
			continue
		}
		used[best] = true
		some++
		if score == 2 {
			both++
		} else {
			tell("  half: %s of %s to %s, got %s\n", w.Item, w.Owner, w.Borrower, &got[best])
		}
		if w.Kind == "item" {
			if (got[best].State == lending.Back) == (w.Back != nil) {
				state++
			} else {
				tell("  state: %s of %s to %s, got %s\n", w.Item, w.Owner, w.Borrower, &got[best])
			}
		}
	}
	for y := range got {
		if !used[y] {
			tell("  false: %s\n", &got[y])
		}
	}
	n := max(1, float64(len(l.gold.Ledger)))
	return ledgerScore{float64(some) / n, float64(some) / max(1, float64(len(got))), float64(both) / n, float64(state) / max(1, float64(items))}
}

func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			return -1
		case r == 0x2011 || r == 0x2010:
			return '-'
		}
		return r
	}, s)
	return strings.ToLower(strings.TrimSpace(strings.TrimLeft(strings.Join(strings.Fields(norm.NFKC.String(s)), " "), "~")))
}

func share(a, b string) bool {
	words := make(map[string]bool)
	split := func(r rune) bool { return strings.ContainsRune(" ,.'()/+-’", r) }
	for _, w := range strings.FieldsFunc(fold(a), split) {
		words[w] = len([]rune(w)) > 2
	}
	for _, w := range strings.FieldsFunc(fold(b), split) {
		if words[w] {
			return true
		}
	}
	return false
}

func overlap(indices, ordinals []int) bool {
	for _, i := range indices {
		for _, o := range ordinals {
			if i+1 == o {
				return true
			}
		}
	}
	return false
}
