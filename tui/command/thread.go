package command

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
)

func (k *kerb) threadCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "thread",
		Short:   "Correct threads: split, join, move",
		Long:    "Corrects threads. What you decide holds whatever is loaded later, and threads found from then on know of it. kerb undo takes it back.",
		GroupID: groupKeep,
		Args:    unknownCommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		k.threadChange("split ID", "This message starts a thread of its own, with what answers it", 1, 1, "split",
			func(ctx context.Context, store *index.Store, ids []index.ID) (index.Action, error) {
				return store.SplitThread(ctx, ids[0])
			}),
		k.threadChange("join ID ID...", "The threads of these messages are one", 2, -1, "join",
			func(ctx context.Context, store *index.Store, ids []index.ID) (index.Action, error) {
				return store.JoinThreads(ctx, ids)
			}),
		k.threadChange("move ID TO", "This message, with what answers it, belongs to the thread of that one", 2, 2, "move",
			func(ctx context.Context, store *index.Store, ids []index.ID) (index.Action, error) {
				return store.MoveToThread(ctx, ids[0], ids[1])
			}),
	)
	return cmd
}

// threadChange makes a command that corrects threads.
func (k *kerb) threadChange(use, short string, least, most int, did string, change func(context.Context, *index.Store, []index.ID) (index.Action, error)) *cobra.Command {
	return &cobra.Command{
		Use:     use,
		Short:   short,
		Long:    short + ". Messages are named by the ID that stands under every hit of a search.",
		Example: "kerb thread " + did + " 8x2mk4tqz6w9rv1n" + map[bool]string{true: " 4t0q3r8w1x2y5z6a"}[least > 1],
		Args:    needArgs(least, most, "the ID of a message"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids := make([]index.ID, len(args))
			for i, arg := range args {
				var err error
				if ids[i], err = parseID(arg); err != nil {
					return err
				}
			}
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				action, err := change(cmd.Context(), store, ids)
				if errors.Is(err, index.ErrNoMessage) {
					return errors.Join(err, errors.New("kerb search prints the ID of every hit"))
				}
				if err != nil {
					return err
				}
				return k.reportCorrection(did, action)
			})
		},
	}
}

// reportCorrection prints what was done to threads.
func (k *kerb) reportCorrection(did string, a index.Action) error {
	switch {
	case k.json:
		return k.printJSON(struct {
			Did   string `json:"did"`
			Links int    `json:"links"`
		}{did, a.Links})
	case a.Links == 0:
		return k.printf("%s: it is so already\n", did)
	}
	return k.printf("%s: done; kerb undo takes it back\n", did)
}
