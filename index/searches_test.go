package index

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
)

// saved lists the names and queries of a store's saved searches.
func saved(t *testing.T, s *Store) (list []string) {
	t.Helper()
	sn, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	for _, search := range sn.Searches() {
		list = append(list, search.Name+"="+search.Query)
	}
	return list
}

func save(t *testing.T, s *Store, name, query string) {
	t.Helper()
	if _, err := s.SaveSearch(t.Context(), name, query); err != nil {
		t.Fatal(err)
	}
}

func TestSavedSearchesSurviveTheIndexAndCanBeUndone(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, street(0, 20))
	save(t, s, "the water", "water after:2025")
	save(t, s, "b", `in:"Elm Street" ladder`)
	save(t, s, "b", "ladder")
	if err := s.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	want := []string{"b=ladder", "the water=water after:2025"}
	for _, store := range []*Store{s, openStore(t, s.Dir())} {
		got := saved(t, store)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("saved %q, want %q", got, want)
		}
	}
	if _, err := s.RemoveSearch(t.Context(), "the water"); err != nil {
		t.Fatal(err)
	}
	if got := saved(t, s); !slices.Equal(got, []string{"b=ladder"}) {
		t.Errorf("after a removal: %q", got)
	}
	for range 2 {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := saved(t, s); len(got) != 2 || !slices.Contains(got, `b=in:"Elm Street" ladder`) {
		t.Errorf("after two undos: %q", got)
	}
	if _, err := s.RemoveSearch(t.Context(), "c"); !errors.Is(err, ErrNoSearch) {
		t.Errorf("removing what is not there: %v", err)
	}
	if report, err := s.Check(t.Context(), true); err != nil || len(report.Faults) > 0 {
		t.Errorf("check: %+v, %v", report, err)
	}
}

func TestSearchesThatCannotBeShownAreNotSaved(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	for _, bad := range [][2]string{{"", "q"}, {"n", " "}, {"a\x1b[2J", "q"}, {"n", "a\nb"}, {strings.Repeat("n", 65), "q"}, {"\xff", "q"}} {
		if _, err := s.SaveSearch(t.Context(), bad[0], bad[1]); !errors.Is(err, ErrBadSearch) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestADumpHoldsSavedSearches(t *testing.T) {
	t.Parallel()
	s, other := newStore(t), newStore(t)
	save(t, s, "“the” water", `water "back on"`)
	save(t, s, "b", "one")
	save(t, other, "b", "another")
	var dump, again bytes.Buffer
	if err := s.DumpMarks(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	report, err := other.RestoreMarks(t.Context(), strings.NewReader(dump.String()+"search\tno\tquotes\t2024-03-01T18:05:00Z\n"))
	if err != nil || report.Added != 1 || report.Known != 1 || len(report.Bad) != 1 {
		t.Errorf("%+v, %v", report, err)
	}
	got := saved(t, other)
	if slices.Sort(got); !slices.Equal(got, []string{"b=another", `“the” water=water "back on"`}) {
		t.Errorf("restored %q", got)
	}
	if _, err := other.RemoveSearch(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	if _, err := other.RestoreMarks(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	if err := other.DumpMarks(t.Context(), &again); err != nil {
		t.Fatal(err)
	}
	if _, err := s.RestoreMarks(t.Context(), strings.NewReader(again.String())); err != nil {
		t.Fatal(err)
	}
	if len(saved(t, s)) != 2 {
		t.Errorf("%q", saved(t, s))
	}
}
