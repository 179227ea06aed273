package command_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// nobody is a user who owns no files of the system.
const nobody = 65534

// asNobody makes a folder of nobody's with this program in it, and returns what
// runs it there as nobody. Only root can do that; the test is skipped for all
// others.
func asNobody(t *testing.T) (dir string, run func(stdin string, args ...string) (status int, stdout, stderr string)) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can run a program as somebody else")
	}
	dir, err := os.MkdirTemp("", "kerb-nobody-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "kerb") // TestMain goes by this name
	if err := errors.Join(os.WriteFile(path, program, 0o600), os.Chmod(path, 0o755), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	return dir, func(stdin string, args ...string) (int, string, string) {
		cmd := exec.CommandContext(t.Context(), path, args...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		cmd.Dir, cmd.Env = dir, []string{"HOME=" + filepath.Join(dir, "home")}
		var stdout, stderr bytes.Buffer
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
		if err := cmd.Run(); cmd.ProcessState == nil {
			t.Skipf("no program can be run as nobody here: %v", err)
		}
		return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
	}
}

// give gives everything below dir to nobody, with these permissions taken away.
func give(t *testing.T, dir string, without fs.FileMode) {
	t.Helper()
	if err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return errors.Join(os.Chmod(path, info.Mode().Perm()&^without), os.Chown(path, nobody, nobody))
	}); err != nil {
		t.Fatal(err)
	}
}

// TestAStoreThatMayNotBeWrittenIsReadOn runs commands as a user who may read
// the files of a store and not write them: what reads works as ever, what
// writes says why not, and what to do.
func TestAStoreThatMayNotBeWrittenIsReadOn(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the program some fifty times")
	}
	t.Parallel()
	dir, run := asNobody(t)
	used, writing := usedStore(t)
	store := filepath.Join(dir, "store")
	if err := os.CopyFS(store, os.DirFS(used)); err != nil {
		t.Fatal(err)
	}
	must(t, store, "chats") // makes the copy private, as a store is
	before := kept(t, store)
	inputs := filepath.Join(dir, "inputs")
	if err := os.CopyFS(inputs, os.DirFS(filepath.Dir(used))); err != nil {
		t.Fatal(err)
	}
	give(t, inputs, 0)
	give(t, store, 0o222)
	for _, args := range [][]string{
		{"search", "power"}, {"chats"}, {"stats"}, {"threads"}, {"issues"}, {"lending"}, {"suggest"}, {"people", "ls"},
		{"tag", "ls"}, {"searches", "ls"}, {"doctor"}, {"issues", "--report", "html"}, {"tag", "dump"},
	} {
		if status, stdout, stderr := run("", slices.Concat([]string{"--store", store}, args)...); status != 0 || stdout == "" {
			t.Errorf("kerb %s: status %d, %q, %s", strings.Join(args, " "), status, stdout, stderr)
		}
	}
	const says = "permission denied; change its permissions, or use another place"
	for _, args := range writing {
		name := strings.Join(args[:min(2, len(args))], " ")
		args = slices.Clone(args)
		for i := range args {
			args[i] = strings.Replace(strings.Replace(args[i], filepath.Dir(used), inputs, 1), "DISK", dir, 1)
		}
		status, _, stderr := run("13/03/2024, 18:05 - Ann: power is off\n", slices.Concat([]string{"--store", store}, args)...)
		if args[0] == "threads" { // all are known: it only reads
			continue
		}
		if status != 1 || !strings.Contains(stderr, says) {
			t.Errorf("kerb %s: status %d, %q, without %q", name, status, stderr, says)
		}
	}
	if status, _, stderr := run("", "--store", filepath.Join(dir, "new"), "chats"); status != 1 || !strings.Contains(stderr, says) {
		t.Errorf("a new store where nothing may be made: status %d, %q", status, stderr)
	}
	if after := kept(t, store); after != before {
		t.Error("something else is in the store")
	}
}
