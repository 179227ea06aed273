package index

import (
	"context"
	"fmt"

	"github.com/kerbstreet/kerb/index/archive"
	"github.com/kerbstreet/kerb/parser"
)

// bury keeps people who were forgotten out of exports that come later: what
// they wrote is left out before anything is kept.
func (l *loading) bury(ctx context.Context, texts []incoming) ([]incoming, error) {
	graves, err := l.store.marks.Tombstones(ctx)
	if err != nil {
		return nil, l.store.marksError(err)
	}
	if graves.None() {
		return texts, nil
	}
	var left []incoming
	for _, text := range texts {
		people, err := sendersOf(ctx, text, parser.Options{Chat: l.opts.Chat})
		if err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			left = append(left, text) // refused, with the reason, when it is read
			continue
		}
		rest := -1
		for _, name := range people {
			if !graves.Has(foldName(name)) {
				continue
			}
			var spooled *archive.Spooled
			export := text.export.WithText(text.Open)
			if spooled, rest, err = newErasure(name).rewrite(ctx, l.dir, export, parser.Options{Chat: l.opts.Chat}, "", ""); err != nil {
				return nil, err
			}
			if rest == 0 {
				break
			}
			text.Spooled = spooled
			l.spooled = append(l.spooled, spooled)
		}
		if rest == 0 {
			l.refuse(fmt.Errorf("%s: nothing is left of it without who was forgotten", text.export.Name()))
			continue
		}
		left = append(left, text)
	}
	return left, nil
}

// sendersOf returns who wrote in an export.
func sendersOf(ctx context.Context, text incoming, opts parser.Options) ([]string, error) {
	r, err := text.export.WithText(text.Open).Read(ctx, opts)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // only read
	if err := eachMessage(r, func(*parser.Message) error { return nil }); err != nil {
		return nil, err
	}
	return r.Summary().Senders, nil
}
