package index

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/parser"
)

// liveHeap returns how many bytes are in use.
func liveHeap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// TestALoadHoldsFewBytesAMessage checks what a load keeps in memory for each
// message, but for what bleve holds of the last ones: the table's lists, and
// where a message is found by its ID.
func TestALoadHoldsFewBytesAMessage(t *testing.T) {
	const messages, most = 300_000, 40
	before := liveHeap()
	w, err := table.NewWriter(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Abort(); err != nil {
			t.Error(err)
		}
	}()
	chat, err := w.Chat("elm street")
	if err != nil {
		t.Fatal(err)
	}
	added := rowsByID{id: func(row uint32) ID { return ID(w.ID(row)) }}
	identify := newIdentifier("elm street")
	at := time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)
	for i := range messages {
		text := fmt.Sprint("message ", i)
		id := identify.first(at.Add(time.Duration(i)*time.Second), text)
		row, err := w.Append(table.Row{Chat: chat, Sender: w.Sender("Ben"), Seconds: table.Seconds(at)}, id, text, "")
		if err != nil {
			t.Fatal(err)
		}
		added.add(id, row)
	}
	if held := (liveHeap() - before) / messages; held > most {
		t.Errorf("%d bytes are held a message, want %d at most", held, most)
	}
	for i := range messages {
		id := identify.first(at.Add(time.Duration(i)*time.Second), fmt.Sprint("message ", i))
		if row, found := added.find(id); !found || row != uint32(i) {
			t.Fatalf("message %d is found in row %d, %v", i, row, found)
		}
	}
	if row, found := added.find(identify.first(at, "no message")); found {
		t.Errorf("what is in no row is found in %d", row)
	}
}

func TestMessagesThatAreUnlikeAllOthersAreNotKept(t *testing.T) {
	t.Parallel()
	known := make(map[ID]uint32)
	r := &recogniser{
		identify: newIdentifier("elm street"), alike: make(map[ID]alike), apart: make(map[table.Pair]bool),
		find: func(id ID) (uint32, bool) { row, ok := known[id]; return row, ok }, sender: func(uint32) uint32 { return 1 },
		wrote: make(map[uint32]bool), shared: make(map[table.Pair]int),
	}
	at := time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)
	for i := range 1000 {
		m := parser.Message{Time: at, Kind: parser.Text, Text: fmt.Sprint("message ", i/2*2%998)} // the last two say what the first two do
		if _, ok := r.recognise(&m, 1); ok {
			t.Fatalf("message %d is taken for one of this export", i)
		}
		id := r.fresh(m.Time, m.Text)
		if _, ok := known[id]; ok {
			t.Fatalf("message %d gets the ID of another", i)
		}
		row := uint32(i)
		known[id] = row
		r.took(row, 1)
	}
	if len(r.alike) != 499 {
		t.Errorf("%d groups of messages that are alike are kept, want 499", len(r.alike))
	}
	clear(known)
	clear(r.alike)
	for i := range 1000 {
		m := parser.Message{Time: at, Kind: parser.Text, Text: fmt.Sprint("message ", i)}
		r.recognise(&m, 1)
		known[r.fresh(m.Time, m.Text)] = uint32(i)
	}
	if len(r.alike) != 0 {
		t.Errorf("%d messages that are unlike all others are kept", len(r.alike))
	}
}

func TestAnExportIsLookedForInTheLargestChats(t *testing.T) {
	t.Parallel()
	l := &loading{}
	for i := range 3 * mostElsewhere {
		l.grown(table.Chat{Key: fmt.Sprint(i), Messages: i})
	}
	l.grown(table.Chat{Key: "0", Messages: 1 << 20})
	l.grown(table.Chat{Key: "599", Messages: 1 << 10})
	if len(l.largest) != mostElsewhere {
		t.Fatalf("%d chats are kept", len(l.largest))
	}
	for i, want := range []string{"0", "599", "598", "597"} {
		if l.largest[i].Key != want {
			t.Errorf("chat %d is %s, want %s", i, l.largest[i].Key, want)
		}
	}
}
