package tui

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/index/query"
)

func (s *fakeSnapshot) Issues(context.Context, string) ([]index.Issue, []query.Problem, error) {
	return s.store.issues, nil, nil
}

func (s *fakeSnapshot) Ledger(context.Context, string) ([]index.Loan, []query.Problem, error) {
	return s.store.loans, nil, nil
}

func (s *fakeSnapshot) Suggestions(_ context.Context, r index.SuggestionRequest) (list index.SuggestionList, err error) {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	for _, suggestion := range s.store.suggested {
		if suggestion.Confidence >= r.Min {
			list.Suggestions = append(list.Suggestions, suggestion)
		}
	}
	return list, nil
}

func (f *fakeStore) SetIssueState(_ context.Context, ids []string, state string) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.issues {
		if slices.Contains(ids, f.issues[i].ID) {
			f.issues[i].Resolved = state == index.IssueResolved
		}
	}
	f.revision++
	return index.Action{Issues: len(ids)}, nil
}

func (f *fakeStore) RenameIssue(_ context.Context, id, title string) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.issues = slices.Clone(f.issues)
	for i := range f.issues {
		if f.issues[i].ID == id {
			f.issues[i].Title, f.issues[i].Renamed = title, title != ""
		}
	}
	f.revision++
	return index.Action{Issues: 1}, nil
}

func (f *fakeStore) MergeIssues(_ context.Context, ids []string) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.issues = slices.DeleteFunc(slices.Clone(f.issues), func(is index.Issue) bool { return slices.Contains(ids[1:], is.ID) })
	f.revision++
	return index.Action{Issues: len(ids) - 1}, nil
}

func (f *fakeStore) SplitIssues(_ context.Context, ids []string) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, is := range slices.Clone(f.issues) {
		if slices.Contains(ids, is.ID) {
			is.ID += "-2"
			f.issues = append(f.issues, is)
		}
	}
	f.revision++
	return index.Action{Issues: len(ids)}, nil
}

func (f *fakeStore) CorrectLoans(_ context.Context, ids []string, said index.LoanWord) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.loans = slices.DeleteFunc(slices.Clone(f.loans), func(l index.Loan) bool {
		return said.State == index.NoLoan && slices.Contains(ids, l.ID)
	})
	for i := range f.loans {
		if slices.Contains(ids, f.loans[i].ID) {
			l := &f.loans[i]
			l.Item, l.Owner, l.Borrower = cmp.Or(said.Item, l.Item), cmp.Or(said.Owner, l.Owner), cmp.Or(said.Borrower, l.Borrower)
			switch said.State {
			case lending.Out.String():
				l.State = lending.Out
			case lending.Back.String():
				l.State = lending.Back
			}
		}
	}
	f.revision++
	return index.Action{Issues: len(ids)}, nil
}

func (f *fakeStore) AcceptSuggestions(_ context.Context, list []index.Suggestion, _ string) (index.Action, error) {
	return f.settle("accept", list)
}

func (f *fakeStore) RefuseSuggestions(_ context.Context, list []index.Suggestion, _ string) (index.Action, error) {
	return f.settle("refuse", list)
}

func (f *fakeStore) settle(what string, list []index.Suggestion) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range list {
		f.corrected = append(f.corrected, what+" "+s.Tag)
		f.suggested = slices.DeleteFunc(slices.Clone(f.suggested), func(o index.Suggestion) bool { return keyOf(o) == keyOf(s) })
	}
	f.revision++
	return index.Action{}, nil
}

