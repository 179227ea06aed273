package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
)

// crowd is a chat of n messages, one an hour.
func crowd(n int) *fakeStore {
	f := newFake()
	for i := range n {
		f.sayAt("Mill Lane", time.Date(2024, 1, 1, i, 0, 0, 0, time.UTC), "Ann", fmt.Sprintf("message number %d", i+1))
	}
	return f
}

func TestTypingAnswersWithEveryKey(t *testing.T) {
	t.Parallel()
	f := street()
	d := drive(t, f, 80, 24)
	d.press("/").write("pow")
	if want := []string{"p", "po", "pow"}; !slices.Equal(f.searched, want) {
		t.Errorf("asked %q, want %q", f.searched, want)
	}
	d.sees("3 messages")
}

func TestTypingInTheSearchLineIsOnlyTyping(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("tuq jk? [")
	d.sees("/  tuq jk? [")
	if d.quit || len(d.m.sheets) > 0 || len(d.m.screens) != 2 {
		t.Error("a letter was taken for a key")
	}
}

func TestALateAnswerDoesNotReplaceANewerOne(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/")
	d.held = true
	d.write("power").write(" pothole")
	d.release(true) // the newest answer comes first
	d.sees("These say some of it, or stand near:")
	d.sees("none with every word")
}

func TestTheOldAnswerStaysUntilTheNewOneIsThere(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("power")
	d.held = true
	d.write(" pothole")
	d.sees("3 messages")
	d.sees("just went here")
}

func TestEscEmptiesTheSearchLineThenGoesBack(t *testing.T) {
	t.Parallel()
	d := drive(t, crowd(300), 80, 24)
	d.press("pgup", "pgup", "up", "up")
	before := d.screen()
	d.press("/").write("number").press("esc")
	d.sees("Answers come while you type")
	d.press("esc")
	if after := d.screen(); after != before {
		t.Errorf("the chat is not as it was left:\n%s\nbefore:\n%s", after, before)
	}
}

func TestEscFromAHitGoesBackToTheSearchAsItWas(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		d := drive(t, crowd(300), size.width, size.height)
		d.press("/").write("number").press("pgdown", "pgdown", "down")
		before := d.screen()
		d.press("enter")
		d.sees("Mill Lane")
		d.press("up", "pgup", "esc")
		if after := d.screen(); after != before {
			t.Errorf("the search is not as it was left:\n%s\nbefore:\n%s", after, before)
		}
	}
}

func TestEscOnTheFirstScreenDoesNothing(t *testing.T) {
	t.Parallel()
	for _, s := range []*fakeStore{street(), newFake()} {
		d := drive(t, s, 80, 24)
		before := d.screen()
		d.press("esc", "esc")
		if after := d.screen(); after != before || d.quit {
			t.Errorf("Esc changed the first screen to:\n%s", after)
		}
	}
}

func TestAHitOpensInTheChatWithTheHitSelected(t *testing.T) {
	t.Parallel()
	d := drive(t, crowd(5000), 80, 24)
	d.press("/").write("2500").press("enter")
	if got := d.selected(); !strings.Contains(got, "message number 2500") {
		t.Errorf("selected is %q", got)
	}
	d.sees("2,500 of 5,000")
}

func TestNGoesFromHitToHit(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("power").press("enter", "n")
	if got := d.selected(); !strings.Contains(got, "Power back on") {
		t.Errorf("selected after n is %q", got)
	}
	d.press("n", "N")
	if got := d.selected(); !strings.Contains(got, "Power back on") {
		t.Errorf("selected after n and N is %q", got)
	}
	d.press("N", "N")
	d.sees("no further hit")
}

func TestALongChatIsFetchedInWindows(t *testing.T) {
	t.Parallel()
	f := crowd(5000)
	d := drive(t, f, 80, 24)
	c := d.m.screens[0].(*chat)
	seen := map[string]bool{}
	for range 600 {
		d.press("pgup")
		seen[d.selected()] = true
		if len(c.entries) > 1000 {
			t.Fatalf("%d messages are kept", len(c.entries))
		}
		if got := d.selected(); !strings.Contains(got, fmt.Sprintf("message number %d ", c.list.at+1)) && !strings.HasSuffix(got, fmt.Sprint("message number ", c.list.at+1)) {
			t.Fatalf("at %d selected is %q", c.list.at, got)
		}
	}
	if c.list.at != 0 {
		t.Errorf("after 600 pages up the selection is at %d", c.list.at)
	}
	d.press("end")
	d.sees("5,000 of 5,000")
	d.press("home")
	d.sees("1 of 5,000")
}

