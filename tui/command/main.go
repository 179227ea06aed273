package command

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"charm.land/fang/v2"
)

// Main runs the command line in args (without the program's name) and returns
// the exit status. An interrupt cancels what is running, so that it ends in
// order and leaves the store as it was.
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A reader that has seen enough, such as head, is no reason to die half
	// way: the write fails instead, and run ends quietly.
	signal.Ignore(syscall.SIGPIPE)

	k := newKerb(stdin, stdout, stderr)
	return k.status(k.run(ctx, args))
}

// run finds the command that args name and runs it.
func (k *kerb) run(ctx context.Context, args []string) error {
	root := k.rootCommand()
	args, unknown := operandsLast(root, args)
	for _, flag := range unknown {
		if cmd, _, err := root.Find(args); err == nil && cmd.Annotations[takesQuery] == acts {
			return usagef("%s is no flag of %s; write -- before a query that holds such a word", flag, cmd.CommandPath())
		}
		k.warn("%s is no flag here and was read as part of the query", flag)
	}
	root.SetArgs(args)
	root.SetIn(k.stdin)
	root.SetOut(helpStream(k.stdout, args))
	root.SetErr(k.stderr)
	err := fang.Execute(ctx, root,
		fang.WithVersion(version()),
		fang.WithErrorHandler(func(io.Writer, fang.Styles, error) {}), // status reports it
	)
	return errors.Join(err, k.out.Flush())
}
