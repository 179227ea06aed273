package index

import (
	"time"

	"github.com/kerbstreet/kerb/parser"
)

// Message is a message as the store knows it: what the export said, the chat
// it belongs to and what people marked on it.
type Message struct {
	ID         ID
	Chat       string    // the chat's name, as shown
	N          int       // 1-based place in the chat, all its exports merged
	Time       time.Time // local wall clock; Location is UTC and means "unknown"
	Sender     string    // name to show; empty for notices
	Kind       parser.Kind
	Text       string
	Attachment string
	Edited     bool
	Earlier    []Earlier // what it was in earlier exports, before it was edited or deleted; the earliest first
	Tags       []string  // in alphabetical order
	Thread     ID        // ID of the thread's first message; zero while threads are not known
}

// Chat describes one chat of a store.
type Chat struct {
	Name     string
	Messages int
	First    time.Time // of the first message in the chat's order
	Last     time.Time // of the newest message
	Exports  int       // how many exports were merged into it

	// DateOrder is the order in which dates of its exports were read, as
	// parser.DateOrder has it; "ambiguous" where an export does not prove one
	// and nobody answered, "" where exports differ.
	DateOrder string
	Ambiguous bool // an export does not prove its order, answered or not
}

// Person is somebody who wrote in a chat.
type Person struct {
	Name     string   // name to show
	Also     []string // other names the person goes by in exports
	Messages int
}

// TagCount is a tag and the number of messages that have it.
type TagCount struct {
	Tag      string
	Messages int
}
