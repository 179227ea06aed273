package labelled

import (
	"math"
	"os"
	"path/filepath"
	"testing"
)

func TestThreadsAreCompared(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what         string
		wanted       string
		gotten       []int
		oneToOne, f1 float64
	}{
		{"the same under other names", "aabba", []int{7, 7, 1, 1, 7}, 1, 1},
		{"all in one", "aabb", []int{0, 0, 0, 0}, 0.5, 0.5},
		{"all apart", "aabb", []int{0, 1, 2, 3}, 0.5, 0},
		{"one astray", "aaabb", []int{0, 0, 1, 1, 1}, 0.8, 0.5},
		{"the greater sum, not the greatest first", "aaaaaaabbb", []int{0, 0, 0, 0, 1, 1, 1, 0, 0, 0}, 0.6, 0.5},
		{"nothing", "", nil, 0, 0},
	} {
		s := Compare([]rune(c.wanted), c.gotten)
		if math.Abs(s.OneToOne-c.oneToOne) > 1e-9 || math.Abs(s.F1-c.f1) > 1e-9 {
			t.Errorf("%s: %+v, want %v and %v", c.what, s, c.oneToOne, c.f1)
		}
	}
}

func TestPairsFarApartDoNotCount(t *testing.T) {
	t.Parallel()
	threads := make([]string, near+2)
	for i := range threads {
		threads[i] = string(rune('a' + i))
	}
	threads[near+1] = threads[0]
	if s := Compare(threads, threads); s.F1 != 0 || s.OneToOne != 1 {
		t.Errorf("got %+v", s)
	}
}

func TestAChatIsReadWithItsThreads(t *testing.T) {
	t.Parallel()
	chats, err := Read(t.Context(), filepath.Join("..", "..", "..", "..", "testdata", "elm-close")) // a zip
	if err != nil || len(chats) != 1 {
		t.Fatalf("%d chats, %v", len(chats), err)
	}
	threads := make(map[string]bool)
	for i, m := range chats[0].Messages {
		if (m.Sender == "") != (chats[0].Threads[i] == "") {
			t.Errorf("message %d by %q is in thread %q", m.N, m.Sender, chats[0].Threads[i])
		}
		threads[chats[0].Threads[i]] = true
	}
	if len(threads) < 5 {
		t.Errorf("%d threads", len(threads))
	}
}

func TestLabelsWithoutAChatAreRefused(t *testing.T) {
	t.Parallel()
	for _, labels := range []string{"ordinal\tthread\tkind\n1\ta\ttext\n", "", "a\tb\n1\t2\n"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "x.labels.tsv"), []byte(labels), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(t.Context(), dir); err == nil {
			t.Errorf("%q is read", labels)
		}
	}
}
