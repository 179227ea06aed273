package command

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/adrg/xdg"

	"github.com/kerbstreet/kerb/index"
)

// kerb is one run of the command line: its streams and the flags that all
// commands share.
type kerb struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	out            *bufio.Writer // on stdout; flushed when the command ends
	styled         bool          // results go to a terminal that shows styles

	storeDir string // --store; empty: KERB_STORE, then the default
	json     bool   // --json

	soonFound int // see findThreadsSoon

	plain    bool        // no progress is drawn: somebody listens
	numbered *[]index.ID // the hits that were printed, in a prompt; else nil
}

func newKerb(stdin io.Reader, stdout, stderr io.Writer) *kerb {
	return &kerb{
		stdin: stdin, stdout: stdout, stderr: stderr,
		out:       bufio.NewWriterSize(stdout, 1<<16),
		soonFound: soonFound,
		styled:    isTerminal(stdout) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb",
	}
}

// storePath returns the directory of the store: --store, else KERB_STORE, else
// kerb in the user's data directory.
func (k *kerb) storePath() string {
	if k.storeDir != "" {
		return k.storeDir
	}
	if dir := os.Getenv("KERB_STORE"); dir != "" {
		return dir
	}
	return filepath.Join(xdg.DataHome, "kerb")
}

// withStore opens the store for the length of do.
func (k *kerb) withStore(ctx context.Context, do func(*index.Store) error) error {
	store, err := index.Open(ctx, k.storePath())
	if err != nil {
		return err
	}
	return errors.Join(do(store), store.Close())
}

// withSnapshot opens the store and what it holds now for the length of do.
func (k *kerb) withSnapshot(ctx context.Context, do func(*index.Store, *index.Snapshot) error) error {
	return k.withStore(ctx, func(store *index.Store) error {
		progress := k.newProgress()
		store.OnRebuild(progress.show)
		snapshot, err := store.Snapshot(ctx)
		progress.clear()
		if err != nil {
			return err
		}
		defer snapshot.Close()
		return do(store, snapshot)
	})
}

// version is what --version prints: the module's version as the Go tool knows
// it, "devel" in a checkout.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
