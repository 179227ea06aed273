package command_test

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kerbstreet/kerb/tui/command"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"kerb": func() {
			os.Exit(command.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
		},
	})
}

// TestScripts runs what people type: each script in testdata/script, with a
// store of its own.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("KERB_STORE", filepath.Join(env.WorkDir, "store"))
			env.Setenv("GORACE", os.Getenv("GORACE")) // scripts inherit nothing else
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":    exits,
			"jsonl":    jsonl,
			"harmless": harmless,
			"expand":   expand,
			"idof":     idOf,
			"zip":      zipFiles,
			"empty":    empty,
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		RequireExplicitExec: true,
	})
}

// exits runs a command and checks its exit status: exits 3 kerb load a b.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	status := "0"
	if err != nil {
		status = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if status != args[0] {
		ts.Fatalf("%s ends with status %s, want %s", strings.Join(args[1:], " "), status, args[0])
	}
}

// jsonl checks that the last command printed JSON objects, one a line, and
// nothing else: jsonl COUNT.
func jsonl(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: jsonl COUNT")
	}
	out := ts.ReadFile("stdout")
	n := 0
	for line := range strings.Lines(out) {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			ts.Fatalf("not a JSON object: %q: %v", line, err)
		}
		n++
	}
	if want := args[0]; want != strconv.Itoa(n) {
		ts.Fatalf("%d JSON objects, want %s", n, want)
	}
}

// harmless checks that the last command printed nothing that a terminal acts
// on, neither as result nor as message.
func harmless(ts *testscript.TestScript, neg bool, _ []string) {
	if neg {
		ts.Fatalf("harmless cannot be negated")
	}
	for _, stream := range []string{"stdout", "stderr"} {
		for _, r := range ts.ReadFile(stream) {
			if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				ts.Fatalf("%s has %U", stream, r)
			}
		}
	}
}

// expand writes a file with the escapes of Go's strings in it turned into what
// they stand for, and without a new line at its end: expand FROM TO.
func expand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: expand FROM TO")
	}
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n")
	for i, line := range lines {
		text, err := unescape(line)
		ts.Check(err)
		lines[i] = text
	}
	name, err := unescape(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(strings.Join(lines, "\n")), 0o600))
}

// idOf puts the ID of the first message that the last command printed as JSON
// into a variable: idof NAME.
func idOf(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: idof NAME")
	}
	line, _, _ := strings.Cut(ts.ReadFile("stdout"), "\n")
	var message struct{ ID string }
	ts.Check(json.Unmarshal([]byte(line), &message))
	ts.Setenv(args[0], message.ID)
}

func unescape(s string) (string, error) {
	return strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
}

// zipFiles packs files as a phone does: zip ARCHIVE FILE...
func zipFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: zip ARCHIVE FILE...")
	}
	archive, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	packer := zip.NewWriter(archive)
	for _, name := range args[1:] {
		member, err := packer.Create(name)
		ts.Check(err)
		_, err = io.WriteString(member, ts.ReadFile(name))
		ts.Check(err)
	}
	ts.Check(packer.Close())
	ts.Check(archive.Close())
}

// empty checks that a directory holds nothing: empty DIRECTORY.
func empty(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: empty DIRECTORY")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	for _, entry := range entries {
		ts.Fatalf("%s holds %s", args[0], entry.Name())
	}
}
