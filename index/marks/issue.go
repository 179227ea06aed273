package marks

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Issue is a person's word on a recurring issue, or on a loan.
type Issue struct {
	ID    string    `json:"-"`
	Title string    `json:"title,omitempty"` // to show; of a loan: what is lent
	State string    `json:"state,omitempty"` // whatever the chat says; "": what it says
	With  string    `json:"with,omitempty"`  // ID of the issue that it is part of
	Apart bool      `json:"apart,omitempty"` // each time it came up is an issue of its own
	Since time.Time `json:"since"`           // whole seconds

	Owner    string `json:"owner,omitempty"` // of a loan
	Borrower string `json:"borrower,omitempty"`
}

// said reports whether the word says anything.
func (i Issue) said() bool {
	return i.Title != "" || i.State != "" || i.With != "" || i.Apart || i.Owner != "" || i.Borrower != ""
}

// eachIssue calls fn with every word on an issue, by its ID.
func eachIssue(tx *bolt.Tx, fn func(Issue) error) error {
	return each(tx, issuesBucket, func(key, value []byte) error {
		issue := Issue{ID: string(key)}
		if err := decode(issuesBucket, key, value, &issue); err != nil {
			return err
		}
		return fn(issue)
	})
}

// SetIssues notes what was decided on issues, each in the place of what was
// noted, in one action.
func (db *DB) SetIssues(ctx context.Context, issues []Issue, label string, at time.Time) (Action, error) {
	return db.act(ctx, label, at, func(r *recorder) error {
		for _, issue := range issues {
			issue.Since = at.UTC().Truncate(time.Second)
			if err := r.issue(issue); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *recorder) issue(issue Issue) error {
	if !issue.said() {
		return r.set(issuesBucket, []byte(issue.ID), nil)
	}
	value, err := json.Marshal(issue)
	if err != nil {
		return err
	}
	return r.set(issuesBucket, []byte(issue.ID), value)
}

// followIssue returns words on issues as a change leaves them.
func followIssue(issues map[string]Issue, c change) (map[string]Issue, error) {
	next := maps.Clone(issues)
	issue := Issue{ID: string(c.key)}
	if c.after == nil {
		delete(next, issue.ID)
		return next, nil
	}
	if err := decode(issuesBucket, c.key, c.after[4:], &issue); err != nil {
		return nil, err
	}
	next[issue.ID] = issue
	return next, nil
}
