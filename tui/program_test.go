package tui

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/charmbracelet/x/exp/teatest/v2"
)

// The real program, with its renderer and its event loop, from the first
// screen to a tag to the end.
func TestTheProgramRunsFromChatToTagToQuit(t *testing.T) {
	t.Parallel()
	d := newDriver(t, street())
	tm := teatest.NewTestModel(t, d.m, teatest.WithInitialTermSize(80, 24))
	seen := &bytes.Buffer{}
	wait := func(text string) {
		t.Helper()
		teatest.WaitFor(t, io.TeeReader(tm.Output(), seen), func(out []byte) bool {
			return strings.Contains(ansi.Strip(string(out)), text)
		}, teatest.WithDuration(10*time.Second), teatest.WithCheckInterval(5*time.Millisecond))
	}
	wait("Linden Street")
	tm.Type("/")
	wait("Answers come while you type")
	tm.Type("wobbles")
	wait("1 message")
	tm.Send(tea.KeyPressMsg{Code: tea.KeyTab})
	tm.Type("t")
	wait("make one")
	tm.Type("lending")
	tm.Send(tea.KeyPressMsg{Code: tea.KeyEnter})
	wait("Put lending on 1 message")
	tm.Send(tea.KeyPressMsg{Code: tea.KeyEscape})
	tm.Send(tea.KeyPressMsg{Code: tea.KeyEscape})
	wait("18:08")
	tm.Type("q")
	tm.WaitFinished(t, teatest.WithFinalTimeout(10*time.Second))
	rest, err := io.ReadAll(tm.FinalOutput(t))
	if err != nil {
		t.Fatal(err)
	}
	seen.Write(rest)
	for _, reset := range []string{ansi.ResetModeAltScreenSaveCursor, ansi.SetModeTextCursorEnable, ansi.ResetModeBracketedPaste, ansi.ResetModeMouseButtonEvent} {
		if !bytes.Contains(seen.Bytes(), []byte(reset)) {
			t.Errorf("the terminal is not restored: %q was not sent", reset)
		}
	}
	m := tm.FinalModel(t).(model)
	m.quitting = false
	golden.RequireEqual(t, (&driver{t: t, m: m}).screen())
}

func TestNoHostileByteReachesTheTerminalThroughTheRenderer(t *testing.T) {
	t.Parallel()
	d := newDriver(t, hostile())
	tm := teatest.NewTestModel(t, d.m, teatest.WithInitialTermSize(140, 40))
	seen := &bytes.Buffer{}
	wait := func(text string) {
		t.Helper()
		teatest.WaitFor(t, io.TeeReader(tm.Output(), seen), func(out []byte) bool {
			return strings.Contains(ansi.Strip(string(out)), text)
		}, teatest.WithDuration(10*time.Second), teatest.WithCheckInterval(5*time.Millisecond))
	}
	wait("Street")
	tm.Type("/ladder")
	wait("messages")
	tm.Send(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	tm.WaitFinished(t, teatest.WithFinalTimeout(10*time.Second))
	rest, err := io.ReadAll(tm.FinalOutput(t))
	if err != nil {
		t.Fatal(err)
	}
	seen.Write(rest)
	for _, bad := range []string{"\x1b]0;owned", "\x1b]8;", "\x1bP", "\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\u009b", "\u0090", "\x9b31m", "\x05", "\x7f", "\u2028", "\U000e0041"} {
		if bytes.Contains(seen.Bytes(), []byte(bad)) {
			t.Errorf("%q reached the terminal", bad)
		}
	}
}
