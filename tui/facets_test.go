package tui

import (
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index"
)

func TestCountsComeBehindTheHits(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("powe")
	d.held = true
	d.write("r pothole") // asked, not answered: what was counted stays
	d.sees("who   Ann 1  Ben 1  Ivo 1")
	d.release(false)
	d.sees("none with every word")
	d.seesNot("who   ")
}

func TestAnItemOfTheCountsNarrowsTheSearchAndWidensItAgain(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("power").press("tab", "tab", "right", "enter")
	d.sees("/  power from:Ben")
	d.sees("1 message ")
	if len(d.m.screens) != 2 {
		t.Fatal("the search is not seen any more")
	}
	d.press("enter")
	d.sees("/  power ")
	d.sees("3 messages")
	d.seesNot("from:")
}

func TestTabGoesFromTheLineToTheHitsToTheCountsAndBack(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("power").press("tab", "tab", "tab").write("x")
	d.sees("/  powerx")
	d.press("backspace", "tab", "tab", "esc").press("down")
	if got := d.selected(); !strings.Contains(got, "Power back") {
		t.Errorf("esc in the counts leads to %q", got)
	}
}

func TestNamesAreQuotedWhereTheQueryLanguageNeedsIt(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Ben": "Ben", "Deb Ashworth": `"Deb Ashworth"`, `Ann "the van"`: `"Ann  the van "`, "+44 7700": `"+44 7700"`, "Zoë": `"Zoë"`,
	} {
		if got := quoted(name); got != want {
			t.Errorf("%s becomes %s, want %s", name, got, want)
		}
	}
}

func TestAHistogramShowsEveryCountAndTheGreatestAtFullHeight(t *testing.T) {
	t.Parallel()
	for _, signs := range []signs{unicodeSigns, asciiSigns} {
		n := len(signs.bars)
		if height(0, 7, n) != 0 || height(1, 1000, n) != 1 || height(1000, 1000, n) != n-1 {
			t.Errorf("%d, %d, %d of %d", height(0, 7, n), height(1, 1000, n), height(1000, 1000, n), n)
		}
		for i := 1; i < 500; i++ {
			if height(i, 500, n) < height(i-1, 500, n) {
				t.Errorf("%d is lower than %d", i, i-1)
			}
		}
	}
}

func TestASearchFromAChatStaysInItUntilItIsWidened(t *testing.T) {
	t.Parallel()
	d := drive(t, twoChats(), 80, 24)
	d.press("c").write("mill").press("enter", "/").write("power")
	d.sees("in Mill Lane ✕  power")
	d.sees("1 message ")
	d.press("ctrl+g")
	d.sees("/  power")
	d.sees("4 messages")
	d.press("ctrl+g")
	d.sees("1 message ")
	for range 5 {
		d.press("backspace")
	}
	d.sees("in Mill Lane ✕")
	d.press("backspace").write("power")
	d.sees("4 messages")
}

func TestAllThatMatchAreTaggedInTheChatOnly(t *testing.T) {
	t.Parallel()
	f := twoChats()
	d := drive(t, f, 80, 24)
	d.press("c").write("mill").press("enter", "/").write("pow").press("tab", "a", "t").write("outage").press("enter")
	var tagged []index.ID
	for id, tags := range f.tags {
		if strings.Contains(strings.Join(tags, " "), "outage") {
			tagged = append(tagged, id)
		}
	}
	if len(tagged) != 3 { // two were before
		t.Errorf("%d messages have the tag", len(tagged))
	}
}

func TestASearchInAStoreOfOneChatHasNoScope(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/")
	d.seesNot("Linden Street")
	d.press("backspace", "ctrl+g").write("power")
	d.sees("3 messages")
}

func TestTheNextRunBeginsInTheSearchWithinItsChat(t *testing.T) {
	t.Parallel()
	d := drive(t, twoChats(), 80, 24)
	d.press("c").write("mill").press("enter", "/").write("power")
	next := d.again()
	next.sees("in Mill Lane ✕  power")
	d.press("ctrl+g")
	next = d.again()
	next.sees("/  power")
	next.press("ctrl+g")
	next.sees("in Mill Lane ✕  power")
}
