package tui

import (
	"strings"
	"testing"
)

// monthLater is a street to which a load brings messages at the end and one in
// a gap.
func monthLater() *fakeStore {
	f := afterLoad()
	f.report.Loaded[0].New, f.report.Loaded[0].Known = 8, 12
	f.arriving = func(f *fakeStore) {
		const chat = "Linden Street"
		for range 7 {
			f.say(chat, "Cat", "Bins tomorrow, the green ones")
		}
		late := f.messages[chat]
		m := late[len(late)-1]
		m.ID, m.Text, m.Time = [10]byte{9}, "this one was missing", late[3].Time
		f.messages[chat] = append(append(append(late[:0:0], late[:4]...), m), late[4:]...)
	}
	return f
}

func TestALoadShowsWhatIsNewInAChatThatWasThere(t *testing.T) {
	t.Parallel()
	d := drive(t, monthLater(), 80, 24, "Linden Street.zip")
	d.sees("this one was missing")
	d.sees("and 3 more")
	d.press("n")
	d.sees("Linden Street › what is new")
	d.sees("1 of 8")
	d.sees("this one was missing")
	d.seesNot("ladder")
	d.press("end")
	d.sees("8 of 8")
	d.press("esc", "enter")
	d.sees("ladder")
	if got := d.selected(); got == "" || !strings.Contains(got, "this one was missing") {
		t.Errorf("selected is %q, not the first that is new", got)
	}
}

func TestWhatIsNewIsNotListedForAChatThatIsAllNew(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.report = afterLoad().report
	f.arriving = func(f *fakeStore) { f.say("Linden Street", "Ann", "hello?") }
	d := drive(t, f, 80, 24, "Linden Street.zip")
	d.seesNot("hello?")
	d.press("n")
	d.sees("3,412 new messages")
}
