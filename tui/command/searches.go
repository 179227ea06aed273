package command

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) searchesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "searches",
		Short:   "Save searches under a name; they are tabs on the screen",
		Long:    `Saves searches under a name. They are tabs of the search screen, and part of kerb tag dump. Everything here can be taken back with kerb undo.`,
		GroupID: groupKeep,
		Args:    unknownCommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(k.searchesList(), k.searchesSave(), k.searchesRemove())
	return cmd
}

func (k *kerb) searchesList() *cobra.Command {
	return &cobra.Command{
		Use:   "ls",
		Short: "List saved searches, the oldest first",
		Args:  needArgs(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return k.withSnapshot(cmd.Context(), func(_ *index.Store, sn *index.Snapshot) error {
				for _, search := range sn.Searches() {
					if err := k.printSavedSearch(search); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

func (k *kerb) printSavedSearch(s index.SavedSearch) error {
	if k.json {
		return k.printJSON(struct {
			Name  string `json:"name"`
			Query string `json:"query"`
			Since string `json:"since"`
		}{s.Name, s.Query, s.Since.Format(time.RFC3339)})
	}
	return k.printf("%s  %s\n", k.bold(safe.Line(s.Name)), safe.Line(s.Query))
}

func (k *kerb) searchesSave() *cobra.Command {
	return &cobra.Command{
		Use:         "save NAME QUERY...",
		Short:       "Save a search, in the place of one of that name",
		Example:     "kerb searches save water 'water (off OR cut) after:2025'",
		Annotations: map[string]string{takesQuery: acts},
		Args:        needArgs(2, -1, "a name and a query"),
		RunE: func(cmd *cobra.Command, args []string) error {
			query := joinQuery(args[1:])
			return k.withSnapshot(cmd.Context(), func(store *index.Store, sn *index.Snapshot) error {
				if _, problems, err := sn.Match(cmd.Context(), query); err == nil {
					k.warnProblems(query, problems)
				}
				_, err := store.SaveSearch(cmd.Context(), args[0], query)
				return k.reportSearch("save", args[0], query, err)
			})
		},
	}
}

func (k *kerb) searchesRemove() *cobra.Command {
	return &cobra.Command{
		Use:               "rm NAME",
		Short:             "Forget a saved search",
		Args:              needArgs(1, 1, "a name"),
		ValidArgsFunction: k.completeSearches,
		RunE: func(cmd *cobra.Command, args []string) error {
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				_, err := store.RemoveSearch(cmd.Context(), args[0])
				return k.reportSearch("remove", args[0], "", err)
			})
		},
	}
}

// completeSearches offers the names of saved searches for the first argument.
func (k *kerb) completeSearches(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	return k.completeFirst(cmd, args, begun, func(sn *index.Snapshot) (names []string) {
		for _, search := range sn.Searches() {
			names = append(names, search.Name)
		}
		return names
	})
}

// reportSearch says what was done to a saved search.
func (k *kerb) reportSearch(did, name, query string, err error) error {
	switch {
	case errors.Is(err, index.ErrBadSearch):
		return usagef("%v", err)
	case err != nil:
		return err
	case k.json:
		return k.printJSON(struct {
			Did   string `json:"did"`
			Name  string `json:"name"`
			Query string `json:"query,omitempty"`
		}{did, name, query})
	case query == "":
		return k.printf("%s: %s\n", did, safe.Line(name))
	}
	return k.printf("%s: %s is %s\n", did, safe.Line(name), safe.Line(query))
}
