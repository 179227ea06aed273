package tui

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index"
)

// clipboard runs what a key led to and returns the text that goes to the
// clipboard.
func (d *driver) clipboard(key string) string {
	d.t.Helper()
	d.held = true
	d.press(key)
	d.held = false
	waiting := d.wait
	d.wait = nil
	for _, cmd := range waiting {
		if a, ok := cmd().(answer); ok {
			_, put := d.m.Update(a)
			if put == nil {
				return ""
			}
			return fmt.Sprint(put()) // what tea.SetClipboard was given
		}
	}
	return ""
}

func TestOneMessageIsCopiedAsItsWords(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("home", "down")
	if got := d.clipboard("y"); got != "Has anybody got a ladder I could borrow at the weekend?" {
		t.Errorf("copied %q", got)
	}
	d.sees("Copied 1 message.")
}

func TestSeveralMessagesAreCopiedWithWhoAndWhen(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.press("/").write("power").press("tab", "down", "space", "up", "up", "space")
	want := "12 Mar 2025 18:01  Ben: power just went here, anyone?\n12 Mar 2025 19:40  Ivo: Power back on at no 7"
	if got := d.clipboard("y"); got != want {
		t.Errorf("copied %q", got)
	}
}

func TestWhatIsCopiedIsHarmless(t *testing.T) {
	t.Parallel()
	d := drive(t, newFake().say("Mill Lane", "Eve", "a\x1b[2J\u202eb"), 80, 24)
	if got := d.clipboard("y"); strings.ContainsAny(got, "\x1b\u202e") || !strings.HasPrefix(got, "a") {
		t.Errorf("copied %q", got)
	}
}

func TestWhatIsTooLongForAClipboardIsNotCutInSilence(t *testing.T) {
	t.Parallel()
	d := drive(t, newFake().say("Mill Lane", "Ann", strings.Repeat("long ", copyLimit/4)), 80, 24)
	if got := d.clipboard("y"); got != "" {
		t.Errorf("copied %d bytes", len(got))
	}
	d.sees("too long for the clipboard")
}

// writing lets the driver's export write lines of text.
func (d *driver) writing() {
	d.m.export = func(path string, messages iter.Seq2[index.Message, error], without *Residents) (n int, err error) {
		if filepath.Ext(path) == ".bad" {
			return 0, errors.New("tells no format")
		}
		var lines []string
		if without != nil {
			lines = append(lines, fmt.Sprint("without ", len(without.People), " people"))
		}
		for m, err := range messages {
			if err != nil {
				return 0, err
			}
			lines = append(lines, m.Text)
			n++
		}
		return n, os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600)
	}
}

func TestWhatIsShownIsWrittenToAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := drive(t, twoChats(), 140, 40)
	d.writing()
	write := func(name string, keys ...string) []string {
		t.Helper()
		d.press("E")
		d.sees("Write to a file")
		d.sees("left out: Resident A")
		d.press(keys...)
		d.m.top().typing().set(filepath.Join(dir, name))
		d.press("enter")
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatalf("%v:\n%s", err, d.screen())
		}
		return strings.Split(string(content), "\n")
	}
	if got := write("safe.csv"); len(got) != 13 || !strings.HasPrefix(got[0], "without ") {
		t.Errorf("people are not left out unless that is wanted: %q", got)
	}
	if got := write("chat.csv", "tab", "tab"); len(got) != 12 {
		t.Errorf("the chat is %d messages: %q", len(got), got)
	}
	d.sees("Wrote 12 messages to")
	d.press("home", "space")
	if got := write("chosen.csv", "tab", "tab"); len(got) != 1 || !strings.HasPrefix(got[0], "Ann created") {
		t.Errorf("chosen: %q", got)
	}
	d.press("/").write("powe").press("ctrl+g", "tab")
	if got := write("hits.md", "tab", "tab"); len(got) != 4 || !slices.Contains(got, "Our power is fine here") {
		t.Errorf("hits: %q", got)
	}
	d.press("ctrl+p").write("export shown").press("enter")
	d.m.top().typing().set(filepath.Join(dir, "hits.md"))
	d.press("enter")
	d.sees("There is a file of that name already")
	d.m.top().typing().set(filepath.Join(dir, "hits.bad"))
	d.press("enter")
	d.sees("Tells no format")
}

func TestAFileIsOfferedUnderANameThatEveryDiskTakes(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]string{"Linden Street": "linden-street", "../../etc": "etc", "": "kerb", `from:"Ben" a/b`: "from-ben-a-b", "停電": "停電"} {
		if got := fileName(from); got != want {
			t.Errorf("%q becomes %q, want %q", from, got, want)
		}
	}
	if got := fileName(strings.Repeat("é", 300)); len([]rune(got)) != 40 {
		t.Errorf("%d characters", len(got))
	}
}
