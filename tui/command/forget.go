package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) forgetCommand() *cobra.Command {
	var chat, person, export string
	var yes bool
	cmd := &cobra.Command{
		Use:   "forget",
		Short: "Remove a chat, a person or one export for good",
		Long: `Removes a chat, what a person wrote in all chats, or one loaded export, from everything Kerb keeps. It cannot be undone; nor can what was done before. Backups made earlier still hold it.

A forgotten person is left out of whatever is loaded later. What others wrote about them stays, but for their whole name. Names must be whole, as in kerb chats and in the messages; a person goes with all names that kerb people has for them.`,
		Example: `kerb forget --chat "Elm Street"
kerb forget --person "Deb No 12" --yes`,
		GroupID: groupHouse,
		Args:    needArgs(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			what, forget, err := forgetting(chat, person, export)
			if err != nil {
				return err
			}
			if !yes {
				if !k.interactive() {
					return usagef("forgetting cannot be undone: it needs --yes where nobody can be asked")
				}
				if sure, err := k.sure("Forget " + what + "? It cannot be undone. Type yes: "); err != nil || !sure {
					return errors.Join(err, k.printf("nothing is forgotten\n"))
				}
			}
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				progress := k.newProgress()
				done, err := forget(store, cmd.Context(), progress.show)
				progress.clear()
				if err != nil {
					return err
				}
				if err := k.findThreadsSoon(cmd.Context(), store); err != nil {
					k.warn("not all threads are found yet: %v", err)
				}
				return k.reportForgotten(what, done)
			})
		},
	}
	cmd.Flags().StringVar(&chat, "chat", "", "forget this chat")
	cmd.Flags().StringVar(&person, "person", "", "forget what this person wrote, in all chats")
	cmd.Flags().StringVar(&export, "export", "", "take the load of this export back")
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	cmd.MarkFlagsMutuallyExclusive("chat", "person", "export")
	return cmd
}

// forgetting returns what is to be forgotten, in words, and how.
func forgetting(chat, person, export string) (what string, forget func(*index.Store, context.Context, func(index.Progress)) (index.Forgotten, error), err error) {
	choose := func(kind, name string, by func(*index.Store, context.Context, string, func(index.Progress)) (index.Forgotten, error)) {
		what = fmt.Sprintf("%s %q", kind, safe.Line(name))
		forget = func(store *index.Store, ctx context.Context, progress func(index.Progress)) (index.Forgotten, error) {
			return by(store, ctx, name, progress)
		}
	}
	switch {
	case chat != "":
		choose("the chat", chat, (*index.Store).ForgetChat)
	case person != "":
		choose("all that was written by", person, (*index.Store).ForgetPerson)
	case export != "":
		choose("the export", export, (*index.Store).ForgetExport)
	default:
		return "", nil, usagef("forget needs --chat, --person or --export")
	}
	return what, forget, nil
}

// sure asks somebody at the terminal.
func (k *kerb) sure(question string) (bool, error) {
	if _, err := fmt.Fprint(k.stderr, question); err != nil {
		return false, err
	}
	answer, err := bufio.NewReader(k.stdin).ReadString('\n')
	return strings.EqualFold(strings.TrimSpace(answer), "yes"), err
}

// reportForgotten prints what was removed.
func (k *kerb) reportForgotten(what string, done index.Forgotten) error {
	if k.json {
		return k.printJSON(struct {
			Did      string `json:"did"`
			Messages int    `json:"messages"`
			Exports  int    `json:"exports"`
			Marks    int    `json:"marks"`
		}{"forget", done.Messages, done.Exports, done.Marks})
	}
	return k.printf("forgot %s: %s, %s\n", what, count(done.Messages, "message", "messages"), count(done.Exports, "export", "exports"))
}
