package command

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

// likelyEnough is the confidence from which suggestions are listed unless told
// otherwise.
const likelyEnough = 0.5

func (k *kerb) suggestCommand() *cobra.Command {
	var flags readFlags
	var from string
	var request index.SuggestionRequest
	cmd := &cobra.Command{
		Use:   "suggest [QUERY...]",
		Short: "List threads that probably deserve a tag, and why",
		Long: `Lists threads that probably deserve a tag that they do not have, the most certain first, with the words that speak for it. A thread of several matters is named with those of its messages that belong to the tag.

Kerb knows the built-in tags; any other it learns from the threads that have it. What you tag and what you refuse counts at once. With --min 0 every thread is listed. With --from, an exported chat is looked at and nothing is stored.`,
		Example: `kerb suggest after:2025
kerb suggest --tag pothole --min 0.3
kerb suggest accept outage 8x2mk4tqz6w9rv1n`,
		GroupID:     groupLook,
		Annotations: map[string]string{takesQuery: looks},
		Args:        needArgs(0, -1, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !(request.Min >= 0 && request.Min <= 1) {
				return usagef("--min is a number from 0 to 1")
			}
			if request.Tag != "" && !index.ValidTag(request.Tag) {
				return usagef("%q: %v", request.Tag, index.ErrBadTag)
			}
			if from == "" {
				if err := flags.unread(); err != nil {
					return err
				}
				request.Query = joinQuery(args)
				return k.withThreads(cmd.Context(), func(_ *index.Store, sn *index.Snapshot) error {
					return k.suggest(cmd.Context(), sn, request)
				})
			}
			if len(args) > 0 {
				return usagef("--from takes no query")
			}
			opts, err := flags.options()
			if err != nil {
				return err
			}
			return k.parseEach(cmd.Context(), []string{from}, opts, func(ctx context.Context, export *parser.Export, opts parser.Options) error {
				return k.suggestFrom(ctx, export, opts, request)
			})
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&from, "from", "", "an export to look at without storing it")
	cmd.Flags().StringVar(&request.Tag, "tag", "", "only this tag, a built-in one or your own")
	cmd.Flags().Float64Var(&request.Min, "min", likelyEnough, "the least confidence; 0 lists every thread")
	cmd.AddCommand(
		k.decideCommand("accept", "Tag threads as suggested", (*index.Store).AcceptSuggestions),
		k.decideCommand("refuse", "Say that threads do not deserve a tag", (*index.Store).RefuseSuggestions),
	)
	return cmd
}

// decideCommand makes a command that accepts or refuses suggestions.
func (k *kerb) decideCommand(verb, short string, decide func(*index.Store, context.Context, []index.Suggestion, string) (index.Action, error)) *cobra.Command {
	return &cobra.Command{
		Use:   verb + " TAG THREAD...",
		Short: short,
		Long: short + `. A thread is named by the ID of any of its messages.

Later suggestions know of it at once. kerb undo takes it back.`,
		Example: "kerb suggest " + verb + " lending 8x2mk4tqz6w9rv1n",
		Args:    needArgs(2, -1, "a tag and the ID of a thread"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids := make([]index.ID, len(args)-1)
			for i, arg := range args[1:] {
				var err error
				if ids[i], err = parseID(arg); err != nil {
					return err
				}
			}
			return k.withThreads(cmd.Context(), func(store *index.Store, sn *index.Snapshot) error {
				var list []index.Suggestion
				for _, id := range ids {
					s, err := sn.SuggestionFor(cmd.Context(), args[0], id)
					if err != nil {
						return err
					}
					list = append(list, s)
				}
				label := fmt.Sprintf("%s %s for %s", verb, args[0], count(len(list), "thread", "threads"))
				action, err := decide(store, cmd.Context(), list, label)
				if err != nil {
					return err
				}
				return k.reportDecision(verb, action)
			})
		},
	}
}

// reportDecision prints what became of suggestions.
func (k *kerb) reportDecision(verb string, a index.Action) error {
	switch {
	case k.json:
		return k.printJSON(struct {
			actionJSON
			Refusals int `json:"refusals"`
		}{actionJSON{verb, a.Label, append([]string{}, a.Tags...), a.Added, a.Removed, a.Messages, a.Threads}, a.Refusals})
	case a.Refusals > 0:
		return k.printf("%s: %s not suggested again\n", verb, count(a.Refusals, "thread is", "threads are"))
	}
	return k.printf("%s: %s\n", verb, describeAction(a))
}

// suggestionJSON is a suggestion in the JSON contract.
type suggestionJSON struct {
	Thread     string   `json:"thread"`
	Chat       string   `json:"chat,omitempty"`
	N          []int    `json:"n"`
	Messages   []string `json:"messages,omitempty"`
	Tag        string   `json:"tag"`
	Confidence float64  `json:"confidence"`
	Because    []string `json:"because"`
}

func (k *kerb) suggest(ctx context.Context, sn *index.Snapshot, request index.SuggestionRequest) error {
	list, err := sn.Suggestions(ctx, request)
	if err != nil {
		return err
	}
	k.warnProblems(request.Query, list.Problems)
	for _, s := range list.Suggestions {
		row := suggestionJSON{Thread: s.Thread.String(), Chat: s.Chat, N: s.Numbers, Tag: s.Tag, Confidence: s.Confidence}
		for _, id := range s.Messages {
			row.Messages = append(row.Messages, id.String())
		}
		for _, r := range s.Because {
			row.Because = append(row.Because, r.Text)
		}
		if k.json {
			err = k.printSuggestionJSON(row)
		} else {
			err = k.printSuggestion(ctx, sn, s, row.Because)
		}
		if err != nil {
			return err
		}
	}
	if k.json {
		return nil
	}
	return k.printf("%s\n", k.dim(count(len(list.Suggestions), "suggestion", "suggestions")))
}

func (k *kerb) printSuggestionJSON(row suggestionJSON) error {
	seen := make(map[string]bool)
	because := []string{}
	for _, text := range row.Because {
		if text = strings.Join(strings.Fields(text), " "); !seen[strings.ToLower(text)] {
			seen[strings.ToLower(text)] = true
			because = append(because, text)
		}
	}
	row.Because = because
	return k.printJSON(row)
}

// printSuggestion prints a suggestion in a block of its own:
//
//	91 %  #outage  anyone else's power off?
//	    2024-03-01 18:05  9 messages  Elm Street  because: power off, leccy  8x2m…
func (k *kerb) printSuggestion(ctx context.Context, sn *index.Snapshot, s index.Suggestion, because []string) error {
	first, err := sn.Message(ctx, s.Messages[0])
	if err != nil {
		return err
	}
	return k.printReasoned(s.Tag, s.Confidence, first.Text, first.Time.Format(minuteLayout), s.Numbers, because, safe.Line(s.Chat), s.Thread.String())
}

func (k *kerb) printReasoned(tag string, confidence float64, text, when string, numbers []int, because []string, more ...string) error {
	parts := append([]string{when, count(len(numbers), "message", "messages")}, more[:len(more)-1]...)
	if len(because) > 0 {
		reasons := make([]string, len(because))
		for i, text := range because {
			reasons[i] = safe.Line(text)
		}
		parts = append(parts, "because: "+strings.Join(reasons, ", "))
	}
	parts = append(parts, more[len(more)-1])
	return k.printf("%3.0f %%  #%s  %s\n    %s\n\n", confidence*100, tag, safe.Line(text), k.dim(strings.Join(parts, "  ")))
}

// suggestFrom prints the suggestions for one chat that is not stored.
func (k *kerb) suggestFrom(ctx context.Context, export *parser.Export, opts parser.Options, request index.SuggestionRequest) error {
	messages, said, summary, err := readSaid(ctx, export, opts)
	if err != nil {
		return err
	}
	links, err := thread.Find(ctx, said)
	if err != nil {
		return err
	}
	reading, err := topic.Read(ctx, said, links)
	if err != nil {
		return err
	}
	tags := index.BuiltInTags()
	if request.Tag != "" {
		tags = []string{request.Tag}
	}
	found, err := topic.Suggest(ctx, []topic.Chat{{Reading: reading}}, topic.Request{Tags: tags, Min: request.Min})
	if err != nil {
		return err
	}
	for _, s := range found {
		if err := k.printFound(messages, &s); err != nil {
			return err
		}
	}
	if !k.json {
		if err := k.printf("%s\n", k.dim(count(len(found), "suggestion", "suggestions"))); err != nil {
			return err
		}
	}
	return k.reportWarnings(export, summary)
}

func (k *kerb) printFound(messages []parser.Message, s *topic.Suggestion) error {
	numbers := make([]int, 0, len(s.Messages))
	for _, i := range s.Messages {
		numbers = append(numbers, messages[i].N)
	}
	slices.Sort(numbers)
	because := make([]string, 0, len(s.Because))
	for _, span := range s.Because {
		because = append(because, messages[span.Message].Text[span.Start:span.End])
	}
	id := strconv.Itoa(messages[s.Thread].N)
	if k.json {
		return k.printSuggestionJSON(suggestionJSON{Thread: id, N: numbers, Tag: s.Tag, Confidence: s.Confidence, Because: because})
	}
	first := &messages[s.Messages[0]]
	return k.printReasoned(s.Tag, s.Confidence, first.Text, first.Time.Format(minuteLayout), numbers, because, id)
}
