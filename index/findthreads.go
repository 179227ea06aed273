package index

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic"
)

// ThreadProgress tells how many messages' threads are known.
type ThreadProgress struct {
	Found int
	Total int
}

// saveEvery is how much time passes before threads that were found are saved
// for others to see, while more are looked for.
const saveEvery = 2 * time.Second

// FindThreads finds the threads of all messages whose threads are not known
// yet, from the newest back, in blocks. What is found becomes visible to new
// snapshots as it goes on; if ctx ends it, the rest is left for the next call.
// Where nothing is missing it takes milliseconds. It needs no lock: whatever it
// writes can be found again.
//
// A block is found again only if a message in it or in the month before it, or
// what people decided about one, is not what it was.
func (s *Store) FindThreads(ctx context.Context, progress func(ThreadProgress)) error {
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer sn.Close()
	if sn.generation == nil {
		return nil
	}
	if err := sn.guard(func() error { return s.findThreads(ctx, sn, progress) }); err != nil {
		return fmt.Errorf("find threads: %w", err)
	}
	return nil
}

func (s *Store) findThreads(ctx context.Context, sn *Snapshot, progress func(ThreadProgress)) error {
	links := sumLinks(sn.marks.Links)
	if s.threadsFound(sn.generation.name, links) {
		return nil
	}
	known, _, err := s.readThreads()
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	f, err := newThreadFinder(ctx, sn, known)
	if err != nil {
		return err
	}
	saved := time.Now()
	save := func() error { return s.writeThreads(f.threads, sn.generation.name, links) }
	err = f.find(ctx, func() error {
		if progress != nil {
			progress(ThreadProgress{Found: len(f.threads.back) - f.threads.missing(), Total: len(f.threads.back)})
		}
		if time.Since(saved) < saveEvery {
			return nil
		}
		saved = time.Now()
		return save()
	})
	if saveErr := save(); err == nil {
		err = saveErr
	}
	return err
}

// blockKey is made of everything that the links of a block depend on.
type blockKey [16]byte

// threadFinder finds the threads of a snapshot.
type threadFinder struct {
	snapshot *Snapshot
	table    *table.Reader
	threads  *threads
	todo     []threadTask
	kinds    []thread.Kind   // by chat
	readers  []*topic.Reader // likewise; nil where nothing is to be found
}

// threadTask is a block that is to be found.
type threadTask struct {
	number int // in threads.blocks
	chat   uint16
	block  thread.Block // by places in the chat
	newest uint32
}

// newThreadFinder plans what is to be found; what is known already is taken
// over.
func newThreadFinder(ctx context.Context, sn *Snapshot, known *threads) (*threadFinder, error) {
	f := &threadFinder{snapshot: sn, table: sn.table, threads: newThreads(sn.table.Len())}
	earlier := make(map[blockKey]threadBlock)
	if known != nil {
		for _, block := range known.blocks {
			if block.found {
				earlier[block.key] = block
			}
		}
	}
	people := make([][8]byte, len(sn.table.People()))
	for number := range people {
		sum := sha256.Sum256([]byte(sn.people().firstName(uint32(number))))
		people[number] = [8]byte(sum[:])
	}
	for chat := range sn.table.Chats() {
		beginning, err := f.messages(ctx, uint16(chat), 0, min(sn.table.Order(uint16(chat)).Len(), thread.Beginning))
		if err != nil {
			return nil, err
		}
		f.kinds = append(f.kinds, thread.KindOf(beginning))
		todo := len(f.todo)
		if err := f.plan(uint16(chat), people, known, earlier); err != nil {
			return nil, err
		}
		var reader *topic.Reader
		if len(f.todo) > todo {
			spoken, err := languagesIn(sn.table, uint16(chat))
			if err != nil {
				return nil, err
			}
			reader = topic.NewReader(spoken)
		}
		f.readers = append(f.readers, reader)
	}
	slices.SortStableFunc(f.todo, func(a, b threadTask) int { return int(int64(b.newest) - int64(a.newest)) })
	return f, nil
}

