package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kerbstreet/kerb/parser"
)

// stdinName is what standard input is called where a file is expected.
const stdinName = "-"

// exports are the chats that a command line names, until closed.
type exports struct {
	chats   []*parser.Export
	refused []error // of what was named but could not be opened
	spools  []*os.File
}

// openExports opens what paths name. It fails only if ctx ends; whatever
// cannot be opened is in refused. Standard input is copied to a temporary file
// in dir, because an export is read twice.
func (k *kerb) openExports(ctx context.Context, dir string, paths []string) (*exports, error) {
	e := &exports{}
	for _, path := range paths {
		chats, err := k.openPath(ctx, e, dir, path)
		if ctx.Err() != nil {
			return nil, errors.Join(ctx.Err(), e.Close())
		}
		e.chats = append(e.chats, chats...)
		e.refused = append(e.refused, split(err)...)
	}
	return e, nil
}

func (k *kerb) openPath(ctx context.Context, e *exports, dir, path string) ([]*parser.Export, error) {
	if path != stdinName {
		return parser.Open(ctx, path)
	}
	spool, err := spoolInput(ctx, dir, k.stdin)
	if err != nil {
		return nil, fmt.Errorf("reading standard input: %w", err)
	}
	e.spools = append(e.spools, spool)
	return openSpool(ctx, spool)
}

// openSpool opens what came on standard input: a zip, or the text of a chat.
func openSpool(ctx context.Context, spool *os.File) ([]*parser.Export, error) {
	info, err := spool.Stat()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 4)
	if _, err := spool.ReadAt(head, 0); err == nil && bytes.Equal(head, []byte("PK\x03\x04")) {
		return parser.Open(ctx, spool.Name())
	}
	return []*parser.Export{parser.FromReader("standard input", func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(spool, 0, info.Size())), nil
	})}, nil
}

// spoolInput copies r to a temporary file in dir that only the user can read.
// An interrupt ends it, even while r has nothing to read.
func spoolInput(ctx context.Context, dir string, r io.Reader) (*os.File, error) {
	spool, err := os.CreateTemp(dir, "input-*")
	if err != nil {
		return nil, err
	}
	copied := make(chan error, 1)
	go func() {
		_, err := io.Copy(spool, r)
		copied <- err
	}()
	select {
	case err = <-copied:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		return nil, errors.Join(err, discard(spool))
	}
	return spool, nil
}

// discard removes a temporary file, if nobody else has: a load clears what it
// finds left over in the store.
func discard(spool *os.File) error {
	closed := spool.Close()
	if err := os.Remove(spool.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(closed, err)
	}
	return closed
}

// Close ends the use of all chats and removes what was spooled.
func (e *exports) Close() error {
	var err error
	for _, chat := range e.chats {
		err = errors.Join(err, chat.Close())
	}
	for _, spool := range e.spools {
		err = errors.Join(err, discard(spool))
	}
	return err
}

// spoolDir returns where standard input is kept for the length of a load: in
// the store, which only the user can read.
func spoolDir(store string) string { return filepath.Join(store, "tmp") }
