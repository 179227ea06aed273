package tui

import (
	"strings"
	"testing"
)

func TestPeopleAreJoinedSplitAndRenamed(t *testing.T) {
	t.Parallel()
	f := acquainted()
	d := drive(t, f, 80, 24)
	d.press("7")
	d.sees("1 pair who may be one")
	d.press("x", "down", "enter")
	d.sees("+44 7700 900123 is a person of their own now. u undoes it.")
	d.press("x")
	d.sees("~ Ben is a person of their own now")
	d.press("x")
	d.sees("Ben goes by one name")
	d.press("J")
	d.sees("J on another person makes them one, called Ben")
	d.press("J")
	d.sees("Nobody is joined")
	d.press("J", "down", "J")
	d.sees("are one person now. u undoes it.")
	d.sees("also Deb Ashworth")
	d.press("e")
	d.write("Raj").press("enter")
	d.sees("Somebody else goes by Raj. If they are one, J joins them.")
	d.press("e").write("Deb & Ben").press("enter")
	d.sees("Ben is called Deb & Ben now")
	if got := d.selected(); !strings.Contains(got, "Deb & Ben") || !strings.Contains(got, "also Ben, Deb Ashworth") {
		t.Errorf("selected is %q", got)
	}
	d.press("e").press("backspace", "enter")
	d.sees("A person needs a name")
}

func TestWhoIsTakenForAnotherIsSaidNotToBe(t *testing.T) {
	t.Parallel()
	d := drive(t, acquainted(), 80, 24)
	d.press("7", "end")
	for range 5 {
		if strings.Contains(d.selected(), "~ ") {
			break
		}
		d.press("up")
	}
	d.press("x")
	d.sees("is a person of their own now")
	d.seesNot("who may be one")
}
