package tui

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
)

// sizes are the two that every screen is drawn for.
var sizes = []struct{ width, height int }{{80, 24}, {140, 40}}

// requireScreen compares what is seen with the golden file, and checks what
// must hold for every screen: no line is wider than the terminal, there are as
// many as it has, and nothing went wrong in drawing it.
func (d *driver) requireScreen(t *testing.T) {
	t.Helper()
	d.requireFit(t)
	golden.RequireEqual(t, d.screen())
}

func (d *driver) requireFit(t *testing.T) {
	t.Helper()
	l := d.m.layout
	lines := strings.Split(d.m.View().Content, "\n")
	if len(lines) != l.height && !l.tooSmall {
		t.Errorf("%d lines on a terminal of %d", len(lines), l.height)
	}
	for i, line := range lines {
		if w := ansi.StringWidthWc(line); w > l.width {
			t.Errorf("line %d is %d cells wide on a terminal of %d: %q", i, w, l.width, ansi.Strip(line))
		}
	}
	for _, e := range d.m.log {
		if strings.Contains(e.text, "made a mistake") {
			t.Error(e.text)
		}
	}
}

func TestEveryScreenInItsStates(t *testing.T) {
	t.Parallel()
	for _, state := range states {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, size.width, size.height), func(t *testing.T) {
				t.Parallel()
				d := drive(t, state.store(), size.width, size.height, state.paths...)
				if state.keys != nil {
					state.keys(d)
				}
				d.requireScreen(t)
			})
		}
	}
}

