package tui

import (
	"slices"
	"strings"
	"testing"
)

func TestAThreadIsReadAloneAndTheChatIsAsItWasBehindIt(t *testing.T) {
	t.Parallel()
	d := drive(t, threadedStreet(), 80, 24)
	d.press("home", "down", "down")
	before := d.screen()
	d.press("f")
	d.sees("one thread")
	d.seesNot("UKPN")
	if got := d.selected(); !strings.Contains(got, "Deb") {
		t.Errorf("selected is %q", got)
	}
	d.press("esc")
	if got := d.screen(); got != before {
		t.Errorf("back leads to:\n%s", got)
	}
	d.press("f", "down", "f")
	d.sees("UKPN")
	if got := d.selected(); !strings.Contains(got, "Lifesaver") {
		t.Errorf("selected is %q", got)
	}
}

func TestStepsWithinAThreadPassOverOthers(t *testing.T) {
	t.Parallel()
	d := drive(t, threadedStreet(), 80, 24)
	d.press("end", "up", "up", "{")
	if got := d.selected(); !strings.Contains(got, "UKPN") {
		t.Errorf("before the last one is %q", got)
	}
	d.press("}")
	if got := d.selected(); !strings.Contains(got, "Power back") {
		t.Errorf("after it is %q", got)
	}
	d.press("}")
	d.sees("The thread ends here.")
}

func TestThreadsAreCorrected(t *testing.T) {
	t.Parallel()
	f := threadedStreet()
	d := drive(t, f, 80, 24)
	d.press("end", "up", "up", "x") // the power that is back
	d.sees("Split.")
	d.press("up", "m", "end", "m") // the fish van
	d.sees("Moved")
	d.press("3", "space", "space", "J")
	d.sees("Joined 2 threads")
	d.press("home", "t").write("fish").press("enter")
	d.sees("1 thread")
	did := make([]string, 0, len(f.corrected))
	for _, c := range f.corrected {
		did = append(did, strings.Fields(c)[0])
	}
	if want := []string{"split", "move", "join", "tag"}; !slices.Equal(did, want) {
		t.Errorf("corrected %q, want %q", f.corrected, want)
	}
}

func TestAMessageIsLeftWhereItIsWithEsc(t *testing.T) {
	t.Parallel()
	f := threadedStreet()
	d := drive(t, f, 80, 24)
	d.press("up", "m", "down")
	d.sees("do not move it")
	d.press("esc", "m", "m")
	d.sees("the message itself")
	if len(f.corrected) > 0 {
		t.Errorf("corrected %q", f.corrected)
	}
}

func TestTheSelectedThreadStaysSelectedWhenOthersCome(t *testing.T) {
	t.Parallel()
	f := threadedStreet()
	d := drive(t, f, 80, 24)
	d.press("3", "down", "down")
	before := d.selected()
	f.say("Linden Street", "Cat", "a new one")
	f.thread("Linden Street", len(f.messages["Linden Street"])-1)
	d.send(tick{})
	d.sees("a new one")
	if got := d.selected(); got != before || !strings.Contains(got, "power") {
		t.Errorf("selected is %q, was %q", got, before)
	}
}

func TestDigitsGoBackToAScreenAsItWasLeft(t *testing.T) {
	t.Parallel()
	d := drive(t, threadedStreet(), 80, 24)
	d.press("up", "3", "down")
	threads := d.screen()
	d.press("enter")
	d.seesNot("threads")
	d.press("3")
	if got := d.screen(); got != threads {
		t.Errorf("3 leads to:\n%s", got)
	}
	d.press("1")
	d.sees("11 of 12")
}

func TestWhatCannotBeFoundIsNotLookedForAgain(t *testing.T) {
	t.Parallel()
	f := street()
	f.missing = 3
	d := drive(t, f, 80, 24)
	if d.m.threading.running {
		t.Error("threads are still looked for")
	}
	d.send(tick{})
	if d.m.threading.running {
		t.Error("threads are looked for again")
	}
}
