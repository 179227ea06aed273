//go:build unix

package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kerb": main})
}

// patience is how long a screen may take to come on a busy machine; no test
// waits for it that passes.
const patience = 20 * time.Second

// A terminal runs the program in a pseudo-terminal, for a test to type at and
// look at.
type terminal struct {
	t      *testing.T
	keys   *os.File
	shows  chan string // the screen after each output
	last   string
	exited chan error
}

func startTerminal(t *testing.T, dir string, args ...string) *terminal {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "kerb", args...)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir, "KERB_STORE="+dir+"/store", "TERM=vt220")
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{t: t, keys: file, shows: make(chan string), exited: make(chan error, 1)}
	go term.watch(cmd)
	t.Cleanup(func() { _ = file.Close() })
	return term
}

// watch draws what the program prints until it ends.
func (term *terminal) watch(cmd *exec.Cmd) {
	screen := newScreen(80, 24)
	buffer := make([]byte, 1<<14)
	for {
		n, err := term.keys.Read(buffer)
		if err != nil { // on Linux reading fails once the program has ended
			break
		}
		_, _ = screen.Write(buffer[:n])
		select {
		case term.shows <- screen.String():
		case <-term.t.Context().Done():
			return
		}
	}
	term.exited <- cmd.Wait()
	close(term.shows)
}

// press types keys.
func (term *terminal) press(keys string) {
	term.t.Helper()
	if _, err := term.keys.WriteString(keys); err != nil {
		term.t.Fatal(err)
	}
}

// waitFor waits until the screen shows every one of texts at once.
func (term *terminal) waitFor(texts ...string) {
	term.t.Helper()
	timeout := time.After(patience)
	for !containsAll(term.last, texts) {
		select {
		case shown, ok := <-term.shows:
			if !ok {
				term.t.Fatalf("the program ended before it showed %q; last screen:\n%s", texts, term.last)
			}
			term.last = shown
		case <-timeout:
			term.t.Fatalf("the screen does not show %q:\n%s", texts, term.last)
		}
	}
}

// waitForExit waits until the program has ended, without an error.
func (term *terminal) waitForExit() {
	term.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case _, ok := <-term.shows:
			if ok {
				continue
			}
			if err := <-term.exited; err != nil {
				term.t.Fatalf("the program ended with %v", err)
			}
			return
		case <-timeout:
			term.t.Fatal("the program does not end")
		}
	}
}

func containsAll(screen string, texts []string) bool {
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			return false
		}
	}
	return true
}

func TestAPersonLoadsAChatFindsAMessageTagsItAndQuits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	term := startTerminal(t, dir, "testdata/maple-court/WhatsApp Chat with Maple Court.txt")

	term.waitFor("Loaded", "27 new messages")
	term.press("\r")
	term.waitFor("Kip you done with the snow blower?")
	term.press("/")
	term.waitFor("Search")
	term.press("borrow")
	term.waitFor("Can I borrow", "1 of 1")
	term.press("\r")
	term.waitFor("Howdy", "Can I borrow somebody's snow blower")
	term.press("t")
	term.waitFor("type to find a tag")
	term.press("lend")
	term.waitFor("lend", "lending")
	term.press("\r")
	term.waitFor("lending on 1 message")
	term.press("\x1b")
	term.waitFor("u undoes it")
	term.press("q")
	term.waitForExit()

	out, err := exec.CommandContext(t.Context(), "kerb", "--store", dir+"/store", "search", "tag:lending").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "snow blower") {
		t.Errorf("kerb search tag:lending prints %q, want the message that was tagged on the screen", out)
	}
}