var states = []struct {
	name  string
	store func() *fakeStore
	paths []string
	keys  func(d *driver)
}{
	{name: "start", store: newFake, keys: func(d *driver) { d.send(answerFolder(d, files)) }},
	{name: "start with nothing to pick", store: newFake, keys: func(d *driver) { d.send(answerFolder(d, files[2:3])) }},
	{name: "start with a dropped file", store: newFake, keys: func(d *driver) {
		d.send(answerFolder(d, files))
		d.send(tea.PasteMsg{Content: "'/home/ann/WhatsApp Chat with Mill Lane.zip'"})
	}},
	{name: "load at its start", store: loading(index.Progress{}), paths: []string{"Linden Street.zip"}},
	{name: "load half way", store: loading(index.Progress{Stage: index.Reading, Source: "Linden Street.zip", Bytes: 5_800_000, Total: 10_000_000, Messages: 61_204, Understood: &parser.Summary{Platform: "ios", DateOrder: parser.MDY, OrderEvidence: "line 12 has a day of 31"}}), paths: []string{"Linden Street.zip"}, keys: func(d *driver) { d.later(2 * time.Second) }},
	{name: "load being stopped", store: loading(index.Progress{Stage: index.Reading, Bytes: 1, Total: 2, Messages: 9}), paths: []string{"a.txt"}, keys: func(d *driver) { d.press("esc"); d.later(time.Second) }},
	{name: "load done", store: afterLoad, paths: []string{"Linden Street.zip"}},
	{name: "load of a later export", store: monthLater, paths: []string{"Linden Street.zip"}},
	{name: "load with an outlook", store: func() *fakeStore {
		f := afterLoad()
		f.suggested = busyStreet().suggested
		return f
	}, paths: []string{"Linden Street.zip"}},
	{name: "what is new", store: monthLater, paths: []string{"Linden Street.zip"}, keys: func(d *driver) { d.press("n") }},
	{name: "store being rebuilt", store: street, keys: func(d *driver) {
		d.m.screens, d.m.snap = nil, nil
		d.m.rebuilding.set(index.Progress{Stage: index.Reading, Source: "WhatsApp Chat with Linden Street.zip", Bytes: 3, Total: 8, Messages: 61_204})
		d.send(slow{})
	}},
	{name: "load of what is here already", store: again, paths: []string{"Linden Street.zip"}},
	{name: "load with dates that nothing proves", store: unproved, paths: []string{"Linden Street.zip"}},
	{name: "load with dates to be asked about", store: asking, paths: []string{"Linden Street.zip"}},
	{name: "load with dates that were answered", store: asking, paths: []string{"Linden Street.zip"}, keys: func(d *driver) { d.press("m") }},
	{name: "load done in part", store: afterLoad, paths: []string{"Linden Street.zip", "missing.txt"}},
	{name: "load refused", store: newFake, paths: []string{"missing.txt"}},
	{name: "load failed", store: func() *fakeStore {
		f := newFake()
		f.loadErr = errors.New("write index: no space left on device")
		return f
	}, paths: []string{"a.txt"}},
	{name: "chat", store: street},
	{name: "chat of one message", store: func() *fakeStore { return newFake().say("Mill Lane", "Ann", "hello?") }},
	{name: "chat in its middle", store: street, keys: func(d *driver) { d.press("home", "down", "down") }},
	{name: "chat with messages chosen", store: street, keys: func(d *driver) { d.press("home", "down", "space", "down", "space") }},
	{name: "chat after an error", store: street, keys: func(d *driver) { d.send(failed{errors.New("read messages: input/output error")}) }},
	{name: "chat of wide and right-to-left text", store: wide},
	{name: "chat of a long message", store: long},
	{name: "a long message read", store: long, keys: func(d *driver) { d.press("enter", "pgdown") }},
	{name: "chat with threads", store: threadedStreet, keys: func(d *driver) { d.press("home", "down", "down", "down", "down", "down") }},
	{name: "one thread", store: threadedStreet, keys: func(d *driver) { d.press("home", "down", "f") }},
	{name: "message to be moved", store: threadedStreet, keys: func(d *driver) { d.press("up", "m", "up") }},
	{name: "thread of what was edited and deleted", store: revised, keys: func(d *driver) { d.press("home", "down", "down", "down", "down", "f") }},
	{name: "a message that was edited, read", store: revised, keys: func(d *driver) { d.press("home", "down", "down", "down", "down", "enter") }},
	{name: "threads", store: threadedStreet, keys: func(d *driver) { d.press("3", "down") }},
	{name: "threads chosen", store: threadedStreet, keys: func(d *driver) { d.press("3", "space", "space") }},
	{name: "threads of a search", store: threadedStreet, keys: func(d *driver) { d.press("/").write("power").press("tab", "v") }},
	{name: "threads still to be found", store: func() *fakeStore { f := street(); f.missing = 12; return f }, keys: func(d *driver) {
		d.m.threading.running = true
		d.m.threading.total.Store(12)
		d.m.threading.found.Store(5)
		d.press("3")
	}},
	{name: "threads where there are none", store: street, keys: func(d *driver) { d.press("3") }},
	{name: "thread to be tagged", store: threadedStreet, keys: func(d *driver) { d.press("up", "T") }},
	{name: "issues", store: busyStreet, keys: func(d *driver) { d.press("4") }},
	{name: "issues of two chats", store: busyStreets, keys: func(d *driver) { d.press("3", "4") }},
	{name: "issues of one of two chats", store: busyStreets, keys: func(d *driver) { d.press("4") }},
	{name: "issues where there are none", store: street, keys: func(d *driver) { d.press("4") }},
	{name: "issues before the threads", store: func() *fakeStore { f := street(); f.missing = 12; return f }, keys: func(d *driver) {
		d.m.threading.running = true
		d.m.threading.total.Store(12)
		d.m.threading.found.Store(5)
		d.press("4")
	}},
	{name: "issue to be renamed", store: busyStreet, keys: func(d *driver) { d.press("4", "e") }},
	{name: "report to be written", store: busyStreet, keys: func(d *driver) { d.press("4", "E", "down", "tab") }},
	{name: "occurrences", store: busyStreet, keys: func(d *driver) { d.press("4", "down", "enter", "down") }},
	{name: "occurrences in one of two chats", store: busyStreets, keys: func(d *driver) { d.press("3", "4", "enter") }},
	{name: "lending", store: busyStreet, keys: func(d *driver) { d.press("5") }},
	{name: "lending of two chats", store: busyStreets, keys: func(d *driver) { d.press("3", "5") }},
	{name: "loan to be renamed", store: busyStreet, keys: func(d *driver) { d.press("5", "e") }},
	{name: "loan of somebody else", store: busyStreet, keys: func(d *driver) { d.press("5", "o").write("ra") }},
	{name: "loan to one of several", store: func() *fakeStore { return busyStreet().say("Linden Street", "Raj at 22", "hello") }, keys: func(d *driver) { d.press("5", "w").write("r") }},
	{name: "loan to nobody who wrote", store: busyStreet, keys: func(d *driver) { d.press("5", "w").write("the library") }},
	{name: "loan of what was only wanted", store: busyStreet, keys: func(d *driver) { d.press("5", "down", "o") }},
	{name: "lending where there is none", store: street, keys: func(d *driver) { d.press("5") }},
	{name: "review", store: busyStreet, keys: func(d *driver) { d.press("6") }},
	{name: "review of a part of a thread", store: busyStreet, keys: func(d *driver) { d.press("6", "y") }},
	{name: "review done", store: street, keys: func(d *driver) { d.press("6") }},
	{name: "people", store: acquainted, keys: func(d *driver) { d.press("7", "down") }},
	{name: "people to be joined", store: acquainted, keys: func(d *driver) { d.press("7", "down", "J", "down") }},
	{name: "person to be renamed", store: acquainted, keys: func(d *driver) { d.press("7", "down", "e") }},
	{name: "person to be split", store: acquainted, keys: func(d *driver) { d.press("7", "x") }},
	{name: "date", store: street, keys: func(d *driver) { d.press("d").write("march 2025") }},
	{name: "date in words", store: street, keys: func(d *driver) { d.press("d").write("letzten Winter") }},
	{name: "date that is none", store: street, keys: func(d *driver) { d.press("d").write("pancake day") }},
	{name: "search before a word", store: street, keys: func(d *driver) { d.press("/") }},
	{name: "search", store: street, keys: func(d *driver) { d.press("/").write("power") }},
	{name: "search for one", store: street, keys: func(d *driver) { d.press("/").write("wobbles") }},
	{name: "search for nothing", store: street, keys: func(d *driver) { d.press("/").write("zebra") }},
	{name: "search with some of the words", store: street, keys: func(d *driver) { d.press("/").write("power pothole") }},
	{name: "search with a problem", store: street, keys: func(d *driver) { d.press("/").write("power !form:ben") }},
	{name: "search with completions", store: street, keys: func(d *driver) { d.press("/").write("power from:") }},
	{name: "search again", store: street, keys: func(d *driver) { d.press("/").write("power").press("enter", "/") }},
	{name: "search in two chats", store: twoChats, keys: func(d *driver) { d.press("/").write("power").press("down") }},
	{name: "search in the counts", store: twoKinds, keys: func(d *driver) { d.press("/").write("a").press("tab", "tab", "right") }},
	{name: "search in the months", store: years, keys: func(d *driver) {
		d.press("/").write("message").press("tab", "tab", "down", "right", "right", "right")
	}},
	{name: "search for nothing in one chat", store: twoChats, keys: func(d *driver) { d.press("/").write("zebra") }},
	{name: "search with tabs", store: withTabs, keys: func(d *driver) { d.press("f3") }},
	{name: "search to be saved", store: withTabs, keys: func(d *driver) { d.press("/").write("pothole").press("tab", "S") }},
	{name: "chat with tabs", store: withTabs},
	{name: "chat to be written to a file", store: street, keys: func(d *driver) { d.press("E") }},
	{name: "search newest first", store: street, keys: func(d *driver) { d.press("/").write("power").press("ctrl+s", "tab") }},
	{name: "search of wide and right-to-left text", store: wide, keys: func(d *driver) { d.press("/").write("a") }},
	{name: "tags", store: street, keys: func(d *driver) { d.press("t") }},
	{name: "tags for a result", store: street, keys: func(d *driver) { d.press("/").write("power").press("tab", "a", "t") }},
	{name: "tag to be made", store: street, keys: func(d *driver) { d.press("t").write("Fish Van") }},
	{name: "tag put on", store: street, keys: func(d *driver) { d.press("t").write("fish").press("enter") }},
	{name: "help", store: street, keys: func(d *driver) { d.press("?") }},
	{name: "help while typing", store: street, keys: func(d *driver) { d.press("/", "f1") }},
	{name: "everything by name", store: street, keys: func(d *driver) { d.press("ctrl+p").write("day") }},
	{name: "chats", store: twoChats, keys: func(d *driver) { d.press("c") }},
	{name: "log", store: street, keys: func(d *driver) { d.send(failed{errors.New("read messages: input/output error")}); d.press("L") }},
	{name: "log with nothing in it", store: street, keys: func(d *driver) { d.press("L") }},
}

