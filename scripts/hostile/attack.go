package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/kerbstreet/kerb/scripts/machine"
)

// An attack is an input that is too much, or not what it seems, and what is
// done with it.
type attack struct {
	what     string
	make     func(dir string) (path string, err error)
	commands []command
}

// A command is what is typed; INPUT in it stands for the path of the input,
// QUERY for what the input holds, STREET for an ordinary chat beside it.
type command struct {
	line  string
	exits []int // the statuses that are right; none: 0
}

// longest is how long one command may take before it is given up.
const longest = 30 * time.Minute

// try makes the input in dir and runs the commands on it, each a line of the
// table.
func (a attack) try(ctx context.Context, out io.Writer, kerb, dir string) error {
	inputs, store := filepath.Join(dir, "inputs"), filepath.Join(dir, "store")
	if err := os.MkdirAll(inputs, 0o700); err != nil {
		return err
	}
	input, err := a.make(inputs)
	if err != nil {
		return err
	}
	_, size, err := listing(dir)
	if err != nil {
		return err
	}
	if err := writeStreet(filepath.Join(inputs, streetFile)); err != nil {
		return err
	}
	before, _, err := listing(dir)
	if err != nil {
		return err
	}
	var failed []error
	for _, c := range a.commands {
		status, err := c.run(ctx, out, a.what, size, kerb, store, input)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", c.line, err))
		}
		if exits := c.exits; !slices.Contains(exits, status) && (len(exits) > 0 || status != 0) {
			failed = append(failed, fmt.Errorf("%s: ended with status %d", c.line, status))
		}
	}
	if err := os.RemoveAll(store); err != nil {
		return err
	}
	if after, _, err := listing(dir); err != nil || !slices.Equal(before, after) {
		failed = append(failed, fmt.Errorf("files outside the store were %q and are %q: %w", before, after, err))
	}
	return errors.Join(failed...)
}

// run runs the command and prints its line of the table.
func (c command) run(ctx context.Context, out io.Writer, what string, size int64, kerb, store, input string) (status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	args := strings.Fields(c.line)
	for i, arg := range args {
		switch arg {
		case "STREET":
			args[i] = filepath.Join(filepath.Dir(input), streetFile)
		case "QUERY":
			content, err := os.ReadFile(input)
			if err != nil {
				return 0, err
			}
			args[i] = string(content)
		default:
			args[i] = strings.Replace(arg, "INPUT", input, 1)
		}
	}
	cmd := exec.CommandContext(ctx, kerb, args...)
	cmd.Dir = filepath.Dir(input) // a name that climbs out would be seen beside it
	cmd.Env = append(os.Environ(), "KERB_STORE="+store)
	last := &lastLine{}
	cmd.Stdout, cmd.Stderr = last, last
	start := time.Now()
	err = cmd.Run()
	took := time.Since(start)
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return 0, err
	}
	state := cmd.ProcessState
	fmt.Fprintf(out, "| %s | %s | `%s` | %.2f s | %.2f s | %.0f MB | %d | %s |\n",
		what, readable(size), strings.NewReplacer("INPUT", "FILE", "STREET", "street").Replace(c.line), took.Seconds(), (state.UserTime() + state.SystemTime()).Seconds(),
		float64(machine.PeakMemory(state))/1e6, state.ExitCode(), last.shown(filepath.Dir(input), filepath.Dir(store)))
	if last.obeyed {
		err = fmt.Errorf("printed what a terminal obeys: %q", last.line)
	} else {
		err = nil
	}
	return state.ExitCode(), err
}

// lastLine keeps the beginning of the last line that is written to it.
type lastLine struct {
	line   []byte
	ended  bool
	obeyed bool // something in it was no text
}

// shownBytes is how much of a line is kept.
const shownBytes = 400

// Write never fails.
func (l *lastLine) Write(p []byte) (int, error) {
	for line := range bytes.Lines(p) {
		// A character that is cut in two by the end of p is none that is looked for.
		l.obeyed = l.obeyed || bytes.ContainsFunc(bytes.TrimSuffix(line, []byte("\n")), func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
		})
		if text := bytes.TrimSpace(line); l.ended && len(text) > 0 {
			l.line, l.ended = nil, false
		}
		l.line = append(l.line, line[:min(len(line), shownBytes-min(len(l.line), shownBytes))]...)
		l.ended = l.ended || line[len(line)-1] == '\n'
	}
	return len(p), nil
}

// shown returns the line for a cell of the table, without the names of the
// folders that what it names lies in.
func (l *lastLine) shown(folders ...string) string {
	line := strings.TrimSpace(string(bytes.ToValidUTF8(l.line, nil)))
	for _, folder := range folders {
		line = strings.ReplaceAll(line, folder+string(filepath.Separator), "")
	}
	if runes := []rune(line); len(runes) > 160 {
		line = string(runes[:160]) + "…"
	}
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "*", `\*`).Replace(line)
}

// listing returns the names of all files below dir and what they add up to.
func listing(dir string) (names []string, bytes int64, err error) {
	err = filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			names, bytes = append(names, path), bytes+info.Size()
		}
		return err
	})
	return names, bytes, err
}

func readable(size int64) string {
	switch {
	case size >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(size)/1e6)
	case size >= 1e3:
		return fmt.Sprintf("%.1f kB", float64(size)/1e3)
	}
	return fmt.Sprintf("%d B", size)
}
