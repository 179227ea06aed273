package command

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui"
)

// open loads what paths name and opens the screens. Off a terminal it prints
// what was loaded, or without paths what there is.
func (k *kerb) open(ctx context.Context, paths []string, flags loadFlags, plain bool) error {
	opts, err := flags.options()
	if err != nil {
		return err
	}
	switch {
	case plain || k.dumb():
		return k.prompt(ctx, paths, opts)
	case k.interactive():
		return k.openScreens(ctx, paths, flags, opts)
	case len(paths) == 0:
		return k.withSnapshot(ctx, func(_ *index.Store, sn *index.Snapshot) error {
			return k.printChats(sn.Chats())
		})
	}
	return k.withStore(ctx, func(store *index.Store) error {
		return k.load(ctx, store, paths, opts)
	})
}

// interactive reports whether somebody sits at a terminal.
func (k *kerb) interactive() bool {
	return isTerminal(k.stdin) && isTerminal(k.stdout) && !k.json
}

// dumb reports whether somebody sits at a terminal that can show no screens.
func (k *kerb) dumb() bool { return k.interactive() && os.Getenv("TERM") == "dumb" }

// openScreens opens the screens, which load what paths name. With flags on how
// to read it, it is loaded before.
func (k *kerb) openScreens(ctx context.Context, paths []string, flags loadFlags, opts index.LoadOptions) error {
	for _, path := range paths {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			_, refused := parser.Open(ctx, path)
			return refused
		}
	}
	return k.withStore(ctx, func(store *index.Store) error {
		if flags != (loadFlags{}) && len(paths) > 0 {
			if err := k.load(ctx, store, paths, opts); err != nil {
				return err
			}
			paths = nil
		}
		config, wrong := tui.ReadConfig(configPath())
		return tui.Run(ctx, tui.Options{Store: store, Open: parser.Open, Export: exportByName, Report: reportByName, Config: config, Wrong: wrong, Paths: paths, Environ: os.Environ()})
	})
}
