package index

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// issuesOf lists a store's issues.
func issuesOf(t testing.TB, s *Store) []Issue {
	t.Helper()
	issues, _, err := snapshot(t, s).Issues(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return issues
}

func issueByID(issues []Issue, id string) (Issue, bool) {
	i := slices.IndexFunc(issues, func(is Issue) bool { return is.ID == id })
	if i < 0 {
		return Issue{}, false
	}
	return issues[i], true
}

func TestDecisionsOnIssuesHoldAndCanBeUndone(t *testing.T) {
	t.Parallel()
	s := hazelRoad(t)
	findThreads(t, s)
	found := issuesOf(t, s)
	var outages []Issue
	for _, is := range found {
		if is.Tag == "outage" {
			outages = append(outages, is)
		}
	}
	if len(outages) < 2 || len(outages[0].Occurrences)+len(outages[1].Occurrences) < 3 {
		t.Fatalf("%d outages are found: too few to test with", len(outages))
	}
	a, b := outages[0], outages[1]
	do := func(action Action, err error) {
		t.Helper()
		if err != nil || action.Issues == 0 {
			t.Fatalf("%+v, %v", action, err)
		}
	}
	do(s.MergeIssues(t.Context(), []string{a.ID, b.ID}))
	merged, ok := issueByID(issuesOf(t, s), a.ID)
	if _, still := issueByID(issuesOf(t, s), b.ID); !ok || still || len(merged.Occurrences) != len(a.Occurrences)+len(b.Occurrences) {
		t.Errorf("%d and %d occurrences are merged to %d", len(a.Occurrences), len(b.Occurrences), len(merged.Occurrences))
	}
	if !slices.IsSortedFunc(merged.Occurrences, func(x, y Occurrence) int { return x.First.Compare(y.First) }) {
		t.Error("merged occurrences are out of order")
	}
	state, resolved := IssueResolved, true
	if merged.Resolved {
		state, resolved = IssueOpen, false
	}
	do(s.SetIssueState(t.Context(), []string{a.ID}, state))
	do(s.RenameIssue(t.Context(), a.ID, "The cable on Hill Lane"))
	named, _ := issueByID(issuesOf(t, s), a.ID)
	if named.Title != "The cable on Hill Lane" || named.Resolved != resolved {
		t.Errorf("it is %q, resolved %t", named.Title, named.Resolved)
	}
	var dump strings.Builder
	if err := s.DumpMarks(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	other := hazelRoad(t)
	findThreads(t, other)
	if report, err := other.RestoreMarks(t.Context(), strings.NewReader(dump.String())); err != nil || len(report.Bad) > 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	if again, _ := issueByID(issuesOf(t, other), a.ID); again.Title != named.Title || len(again.Occurrences) != len(named.Occurrences) {
		t.Errorf("restored, it is %q with %d occurrences", again.Title, len(again.Occurrences))
	}
	do(s.SplitIssues(t.Context(), []string{a.ID}))
	if back, ok := issueByID(issuesOf(t, s), b.ID); !ok || len(back.Occurrences) != len(b.Occurrences) {
		t.Error("a split does not take a merge back")
	}
	for range 4 {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if left := issuesOf(t, s); len(left) != len(found) {
		t.Errorf("after undoing all there are %d issues, not %d", len(left), len(found))
	}
	if _, err := s.SplitIssues(t.Context(), []string{"outage-none"}); !errors.Is(err, ErrNoIssue) {
		t.Error(err)
	}
	sound(t, s)
}

func TestAnIssueTakenApartIsOneForEachTimeItCameUp(t *testing.T) {
	t.Parallel()
	s := hazelRoad(t)
	findThreads(t, s)
	found := issuesOf(t, s)
	i := slices.IndexFunc(found, func(is Issue) bool { return len(is.Occurrences) > 1 })
	if i < 0 {
		t.Fatal("nothing came up twice")
	}
	if _, err := s.SplitIssues(t.Context(), []string{found[i].ID}); err != nil {
		t.Fatal(err)
	}
	if got, want := len(issuesOf(t, s)), len(found)-1+len(found[i].Occurrences); got != want {
		t.Errorf("there are %d issues, want %d", got, want)
	}
}

func TestWordsOnLoansHoldAndAreHandedOn(t *testing.T) {
	t.Parallel()
	s := hazelRoad(t)
	findThreads(t, s)
	ledger := func(s *Store) []Loan {
		t.Helper()
		loans, _, err := snapshot(t, s).Ledger(t.Context(), "")
		if err != nil || len(loans) < 2 {
			t.Fatalf("%d loans, %v", len(loans), err)
		}
		return loans
	}
	found := ledger(s)
	a, b := found[0], found[1]
	for _, word := range []struct {
		id   string
		word LoanWord
	}{{a.ID, LoanWord{State: "back"}}, {a.ID, LoanWord{Item: "long ladder", Borrower: "Mia"}}, {b.ID, LoanWord{State: NoLoan}}} {
		if action, err := s.CorrectLoans(t.Context(), []string{word.id}, word.word); err != nil || action.Issues != 1 {
			t.Fatalf("%+v, %v", action, err)
		}
	}
	check := func(s *Store) {
		t.Helper()
		got := ledger(s)
		if len(got) != len(found)-1 || got[0].Item != "long ladder" || got[0].Borrower != "Mia" || got[0].Owner != a.Owner || got[0].State.String() != "back" || got[0].Back.IsZero() {
			t.Errorf("%d entries, the first is %+v", len(got), got[0])
		}
	}
	check(s)
	var dump strings.Builder
	if err := s.DumpMarks(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	other := hazelRoad(t)
	findThreads(t, other)
	if report, err := other.RestoreMarks(t.Context(), strings.NewReader(dump.String())); err != nil || len(report.Bad) > 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	check(other)
	for _, names := range []string{b.Item, a.Item, a.Item} {
		action, err := s.Undo(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(action.Label, names) {
			t.Errorf("what is undone is %q, and does not name %q", action.Label, names)
		}
	}
	if got := ledger(s); len(got) != len(found) || got[0].Item != a.Item || got[0].State != a.State {
		t.Errorf("after undoing all the first of %d is %+v", len(got), got[0])
	}
	for _, wrong := range []LoanWord{{State: "lost"}, {Item: "a\x1b[2J"}} {
		if _, err := s.CorrectLoans(t.Context(), []string{a.ID}, wrong); err == nil {
			t.Errorf("%+v was taken", wrong)
		}
	}
	if _, err := s.CorrectLoans(t.Context(), []string{"loan-none"}, LoanWord{State: "out"}); !errors.Is(err, ErrNoLoan) {
		t.Error(err)
	}
	sound(t, s)
}
