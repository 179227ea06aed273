package lending

import "testing"

func TestLinksFollowWhatTiesThem(t *testing.T) {
	t.Parallel()
	set := func(ties ...tie) (s uint64) {
		for _, t := range ties {
			s |= 1 << t
		}
		return s
	}
	its, other := set(anyTie, byBorrower, itsItem), set(anyTie, byStranger, otherItem)
	k := NewLinks()
	k.Train([]LinkExample{
		{role: Return, ties: []uint64{other, its}, right: []bool{false, true}},
		{role: Return, ties: []uint64{other}, right: []bool{false}},
		{role: AskBack, ties: []uint64{its, other}, right: []bool{true, false}},
	}, 20, 0.1, 0.1)
	for _, r := range linkRoles {
		if got := k.choose(r, []uint64{other, its}); got != 1 {
			t.Errorf("%s: chose %d of two, want 1", r, got)
		}
	}
	if got := k.choose(Return, []uint64{other}); got != -1 {
		t.Errorf("chose %d, want none", got)
	}
	read, err := ParseLinks(k.String())
	if err != nil || read.String() != k.String() {
		t.Errorf("read %v, %v, want %v", read, err, k)
	}
}

func TestLinksThatCannotBeReadAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"offer any any 1", "return any any", "return any any much", "return any nothing 1", "\n"} {
		if _, err := ParseLinks(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}

func TestAReturnIsLinkedAcrossThreads(t *testing.T) {
	t.Parallel()
	m, err := Known()
	if err != nil {
		t.Fatal(err)
	}
	set := func(ties ...tie) (s uint64) {
		for _, t := range ties {
			s |= 1 << t
		}
		return s
	}
	ladder := set(anyTie, byBorrower, itsItem, callsOwner, latestOfTheirs, onlyOfTheirs, isLent, thisMonth)
	tent := set(anyTie, byStranger, otherItem, callsOther, latest, isLent, thisDay)
	if got := m.Links.choose(Return, []uint64{tent, ladder}); got != 1 {
		t.Errorf("chose %d, want the ladder of whom the message calls", got)
	}
}
