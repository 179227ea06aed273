package command

import (
	"context"
	"strconv"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/index/role"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic"
	"github.com/kerbstreet/kerb/parser"
)

// matters lists what is found in the chats of the store, given a query, or with
// from in one that is not stored.
func (k *kerb) matters(ctx context.Context, from string, flags *readFlags, args []string, stored func(sn *index.Snapshot, text string) error, unstored func(*unstored) error) error {
	if from == "" {
		if err := flags.unread(); err != nil {
			return err
		}
		return k.withThreads(ctx, func(_ *index.Store, sn *index.Snapshot) error { return stored(sn, joinQuery(args)) })
	}
	if len(args) > 0 {
		return usagef("--from takes no query")
	}
	opts, err := flags.options()
	if err != nil {
		return err
	}
	return k.parseEach(ctx, []string{from}, opts, func(ctx context.Context, export *parser.Export, opts parser.Options) error {
		chat, summary, err := readUnstored(ctx, export, opts)
		if err != nil {
			return err
		}
		if err := unstored(chat); err != nil {
			return err
		}
		return k.reportWarnings(export, summary)
	})
}

// unstored is a chat that was read from an export and is not in the store.
type unstored struct {
	name     string
	messages []parser.Message
	chat     role.Chat
	threads  []string // names of its threads
}

// readUnstored reads an export and finds its threads.
func readUnstored(ctx context.Context, export *parser.Export, opts parser.Options) (*unstored, parser.Summary, error) {
	messages, said, summary, err := readSaid(ctx, export, opts)
	if err != nil {
		return nil, summary, err
	}
	u := &unstored{name: summary.Chat, messages: messages}
	for _, m := range said {
		u.chat.Messages = append(u.chat.Messages, role.Message{Time: m.Time, Sender: m.Sender, Text: m.Text, Notice: m.Notice})
	}
	links, err := thread.Find(ctx, said)
	if err != nil {
		return nil, summary, err
	}
	reading, err := topic.Read(ctx, said, links)
	if err != nil {
		return nil, summary, err
	}
	u.chat.Likely = reading.Likely()
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