// busyStreet is a street in which things came back.
func busyStreet() *fakeStore {
	f := threadedStreet()
	all := f.messages["Linden Street"]
	ids := func(places ...int) (ids []index.ID) {
		for _, place := range places {
			ids = append(ids, all[place].ID)
		}
		return ids
	}
	at := func(place int) time.Time { return all[place].Time }
	f.issues = []index.Issue{
		{ID: "outage-1", Chat: "Linden Street", Issue: issue.Issue{Tag: "outage", What: "power", Title: "power outage", Place: "no 7", Resolved: true}, Occurrences: []index.Occurrence{
			{Occurrence: issue.Occurrence{First: at(4), Last: at(9), Over: at(9), Affected: []string{"Ben", "Deb Ashworth"}, Unaffected: []string{"Raj"}, Scope: issue.Several, References: []string{"UKPN 4411"}, Confirmed: true}, IDs: ids(4, 5, 6, 7, 9)},
			{Occurrence: issue.Occurrence{First: at(10), Last: at(10), Affected: []string{"Ann"}, Scope: issue.OneHousehold}, IDs: ids(10)},
		}},
		{ID: "pothole-1", Chat: "Linden Street", Issue: issue.Issue{Tag: "pothole", What: "road", Title: "pothole", Place: "outside 14"}, Occurrences: []index.Occurrence{
			{Occurrence: issue.Occurrence{First: at(11), Last: at(11), Affected: []string{"Raj"}, Outcome: "I have written to the council with photos.", Confirmed: true}, IDs: ids(11)},
		}},
	}
	f.loans = []index.Loan{
		{ID: "loan-1", Chat: "Linden Street", Entry: lending.Entry{Item: "drill", Owner: "Raj", Borrower: "Sue", Out: at(0), Back: at(9), State: lending.Back}, IDs: ids(6)},
		{ID: "loan-2", Chat: "Linden Street", Entry: lending.Entry{Item: "ladder", Owner: "Deb Ashworth", Borrower: "Ben", Asked: at(1), Out: at(3), AskedBack: []time.Time{at(9), at(10)}, State: lending.Out}, IDs: ids(1, 2, 3)},
		{ID: "loan-3", Chat: "Linden Street", Entry: lending.Entry{Time: true, Borrower: "Ann", Asked: at(10), State: lending.Wanted}, IDs: ids(10)},
	}
	f.suggested = []index.Suggestion{
		{Thread: all[1].ID, Chat: "Linden Street", Tag: "lending", Messages: ids(1, 2, 3), Whole: true, Confidence: 0.97, Because: []index.Reason{{Message: all[1].ID, Start: 17, End: 23, Text: "ladder"}, {Message: all[1].ID, Start: 32, End: 38, Text: "borrow"}}},
		{Thread: all[4].ID, Chat: "Linden Street", Tag: "outage", Messages: ids(4, 5, 6, 7), Confidence: 0.9, Because: []index.Reason{{Message: all[4].ID, Start: 0, End: 15, Text: "power just went"}}},
		{Thread: all[10].ID, Chat: "Linden Street", Tag: "outage", Messages: ids(10), Whole: true, Confidence: 0.6, Because: []index.Reason{{Message: all[10].ID, Start: 14, End: 19, Text: "power"}}},
	}
	return f
}

// busyStreets are two streets in which things came back.
func busyStreets() *fakeStore {
	f := busyStreet().say("Mill Lane and the cottages", "Cat", "No water this morning?").say("Mill Lane and the cottages", "Mo", "who has my barrow")
	all := f.messages["Mill Lane and the cottages"]
	f.issues = append(f.issues, index.Issue{ID: "outage-2", Chat: "Mill Lane and the cottages", Issue: issue.Issue{Tag: "outage", What: "water", Title: "water outage"}, Occurrences: []index.Occurrence{
		{Occurrence: issue.Occurrence{First: all[0].Time, Last: all[0].Time, Affected: []string{"Cat"}}, IDs: []index.ID{all[0].ID}},
	}})
	f.loans = append(f.loans, index.Loan{ID: "loan-4", Chat: "Mill Lane and the cottages", Entry: lending.Entry{Item: "barrow", Owner: "Mo", Out: all[1].Time, State: lending.Out}, IDs: []index.ID{all[1].ID}})
	return f
}
