package command

import (
	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
)

func (k *kerb) reindexCommand() *cobra.Command {
	var withoutDamaged bool
	cmd := &cobra.Command{
		Use:   "reindex",
		Short: "Build the index again from exports and marks",
		Long: `Builds the index again from the exports and marks that are kept. Nothing anybody did is lost; it helps when kerb doctor finds the index damaged.

If a kept export is damaged itself, nothing is done: load that export again first. Where that cannot be, --without-damaged builds the index without its messages. Tags on them are kept, and show again once it is loaded.`,
		GroupID: groupHouse,
		Args:    needArgs(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				progress := k.newProgress()
				reindex := store.Reindex
				if withoutDamaged {
					reindex = store.ReindexWithoutDamaged
				}
				err := reindex(cmd.Context(), progress.show)
				progress.clear()
				if err != nil {
					return err
				}
				if err := k.findThreadsSoon(cmd.Context(), store); err != nil {
					return err
				}
				return k.reportReindex(cmd, store)
			})
		},
	}
	cmd.Flags().BoolVar(&withoutDamaged, "without-damaged", false, "do without the messages of exports of which the kept copy is damaged")
	return cmd
}

func (k *kerb) reportReindex(cmd *cobra.Command, store *index.Store) error {
	sn, err := store.Snapshot(cmd.Context())
	if err != nil {
		return err
	}
	defer sn.Close()
	messages := 0
	for _, chat := range sn.Chats() {
		messages += chat.Messages
	}
	if k.json {
		return k.printJSON(map[string]any{"did": "reindex", "messages": messages})
	}
	return k.printf("the index is new: %s\n", count(messages, "message", "messages"))
}
