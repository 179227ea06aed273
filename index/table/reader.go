package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"sync"

	mmap "github.com/blevesearch/mmap-go"
)

// Chat is one chat of the table.
type Chat struct {
	Key      string // the chat's key in the marks
	Messages int
	Newest   uint32 // greatest Seconds of its messages
}

// Reader reads a finished table. Its methods may be called from several
// goroutines at once. Strings it returns stay valid after Close.
type Reader struct {
	dir    string
	maps   []mmap.MMap
	rows   []byte
	ids    []byte
	lookup []byte
	order  []byte
	places []byte
	text   *textBlocks
	people people
	chats  []Chat
	starts []int // of each chat in order, in rows

	timesOnce sync.Once
	times     times
}

// Open opens the table in dir. It reads names of people and chats and maps the
// rest. A table whose files do not fit together gives ErrDamaged.
func Open(dir string) (*Reader, error) {
	r := &Reader{dir: dir}
	if err := r.open(); err != nil {
		return nil, errors.Join(fmt.Errorf("open message table: %w", err), r.Close())
	}
	return r, nil
}

func (r *Reader) open() error {
	var data, blocks []byte
	for _, f := range []struct {
		name string
		into *[]byte
	}{
		{rowsFile, &r.rows}, {idsFile, &r.ids}, {lookupFile, &r.lookup}, {orderFile, &r.order},
		{placesFile, &r.places}, {textFile, &data}, {blocksFile, &blocks},
	} {
		mapped, err := mapFile(filepath.Join(r.dir, f.name))
		if err != nil {
			return err
		}
		if mapped != nil {
			r.maps = append(r.maps, mapped)
		}
		*f.into = mapped
	}
	n := r.Len()
	if len(r.rows) != n*rowSize || len(r.ids) != n*len(ID{}) || len(r.lookup) != n*4 || len(r.order) != n*4 || len(r.places) != n*4 || len(blocks)%blockEntry != 0 {
		return fmt.Errorf("files of different lengths: %w", ErrDamaged)
	}
	var err error
	if r.people, err = readPeople(filepath.Join(r.dir, peopleFile)); err != nil {
		return err
	}
	if r.chats, err = readChats(filepath.Join(r.dir, chatsFile)); err != nil {
		return err
	}
	total := 0
	for _, c := range r.chats {
		r.starts = append(r.starts, total)
		total += c.Messages
	}
	if total != n {
		return fmt.Errorf("chats of %d messages in a table of %d: %w", total, n, ErrDamaged)
	}
	r.text, err = newTextBlocks(data, blocks, uint32(n), r.at)
	return err
}

// mapFile maps a file for reading; an empty file gives nil.
func mapFile(path string) (mmap.MMap, error) {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w: %w", err, ErrDamaged)
		}
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return nil, err
	}
	mapped, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("map %s: %w", path, err)
	}
	return mapped, nil
}

// Close releases the files. No method may run or be called after it.
func (r *Reader) Close() error {
	errs := make([]error, 0, len(r.maps))
	if r.text != nil {
		r.text.close()
	}
	for i := range r.maps {
		errs = append(errs, r.maps[i].Unmap())
	}
	r.maps = nil
	return errors.Join(errs...)
}

// Len returns the number of messages.
func (r *Reader) Len() int { return len(r.rows) / rowSize }

func (r *Reader) at(row uint32) Row { return decodeRow(r.rows[int(row)*rowSize:]) }

// Row returns the facts of a row. A number that is no row's gives ErrDamaged:
// only a damaged index can have brought it up.
func (r *Reader) Row(row uint32) (Row, error) {
	if int(row) >= r.Len() {
		return Row{}, fmt.Errorf("row %d of %d: %w", row, r.Len(), ErrDamaged)
	}
	return r.at(row), nil
}

// ID returns the message ID of a row, which must be less than Len.
func (r *Reader) ID(row uint32) ID {
	return ID(r.ids[int(row)*len(ID{}):][:len(ID{})])
}

