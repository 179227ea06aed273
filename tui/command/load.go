package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) loadCommand() *cobra.Command {
	var flags loadFlags
	var watch string
	cmd := &cobra.Command{
		Use:   "load EXPORT...",
		Short: "Load exports, or merge them with what is loaded",
		Long: `Loads exported chats into the store. An export of a chat that is loaded already adds only what is new; loading the same file twice changes nothing.

EXPORT is a .txt, the .zip the phone made, a .jsonl, a folder of these, or - for standard input.`,
		Example: `kerb load "WhatsApp Chat with Elm Street.txt"
kerb load --chat "Elm Street" chat.zip older-phone.zip`,
		GroupID: groupKeep,
		Args: func(cmd *cobra.Command, args []string) error {
			if watch != "" {
				return needArgs(0, 0, "")(cmd, args)
			}
			return needArgs(1, -1, "the export to load")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			opts, err := flags.options()
			if err != nil {
				return err
			}
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				if watch != "" {
					return k.watch(cmd.Context(), store, watch, opts)
				}
				return k.load(cmd.Context(), store, args, opts)
			})
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&watch, "watch", "", "load exports as they arrive in this directory, until interrupted")
	return cmd
}

// loadFlags say how exports are to be read and merged.
type loadFlags struct {
	readFlags
	asMe string
}

func (f *loadFlags) register(cmd *cobra.Command) {
	f.readFlags.register(cmd)
	cmd.Flags().StringVar(&f.asMe, "as-me", "", `who exported it, where the export says "You"`)
}

func (f *loadFlags) options() (index.LoadOptions, error) {
	opts, err := f.readFlags.options()
	return index.LoadOptions{Options: opts, AsMe: f.asMe}, err
}

// load loads what paths name and prints what came of it.
func (k *kerb) load(ctx context.Context, store *index.Store, paths []string, opts index.LoadOptions) (err error) {
	exports, err := k.openExports(ctx, store.TempDir, paths)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, exports.Close()) }()
	report := index.LoadReport{}
	if len(exports.chats) > 0 {
		progress := k.newProgress()
		opts.Progress = progress.show
		report, err = store.Load(ctx, exports.chats, opts)
		progress.clear()
		if err != nil {
			return err
		}
		// What is loaded is loaded, whatever becomes of its threads.
		if err := k.findThreadsSoon(ctx, store); err != nil {
			k.warn("not all threads are found yet: %v", err)
		}
	}
	refused := exports.refused
	for _, err := range report.Refused {
		refused = append(refused, exports.named(err))
	}
	report.Refused = refused
	return k.reportLoad(report)
}

// reportLoad prints what a load did.
func (k *kerb) reportLoad(report index.LoadReport) error {
	partial := len(report.Refused) > 0
	for _, refused := range report.Refused {
		k.fail(refused)
	}
	for _, loaded := range report.Loaded {
		for _, warning := range loaded.Summary.Warnings {
			k.warn("%s: %s", loaded.Chat, warning)
		}
		for _, evidence := range []string{loaded.Evidence, loaded.ClockEvidence} {
			if evidence != "" {
				k.warn("%s: %s", loaded.Name, evidence)
			}
		}
		partial = partial || len(loaded.Summary.Unreadable) > 0
	}
	if len(report.Loaded) == 0 {
		return errReported
	}
	print := k.printLoad
	if k.json {
		print = k.printLoadJSON
	}
	if err := print(report); err != nil {
		return err
	}
	if partial {
		return errPartial
	}
	return nil
}

func (k *kerb) printLoad(report index.LoadReport) error {
	for _, loaded := range report.Loaded {
		if err := k.printf("%s: %s\n", k.bold(safe.Line(loaded.Chat)), describeLoad(loaded)); err != nil {
			return err
		}
	}
	return nil
}

// describeLoad says what a load did to a chat.
func describeLoad(l index.Loaded) string {
	switch {
	case l.Mended:
		return "nothing new, but the kept copy of this export was damaged and is whole again"
	case l.AlreadyLoaded:
		return "nothing new, this export was loaded before"
	case l.New == 0 && l.Known == 0:
		return "no message in it could be read"
	case l.New == 0:
		return "nothing new, all " + count(l.Known, "message is", "messages are") + " there already"
	}
	known := ""
	if l.Known > 0 {
		known = "; " + count(l.Known, "was", "were") + " there already"
	}
	return fmt.Sprintf("%s%s (%s to %s, %s)", count(l.New, "new message", "new messages"), known,
		l.Summary.First.Format(time.DateOnly), l.Summary.Last.Format(time.DateOnly),
		count(len(l.Summary.Senders), "person", "people"))
}

// loadJSON says what a load did.
type loadJSON struct {
	Did     string       `json:"did"`
	New     int          `json:"new"`
	Loaded  []loadedJSON `json:"loaded"`
	Refused []string     `json:"refused"`
}

type loadedJSON struct {
	Chat          string         `json:"chat"`
	New           int            `json:"new"`
	Known         int            `json:"known"`
	AlreadyLoaded bool           `json:"already_loaded"`
	Mended        bool           `json:"mended"`             // its kept copy was damaged, and is whole again
	Evidence      string         `json:"evidence,omitempty"` // why it is not the chat of the export's name
	Clock         int            `json:"clock_minutes,omitempty"`
	ClockEvidence string         `json:"clock_evidence,omitempty"`
	Summary       parser.Summary `json:"summary"`
}

func (k *kerb) printLoadJSON(report index.LoadReport) error {
	did := loadJSON{Did: "load", Loaded: []loadedJSON{}, Refused: []string{}}
	for _, l := range report.Loaded {
		did.New += l.New
		did.Loaded = append(did.Loaded, loadedJSON{l.Chat, l.New, l.Known, l.AlreadyLoaded, l.Mended, l.Evidence, int(l.Clock / time.Minute), l.ClockEvidence, l.Summary})
	}
	for _, refused := range report.Refused {
		did.Refused = append(did.Refused, refused.Error())
	}
	return k.printJSON(did)
}