func TestWhatIsSeenStaysUntilAFarPageIsThere(t *testing.T) {
	t.Parallel()
	d := drive(t, crowd(5000), 80, 24)
	before := d.screen()
	d.held = true
	d.press("home")
	if d.screen() != before {
		t.Error("the screen changed before the page was there")
	}
	d.press("down", "down") // on from where one is going
	d.release(true)
	d.sees("3 of 5,000")
}

func TestDaysAndDates(t *testing.T) {
	t.Parallel()
	d := drive(t, crowd(5000), 80, 24)
	d.press("home", "]")
	d.sees("25 of 5,000")
	d.press("down", "[")
	d.sees("25 of 5,000")
	d.press("[")
	d.sees("1 of 5,000")
	d.press("d").write("2024-02").press("enter")
	d.sees("1 Feb 2024")
	d.sees("745 of 5,000")
}

func TestADateIsShownWithWhatFollowsIt(t *testing.T) {
	t.Parallel()
	d := drive(t, crowd(5000), 80, 24)
	d.press("home", "d").write("2024-01-03").press("enter")
	d.sees("message number 49")
	d.sees("message number 55")
}

func TestTheSelectionIsKeptByMessageWhenALoadPutsOlderOnesBefore(t *testing.T) {
	t.Parallel()
	f := crowd(200)
	d := drive(t, f, 80, 24)
	d.press("pgup", "up")
	selected := d.selected()
	older := newFake()
	for i := range 50 {
		older.sayAt("Mill Lane", time.Date(2023, 1, 1, i, 0, 0, 0, time.UTC), "Bob", "earlier")
	}
	for i, m := range older.messages["Mill Lane"] {
		copy(m.ID[:], fmt.Sprintf("old%07d", i))
		older.messages["Mill Lane"][i] = m
	}
	f.mu.Lock()
	f.messages["Mill Lane"] = append(older.messages["Mill Lane"], f.messages["Mill Lane"]...)
	f.revision++
	f.mu.Unlock()
	before := d.screen()
	d.send(tick{}) // another process loaded them
	if d.selected() != selected {
		t.Errorf("selected is %q, was %q", d.selected(), selected)
	}
	if body := func(s string) string { return s[:strings.LastIndex(strings.TrimRight(s, "\n"), "\n")] }; body(d.screen()) != body(before) {
		t.Errorf("what is seen moved:\n%s\nbefore:\n%s", d.screen(), before)
	}
	d.sees("of 250")
}

func TestTheSelectedHitStaysSelectedWhenResultsChange(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("powe").press("down")
	d.write("r b").sees("Power back on")
	if got := d.selected(); !strings.Contains(got, "Power back on") {
		t.Errorf("selected is %q", got)
	}
}

func TestResizingKeepsTheSelection(t *testing.T) {
	t.Parallel()
	d := drive(t, crowd(300), 80, 24)
	d.press("pgup", "pgup")
	selected := d.selected()
	for _, size := range []struct{ width, height int }{{140, 40}, {41, 11}, {20, 5}, {200, 60}, {80, 24}} {
		d.send(tea.WindowSizeMsg{Width: size.width, Height: size.height})
	}
	if d.selected() != selected {
		t.Errorf("selected is %q, was %q", d.selected(), selected)
	}
}

func TestATagIsPutOnAndUndone(t *testing.T) {
	t.Parallel()
	f := street()
	d := drive(t, f, 80, 24)
	d.press("home", "down", "t").write("lend").press("enter")
	d.sees("Put lending on 1 message. ctrl+z undoes it.")
	d.press("esc")
	d.sees("u undoes it")
	if got := d.selected(); !strings.HasSuffix(got, "lending") {
		t.Errorf("the tag is not at the margin: %q", got)
	}
	d.press("u")
	d.sees("Undone: lending put on 1 message")
	if got := d.selected(); strings.HasSuffix(got, "lending") {
		t.Errorf("the tag is still at the margin: %q", got)
	}
	d.press("ctrl+r")
	if got := d.selected(); !strings.HasSuffix(got, "lending") {
		t.Errorf("the tag is not back: %q", got)
	}
	d.press("t").write("lend").press("enter")
	d.sees("Took lending off 1 message")
}

