package command_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/command"
)

const chat = "13/03/2024, 18:05 - Ben: power just went here, anyone?\n13/03/2024, 18:06 - Deb: Ours is off too\n"

// kerb runs a command line on a store and returns its exit status and what it
// printed.
func kerb(t *testing.T, store string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = command.Main(t.Context(), append([]string{"--store", store}, args...), strings.NewReader(""), &out, &errs)
	return status, out.String(), errs.String()
}

func TestWhileAnotherKerbWritesReadingWorksAndWritingIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "chat.txt")
	if err := os.WriteFile(path, []byte(chat), 0o600); err != nil {
		t.Fatal(err)
	}
	exports, err := parser.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	store, err := index.Open(t.Context(), filepath.Join(dir, "store"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var once sync.Once
	meanwhile := func(index.Progress) {
		once.Do(func() {
			status, _, stderr := kerb(t, store.Dir(), "load", path)
			if status != 1 || !strings.Contains(stderr, "another kerb") {
				t.Errorf("kerb load during a load: status %d, %q; want 1 and who is busy", status, stderr)
			}
			if status, _, stderr := kerb(t, store.Dir(), "chats"); status != 0 {
				t.Errorf("kerb chats during a load: status %d, %q", status, stderr)
			}
		})
	}
	if _, err := store.Load(t.Context(), exports, index.LoadOptions{Progress: meanwhile}); err != nil {
		t.Fatal(err)
	}
	if _, stdout, _ := kerb(t, store.Dir(), "chats"); !strings.Contains(stdout, "2 messages") {
		t.Errorf("after the load kerb chats prints %q, want the chat", stdout)
	}
}

// interrupted is standard input on which somebody presses Ctrl-C after a while.
type interrupted struct {
	text   io.Reader
	cancel context.CancelFunc
}

func (i interrupted) Read(p []byte) (int, error) {
	n, err := i.text.Read(p)
	if errors.Is(err, io.EOF) {
		i.cancel()
	}
	return n, err
}

func TestAnInterruptLeavesTheStoreAsItWas(t *testing.T) {
	t.Parallel()
	store := filepath.Join(t.TempDir(), "store")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, errs bytes.Buffer
	status := command.Main(ctx, []string{"--store", store, "load", "-"}, interrupted{strings.NewReader(chat), cancel}, &out, &errs)
	if status != 1 || out.Len() > 0 || !strings.Contains(errs.String(), "stopped") {
		t.Errorf("status %d, printed %q and %q; want 1 and that it was stopped", status, &out, &errs)
	}
	if status, stdout, _ := kerb(t, store, "chats", "--json"); status != 0 || stdout != "" {
		t.Errorf("kerb chats: status %d, %q; want an empty store", status, stdout)
	}
	spooled, err := filepath.Glob(filepath.Join(store, "tmp", "*"))
	if err != nil || len(spooled) > 0 {
		t.Errorf("left over: %q, %v", spooled, err)
	}
}

func TestAReaderThatHasSeenEnoughIsNoFailure(t *testing.T) {
	t.Parallel()
	store := filepath.Join(t.TempDir(), "store")
	reader, writer := io.Pipe()
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	status := command.Main(t.Context(), []string{"--store", store, "tag", "ls"}, strings.NewReader(""), writer, &errs)
	if status != 0 || errs.Len() > 0 {
		t.Errorf("status %d, %q; want 0 and silence", status, &errs)
	}
}

func TestAFileWithoutAReadableMessageIsNotCalledKnown(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "long.jsonl")
	line := `{"n":1,"time":"2024-03-13T18:05:00","sender":"Ben","kind":"text","text":"` + strings.Repeat("a", 2<<20) + "\"}\n"
	if err := os.WriteFile(path, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := kerb(t, filepath.Join(dir, "store"), "load", path)
	if status != 3 || !strings.Contains(stdout, "no message in it could be read") || !strings.Contains(stderr, "line 1: the line is longer") {
		t.Errorf("status %d, %q, %q", status, stdout, stderr)
	}
}
