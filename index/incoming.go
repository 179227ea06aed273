package index

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/kerbstreet/kerb/index/archive"
	"github.com/kerbstreet/kerb/parser"
)

// incoming is an export whose text is in the store, but not yet part of it.
type incoming struct {
	export *parser.Export
	*archive.Spooled
	mended bool // it took the place of a damaged copy of itself
}

// receive copies the texts of exports into the store. Where one is that of a
// kept export that is damaged, it takes its place at once, whatever becomes of
// the load. Those that cannot be read are refused in the report.
func (l *loading) receive(ctx context.Context, exports []*parser.Export) ([]incoming, error) {
	var texts []incoming
	for _, export := range exports {
		spooled, refused, err := l.spool(ctx, export)
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", export.Name(), err)
		}
		if refused != nil {
			l.refuse(refused)
			continue
		}
		mended := false
		if len(l.bySum[spooled.Sum.String()]) > 0 {
			if mended, err = l.store.mend(ctx, spooled); err != nil {
				return nil, fmt.Errorf("load %s: %w", export.Name(), err)
			}
		}
		texts = append(texts, incoming{export, spooled, mended})
	}
	return texts, nil
}

// spool copies an export's text into the store, so that what is kept is what
// is read, even if the file changes meanwhile.
func (l *loading) spool(ctx context.Context, export *parser.Export) (spooled *archive.Spooled, refused, err error) {
	text, err := export.Open()
	if err != nil {
		return nil, err, nil
	}
	defer func() { _ = text.Close() }() // only read
	source := &source{r: text}
	spooled, err = archive.Spool(ctx, l.dir, source)
	if err != nil {
		if source.err != nil && ctx.Err() == nil {
			return nil, fmt.Errorf("%s: %w", export.Name(), source.err), nil
		}
		return nil, nil, err
	}
	l.spooled = append(l.spooled, spooled)
	return spooled, nil, nil
}

// source notes whether it was reading that failed.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

func (l *loading) refuse(err error) {
	if err != nil {
		l.report.Refused = append(l.report.Refused, err)
	}
}
