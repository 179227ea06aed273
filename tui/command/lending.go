package command

import (
	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) lendingCommand() *cobra.Command {
	var flags readFlags
	var from string
	cmd := &cobra.Command{
		Use:   "lending [QUERY...]",
		Short: "Who lent what to whom, and what is still out",
		Long:  "Lists what was asked for, offered, lent and given back: things and time; of all chats, or what has a message that matches the whole query.\n\nWith --from, that of an exported chat; nothing is stored.",
		Example: `kerb lending
kerb lending ladder
kerb lending --from "WhatsApp Chat with Elm Street.txt"`,
		GroupID:     groupLook,
		Annotations: map[string]string{takesQuery: looks},
		Args:        needArgs(0, -1, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return k.matters(ctx, from, &flags, args, func(sn *index.Snapshot, text string) error {
				loans, problems, err := sn.Ledger(ctx, text)
				if err != nil {
					return err
				}
				k.warnProblems(text, problems)
				return k.printLoans(loans)
			}, func(chat *unstored) error {
				loans, err := chat.loans(ctx)
				if err != nil {
					return err
				}
				return k.printLoans(loans)
			})
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&from, "from", "", "an export to read without storing it")
	cmd.AddCommand(k.loanDecisions()...)
	return cmd
}

// loanJSON is a line of the ledger in the JSON contract.
type loanJSON struct {
	ID        string   `json:"id"`
	Chat      string   `json:"chat"`
	Item      string   `json:"item"`
	Kind      string   `json:"kind"`
	Owner     *string  `json:"owner"`
	Borrower  *string  `json:"borrower"`
	Asked     *string  `json:"asked"`
	Out       *string  `json:"out"`
	Back      *string  `json:"back"`
	AskedBack []string `json:"asked_back"`
	N         []int    `json:"n"`
	State     string   `json:"state"`
}

func newLoanJSON(l *index.Loan) loanJSON {
	j := loanJSON{
		ID: l.ID, Chat: l.Chat, Item: l.Item, Kind: kindOfLoan(l), Owner: orNull(l.Owner), Borrower: orNull(l.Borrower),
		Asked: timeOrNull(l.Asked), Out: timeOrNull(l.Out), Back: timeOrNull(l.Back), AskedBack: []string{}, N: l.N, State: l.State.String(),
	}
	if l.Time && l.State == lending.Back { // nothing comes back of time that was given
		j.State, j.Back = lending.Out.String(), nil
	}
	for _, t := range l.AskedBack {
		j.AskedBack = append(j.AskedBack, t.Format(parser.TimeLayout))
	}
	return j
}

// kindOfLoan says whether a thing is lent or somebody's time.
func kindOfLoan(l *index.Loan) string {
	if l.Time {
		return "time"
	}
	return "item"
}

func (k *kerb) printLoans(loans []index.Loan) error {
	for i := range loans {
		var err error
		if k.json {
			err = k.printJSON(newLoanJSON(&loans[i]))
		} else {
			err = k.printLoan(&loans[i])
		}
		if err != nil {
			return err
		}
	}
	if k.json {
		return nil
	}
	return k.printf("%s\n", k.dim(count(len(loans), "entry", "entries")))
}

// printLoan prints a line of the ledger:
//
//	out      ladder: Ben → Mia  since 2024-03-01 18:05  asked back 1 time  Elm Street  loan-17
func (k *kerb) printLoan(l *index.Loan) error {
	line := safe.Line(orUnknown(l.Item)) + ": " + safe.Line(orUnknown(l.Owner)) + " → " + safe.Line(orUnknown(l.Borrower))
	switch {
	case !l.Back.IsZero():
		line += "  back " + l.Back.Format(minuteLayout)
	case !l.Out.IsZero():
		line += "  since " + l.Out.Format(minuteLayout)
	case !l.Asked.IsZero():
		line += "  asked " + l.Asked.Format(minuteLayout)
	}
	if n := len(l.AskedBack); n > 0 {
		line += "  asked back " + count(n, "time", "times")
	}
	return k.printf("%-8s %s  %s\n", l.State, line, k.dim(safe.Line(l.Chat)+"  "+l.ID))
}

// orUnknown stands in for what nobody said.
func orUnknown(s string) string {
	if s == "" {
		return "?"
	}
	return s
}
