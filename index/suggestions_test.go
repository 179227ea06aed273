package index

import (
	"slices"
	"strings"
	"testing"
)

func suggestionsOf(t *testing.T, s *Store, req SuggestionRequest) []Suggestion {
	t.Helper()
	sn, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	list, err := sn.Suggestions(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return list.Suggestions
}

func isSuggested(list []Suggestion, s Suggestion) bool {
	return slices.ContainsFunc(list, func(other Suggestion) bool { return other.Thread == s.Thread && other.Tag == s.Tag })
}

func TestASuggestionIsAcceptedOrRefusedAndThatIsUndone(t *testing.T) {
	t.Parallel()
	s := hazelRoad(t)
	findThreads(t, s)
	likely := SuggestionRequest{Min: 0.5}
	list := suggestionsOf(t, s, likely)
	if len(list) == 0 {
		t.Fatal("nothing is suggested")
	}
	first := list[0]

	action, err := s.AcceptSuggestions(t.Context(), list[:1], "accept")
	if err != nil || action.Added+action.Threads == 0 {
		t.Fatalf("accept: %+v, %v", action, err)
	}
	if isSuggested(suggestionsOf(t, s, likely), first) {
		t.Error("it is suggested after it was accepted")
	}
	sn, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m, err := sn.Message(t.Context(), first.Messages[0])
	if err != nil || !slices.Contains(m.Tags, first.Tag) {
		t.Errorf("tags %q, want %s; %v", m.Tags, first.Tag, err)
	}
	sn.Close()
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !isSuggested(suggestionsOf(t, s, likely), first) {
		t.Error("it is not suggested after the accepting was undone")
	}

	action, err = s.RefuseSuggestions(t.Context(), list[:1], "refuse")
	if err != nil || action.Refusals != 1 {
		t.Fatalf("refuse: %+v, %v", action, err)
	}
	if isSuggested(suggestionsOf(t, s, likely), first) {
		t.Error("it is suggested after it was refused")
	}
	var dump strings.Builder
	if err := s.DumpMarks(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	if want := "refusal\t" + first.Tag + "\t" + first.Thread.String() + "\t"; !strings.Contains(dump.String(), want) {
		t.Errorf("no %q in the dump:\n%s", want, dump.String())
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !isSuggested(suggestionsOf(t, s, likely), first) {
		t.Error("it is not suggested after the refusal was undone")
	}
	report, err := s.RestoreMarks(t.Context(), strings.NewReader(dump.String()))
	if err != nil || report.Refusals != 1 || len(report.Bad) > 0 {
		t.Fatalf("restore: %+v, %v", report, err)
	}
	if isSuggested(suggestionsOf(t, s, likely), first) {
		t.Error("it is suggested after the refusal was restored")
	}
}

func TestSuggestionsKeepToTheQuery(t *testing.T) {
	t.Parallel()
	s := hazelRoad(t)
	findThreads(t, s)
	all := suggestionsOf(t, s, SuggestionRequest{Min: 0.5})
	some := suggestionsOf(t, s, SuggestionRequest{Min: 0.5, Query: "pothole"})
	if len(some) == 0 || len(some) >= len(all) {
		t.Errorf("%d suggestions with the query, %d without", len(some), len(all))
	}
}
