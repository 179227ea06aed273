package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/kerbstreet/kerb/parser"
)

// stdinName is what standard input is called where a file is expected.
const stdinName = "-"

// spoolName is the name of the file that holds what came on standard input,
// and what messages call it.
const spoolName = "standard input"

// exports are the chats that a command line names, until closed.
type exports struct {
	chats   []*parser.Export
	refused []error // of what was named but could not be opened
	spools  []spool
}

// spool is a directory with what came on standard input.
type spool struct {
	dir    string
	remove func() error
}

// makeDir makes a directory for temporary files, and a function to remove it.
type makeDir func() (dir string, remove func() error, err error)

// systemTempDir makes one where the system keeps such.
func systemTempDir() (string, func() error, error) {
	dir, err := os.MkdirTemp("", "kerb-*") // 0700
	return dir, func() error { return os.RemoveAll(dir) }, err
}

// openExports opens what paths name. It fails only if ctx ends; whatever
// cannot be opened is in refused. Standard input is copied into a directory
// that tempDir makes, because an export is read twice.
func (k *kerb) openExports(ctx context.Context, tempDir makeDir, paths []string) (*exports, error) {
	e := &exports{}
	for _, path := range paths {
		chats, err := k.openPath(ctx, e, tempDir, path)
		if ctx.Err() != nil {
			return nil, errors.Join(ctx.Err(), e.Close())
		}
		e.chats = append(e.chats, chats...)
		for _, refused := range split(err) {
			e.refused = append(e.refused, e.named(refused))
		}
	}
	return e, nil
}

func (k *kerb) openPath(ctx context.Context, e *exports, tempDir makeDir, path string) ([]*parser.Export, error) {
	if path != stdinName {
		return parser.Open(ctx, path)
	}
	dir, remove, err := tempDir()
	if err != nil {
		return nil, err
	}
	e.spools = append(e.spools, spool{dir, remove})
	file := filepath.Join(dir, spoolName)
	if err := spoolInput(ctx, file, k.stdin); err != nil {
		return nil, fmt.Errorf("reading standard input: %w", err)
	}
	return parser.Open(ctx, file)
}

// named makes a refusal of what is spooled speak of standard input.
func (e *exports) named(err error) error {
	refused, ok := errors.AsType[*parser.RefusedError](err)
	if !ok {
		return err
	}
	for _, spool := range e.spools {
		if name, err := filepath.Rel(spool.dir, refused.Path); err == nil && filepath.IsLocal(name) {
			named := *refused
			named.Path = name
			return &named
		}
	}
	return err
}

// spoolInput copies r to a new file that only the user can read. An interrupt
// ends it, even while r has nothing to read.
func spoolInput(ctx context.Context, path string, r io.Reader) error {
	spool, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	copied := make(chan error, 1)
	go func() {
		_, err := io.Copy(spool, r)
		copied <- errors.Join(err, spool.Close())
	}()
	select {
	case err := <-copied:
		return err
	case <-ctx.Done():
		return errors.Join(ctx.Err(), spool.Close()) // the copying ends with the next byte it gets, or with the process
	}
}

// Close ends the use of all chats and removes what was spooled.
func (e *exports) Close() error {
	var err error
	for _, chat := range e.chats {
		err = errors.Join(err, chat.Close())
	}
	for _, spool := range e.spools {
		err = errors.Join(err, spool.remove())
	}
	return err
}
