package table

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/klauspost/compress/zstd"
)

// Names of the table's files.
const (
	rowsFile   = "rows"
	idsFile    = "ids"
	lookupFile = "lookup"
	orderFile  = "order"
	placesFile = "places"
	textFile   = "text"
	blocksFile = "blocks"
	peopleFile = "people"
	chatsFile  = "chats"
)

// Files lists the names of all files of a table.
func Files() []string {
	return []string{rowsFile, idsFile, lookupFile, orderFile, placesFile, textFile, blocksFile, peopleFile, chatsFile}
}

// ErrFull says that a table has as many chats or messages as it can number.
var ErrFull = errors.New("the store is full")

// Writer writes a table: what an older table held, then new messages.
// It holds about 40 bytes a message in memory. It is not safe for use by
// several goroutines at once.
type Writer struct {
	dir     string
	rows    *output
	ids     *output
	text    *output
	blocks  *output
	encoder *zstd.Encoder

	old     *Reader // nil without an older table
	newIDs  []ID    // of the rows after the older table's
	count   uint32
	seconds []uint32        // by row
	senders []uint32        // by row
	doubted []bool          // by row: Row.Doubtful
	changed []bool          // by row: Row.Changed
	doubts  map[uint16]bool // chats with such rows

	block []byte // texts gathered for the next block
	first uint32 // row of the block's first text
	pack  []byte

	people  people
	numbers map[string]uint32 // name → sender number
	chats   []Chat
	keys    map[string]uint16 // chat key → number
	orders  [][]uint32        // by chat; nil: as in the older table
}

// NewWriter starts a table in dir, which must exist. If old is not nil, the
// new table begins as a copy of it; old must stay open until Finish or Abort.
func NewWriter(dir string, old *Reader) (*Writer, error) {
	w := &Writer{dir: dir, old: old, numbers: make(map[string]uint32), keys: make(map[string]uint16), doubts: make(map[uint16]bool)}
	if err := w.start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start message table: %w", err), w.Abort())
	}
	return w, nil
}

func (w *Writer) start() error {
	var err error
	if w.encoder, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false), zstd.WithWindowSize(128<<10)); err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		into **output
	}{{rowsFile, &w.rows}, {idsFile, &w.ids}, {textFile, &w.text}, {blocksFile, &w.blocks}} {
		if *f.into, err = create(filepath.Join(w.dir, f.name)); err != nil {
			return err
		}
		if w.old != nil {
			if err := (*f.into).copy(filepath.Join(w.old.dir, f.name)); err != nil {
				return err
			}
		}
	}
	w.people.names = []string{""}
	if w.old != nil {
		w.count = uint32(w.old.Len())
		w.seconds = make([]uint32, w.count)
		w.senders = make([]uint32, w.count)
		w.doubted = make([]bool, w.count)
		w.changed = make([]bool, w.count)
		for row := range w.seconds {
			facts := w.old.at(uint32(row))
			w.seconds[row], w.senders[row], w.doubted[row], w.changed[row] = facts.Seconds, facts.Sender, facts.Doubtful, facts.Changed()
			if facts.Doubtful {
				w.doubts[facts.Chat] = true
			}
		}
		w.people = w.old.people.clone()
		w.chats = slices.Clone(w.old.chats)
	}
	for number, name := range w.people.names {
		w.numbers[name] = uint32(number)
	}
	for number, chat := range w.chats {
		w.keys[chat.Key] = uint16(number)
	}
	w.orders = make([][]uint32, len(w.chats))
	w.first = w.count
	return nil
}

// Len returns the number of messages so far.
func (w *Writer) Len() int { return int(w.count) }

// Sender returns the number of a sender's name, a new one if need be. The
// empty name is number 0.
func (w *Writer) Sender(name string) uint32 {
	number, ok := w.numbers[name]
	if !ok {
		number = uint32(len(w.people.names))
		w.people.names = append(w.people.names, name)
		w.numbers[name] = number
	}
	return number
}

// Chat returns the number of the chat with this key, a new one if need be. It
// fails with ErrFull after 65,535 chats.
func (w *Writer) Chat(key string) (uint16, error) {
	number, ok := w.keys[key]
	if !ok {
		if len(w.chats) == math.MaxUint16 {
			return 0, fmt.Errorf("%d chats: %w", len(w.chats), ErrFull)
		}
		number = uint16(len(w.chats))
		w.chats = append(w.chats, Chat{Key: key})
		w.people.wrote = append(w.people.wrote, make(map[uint32]int))
		w.orders = append(w.orders, nil)
		w.keys[key] = number
	}
	return number, nil
}

