package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
)

// The exit statuses of the contract.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitPartial = 3
)

// errPartial ends a command that did what it could and has already said what
// was refused.
var errPartial = errors.New("some of the input was refused")

// errReported ends a command that failed and has already said why.
var errReported = errors.New("failed")

// A usageError is a command line that makes no sense.
type usageError struct{ reason string }

// Error says what is wrong and what to type instead.
func (e *usageError) Error() string { return e.reason }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// status reports err to the person, if that is still to be done, and returns
// the exit status for it.
func (k *kerb) status(err error) int {
	var usage *usageError
	switch {
	case err == nil, isBrokenPipe(err):
		return exitDone
	case errors.Is(err, errPartial):
		return exitPartial
	case errors.Is(err, errReported):
		return exitFailed
	case errors.Is(err, context.Canceled):
		k.fail(errors.New("stopped; everything is as it was before"))
		return exitFailed
	case errors.As(err, &usage):
		k.fail(err)
		return exitUsage
	}
	k.fail(err)
	if _, ok := errors.AsType[*index.DamagedExportsError](err); ok {
		k.warn("kerb reindex --without-damaged builds the index without it")
	}
	return exitFailed
}

// needArgs refuses a command line with fewer than least arguments, or with
// more than most unless most is negative; what names them for people.
func needArgs(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		path := cmd.CommandPath()
		verb := strings.TrimPrefix(path, cmd.Root().Name()+" ")
		switch {
		case len(args) < least:
			return usagef("%s needs %s; see %s --help", verb, what, path)
		case most == 0 && len(args) > 0:
			return usagef("%s takes no arguments, but was given %q; see %s --help", verb, args[0], path)
		case most >= 0 && len(args) > most:
			return usagef("%s takes %s, but was also given %q; see %s --help", verb, what, args[most], path)
		}
		return nil
	}
}
