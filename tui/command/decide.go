package command

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
)

// issueDecisions are the commands by which a person decides on issues.
func (k *kerb) issueDecisions() []*cobra.Command {
	state := func(state string) func(context.Context, *index.Store, []string) (index.Action, error) {
		return func(ctx context.Context, store *index.Store, ids []string) (index.Action, error) {
			return store.SetIssueState(ctx, ids, state)
		}
	}
	return []*cobra.Command{
		k.issueDecision("merge ID ID...", "Make the first issue take the others in", 2,
			func(ctx context.Context, store *index.Store, ids []string) (index.Action, error) {
				return store.MergeIssues(ctx, ids)
			}),
		k.issueDecision("split ID...", "Take merged issues apart, or each time that one came up", 1,
			func(ctx context.Context, store *index.Store, ids []string) (index.Action, error) {
				return store.SplitIssues(ctx, ids)
			}),
		k.issueDecision("rename ID TITLE...", "Give an issue another title; \"\" its own", 2,
			func(ctx context.Context, store *index.Store, args []string) (index.Action, error) {
				return store.RenameIssue(ctx, args[0], strings.Join(args[1:], " "))
			}),
		k.issueDecision("resolve ID...", "Call issues resolved, whatever the chat says", 1, state(index.IssueResolved)),
		k.issueDecision("reopen ID...", "Call issues open, whatever the chat says", 1, state(index.IssueOpen)),
	}
}

func (k *kerb) issueDecision(use, short string, least int, decide func(context.Context, *index.Store, []string) (index.Action, error)) *cobra.Command {
	verb, _, _ := strings.Cut(use, " ")
	return &cobra.Command{
		Use:     use,
		Short:   short,
		Long:    short + ". The ID stands beside every issue that kerb issues lists. kerb undo takes it back.",
		Example: "kerb issues " + verb + " outage-8x2mk4tqz6w9rv1n" + map[bool]string{true: " …"}[least > 1],
		Args:    needArgs(least, -1, "the ID of an issue"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return k.withThreads(cmd.Context(), func(store *index.Store, _ *index.Snapshot) error {
				action, err := decide(cmd.Context(), store, args)
				if err != nil {
					return fmt.Errorf("%w; kerb issues lists all", err)
				}
				if k.json {
					return k.printJSON(map[string]any{"did": verb, "issues": action.Issues})
				}
				if action.Issues == 0 {
					return k.printf("%s: it is so already\n", verb)
				}
				return k.printf("%s: done; kerb undo takes it back\n", verb)
			})
		},
	}
}