// plan divides a chat into blocks.
func (f *threadFinder) plan(chat uint16, people [][8]byte, known *threads, earlier map[blockKey]threadBlock) error {
	order, start := f.table.Order(chat), uint32(f.table.Start(chat))
	rows := make([]table.Row, order.Len())
	for place := range rows {
		var err error
		if rows[place], err = f.table.Row(order.Row(place)); err != nil {
			return err
		}
		if int(rows[place].Sender) >= len(people) {
			return ErrDamaged
		}
	}
	sign := func(b []byte, place int) []byte {
		id := f.table.ID(order.Row(place))
		b = append(b, id[:]...)
		b = binary.LittleEndian.AppendUint32(b, rows[place].Seconds)
		b = append(b, people[rows[place].Sender][:]...)
		if parent, ok := f.snapshot.marks.Links[id]; ok {
			b = append(append(b, '='), parent[:]...)
		}
		return b
	}
	for _, block := range thread.Blocks(len(rows), func(i int) time.Time { return rows[i].Time() }) {
		b := fmt.Appendf(nil, "%s %s %d %d ", thread.Version(), topic.Version(), f.kinds[chat], block.From-block.Warm)
		for place := block.Warm; place < block.To; place++ {
			b = sign(b, place)
		}
		sum := sha256.Sum256(b)
		entry := threadBlock{key: blockKey(sum[:]), from: start + uint32(block.From), to: start + uint32(block.To)}
		if old, ok := earlier[entry.key]; ok {
			entry.found = true
			copy(f.threads.back[entry.from:entry.to], known.back[old.from:old.to])
			copy(f.threads.sure[entry.from:entry.to], known.sure[old.from:old.to])
			copy(f.threads.about[entry.from:entry.to], known.about[old.from:old.to])
		} else {
			f.todo = append(f.todo, threadTask{len(f.threads.blocks), chat, block, rows[block.To-1].Seconds})
		}
		f.threads.blocks = append(f.threads.blocks, entry)
	}
	return nil
}