// Append adds a message and returns its row. The caller sees to it that its ID
// is new and that an order that holds the row is set before Finish.
func (w *Writer) Append(row Row, id ID, text, attachment string) (uint32, error) {
	if w.count == math.MaxUint32 {
		return 0, fmt.Errorf("%d messages: %w", w.count, ErrFull)
	}
	number := w.count
	row.Attached = attachment != ""
	w.rows.buffer = row.append(w.rows.buffer)
	w.ids.buffer = append(w.ids.buffer, id[:]...)
	w.newIDs = append(w.newIDs, id)
	w.seconds = append(w.seconds, row.Seconds)
	w.senders = append(w.senders, row.Sender)
	w.doubted = append(w.doubted, row.Doubtful)
	w.changed = append(w.changed, row.Changed())
	if row.Doubtful {
		w.doubts[row.Chat] = true
	}
	w.count++

	w.block = binary.AppendUvarint(w.block, uint64(len(text)))
	w.block = append(w.block, text...)
	if row.Attached {
		w.block = binary.AppendUvarint(w.block, uint64(len(attachment)))
		w.block = append(w.block, attachment...)
	}
	chat := &w.chats[row.Chat]
	chat.Messages++
	chat.Newest = max(chat.Newest, row.Seconds)
	if row.Sender != 0 {
		w.people.wrote[row.Chat][row.Sender]++
	}
	if len(w.block) >= blockBytes {
		if err := w.flushBlock(); err != nil {
			return 0, err
		}
	}
	return number, errors.Join(w.rows.flush(), w.ids.flush())
}

func (w *Writer) flushBlock() error {
	if w.first == w.count {
		return nil
	}
	w.pack = w.encoder.EncodeAll(w.block, append(w.pack[:0], 0, 0, 0, 0))
	binary.LittleEndian.PutUint32(w.pack, crc32.Checksum(w.pack[blockHeader:], castagnoli))
	w.blocks.buffer = binary.LittleEndian.AppendUint32(w.blocks.buffer, w.first)
	w.blocks.buffer = binary.LittleEndian.AppendUint64(w.blocks.buffer, uint64(w.text.size()))
	w.text.buffer = append(w.text.buffer, w.pack...)
	w.first, w.block = w.count, w.block[:0]
	return errors.Join(w.text.flush(), w.blocks.flush())
}

// Seconds returns the time of a row, as Row.Seconds.
func (w *Writer) Seconds(row uint32) uint32 { return w.seconds[row] }

// SenderOf returns the sender's number of a row.
func (w *Writer) SenderOf(row uint32) uint32 { return w.senders[row] }

// Doubtful returns Row.Doubtful of a row.
func (w *Writer) Doubtful(row uint32) bool { return w.doubted[row] }

// Changed returns Row.Changed of a row.
func (w *Writer) Changed(row uint32) bool { return w.changed[row] }

// ID returns the message ID of a row.
func (w *Writer) ID(row uint32) ID {
	if first := w.count - uint32(len(w.newIDs)); row >= first {
		return w.newIDs[row-first]
	}
	return w.old.ID(row)
}

// HasDoubtful reports whether the chat with this key has rows that are
// Doubtful.
func (w *Writer) HasDoubtful(key string) bool {
	chat, ok := w.keys[key]
	return ok && w.doubts[chat]
}

// Writers returns how many of these names have written in the chat with this
// key so far.
func (w *Writer) Writers(key string, names []string) int {
	chat, ok := w.keys[key]
	if !ok {
		return 0
	}
	n := 0
	for _, name := range names {
		if number, known := w.numbers[name]; known && w.people.wrote[chat][number] > 0 {
			n++
		}
	}
	return n
}

// Chats returns all chats so far.
func (w *Writer) Chats() []Chat { return w.chats }

// ChatOf returns the chat with this key, which must have messages.
func (w *Writer) ChatOf(key string) Chat { return w.chats[w.keys[key]] }

// Wrote notes who wrote in an export, in ascending order, and how many of its
// messages are known under other names.
func (w *Writer) Wrote(senders []uint32, shared map[Pair]int) {
	w.people.exports = append(w.people.exports, senders)
	if w.people.shared == nil {
		w.people.shared = make(map[Pair]int)
	}
	for pair, n := range shared {
		w.people.shared[pair] += n
	}
}

// Shared returns how many messages exports so far have under both names.
func (w *Writer) Shared(pair Pair) int { return w.people.shared[pair] }

// Together reports whether some export so far has messages of both names.
func (w *Writer) Together(a, b uint32) bool { return together(w.people.exports, a, b) }

// Order returns the rows of a chat in their order, as far as it was set.
func (w *Writer) Order(chat uint16) []uint32 {
	if w.orders[chat] == nil && w.old != nil && int(chat) < len(w.old.chats) {
		w.orders[chat] = w.old.Order(chat).Rows()
	}
	return w.orders[chat]
}

// OrderOf is Order for the chat with a key, nil where there is none.
func (w *Writer) OrderOf(key string) []uint32 {
	if chat, ok := w.keys[key]; ok {
		return w.Order(chat)
	}
	return nil
}

