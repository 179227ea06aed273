package tui

import (
	"context"
	"sort"
	"time"

	"github.com/kerbstreet/kerb/index"
)

// A sequence is the messages that a timeline shows, in their order: a whole
// chat, or some messages of it.
type sequence interface {
	total(sn snapshot) int
	page(ctx context.Context, sn snapshot, from, limit int) ([]index.Message, error)
	// place is where a message stands in it.
	place(sn snapshot, id index.ID) (place int, ok bool)
	// at is the place of the first message that is not before t.
	at(sn snapshot, t time.Time) int
}

// whole is a chat with all its messages, by the name the store knows.
type whole string

func (w whole) total(sn snapshot) int {
	for _, chat := range sn.Chats() {
		if chat.Name == string(w) {
			return chat.Messages
		}
	}
	return 0
}

func (w whole) page(ctx context.Context, sn snapshot, from, limit int) ([]index.Message, error) {
	return sn.Messages(ctx, string(w), from, limit)
}

func (w whole) place(sn snapshot, id index.ID) (int, bool) {
	chat, place, ok := sn.Position(id)
	return place, ok && chat == string(w)
}

func (w whole) at(sn snapshot, t time.Time) int { return sn.At(string(w), t) }

// excerpt is some messages of a chat, in the chat's order.
type excerpt struct {
	chat   string
	ids    []index.ID
	places map[index.ID]int
}

func newExcerpt(chat string, ids []index.ID) excerpt {
	places := make(map[index.ID]int, len(ids))
	for i, id := range ids {
		places[id] = i
	}
	return excerpt{chat, ids, places}
}

func (e excerpt) total(snapshot) int { return len(e.ids) }

func (e excerpt) page(ctx context.Context, sn snapshot, from, limit int) ([]index.Message, error) {
	from = min(from, len(e.ids))
	ids := e.ids[from:min(len(e.ids), from+limit)]
	messages := make([]index.Message, 0, len(ids))
	for _, id := range ids {
		m, err := sn.Message(ctx, id)
		if err != nil {
			return nil, err
		}
		messages = append(messages, m)
	}
	return messages, nil
}

func (e excerpt) place(_ snapshot, id index.ID) (int, bool) {
	place, ok := e.places[id]
	return place, ok
}

func (e excerpt) at(sn snapshot, t time.Time) int {
	from := sn.At(e.chat, t)
	return sort.Search(len(e.ids), func(i int) bool {
		_, place, ok := sn.Position(e.ids[i])
		return ok && place >= from
	})
}
