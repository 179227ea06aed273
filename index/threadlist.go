package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/index/thread"
)

// Thread is one conversation of a chat.
type Thread struct {
	ID       ID // of its first message; that of any other message names it too
	Chat     string
	First    time.Time
	Last     time.Time
	Messages int
	People   int
	Tags     []string // that one or more of its messages have, in alphabetical order
	Title    string   // the line that tells best what it is about; text from the chat
}

// ThreadSort is the order of a list of threads.
type ThreadSort uint8

// The orders threads can come in.
const (
	ByActivity ThreadSort = iota // newest last message first
	BySize                       // most messages first
	ByTag                        // by the first tag, then as ByActivity; those without one last
)

// ThreadRequest asks for a part of the list of threads.
type ThreadRequest struct {
	Query  string // threads of messages that match all of it; "": all
	Chat   string // if not empty, only threads of the chat that is shown by this name
	Sort   ThreadSort
	Offset int
	Limit  int // 0: all
}

// ThreadList is a part of the list of threads.
type ThreadList struct {
	Threads  []Thread
	Total    int // threads, of which Threads is a part
	Missing  int // messages whose threads are not found yet (FindThreads)
	Problems []query.Problem
}

// threadRoot returns the place of the first message of the thread that a row is
// in; the message's own while its thread is not known, and for notices.
func (sn *Snapshot) threadRoot(row uint32) uint32 {
	place := placeOf(sn.table, row)
	if root, ok := sn.threads().root(sn.table, place); ok {
		return root
	}
	return place
}

// threadRows returns the rows of the thread that a row is in, in the order of
// the chat; the row alone while its thread is not known.
func (sn *Snapshot) threadRows(row uint32) []uint32 {
	root, ok := sn.threads().root(sn.table, placeOf(sn.table, row))
	if !ok {
		return []uint32{row}
	}
	places := sn.threads().members(root)
	rows := make([]uint32, 0, len(places))
	for _, place := range places {
		rows = append(rows, sn.table.All().Row(int(place)))
	}
	return rows
}

// threadID returns the ID of the thread that a row is in, zero while it is not
// known.
func (sn *Snapshot) threadID(row uint32) ID {
	root, ok := sn.threads().root(sn.table, placeOf(sn.table, row))
	if !ok {
		return ID{}
	}
	return ID(sn.table.ID(sn.table.All().Row(int(root))))
}

// ThreadsMissing counts the messages whose threads are not found yet; see
// FindThreads.
func (sn *Snapshot) ThreadsMissing() int { return sn.threads().missing() }

// Links returns what each message of a chat answers, by 0-based places in the
// chat. A message whose thread is not known yet is its own root. It fails with
// ErrNoChat.
func (sn *Snapshot) Links(chat string) ([]thread.Link, error) {
	number, err := sn.chat(chat)
	if err != nil {
		return nil, err
	}
	return sn.LinksOf(chat, 0, sn.table.Order(number).Len())
}

// Thread returns all messages of the thread that a message is in, in the order
// of the chat. It fails with ErrNoMessage.
func (sn *Snapshot) Thread(ctx context.Context, id ID) (messages []Message, err error) {
	row, ok := sn.table.Find(table.ID(id))
	if !ok {
		return nil, fmt.Errorf("%s: %w", id, ErrNoMessage)
	}
	err = sn.guard(func() error {
		for _, row := range sn.threadRows(row) {
			m, err := sn.message(ctx, row)
			if err != nil {
				return err
			}
			messages = append(messages, m)
		}
		return nil
	})
	return messages, err
}

// Threads lists threads. Those that are not found yet are not in it. It looks
// at every message once, and reads the texts of the threads it returns.
func (sn *Snapshot) Threads(ctx context.Context, req ThreadRequest) (list ThreadList, err error) {
	list.Missing = sn.ThreadsMissing()
	roots, problems, err := sn.rootsOf(ctx, req)
	if err != nil {
		return ThreadList{}, err
	}
	list.Problems, list.Total = problems, len(roots)
	err = sn.guard(func() error {
		if err := sn.sortRoots(roots, req.Sort); err != nil {
			return err
		}
		roots = roots[min(max(req.Offset, 0), len(roots)):]
		if req.Limit > 0 {
			roots = roots[:min(req.Limit, len(roots))]
		}
		title, done, err := sn.titler(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = done() }() // only read
		for _, root := range roots {
			if err := ctx.Err(); err != nil {
				return err
			}
			t, err := sn.describeThread(root, title)
			if err != nil {
				return err
			}
			list.Threads = append(list.Threads, t)
		}
		return nil
	})
	if err != nil {
		return ThreadList{}, fmt.Errorf("list threads: %w", err)
	}
	return list, nil
}

