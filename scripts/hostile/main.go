// Command hostile makes the largest and the strangest input it can think of,
// gives it to the real binary, and prints what that took as the page
// docs/hostile.md.
//
//	go run ./scripts/hostile > docs/hostile.md
//	go run ./scripts/hostile -only senders -large 0
//
// It fails if a command ends otherwise than it should, prints what a terminal
// would obey, or leaves a file outside its store. A whole run takes a quarter
// of an hour and three gigabytes of temporary files, most of both for the
// largest chat.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/kerbstreet/kerb/scripts/binary"
	"github.com/kerbstreet/kerb/scripts/machine"
)

func main() {
	only := flag.String("only", "", "try inputs with this in their name only")
	large := flag.Int64("large", 1_000_000_000, "bytes of the largest chat, unpacked; 0 leaves it out")
	flag.Parse()

	if err := run(context.Background(), os.Stdout, *only, *large); err != nil {
		fmt.Fprintln(os.Stderr, "hostile:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, only string, large int64) error {
	dir, err := os.MkdirTemp("", "kerb-hostile-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	kerb, err := binary.Build(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, head, machine.Describe(), machine.Revision(ctx))
	var failed []error
	for _, a := range attacks(large) {
		if !strings.Contains(a.what, only) {
			continue
		}
		at := filepath.Join(dir, "attack")
		if err := a.try(ctx, out, kerb, at); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", a.what, err))
		}
		if err := os.RemoveAll(at); err != nil {
			return err
		}
	}
	return errors.Join(failed...)
}

const head = `# Hostile input

Written by ` + "`go run ./scripts/hostile > docs/hostile.md`" + ` from the top of the repo; run it again to repeat
it. What it shows, [endurance.md](endurance.md) says. Each line is one run of the real binary, started anew, one after the other on the same store: what it was given,
how long it took and what memory it held at most, how it ended (0 done, 1 refused or failed, 3 some of the input
refused), and the last line it printed. The script fails if a command ends otherwise than it should, prints what a
terminal would obey, or leaves a file outside its store.

- Machine: %s.
- Revision: %s.

| input | size | command | time | processor | peak memory | exit | says |
| --- | ---: | --- | ---: | ---: | ---: | ---: | --- |
`
