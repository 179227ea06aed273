package parser

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// repeatedText is a text of a block again and again, which is nowhere whole.
func repeatedText(block []byte, times int) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		parts := make([]io.Reader, times)
		for i := range parts {
			parts[i] = bytes.NewReader(block)
		}
		return io.NopCloser(io.MultiReader(parts...)), nil
	}
}

func liveHeap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// heapWhileReading returns by how much the heap has grown when all but the
// last messages of an export are read, and how many messages there are.
func heapWhileReading(t *testing.T, e *Export) (grown int64, messages int) {
	t.Helper()
	messages = readCount(t, e)
	before := liveHeap()
	r, err := e.Read(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for range messages - 1 {
		if _, err := r.Read(); err != nil {
			t.Fatal(err)
		}
	}
	return liveHeap() - before, messages
}

func TestMemoryDoesNotGrowWithTheExport(t *testing.T) {
	block := benchmarkChat(1 << 20)
	small, _ := heapWhileReading(t, FromReader("chat.txt", repeatedText(block, 2)))
	large, n := heapWhileReading(t, FromReader("chat.txt", repeatedText(block, 20)))
	if n < 100_000 {
		t.Fatalf("only %d messages", n)
	}
	if large > small+128<<10 {
		t.Errorf("reading 20 MB holds %d bytes, 2 MB %d", large, small)
	}
	if large > 4<<20 {
		t.Errorf("reading holds %d bytes", large)
	}
}

func TestAMessageCostsLessThanTwoAllocations(t *testing.T) {
	data := benchmarkChat(1 << 20)
	export := FromReader("chat.txt", repeatedText(data, 1))
	messages := readCount(t, export)
	allocations := testing.AllocsPerRun(2, func() { readCount(t, export) })
	if each := allocations / float64(messages); each >= 2 {
		t.Errorf("%.2f allocations a message", each)
	}
}

func TestALongLineCostsAFewTimesItself(t *testing.T) {
	const size = 16 << 20
	line := strings.Repeat("0123456789abcdef", size/16)
	const head = "13/06/24, 21:25 - Ann: "
	for name, text := range map[string]string{
		"the first message":  head + line + "\n" + head + "x\n",
		"the second message": head + "x\n" + head + line + "\n",
		"before the first":   line + "\n" + head + "x\n",
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r, err := exportOf("chat.txt", text).Read(t.Context(), Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			for {
				if _, err := r.Read(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
			runtime.ReadMemStats(&after)
			// Buffers that double add up to four times the line, its text is one more.
			if got := after.TotalAlloc - before.TotalAlloc; got > 6*size {
				t.Errorf("%d bytes allocated for a line of %d", got, size)
			}
		})
	}
}

func TestEachChatOfAZipCostsTheSameHoweverManyThereAre(t *testing.T) {
	each := func(chats int) float64 {
		members := make([]member, 0, 2*chats)
		for i := range chats {
			members = append(members, member{fmt.Sprintf("chat %d/_chat.txt", i), iphone}, member{fmt.Sprintf("chat %d/IMG.jpg", i), "x"})
		}
		path := filepath.Join(writeFiles(t, map[string]string{"x.zip": zipOf(t, members...)}), "x.zip")
		return testing.AllocsPerRun(1, func() {
			exports, err := Open(t.Context(), path)
			if err != nil || len(exports) != chats {
				t.Fatalf("%d chats, %v", len(exports), err)
			}
			for _, e := range exports {
				text, err := e.Open()
				if err != nil {
					t.Fatal(err)
				}
				if err := text.Close(); err != nil || len(e.Attachments()) != 1 {
					t.Fatal(err, e.Attachments())
				}
			}
		}) / float64(chats)
	}
	if few, many := each(20), each(400); many > 1.2*few {
		t.Errorf("a chat takes %.0f allocations in a zip of 20, %.0f in one of 400", few, many)
	}
}
