package index

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/blevesearch/bleve/v2"
)

func TestManySmallLoadsLeaveFewSegments(t *testing.T) {
	t.Parallel()
	dir, old, messages := t.TempDir(), "", 0
	for i := 1; i <= 100; i++ {
		name := generationName(uint64(i))
		in, err := newIngest(t.Context(), filepath.Join(dir, name), name, old)
		if err != nil {
			t.Fatal(err)
		}
		for range 1 + i%7 {
			messages++
			if err := in.add(pending{text: fmt.Sprint("message ", messages)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := in.finish(t.Context()); err != nil {
			t.Fatal(err)
		}
		if old != "" {
			if err := os.RemoveAll(old); err != nil {
				t.Fatal(err)
			}
		}
		old = filepath.Join(dir, name)
	}
	r, err := readRoot(old)
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(filepath.Join(old, storeDir))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.segments) > 8 || len(files) != len(r.segments)+1 || r.words != uint64(2*messages) {
		t.Errorf("%d segments in %d files, %d words of %d messages", len(r.segments), len(files), r.words, messages)
	}
}

func TestBlevesNumbersAreRowsInALoadOfAnySize(t *testing.T) {
	t.Parallel()
	const n = runSize*batchSize + 2*batchSize + 1
	in, err := newIngest(t.Context(), filepath.Join(t.TempDir(), "bleve"), "00000001", "")
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		text := "x"
		if i%batchSize == 0 || i == n-1 {
			text = fmt.Sprint("message", i)
		}
		if err := in.add(pending{text: text}); err != nil {
			t.Fatal(err)
		}
	}
	if err := in.finish(context.Background()); err != nil {
		t.Fatal(err)
	}
	idx, err := openBleve(in.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer idx.Close()
	for i := 0; i < n; i += batchSize {
		if got := documentsWith(t, idx, fmt.Sprint("message", i)); len(got) != 1 || got[0] != uint64(i) {
			t.Errorf("row %d is found as %v", i, got)
		}
	}
	if got := documentsWith(t, idx, fmt.Sprint("message", n-1)); len(got) != 1 || got[0] != n-1 {
		t.Errorf("the last row is found as %v", got)
	}
}

func TestACancelledIngestStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	in, err := newIngest(ctx, filepath.Join(t.TempDir(), "bleve"), "00000001", "")
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for err == nil {
		err = in.add(pending{text: "message"})
	}
	in.abort()
}

// documentsWith returns bleve's numbers of the documents with a word.
func documentsWith(t *testing.T, idx bleve.Index, word string) (numbers []uint64) {
	t.Helper()
	advanced, err := idx.Advanced()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := advanced.Reader()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	found, err := reader.TermFieldReader(t.Context(), []byte(word), textField, false, false, false)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	for {
		match, err := found.Next(nil)
		if err != nil {
			t.Fatal(err)
		}
		if match == nil {
			return numbers
		}
		numbers = append(numbers, match.ID.Value())
	}
}
