package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestAWordIsCompletedWithTheArrow(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("power from:d")
	d.sees(`"Deb Ashworth"`)
	d.press("right")
	if got, want := d.m.top().typing().value(), `power from:"Deb Ashworth" `; got != want {
		t.Errorf("the line is %q, want %q", got, want)
	}
	d.seesNot("complete")
}

func TestTheNextCompletionIsTaken(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("tag:")
	d.press("ctrl+n", "right")
	if got := d.m.top().typing().value(); got != "tag:lending " {
		t.Errorf("the line is %q", got)
	}
}

func TestACompletionThatIsClickedIsTaken(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("from:")
	x := strings.Index(strings.Split(d.screen(), "\n")[4], "Raj")
	d.send(tea.MouseClickMsg{X: x, Y: 4, Button: tea.MouseLeft})
	if got := d.m.top().typing().value(); got != "from:Raj " {
		t.Errorf("the line is %q", got)
	}
}

func TestTheArrowStillMovesInTheLine(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("from:d").press("left", "right")
	if got := d.m.top().typing().value(); got != "from:d" {
		t.Errorf("the line is %q", got)
	}
}

func TestASearchAgainOffersTheLastOne(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("power").press("enter", "/")
	d.sees("3 messages")
	d.write("ladder")
	if got := d.m.top().typing().value(); got != "ladder" {
		t.Errorf("the line is %q", got)
	}
	d.press("esc", "esc", "/", "right").write(" from:ben")
	if got := d.m.top().typing().value(); got != "power from:ben" {
		t.Errorf("the line is %q", got)
	}
}

func TestWhatWasChosenIsLetGoOnceItIsTagged(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("home", "down", "space", "space", "t").write("fish").press("enter", "esc")
	d.seesNot("●")
	d.press("space", "t", "esc") // nothing was done with it
	d.sees("●")
}