var files = []file{
	{name: "WhatsApp Chat with Linden Street.zip", size: 4_212_000, modified: time.Date(2025, 4, 3, 0, 0, 0, 0, time.UTC)},
	{name: "_chat.txt", size: 91_000, modified: time.Date(2024, 12, 24, 0, 0, 0, 0, time.UTC)},
	{name: "..", dir: true},
	{name: "Photos", dir: true},
}

func answerFolder(d *driver, files []file) answer {
	s := d.m.screens[0].(*start)
	return answer{to: s, of: &s.looking, n: s.looking.n, msg: folder{"/media/stick", files}}
}

// loading is a store in which a load is under way: it has told p and goes on
// until the test ends.
func loading(p index.Progress) func() *fakeStore {
	return func() *fakeStore {
		f := newFake()
		f.progress = []index.Progress{p}
		f.endless = true
		return f
	}
}

func afterLoad() *fakeStore {
	f := street()
	f.report = index.LoadReport{Loaded: []index.Loaded{{
		Chat: "Linden Street", New: 3412, Known: 120,
		Summary: parser.Summary{
			Chat: "Linden Street", Platform: "android", OrderEvidence: "line 12 has a day of 31", DateOrder: parser.DMY, Messages: 3532, Notices: 31,
			Senders: []string{"Ben", "Deb Ashworth", "Ivo", "Raj", "Sue", "Ann"},
			First:   time.Date(2021, 3, 1, 0, 0, 0, 0, time.UTC), Last: time.Date(2025, 4, 3, 0, 0, 0, 0, time.UTC),
			TruncatedByCap: true,
		},
	}}}
	return f
}