// SetOrder sets the order of all rows of a chat.
func (w *Writer) SetOrder(chat uint16, rows []uint32) { w.orders[chat] = rows }

// Finish writes what remains, makes every file durable and closes the table.
func (w *Writer) Finish() error {
	if err := w.finish(); err != nil {
		return errors.Join(fmt.Errorf("write message table: %w", err), w.Abort())
	}
	return nil
}

func (w *Writer) finish() error {
	if err := w.flushBlock(); err != nil {
		return err
	}
	if err := w.writeLookup(); err != nil {
		return err
	}
	if err := w.writeOrders(); err != nil {
		return err
	}
	chats, err := encodeChats(w.chats)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{{peopleFile, w.people.encode()}, {chatsFile, chats}} {
		if err := writeFile(filepath.Join(w.dir, f.name), f.data); err != nil {
			return err
		}
	}
	for _, out := range []*output{w.rows, w.ids, w.text, w.blocks} {
		if err := out.close(); err != nil {
			return err
		}
	}
	return w.encoder.Close()
}

// writeLookup sorts the new rows by ID and merges them with the older table's.
func (w *Writer) writeLookup() error {
	base := w.count - uint32(len(w.newIDs))
	fresh := make([]uint32, len(w.newIDs))
	for i := range fresh {
		fresh[i] = uint32(i)
	}
	slices.SortFunc(fresh, func(a, b uint32) int {
		x, y := &w.newIDs[a], &w.newIDs[b]
		return cmp.Or(cmp.Compare(binary.BigEndian.Uint64(x[:]), binary.BigEndian.Uint64(y[:])), bytes.Compare(x[8:], y[8:]))
	})
	lookup := make([]byte, 0, 4*int(w.count))
	add := func(row uint32) { lookup = binary.LittleEndian.AppendUint32(lookup, row) }
	if w.old != nil {
		for i := range w.old.Len() {
			row := binary.LittleEndian.Uint32(w.old.lookup[i*4:])
			if int(row) >= w.old.Len() {
				return fmt.Errorf("lookup names row %d: %w", row, ErrDamaged)
			}
			id := w.old.ID(row)
			for len(fresh) > 0 && bytes.Compare(w.newIDs[fresh[0]][:], id[:]) < 0 {
				add(base + fresh[0])
				fresh = fresh[1:]
			}
			add(row)
		}
	}
	for _, i := range fresh {
		add(base + i)
	}
	return writeFile(filepath.Join(w.dir, lookupFile), lookup)
}

func (w *Writer) writeOrders() error {
	order := make([]byte, 0, 4*int(w.count))
	places := make([]byte, 4*int(w.count))
	for number := range w.chats {
		rows := w.Order(uint16(number))
		if len(rows) != w.chats[number].Messages {
			return fmt.Errorf("chat %d has %d messages and an order of %d", number, w.chats[number].Messages, len(rows))
		}
		for place, row := range rows {
			order = binary.LittleEndian.AppendUint32(order, row)
			binary.LittleEndian.PutUint32(places[row*4:], uint32(place))
		}
	}
	if err := writeFile(filepath.Join(w.dir, orderFile), order); err != nil {
		return err
	}
	return writeFile(filepath.Join(w.dir, placesFile), places)
}

// Abort closes the files of a table that will not be finished. The caller
// removes them.
func (w *Writer) Abort() error {
	var errs []error
	for _, out := range []*output{w.rows, w.ids, w.text, w.blocks} {
		if out != nil && out.file != nil {
			errs = append(errs, out.file.Close())
			out.file = nil
		}
	}
	return errors.Join(errs...)
}

// output is a file being written, with bytes gathered in buffer.
type output struct {
	file    *os.File
	written int64
	buffer  []byte
}

const outputBuffer = 64 << 10

func create(path string) (*output, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return &output{file: f}, nil
}

// copy appends the contents of another file.
func (o *output) copy(path string) error {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // only read
	n, err := io.Copy(o.file, from)
	o.written += n
	return err
}

func (o *output) size() int64 { return o.written + int64(len(o.buffer)) }

// flush writes the buffer once it is worth a system call.
func (o *output) flush() error {
	if len(o.buffer) < outputBuffer {
		return nil
	}
	return o.drain()
}

func (o *output) drain() error {
	n, err := o.file.Write(o.buffer)
	o.written += int64(n)
	o.buffer = o.buffer[:0]
	return err
}

// close writes what is left, makes it durable and closes the file.
func (o *output) close() error {
	if err := o.drain(); err != nil {
		return err
	}
	if err := o.file.Sync(); err != nil {
		return err
	}
	err := o.file.Close()
	o.file = nil
	return err
}

// writeFile writes a new file and makes it durable.
func writeFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
