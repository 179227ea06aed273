package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
)

// again drives a new run over the same store, begun where d was left.
func (d *driver) again() *driver {
	d.t.Helper()
	p, _ := d.m.place()
	return driveFrom(d.t, d.m.store, p)
}

func driveFrom(t *testing.T, s store, p index.Place) *driver {
	t.Helper()
	d := newDriver(t, s)
	d.m.last = p
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	d.do(d.m.Init())
	return d
}

func TestTheNextRunBeginsInTheChatWhereItWasLeft(t *testing.T) {
	t.Parallel()
	f := twoChats()
	d := drive(t, f, 80, 24)
	d.press("c").write("linden").press("enter", "home", "down", "down")
	left := d.selected()
	next := d.again()
	next.sees("\n Linden Street")
	if got := next.selected(); got != left || !strings.Contains(left, "Deb") {
		t.Errorf("begins at %q, was left at %q", got, left)
	}
}

func TestTheNextRunBeginsAtTheMessageAlthoughOthersCameBeforeIt(t *testing.T) {
	t.Parallel()
	d := drive(t, crowd(500), 80, 24)
	d.press("home", "down")
	p, _ := d.m.place()
	f := crowd(500)
	f.messages["Mill Lane"] = append([]index.Message{{Chat: "Mill Lane", Sender: "Zoe", Text: "older"}}, f.messages["Mill Lane"]...)
	next := driveFrom(t, f, p)
	if got := next.selected(); !strings.Contains(got, "message number 2") {
		t.Errorf("begins at %q", got)
	}
}

func TestTheNextRunBeginsInTheSearchWithItsHit(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("home", "down", "/").write("power").press("down")
	left := d.selected()
	next := d.again()
	next.sees("/  power")
	if got := next.selected(); got != left {
		t.Errorf("begins at %q, was left at %q", got, left)
	}
	next.press("esc", "esc")
	if got := next.selected(); !strings.Contains(got, "ladder") {
		t.Errorf("the chat below is at %q", got)
	}
}

func TestAPlaceThatIsGoneIsForgotten(t *testing.T) {
	t.Parallel()
	for _, p := range []index.Place{
		{Chat: "Mill Lane", Message: index.ID{1}},
		{Chat: "Another chat", Message: street().messages["Linden Street"][2].ID},
	} {
		d := driveFrom(t, street(), p)
		d.sees("\n Linden Street")
		d.sees("12 of 12")
	}
	driveFrom(t, newFake(), index.Place{Chat: "Mill Lane"}).sees("Load an export")
}

func TestNoPlaceIsKeptOfAStoreThatWasNeverSeen(t *testing.T) {
	t.Parallel()
	if p, ok := drive(t, newFake(), 80, 24).m.place(); ok {
		t.Errorf("keeps %+v", p)
	}
}
