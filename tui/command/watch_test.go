package command

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestFilesThatGrowAreNotComplete(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "chat.txt")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := newArrivals()
	write("13/03/2024")
	a.see(path)
	for _, text := range []string{"13/03/2024, 18:05", "13/03/2024, 18:05 - Ben: hi"} {
		if ready := a.complete(); len(ready) > 0 {
			t.Errorf("%q is complete", ready)
		}
		write(text)
	}
	a.complete()
	if ready := a.complete(); !slices.Equal(ready, []string{path}) || len(a.waiting) > 0 {
		t.Errorf("%q is complete, %v is not", ready, a.waiting)
	}
	a.see(filepath.Join(filepath.Dir(path), "holiday.jpg"))
	a.see(filepath.Join(filepath.Dir(path), ".chat.txt"))
	if len(a.waiting) > 0 {
		t.Errorf("%v is waited for", a.waiting)
	}
}

func TestExportsAreLoadedAsTheyArrive(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("there.txt")
	var stderr strings.Builder
	k := newKerb(strings.NewReader(""), io.Discard, &stderr)
	ctx, cancel := context.WithCancel(t.Context())
	beat, loaded, done := make(chan time.Time), make(chan string), make(chan error)
	go func() {
		done <- k.watchWith(ctx, dir, beat, func(path string) error {
			loaded <- filepath.Base(path)
			if strings.Contains(path, "bad") {
				return errors.New("that is no chat")
			}
			return nil
		})
	}()
	next := func() string {
		for {
			select {
			case name := <-loaded:
				return name
			case beat <- time.Time{}:
			}
		}
	}
	for _, want := range []string{"there.txt", "bad.zip", "later.jsonl"} {
		if want != "there.txt" {
			put(want)
		}
		if got := next(); got != want {
			t.Errorf("%s was loaded, not %s", got, want)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if !strings.Contains(stderr.String(), "bad.zip: that is no chat") {
		t.Errorf("it said %q", stderr.String())
	}
}
