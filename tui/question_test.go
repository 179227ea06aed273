package tui

import (
	"slices"
	"testing"
)

func TestDatesThatNothingProvesAreAskedAboutOnce(t *testing.T) {
	t.Parallel()
	f := asking()
	d := drive(t, f, 80, 24, "Linden Street.zip")
	d.sees("Is it the day or the month that comes first in Linden Street?")
	d.sees("3/4/24")
	d.press("m")
	d.seesNot("Is it the day")
	if !slices.Equal(f.answered, []string{"Linden Street mdy"}) {
		t.Errorf("answered %q", f.answered)
	}

	f = asking()
	d = drive(t, f, 80, 24, "Linden Street.zip")
	d.press("esc")
	d.seesNot("Is it the day")
	d.sees("which nothing in the file proves")
	if len(f.answered) > 0 {
		t.Errorf("answered %q", f.answered)
	}
}
