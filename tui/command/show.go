package command

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) showCommand() *cobra.Command {
	var around int
	cmd := &cobra.Command{
		Use:     "show ID",
		Short:   "Show a thread, or what was written around a message",
		Long:    `Shows the whole thread that a message is in. With --context, what was written just before and after the message instead, in the order of the chat. The ID stands under every hit of a search.`,
		Example: "kerb show 8x2mk4tqz6w9rv1n\nkerb show 8x2mk4tqz6w9rv1n --context 20",
		GroupID: groupLook,
		Args:    needArgs(1, 1, "the ID of a message"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if around < 0 {
				return usagef("--context is 0 or more")
			}
			id, err := parseID(args[0])
			if err != nil {
				return err
			}
			if !cmd.Flags().Changed("context") {
				return k.withThreads(cmd.Context(), func(_ *index.Store, sn *index.Snapshot) error {
					return k.showThread(cmd.Context(), sn, id)
				})
			}
			return k.withSnapshot(cmd.Context(), func(_ *index.Store, sn *index.Snapshot) error {
				return k.show(cmd.Context(), sn, id, around)
			})
		},
	}
	cmd.Flags().IntVar(&around, "context", 0, "show this many messages before and after instead")
	return cmd
}

// parseID reads an ID that somebody typed.
func parseID(s string) (index.ID, error) {
	id, err := index.ParseID(s)
	if err != nil {
		return id, usagef("%q is no message ID; kerb search prints the ID of every hit", s)
	}
	return id, nil
}

// showThread prints the thread of a message.
func (k *kerb) showThread(ctx context.Context, sn *index.Snapshot, id index.ID) error {
	if _, _, ok := sn.Position(id); !ok {
		return noMessage(id)
	}
	messages, err := sn.Thread(ctx, id)
	if err != nil {
		return err
	}
	for i := range messages {
		if k.json {
			err = k.printJSON(newMessageJSON(&messages[i]))
		} else {
			err = k.showOne(&messages[i], messages[i].ID == id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *kerb) show(ctx context.Context, sn *index.Snapshot, id index.ID, around int) error {
	chat, position, ok := sn.Position(id)
	if !ok {
		return noMessage(id)
	}
	from := max(position-around, 0)
	messages, err := sn.Messages(ctx, chat, from, position-from+1+around)
	if err != nil {
		return err
	}
	for i := range messages {
		if err := k.showOne(&messages[i], messages[i].ID == id); err != nil {
			return err
		}
	}
	return nil
}

func (k *kerb) showOne(m *index.Message, asked bool) error {
	switch {
	case k.json:
		return k.printJSON(hitJSON{messageJSON: newMessageJSON(m), Context: !asked})
	case asked:
		if err := k.printHit(pageEntry{m, &index.Hit{Message: *m}}); err != nil {
			return err
		}
		return k.printEarlier(m)
	}
	return k.printMessage(m.Time, m.Sender, m.Text, m.Kind, m.Attachment)
}

// printEarlier prints what a message was before it was edited or deleted.
func (k *kerb) printEarlier(m *index.Message) error {
	for _, e := range m.Earlier {
		if err := k.printf("    %s %s\n\n", k.dim("before:"), indent(describe(safe.Text(e.Text), e.Kind, e.Attachment))); err != nil {
			return err
		}
	}
	return nil
}
