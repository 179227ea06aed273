package role

import (
	"slices"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/thread"
)

// Cut returns a chat of which no text is longer than what counts of it
// (thread.Longest). It copies the messages only if one is.
func Cut(c *Chat) *Chat {
	if !slices.ContainsFunc(c.Messages, func(m Message) bool { return len(m.Text) > thread.Longest }) {
		return c
	}
	short := *c
	short.Messages = slices.Clone(c.Messages)
	for i := range short.Messages {
		short.Messages[i].Text = analysis.Beginning(short.Messages[i].Text, thread.Longest)
	}
	return &short
}
