package command

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/redact"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) issuesCommand() *cobra.Command {
	var flags readFlags
	var from string
	var report reportFlags
	cmd := &cobra.Command{
		Use:   "issues [QUERY...]",
		Short: "What keeps coming back: outages and whom they hit, potholes, tip runs, applications",
		Long:  "Lists recurring issues with each time they came up: when, who was affected, who was not, whether it is over; of all chats, or those occurrences with a message that matches the whole query.\n\nWith --from, those of an exported chat; nothing is stored.",
		Example: `kerb issues
kerb issues tag:outage after:2025
kerb issues --report html --redact after:2025 > council.html
kerb issues --from "WhatsApp Chat with Elm Street.txt"`,
		GroupID:     groupLook,
		Annotations: map[string]string{takesQuery: looks, meantWith: " --report html --redact"},
		SuggestFor:  []string{"report", "reports", "council"},
		Args:        needArgs(0, -1, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := report.check(k.json); err != nil {
				return err
			}
			ctx := cmd.Context()
			return k.matters(ctx, from, &flags, args, func(sn *index.Snapshot, text string) error {
				issues, problems, err := sn.Issues(ctx, text)
				if err != nil {
					return err
				}
				k.warnProblems(text, problems)
				if !report.redact {
					return k.showIssues(&report, issues, nil)
				}
				people, err := redactorOf(sn.Chats(), sn.People(""), allMessages(ctx, sn), allMessages(ctx, sn), report.keepHouseNumbers)
				if err != nil {
					return err
				}
				return k.showIssues(&report, issues, people)
			}, func(chat *unstored) error {
				issues, err := chat.issues(ctx)
				if err != nil {
					return err
				}
				if !report.redact {
					return k.showIssues(&report, issues, nil)
				}
				return k.showIssues(&report, issues, chat.redactor(report.keepHouseNumbers))
			})
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&from, "from", "", "an export to read without storing it")
	cmd.Flags().StringVar(&report.format, "report", "", "write a report instead: md, html (one page to print) or csv")
	cmd.Flags().BoolVar(&report.redact, "redact", false, "leave people out of the report, and house numbers")
	cmd.Flags().BoolVar(&report.keepHouseNumbers, "keep-house-numbers", false, "leave house numbers in a redacted report")
	completeWords(cmd, "report", "md", "html", "csv")
	cmd.AddCommand(k.issueDecisions()...)
	return cmd
}

// reportFlags say how a report is to be written.
type reportFlags struct {
	format                   string
	redact, keepHouseNumbers bool
}

func (f *reportFlags) check(json bool) error {
	switch {
	case f.format == "" && (f.redact || f.keepHouseNumbers):
		return usagef("--redact and --keep-house-numbers are for --report")
	case f.format != "" && reporters[f.format] == nil:
		return usagef("--report is md, html or csv, not %q", f.format)
	case f.format != "" && json:
		return usagef("--report and --json do not go together")
	}
	return nil
}

// showIssues prints issues, or a report of them without people if it is given
// what takes them out.
func (k *kerb) showIssues(flags *reportFlags, issues []index.Issue, people *redact.Redactor) error {
	if flags.format == "" {
		return k.printIssues(issues)
	}
	return reporters[flags.format](k.out, newReport(issues, people))
}

// redactor returns what takes the people of an export out of texts.
func (u *unstored) redactor(keepHouseNumbers bool) *redact.Redactor {
	people := redact.New(keepHouseNumbers)
	people.Chat(u.name)
	for _, m := range u.messages {
		people.Person(m.Sender)
		people.Observe(m.Sender, m.Text)
	}
	return people
}

// issueJSON is an issue in the JSON contract.
type issueJSON struct {
	ID          string           `json:"id"`
	Chat        string           `json:"chat"`
	Issue       string           `json:"issue"`
	Title       string           `json:"title"`
	What        *string          `json:"what"`
	Place       *string          `json:"place"`
	Occurrences []occurrenceJSON `json:"occurrences"`
	State       string           `json:"state"`
}

// occurrenceJSON is one time an issue came up in the JSON contract.
type occurrenceJSON struct {
	First      string   `json:"first"`
	Last       string   `json:"last"`
	Threads    []string `json:"threads"`
	N          []int    `json:"n"`
	People     int      `json:"people"`
	Affected   []string `json:"affected"`
	Unaffected []string `json:"unaffected"`
	Scope      *string  `json:"scope"`
	Place      *string  `json:"place"`
	Over       *string  `json:"over"`
	Refs       []string `json:"refs"`
	Outcome    *string  `json:"outcome"`
	Confirmed  bool     `json:"confirmed"`
}

func newIssueJSON(is *index.Issue) issueJSON {
	j := issueJSON{
		ID: is.ID, Chat: is.Chat, Issue: is.Tag, Title: is.Title, What: orNull(is.What), Place: orNull(is.Place), State: stateOf(is),
	}
	for _, o := range is.Occurrences {
		j.Occurrences = append(j.Occurrences, occurrenceJSON{
			First: o.First.Format(parser.TimeLayout), Last: o.Last.Format(parser.TimeLayout), Threads: append([]string{}, o.Threads...),
			N: o.N, People: len(o.Affected), Affected: append([]string{}, o.Affected...), Unaffected: append([]string{}, o.Unaffected...),
			Scope: orNull(o.Scope.String()), Place: orNull(o.Place), Over: timeOrNull(o.Over), Refs: append([]string{}, o.References...),
			Outcome: orNull(o.Outcome), Confirmed: o.Confirmed,
		})
	}
	return j
}

// stateOf says whether an issue is resolved or open.
func stateOf(is *index.Issue) string {
	if is.Resolved {
		return "resolved"
	}
	return "open"
}

func (k *kerb) printIssues(issues []index.Issue) error {
	for i := range issues {
		var err error
		if k.json {
			err = k.printJSON(newIssueJSON(&issues[i]))
		} else {
			err = k.printIssue(&issues[i])
		}
		if err != nil {
			return err
		}
	}
	if k.json {
		return nil
	}
	return k.printf("%s\n", k.dim(count(len(issues), "issue", "issues")))
}

// printIssue prints an issue in a block of its own, a line for each time it
// came up:
//
//	power outage  open  Elm Street  outage-17
//	    2024-03-01 18:05  5 affected: Ben, Mia…  several  until 2024-03-01 21:10
func (k *kerb) printIssue(is *index.Issue) error {
	if err := k.printf("%s  %s\n", k.bold(safe.Line(is.Title)), k.dim(stateOf(is)+"  "+safe.Line(is.Chat)+"  "+is.ID)); err != nil {
		return err
	}
	for _, o := range is.Occurrences {
		parts := []string{o.First.Format(minuteLayout)}
		if n := len(o.Affected); n > 0 {
			parts = append(parts, safe.Line(strings.Join(o.Affected, ", ")))
		}
		if len(o.Unaffected) > 0 {
			parts = append(parts, "fine: "+safe.Line(strings.Join(o.Unaffected, ", ")))
		}
		if s := o.Scope.String(); s != "" {
			parts = append(parts, s)
		}
		if !o.Over.IsZero() {
			parts = append(parts, "until "+o.Over.Format(minuteLayout))
		}
		if len(o.References) > 0 {
			parts = append(parts, "ref. "+safe.Line(strings.Join(o.References, ", ")))
		}
		if o.Outcome != "" {
			parts = append(parts, safe.Line(o.Outcome))
		}
		if err := k.printf("    %s\n", strings.Join(parts, "  ")); err != nil {
			return err
		}
	}
	return k.printf("\n")
}
