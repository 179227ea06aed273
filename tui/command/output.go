package command

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/charmbracelet/x/term"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

// isTerminal reports whether a stream is a terminal.
func isTerminal(stream any) bool {
	file, ok := stream.(term.File)
	return ok && term.IsTerminal(file.Fd())
}

// printf prints to standard output. What comes from chats must have gone
// through safe.
func (k *kerb) printf(format string, args ...any) error {
	_, err := fmt.Fprintf(k.out, format, args...)
	return err
}

// warn prints a sentence that starts with "kerb:" to standard error. Its
// arguments may come from chats.
func (k *kerb) warn(format string, args ...any) {
	fmt.Fprintf(k.stderr, "kerb: %s\n", safe.Line(fmt.Sprintf(format, args...)))
}

// fail reports an error on standard error, each of several joined ones on a
// line of its own.
func (k *kerb) fail(err error) {
	for _, each := range split(err) {
		k.warn("%s%s", each.Error(), nextStep(each))
	}
}

// nextStep says what a person can do about what the system refused. Errors on
// exports say so themselves.
func nextStep(err error) string {
	_, refused := errors.AsType[*parser.RefusedError](err)
	switch {
	case refused:
		return ""
	case errors.Is(err, syscall.ENOSPC):
		return "; make room on the disk, then try again"
	case errors.Is(err, syscall.EROFS):
		return "; the disk is read-only: use another place"
	case errors.Is(err, fs.ErrPermission):
		return "; change its permissions, or use another place"
	case errors.Is(err, index.ErrMarksDamaged):
		return "; kerb restore --replace FILE puts a backup in its place; without one, load your exports into another store"
	}
	return ""
}

// split returns the errors that err joins, each in a line of its own, or err
// alone.
func split(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := errors.AsType[interface {
		error
		Unwrap() []error
	}](err)
	if !ok {
		return []error{err}
	}
	parts := joined.Unwrap()
	lines := make([]string, len(parts))
	for i, each := range parts {
		lines[i] = each.Error()
	}
	if strings.Join(lines, "\n") != err.Error() {
		return []error{err}
	}
	var all []error
	for _, each := range parts {
		all = append(all, split(each)...)
	}
	return all
}

// bold and dim style s for a terminal and leave it as it is elsewhere.
func (k *kerb) bold(s string) string { return k.style("1", s) }
func (k *kerb) dim(s string) string  { return k.style("2", s) }

// mark styles a part of a message that a query speaks of: bold and underlined,
// so that it is seen without colours too.
func (k *kerb) mark(s string) string { return k.style("1;4", s) }

func (k *kerb) style(codes, s string) string {
	if !k.styled || s == "" {
		return s
	}
	return "\x1b[" + codes + "m" + s + "\x1b[m"
}

// printRows prints names and what they stand for, in two columns.
func (k *kerb) printRows(rows [][2]string) error {
	for _, row := range rows {
		if err := k.printf("%s  %s\n", k.dim(fmt.Sprintf("%-10s", row[0])), safe.Line(row[1])); err != nil {
			return err
		}
	}
	return nil
}

// count returns n with the right form of a noun: "1 message", "12,345 messages".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands returns n with a comma between each three digits.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
