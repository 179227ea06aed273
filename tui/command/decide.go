package command

import (
	"context"
	"errors"
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
	const issues = "issues"
	return []*cobra.Command{
		k.decision(issues, "merge ID ID...", "Make the first issue take the others in", 2,
			func(ctx context.Context, store *index.Store, ids []string) (index.Action, error) {
				return store.MergeIssues(ctx, ids)
			}),
		k.decision(issues, "split ID...", "Take merged issues apart, or each time that one came up", 1,
			func(ctx context.Context, store *index.Store, ids []string) (index.Action, error) {
				return store.SplitIssues(ctx, ids)
			}),
		k.decision(issues, "rename ID TITLE...", "Give an issue another title; \"\" its own", 2,
			func(ctx context.Context, store *index.Store, args []string) (index.Action, error) {
				return store.RenameIssue(ctx, args[0], strings.Join(args[1:], " "))
			}),
		k.decision(issues, "resolve ID...", "Call issues resolved, whatever the chat says", 1, state(index.IssueResolved)),
		k.decision(issues, "reopen ID...", "Call issues open, whatever the chat says", 1, state(index.IssueOpen)),
	}
}

// loanDecisions are the commands that correct the ledger.
func (k *kerb) loanDecisions() []*cobra.Command {
	const lending = "lending"
	says := func(word index.LoanWord) func(context.Context, *index.Store, []string) (index.Action, error) {
		return func(ctx context.Context, store *index.Store, ids []string) (index.Action, error) {
			return store.CorrectLoans(ctx, ids, word)
		}
	}
	rest := func(word func(text string) index.LoanWord) func(context.Context, *index.Store, []string) (index.Action, error) {
		return func(ctx context.Context, store *index.Store, args []string) (index.Action, error) {
			return store.CorrectLoans(ctx, args[:1], word(strings.Join(args[1:], " ")))
		}
	}
	return []*cobra.Command{
		k.decision(lending, "back ID...", "Say that things are back, whatever the chat says", 1, says(index.LoanWord{State: "back"})),
		k.decision(lending, "out ID...", "Say that things are still out, whatever the chat says", 1, says(index.LoanWord{State: "out"})),
		k.decision(lending, "drop ID...", "Say that entries are no loans, and leave them out", 1, says(index.LoanWord{State: index.NoLoan})),
		k.decision(lending, "rename ID ITEM...", "Say what is lent", 2, rest(func(text string) index.LoanWord { return index.LoanWord{Item: text} })),
		k.decision(lending, "owner ID NAME...", "Say who lends it", 2, rest(func(text string) index.LoanWord { return index.LoanWord{Owner: text} })),
		k.decision(lending, "borrower ID NAME...", "Say who borrows it", 2, rest(func(text string) index.LoanWord { return index.LoanWord{Borrower: text} })),
	}
}

// decision makes a command under "issues" or "lending" that decides on what
// these list.
func (k *kerb) decision(of, use, short string, least int, decide func(context.Context, *index.Store, []string) (index.Action, error)) *cobra.Command {
	verb, _, _ := strings.Cut(use, " ")
	id := map[string]string{"issues": "outage-8x2mk4tqz6w9rv1n", "lending": "loan-8x2mk4tqz6w9rv1n"}[of]
	return &cobra.Command{
		Use:     use,
		Short:   short,
		Long:    short + ". The ID stands beside all that kerb " + of + " lists. kerb undo takes it back.",
		Example: "kerb " + of + " " + verb + " " + id + map[bool]string{true: " …"}[least > 1],
		Args:    needArgs(least, -1, "an ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return k.withThreads(cmd.Context(), func(store *index.Store, _ *index.Snapshot) error {
				action, err := decide(cmd.Context(), store, args)
				if errors.Is(err, index.ErrNoIssue) || errors.Is(err, index.ErrNoLoan) {
					return fmt.Errorf("%w; kerb %s lists all", err, of)
				}
				if err != nil {
					return err
				}
				if k.json {
					return k.printJSON(map[string]any{"did": verb, of: action.Issues})
				}
				if action.Issues == 0 {
					return k.printf("%s: it is so already\n", verb)
				}
				return k.printf("%s: done; kerb undo takes it back\n", verb)
			})
		},
	}
}
