package index

import (
	"maps"
	"slices"

	"github.com/kerbstreet/kerb/index/marks"
)

// chatBook holds the chats that a load knows of: the store's, and those it has
// come upon.
type chatBook struct {
	stored map[string]marks.Chat // by key
	byKey  map[string]marks.Chat
	shown  map[string]string // keys by the folded names that chats are shown by
	fresh  []string          // keys of those that are not stored
}

func newChatBook(stored map[string]marks.Chat) *chatBook {
	b := &chatBook{stored: stored, byKey: make(map[string]marks.Chat, len(stored)), shown: make(map[string]string, len(stored))}
	for _, key := range slices.Sorted(maps.Keys(stored)) {
		b.enter(stored[key])
	}
	return b
}

func (b *chatBook) enter(chat marks.Chat) {
	b.byKey[chat.Key] = chat
	if name := foldName(chat.Name); b.shown[name] == "" {
		b.shown[name] = chat.Key
	}
}

// named returns the chat that exports under a name belong to: the one shown by
// that name, or first loaded under it, or a new one.
func (b *chatBook) named(name string) marks.Chat {
	key := foldName(name)
	if key == "" {
		key, name = "chat", "Chat"
	}
	if of, ok := b.shown[key]; ok {
		return b.byKey[of]
	}
	if chat, ok := b.byKey[key]; ok {
		return chat
	}
	return marks.Chat{Key: key, Name: name}
}

// knows reports whether there is a chat with a key.
func (b *chatBook) knows(key string) bool {
	_, known := b.byKey[key]
	return known
}

// chat returns the chat with a key.
func (b *chatBook) chat(key string) marks.Chat {
	if chat, ok := b.byKey[key]; ok {
		return chat
	}
	return marks.Chat{Key: key, Name: key}
}

// set keeps what is known of a chat that is not stored.
func (b *chatBook) set(chat marks.Chat) {
	if _, stored := b.stored[chat.Key]; stored {
		return
	}
	if !b.knows(chat.Key) {
		b.fresh = append(b.fresh, chat.Key)
	}
	b.enter(chat)
}

// news returns the chats that are not stored.
func (b *chatBook) news() []marks.Chat {
	chats := make([]marks.Chat, len(b.fresh))
	for i, key := range b.fresh {
		chats[i] = b.byKey[key]
	}
	return chats
}
