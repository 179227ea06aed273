package index

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/kerbstreet/kerb/index/archive"
	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/parser"
)

// LoadOptions overrule what exports say and how a load reports.
type LoadOptions struct {
	parser.Options        // for every export of the call
	AsMe           string // name of the person whose phone made the exports
	Progress       func(Progress)
}

// LoadReport says what became of each export.
type LoadReport struct {
	Loaded  []Loaded
	Refused []error // one for each export that is not in the store, *parser.RefusedError as a rule
}

// Loaded is an export that is now in the store.
type Loaded struct {
	Name          string         // of the file
	Chat          string         // it became part of, as shown
	Summary       parser.Summary // what the parser understood; zero where AlreadyLoaded
	New           int            // messages the store did not know
	Known         int            // messages it knew
	AlreadyLoaded bool           // the very same text had been loaded before: nothing was done
	Mended        bool           // but for this: its kept copy was damaged, and is whole again
}

// Load adds exports to the store: each is kept, and messages that are not known
// yet are added to its chat. All exports of a call become visible together, when
// Load returns; on an error, and when ctx is done, the store is as it was. An
// export that cannot be read is refused in the report and does not hold up the
// others. Load fails with *LockedError if another process writes.
func (s *Store) Load(ctx context.Context, exports []*parser.Export, opts LoadOptions) (_ LoadReport, err error) {
	unlock, err := s.lock(ctx, "load")
	if err != nil {
		return LoadReport{}, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	dir, remove, err := s.TempDir()
	if err != nil {
		return LoadReport{}, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	state, err := s.marks.State(ctx)
	if err != nil {
		return LoadReport{}, s.marksError(err)
	}
	l := &loading{store: s, opts: opts, dir: dir, state: state, loads: state.Loads}
	// Before the index is looked at, because exports that come again may be
	// what it takes to rebuild it.
	texts, err := l.receive(ctx, exports)
	if err != nil {
		return LoadReport{}, err
	}
	if l.base, err = s.ready(ctx, opts.Progress); err != nil {
		return LoadReport{}, err
	}
	defer func() { err = errors.Join(err, releaseIfAny(l.base)) }()
	for _, text := range texts {
		if err := l.add(ctx, text); err != nil {
			return LoadReport{}, errors.Join(fmt.Errorf("load %s: %w", text.export.Name(), err), l.abort())
		}
	}
	if l.builder == nil { // nothing new
		return l.report, nil
	}
	if err := l.publish(ctx); err != nil {
		return LoadReport{}, errors.Join(fmt.Errorf("load: %w", err), l.abort())
	}
	return l.report, nil
}

// loading is one call of Load.
type loading struct {
	store   *Store
	opts    LoadOptions
	dir     string      // for temporary files
	base    *generation // nil in an empty store
	state   *marks.State
	report  LoadReport
	builder *builder // nil until an export is new

	loads   []marks.Load   // the store's and the new ones
	records []marks.Loaded // the new ones
	chats   []marks.Chat   // new ones
	spooled []*archive.Spooled
	kept    []archive.Sum // moved into the archive

	recorded bool // the load is done
}

// add takes one export in. An error ends the whole load; what is only wrong
// with the export goes into the report.
func (l *loading) add(ctx context.Context, text incoming) error {
	export, spooled := text.export, text.Spooled
	for _, load := range l.loads {
		if load.Sum == spooled.Sum.String() && (l.opts.Chat == "" || l.chat(l.opts.Chat).Key == load.Chat) {
			l.report.Loaded = append(l.report.Loaded, Loaded{
				Name: export.Name(), Chat: l.shown(load.Chat), Known: load.Messages, AlreadyLoaded: true, Mended: text.mended,
			})
			return nil
		}
	}
	report := reporter(l.opts.Progress, export.Name(), spooled.Bytes)
	report(Progress{Stage: Surveying, Messages: l.read()})
	r, err := export.WithText(spooled.Open).Read(ctx, l.opts.Options)
	if err != nil {
		if ctx.Err() != nil || errors.Is(err, archive.ErrDamaged) {
			return err
		}
		l.refuse(err)
		return nil
	}
	if err := l.build(ctx); err != nil {
		return errors.Join(err, r.Close())
	}
	understood := r.Summary()
	chat := l.chat(understood.Chat)
	messages, added, err := l.builder.add(ctx, chat.Key, r, func(read int, offset int64) {
		report(Progress{Stage: Reading, Messages: read, Bytes: offset, Understood: &understood})
	})
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	l.record(export, spooled, chat, r.Summary(), messages, added)
	return nil
}

// build starts a generation with the first export that needs one.
func (l *loading) build(ctx context.Context) (err error) {
	if l.builder == nil {
		l.builder, err = l.store.newBuilder(ctx, l.base)
	}
	return err
}

// read returns how many messages were read so far.
func (l *loading) read() int {
	if l.builder == nil {
		return 0
	}
	return l.builder.total
}

// chat returns the chat that exports under a name belong to: the one shown by
// that name, or first loaded under it, or a new one.
func (l *loading) chat(name string) marks.Chat {
	key := foldName(name)
	if key == "" {
		key, name = "chat", "Chat"
	}
	known := append([]marks.Chat(nil), l.chats...)
	for _, chat := range l.state.Chats {
		known = append(known, chat)
	}
	for _, chat := range known {
		if foldName(chat.Name) == key {
			return chat
		}
	}
	for _, chat := range known {
		if chat.Key == key {
			return chat
		}
	}
	return marks.Chat{Key: key, Name: name}
}

// shown returns the name a chat is shown by.
func (l *loading) shown(key string) string {
	if chat, ok := l.state.Chats[key]; ok {
		return chat.Name
	}
	for _, chat := range l.chats {
		if chat.Key == key {
			return chat.Name
		}
	}
	return key
}

// record notes an export that was read.
func (l *loading) record(export *parser.Export, spooled *archive.Spooled, chat marks.Chat, summary parser.Summary, messages, added int) {
	if _, ok := l.state.Chats[chat.Key]; !ok {
		l.chats = append(l.chats, chat)
	}
	load := marks.Load{
		Number: 1, Sum: spooled.Sum.String(), Name: export.Name(), Chat: chat.Key, Bytes: spooled.Bytes,
		DateOrder: readAs(summary.DateOrder), Shown: summary.Chat, AsMe: l.opts.AsMe, Messages: messages, New: added, At: l.store.now().UTC(),
	}
	if n := len(l.loads); n > 0 {
		load.Number = l.loads[n-1].Number + 1
	}
	media := make([]marks.File, 0, len(export.Attachments()))
	for _, attachment := range export.Attachments() {
		media = append(media, marks.File{Name: attachment.Name, Size: attachment.Size})
	}
	l.loads = append(l.loads[:len(l.loads):len(l.loads)], load)
	l.records = append(l.records, marks.Loaded{Load: load, Media: media})
	l.report.Loaded = append(l.report.Loaded, Loaded{Name: export.Name(), Chat: chat.Name, Summary: summary, New: added, Known: messages - added})
}

// readAs names the order in which an export's dates were read, so that it is
// read so again. Where nothing proved one, that was day first.
func readAs(order parser.DateOrder) string {
	if order == parser.UnknownOrder {
		order = parser.DMY
	}
	return order.String()
}

// publish makes everything durable, in an order in which a crash at any point
// leaves either the store as it was or the load complete:
//
//  1. the generation and the exports, which nothing speaks of yet
//  2. the loads in the marks: from here on the load is done
//  3. the name of the published generation, which whoever opens the store next
//     puts right if it is missing
func (l *loading) publish(ctx context.Context) error {
	s := l.store
	if l.opts.Progress != nil {
		l.opts.Progress(Progress{Stage: Publishing, Messages: l.read()})
	}
	if err := l.builder.finish(ctx, l.loads); err != nil {
		return err
	}
	for _, spooled := range l.spooled {
		if !l.keeps(spooled.Sum) {
			continue
		}
		if err := s.archive.Keep(spooled); err != nil {
			return err
		}
		l.kept = append(l.kept, spooled.Sum)
	}
	if err := syncDir(s.path(exportsDir)); err != nil {
		return err
	}
	current, err := prepareFile(s.path(indexDir, currentFile), s.path(tmpDir), []byte(l.builder.name+"\n"))
	if err != nil {
		return err
	}
	if err := s.marks.Record(ctx, l.records, l.chats); err != nil {
		return errors.Join(s.marksError(err), current.discard())
	}
	l.recorded = true
	_ = current.commit() // the load is done; the next snapshot publishes it
	if state, err := s.marks.State(ctx); err == nil {
		_ = s.clean(state) // what is left over now, the next writer removes
	}
	return nil
}

// keeps reports whether a spooled export is one of those to be recorded, and
// not in the archive already.
func (l *loading) keeps(sum archive.Sum) bool {
	for _, load := range l.state.Loads {
		if load.Sum == sum.String() {
			return false
		}
	}
	for _, record := range l.records {
		if record.Sum == sum.String() {
			return true
		}
	}
	return false
}

// abort removes everything the load has made so far.
func (l *loading) abort() error {
	var errs []error
	if l.builder != nil {
		errs = append(errs, l.builder.abort())
		if !l.recorded {
			errs = append(errs, os.RemoveAll(l.store.path(indexDir, l.builder.name)))
		}
	}
	for _, sum := range l.kept {
		errs = append(errs, l.store.archive.Remove(sum))
	}
	return errors.Join(errs...)
}
