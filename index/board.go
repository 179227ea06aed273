package index

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/index/role"
	"github.com/kerbstreet/kerb/parser"
)

// board is what comes back in all chats, at one revision.
type board struct {
	mu       sync.Mutex
	revision string
	missing  int // messages whose threads were not known
	issues   []Issue
	loans    []Loan
}

// Issues lists the issues of all chats, chat by chat in the order in which they
// began: those with an occurrence of which a message matches all of the query,
// with these occurrences. An issue is of its own kind whether or not anybody
// tagged it: tag:outage finds all outages. Problems are the query's. The first call after a
// change reads all messages, some 10,000 a second; call FindThreads before it.
// What it returns is shared and not to be changed.
func (sn *Snapshot) Issues(ctx context.Context, text string) ([]Issue, []query.Problem, error) {
	issues, _, err := sn.board(ctx)
	if err != nil || strings.TrimSpace(text) == "" {
		return issues, nil, err
	}
	rest, ofKind := kindsAsked(text, issues)
	issues = slices.DeleteFunc(slices.Clone(issues), func(is Issue) bool { return !ofKind(is) })
	if strings.TrimSpace(rest) == "" {
		return issues, nil, nil
	}
	matches, problems, err := sn.matchSet(ctx, rest)
	if err != nil {
		return nil, problems, err
	}
	var found []Issue
	for _, is := range issues {
		is.Occurrences = slices.DeleteFunc(slices.Clone(is.Occurrences), func(o Occurrence) bool { return !matches.any(o.IDs) })
		if len(is.Occurrences) > 0 {
			found = append(found, is)
		}
	}
	return found, problems, nil
}

// kindsAsked takes the conditions out of a query that its issues' own kinds
// answer: each tag: with such a kind that has to hold, or not to. They leave
// spaces, so that what is wrong with the rest is told at its place.
func kindsAsked(text string, issues []Issue) (rest string, ofKind func(Issue) bool) {
	q, _ := query.Parse(text, query.Options{})
	nodes := []query.Node{q.Root}
	if and, ok := q.Root.(query.And); ok {
		nodes = and.Nodes
	}
	wanted := make(map[string]bool) // by kind: whether it is, or is not, to be of it
	left := []byte(text)
	blank := func(from, to int) {
		for i := from; i < to; i++ {
			left[i] = ' '
		}
	}
	for _, node := range nodes {
		not, negated := node.(query.Not)
		if negated {
			node = not.Node
		}
		field, ok := node.(query.Field)
		kind := strings.ToLower(field.Value)
		if !ok || field.Name != query.Tag || !slices.ContainsFunc(issues, func(is Issue) bool { return is.Tag == kind }) {
			continue
		}
		wanted[kind] = !negated
		blank(field.Start, field.End)
		for _, operator := range []string{"-", "NOT", "AND"} { // before it, with nothing left to join
			before := strings.TrimRight(string(left[:field.Start]), " ")
			if cut, found := strings.CutSuffix(before, operator); found && (operator == "-" || cut == "" || strings.HasSuffix(cut, " ")) {
				blank(len(cut), field.Start)
			}
		}
		if after := strings.TrimLeft(string(left[field.End:]), " "); strings.HasPrefix(after, "AND ") {
			blank(field.End, len(left)-len(after)+len("AND"))
		}
	}
	return string(left), func(is Issue) bool {
		for kind, want := range wanted {
			if (is.Tag == kind) != want {
				return false
			}
		}
		return true
	}
}

// Ledger lists the loans of all chats, chat by chat in the order in which they
// began: those of which a message matches all of the query. It costs what
// Issues costs.
func (sn *Snapshot) Ledger(ctx context.Context, text string) ([]Loan, []query.Problem, error) {
	_, loans, err := sn.board(ctx)
	if err != nil || strings.TrimSpace(text) == "" {
		return loans, nil, err
	}
	matches, problems, err := sn.matchSet(ctx, text)
	if err != nil {
		return nil, problems, err
	}
	return slices.DeleteFunc(slices.Clone(loans), func(l Loan) bool { return !matches.any(l.IDs) }), problems, nil
}

// matchSet is the messages that match a query.
type matchSet map[ID]struct{}

func (sn *Snapshot) matchSet(ctx context.Context, text string) (matchSet, []query.Problem, error) {
	ids, problems, err := sn.Match(ctx, text)
	set := make(matchSet, len(ids))
	for _, id := range ids {
		set[id] = struct{}{}
	}
	return set, problems, err
}

func (set matchSet) any(ids []ID) bool {
	return slices.ContainsFunc(ids, func(id ID) bool { _, ok := set[id]; return ok })
}

// board returns what comes back, found anew if anything has changed since.
func (sn *Snapshot) board(ctx context.Context) ([]Issue, []Loan, error) {
	b := &sn.store.board
	b.mu.Lock()
	defer b.mu.Unlock()
	revision, missing := sn.Revision(), sn.ThreadsMissing()
	if b.revision == revision && b.missing == missing {
		return b.issues, b.loans, nil
	}
	var issues []Issue
	var loans []Loan
	for _, chat := range sn.Chats() {
		c, names, err := sn.roleChat(ctx, chat)
		if err != nil {
			return nil, nil, err
		}
		found, err := issue.Find(ctx, c)
		if err != nil {
			return nil, nil, err
		}
		issues = append(issues, decided(NameIssues(found, names), sn.marks.Issues)...)
		entries, err := lending.Find(ctx, c)
		if err != nil {
			return nil, nil, err
		}
		loans = append(loans, corrected(NameLoans(entries, names), sn.marks.Issues)...)
	}
	b.revision, b.missing, b.issues, b.loans = revision, missing, issues, loans
	return issues, loans, nil
}

// roleChat returns a chat as issues and loans are found from it. A thread has
// the tags that people gave one or more of its messages.
func (sn *Snapshot) roleChat(ctx context.Context, chat Chat) (*role.Chat, IssueNames, error) {
	messages, err := sn.Messages(ctx, chat.Name, 0, chat.Messages)
	if err != nil {
		return nil, IssueNames{}, err
	}
	links, err := sn.Links(chat.Name)
	if err != nil {
		return nil, IssueNames{}, err
	}
	known, err := sn.readings(ctx)
	if err != nil {
		return nil, IssueNames{}, err
	}
	c := &role.Chat{Messages: make([]role.Message, len(messages)), Likely: known.chats[slices.Index(sn.names, chat.Name)].Likely()}
	places := make(map[int]int)
	var roots []int
	for i, m := range messages {
		notice := m.Kind == parser.Notice || m.Sender == ""
		c.Messages[i] = role.Message{Time: m.Time, Sender: m.Sender, Text: m.Text, Notice: notice}
		if notice {
			continue
		}
		t, ok := places[links[i].Root]
		if !ok {
			t = len(roots)
			places[links[i].Root] = t
			roots = append(roots, links[i].Root)
			c.Threads = append(c.Threads, role.Thread{})
		}
		c.Threads[t].Messages = append(c.Threads[t].Messages, i)
		for _, tag := range m.Tags {
			if !slices.ContainsFunc(c.Threads[t].Tags, func(known role.Tag) bool { return known.Name == tag }) {
				c.Threads[t].Tags = append(c.Threads[t].Tags, role.Tag{Name: tag, Confidence: 1, Confirmed: true})
			}
		}
	}
	return c, IssueNames{
		Chat:   chat.Name,
		N:      func(i int) int { return messages[i].N },
		ID:     func(i int) ID { return messages[i].ID },
		Thread: func(t int) string { return messages[roots[t]].ID.String() },
	}, nil
}
