package index

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/parser"
)

// chatFile returns the export to measure with: the file named by KERB_CHAT, as
// scripts/genchat writes it, or a street of 20,000 messages.
func chatFile(b *testing.B) string {
	b.Helper()
	if path := os.Getenv("KERB_CHAT"); path != "" {
		return path
	}
	path := filepath.Join(b.TempDir(), elm)
	if err := os.WriteFile(path, []byte(street(0, 20000)), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkLoad loads a whole chat into an empty store.
func BenchmarkLoad(b *testing.B) {
	path := chatFile(b)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	messages, derived := 0, int64(0)
	for b.Loop() {
		s := newStore(b)
		exports, err := parser.Open(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Load(b.Context(), exports, LoadOptions{}); err != nil {
			b.Fatal(err)
		}
		messages = snapshot(b, s).Stats().Messages
		derived = 0
		for name, content := range files(b, s.Dir()) {
			if strings.HasPrefix(name, "/"+indexDir) {
				derived += int64(len(content))
			}
		}
	}
	b.ReportMetric(float64(messages*b.N)/b.Elapsed().Seconds(), "messages/s")
	b.ReportMetric(float64(derived)/float64(messages), "index-B/message")
}

// BenchmarkAddTags tags 1 and 1,000 messages of a store that has 100,000 marks,
// and takes the snapshot that shows them.
func BenchmarkAddTags(b *testing.B) {
	s := newStore(b)
	load(b, s, street(0, 50000))
	list := ids(chatOf(b, s))
	if _, err := s.AddTags(b.Context(), []string{"one", "two"}, list, "many"); err != nil {
		b.Fatal(err)
	}
	for _, size := range []struct {
		name string
		n    int
	}{{"1", 1}, {"1000", 1000}} {
		b.Run(size.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.AddTags(b.Context(), []string{"three"}, list[:size.n], "tag"); err != nil {
					b.Fatal(err)
				}
				sn, err := s.Snapshot(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				sn.Close()
				if _, err := s.Undo(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkOpen opens a store and reads its newest 50 messages: what a first
// screen needs.
func BenchmarkOpen(b *testing.B) {
	s := newStore(b)
	exports, err := parser.Open(b.Context(), chatFile(b))
	if err != nil {
		b.Fatal(err)
	}
	if _, err := s.Load(b.Context(), exports, LoadOptions{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		again, err := Open(b.Context(), s.Dir())
		if err != nil {
			b.Fatal(err)
		}
		sn, err := again.Snapshot(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		chat := sn.Chats()[0]
		if _, err := sn.Messages(b.Context(), chat.Name, chat.Messages-50, 50); err != nil {
			b.Fatal(err)
		}
		sn.Close()
		if err := again.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
