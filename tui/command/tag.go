package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/query"
)

func (k *kerb) tagCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "tag",
		Short:   "Tag messages, and keep tags as text",
		Long:    `Tags messages. Tags are lower-case words of letters and digits, joined by "-". Everything that changes tags can be taken back with kerb undo.`,
		GroupID: groupKeep,
		Args:    unknownCommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		k.tagChange("add", "Give messages a tag", "tag", (*index.Store).AddTags),
		k.tagChange("rm", "Take a tag from messages", "untag", (*index.Store).RemoveTags),
		k.tagList(), k.tagDump(), k.tagRestore(),
	)
	return cmd
}

// changeTags is index.Store's AddTags or RemoveTags.
type changeTags func(store *index.Store, ctx context.Context, tags []string, ids []index.ID, label string) (index.Action, error)

func (k *kerb) tagChange(verb, short, did string, change changeTags) *cobra.Command {
	return &cobra.Command{
		Use:   verb + " TAG[,TAG...] QUERY...|ID...",
		Short: short,
		Long:  short + `: every message that matches the whole query, or the messages named by ID. thread:ID names the whole thread of a message, with what joins it later. kerb undo takes it back.`,
		Example: fmt.Sprintf(`kerb tag %[1]s outage power cut after:2025
kerb tag %[1]s lending 8x2mk4tqz6w9rv1n
kerb tag %[1]s lending thread:8x2mk4tqz6w9rv1n`, verb),
		Annotations:       map[string]string{takesQuery: acts},
		Args:              needArgs(2, -1, "a tag, and a query or IDs"),
		ValidArgsFunction: k.completeTags,
		RunE: func(cmd *cobra.Command, args []string) error {
			tags := strings.Split(args[0], ",")
			with := k.withSnapshot
			if asksForThreads(args[1:]) {
				with = k.withThreads
			}
			return with(cmd.Context(), func(store *index.Store, sn *index.Snapshot) error {
				ids, err := k.idsOrQuery(cmd.Context(), sn, args[1:])
				if err != nil {
					return err
				}
				change := change
				if id, ok := wholeThread(args[1:]); ok && did == "tag" {
					ids, change = []index.ID{id}, (*index.Store).TagThreads
				}
				label := fmt.Sprintf("%s %s", did, strings.Join(tags, ", "))
				action, err := change(store, cmd.Context(), tags, ids, label)
				if errors.Is(err, index.ErrBadTag) {
					return usagef("%v", err)
				}
				if err != nil {
					return err
				}
				return k.reportAction(did, action)
			})
		},
	}
}

// asksForThreads reports whether it depends on threads what a query matches: one
// that names a thread, or tags, which whole threads may have.
func asksForThreads(args []string) (asks bool) {
	q, _ := query.Parse(joinQuery(args), query.Options{})
	query.Walk(q.Root, func(n query.Node) bool {
		f, ok := n.(query.Field)
		asks = asks || ok && (f.Name == query.Thread || f.Name == query.Tag || f.Name == query.Is)
		return !asks
	})
	return asks
}

// wholeThread returns the message of a query that asks for one thread and
// nothing else, by thread:ID. Its messages are tagged as a thread, so that those
// that join it later have the tag too.
func wholeThread(args []string) (id index.ID, ok bool) {
	q, _ := query.Parse(joinQuery(args), query.Options{})
	field, ok := q.Root.(query.Field)
	if !ok || field.Name != query.Thread {
		return id, false
	}
	id, err := index.ParseID(strings.ToLower(field.Value))
	return id, err == nil
}

// idsOrQuery returns the messages that args name: each by its ID if all are
// IDs, otherwise all that match the query wholly.
func (k *kerb) idsOrQuery(ctx context.Context, sn *index.Snapshot, args []string) ([]index.ID, error) {
	ids := make([]index.ID, len(args))
	for i, arg := range args {
		id, err := index.ParseID(arg)
		if err != nil {
			return k.match(ctx, sn, joinQuery(args))
		}
		if _, _, ok := sn.Position(id); !ok {
			return nil, noMessage(id)
		}
		ids[i] = id
	}
	return ids, nil
}

// match returns the messages that match the whole of q, in the chats' order.
// No message matches all of a query of which a part was not understood: to act
// on what is left would act on more than was asked for.
func (k *kerb) match(ctx context.Context, sn *index.Snapshot, q string) ([]index.ID, error) {
	if strings.TrimSpace(q) == "" {
		return nil, usagef("the query is empty")
	}
	ids, problems, err := sn.Match(ctx, q)
	k.warnProblems(q, problems)
	if len(problems) > 0 && len(ids) > 0 {
		k.warn("nothing is done, because part of the query was not understood")
		return nil, err
	}
	return ids, err
}

func noMessage(id index.ID) error {
	return fmt.Errorf("%w as %s; kerb search prints the ID of every hit", index.ErrNoMessage, id)
}

func (k *kerb) tagList() *cobra.Command {
	return &cobra.Command{
		Use:   "ls",
		Short: "List tags and how many messages have them",
		Args:  needArgs(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return k.withSnapshot(cmd.Context(), func(_ *index.Store, sn *index.Snapshot) error {
				for _, t := range sn.Tags() {
					if err := k.printTag(t); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

func (k *kerb) printTag(t index.TagCount) error {
	if k.json {
		return k.printJSON(struct {
			Tag      string `json:"tag"`
			Messages int    `json:"messages"`
		}{t.Tag, t.Messages})
	}
	return k.printf("%7s  %s\n", thousands(t.Messages), t.Tag)
}
