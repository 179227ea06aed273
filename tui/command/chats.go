package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) chatsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "chats",
		Short:   "List chats, the one written in last first",
		GroupID: groupLook,
		Args:    unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return k.withSnapshot(cmd.Context(), func(_ *index.Store, sn *index.Snapshot) error {
				return k.printChats(sn.Chats())
			})
		},
	}
	cmd.AddCommand(k.chatsRename(), k.chatsDateOrder())
	return cmd
}

func (k *kerb) printChats(chats []index.Chat) error {
	if len(chats) == 0 && !k.json {
		k.warn("nothing is loaded yet; kerb load EXPORT loads a chat")
	}
	for _, chat := range chats {
		if err := k.printChat(chat); err != nil {
			return err
		}
	}
	return nil
}

// chatJSON is a chat in the JSON contract.
type chatJSON struct {
	Chat     string `json:"chat"`
	Messages int    `json:"messages"`
	First    string `json:"first"`
	Last     string `json:"last"`
	Exports  int    `json:"exports"`
	Order    string `json:"date_order,omitempty"`
}

func (k *kerb) printChat(c index.Chat) error {
	if k.json {
		return k.printJSON(chatJSON{c.Name, c.Messages, c.First.Format(parser.TimeLayout), c.Last.Format(parser.TimeLayout), c.Exports, c.DateOrder})
	}
	return k.printf("%s  %s\n", k.bold(safe.Line(c.Name)), fmt.Sprintf("%s, %s to %s, %s",
		count(c.Messages, "message", "messages"), c.First.Format(minuteLayout), c.Last.Format(minuteLayout),
		count(c.Exports, "export", "exports")))
}

func (k *kerb) chatsRename() *cobra.Command {
	return &cobra.Command{
		Use:               "rename OLD NEW",
		Short:             "Show a chat under another name",
		Example:           `kerb chats rename "WhatsApp Chat" "Elm Street"`,
		Args:              needArgs(2, 2, "the old and the new name"),
		ValidArgsFunction: k.completeChats,
		RunE: func(cmd *cobra.Command, args []string) error {
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				if err := store.RenameChat(cmd.Context(), args[0], args[1]); err != nil {
					return err
				}
				if k.json {
					return k.printJSON(map[string]string{"did": "rename", "chat": args[1], "was": args[0]})
				}
				return k.printf("%s is now %s\n", safe.Line(args[0]), safe.Line(args[1]))
			})
		},
	}
}

func (k *kerb) chatsDateOrder() *cobra.Command {
	return &cobra.Command{
		Use:   "date-order CHAT dmy|mdy|ymd",
		Short: "Say how dates of a chat are read that its exports do not prove",
		Long: `Says in which order day and month stand in those exports of a chat that do not prove it, loaded or yet to come. Exports that prove it are read as they prove.

Times change, tags stay where they are; kerb undo takes it back.`,
		Example:           `kerb chats date-order "Elm Street" mdy`,
		Args:              needArgs(2, 2, "the chat and the order"),
		ValidArgsFunction: k.completeChats,
		RunE: func(cmd *cobra.Command, args []string) error {
			order, err := parser.ParseDateOrder(args[1])
			if err != nil {
				return usagef("%v", err)
			}
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				progress := k.newProgress()
				_, err := store.AnswerDateOrder(cmd.Context(), args[0], order, progress.show)
				progress.clear()
				if err != nil {
					return err
				}
				if k.json {
					return k.printJSON(map[string]string{"did": "date-order", "chat": args[0], "date_order": order.String()})
				}
				return k.printf("dates of %s that nothing proves are read as %s\n", safe.Line(args[0]), order)
			})
		},
	}
}
