//go:build unix

package index

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/parser"
)

// Tests that need a second process run this test binary again with childTask
// set to one of childTasks; it works on the store named by childStore.
const (
	childTask  = "KERB_TEST_TASK"
	childStore = "KERB_TEST_STORE"
)

var childTasks = map[string]func(context.Context, *Store) error{
	"work for ever":   workForEver,
	"hold the lock":   holdTheLock,
	"load until full": loadUntilFull,
}

func TestMain(m *testing.M) {
	task := os.Getenv(childTask)
	if task == "" {
		os.Exit(m.Run())
	}
	ctx := context.Background()
	s, err := Open(ctx, os.Getenv(childStore))
	if err == nil {
		err = childTasks[task](ctx, s)
	}
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
}

// child starts a task in a process of its own.
func child(t *testing.T, task, store string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+task, childStore+"="+store)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// workForEver loads more and more of a street, tags and undoes, finds and
// corrects threads, reindexes, backs up, restores and forgets now and then, and
// says what is confirmed.
func workForEver(ctx context.Context, s *Store) error {
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	loaded := sn.Stats().Messages
	for _, chat := range sn.Chats() {
		if chat.Name != "Elm Street" {
			loaded -= chat.Messages
		}
	}
	sn.Close()
	fmt.Println("opened")
	for n := 0; ; n++ {
		next := loaded + 300
		report, err := s.Load(ctx, []*parser.Export{export(elm, street(max(0, loaded-50), next))}, elmOptions)
		if err != nil {
			return err
		}
		if len(report.Refused) > 0 {
			return report.Refused[0]
		}
		loaded = next
		fmt.Println("loaded", loaded)
		for i := range 3 {
			id := streetID(rand.IntN(loaded / 5))
			tag := "t" + strconv.Itoa(rand.IntN(1000000))
			if _, err := s.AddTags(ctx, []string{tag}, []ID{id}, "tag"); err != nil {
				return err
			}
			fmt.Println("tagged", tag, id)
			if i == 1 {
				if _, err := s.Undo(ctx); err != nil {
					return err
				}
				fmt.Println("undone", tag, id)
			}
		}
		if err := s.FindThreads(ctx, nil); err != nil {
			return err
		}
		if err := now(ctx, s, n); err != nil {
			return err
		}
	}
}

// now does one of the things that are done now and then.
func now(ctx context.Context, s *Store, n int) error {
	backup := s.Dir() + ".kerb"
	switch n % 5 {
	case 0:
		if _, err := s.Backup(ctx, backup); err != nil {
			return err
		}
		fmt.Println("backed-up")
		if _, err := s.Restore(ctx, backup, true, nil); err != nil {
			return err
		}
		fmt.Println("restored")
	case 1:
		if _, err := s.SplitThread(ctx, streetID(1+rand.IntN(5))); err != nil {
			return err
		}
		fmt.Println("corrected")
	case 2:
		other := elmOptions
		other.Chat = "Oak Lane"
		if _, err := s.Load(ctx, []*parser.Export{export("oak.txt", talk)}, other); err != nil {
			return err
		}
		if _, err := s.ForgetChat(ctx, "Oak Lane", nil); err != nil {
			return err
		}
		fmt.Println("forgot")
	case 3:
		if err := s.Reindex(ctx, nil); err != nil {
			return err
		}
		fmt.Println("reindexed")
	}
	return nil
}

// streetID returns the ID of the first message of a street's minute, whose
// text no other has.
func streetID(minute int) ID {
	text := fmt.Sprintf("message %d about the pothole", minute*5)
	return newIdentifier("elm street").first(day.Add(time.Duration(minute)*time.Minute), text)
}

