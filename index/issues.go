package index

import (
	"fmt"

	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/index/lending"
)

// Issue is something of a chat that keeps coming back.
type Issue struct {
	// ID names the issue by its tag and the first message of its first
	// occurrence.
	ID          string
	Chat        string
	Occurrences []Occurrence
	Merged      []string // IDs of the issues that somebody made part of it
	Renamed     bool     // somebody gave it its title
	issue.Issue
}

// Occurrence is one time that an issue came up.
type Occurrence struct {
	issue.Occurrence
	N       []int    // places of its messages in the chat, from 1
	IDs     []ID     // and their IDs; nil for a chat that is not stored
	Threads []string // IDs of the threads they are in
}

// Loan is a line of a chat's lending ledger.
type Loan struct {
	// ID names the loan by the first message that it was made from.
	ID   string
	Chat string
	lending.Entry
	N   []int // places of its messages in the chat, from 1
	IDs []ID  // and their IDs; nil for a chat that is not stored
}

// IssueNames say what names of messages and threads, by their indices, issues
// and loans are given. ID may be nil.
type IssueNames struct {
	Chat   string
	N      func(message int) int
	ID     func(message int) ID
	Thread func(thread int) string
}

// NameIssues gives issues names.
func NameIssues(found []issue.Issue, names IssueNames) []Issue {
	issues := make([]Issue, len(found))
	for k, is := range found {
		issues[k] = Issue{ID: is.Tag + "-" + names.message(is.Occurrences[0].Messages[0]), Chat: names.Chat, Issue: is}
		for _, o := range is.Occurrences {
			named := Occurrence{Occurrence: o}
			named.N, named.IDs = names.messages(o.Messages)
			for _, t := range o.Threads {
				named.Threads = append(named.Threads, names.Thread(t))
			}
			issues[k].Occurrences = append(issues[k].Occurrences, named)
		}
	}
	return issues
}

// NameLoans gives loans names.
func NameLoans(entries []lending.Entry, names IssueNames) []Loan {
	loans := make([]Loan, len(entries))
	seen := make(map[string]int)
	for k, e := range entries {
		id := "loan-" + names.message(e.Messages[0])
		if seen[id]++; seen[id] > 1 {
			id += fmt.Sprintf("-%d", seen[id])
		}
		loans[k] = Loan{ID: id, Chat: names.Chat, Entry: e}
		loans[k].N, loans[k].IDs = names.messages(e.Messages)
	}
	return loans
}

func (names IssueNames) message(i int) string {
	if names.ID == nil {
		return fmt.Sprint(names.N(i))
	}
	return names.ID(i).String()
}

func (names IssueNames) messages(indices []int) (ns []int, ids []ID) {
	for _, i := range indices {
		ns = append(ns, names.N(i))
		if names.ID != nil {
			ids = append(ids, names.ID(i))
		}
	}
	return ns, ids
}