// Find returns the row of a message ID, in the time of about 20 comparisons in
// a million messages.
func (r *Reader) Find(id ID) (row uint32, ok bool) {
	n := r.Len()
	at := func(i int) uint32 { return binary.LittleEndian.Uint32(r.lookup[i*4:]) }
	key := func(row uint32) []byte { return r.ids[int(row)*len(id):][:len(id)] }
	i := sort.Search(n, func(i int) bool {
		row := at(i)
		return int(row) >= n || bytes.Compare(key(row), id[:]) >= 0
	})
	if i == n || int(at(i)) >= n || !bytes.Equal(key(at(i)), id[:]) {
		return 0, false
	}
	return at(i), true
}

// Text returns the text and the attachment's name of a row.
func (r *Reader) Text(row uint32) (text, attachment string, err error) {
	facts, err := r.Row(row)
	if err != nil {
		return "", "", err
	}
	b, err := r.text.holding(row)
	if err != nil {
		return "", "", err
	}
	return b.text(row, facts.Attached)
}

// Chats lists the chats by their number.
func (r *Reader) Chats() []Chat { return r.chats }

// Order returns a chat's messages in their order.
func (r *Reader) Order(chat uint16) Order {
	start := r.starts[chat]
	return Order(r.order[start*4 : (start+r.chats[chat].Messages)*4])
}

// Chat returns the number of a row's chat; the row must be less than Len.
func (r *Reader) Chat(row uint32) uint16 {
	return binary.LittleEndian.Uint16(r.rows[int(row)*rowSize+chatOffset:])
}

// Place returns the 0-based place of a row in its chat's order.
func (r *Reader) Place(row uint32) int {
	return int(binary.LittleEndian.Uint32(r.places[int(row)*4:]))
}

// Order is the sequence of a chat's rows.
type Order []byte

// Len returns the number of messages of the chat.
func (o Order) Len() int { return len(o) / 4 }

// Row returns the row at a 0-based place.
func (o Order) Row(place int) uint32 { return binary.LittleEndian.Uint32(o[place*4:]) }

// Rows returns the whole sequence as a new slice.
func (o Order) Rows() []uint32 {
	rows := make([]uint32, o.Len())
	for i := range rows {
		rows[i] = o.Row(i)
	}
	return rows
}

// Start returns where a chat begins in the order of all chats, in which its
// messages follow one another.
func (r *Reader) Start(chat uint16) int { return r.starts[chat] }

// All returns the messages of all chats, chat after chat.
func (r *Reader) All() Order { return Order(r.order) }

// People lists the names of senders by their number. Number 0 is nobody, "".
func (r *Reader) People() []string { return r.people.names }

// Wrote returns how many messages each sender wrote in a chat, by sender
// number; who wrote nothing is not in it.
func (r *Reader) Wrote(chat uint16) map[uint32]int { return r.people.wrote[chat] }

// Shared returns how many messages exports have under one of two names and
// others under the other.
func (r *Reader) Shared() map[Pair]int { return r.people.shared }

// Together reports whether some export has messages of both names.
func (r *Reader) Together(a, b uint32) bool { return together(r.people.exports, a, b) }

// Verify decodes every text block and follows every reference, and returns
// what is wrong. It takes about a second for a million messages.
func (r *Reader) Verify() error {
	n := uint32(r.Len())
	for i := range r.text.count() {
		if _, err := r.text.decode(i); err != nil {
			return err
		}
	}
	previous := ID{}
	for i := range int(n) {
		row := binary.LittleEndian.Uint32(r.lookup[i*4:])
		if row >= n {
			return fmt.Errorf("lookup names row %d of %d: %w", row, n, ErrDamaged)
		}
		id := r.ID(row)
		if i > 0 && bytes.Compare(previous[:], id[:]) >= 0 {
			return fmt.Errorf("lookup is out of order at %d: %w", i, ErrDamaged)
		}
		previous = id
	}
	for chat := range r.chats {
		order := r.Order(uint16(chat))
		for place := range order.Len() {
			row := order.Row(place)
			if row >= n || r.Place(row) != place || int(r.at(row).Chat) != chat || int(r.at(row).Sender) >= len(r.people.names) {
				return fmt.Errorf("order of chat %d is wrong at %d: %w", chat, place, ErrDamaged)
			}
		}
	}
	return nil
}