// rootsOf returns the places of the first messages of those threads that a
// request is about, in the order of places.
func (sn *Snapshot) rootsOf(ctx context.Context, req ThreadRequest) (roots []uint32, problems []query.Problem, err error) {
	t := sn.threads()
	from, to := 0, len(t.roots)
	if req.Chat != "" {
		number, err := sn.chat(req.Chat)
		if err != nil {
			return nil, nil, err
		}
		from = sn.table.Start(number)
		to = from + sn.table.Order(number).Len()
	}
	if strings.TrimSpace(req.Query) == "" {
		for place := from; place < to; place++ {
			if root, ok := t.root(sn.table, uint32(place)); ok && int(root) == place {
				roots = append(roots, root)
			}
		}
		return roots, nil, nil
	}
	ids, problems, err := sn.Match(ctx, req.Query)
	if err != nil {
		return nil, problems, err
	}
	for _, id := range ids {
		row, _ := sn.table.Find(table.ID(id))
		place := placeOf(sn.table, row)
		if root, ok := t.root(sn.table, place); ok && int(place) >= from && int(place) < to {
			roots = append(roots, root)
		}
	}
	slices.Sort(roots)
	return slices.Compact(roots), problems, nil
}

// sortRoots sorts threads by their first messages' places.
func (sn *Snapshot) sortRoots(roots []uint32, by ThreadSort) error {
	t := sn.threads()
	t.once.Do(t.chain)
	newest := make(map[uint32]uint32, len(roots))
	tags := make(map[uint32]string)
	for _, root := range roots {
		facts, err := sn.table.Row(sn.table.All().Row(int(t.last[root])))
		if err != nil {
			return err
		}
		newest[root] = facts.Seconds
		if by == ByTag {
			if names := sn.tagsIn(sn.threadRows(sn.table.All().Row(int(root)))); len(names) > 0 {
				tags[root] = names[0]
			}
		}
	}
	slices.SortFunc(roots, func(a, b uint32) int {
		order := 0
		switch by {
		case BySize:
			order = cmp.Compare(t.size[b], t.size[a])
		case ByTag:
			order = cmp.Compare(cmp.Or(tags[a], noTag), cmp.Or(tags[b], noTag))
		case ByActivity:
		}
		return cmp.Or(order, cmp.Compare(newest[b], newest[a]), cmp.Compare(b, a))
	})
	return nil
}

// noTag sorts after all tags.
const noTag = "~"

// tagsIn returns the tags that messages have, in alphabetical order.
func (sn *Snapshot) tagsIn(rows []uint32) []string {
	var tags []string
	for _, row := range rows {
		for _, tag := range sn.tagsOf(row, sn.table.ID(row)) {
			if !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
	}
	slices.Sort(tags)
	return tags
}

// describeThread describes the thread that begins at a place.
func (sn *Snapshot) describeThread(root uint32, title func(texts []string) string) (Thread, error) {
	first := sn.table.All().Row(int(root))
	rows := sn.threadRows(first)
	d := Thread{ID: ID(sn.table.ID(first)), Chat: sn.names[sn.table.Chat(first)], Messages: len(rows), Tags: sn.tagsIn(rows)}
	people := make(map[uint32]bool)
	var texts []string
	for _, row := range rows {
		facts, err := sn.table.Row(row)
		if err != nil {
			return Thread{}, err
		}
		people[facts.Sender] = true
		if at := facts.Time(); d.Last.Before(at) {
			d.Last = at
		}
		if at := facts.Time(); d.First.IsZero() || at.Before(d.First) {
			d.First = at
		}
		if len(texts) < titleTexts {
			text, attachment, err := sn.table.Text(row)
			if err != nil {
				return Thread{}, err
			}
			if text == "" {
				text = attachment
			}
			texts = append(texts, analysis.Beginning(text, thread.MostText))
		}
	}
	d.People, d.Title = len(people), title(texts)
	return d, nil
}

// titleTexts is how many messages of a thread are read for its title.
const titleTexts = 10

// titler returns a function that finds the title of a thread, and one that ends
// its use. Words weigh by how few messages of the store have them.
func (sn *Snapshot) titler(ctx context.Context) (title func(texts []string) string, done func() error, err error) {
	if sn.bleve == nil {
		return nil, func() error { return nil }, nil
	}
	advanced, err := sn.bleve.Advanced()
	if err != nil {
		return nil, nil, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, nil, err
	}
	spoken, err := sn.generation.spoken()
	if err != nil {
		return nil, nil, errors.Join(err, reader.Close())
	}
	weights := make(map[string]float64)
	weight := func(word string) float64 {
		w, ok := weights[word]
		if !ok {
			if !slices.ContainsFunc(spoken.languages, func(l *language.Language) bool { return l.Small(word) }) {
				w = sn.rarityOf(ctx, reader, word)
			}
			weights[word] = w
		}
		return w
	}
	return func(texts []string) string { return thread.Title(texts, analysis.Terms, weight) }, reader.Close, nil
}

// rarityOf tells how rare a word is. One that the index cannot say anything
// about tells nothing.
func (sn *Snapshot) rarityOf(ctx context.Context, reader bleveindex.IndexReader, word string) float64 {
	postings, err := reader.TermFieldReader(ctx, []byte(word), textField, false, false, false)
	if err != nil {
		return 0
	}
	defer func() { _ = postings.Close() }() // only read
	return rarity(max(postings.Count(), 2), uint64(sn.table.Len()))
}
