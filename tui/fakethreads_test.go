package tui

import (
	"cmp"
	"context"
	"slices"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/thread"
)

// thread puts messages of a chat, by their places, into one thread; a negative
// place is that of a message whose link is in doubt.
func (f *fakeStore) thread(chat string, places ...int) *fakeStore {
	for _, place := range places {
		f.threads[f.messages[chat][max(place, -place)].ID] = f.messages[chat][max(places[0], -places[0])].ID
		f.doubt[f.messages[chat][max(place, -place)].ID] = place < 0
	}
	return f
}

func (f *fakeStore) FindThreads(context.Context, func(index.ThreadProgress)) error { return nil }

func (f *fakeStore) correct(what string, ids ...index.ID) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, id := range ids {
		for _, chat := range f.chats {
			for _, m := range f.messages[chat] {
				if m.ID == id {
					what += " “" + m.Text + "”"
				}
			}
		}
	}
	f.corrected = append(f.corrected, what)
	f.revision++
	return index.Action{Links: 1}, nil
}

func (f *fakeStore) SplitThread(_ context.Context, id index.ID) (index.Action, error) {
	f.mu.Lock()
	f.threads[id] = id
	f.mu.Unlock()
	return f.correct("split", id)
}

func (f *fakeStore) JoinThreads(_ context.Context, ids []index.ID) (index.Action, error) {
	return f.correct("join", ids...)
}

func (f *fakeStore) MoveToThread(_ context.Context, id, to index.ID) (index.Action, error) {
	return f.correct("move", id, to)
}

func (f *fakeStore) TagThreads(_ context.Context, tags []string, ids []index.ID, _ string) (index.Action, error) {
	return f.correct("tag "+tags[0], ids...)
}

func (s *fakeSnapshot) ThreadsMissing() int { return s.store.missing }

func (s *fakeSnapshot) LinksOf(chat string, from, limit int) ([]thread.Link, error) {
	from = max(from, 0)
	links := make([]thread.Link, 0, limit)
	for i, m := range s.messages[chat][from:min(len(s.messages[chat]), from+limit)] {
		link := thread.Link{Parent: thread.None, Confidence: 1}
		if m.Thread != m.ID && !m.Thread.IsZero() {
			link.Parent = from + i - 1
		}
		if s.store.doubt[m.ID] {
			link.Confidence = 0.2
		}
		links = append(links, link)
	}
	return links, nil
}

func (s *fakeSnapshot) Thread(_ context.Context, id index.ID) ([]index.Message, error) {
	chat, place, ok := s.Position(id)
	if !ok {
		return nil, index.ErrNoMessage
	}
	of := s.messages[chat][place].Thread
	if of.IsZero() {
		return s.messages[chat][place : place+1], nil
	}
	var members []index.Message
	for _, m := range s.messages[chat] {
		if m.Thread == of {
			members = append(members, m)
		}
	}
	return members, nil
}

func (s *fakeSnapshot) Threads(ctx context.Context, r index.ThreadRequest) (index.ThreadList, error) {
	list := index.ThreadList{Missing: s.store.missing}
	wanted := map[index.ID]bool{}
	if r.Query != "" {
		for _, h := range s.find(index.Request{Query: r.Query, Limit: 1 << 20}).Hits {
			wanted[h.Thread] = wanted[h.Thread] || h.Match == index.MatchAll
		}
	}
	for _, chat := range s.chats {
		for _, m := range s.messages[chat] {
			if m.Thread != m.ID || r.Chat != "" && r.Chat != chat || r.Query != "" && !wanted[m.ID] {
				continue
			}
			members, err := s.Thread(ctx, m.ID)
			if err != nil {
				return list, err
			}
			t := index.Thread{ID: m.ID, Chat: chat, Title: m.Text, First: m.Time, Messages: len(members)}
			people := map[string]bool{}
			for _, m := range members {
				people[m.Sender] = true
				t.Last = m.Time
				for _, tag := range m.Tags {
					if !slices.Contains(t.Tags, tag) {
						t.Tags = append(t.Tags, tag)
					}
				}
			}
			t.People = len(people)
			list.Threads = append(list.Threads, t)
		}
	}
	slices.SortStableFunc(list.Threads, func(a, b index.Thread) int {
		if r.Sort == index.BySize {
			return cmp.Compare(b.Messages, a.Messages)
		}
		return b.Last.Compare(a.Last)
	})
	list.Total = len(list.Threads)
	from := min(r.Offset, list.Total)
	list.Threads = list.Threads[from:min(list.Total, from+r.Limit)]
	return list, nil
}

// threaded is a street whose threads are known.
func threadedStreet() *fakeStore {
	return street().thread("Linden Street", 1, 2, 3).thread("Linden Street", 4, 5, 6, -7, 9).
		thread("Linden Street", 8).thread("Linden Street", 10).thread("Linden Street", 11)
}
