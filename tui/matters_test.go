package tui

import (
	"slices"
	"strings"
	"testing"
)

func TestSuggestionsAreAnsweredOneAfterTheOther(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	d := drive(t, f, 80, 24)
	d.press("6")
	d.sees("lending?  almost certainly")
	d.sees("because of  ladder, borrow")
	d.press("y")
	d.sees("Tagged lending")
	d.sees("outage?  very probably")
	d.press("n")
	d.sees("Not outage")
	d.sees("outage?  perhaps")
	d.press("s")
	d.sees("Nothing to review")
	if want := []string{"accept lending", "refuse outage"}; !slices.Equal(f.corrected, want) {
		t.Errorf("did %q, want %q", f.corrected, want)
	}
}

func TestAnUndoneAnswerIsAskedForAgain(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	all := f.suggested
	d := drive(t, f, 80, 24)
	d.press("6", "y")
	d.seesNot("lending?")
	f.suggested = all // as undo leaves it
	f.revision++
	d.send(tick{})
	d.sees("lending?")
}

func TestAllThatIsAlmostCertainIsAcceptedAtOnce(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	d := drive(t, f, 80, 24)
	d.press("6", "A")
	d.sees("outage?  very probably")
	d.press("A")
	d.sees("None of these is almost certain")
	if want := []string{"accept lending"}; !slices.Equal(f.corrected, want) {
		t.Errorf("did %q, want %q", f.corrected, want)
	}
}

func TestAnIssueLeadsToItsOccurrencesAndTheirMessages(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("4")
	d.sees("2 issues, 1 open")
	d.press("down", "enter")
	board := d.screen()
	d.sees("one household")
	d.press("down", "enter")
	d.sees("UKPN say 9pm")
	d.seesNot("fish van")
	d.press("esc")
	if got := d.screen(); got != board {
		d.sees("fine: Raj")
	}
	d.press("esc")
	if got := d.selected(); !strings.Contains(got, "Power outage") {
		t.Errorf("the board is at %q", got)
	}
}

func TestAnIssueIsCalledResolvedAndOpenAgain(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("4")
	d.sees("2 issues, 1 open")
	d.press("down", "r")
	d.sees("u undoes it")
	first := strings.Contains(d.screen(), "0 open")
	if !first && !strings.Contains(d.screen(), "2 open") {
		t.Fatalf("nothing changed:\n%s", d.screen())
	}
	d.press("r")
	d.sees("2 issues, 1 open")
}

func TestIssuesAreMergedAndSplit(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("4")
	d.sees("2 issues")
	d.press("J")
	d.sees("J on another issue")
	d.press("J")
	d.sees("Nothing is merged")
	d.press("J", "down", "J")
	d.sees("1 issue,")
	d.sees("u undoes it")
	d.press("x")
	d.sees("2 issues")
	d.sees("taken apart")
}

func TestTheLedgerShowsWhatIsOutFirst(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("5")
	if got := d.selected(); !strings.Contains(got, "ladder") {
		t.Errorf("the first is %q", got)
	}
	d.sees("Ben has it of Deb Ashworth · asked back 2 times")
	d.press("enter")
	d.sees("Lifesaver")
	d.seesNot("UKPN")
}

func TestALoanIsCalledBackAndOutAndNone(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("5")
	d.sees("1 out")
	before := d.screen()
	d.press("b")
	d.sees("u undoes it")
	d.sees("0 out")
	for range 5 {
		if strings.Contains(d.selected(), "ladder") {
			break
		}
		d.press("down")
	}
	d.press("b")
	d.sees("1 out")
	if !strings.Contains(before, "ladder") {
		t.Fatal("there is no ladder")
	}
	d.press("home", "x")
	d.sees("0 out")
	d.seesNot("Deb Ashworth")
}

func TestWhatAPersonWroteIsASearch(t *testing.T) {
	t.Parallel()
	d := drive(t, threadedStreet(), 80, 24)
	d.press("7", "down", "enter")
	d.sees("/  from:")
}

// Every screen says why it is empty, and none fails without data.
func TestEmptyScreensSayWhy(t *testing.T) {
	t.Parallel()
	for key, says := range map[string]string{"3": "only notices", "4": "Nothing keeps coming back", "5": "Nobody lent anything", "6": "Nothing to review", "7": "1 person"} {
		d := drive(t, newFake().say("Mill Lane", "Ann", "hello?"), 80, 24)
		d.press(key)
		d.sees(says)
		d.press("enter", "t", "space", "y", "n", "s", "A", "J", "x", "down", "end", "esc")
		d.requireFit(t)
		none := drive(t, newFake(), 80, 24)
		none.press("ctrl+p").write("threads").press("enter")
		none.sees("load an export first")
	}
}