// find finds what is missing, on all processors. After each block it calls
// step, and ends with its error.
func (f *threadFinder) find(ctx context.Context, step func() error) error {
	type done struct {
		task  threadTask
		links []thread.Link
		about []uint8
	}
	tasks, found := make(chan threadTask), make(chan done)
	workers, ctx := errgroup.WithContext(ctx)
	workers.Go(func() error {
		defer close(tasks)
		for _, task := range f.todo {
			select {
			case tasks <- task:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	finders, finding := errgroup.WithContext(ctx)
	for range runtime.NumCPU() {
		finders.Go(background(func() error {
			for task := range tasks {
				result := done{task: task}
				err := f.snapshot.guard(func() (err error) {
					result.links, result.about, err = f.block(finding, task)
					return err
				})
				if err != nil {
					return err
				}
				select {
				case found <- result:
				case <-finding.Done():
					return finding.Err()
				}
			}
			return nil
		}))
	}
	workers.Go(func() error {
		defer close(found)
		return finders.Wait()
	})
	var failed error
	for d := range found {
		if failed != nil {
			continue
		}
		f.take(d.task, d.links)
		copy(f.threads.about[f.threads.blocks[d.task.number].from:], d.about)
		failed = step()
	}
	return errors.Join(failed, workers.Wait())
}

// take keeps the links of a block.
func (f *threadFinder) take(task threadTask, links []thread.Link) {
	block := &f.threads.blocks[task.number]
	for i, link := range links {
		place := block.from + uint32(i)
		if link.Parent != thread.None {
			f.threads.back[place] = uint32(task.block.From - task.block.Warm + i - link.Parent)
		}
		f.threads.sure[place] = uint8(link.Confidence*255 + 0.5)
	}
	block.found = true
}

// block finds the links of a block, and what its messages are about.
func (f *threadFinder) block(ctx context.Context, task threadTask) (links []thread.Link, about []uint8, err error) {
	b := task.block
	messages, err := f.messages(ctx, task.chat, b.Warm, b.To)
	if err != nil {
		return nil, nil, err
	}
	forced := make(map[int]int)
	order, start := f.table.Order(task.chat), uint32(f.table.Start(task.chat)) // place of the chat
	for place := b.Warm; place < b.To && len(f.snapshot.marks.Links) > 0; place++ {
		id := f.table.ID(order.Row(place))
		if _, ok := f.snapshot.marks.Links[id]; !ok {
			continue
		}
		at, back, ok := decidedLink(f.table, f.snapshot.marks.Links, id)
		if !ok {
			continue
		}
		forced[place-b.Warm] = thread.None // what it answers may be further back than is read
		if parent := int(at-start) - int(back); back > 0 && parent >= b.Warm {
			forced[place-b.Warm] = parent - b.Warm
		}
	}
	if links, err = thread.FindBlock(ctx, f.kinds[task.chat], messages, b.From-b.Warm, forced); err != nil {
		return nil, nil, err
	}
	about, err = aboutBlock(ctx, f.readers[task.chat], messages, b.From-b.Warm, links)
	return links, about, err
}

// messages reads messages of a chat, by places in it.
func (f *threadFinder) messages(ctx context.Context, chat uint16, from, to int) ([]thread.Message, error) {
	order := f.table.Order(chat)
	messages := make([]thread.Message, 0, to-from)
	for place := from; place < to; place++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		row := order.Row(place)
		facts, err := f.table.Row(row)
		if err != nil {
			return nil, err
		}
		text, _, err := f.table.Text(row)
		if err != nil {
			return nil, err
		}
		if int(facts.Sender) >= len(f.table.People()) {
			return nil, ErrDamaged
		}
		messages = append(messages, thread.Message{
			Time:   facts.Time(),
			Sender: f.snapshot.people().firstName(facts.Sender),
			Text:   analysis.Beginning(text, thread.MostText),
			Notice: facts.Notice(),
		})
	}
	return messages, nil
}

// threads returns what is known of the snapshot's threads. It reads the file
// at most once in a snapshot's life; a damaged one counts as none.
func (sn *Snapshot) threads() *threads {
	sn.threadsOnce.Do(func() {
		sn.found = newThreads(sn.table.Len())
		if sn.generation != nil {
			if t := sn.store.threadsOf(sn); t != nil {
				sn.found = t
			}
		}
		if sn.found.roots == nil {
			sn.found.settle(sn.table, sn.marks.Links)
		}
	})
	return sn.found
}

// foundThreads are the threads that were read last, for snapshots of the same
// state.
type foundThreads struct {
	threads    *threads
	generation string
	links      string
	size       int64
	modified   time.Time
}

// threadsOf returns the threads of the threads file, settled, if they are those
// of the snapshot's generation; nil if they are not.
func (s *Store) threadsOf(sn *Snapshot) *threads {
	info, err := os.Stat(s.path(indexDir, threadsFile))
	if err != nil {
		return nil
	}
	want := foundThreads{generation: sn.generation.name, links: sumLinks(sn.marks.Links), size: info.Size(), modified: info.ModTime()}
	s.mu.Lock()
	have := s.found
	s.mu.Unlock()
	if want.threads = have.threads; have == want {
		return have.threads
	}
	t, header, err := s.readThreads()
	if errors.Is(err, ErrDamaged) {
		_ = os.Remove(s.path(indexDir, threadsFile)) // they are found again
	}
	if err != nil || t == nil || header.Generation != want.generation || header.Messages != sn.table.Len() {
		return nil
	}
	t.settle(sn.table, sn.marks.Links)
	want.threads = t
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found = want
	return t
}
