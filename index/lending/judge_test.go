package lending

import "testing"

func TestAJudgeIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	agreed, alone := Entry{proof: []uint16{uint16(anyEntry), uint16(borrowerAgreed)}}, Entry{proof: []uint16{uint16(anyEntry), uint16(oneMessage)}}
	j := NewJudge()
	j.Train([]Entry{agreed, alone}, []bool{true, false}, 50, 0.1, 0.1)
	if j.chance(&agreed) < 0.7 || j.chance(&alone) > 0.3 {
		t.Errorf("chances %.2f and %.2f", j.chance(&agreed), j.chance(&alone))
	}
	read, err := ParseJudge(j.String())
	if err != nil || read.String() != j.String() {
		t.Errorf("read %v, %v, want %v", read, err, j)
	}
}

func TestJudgesThatCannotBeReadAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"any", "any much", "nothing 1", "any any 1"} {
		if _, err := ParseJudge(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}

func TestWhatSpeaksForAnEntryHasOneName(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for n := range proofs {
		name := proofName(n)
		if name == "" || seen[name] {
			t.Errorf("%d is named %q", n, name)
		}
		seen[name] = true
	}
}

func TestWhatIsHardlyWantedIsNotListed(t *testing.T) {
	t.Parallel()
	m := &Models{Judge: NewJudge()}
	got := m.Judged([]Entry{
		{State: Wanted, Borrower: "Ann", chances: []float64{0.3}},
		{State: Wanted, Borrower: "Ben", chances: []float64{0.9, 0.2, 0.9}},
		{State: Offered, Owner: "Cat", chances: []float64{0.4, 0.5}},
	})
	if len(got) != 1 || got[0].Borrower != "Ben" {
		t.Errorf("got %+v, want what Ben wants alone", got)
	}
}
