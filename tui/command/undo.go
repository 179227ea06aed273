package command

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) undoCommand() *cobra.Command {
	return k.stepCommand("undo", "Take back the last change of marks", (*index.Store).Undo)
}

func (k *kerb) redoCommand() *cobra.Command {
	return k.stepCommand("redo", "Do again what was last undone", (*index.Store).Redo)
}

// stepCommand makes a command of one step through the log of actions.
func (k *kerb) stepCommand(verb, short string, step func(*index.Store, context.Context) (index.Action, error)) *cobra.Command {
	return &cobra.Command{
		Use:     verb,
		Short:   short,
		Long:    short + ". The log of changes is kept when Kerb ends.",
		GroupID: groupKeep,
		Args:    needArgs(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				action, err := step(store, cmd.Context())
				if err != nil {
					return err
				}
				return k.reportAction(verb, action)
			})
		},
	}
}

// actionJSON says what was done to marks.
type actionJSON struct {
	Did      string   `json:"did"`
	Label    string   `json:"label"`
	Tags     []string `json:"tags"`
	Added    int      `json:"added"`
	Removed  int      `json:"removed"`
	Messages int      `json:"messages"`
	Threads  int      `json:"threads"` // that got or lost a tag as a whole
}

// reportAction prints what was done to marks.
func (k *kerb) reportAction(did string, a index.Action) error {
	if k.json {
		return k.printJSON(actionJSON{did, a.Label, append([]string{}, a.Tags...), a.Added, a.Removed, a.Messages, a.Threads})
	}
	if len(a.Tags) == 0 && (did == "undo" || did == "redo") { // it was about something else
		return k.printf("%s: %s\n", did, safe.Line(a.Label))
	}
	return k.printf("%s: %s\n", did, describeAction(a))
}

// describeAction says what an action changed: "outage added to 12 messages".
func describeAction(a index.Action) string {
	tags := strings.Join(a.Tags, ", ")
	var changed []string
	if a.Added > 0 {
		changed = append(changed, fmt.Sprintf("%s added to %s", tags, count(a.Messages, "message", "messages")))
	}
	if a.Removed > 0 {
		changed = append(changed, fmt.Sprintf("%s taken from %s", tags, count(a.Messages, "message", "messages")))
	}
	if a.Threads > 0 {
		verb := "added to"
		if a.Undone {
			verb = "taken from"
		}
		changed = append(changed, fmt.Sprintf("%s %s %s", tags, verb, count(a.Threads, "whole thread", "whole threads")))
	}
	if len(changed) == 0 {
		return "nothing to change"
	}
	return strings.Join(changed, ", ")
}
