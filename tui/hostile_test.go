package tui

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/parser"
)

// evil is what somebody may write to act on the terminals of others: escape
// sequences of every family, controls in one and two bytes, overrides of
// direction, marks without width, broken UTF-8.
const evil = "\x1b[2J\x1b]0;owned\x07\x1bPq\x1b\\\x1b[31mred\x1b]8;;http://evil\x1b\\link\x9b31m\x85\u009b2J\u0090q\u009c" +
	"\r\x08\x08\x7f\x00\x05\t\u202eesrever\u2066iso\u2069\u200f\u061c\u200b\u2028\u2029\ufeff\U000e0041\xff\xfe end"

// requireHarmless fails where anything but styles and plain text is drawn.
func (d *driver) requireHarmless(t *testing.T) {
	t.Helper()
	content := d.m.View().Content
	for s, state := content, byte(0); len(s) > 0; {
		seq, w, n, next := ansi.DecodeSequence(s, state, nil)
		if seq != "\n" && w == 0 && !isStyle(seq) && !isMark(seq) {
			t.Errorf("%q reaches the terminal on:\n%s", seq, d.screen())
			return
		}
		for _, r := range seq {
			if unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r >= 0x80 && r < 0xa0 {
				t.Errorf("%U reaches the terminal", r)
				return
			}
		}
		s, state = s[n:], next
	}
	if !strings.Contains(content, "\x1b[") {
		t.Error("nothing was drawn")
	}
	d.requireFit(t)
}

func isStyle(seq string) bool {
	return strings.HasPrefix(seq, "\x1b[") && strings.HasSuffix(seq, "m")
}

func isMark(seq string) bool {
	for _, r := range seq {
		if !unicode.IsMark(r) {
			return false
		}
	}
	return true
}

func hostile() *fakeStore {
	f := newFake()
	chat := "Street " + evil
	f.say(chat, "Ben "+evil, "ladder "+evil)
	f.add(chat, index.Message{Time: time.Date(2025, 3, 12, 18, 5, 0, 0, time.UTC), Sender: evil, Kind: parser.Media, Attachment: "photo" + evil + ".jpg", Text: evil + " ladder", Earlier: []index.Earlier{{Text: evil}, {Kind: parser.Media, Attachment: evil}}})
	f.say(chat, "", "notice "+evil)
	f.say("Other "+evil, evil, strings.Repeat(evil+" ladder ", 30))
	for _, all := range f.messages {
		for _, m := range all {
			f.tags[m.ID] = []string{"tag" + evil}
		}
	}
	f.report = index.LoadReport{
		Loaded: []index.Loaded{{
			Chat: chat, Name: evil, New: 2,
			Summary: parser.Summary{Platform: evil, OrderEvidence: "line 3: " + evil, Senders: []string{evil, "Ben " + evil}, Warnings: []string{evil}, First: time.Unix(0, 0), Last: time.Unix(1, 0)},
		}},
		Refused: []error{errors.New(evil), &parser.RefusedError{Path: evil, Line: 3, Reason: evil, Hint: evil}},
	}
	f.progress = []index.Progress{{Stage: index.Reading, Source: evil, Bytes: 1, Total: 2, Messages: 1, Understood: &parser.Summary{OrderEvidence: evil}}}
	return f
}

func TestNothingFromAChatReachesTheTerminalRaw(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		d := drive(t, hostile(), size.width, size.height)
		d.requireHarmless(t)
		for _, keys := range [][]string{
			{"home"}, {"enter"}, {"esc", "space"}, {"t"}, {"down", "enter"}, {"esc"}, {"u"}, {"c"}, {"enter"}, {"esc"},
			{"/"}, {"l", "a", "d", "d", "e", "r"}, {"down"}, {"tab", "r"}, {"esc", "a", "t"}, {"enter"}, {"esc", "enter"}, {"?"}, {"esc", "ctrl+p"}, {"esc"},
		} {
			d.press(keys...)
			d.requireHarmless(t)
		}
		d.send(failed{errors.New(evil)})
		d.requireHarmless(t)
		d.press("L")
		d.requireHarmless(t)
		d.press("esc", "/")
		d.send(tea.PasteMsg{Content: evil})
		d.requireHarmless(t)
		d.send(tea.KeyPressMsg{Code: 'x', Text: "\u202e\x1b[2J"})
		d.requireHarmless(t)
	}
}

// What was found in chats is as hostile as they are.
func TestNothingFoundInAChatReachesTheTerminalRaw(t *testing.T) {
	t.Parallel()
	f := hostile()
	chat := f.chats[0]
	f.thread(chat, 0, -1)
	m := f.messages[chat][0]
	ids := []index.ID{m.ID, f.messages[chat][1].ID}
	f.issues = []index.Issue{{ID: evil, Chat: chat, Issue: issue.Issue{Tag: "outage", Title: evil, Place: evil}, Occurrences: []index.Occurrence{{
		Occurrence: issue.Occurrence{First: m.Time, Last: m.Time, Affected: []string{evil}, Unaffected: []string{evil}, Place: evil, References: []string{evil}, Outcome: evil}, IDs: ids,
	}}}}
	f.loans = []index.Loan{{ID: evil, Chat: chat, Entry: lending.Entry{Item: evil, Owner: evil, Borrower: evil, State: lending.Out}, IDs: ids}}
	f.suggested = []index.Suggestion{{Thread: m.ID, Chat: chat, Tag: "lending", Messages: ids, Confidence: 0.9, Because: []index.Reason{{Message: m.ID, Start: 0, End: len(m.Text), Text: m.Text}}}}
	f.names = map[string][]string{evil: {"~" + evil, "+44" + evil}}
	f.doubts = []index.Doubt{{A: evil, B: "Ben " + evil, Shared: 2}}
	for _, size := range sizes {
		d := drive(t, f, size.width, size.height)
		for _, keys := range [][]string{
			{"3"}, {"enter"}, {"f"}, {"T"}, {"esc", "4"}, {"e"}, {"esc", "E"}, {"esc", "J"}, {"enter"}, {"enter"}, {"5"}, {"e"}, {"esc", "o"}, {"esc", "w"}, {"b"}, {"enter"}, {"5"}, {"enter"}, {"6"}, {"t"}, {"esc", "7"}, {"e"}, {"enter", "J"}, {"down", "J"}, {"x"}, {"esc", "home", "x"}, {"enter"}, {"home", "enter"},
			{"1", "/", "f", "r", "o", "m", ":"}, {"right"}, {"tab", "v"},
		} {
			d.press(keys...)
			d.requireHarmless(t)
		}
	}
}

func TestNothingFromAFileReachesTheTerminalRaw(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		d := drive(t, hostile(), size.width, size.height, "Chat "+evil+".zip", "missing "+evil+".txt")
		d.requireHarmless(t)
		d.press("pgdown")
		d.requireHarmless(t)

		f := hostile()
		f.endless = true
		d = drive(t, f, size.width, size.height, "Chat "+evil+".zip")
		d.requireHarmless(t)
		d.later(2 * time.Second)
		d.requireHarmless(t)

		d = drive(t, newFake(), size.width, size.height)
		d.send(answerFolder(d, []file{{name: evil + ".txt"}, {name: evil, dir: true}}))
		d.m.screens[0].(*start).dir = "/tmp/" + evil
		d.requireHarmless(t)
		d.send(tea.PasteMsg{Content: "/tmp/missing" + evil})
		d.requireHarmless(t)
		d.press("enter")
		d.requireHarmless(t)
	}
}
