package index

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/parser"
)

// messageReader is what a builder needs of a parser.Reader.
type messageReader interface {
	Read() (parser.Message, error) // io.EOF after the last
	Offset() int64                 // bytes of text read so far
}

// builder makes a new generation out of an older one and further exports, or
// out of exports alone.
type builder struct {
	store  *Store
	name   string
	dir    string // unfinished until finish
	old    *generation
	table  *table.Writer
	search *ingest

	without []string // sums of damaged exports that the generation does without
	added   rowsByID // the messages this builder added
	reviser reviser
	total   int // messages read so far, of all exports
}

// newBuilder starts a generation; old is nil for one from nothing, and must
// stay open until the builder ends with finish or abort.
func (s *Store) newBuilder(ctx context.Context, old *generation) (_ *builder, err error) {
	name, err := s.nextGeneration()
	if err != nil {
		return nil, err
	}
	before, err := old.before()
	if err != nil {
		return nil, err
	}
	b := &builder{
		store: s, name: name, dir: s.path(indexDir, name+unfinished), old: old, without: leftOut(old),
		reviser: newReviser(before),
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("start index: %w", err), b.abort())
		}
	}()
	if err := os.Mkdir(b.dir, 0o700); err != nil {
		return nil, err
	}
	var oldTable *table.Reader
	if old != nil {
		oldTable = old.table
	}
	if b.table, err = table.NewWriter(b.dir, oldTable); err != nil {
		return nil, err
	}
	b.added.id = func(row uint32) ID { return ID(b.table.ID(row)) }
	oldIndex := ""
	if old != nil {
		oldIndex = filepath.Join(old.dir, bleveDir)
	}
	if b.search, err = newIngest(ctx, filepath.Join(b.dir, bleveDir), name, oldIndex); err != nil {
		return nil, err
	}
	return b, nil
}

// progressEvery is how many messages are read between two reports.
const progressEvery = 2000

// add reads an export of the chat with this key to its end; doubted says that
// it does not prove its order of day and month. It returns how many messages
// the export holds and how many of them were new.
func (b *builder) add(ctx context.Context, chatKey string, doubted bool, r messageReader, progress func(read int, offset int64)) (messages, added int, err error) {
	order := b.table.OrderOf(chatKey)
	known := b.recogniser(chatKey, doubted)
	holder := b.holder(order, known)
	var rows []uint32 // of the export's messages, in its order
	var reach uint32  // newest message's time
	for {
		if messages%progressEvery == 0 {
			if err := ctx.Err(); err != nil {
				return 0, 0, err
			}
			progress(b.total, r.Offset())
		}
		m, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, 0, err
		}
		messages++
		b.total++
		facts := table.Row{Seconds: table.Seconds(m.Time), Sender: b.table.Sender(m.Sender), Doubtful: doubted}
		reach = max(reach, facts.Seconds)
		row, ok := known.recognise(&m, facts.Sender)
		if !ok && holder.hold(len(rows), facts, &m) {
			rows = append(rows, noRow)
			continue
		}
		if !ok {
			if row, err = b.append(chatKey, known.fresh(original(&m), m.Text), facts, &m); err != nil {
				return 0, 0, err
			}
			added++
		}
		known.took(row, facts.Sender)
		rows = append(rows, row)
	}
	progress(b.total, r.Offset())
	places := make(map[uint32]int, len(order))
	for place, row := range order {
		places[row] = place
	}
	place := func(row uint32) int {
		if place, ok := places[row]; ok {
			return place
		}
		return -1
	}
	holder.find(rows, place)
	fresh, err := b.release(chatKey, holder, rows)
	if err != nil {
		return 0, 0, err
	}
	added += fresh
	b.reviser.end(reach)
	b.table.Wrote(slices.Sorted(maps.Keys(known.wrote)), known.shared)
	if len(rows) == 0 {
		return 0, 0, nil
	}
	chat, err := b.table.Chat(chatKey)
	if err != nil {
		return 0, 0, err
	}
	if len(order) == 0 {
		b.table.SetOrder(chat, rows)
		return messages, added, nil
	}
	b.table.SetOrder(chat, merge(order, rows, place, b.table.Seconds))
	return messages, added, nil
}