func again() *fakeStore {
	f := afterLoad()
	f.report.Loaded[0] = index.Loaded{Chat: "Linden Street", AlreadyLoaded: true}
	return f
}

func unproved() *fakeStore {
	f := afterLoad()
	s := &f.report.Loaded[0].Summary
	s.TruncatedByCap, s.Ambiguous, s.OrderEvidence = false, true, ""
	s.Warnings = []string{"lines 4 to 9 could not be read", "the order of day and month is not certain; --date-order mdy reads months first"}
	return f
}

func asking() *fakeStore {
	f := unproved()
	at := func(m time.Month, d int) time.Time { return time.Date(2024, m, d, 0, 0, 0, 0, time.UTC) }
	f.report.Loaded[0].Ask = true
	f.report.Loaded[0].Summary.DateOrder = parser.DMY
	f.report.Loaded[0].Summary.Doubts = []parser.Doubt{
		{Written: "3/4/24", DayFirst: at(4, 3), MonthFirst: at(3, 4)},
		{Written: "4/5/24", DayFirst: at(5, 4), MonthFirst: at(4, 5)},
		{Written: "11/12/24", DayFirst: at(12, 11), MonthFirst: at(11, 12)},
	}
	return f
}

func wide() *fakeStore {
	return newFake().
		say("長い通り 🏡", "山田太郎", "停電です。a 街灯も全部消えています。だれか電力会社に電話しましたか？").
		say("長い通り 🏡", "أحمد", "الكهرباء مقطوعة في الشارع كله a منذ الساعة السادسة").
		say("長い通り 🏡", "נועה", "יש למישהו סולם? a").
		say("長い通り 🏡", "👩‍👩‍👧‍👦 Family at 12", "a 👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦 🏳️‍🌈 🇬🇧 👍🏽 ok").
		say("長い通り 🏡", "Zálgo", "a z̷̧̛͓̯͖̈́̾á̸̡̛͍̙̈́l̵̢̛̺̈́g̶̡̛̺̈́ơ̷̡̺̈́ here").
		say("長い通り 🏡", "A very long name that goes on and on, number 44", "averylongwordwithoutanyplacetobreakitwhichgoesonandonandonandonandonandonandonandonandonandonandon")
}

func long() *fakeStore {
	return newFake().
		say("Mill Lane", "Ann", "before").
		say("Mill Lane", "Ben", strings.Repeat("The minutes of the meeting, in full. ", 271)).
		say("Mill Lane", "Ann", strings.Repeat("line\n", 40)+"end").
		say("Mill Lane", "Cat", "after")
}

// revised is a street where somebody thought better of it.
func revised() *fakeStore {
	f := threadedStreet()
	all := f.messages["Linden Street"]
	all[4].Edited = true
	all[4].Earlier = []index.Earlier{
		{Text: "power gone"},
		{Text: "power just went here, and the whole of Linden Street is dark as far as I can see from the\nattic window, anyone?"},
	}
	all[5] = index.Message{ID: all[5].ID, Chat: all[5].Chat, N: all[5].N, Time: all[5].Time, Sender: all[5].Sender, Kind: parser.Deleted, Earlier: []index.Earlier{{Text: all[5].Text}}}
	all[7].Earlier = []index.Earlier{{Kind: parser.Media, Attachment: "IMG-20250312-WA0009.jpg"}}
	return f
}

// years is a chat of many months and many people.
func years() *fakeStore {
	f := newFake()
	for i := range 400 {
		f.sayAt("Mill Lane", time.Date(2018, 1, 3+i*i/50, 9, 0, 0, 0, time.UTC), fmt.Sprintf("Neighbour at no %d", i*i%37), "a message")
	}
	return f
}

