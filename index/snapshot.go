package index

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2"

	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/index/table"
)

// Snapshot is a store at one moment: messages, marks and index that belong
// together and do not change. It costs next to nothing to take and must be
// closed. Its methods may be called from several goroutines.
type Snapshot struct {
	generation *generation // nil in a store without messages
	marks      *marks.State
	table      *table.Reader // the generation's; empty in a store without messages
	bleve      bleve.Index   // the generation's, read-only; nil in a store without messages
	names      []string      // names to show, by number of the chat in the table
	numbers    map[string]uint16

	mu   sync.Mutex
	rows map[string][]uint32 // by tag: sorted rows of the messages that have it, as far as asked for

	store       *Store
	threadsOnce sync.Once
	found       *threads
	peopleOnce  sync.Once
	persons     *people
	tagsOnce    sync.Once
	threadTags  map[uint32][]string // by place of the thread's first message
}

// Snapshot returns the store as it is now. A damaged or outdated index is
// rebuilt first, which takes as long as loading everything; if another process
// is writing, the last good one is served instead, or *LockedError if there is
// none.
func (s *Store) Snapshot(ctx context.Context) (*Snapshot, error) {
	state, g, err := s.latest(ctx)
	if err != nil {
		return nil, err
	}
	sn := &Snapshot{generation: g, marks: state, table: new(table.Reader), store: s, numbers: make(map[string]uint16), rows: make(map[string][]uint32)}
	if g == nil {
		return sn, nil
	}
	sn.table, sn.bleve = g.table, g.bleve
	for number, chat := range sn.table.Chats() {
		name := state.Chats[chat.Key].Name
		if name == "" {
			name = chat.Key
		}
		sn.names = append(sn.names, name)
		sn.numbers[name] = uint16(number)
	}
	return sn, nil
}

// Close gives back what the snapshot holds. Values it returned stay valid.
func (sn *Snapshot) Close() {
	if sn.generation == nil {
		return
	}
	_ = sn.generation.release() // nothing was written, nothing can be lost
	sn.generation = nil
}

// Revision changes whenever messages or marks do.
func (sn *Snapshot) Revision() string {
	name := "0"
	if sn.generation != nil {
		name = sn.generation.name
	}
	return fmt.Sprintf("%s-%d", name, sn.marks.Revision)
}

// guard calls fn, which reads the generation, and turns damage and bleve's
// panics into ErrDamaged; the next Snapshot then rebuilds the index.
func (sn *Snapshot) guard(fn func() error) error {
	if sn.generation == nil {
		return fn()
	}
	return sn.generation.guard(fn)
}

