package command_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/tui/command"
)

// A disk is a small file system of its own that can be made full or read-only.
type disk struct {
	dir string
}

// smallDisk mounts a disk for the length of a test, or skips the test where
// that is not allowed.
func smallDisk(t *testing.T) disk {
	t.Helper()
	d := disk{t.TempDir()}
	if err := syscall.Mount("tmpfs", d.dir, "tmpfs", 0, "size=24m,mode=700"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(d.dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return d
}

// full fills the disk to the last byte; the function it returns makes room.
func (d disk) full(t *testing.T) (undo func()) {
	t.Helper()
	path := filepath.Join(d.dir, "other things")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1 << 20; size > 0; {
		n, err := f.Write(make([]byte, size))
		if n < size && !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
		if n < size {
			size /= 2
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// readOnly lets nothing be written; the function it returns ends that.
func (d disk) readOnly(t *testing.T) (undo func()) {
	t.Helper()
	remount := func(flags uintptr) {
		var err error = syscall.EBUSY
		// A process that another test starts holds all open files until it is its own program.
		for tries := 0; errors.Is(err, syscall.EBUSY) && tries < 100; tries++ {
			time.Sleep(time.Duration(tries) * time.Millisecond)
			err = syscall.Mount("", d.dir, "", syscall.MS_REMOUNT|flags, "size=24m")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	remount(syscall.MS_RDONLY)
	return func() { remount(0) }
}

// runKerb runs the program on a store.
func runKerb(t *testing.T, store, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, said bytes.Buffer
	status = command.Main(t.Context(), append([]string{"--store", store}, args...), strings.NewReader(stdin), &out, &said)
	return status, out.String(), said.String()
}

// must runs the program, which is to succeed.
func must(t *testing.T, store string, args ...string) string {
	t.Helper()
	status, stdout, stderr := runKerb(t, store, "", args...)
	if status != 0 {
		t.Fatalf("kerb %s: status %d, %s", strings.Join(args, " "), status, stderr)
	}
	return stdout
}

// kept is all that a store was given: messages and every mark.
func kept(t *testing.T, store string) string {
	t.Helper()
	return must(t, store, "export") + must(t, store, "tag", "dump")
}

// fields returns a field of each JSON object in out.
func fields(t *testing.T, out, name string) (values []string) {
	t.Helper()
	for line := range strings.Lines(out) {
		_, rest, found := strings.Cut(line, `"`+name+`":"`)
		if value, _, closed := strings.Cut(rest, `"`); found && closed {
			values = append(values, value)
		}
	}
	if len(values) < 2 {
		t.Fatalf("fewer than two have %q in %s", name, out)
	}
	return values
}

// usedStore makes a store in which every kind of mark is, and lists the
// commands that write to it.
func usedStore(t *testing.T) (store string, writing [][]string) {
	t.Helper()
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	store = filepath.Join(dir, "store")
	chat := "../../testdata/hazel-road/WhatsApp Chat with Hazel Road Neighbours.txt"
	must(t, store, "load", chat)
	ambiguous := file("WhatsApp Chat with Oak Lane.txt", "03/04/2024, 18:05 - Ann: the skip comes tomorrow\n04/04/2024, 18:06 - Joe: thanks\n")
	must(t, store, "load", ambiguous)
	must(t, store, "threads")
	messages := fields(t, must(t, store, "search", "--json", "--limit", "40", "in:hazel"), "id")
	people := fields(t, must(t, store, "people", "ls", "--json"), "name")
	issues := fields(t, must(t, store, "issues", "--json"), "id")
	var alike []string // two of one kind
	for _, id := range issues[1:] {
		if kind, _, _ := strings.Cut(id, "-"); strings.HasPrefix(issues[0], kind) {
			alike = []string{issues[0], id}
		}
	}
	if alike == nil {
		t.Fatalf("all issues are of different kinds: %q", issues)
	}
	suggested := must(t, store, "suggest", "--json")
	threads, tags := fields(t, suggested, "thread"), fields(t, suggested, "tag")
	must(t, store, "tag", "add", "garden", messages[0], messages[1])
	must(t, store, "searches", "save", "water", "water")
	must(t, store, "people", "join", people[0], people[1])
	must(t, store, "issues", "rename", issues[0], "The matter")
	loans := fields(t, must(t, store, "lending", "--json"), "id") // of the people as they are joined now
	must(t, store, "lending", "drop", loans[0])
	must(t, store, "suggest", "refuse", tags[0], threads[0])
	must(t, store, "thread", "split", messages[2])
	backup := filepath.Join(dir, "street.kerb")
	must(t, store, "backup", backup)
	must(t, store, "tag", "add", "later", messages[3])
	must(t, store, "tag", "add", "mistake", messages[4])
	must(t, store, "undo")

	var longer strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&longer, "%02d/05/2024, %02d:%02d - Ben: the bins go out again, number %d\n", i/24/60+1, i/60%24, i%60, i)
	}
	marks := strings.Builder{}
	for i := range 400 {
		fmt.Fprintf(&marks, "tag\tmany-%d\t%s\tmessage\t2024-03-01T18:05:00Z\n", i, messages[5+i%30])
	}
	return store, [][]string{
		{"load", file("WhatsApp Chat with Elm Street.txt", longer.String())},
		{"load", "-"},
		{"reindex"},
		{"threads"},
		{"tag", "add", "everything", "the", "OR", "a", "OR", "is"}, {"tag", "rm", "garden", messages[0]},
		{"tag", "restore", file("marks.txt", "# kerb marks 1\n"+marks.String())},
		{"undo"}, {"redo"},
		{"backup", "DISK/new.kerb"}, {"restore", "--replace", backup},
		{"forget", "--yes", "--chat", "Oak Lane"}, {"forget", "--yes", "--person", people[3]}, {"forget", "--yes", "--export", filepath.Base(ambiguous)},
		{"people", "join", people[2], people[3]}, {"people", "split", people[0]}, {"people", "name", people[4], "Somebody"},
		{"issues", "merge", alike[0], alike[1]}, {"issues", "split", issues[1]},
		{"issues", "rename", issues[1], "Another"}, {"issues", "resolve", issues[1]}, {"issues", "reopen", issues[1]},
		{"lending", "back", loans[1]}, {"lending", "out", loans[1]}, {"lending", "drop", loans[1]},
		{"lending", "rename", loans[1], "a thing"}, {"lending", "owner", loans[1], people[2]}, {"lending", "borrower", loans[1], people[2]},
		{"suggest", "accept", tags[1], threads[1]}, {"suggest", "refuse", tags[1], threads[1]},
		{"chats", "rename", "Oak Lane", "Oak Avenue"}, {"chats", "date-order", "Oak Lane", "mdy"},
		{"searches", "save", "bins", "bins"}, {"searches", "rm", "water"},
		{"thread", "split", messages[6]}, {"thread", "join", messages[7], messages[8]}, {"thread", "move", messages[9], messages[10]},
	}
}

// TestNothingIsLostWhereNothingCanBeWritten runs each command that writes on a
// full disk and on one that is read-only: it says what to do, what was there is
// read on as before, and with room again the command does what it should.
func TestNothingIsLostWhereNothingCanBeWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the program some three hundred times")
	}
	t.Parallel()
	d := smallDisk(t)
	used, writing := usedStore(t)
	before := kept(t, used)
	for what, make := range map[string]struct {
		so   func(*testing.T) func()
		says string
		must bool // fail
	}{
		"full":      {d.full, "make room on the disk, then try again", false},
		"read-only": {d.readOnly, "the disk is read-only", true},
	} {
		failed := 0
		for _, args := range writing {
			name := what + ": kerb " + strings.Join(args[:min(2, len(args))], " ")
			args = slices.Clone(args)
			for i := range args {
				args[i] = strings.Replace(args[i], "DISK", d.dir, 1)
			}
			store := filepath.Join(d.dir, "store")
			if err := os.CopyFS(store, os.DirFS(used)); err != nil {
				t.Fatal(err)
			}
			const street = "13/03/2024, 18:05 - Ann: power is off\n13/03/2024, 18:06 - Joe: here too\n"
			must(t, store, "chats") // makes the copy private, as a store is
			undo := make.so(t)
			status, _, stderr := runKerb(t, store, street, args...)
			read := kept(t, store)
			undo()
			switch {
			case status == 0 && make.must && args[0] != "threads":
				t.Errorf("%s: it says that it succeeded", name)
			case status != 0:
				failed++
				if !strings.Contains(stderr, make.says) {
					t.Errorf("%s: it ends with status %d and says %q, without %q", name, status, stderr, make.says)
				}
				if read != before {
					t.Errorf("%s: it failed, and something else is read", name)
				}
				if kept(t, store) != before {
					t.Errorf("%s: it failed, and something else is read with room again", name)
				}
			}
			if out := must(t, store, "doctor"); strings.Contains(out, "lost") {
				t.Errorf("%s: then the doctor says %s", name, out)
			}
			if status != 0 {
				if status, _, stderr := runKerb(t, store, street, args...); status != 0 {
					t.Errorf("%s: with room again: status %d, %s", name, status, stderr)
				}
			}
			for _, path := range []string{store, filepath.Join(d.dir, "new.kerb")} {
				if err := os.RemoveAll(path); err != nil {
					t.Fatal(err)
				}
			}
		}
		t.Logf("%s: %d of %d commands failed", what, failed, len(writing))
		if failed == 0 {
			t.Errorf("%s: nothing failed, so nothing was tested", what)
		}
	}
}