// release gives held messages the rows that they were found to have, or new
// ones, and returns how many were new.
func (b *builder) release(chatKey string, h *holder, rows []uint32) (added int, err error) {
	for i := range h.list {
		one := &h.list[i]
		switch {
		case one.row != noRow && one.facts.Sender == 0: // a notice stays in the words that came first
		case one.row != noRow:
			if err := b.become(one.row, &one.message); err != nil {
				return 0, err
			}
			h.known.wrote[one.facts.Sender] = true
		default:
			id := h.known.fresh(original(&one.message), one.message.Text)
			if one.row, err = b.append(chatKey, id, one.facts, &one.message); err != nil {
				return 0, err
			}
			h.known.took(one.row, one.facts.Sender)
			added++
		}
		rows[one.at] = one.row
	}
	return added, nil
}

// original returns the time that a message's ID is made of.
func original(m *parser.Message) time.Time {
	if m.Original.IsZero() {
		return m.Time
	}
	return m.Original
}

// append adds a message that is new, as it is known to have become.
func (b *builder) append(chatKey string, id ID, facts table.Row, m *parser.Message) (row uint32, err error) {
	b.reviser.revise(id, m)
	facts.Kind, facts.Edited = m.Kind, m.Edited
	if facts.Chat, err = b.table.Chat(chatKey); err != nil {
		return 0, err
	}
	facts.Link, facts.Question, facts.Figure = hasLink(m.Text), isQuestion(m.Text), hasFigure(m.Text)
	if row, err = b.table.Append(facts, id, m.Text, m.Attachment); err != nil {
		return 0, err
	}
	b.added.add(id, row)
	return row, b.search.add(pending{text: m.Text, attachment: m.Attachment})
}

// recogniser starts to recognise the messages of a further export.
func (b *builder) recogniser(chatKey string, doubted bool) *recogniser {
	return &recogniser{
		identify: newIdentifier(chatKey), find: b.find, sender: b.table.SenderOf, together: b.table.Together,
		doubtful: b.table.Doubtful, changed: b.table.Changed, doubted: doubted, mixed: doubted || b.table.HasDoubtful(chatKey),
		alike: make(map[ID]alike), apart: make(map[table.Pair]bool), wrote: make(map[uint32]bool), shared: make(map[table.Pair]int),
	}
}

// find returns the row of a message that is known.
func (b *builder) find(id ID) (row uint32, known bool) {
	if row, known = b.added.find(id); known || b.old == nil {
		return row, known
	}
	return b.old.table.Find(id)
}

// finish makes the generation complete and durable under its name. It is not
// published yet.
func (b *builder) finish(ctx context.Context, loads []manifestLoad) error {
	if err := b.complete(ctx, loads); err != nil {
		return errors.Join(fmt.Errorf("write index: %w", err), b.abort())
	}
	return nil
}

func (b *builder) complete(ctx context.Context, loads []manifestLoad) error {
	if err := b.table.Finish(); err != nil {
		return err
	}
	if err := b.search.finish(ctx); err != nil {
		return err
	}
	if err := writeRevisions(b.dir, b.reviser.found); err != nil {
		return err
	}
	if err := privateFiles(b.dir); err != nil {
		return err
	}
	m := manifest{Messages: b.table.Len(), Loads: loads, Without: b.without}
	if err := writeManifest(b.dir, m, b.linked); err != nil {
		return err
	}
	if err := syncDir(b.dir); err != nil {
		return err
	}
	if err := os.Rename(b.dir, b.store.path(indexDir, b.name)); err != nil {
		return err
	}
	return syncDir(b.store.path(indexDir))
}

// linked returns the manifest entry of a file that is the older generation's
// own.
func (b *builder) linked(name string) (fileSum, bool) {
	if b.old == nil {
		return fileSum{}, false
	}
	file, ok := b.old.manifest.Files[name]
	if !ok {
		return fileSum{}, false
	}
	before, err := os.Stat(filepath.Join(b.old.dir, filepath.FromSlash(name)))
	if err != nil {
		return fileSum{}, false
	}
	now, err := os.Stat(filepath.Join(b.dir, filepath.FromSlash(name)))
	return file, err == nil && os.SameFile(before, now)
}

// abort removes what was built. The store is as before.
func (b *builder) abort() error {
	var errs []error
	if b.table != nil {
		errs = append(errs, b.table.Abort())
	}
	if b.search != nil {
		b.search.abort()
	}
	return errors.Join(append(errs, os.RemoveAll(b.dir))...)
}
