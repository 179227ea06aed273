package index

import (
	"context"
	"fmt"

	"github.com/kerbstreet/kerb/index/query"
)

// finder answers queries about the snapshot.
func (sn *Snapshot) finder() (_ *finder, err error) {
	f := &finder{weights: chosenWeights(), corpus: corpus{table: sn.table, people: sn.people(), chats: sn.names, tags: sn.tagNames(), tagged: sn.tagRows, thread: sn.threadRows, about: sn.rowsAbout}, bleve: sn.bleve, message: sn.message, threadNumber: sn.threadNumber}
	if sn.generation != nil {
		f.starts, f.recent = sn.generation.starts, &sn.generation.recent
		f.spoken, err = sn.generation.spoken()
	}
	return f, err
}

// threadNumber returns a number of the thread that a row is in, 0 while it is
// not known.
func (sn *Snapshot) threadNumber(row uint32) uint32 {
	root, ok := sn.threads().root(sn.table, placeOf(sn.table, row))
	if !ok {
		return 0
	}
	return root + 1
}

// Search returns one page of hits. A query that is wrong in part is answered
// by the rest of it; Result.Problems says what was left out. Whole matches come
// first, partial ones after them.
func (sn *Snapshot) Search(ctx context.Context, req Request) (result Result, err error) {
	err = sn.guard(func() error {
		f, err := sn.finder()
		if err != nil {
			return err
		}
		result, err = f.search(ctx, req)
		return err
	})
	if err != nil {
		return Result{}, fmt.Errorf("search: %w", err)
	}
	return result, nil
}

// Match returns the IDs of all messages that match the whole query, chat by
// chat, each in its order.
func (sn *Snapshot) Match(ctx context.Context, text string) (ids []ID, problems []query.Problem, err error) {
	return sn.Matching(ctx, Request{Query: text})
}

// Matching is Match for what Search counts as Total: within the request's chat,
// and with its last word perhaps unfinished.
func (sn *Snapshot) Matching(ctx context.Context, req Request) (ids []ID, problems []query.Problem, err error) {
	err = sn.guard(func() error {
		f, err := sn.finder()
		if err != nil {
			return err
		}
		var rows []uint32
		if rows, problems, err = f.match(ctx, req); err != nil {
			return err
		}
		ids = make([]ID, 0, len(rows))
		for _, row := range rows {
			ids = append(ids, ID(sn.table.ID(row)))
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("search: %w", err)
	}
	return ids, problems, nil
}