func TestChosenMessagesAreTaggedTogether(t *testing.T) {
	t.Parallel()
	f := street()
	d := drive(t, f, 80, 24)
	d.press("home", "space", "down", "space", "t").write("Fish van!").press("enter")
	d.sees("Put fish-van on 2 messages")
	if len(f.tags[f.messages["Linden Street"][0].ID]) != 1 || len(f.tags[f.messages["Linden Street"][2].ID]) != 1 {
		t.Errorf("tags are %v", f.tags)
	}
}

func TestChoosingAHitShowsTheNextOneInItsConversation(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 120, 30)
	d.press("/").write("power").press("tab", "space")
	hit := d.m.screens[len(d.m.screens)-1].(*search)
	want := hit.hits[1].body.text
	around := hit.around.entries
	if got := around.entries[around.hit].body.text; got != want {
		t.Errorf("the pane shows %q, want the selected hit %q", got, want)
	}
}

func TestTakingATagOffIsNotCalledTagging(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("whole row").press("tab", "t").write("outage").press("enter", "esc")
	d.sees("Tag taken off. u undoes it.")
}

func TestTaggingWhereNothingWasFoundSaysSo(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("zeppelin").press("tab", "t")
	d.sees("There is no message to tag.")
}

func TestAWholeResultIsTagged(t *testing.T) {
	t.Parallel()
	f := crowd(300)
	d := drive(t, f, 80, 24)
	d.press("/").write("number").press("tab", "a")
	d.sees("all 300 messages chosen")
	d.press("t").write("pothole").press("enter")
	d.sees("Put pothole on 300 messages")
	d.press("esc", "u")
	if n := len(slices.Concat(slices.Collect(valuesOf(f.tags))...)); n != 0 {
		t.Errorf("%d tags are left after undo", n)
	}
}

func valuesOf(m map[index.ID][]string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

func TestWritesAreDoneInTheOrderOfTheKeys(t *testing.T) {
	t.Parallel()
	f := street()
	d := drive(t, f, 80, 24)
	d.press("t")
	d.held = true
	d.press("enter", "enter", "enter") // on, off, on
	d.release(true)
	got := make([]bool, 0, len(f.log))
	for _, a := range f.log {
		got = append(got, a.on)
	}
	if want := []bool{true, false, true}; !slices.Equal(got, want) {
		t.Errorf("done %v, want %v", got, want)
	}
}

func TestFurtherHitsAreFetchedOnTheWayDown(t *testing.T) {
	t.Parallel()
	d := drive(t, crowd(300), 80, 24)
	d.press("/").write("number").press("tab")
	for range 299 {
		d.press("down")
	}
	d.sees("300 of 300")
	if got := d.selected(); !strings.Contains(got, "message number 300") {
		t.Errorf("selected is %q", got)
	}
}

func TestTheMouseSuffices(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	clickOn := func(text string) {
		t.Helper()
		for y, line := range strings.Split(d.screen(), "\n") {
			if x := strings.Index(line, text); x >= 0 {
				d.send(tea.MouseClickMsg{X: len([]rune(line[:x])), Y: y, Button: tea.MouseLeft})
				return
			}
		}
		t.Fatalf("%q is not on the screen:\n%s", text, d.screen())
	}
	clickOn("UKPN")
	if got := d.selected(); !strings.Contains(got, "UKPN") {
		t.Errorf("selected is %q", got)
	}
	clickOn("t tag")
	clickOn("outage  ")
	d.sees("Put outage on 1 message")
	clickOn("done")
	d.send(tea.MouseWheelMsg{X: 5, Y: 5, Button: tea.MouseWheelUp})
	if got := d.selected(); strings.Contains(got, "UKPN") {
		t.Errorf("the wheel did not move the selection from %q", got)
	}
	clickOn("search")
	d.write("power")
	clickOn("Power back on")
	clickOn("Power back on")
	d.sees("Linden Street")
	clickOn("? keys")
	d.sees("All keys")
	d.send(tea.MouseClickMsg{X: 5, Y: 3, Button: tea.MouseLeft})
	d.seesNot("All keys")
}

func TestHelpNamesEveryKeyOfTheScreen(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 140, 40)
	keys := d.m.offers(d.m.top())
	d.press("?")
	for _, c := range keys {
		d.sees(c.Help().Desc)
	}
}

func TestThePaletteDoesWhatItNames(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("ctrl+p").write("to the start").press("enter")
	d.sees("1 of 12")
	d.press("ctrl+p").write("quit").press("enter")
	if !d.quit {
		t.Error("quit did not quit")
	}
}

