package command

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
)

func (k *kerb) statsCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "stats",
		Short:   "Say how much is loaded and tagged",
		GroupID: groupHouse,
		Args:    needArgs(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return k.withSnapshot(cmd.Context(), func(store *index.Store, sn *index.Snapshot) error {
				if k.json {
					return k.printJSON(newStatsJSON(store.Dir(), sn.Stats()))
				}
				return k.printStats(store.Dir(), sn.Stats())
			})
		},
	}
}

// statsJSON is what a store holds.
type statsJSON struct {
	Store    string  `json:"store"`
	Chats    int     `json:"chats"`
	Messages int     `json:"messages"`
	People   int     `json:"people"`
	Exports  int     `json:"exports"`
	Marks    int     `json:"marks"`
	First    *string `json:"first"`
	Last     *string `json:"last"`
}

func newStatsJSON(dir string, s index.Stats) statsJSON {
	return statsJSON{dir, s.Chats, s.Messages, s.People, s.Exports, s.Marks, timeOrNull(s.First), timeOrNull(s.Last)}
}

// timeOrNull returns a time as it stands in JSON, nil for the zero time.
func timeOrNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.Format(parser.TimeLayout)
	return &s
}

func (k *kerb) printStats(dir string, s index.Stats) error {
	rows := [][2]string{
		{"messages", thousands(s.Messages)},
		{"chats", thousands(s.Chats)},
		{"people", thousands(s.People)},
		{"exports", thousands(s.Exports)},
		{"tagged", count(s.Marks, "tag on a message", "tags on messages")},
	}
	if s.Messages > 0 {
		rows = append(rows, [2]string{"from", s.First.Format(minuteLayout)}, [2]string{"to", s.Last.Format(minuteLayout)})
	}
	return k.printRows(append(rows, [2]string{"store", dir}))
}
