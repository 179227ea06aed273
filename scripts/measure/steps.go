package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/scripts/genchat/chat"
	"github.com/kerbstreet/kerb/scripts/machine"
)

// figures are what one step tells its caller.
type figures struct {
	Messages int
	Bytes    int64
	Took     time.Duration
	Mallocs  uint64 // allocations
	Times    []timing

	// The caller fills in what the system knows of the process.
	Peak int64 // bytes of memory
	CPU  time.Duration
}

// A timing is how long one kind of thing took, the middle and the 95th of a
// hundred.
type timing struct {
	What     string
	P50, P95 time.Duration
}

func runStep(ctx context.Context, out io.Writer, step string, args []string) error {
	steps := map[string]func(context.Context, []string) (figures, error){
		"parse": parse, "load": load, "search": search, "tag": tag, "busy": busy,
	}
	do, ok := steps[step]
	if !ok {
		return fmt.Errorf("no step %q", step)
	}
	f, err := do(ctx, args)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(f)
}

// parse reads the export three times and reports the middle run, by the time
// of processors: what one core needs, also where the garbage collector has
// another, or other work is going on.
func parse(ctx context.Context, args []string) (figures, error) {
	var runs []figures
	for range 3 {
		f, err := parseOnce(ctx, args[0])
		if err != nil {
			return f, err
		}
		runs = append(runs, f)
	}
	slices.SortFunc(runs, func(a, b figures) int { return int(a.Took - b.Took) })
	return runs[1], nil
}

func parseOnce(ctx context.Context, path string) (f figures, err error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := machine.ProcessorTime()
	exports, err := parser.Open(ctx, path)
	if err != nil {
		return f, err
	}
	for _, export := range exports {
		r, err := export.Read(ctx, parser.Options{})
		if err != nil {
			return f, err
		}
		for {
			if _, err := r.Read(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return f, err
			}
			f.Messages++
		}
		f.Bytes += r.Offset()
		if err := errors.Join(r.Close(), export.Close()); err != nil {
			return f, err
		}
	}
	f.Took = machine.ProcessorTime() - start
	runtime.ReadMemStats(&after)
	f.Mallocs = after.Mallocs - before.Mallocs
	return f, nil
}

func load(ctx context.Context, args []string) (f figures, err error) {
	start := time.Now()
	store, err := index.Open(ctx, args[0])
	if err != nil {
		return f, err
	}
	exports, err := parser.Open(ctx, args[1])
	if err != nil {
		return f, err
	}
	report, err := store.Load(ctx, exports, index.LoadOptions{})
	if err := errors.Join(append(report.Refused, err)...); err != nil {
		return f, err
	}
	for _, loaded := range report.Loaded {
		f.Messages += loaded.New
	}
	if err := store.Close(); err != nil {
		return f, err
	}
	f.Took = time.Since(start)
	return f, nil
}

// search times the start of the program and questions of every kind, taken
// from the vocabulary the chat was made of and from its messages.
func search(ctx context.Context, args []string) (f figures, err error) {
	start := time.Now()
	store, err := index.Open(ctx, args[0])
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	sn, err := store.Snapshot(ctx)
	if err != nil {
		return f, err
	}
	defer sn.Close()
	one := sn.Chats()[0]
	if _, err := sn.Messages(ctx, one.Name, max(0, one.Messages-50), 50); err != nil {
		return f, err
	}
	f.Times = append(f.Times, once("open and first screen", time.Since(start)))
	start = time.Now()
	if _, err := sn.Search(ctx, index.Request{Query: "pothole"}); err != nil {
		return f, err
	}
	f.Times = append(f.Times, once("first search", time.Since(start)))
	kinds, err := questions(ctx, sn, one)
	if err != nil {
		return f, err
	}
	for _, kind := range kinds {
		var took []time.Duration
		for range 5 {
			for _, request := range kind.requests {
				start := time.Now()
				if _, err := sn.Search(ctx, request); err != nil {
					return f, fmt.Errorf("%s: %w", request.Query, err)
				}
				took = append(took, time.Since(start))
			}
		}
		f.Times = append(f.Times, timing{kind.what, quantile(took, 0.5), quantile(took, 0.95)})
	}
	took, err := scroll(ctx, sn, one)
	f.Times = append(f.Times, timing{"50 messages anywhere in the chat", quantile(took, 0.5), quantile(took, 0.95)})
	return f, err
}

type questionKind struct {
	what     string
	requests []index.Request
}

