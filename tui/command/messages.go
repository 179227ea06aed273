package command

import (
	"context"
	"iter"

	"github.com/kerbstreet/kerb/index"
)

// pageSize is how many messages are fetched at once.
const pageSize = 1000

// allMessages returns every message, chat after chat, each in its order.
func allMessages(ctx context.Context, sn *index.Snapshot) iter.Seq2[index.Message, error] {
	return func(yield func(index.Message, error) bool) {
		for _, chat := range sn.Chats() {
			for from := 0; from < chat.Messages; from += pageSize {
				messages, err := sn.Messages(ctx, chat.Name, from, pageSize)
				if err != nil {
					yield(index.Message{}, err)
					return
				}
				for _, m := range messages {
					if !yield(m, nil) {
						return
					}
				}
			}
		}
	}
}

// messagesByID returns the messages that ids name, in their order.
func messagesByID(ctx context.Context, sn *index.Snapshot, ids []index.ID) iter.Seq2[index.Message, error] {
	return func(yield func(index.Message, error) bool) {
		for _, id := range ids {
			m, err := sn.Message(ctx, id)
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}