// Chats lists the chats, newest activity first.
func (sn *Snapshot) Chats() []Chat {
	exports := make(map[string]int)
	for _, load := range sn.marks.Loads {
		exports[load.Chat]++
	}
	chats := make([]Chat, 0, len(sn.names))
	for number, c := range sn.table.Chats() {
		chat := Chat{Name: sn.names[number], Messages: c.Messages, Last: table.TimeOf(c.Newest), Exports: exports[c.Key]}
		chat.DateOrder, chat.Ambiguous = sn.dateOrder(c.Key)
		if order := sn.table.Order(uint16(number)); order.Len() > 0 {
			if first, err := sn.table.Row(order.Row(0)); err == nil {
				chat.First = first.Time()
			}
		}
		chats = append(chats, chat)
	}
	slices.SortFunc(chats, func(a, b Chat) int {
		if c := b.Last.Compare(a.Last); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	return chats
}

// chat returns the number of the chat with this name: as shown, in another
// case, or as it was called when it was first loaded.
func (sn *Snapshot) chat(name string) (uint16, error) {
	if number, ok := sn.numbers[name]; ok {
		return number, nil
	}
	folded := foldName(name)
	for number, shown := range sn.names {
		if foldName(shown) == folded {
			return uint16(number), nil
		}
	}
	for number, chat := range sn.table.Chats() {
		if chat.Key == folded {
			return uint16(number), nil
		}
	}
	return 0, fmt.Errorf("%q: %w", name, ErrNoChat)
}

// Messages returns up to limit messages of a chat from the 0-based place from
// on, in the chat's order. Places outside the chat are left out. It fails with
// ErrNoChat.
func (sn *Snapshot) Messages(ctx context.Context, chat string, from, limit int) ([]Message, error) {
	number, err := sn.chat(chat)
	if err != nil {
		return nil, err
	}
	order := sn.table.Order(number)
	from, to := max(from, 0), min(from+limit, order.Len())
	if from >= to {
		return nil, nil
	}
	messages := make([]Message, 0, to-from)
	err = sn.guard(func() error {
		for place := from; place < to; place++ {
			m, err := sn.message(ctx, order.Row(place))
			if err != nil {
				return err
			}
			messages = append(messages, m)
		}
		return nil
	})
	return messages, err
}

// message returns the message of a row.
func (sn *Snapshot) message(ctx context.Context, row uint32) (Message, error) {
	if err := ctx.Err(); err != nil {
		return Message{}, err
	}
	facts, err := sn.table.Row(row)
	if err != nil {
		return Message{}, err
	}
	text, attachment, err := sn.table.Text(row)
	if err != nil {
		return Message{}, err
	}
	if int(facts.Chat) >= len(sn.names) || int(facts.Sender) >= len(sn.table.People()) {
		return Message{}, fmt.Errorf("row %d: %w", row, ErrDamaged)
	}
	id := ID(sn.table.ID(row))
	var earlier []Earlier
	if facts.Changed() {
		if earlier, err = sn.generation.earlier(id); err != nil {
			return Message{}, err
		}
	}
	return Message{
		ID: id, Chat: sn.names[facts.Chat], N: sn.table.Place(row) + 1, Time: facts.Time(),
		Sender: sn.people().show(facts.Sender), Kind: facts.Kind, Text: text, Attachment: attachment,
		Edited: facts.Edited, Earlier: earlier, Tags: sn.tagsOf(row, marks.ID(id)), Thread: sn.threadID(row),
	}, nil
}

// Position returns the chat a message is in and its 0-based place there.
func (sn *Snapshot) Position(id ID) (chat string, place int, ok bool) {
	row, ok := sn.table.Find(table.ID(id))
	if !ok {
		return "", 0, false
	}
	facts, err := sn.table.Row(row)
	if err != nil || int(facts.Chat) >= len(sn.names) {
		return "", 0, false
	}
	return sn.names[facts.Chat], sn.table.Place(row), true
}

// At returns the first place in a chat whose message is not before t; the
// chat's length if there is none, and for a chat there is none of, 0.
func (sn *Snapshot) At(chat string, t time.Time) int {
	number, err := sn.chat(chat)
	if err != nil {
		return 0
	}
	order, seconds := sn.table.Order(number), table.Seconds(t)
	return sort.Search(order.Len(), func(place int) bool {
		facts, err := sn.table.Row(order.Row(place))
		return err == nil && facts.Seconds >= seconds
	})
}

// Message returns the message with this ID. It fails with ErrNoMessage.
func (sn *Snapshot) Message(ctx context.Context, id ID) (m Message, err error) {
	row, ok := sn.table.Find(table.ID(id))
	if !ok {
		return Message{}, fmt.Errorf("%s: %w", id, ErrNoMessage)
	}
	err = sn.guard(func() error {
		m, err = sn.message(ctx, row)
		return err
	})
	return m, err
}

// People lists who wrote in a chat, or in all for "", most messages first.
// Notices have no sender. Each goes by one name or several.
func (sn *Snapshot) People(chat string) []Person {
	who, wrote := sn.people(), make(map[uint32]int)
	for number := range sn.names {
		if chat != "" {
			if only, err := sn.chat(chat); err != nil || int(only) != number {
				continue
			}
		}
		for sender, n := range sn.table.Wrote(uint16(number)) {
			wrote[who.person[sender]] += n
		}
	}
	people := make([]Person, 0, len(wrote))
	for sender, n := range wrote {
		people = append(people, Person{Name: who.show(sender), Also: who.also(sender), Messages: n})
	}
	slices.SortFunc(people, func(a, b Person) int {
		if a.Messages != b.Messages {
			return b.Messages - a.Messages
		}
		return strings.Compare(a.Name, b.Name)
	})
	return people
}

// Stats are totals of a store.
type Stats struct {
	Chats    int
	Messages int
	People   int
	Exports  int
	Marks    int // tags on messages
	First    time.Time
	Last     time.Time
}

// Stats counts what the snapshot holds.
func (sn *Snapshot) Stats() Stats {
	stats := Stats{Chats: len(sn.names), Messages: sn.table.Len(), People: len(sn.People("")), Exports: len(sn.marks.Loads)}
	for _, ids := range sn.marks.Tags {
		stats.Marks += len(ids)
	}
	for _, chat := range sn.Chats() {
		if stats.First.IsZero() || chat.First.Before(stats.First) {
			stats.First = chat.First
		}
		if chat.Last.After(stats.Last) {
			stats.Last = chat.Last
		}
	}
	return stats
}
