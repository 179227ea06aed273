package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
)

func TestASearchIsSavedAsATabAndForgottenAgain(t *testing.T) {
	t.Parallel()
	f := street()
	d := drive(t, f, 80, 24)
	d.press("/").write("pothole").press("tab", "S")
	d.sees("Save this search")
	d.write("pothole reports").press("enter")
	d.sees("f2 pothole reports")
	d.sees("Saved as pothole reports")
	d.press("esc")
	d.sees("f2 pothole reports")
	d.press("f2")
	d.sees("/  pothole")
	d.press("tab", "D")
	d.seesNot("f2 ")
	if len(f.saved) != 0 {
		t.Errorf("left: %v", f.saved)
	}
}

func TestASavedSearchOpensFromAnywhereAndBackLeadsThere(t *testing.T) {
	t.Parallel()
	d := drive(t, withTabs(), 80, 24)
	d.press("home", "down")
	before := d.screen()
	d.press("f3")
	d.sees("/  ladder")
	d.press("f2") // while somebody types
	d.sees("/  power")
	d.press("esc", "esc")
	if got := d.screen(); got != before {
		t.Errorf("back leads to:\n%s", got)
	}
	d.press("ctrl+p").write("saved media").press("enter")
	d.sees("/  has:media")
}

func TestATabCanBeClicked(t *testing.T) {
	t.Parallel()
	d := drive(t, withTabs(), 80, 24)
	row := strings.Split(d.screen(), "\n")[1]
	d.send(tea.MouseClickMsg{X: strings.Index(row, "ladder"), Y: 1, Button: tea.MouseLeft})
	d.sees("/  ladder")
}

func TestASearchThatIsSavedWithinAChatStaysWithinIt(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"power":        `in:"Mill Lane" power`,
		"power OR gas": `in:"Mill Lane" (power OR gas)`,
	} {
		f := twoChats()
		d := drive(t, f, 80, 24)
		d.press("c").write("mill").press("enter", "/").write(line).press("tab", "S", "enter")
		if len(f.saved) != 1 || f.saved[0].Query != want || f.saved[0].Name != strings.TrimSpace(line) {
			t.Errorf("saved %v, want %s", f.saved, want)
		}
	}
}

func TestAHostileNameOfASavedSearchIsHarmless(t *testing.T) {
	t.Parallel()
	f := street()
	f.saved = []index.SavedSearch{{Name: "a\x1b[2Jb\u202ec", Query: "x\x1b]0;owned\x07"}}
	d := drive(t, f, 80, 24)
	for range 2 {
		if c := d.m.View().Content; strings.Contains(c, "\x1b[2J") || strings.Contains(c, "\u202e") || strings.Contains(c, "owned\x07") {
			t.Errorf("%q", c)
		}
		d.press("f2", "ctrl+p")
	}
}