func TestAnErrorIsSaidAndKeptInTheLog(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.send(failed{errors.New("read messages: input/output error")})
	d.sees("Read messages: input/output error")
	d.press("down")
	d.seesNot("input/output")
	d.press("L")
	d.sees("09:30  Read messages: input/output error")
}

func TestAPanicDoesNotLoseTheScreen(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.do(d.m.tasks.run(func(context.Context) tea.Msg { panic("boom") }))
	d.sees("Kerb made a mistake (boom)")
	d.sees("Power back on")
}

func TestAnotherWriterIsNamed(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.send(wroteTo(&index.LockedError{PID: 4711, Doing: "load"}, d))
	d.sees("Another Kerb (process 4711) is writing: load. Try again when it is done.")
}

func wroteTo(err error, d *driver) tea.Msg {
	d.m.writes = append(d.m.writes, nil)
	return wrote{err: err}
}

func TestStoppingALoadLeavesTheStoreAsItWas(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.endless = true
	d := drive(t, f, 80, 24, "Linden Street.zip")
	d.press("esc")
	d.sees("Stopping")
	d.release(false)
	d.sees("Stopped. What was here before is as it was.")
	d.sees("Load an export")
}

func TestAfterALoadEnterOpensTheChatAndEscDoesNotLeadBackToTheBar(t *testing.T) {
	t.Parallel()
	d := drive(t, afterLoad(), 80, 24, "Linden Street.zip")
	d.sees("3,412 new messages")
	d.press("enter")
	d.sees("Power back on at no 7")
	d.press("esc")
	d.sees("Power back on at no 7")
}

// TestEnterWaitsForTheChatThatWasLoaded presses Enter before the screen has
// looked at the store again.
func TestEnterWaitsForTheChatThatWasLoaded(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.report = index.LoadReport{Loaded: []index.Loaded{{Chat: "Mill Lane", New: 1, Summary: parser.Summary{Chat: "Mill Lane", Messages: 1}}}}
	d := drive(t, f, 80, 24, "Mill Lane.txt")
	d.sees("1 new message")
	d.press("enter")
	d.sees("1 new message") // the chat is not there yet
	f.mu.Lock()
	f.say("Mill Lane", "Ann", "hello from the lane")
	f.mu.Unlock()
	d.send(tick{})
	d.sees("hello from the lane")
}

func TestAFileDroppedOnTheTerminalIsLoaded(t *testing.T) {
	t.Parallel()
	d := drive(t, newFake(), 80, 24)
	d.m.store.(*fakeStore).report = afterLoad().report
	d.send(tea.PasteMsg{Content: `'/home/ann/WhatsApp Chat with Mill Lane.zip' `})
	d.press("enter")
	d.sees("3,412 new messages")
	if got, want := d.m.screens[1].(*load).paths, []string{"/home/ann/WhatsApp Chat with Mill Lane.zip"}; !slices.Equal(got, want) {
		t.Errorf("loaded %q, want %q", got, want)
	}
}

func TestGoingToAFileInTheListTakesTheTypedPathBack(t *testing.T) {
	t.Parallel()
	d := drive(t, newFake(), 80, 24)
	name := filepath.Join(d.m.folders[0], "WhatsApp Chat with Mill Lane.txt")
	if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.m.screens[0].update(folder{dir: d.m.folders[0], files: []file{{name: filepath.Base(name)}}})
	d.write("mill")
	if got := d.selected(); got != "" {
		t.Errorf("while a path is typed, %q looks as if Enter loaded it", got)
	}
	d.press("down")
	if got := d.selected(); !strings.Contains(got, "Mill Lane") {
		t.Errorf("selected is %q", got)
	}
	d.press("enter")
	if got := d.m.screens[1].(*load).paths; !slices.Equal(got, []string{name}) {
		t.Errorf("loaded %q, want %q", got, name)
	}
}

func TestAChatThatAnotherProcessLoadedCanBeOpenedFromTheStart(t *testing.T) {
	t.Parallel()
	f := newFake()
	d := drive(t, f, 80, 24)
	f.mu.Lock()
	f.say("Mill Lane", "Ann", "hello from elsewhere")
	f.mu.Unlock()
	d.send(tick{})
	d.sees("A chat was loaded elsewhere. Esc opens it.")
	d.press("esc")
	d.sees("hello from elsewhere")
}