func withTabs() *fakeStore {
	f := street()
	for _, q := range []string{"power", "ladder", "has:media", "council letter", "長い通り 停電", "when is the water going off", "a", "b", "c"} {
		f.saved = append(f.saved, index.SavedSearch{Name: q, Query: q})
	}
	return f
}

func twoKinds() *fakeStore {
	return twoChats().add("Linden Street", index.Message{Time: time.Date(2025, 4, 4, 9, 0, 0, 0, time.UTC), Sender: "Sue", Kind: parser.Media, Attachment: "a.jpg", Text: "a photo"})
}

func twoChats() *fakeStore {
	return street().say("Mill Lane", "Cat", "Our power is fine here").say("Mill Lane", "Cat", "so far")
}

func (d *driver) later(by time.Duration) {
	now := d.m.now()
	d.m.now = func() time.Time { return now.Add(by) }
	l := d.m.screens[0].(*load)
	l.latest.set(d.m.store.(*fakeStore).progress[0])
	d.send(answer{to: l, of: &l.ticking, n: l.ticking.n, msg: beat{}})
}

func TestColours(t *testing.T) {
	t.Parallel()
	for _, look := range []struct {
		name    string
		light   bool
		profile colorprofile.Profile
	}{
		{"dark", false, colorprofile.TrueColor},
		{"light", true, colorprofile.TrueColor},
		{"dark, 256 colours", false, colorprofile.ANSI256},
		{"light, 256 colours", true, colorprofile.ANSI256},
		{"dark, 16 colours", false, colorprofile.ANSI},
		{"light, 16 colours", true, colorprofile.ANSI},
		{"NO_COLOR", false, colorprofile.ASCII},
	} {
		t.Run(look.name, func(t *testing.T) {
			t.Parallel()
			for _, see := range []struct {
				name string
				keys func(d *driver)
			}{
				{"search", func(d *driver) { d.press("home", "space", "/").write("power").press("tab", "space") }},
				{"threads", func(d *driver) { d.press("home", "down", "down") }},
				{"issues", func(d *driver) { d.press("4") }},
				{"review", func(d *driver) { d.press("6", "s") }},
				{"lending", func(d *driver) { d.press("5", "down") }},
				{"tags", func(d *driver) { d.press("T").press("down") }},
				{"palette", func(d *driver) { d.press("ctrl+p", "down") }},
			} {
				t.Run(see.name, func(t *testing.T) {
					d := drive(t, busyStreet(), 80, 24)
					d.send(tea.ColorProfileMsg{Profile: look.profile})
					if look.light {
						d.send(tea.BackgroundColorMsg{Color: color.White})
					}
					see.keys(d)
					var out bytes.Buffer
					w := colorprofile.Writer{Forward: &out, Profile: look.profile}
					fmt.Fprintln(&w, d.m.View().Content)
					golden.RequireEqual(t, out.String())
				})
			}
		})
	}
}

func TestATerminalThatIsTooSmallIsAskedForMoreRoom(t *testing.T) {
	t.Parallel()
	for _, size := range []struct{ width, height int }{{39, 24}, {80, 9}, {10, 3}, {1, 1}} {
		d := drive(t, street(), size.width, size.height)
		d.requireFit(t)
		d.press("/").write("power").press("down", "enter", "esc", "?", "esc")
		if size.width >= 39 {
			d.sees("Kerb needs a terminal of 40 by 10")
		}
		d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		d.requireFit(t)
	}
}

func TestEverySizeFits(t *testing.T) {
	t.Parallel()
	d := drive(t, wide(), 80, 24)
	visit := func() {
		for width := 40; width < 150; width += 7 {
			for height := 10; height < 50; height += 9 {
				d.send(tea.WindowSizeMsg{Width: width, Height: height})
				d.requireFit(t)
			}
		}
	}
	visit()
	d.press("enter")
	visit()
	d.press("esc", "/").write("a")
	visit()
	d.press("tab", "t")
	visit()
	d.press("esc", "?")
	visit()
	d.press("esc", "ctrl+p")
	visit()
	d.press("esc", "c")
	visit()
	for _, key := range []string{"3", "4", "5", "6", "7"} {
		d.press("esc", key)
		visit()
	}
	d.press("esc", "o")
	visit()
	d = drive(t, busyStreets(), 80, 24)
	for _, key := range []string{"3", "4", "5", "6"} {
		d.press(key)
		visit()
	}
	d.press("4", "E")
	visit()
}

func TestATerminalWithoutUnicodeGetsSignsInASCII(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.m.utf8 = false
	d.m.restyle()
	d.press("home", "space", "up")
	d.sees("\n>* 17:58")
	d.seesNot("▌")
}
