package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/kerbstreet/kerb/index/archive"
	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/index/table"
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
	Evidence      string         // why Chat is not the one of the export's name; "" where it is
	Clock         time.Duration  // added to the export's times, to be on the chat's clock
	ClockEvidence string         // why
	Ask           bool           // nothing proves its order of day and month, and nobody has been asked: AnswerDateOrder
}

// Load adds exports to the store: each is kept, and messages that are not known
// yet are added to its chat. All exports of a call become visible together, when
// Load returns; on an error, and when ctx is done, the store is as it was. An
// export that cannot be read is refused in the report and does not hold up the
// others. Load fails with *LockedError if another process writes.
//
// LoadOptions.DateOrder is taken as the answer for the chat of an export that
// does not prove its order of day and month, as by AnswerDateOrder, whether it
// was loaded before or not; for others, it overrules what they prove.
func (s *Store) Load(ctx context.Context, exports []*parser.Export, opts LoadOptions) (_ LoadReport, err error) {
	unlock, err := s.lock(ctx, "load")
	if err != nil {
		return LoadReport{}, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	for {
		report, err := s.load(ctx, exports, opts)
		var first *unanswered
		if !errors.As(err, &first) {
			return report, err
		}
		if _, err := s.answer(ctx, first.answer, opts.Progress); err != nil {
			return LoadReport{}, fmt.Errorf("load: %w", err)
		}
	}
}

// load is Load for a caller that has the lock. It fails with *unanswered, and
// does nothing, where messages that are known are to be read in another order
// first.
func (s *Store) load(ctx context.Context, exports []*parser.Export, opts LoadOptions) (_ LoadReport, err error) {
	dir, remove, err := s.TempDir()
	if err != nil {
		return LoadReport{}, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	state, err := s.marks.State(ctx)
	if err != nil {
		return LoadReport{}, s.marksError(err)
	}
	l := &loading{
		store: s, opts: opts, dir: dir, state: state, chats: newChatBook(state.Chats),
		loads: slices.Clone(state.Loads), bySum: make(map[string][]int),
	}
	for i, load := range l.loads {
		l.bySum[load.Sum] = append(l.bySum[load.Sum], i)
	}
	// Before the index is looked at, because exports that come again may be
	// what it takes to rebuild it.
	texts, err := l.receive(ctx, exports)
	if err != nil {
		return LoadReport{}, err
	}
	if texts, err = l.bury(ctx, texts); err != nil {
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

	chats   *chatBook
	largest []table.Chat     // at most mostElsewhere
	loads   []marks.Load     // the store's and the new ones
	bySum   map[string][]int // places in loads
	records []marks.Loaded   // the new ones
	spooled []*archive.Spooled
	kept    []archive.Sum // moved into the archive

	built    string // name of the generation once it is complete
	recorded bool   // the load is done
}

// add takes one export in. An error ends the whole load; what is only wrong
// with the export goes into the report.
func (l *loading) add(ctx context.Context, text incoming) error {
	export, spooled := text.export, text.Spooled
	sum := spooled.Sum.String()
	for _, i := range l.bySum[sum] {
		if load := l.loads[i]; l.opts.Chat == "" || l.chats.named(l.opts.Chat).Key == load.Chat {
			if err := l.ordered(l.chats.chat(load.Chat), load); err != nil {
				return err
			}
			l.report.Loaded = append(l.report.Loaded, Loaded{
				Name: export.Name(), Chat: l.chats.chat(load.Chat).Name, Known: load.Messages, AlreadyLoaded: true, Mended: text.mended,
			})
			return nil
		}
	}
	report := reporter(l.opts.Progress, export.Name(), spooled.Bytes)
	report(Progress{Stage: Surveying, Messages: l.read()})
	r, err := export.WithText(spooled.Open).Read(ctx, parser.Options{Chat: l.opts.Chat})
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
	in, err := l.place(ctx, export.WithText(spooled.Open), r)
	if err != nil {
		return errors.Join(err, r.Close())
	}
	load, ask, err := l.decide(r, in.chat, sum)
	if err != nil {
		return errors.Join(err, r.Close())
	}
	load.Clock = int(in.clock / time.Minute)
	understood := r.Summary()
	messages, added, err := l.builder.add(ctx, load.Chat, load.Ambiguous, onClock{r, in.clock}, func(read int, offset int64) {
		report(Progress{Stage: Reading, Messages: read, Bytes: offset, Understood: &understood})
	})
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	if messages > 0 {
		l.grown(l.builder.table.ChatOf(load.Chat))
	}
	load.Name, load.Bytes, load.Messages, load.New = export.Name(), spooled.Bytes, messages, added
	l.record(export, load)
	l.report.Loaded = append(l.report.Loaded, Loaded{
		Name: export.Name(), Chat: l.chats.chat(load.Chat).Name, Summary: r.Summary(), New: added, Known: messages - added, Ask: ask,
		Evidence: l.evidence(in, understood.Chat), Clock: in.clock, ClockEvidence: clockInWords(in),
	})
	return nil
}

// build starts a generation with the first export that needs one.
func (l *loading) build(ctx context.Context) (err error) {
	if l.builder != nil {
		return nil
	}
	if l.builder, err = l.store.newBuilder(ctx, l.base); err != nil {
		return err
	}
	for _, chat := range l.builder.table.Chats() {
		l.grown(chat)
	}
	return nil
}

// read returns how many messages were read so far.
func (l *loading) read() int {
	if l.builder == nil {
		return 0
	}
	return l.builder.total
}

// record notes an export that was read.
func (l *loading) record(export *parser.Export, load marks.Load) {
	load.Number, load.AsMe, load.At = 1, l.opts.AsMe, l.store.now().UTC()
	if n := len(l.loads); n > 0 {
		load.Number = l.loads[n-1].Number + 1
	}
	media := make([]marks.File, 0, len(export.Attachments()))
	for _, attachment := range export.Attachments() {
		media = append(media, marks.File{Name: attachment.Name, Size: attachment.Size})
	}
	l.bySum[load.Sum] = append(l.bySum[load.Sum], len(l.loads))
	l.loads = append(l.loads, load)
	l.records = append(l.records, marks.Loaded{Load: load, Media: media})
}

// publish makes everything durable, in an order in which a crash at any point
// leaves either the store as it was or the load complete:
//
//  1. the exports and the generation, which nothing speaks of yet
//  2. the loads in the marks: from here on the load is done
//  3. the name of the published generation, which whoever opens the store next
//     puts right if it is missing
func (l *loading) publish(ctx context.Context) error {
	s := l.store
	if l.opts.Progress != nil {
		l.opts.Progress(Progress{Stage: Publishing, Messages: l.read()})
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
	if err := l.finish(ctx); err != nil {
		return err
	}
	current, err := prepareFile(s.path(indexDir, currentFile), s.path(tmpDir), []byte(l.built+"\n"))
	if err != nil {
		return err
	}
	if err := s.marks.Record(ctx, l.records, l.chats.news()); err != nil {
		return errors.Join(s.marksError(err), current.discard())
	}
	l.recorded = true
	_ = current.commit() // the load is done; the next snapshot publishes it
	if state, err := s.marks.State(ctx); err == nil {
		_ = s.clean(state) // what is left over now, the next writer removes
	}
	return nil
}

// finish completes the generation. Where messages that were written already
// have become others, it is made of all exports anew.
func (l *loading) finish(ctx context.Context) (err error) {
	state := *l.state
	state.Loads, state.Chats = l.loads, l.chats.byKey
	if !l.builder.reviser.stale {
		l.built = l.builder.name
		return l.builder.finish(ctx, loadsOf(state.Loads, state.Chats))
	}
	if err := l.builder.abort(); err != nil {
		return err
	}
	l.built, err = l.store.fromExports(ctx, &state, theSame(leftOut(l.base)), l.builder.reviser.found.latest(), l.opts.Progress)
	return err
}

// keeps reports whether a spooled export is one of those to be recorded, and
// not in the archive already.
func (l *loading) keeps(sum archive.Sum) bool {
	of := l.bySum[sum.String()]
	return len(of) > 0 && of[0] >= len(l.state.Loads)
}

// abort removes everything the load has made so far.
func (l *loading) abort() error {
	var errs []error
	if l.builder != nil {
		errs = append(errs, l.builder.abort())
		if !l.recorded && l.built != "" {
			errs = append(errs, os.RemoveAll(l.store.path(indexDir, l.built)))
		}
	}
	for _, sum := range l.kept {
		errs = append(errs, l.store.archive.Remove(sum))
	}
	return errors.Join(errs...)
}
