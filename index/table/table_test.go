package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/parser"
)

type message struct {
	row              Row
	id               ID
	text, attachment string
}

// made returns messages with texts of all lengths, one far longer than a block.
func made(from, to int) []message {
	chance := rand.New(rand.NewPCG(uint64(from), 3))
	messages := make([]message, 0, to-from)
	for i := from; i < to; i++ {
		m := message{row: Row{Seconds: uint32(i) * 60, Sender: uint32(i % 4), Kind: parser.Kind(i % 8), Edited: i%7 == 0}}
		binary.BigEndian.PutUint64(m.id[:], chance.Uint64())
		m.id[9] = byte(i)
		m.text = strings.Repeat(fmt.Sprintf("word %d é ", i), chance.IntN(12))
		if i%50 == 0 {
			m.text = strings.Repeat("long ", 20000)
		}
		if i%9 == 0 {
			m.attachment = fmt.Sprintf("IMG-%d.jpg", i)
		}
		messages = append(messages, m)
	}
	return messages
}

// written writes messages, those of odd rows into a second chat, after what is
// in old.
func written(t *testing.T, old *Reader, messages []message) *Reader {
	t.Helper()
	dir := t.TempDir()
	w, err := NewWriter(dir, old)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Ben", "Deb", "Aisha"} {
		w.Sender(name)
	}
	for i, m := range messages {
		number, err := w.Chat([]string{"elm street", "mill lane"}[i%2])
		if err != nil {
			t.Fatal(err)
		}
		m.row.Chat = number
		before := w.Order(number)
		row, err := w.Append(m.row, m.id, m.text, m.attachment)
		if err != nil {
			t.Fatal(err)
		}
		w.SetOrder(number, append(before, row))
	}
	if err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func check(t *testing.T, r *Reader, messages []message) {
	t.Helper()
	if r.Len() != len(messages) {
		t.Fatalf("%d rows, want %d", r.Len(), len(messages))
	}
	for i, m := range messages {
		row, ok := r.Find(m.id)
		if !ok || int(row) != i {
			t.Fatalf("message %d is found in row %d, %t", i, row, ok)
		}
		facts, err := r.Row(row)
		text, attachment, err2 := r.Text(row)
		if err != nil || err2 != nil || text != m.text || attachment != m.attachment || facts.Seconds != m.row.Seconds ||
			facts.Sender != m.row.Sender || facts.Kind != m.row.Kind || facts.Edited != m.row.Edited || r.ID(row) != m.id {
			t.Fatalf("row %d is %+v %.40q %q, %v %v", row, facts, text, attachment, err, err2)
		}
		if at := r.Order(facts.Chat).Row(r.Place(row)); at != row {
			t.Fatalf("row %d stands where %d is", row, at)
		}
	}
	if _, ok := r.Find(ID{}); ok {
		t.Error("found an ID that is none")
	}
	if err := r.Verify(); err != nil {
		t.Error(err)
	}
}

func TestATableReadsBackWhatWasWritten(t *testing.T) {
	t.Parallel()
	messages := made(0, 500)
	r := written(t, nil, messages)
	check(t, r, messages)
	if people := r.People(); !slices.Equal(people, []string{"", "Ben", "Deb", "Aisha"}) {
		t.Errorf("people %q", people)
	}
	if chats := r.Chats(); len(chats) != 2 || chats[1].Key != "mill lane" || chats[1].Messages != 250 || chats[1].Newest != 499*60 {
		t.Errorf("chats %+v", chats)
	}
	if wrote := r.Wrote(0); len(wrote) != 1 || wrote[2] != 125 {
		t.Errorf("in the first chat wrote %v", wrote)
	}
}

func TestATableGoesOnWhereAnOlderOneEnds(t *testing.T) {
	t.Parallel()
	first, second := made(0, 333), made(333, 700)
	old := written(t, nil, first)
	r := written(t, old, second)
	check(t, r, append(slices.Clone(first), second...))
	check(t, old, first)
	check(t, written(t, r, nil), append(first, second...))
}

func TestAnEmptyTableCanBeOpened(t *testing.T) {
	t.Parallel()
	r := written(t, nil, nil)
	check(t, r, nil)
	if _, err := r.Row(0); !errors.Is(err, ErrDamaged) {
		t.Errorf("row of an empty table: %v", err)
	}
}

func TestTimesOutsideTheRangeBecomeTheNearest(t *testing.T) {
	t.Parallel()
	for at, want := range map[time.Time]string{
		time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC):    "2000-01-01 00:00:00",
		time.Date(2024, 2, 29, 23, 59, 7, 0, time.UTC): "2024-02-29 23:59:07",
		time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC):    "2136-02-07 06:28:15",
	} {
		if got := TimeOf(Seconds(at)).Format(time.DateTime); got != want {
			t.Errorf("%v is kept as %s, want %s", at, got, want)
		}
	}
}

func TestNoDamageMakesATablePanic(t *testing.T) {
	t.Parallel()
	messages := made(0, 120)
	dir := written(t, nil, messages).dir
	chance := rand.New(rand.NewPCG(5, 5))
	for _, name := range Files() {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			hurt := bytes.Clone(content)
			if chance.IntN(4) == 0 {
				hurt = hurt[:chance.IntN(len(hurt))]
			} else {
				hurt[chance.IntN(len(hurt))] ^= byte(1 + chance.IntN(255))
			}
			copied := t.TempDir()
			if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(copied, name), hurt, 0o600); err != nil {
				t.Fatal(err)
			}
			r, err := Open(copied)
			if err != nil {
				if !errors.Is(err, ErrDamaged) {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			for i, m := range messages {
				r.Find(m.id)
				if _, _, err := r.Text(uint32(i)); err != nil && !errors.Is(err, ErrDamaged) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if err := r.Verify(); err != nil && !errors.Is(err, ErrDamaged) {
				t.Errorf("%s: %v", name, err)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func BenchmarkFiftyNeighbours(b *testing.B) {
	dir := b.TempDir()
	w, err := NewWriter(dir, nil)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := w.Chat("elm street"); err != nil {
		b.Fatal(err)
	}
	messages := made(1, 40000)
	rows := make([]uint32, 0, len(messages))
	for _, m := range messages {
		row, err := w.Append(m.row, m.id, m.text, m.attachment)
		if err != nil {
			b.Fatal(err)
		}
		rows = append(rows, row)
	}
	w.SetOrder(0, rows)
	if err := w.Finish(); err != nil {
		b.Fatal(err)
	}
	r, err := Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	chance := rand.New(rand.NewPCG(1, 1))
	b.ReportAllocs()
	for b.Loop() {
		from := uint32(chance.IntN(r.Len() - 50))
		for row := range uint32(50) {
			if _, _, err := r.Text(from + row); err != nil {
				b.Fatal(err)
			}
		}
	}
}