func TestPathsAsTerminalsPasteThem(t *testing.T) {
	t.Parallel()
	for pasted, want := range map[string]string{
		"/tmp/a.txt":                 "/tmp/a.txt",
		" /tmp/a.txt \n":             "/tmp/a.txt",
		"'/tmp/a b.txt'":             "/tmp/a b.txt",
		`"/tmp/a b.txt"`:             "/tmp/a b.txt",
		`/tmp/a\ b\ \(1\).txt`:       "/tmp/a b (1).txt",
		`/tmp/back\slash.txt`:        `/tmp/back\slash.txt`,
		"file:///tmp/a%20b.txt":      "/tmp/a b.txt",
		"file://localhost/tmp/a.txt": "/tmp/a.txt",
	} {
		if got := pathFrom(pasted); got != want {
			t.Errorf("pathFrom(%q) = %q, want %q", pasted, got, want)
		}
	}
}

func TestQQuits(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	if d.press("q"); !d.quit {
		t.Error("q did not quit")
	}
}

func TestWhileNoPathIsTypedTheOtherScreensAndTheKeysAreAKeyAway(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("o")
	d.sees("esc back")
	d.press("?")
	d.sees("All keys")
	d.press("esc")
	d.write("a?4")
	d.sees("export  a?4")
	d.press("backspace", "backspace", "backspace", "4")
	d.sees("Nothing keeps coming back")
	d = drive(t, newFake(), 80, 24)
	d.write("4")
	d.sees("export  4")
}

// Letters are typed there, so that what they would do has no key.
func TestWhileOneTypesTheHitsCommandsAreCalledByName(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("power").press("ctrl+p").write("export what")
	d.sees("tab E")
	d.press("enter")
	d.sees("Write to a file")
	d.press("esc", "ctrl+p").write("save")
	d.sees("tab S")
	d.press("esc", "esc", "ctrl+p").write("export what")
	d.seesNot("tab E")
}

func TestTabCompletesAPath(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"WhatsApp Chat with Elm Street.txt", "WhatsApp Chat with Elm Close.zip", "other.pdf"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "exports", "old"), 0o700); err != nil {
		t.Fatal(err)
	}
	slash := string(filepath.Separator)
	for typed, want := range map[string]string{
		"What":                     "WhatsApp Chat with Elm ",
		"WhatsApp Chat with Elm C": "WhatsApp Chat with Elm Close.zip",
		"e":                        "exports" + slash,
		"exports" + slash:          "exports" + slash + "old" + slash,
		"oth":                      "oth",
		"nowhere" + slash + "x":    "nowhere" + slash + "x",
	} {
		d := drive(t, street(), 140, 40)
		d.press("o")
		d.m.top().typing().set(filepath.Join(dir, typed))
		if strings.HasSuffix(typed, slash) {
			d.m.top().typing().set(filepath.Join(dir, typed) + slash)
		}
		d.press("tab")
		if got := d.m.top().typing().value(); got != dir+slash+want {
			t.Errorf("%q is completed as %q", typed, strings.TrimPrefix(got, dir+slash))
		}
		if typed == "What" {
			d.sees("WhatsApp Chat with Elm Close.zip")
		}
	}
}

func TestAPathBeginsWithASlashWhereThereAreChats(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/tmp/chat.txt", "~/chat.txt", "./chat.txt"} {
		d := drive(t, street(), 80, 24)
		d.press("o")
		d.write(path)
		d.sees("export  " + path)
	}
}

func TestHelpSaysWhatIsBelowAndCutsNothing(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("?")
	d.sees("below")
	seen := d.screen()
	for range 60 {
		d.press("down")
		seen += d.screen()
	}
	d.seesNot("lines below")
	for _, want := range []string{"tag this message, or those chosen", "choose this message for tagging", "export what is shown to a file", "Kerb suggests this tag", "these messages belong to one thread"} {
		if !strings.Contains(seen, want) {
			t.Errorf("%q is nowhere in the help", want)
		}
	}
	d.requireFit(t)
}

func TestTheSearchOffersNoTagThatNothingHas(t *testing.T) {
	t.Parallel()
	d := drive(t, newFake().say("Mill Lane", "Ann", "hello?"), 80, 24)
	d.press("/")
	d.sees("has:link")
	d.seesNot("tag:")
	d = drive(t, street(), 80, 24)
	d.press("/")
	d.sees("tag:outage")
}