func questions(ctx context.Context, sn *index.Snapshot, one index.Chat) ([]questionKind, error) {
	words := chat.Words("en")
	rng := rand.New(rand.NewPCG(1, 1))
	ask := func(what string, request index.Request, make func(i int) string) questionKind {
		kind := questionKind{what: what}
		for i := range 20 {
			request.Query = make(i)
			kind.requests = append(kind.requests, request)
		}
		return kind
	}
	at := func(rank int) string { return words[rank] }
	var phrases []string
	for len(phrases) < 20 {
		m, err := sn.Messages(ctx, one.Name, rng.IntN(one.Messages), 1)
		if err != nil {
			return nil, err
		}
		if f := strings.Fields(m[0].Text); len(f) >= 3 && m[0].Kind == parser.Text {
			phrases = append(phrases, `"`+strings.ReplaceAll(strings.Join(f[:3], " "), `"`, "")+`"`)
		}
	}
	kinds := []questionKind{
		ask("common word", index.Request{}, func(i int) string { return at(20 + i) }),
		ask("common word, newest first", index.Request{Sort: index.Newest}, func(i int) string { return at(20 + i) }),
		ask("rare word", index.Request{}, func(i int) string { return at(2000 + 97*i) }),
		ask("two words", index.Request{}, func(i int) string { return at(100+7*i) + " " + at(300+11*i) }),
		ask("phrase of three words", index.Request{}, func(i int) string { return phrases[i] }),
		ask("word and person", index.Request{}, func(i int) string { return at(200+i) + " from:priya" }),
		ask("word and year", index.Request{}, func(i int) string { return at(200+i) + " date:2022" }),
	}
	for letters := 1; letters <= 4; letters++ {
		kinds = append(kinds, ask(fmt.Sprintf("typing, %d letters", letters), index.Request{Typing: true}, func(i int) string {
			word := []rune(at(160+13*i) + "aaaa")
			return string(word[:letters])
		}))
	}
	typed := questionKind{what: "typing a question, every letter"}
	for _, question := range []string{"who has a long ladder i could borrow", "when is the water coming back on", "power off just us", "pothole outside number 30", "tip run on saturday"} {
		for letters := range len(question) {
			typed.requests = append(typed.requests, index.Request{Query: question[:letters+1], Typing: true})
		}
	}
	return append(kinds, typed), nil
}

// scroll fetches pages all over the chat.
func scroll(ctx context.Context, sn *index.Snapshot, one index.Chat) ([]time.Duration, error) {
	rng := rand.New(rand.NewPCG(2, 2))
	var took []time.Duration
	for range 200 {
		start := time.Now()
		if _, err := sn.Messages(ctx, one.Name, rng.IntN(max(1, one.Messages-50)), 50); err != nil {
			return nil, err
		}
		took = append(took, time.Since(start))
	}
	return took, nil
}

// tag times marks until they are synced to the disk.
func tag(ctx context.Context, args []string) (f figures, err error) {
	store, err := index.Open(ctx, args[0])
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	sn, err := store.Snapshot(ctx)
	if err != nil {
		return f, err
	}
	defer sn.Close()
	one := sn.Chats()[0]
	for _, size := range []struct{ messages, times int }{{1, 40}, {100, 20}, {10_000, 5}} {
		if size.messages > one.Messages {
			continue
		}
		var took []time.Duration
		for i := range size.times {
			from := i * size.messages % max(1, one.Messages-size.messages+1)
			messages, err := sn.Messages(ctx, one.Name, from, size.messages)
			if err != nil {
				return f, err
			}
			ids := make([]index.ID, len(messages))
			for k, m := range messages {
				ids[k] = m.ID
			}
			name := fmt.Sprintf("t%d-%d", size.messages, i)
			start := time.Now()
			if _, err := store.AddTags(ctx, []string{name}, ids, "measure"); err != nil {
				return f, err
			}
			took = append(took, time.Since(start))
		}
		f.Times = append(f.Times, timing{fmt.Sprintf("tag %d messages, synced", size.messages), quantile(took, 0.5), quantile(took, 0.95)})
	}
	return f, nil
}

func once(what string, took time.Duration) timing { return timing{what, took, took} }

// quantile is the q-th of a sample, 0 to 1; zero for no sample.
func quantile(sample []time.Duration, q float64) time.Duration {
	if len(sample) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(sample))
	return sorted[int(q*float64(len(sorted)-1)+0.5)]
}
