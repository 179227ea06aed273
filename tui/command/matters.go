package command

import (
	"context"
	"strconv"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/index/role"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/parser"
)

// unstored is a chat that was read from an export and is not in the store.
type unstored struct {
	name     string
	messages []parser.Message
	chat     role.Chat
	threads  []string // names of its threads
}

// readUnstored reads an export and finds its threads.
func readUnstored(ctx context.Context, export *parser.Export, opts parser.Options) (*unstored, parser.Summary, error) {
	u := &unstored{}
	summary, err := readExport(ctx, export, opts, func(_ parser.Summary, m *parser.Message) error {
		u.messages = append(u.messages, *m)
		return nil
	})
	if err != nil {
		return nil, summary, err
	}
	u.name = summary.Chat
	said := make([]thread.Message, len(u.messages))
	for i, m := range u.messages {
		notice := m.Kind == parser.Notice || m.Sender == ""
		said[i] = thread.Message{Time: m.Time, Sender: m.Sender, Text: m.Text, Notice: notice}
		u.chat.Messages = append(u.chat.Messages, role.Message{Time: m.Time, Sender: m.Sender, Text: m.Text, Notice: notice})
	}
	links, err := thread.Find(ctx, said)
	if err != nil {
		return nil, summary, err
	}
	places := make(map[int]int)
	for i, link := range links {
		if said[i].Notice {
			continue
		}
		t, ok := places[link.Root]
		if !ok {
			t = len(u.chat.Threads)
			places[link.Root] = t
			u.chat.Threads = append(u.chat.Threads, role.Thread{})
			u.threads = append(u.threads, strconv.Itoa(u.messages[link.Root].N))
		}
		u.chat.Threads[t].Messages = append(u.chat.Threads[t].Messages, i)
	}
	return u, summary, nil
}

// names names the messages and threads of the chat by their numbers.
func (u *unstored) names() index.IssueNames {
	return index.IssueNames{
		Chat:   u.name,
		N:      func(i int) int { return u.messages[i].N },
		Thread: func(t int) string { return u.threads[t] },
	}
}

func (u *unstored) issues(ctx context.Context) ([]index.Issue, error) {
	found, err := issue.Find(ctx, &u.chat)
	return index.NameIssues(found, u.names()), err
}

func (u *unstored) loans(ctx context.Context) ([]index.Loan, error) {
	found, err := lending.Find(ctx, &u.chat)
	return index.NameLoans(found, u.names()), err
}
