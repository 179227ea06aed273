package command

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) peopleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "people",
		Short: "Say who is who",
		Long: `Lists people and the names they go by in exports, joins names of one person, and tells them apart again.

Names under which two phones have the same messages are joined by themselves where that is clear; docs/merging.md tells when. What is done here can be undone (kerb undo).`,
		GroupID: groupKeep,
		Args:    unknownCommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return k.listPeople(cmd.Context(), "") },
	}
	cmd.AddCommand(k.peopleList(), k.peopleJoin(), k.peopleSplit(), k.peopleName())
	return cmd
}

// namesJSON is a person with all names in the JSON contract.
type namesJSON struct {
	Name     string   `json:"name"`
	Also     []string `json:"also"`
	Messages int      `json:"messages"`
}

func (k *kerb) peopleList() *cobra.Command {
	var chat string
	cmd := &cobra.Command{
		Use:   "ls",
		Short: "List people with all their names, who wrote most first",
		Args:  needArgs(0, 0, ""),
		RunE:  func(cmd *cobra.Command, _ []string) error { return k.listPeople(cmd.Context(), chat) },
	}
	cmd.Flags().StringVar(&chat, "chat", "", "only who wrote in this chat")
	return cmd
}

// listPeople lists who wrote in a chat, or in all for "".
func (k *kerb) listPeople(ctx context.Context, chat string) error {
	return k.withSnapshot(ctx, func(_ *index.Store, sn *index.Snapshot) error {
		for _, person := range sn.People(chat) {
			if err := k.printPerson(person); err != nil {
				return err
			}
		}
		k.warnDoubts(sn.Doubts())
		return nil
	})
}

func (k *kerb) printPerson(p index.Person) error {
	if k.json {
		return k.printJSON(namesJSON{p.Name, append([]string{}, p.Also...), p.Messages})
	}
	also := ""
	if len(p.Also) > 0 {
		also = ", also " + safe.Line(strings.Join(p.Also, ", "))
	}
	return k.printf("%s  %s%s\n", k.bold(safe.Line(p.Name)), count(p.Messages, "message", "messages"), also)
}

// warnDoubts asks who may be one person.
func (k *kerb) warnDoubts(doubts []index.Doubt) {
	for _, doubt := range doubts {
		k.warn("%s and %s have %s in common and may be one person: kerb people join, or people split to say no",
			safe.Line(doubt.A), safe.Line(doubt.B), count(doubt.Shared, "message", "messages"))
	}
}

func (k *kerb) peopleJoin() *cobra.Command {
	return &cobra.Command{
		Use:               "join NAME NAME...",
		Short:             "Say that these names are one person's, shown by the first",
		Example:           `kerb people join "Deb No 12" Mum`,
		Args:              needArgs(2, -1, "the names of one person"),
		ValidArgsFunction: k.completePeople,
		RunE: func(cmd *cobra.Command, args []string) error {
			return k.saysWho(cmd.Context(), "join", args[0], func(ctx context.Context, store *index.Store) (index.Action, error) {
				return store.JoinPeople(ctx, args)
			})
		},
	}
}

func (k *kerb) peopleSplit() *cobra.Command {
	return &cobra.Command{
		Use:               "split NAME",
		Short:             "Say that a name is somebody else's than it was taken for",
		Example:           `kerb people split Mum`,
		Args:              needArgs(1, 1, "the name"),
		ValidArgsFunction: k.completePeople,
		RunE: func(cmd *cobra.Command, args []string) error {
			return k.saysWho(cmd.Context(), "split", args[0], func(ctx context.Context, store *index.Store) (index.Action, error) {
				return store.SplitPerson(ctx, args[0])
			})
		},
	}
}

func (k *kerb) peopleName() *cobra.Command {
	return &cobra.Command{
		Use:               "name NAME SHOWN",
		Short:             "Show a person by another name",
		Example:           `kerb people name "+44 7700 900123" "Deb No 12"`,
		Args:              needArgs(2, 2, "a name of the person and the one to show"),
		ValidArgsFunction: k.completePeople,
		RunE: func(cmd *cobra.Command, args []string) error {
			return k.saysWho(cmd.Context(), "name", args[1], func(ctx context.Context, store *index.Store) (index.Action, error) {
				return store.NamePerson(ctx, args[0], args[1])
			})
		},
	}
}

// saysWho does something to people and prints what became of one of them.
func (k *kerb) saysWho(ctx context.Context, did, name string, say func(context.Context, *index.Store) (index.Action, error)) error {
	return k.withStore(ctx, func(store *index.Store) error {
		action, err := say(ctx, store)
		if err != nil {
			return err
		}
		if k.json {
			return k.printJSON(map[string]any{"did": did, "name": name, "names": action.People})
		}
		if action.People == 0 {
			return k.printf("nothing to change\n")
		}
		return k.printf("%s\n", safe.Line(action.Label))
	})
}

// completePeople offers the names of people.
func (k *kerb) completePeople(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	return k.completeFirst(cmd, args, begun, func(sn *index.Snapshot) []string {
		var names []string
		for _, person := range sn.People("") {
			names = append(append(names, person.Name), person.Also...)
		}
		return names
	})
}