// TestAKilledProcessLosesNothingItConfirmed kills a process that works on a
// store, at random moments. KERB_KILLS says how often; CI does 20.
func TestAKilledProcessLosesNothingItConfirmed(t *testing.T) {
	t.Parallel()
	kills := 20
	if n, err := strconv.Atoi(os.Getenv("KERB_KILLS")); err == nil {
		kills = n
	}
	dir := filepath.Join(t.TempDir(), "store")
	tags := make(map[string]string) // confirmed, tag → ID
	loaded := 0
	undoing := ""
	for round := range kills {
		cmd, out := child(t, "work for ever", dir)
		// How far the child gets is up to the number of its confirmations; the
		// moment within the step after that, to chance.
		steps := rand.IntN(12)
		for step := 0; step <= steps && out.Scan(); step++ {
			words := strings.Fields(out.Text())
			switch words[0] {
			case "opened", "reindexed", "backed-up", "restored", "corrected", "forgot":
			case "loaded":
				loaded, _ = strconv.Atoi(words[1])
			case "tagged":
				tags[words[1]], undoing = words[2], words[1]
			case "undone":
				delete(tags, words[1])
				undoing = ""
			default:
				t.Fatalf("round %d: child: %s", round, out.Text())
			}
			if step == steps {
				spin(rand.IntN(40))
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		// What was confirmed before the kill and not read yet counts too.
		for out.Scan() {
			words := strings.Fields(out.Text())
			switch words[0] {
			case "loaded":
				loaded, _ = strconv.Atoi(words[1])
			case "tagged":
				tags[words[1]], undoing = words[2], words[1]
			case "undone":
				delete(tags, words[1])
				undoing = ""
			}
		}
		_ = cmd.Wait() // it was killed

		s, err := Open(t.Context(), dir)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		wholeIfThere(t, dir+".kerb")
		messages := elmOf(t, s)
		if len(messages) < loaded {
			t.Fatalf("round %d: %d messages, %d were confirmed", round, len(messages), loaded)
		}
		loaded = len(messages) // a load may have come to its end unconfirmed
		byID := make(map[string][]string)
		for i, m := range messages {
			byID[m.ID.String()] = m.Tags
			if i%5 == 0 && m.ID != streetID(i/5) {
				t.Fatalf("round %d: message %d has another ID", round, i)
			}
		}
		for tag, id := range tags {
			if tag == undoing { // perhaps undone, but not confirmed
				continue
			}
			if !slices.Contains(byID[id], tag) {
				t.Fatalf("round %d: tag %s of %s is gone", round, tag, id)
			}
		}
		delete(tags, undoing)
		if report, err := s.Check(t.Context(), true); err != nil || len(report.Faults) > 0 && report.Faults[0].Severity > Leftover {
			t.Fatalf("round %d: %+v, %v", round, report.Faults, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if loaded == 0 || len(tags) == 0 && kills >= 20 {
		t.Errorf("%d messages and %d tags were confirmed in all: nothing was tested", loaded, len(tags))
	}
	s := openStore(t, dir)
	load(t, s, street(0, loaded+10))
	entries, err := os.ReadDir(filepath.Join(dir, tmpDir))
	if err != nil || len(entries) != 0 {
		t.Errorf("temporary files are left: %v, %v", entries, err)
	}
	entries, err = os.ReadDir(filepath.Join(dir, indexDir))
	if err != nil || len(entries) > 3 {
		t.Errorf("in the index are %v, %v; want one generation, its name and perhaps its threads", entries, err)
	}
}

// wholeIfThere checks that a backup that has its name is a whole one.
func wholeIfThere(t *testing.T, path string) {
	t.Helper()
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err == nil {
		_, err = openBackup(t.Context(), f, info.Size())
	}
	if err != nil {
		t.Fatalf("backup: %v", err)
	}
}

// elmOf returns the messages of the street, whatever other chats there are.
func elmOf(t *testing.T, s *Store) []Message {
	t.Helper()
	sn, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	messages, err := sn.Messages(t.Context(), "Elm Street", 0, sn.Stats().Messages)
	if err != nil && !errors.Is(err, ErrNoChat) {
		t.Fatal(err)
	}
	return messages
}

// spin lets some time go by that no clock has a say in: rounds of opening a
// file and throwing it away.
func spin(rounds int) {
	for range rounds {
		if f, err := os.CreateTemp("", "spin"); err == nil {
			_, _ = f.Write(make([]byte, 64<<10))
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}
}

// holdTheLock says that it writes and waits to be killed.
func holdTheLock(ctx context.Context, s *Store) error {
	unlock, err := s.lock(ctx, "load")
	if err != nil {
		return err
	}
	defer func() { _ = unlock() }() // until then the lock's file must not be collected, which would close it
	fmt.Println("locked", os.Getpid())
	select {}
}

func TestASecondWriterIsToldAtOnceAndReadersReadOn(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, street(0, 100))
	cmd, out := child(t, "hold the lock", s.Dir())
	if !out.Scan() || out.Text() != fmt.Sprint("locked ", cmd.Process.Pid) {
		t.Fatalf("child says %q", out.Text())
	}
	_, err := s.Load(t.Context(), []*parser.Export{export(elm, street(0, 200))}, elmOptions)
	var locked *LockedError
	if !errors.As(err, &locked) || locked.PID != cmd.Process.Pid || locked.Doing != "load" || locked.Since.IsZero() {
		t.Errorf("load while another process writes: %v", err)
	}
	if err := s.Reindex(t.Context(), nil); !errors.As(err, &locked) {
		t.Errorf("reindex while another process writes: %v", err)
	}
	messages := chatOf(t, openStore(t, s.Dir()))
	if len(messages) != 100 {
		t.Errorf("a reader sees %d messages", len(messages))
	}
	if _, err := s.AddTags(t.Context(), []string{"pothole"}, ids(messages[:1]), "tag"); err != nil {
		t.Errorf("tag while another process loads: %v", err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	if report := load(t, s, street(0, 200)); report.Loaded[0].New != 100 {
		t.Errorf("after the other process ended: %+v", report.Loaded[0])
	}
}

// loadUntilFull loads with ever smaller limits on the size of files, as a full
// disk sets them.
func loadUntilFull(ctx context.Context, s *Store) error {
	var none syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &none); err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ) // writing fails instead
	for _, limit := range []uint64{1 << 10, 10 << 10, 40 << 10, 60 << 10, 80 << 10, 100 << 10} {
		full := syscall.Rlimit{Cur: limit, Max: none.Max}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &full); err != nil {
			return err
		}
		_, err := s.Load(ctx, []*parser.Export{export(elm, street(0, 5000))}, elmOptions)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &none); err != nil {
			return err
		}
		if err == nil {
			return fmt.Errorf("a load went well with files of at most %d bytes", limit)
		}
		fmt.Println("full", limit, err)
	}
	return nil
}

func TestAFullDiskLeavesTheStoreAsItWas(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, street(0, 100))
	before := files(t, s.Dir())
	cmd, out := child(t, "load until full", s.Dir())
	failures := 0
	for out.Scan() {
		if !strings.HasPrefix(out.Text(), "full") {
			t.Error(out.Text())
		}
		failures++
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if after := files(t, s.Dir()); failures == 0 || !equalFiles(t, before, after) {
		t.Errorf("the store changed by %d failed loads", failures)
	}
	if report := load(t, s, street(0, 5000)); report.Loaded[0].New != 4900 {
		t.Errorf("with space again: %+v", report.Loaded[0])
	}
}
