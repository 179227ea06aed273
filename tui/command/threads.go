package command

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/parser"
)

func (k *kerb) threadsCommand() *cobra.Command {
	var flags readFlags
	var from string
	cmd := &cobra.Command{
		Use:   "threads --from EXPORT",
		Short: "Untangle an export: which message answers which; nothing is stored",
		Long: `Finds the threads of an exported chat and prints them one after the other, in
the order in which they begin. Nothing is stored.

With --json, a line for each message: the thread it belongs to, the number of
the message it answers, and how likely that is.`,
		Example: `kerb threads --from "WhatsApp Chat with Elm Street.txt"`,
		GroupID: groupLook,
		Args:    needArgs(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if from == "" {
				return usagef("threads needs --from and an export")
			}
			opts, err := flags.options()
			if err != nil {
				return err
			}
			return k.parseEach(cmd.Context(), []string{from}, opts, k.findThreads)
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&from, "from", "", "the export to read")
	return cmd
}

// threadJSON is a message of threads --from in the JSON contract.
type threadJSON struct {
	N          int     `json:"n"`
	Thread     string  `json:"thread"` // number of the message that starts it
	Parent     *int    `json:"parent"`
	Confidence float64 `json:"confidence"`
}

// findThreads prints the threads of one chat.
func (k *kerb) findThreads(ctx context.Context, export *parser.Export, opts parser.Options) error {
	var messages []parser.Message
	summary, err := readExport(ctx, export, opts, func(_ parser.Summary, m *parser.Message) error {
		messages = append(messages, *m)
		return nil
	})
	if err != nil {
		return err
	}
	said := make([]thread.Message, len(messages))
	for i, m := range messages {
		said[i] = thread.Message{Time: m.Time, Sender: m.Sender, Text: m.Text, Notice: m.Kind == parser.Notice || m.Sender == ""}
	}
	links, err := thread.Find(ctx, said)
	if err != nil {
		return err
	}
	if k.json {
		err = k.printLinks(messages, links)
	} else {
		err = k.printThreads(messages, links)
	}
	if err != nil {
		return err
	}
	return k.reportWarnings(export, summary)
}

func (k *kerb) printLinks(messages []parser.Message, links []thread.Link) error {
	for i, link := range links {
		row := threadJSON{N: messages[i].N, Thread: strconv.Itoa(messages[link.Root].N), Confidence: link.Confidence}
		if link.Parent != thread.None {
			row.Parent = &messages[link.Parent].N
		}
		if err := k.printJSON(row); err != nil {
			return err
		}
	}
	return nil
}

func (k *kerb) printThreads(messages []parser.Message, links []thread.Link) error {
	members := make(map[int][]int)
	for i, link := range links {
		members[link.Root] = append(members[link.Root], i)
	}
	for root, link := range links {
		if link.Root != root || messages[root].Sender == "" {
			continue
		}
		if err := k.printf("%s\n", count(len(members[root]), "message", "messages")); err != nil {
			return err
		}
		for _, i := range members[root] {
			m := &messages[i]
			if err := k.printMessage(m.Time, m.Sender, m.Text, m.Kind, m.Attachment); err != nil {
				return err
			}
		}
		if err := k.printf("\n"); err != nil {
			return err
		}
	}
	return nil
}
