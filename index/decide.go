package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/marks"
)

// ErrNoIssue says that there is no issue with an ID.
var ErrNoIssue = errors.New("no such issue")

// States of an issue, as somebody may decide them.
const (
	IssueOpen     = "open"
	IssueResolved = "resolved"
)

// maxIssueTitle is how long a title may be, in bytes.
const maxIssueTitle = 200

// MergeIssues makes the first of these issues take the others in: what they
// came up as is part of it. Like every decision on issues it is a mark: it
// holds as long as the issues are found at all, and can be undone. It fails
// with ErrNoIssue, and if the issues are not of one tag and chat.
func (s *Store) MergeIssues(ctx context.Context, ids []string) (Action, error) {
	return s.decide(ctx, ids, "merge issues", func(list []Issue, known func(string) marks.Issue) ([]marks.Issue, error) {
		var words []marks.Issue
		for _, is := range list[1:] {
			if is.Tag != list[0].Tag || is.Chat != list[0].Chat {
				return nil, errors.New("only issues of one kind and chat can be merged")
			}
			word := known(is.ID)
			word.With, word.Apart = list[0].ID, false
			words = append(words, word)
		}
		return words, nil
	})
}

// SplitIssues makes each time that one of these issues came up an issue of its
// own, and takes back what was merged into it. It fails with ErrNoIssue.
func (s *Store) SplitIssues(ctx context.Context, ids []string) (Action, error) {
	return s.decide(ctx, ids, "split issues", func(list []Issue, known func(string) marks.Issue) ([]marks.Issue, error) {
		var words []marks.Issue
		for _, is := range list {
			for _, id := range is.Merged {
				word := known(id)
				word.With = ""
				words = append(words, word)
			}
			if len(is.Merged) > 0 {
				continue
			}
			word := known(is.ID)
			word.Apart = true
			words = append(words, word)
		}
		return words, nil
	})
}

// RenameIssue gives an issue another title; "" gives it back its own. It fails
// with ErrNoIssue.
func (s *Store) RenameIssue(ctx context.Context, id, title string) (Action, error) {
	title = strings.TrimSpace(title)
	return s.decide(ctx, []string{id}, "rename an issue", func(list []Issue, known func(string) marks.Issue) ([]marks.Issue, error) {
		word := known(list[0].ID)
		word.Title = title
		return []marks.Issue{word}, checkIssue(word)
	})
}

// SetIssueState says whether issues are open or resolved, whatever the chat
// says. It fails with ErrNoIssue.
func (s *Store) SetIssueState(ctx context.Context, ids []string, state string) (Action, error) {
	return s.decide(ctx, ids, "call issues "+state, func(list []Issue, known func(string) marks.Issue) ([]marks.Issue, error) {
		words := make([]marks.Issue, len(list))
		for i, is := range list {
			words[i] = known(is.ID)
			words[i].State = state
			if err := checkIssue(words[i]); err != nil {
				return nil, err
			}
		}
		return words, nil
	})
}

// decide looks issues up, by their IDs as they are listed, and notes what is
// decided on them.
func (s *Store) decide(ctx context.Context, ids []string, label string, words func([]Issue, func(string) marks.Issue) ([]marks.Issue, error)) (Action, error) {
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return Action{}, err
	}
	defer sn.Close()
	issues, _, err := sn.Issues(ctx, "")
	if err != nil {
		return Action{}, err
	}
	var list []Issue
	for _, id := range ids {
		i := slices.IndexFunc(issues, func(is Issue) bool { return is.ID == id })
		if i < 0 {
			return Action{}, fmt.Errorf("%.80q: %w", id, ErrNoIssue)
		}
		list = append(list, issues[i])
	}
	known := func(id string) marks.Issue {
		word := sn.marks.Issues[id]
		word.ID = id
		return word
	}
	decided, err := words(list, known)
	if err != nil {
		return Action{}, fmt.Errorf("%s: %w", label, err)
	}
	action, err := s.marks.SetIssues(ctx, decided, label, s.now())
	return s.acted(ctx, action, false, err)
}

// checkIssue refuses words on issues that nobody could have said.
func checkIssue(word marks.Issue) error {
	switch {
	case word.ID == "" || strings.ContainsFunc(word.ID+word.With, func(r rune) bool { return r <= ' ' || r > '~' }):
		return fmt.Errorf("%.80q is no issue's ID", word.ID)
	case len(word.Title) > maxIssueTitle || !utf8.ValidString(word.Title) || strings.ContainsFunc(word.Title, unicode.IsControl):
		return fmt.Errorf("a title has at most %d bytes, and nothing that cannot be shown", maxIssueTitle)
	case word.State != "" && word.State != IssueOpen && word.State != IssueResolved:
		return fmt.Errorf("an issue is open or resolved, not %.40q", word.State)
	}
	return nil
}

// decided returns issues as people want them: taken apart, then merged, then
// named. Words on issues that are not found are kept for when they are.
func decided(issues []Issue, words map[string]marks.Issue) []Issue {
	if len(words) == 0 {
		return issues
	}
	var list []Issue
	for _, is := range issues {
		if !words[is.ID].Apart {
			list = append(list, is)
			continue
		}
		for _, o := range is.Occurrences {
			single := is
			single.ID, single.Place = is.Tag+"-"+o.IDs[0].String(), cmp.Or(o.Place, is.Place)
			single.Occurrences, single.Resolved = []Occurrence{o}, !o.Over.IsZero()
			list = append(list, single)
		}
	}
	byID := make(map[string]int, len(list))
	for i, is := range list {
		byID[is.ID] = i
	}
	gone := make(map[int]bool)
	for i, is := range list {
		into, ok := byID[lastOf(words, is.ID)]
		if !ok || into == i {
			continue
		}
		target := &list[into]
		target.Occurrences = append(slices.Clone(target.Occurrences), is.Occurrences...)
		slices.SortStableFunc(target.Occurrences, func(a, b Occurrence) int { return a.First.Compare(b.First) })
		target.Resolved = !target.Occurrences[len(target.Occurrences)-1].Over.IsZero()
		target.Merged = append(target.Merged, is.ID)
		gone[i] = true
	}
	var left []Issue
	for i, is := range list {
		if gone[i] {
			continue
		}
		word := words[is.ID]
		is.Title, is.Renamed = cmp.Or(word.Title, is.Title), word.Title != ""
		if word.State != "" {
			is.Resolved = word.State == IssueResolved
		}
		left = append(left, is)
	}
	return left
}

// lastOf follows which issue is part of which, to the one that is part of none.
func lastOf(words map[string]marks.Issue, id string) string {
	for range len(words) { // a ring ends somewhere, too
		with := words[id].With
		if with == "" {
			break
		}
		id = with
	}
	return id
}
