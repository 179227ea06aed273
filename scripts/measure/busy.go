package main

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
)

// busy times searches while another chat is loaded into the store and while
// threads are found, in one process, as on the screen, and before each of the two
// with nothing else. They come as fast as somebody types.
func busy(ctx context.Context, args []string) (f figures, err error) {
	runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 2) // as main does
	store, err := index.Open(ctx, args[0])
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	nothing := func() error {
		time.Sleep(searchingFor)
		return nil
	}
	for _, while := range []struct {
		what string
		do   func() error
	}{
		{"searching, nothing else", nothing},
		{"searching, while a chat is loaded", func() error { return loadInto(ctx, store, args[1]) }},
		{"searching, with that chat", nothing},
		{"searching, while threads are found", func() error { return findThreads(ctx, store) }},
	} {
		took, err := searchWhile(ctx, store, while.do)
		if err != nil {
			return f, err
		}
		f.Times = append(f.Times, timing{while.what, quantile(took, 0.5), quantile(took, 0.95)})
	}
	return f, nil
}

const (
	searchingFor = 10 * time.Second      // where nothing else ends it
	typingPause  = 40 * time.Millisecond // between two searches
)

// searchWhile asks questions of all kinds in turn until do has returned.
func searchWhile(ctx context.Context, store *index.Store, do func() error) (took []time.Duration, err error) {
	sn, err := store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer sn.Close()
	if _, err := sn.Search(ctx, index.Request{Query: "pothole"}); err != nil { // reads what all later ones need
		return nil, err
	}
	kinds, err := questions(ctx, sn, sn.Chats()[0])
	if err != nil {
		return nil, err
	}
	var done sync.WaitGroup
	over := make(chan struct{})
	var failed error
	done.Go(func() {
		defer close(over)
		failed = do()
	})
	pause := time.NewTicker(typingPause)
	defer pause.Stop()
	for i := 0; ; i++ {
		select {
		case <-over:
			return took, failed
		case <-pause.C:
		}
		kind := kinds[i%len(kinds)]
		start := time.Now()
		if _, err := sn.Search(ctx, kind.requests[i/len(kinds)%len(kind.requests)]); err != nil {
			done.Wait()
			return nil, err
		}
		took = append(took, time.Since(start))
	}
}

func loadInto(ctx context.Context, store *index.Store, path string) error {
	exports, err := parser.Open(ctx, path)
	if err != nil {
		return err
	}
	report, err := store.Load(ctx, exports, index.LoadOptions{})
	return errors.Join(append(report.Refused, err)...)
}

// findThreads finds threads for as long as is searched where nothing else is
// done; in a million messages it takes minutes.
func findThreads(ctx context.Context, store *index.Store) error {
	ctx, cancel := context.WithTimeout(ctx, searchingFor)
	defer cancel()
	err := store.FindThreads(ctx, nil)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}
