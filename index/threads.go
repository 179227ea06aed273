package index

import (
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/index/thread"
)

// threads say what each message of a generation answers, and with that which
// thread it is in. Messages are named by their place in the order of all chats
// (table.Reader.All). They do not change; what is found later makes others.
type threads struct {
	blocks []threadBlock
	back   []uint32 // how many places back the message is that this one answers; 0: it starts a thread
	sure   []uint8  // how likely that is, in 255ths
	about  []uint8  // known tags that the message is likely to have, as bits in the order of topic.Known
	roots  []uint32 // place of the first message of the thread; unfound while it is not known

	once sync.Once
	next []uint32 // place of the next message of the thread, 0 for the last one
	size []uint32 // of the thread, by the place of its first message
	last []uint32 // place of the thread's last message, likewise

	likelyOnce sync.Once
	likely     []*roaring.Bitmap // rows of the messages about each known tag
}

// threadBlock is a part of a chat that is found at once.
type threadBlock struct {
	key      blockKey
	from, to uint32 // places
	found    bool
}

// unfound is the root of messages whose thread is not known yet.
const unfound = ^uint32(0)

// newThreads returns threads of n messages of which nothing is known.
func newThreads(n int) *threads {
	return &threads{back: make([]uint32, n), sure: make([]uint8, n), about: make([]uint8, n)}
}

// missing counts messages whose thread is not known yet.
func (t *threads) missing() int {
	n := len(t.back)
	for _, b := range t.blocks {
		if b.found {
			n -= int(b.to - b.from)
		}
	}
	return n
}

// settle lets the links that people decided hold and finds the first message of
// each thread.
func (t *threads) settle(r *table.Reader, decided map[marks.ID]marks.ID) {
	for id := range decided {
		if place, back, ok := decidedLink(r, decided, id); ok {
			t.back[place], t.sure[place] = back, 255
		}
	}
	t.roots = make([]uint32, len(t.back))
	for i := range t.roots {
		t.roots[i] = unfound
	}
	for _, b := range t.blocks {
		if !b.found {
			continue
		}
		for place := b.from; place < b.to; place++ {
			t.roots[place] = place
			if back := t.back[place]; back > 0 && back <= place {
				if t.roots[place] = t.roots[place-back]; t.roots[place] == unfound {
					t.roots[place] = place - back // as far as is known
				}
			}
		}
	}
}

// decidedLink returns the place of a message and how far back it is that it
// answers by a person's word. It is not ok if either is not loaded, or they are
// not in this order in one chat.
func decidedLink(r *table.Reader, decided map[marks.ID]marks.ID, id marks.ID) (place, back uint32, ok bool) {
	row, ok := r.Find(id)
	if !ok {
		return 0, 0, false
	}
	place = placeOf(r, row)
	parent := decided[id]
	if parent == (marks.ID{}) {
		return place, 0, true
	}
	parentRow, ok := r.Find(parent)
	if !ok || r.Chat(parentRow) != r.Chat(row) {
		return 0, 0, false
	}
	before := placeOf(r, parentRow)
	return place, place - before, before < place
}

// placeOf returns a row's place in the order of all chats.
func placeOf(r *table.Reader, row uint32) uint32 {
	return uint32(r.Start(r.Chat(row)) + r.Place(row))
}

// root returns the place of the first message of the thread that a message is
// in; ok is false while it is not known, and for notices, which are in none.
func (t *threads) root(r *table.Reader, place uint32) (root uint32, ok bool) {
	if int(place) >= len(t.roots) || t.roots[place] == unfound || isNotice(r, r.All().Row(int(place))) {
		return 0, false
	}
	return t.roots[place], true
}

// isNotice reports whether a row is no person's message.
func isNotice(r *table.Reader, row uint32) bool {
	facts, err := r.Row(row)
	return err != nil || facts.Notice()
}

// members returns the places of a thread's messages, by the place of the first.
// The first call takes a few milliseconds for a million messages.
func (t *threads) members(root uint32) []uint32 {
	t.once.Do(t.chain)
	var places []uint32
	for place := root; ; place = t.next[place] {
		places = append(places, place)
		if t.next[place] == 0 {
			return places
		}
	}
}

// chain finds which message follows which in its thread.
func (t *threads) chain() {
	n := len(t.roots)
	t.next, t.size, t.last = make([]uint32, n), make([]uint32, n), make([]uint32, n)
	for place, root := range t.roots {
		if root == unfound {
			continue
		}
		switch {
		case t.size[root] == 0 && int(root) != place: // its own block is not found yet
			t.next[root], t.size[root] = uint32(place), 1
		case t.size[root] > 0:
			t.next[t.last[root]] = uint32(place)
		}
		t.size[root]++
		t.last[root] = uint32(place)
	}
}

// link returns what a message answers, by places.
func (t *threads) link(place uint32) thread.Link {
	l := thread.Link{Parent: thread.None, Root: int(place), Confidence: float64(t.sure[place]) / 255}
	if back := t.back[place]; back > 0 && back <= place {
		l.Parent = int(place - back)
	}
	if root := t.roots[place]; root != unfound {
		l.Root = int(root)
	}
	return l
}
