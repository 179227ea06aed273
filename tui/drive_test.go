package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
)

// A driver runs the screens without a terminal: commands are carried out at
// once, in order, in the test's own goroutine, so that nothing depends on
// timing. While held is true they wait instead.
type driver struct {
	t    *testing.T
	m    model
	held bool
	wait []tea.Cmd
	quit bool
}

var errNoFile = errors.New("no such file")

func drive(t *testing.T, s store, width, height int, paths ...string) *driver {
	t.Helper()
	d := newDriver(t, s, paths...)
	if f, ok := s.(*fakeStore); ok {
		d.held = f.endless
	}
	d.send(tea.WindowSizeMsg{Width: width, Height: height})
	d.do(d.m.Init())
	return d
}

func newDriver(t *testing.T, s store, paths ...string) *driver {
	t.Helper()
	a := newApp(t.Context(), s, Options{
		Paths:   paths,
		Environ: []string{"LANG=en_GB.UTF-8"},
		Now:     func() time.Time { return time.Date(2025, 4, 5, 9, 30, 0, 0, time.UTC) },
		Open: func(_ context.Context, path string) ([]*parser.Export, error) {
			if strings.Contains(path, "missing") {
				return nil, &parser.RefusedError{Path: path, Reason: "there is no such file", Hint: "look where the phone put it", Err: errNoFile}
			}
			return []*parser.Export{parser.FromReader(path, nil)}, nil
		},
	})
	a.folders = []string{t.TempDir()}
	a.after = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	t.Cleanup(a.tasks.stop)
	return &driver{t: t, m: model{a}}
}

func (d *driver) send(msg tea.Msg) {
	_, cmd := d.m.Update(msg)
	d.do(cmd)
}

func (d *driver) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if d.held {
		d.wait = append(d.wait, cmd)
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			d.do(c)
		}
	case tea.QuitMsg:
		d.quit = true
	case nil:
	default:
		d.send(msg)
	}
}

// release carries out what waited, the newest first if reversed.
func (d *driver) release(reversed bool) {
	waiting := d.wait
	d.wait, d.held = nil, false
	if reversed {
		slices.Reverse(waiting)
	}
	for _, cmd := range waiting {
		d.do(cmd)
	}
}

var keyCodes = map[string]tea.Key{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown},
	"backspace": {Code: tea.KeyBackspace}, "space": {Code: tea.KeySpace, Text: " "},
	"ctrl+p": {Code: 'p', Mod: tea.ModCtrl}, "ctrl+r": {Code: 'r', Mod: tea.ModCtrl}, "ctrl+s": {Code: 's', Mod: tea.ModCtrl},
	"ctrl+n": {Code: 'n', Mod: tea.ModCtrl}, "ctrl+z": {Code: 'z', Mod: tea.ModCtrl}, "ctrl+g": {Code: 'g', Mod: tea.ModCtrl}, "f1": {Code: tea.KeyF1}, "f2": {Code: tea.KeyF2}, "f3": {Code: tea.KeyF3},
}

// press presses keys by name; anything without a name is a letter.
func (d *driver) press(keys ...string) *driver {
	d.t.Helper()
	for _, k := range keys {
		key, ok := keyCodes[k]
		if !ok {
			key = tea.Key{Code: []rune(k)[0], Text: k}
		}
		d.send(tea.KeyPressMsg(key))
	}
	return d
}

func (d *driver) write(text string) *driver {
	d.t.Helper()
	for _, g := range graphemes(text) {
		if g == " " {
			d.press("space")
		} else {
			d.send(tea.KeyPressMsg{Code: []rune(g)[0], Text: g})
		}
	}
	return d
}

// screen is what is seen, without colours.
func (d *driver) screen() string {
	d.t.Helper()
	lines := strings.Split(ansi.Strip(d.m.View().Content), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

func (d *driver) sees(text string) {
	d.t.Helper()
	if !strings.Contains(d.screen(), text) {
		d.t.Errorf("%q is not on the screen:\n%s", text, d.screen())
	}
}

func (d *driver) seesNot(text string) {
	d.t.Helper()
	if strings.Contains(d.screen(), text) {
		d.t.Errorf("%q is on the screen:\n%s", text, d.screen())
	}
}

// selected is the line with the bar.
func (d *driver) selected() string {
	for line := range strings.SplitSeq(d.screen(), "\n") {
		if strings.HasPrefix(line, "▌") {
			return line
		}
	}
	return ""
}

// street is a chat of a few days.
func street() *fakeStore {
	f := newFake()
	day := time.Date(2025, 3, 10, 17, 58, 0, 0, time.UTC)
	const chat = "Linden Street"
	f.sayAt(chat, day, "", "Ann created group “Linden Street”")
	f.sayAt(chat, day.Add(3*time.Minute), "Ben", "Has anybody got a ladder I could borrow at the weekend?")
	f.sayAt(chat, day.Add(9*time.Minute), "Deb Ashworth", "You can have ours, it is in the side passage. Mind the third rung, it wobbles a bit when it is wet.")
	f.sayAt(chat, day.Add(10*time.Minute), "Ben", "Lifesaver, thanks")
	day = day.AddDate(0, 0, 2)
	f.sayAt(chat, day.Add(3*time.Minute), "Ben", "power just went here, anyone?")
	f.sayAt(chat, day.Add(6*time.Minute), "Deb Ashworth", "Ours is off too, whole row dark")
	f.sayAt(chat, day.Add(8*time.Minute), "Raj", "fine at 22 👍🏽")
	f.sayAt(chat, day.Add(32*time.Minute), "Ben", "UKPN say 9pm")
	f.add(chat, index.Message{Time: day.Add(40 * time.Minute), Sender: "Sue", Kind: parser.Media, Attachment: "IMG-20250312-WA0001.jpg", Text: "fish van is here btw"})
	f.sayAt(chat, day.Add(102*time.Minute), "Ivo", "Power back on at no 7")
	day = day.AddDate(0, 0, 21)
	f.sayAt(chat, day.Add(-9*time.Hour), "Ann", "anyone else's power flickering?")
	f.sayAt(chat, day, "Raj", "The pothole outside 14 has eaten another tyre. I have written to the council with photos.")
	f.tags[f.messages[chat][5].ID] = []string{"outage"}
	f.tags[f.messages[chat][9].ID] = []string{"outage"}
	f.tags[f.messages[chat][11].ID] = []string{"licensing", "pothole"}
	return f
}
