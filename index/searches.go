package index

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/marks"
)

// SavedSearch is a query that somebody saved under a name.
type SavedSearch struct {
	Name  string
	Query string
	Since time.Time // when it was saved
}

// Searches lists the saved searches, the oldest first.
func (sn *Snapshot) Searches() []SavedSearch {
	searches := make([]SavedSearch, len(sn.marks.Searches))
	for i, s := range sn.marks.Searches {
		searches[i] = SavedSearch{Name: s.Name, Query: s.Query, Since: s.Since}
	}
	return searches
}

// SaveSearch keeps a query under a name, in the place of one that had it, and
// returns when that is on disk. It can be undone. It fails with ErrBadSearch.
func (s *Store) SaveSearch(ctx context.Context, name, text string) (Action, error) {
	name, text = strings.TrimSpace(name), strings.TrimSpace(text)
	if err := checkSearch(name, text); err != nil {
		return Action{}, err
	}
	action, err := s.marks.SaveSearch(ctx, marks.Search{Name: name, Query: text}, fmt.Sprintf("save search %q", name), s.now())
	return s.acted(ctx, action, false, err)
}

// RemoveSearch forgets a saved search. It can be undone. It fails with
// ErrNoSearch.
func (s *Store) RemoveSearch(ctx context.Context, name string) (Action, error) {
	state, err := s.marks.State(ctx)
	if err != nil {
		return Action{}, s.marksError(err)
	}
	if !slices.ContainsFunc(state.Searches, func(known marks.Search) bool { return known.Name == name }) {
		return Action{}, fmt.Errorf("%q: %w", name, ErrNoSearch)
	}
	action, err := s.marks.RemoveSearch(ctx, name, fmt.Sprintf("remove search %q", name), s.now())
	return s.acted(ctx, action, false, err)
}

// Limits of a saved search, in bytes: its name stands on one line with others.
const (
	maxSearchName  = 64
	maxSearchQuery = 4096
)

func checkSearch(name, text string) error {
	switch {
	case name == "" || len(name) > maxSearchName:
		return fmt.Errorf("%w: its name has 1 to %d bytes", ErrBadSearch, maxSearchName)
	case text == "" || len(text) > maxSearchQuery:
		return fmt.Errorf("%w: its query has 1 to %d bytes", ErrBadSearch, maxSearchQuery)
	case !utf8.ValidString(name+text) || strings.ContainsFunc(name+text, unicode.IsControl):
		return fmt.Errorf("%w: it holds characters that cannot be shown", ErrBadSearch)
	}
	return nil
}
