package parser

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// readJSONL reads all messages and says of each unreadable line where and why.
func readJSONL(t testing.TB, data []byte) ([]Message, []string, int64) {
	t.Helper()
	var bad []string
	var badBytes int64
	r := newJSONLReader(bytes.NewReader(data), func(line int, _, length int64, reason string) {
		bad = append(bad, fmt.Sprintf("%d: %s", line, reason))
		badBytes += length
	})
	var messages []Message
	for {
		m, err := r.Read()
		if errors.Is(err, io.EOF) {
			return messages, bad, badBytes
		}
		if err != nil {
			t.Fatal(err)
		}
		messages = append(messages, m)
	}
}

func TestJSONLinesAreReadAndBadOnesNamed(t *testing.T) {
	t.Parallel()
	in := "\ufeff" + `{"n":7,"time":"2024-03-01T18:05:00","sender":"Ben","kind":"text","text":"one"}` + "\r\n" +
		"\n" +
		`{"time":"2024-03-01T18:06:00","sender":"Ben","text":` + "\n" +
		`{"time":"yesterday","sender":"Ben","text":"x"}` + "\n" +
		`{"time":"2024-03-01T18:06:00","text":5}` + "\n" +
		`{"time":"2024-03-01T18:06:00","text":"` + strings.Repeat("x", maxJSONLine) + `"}` + "\n" +
		`{"time":"2024-03-01T18:07:00","sender":null,"kind":"notice","text":"` + strings.Repeat("é", 90000) + `"}`
	messages, bad, _ := readJSONL(t, []byte(in))
	if len(messages) != 2 || messages[0].Text != "one" || messages[1].Kind != Notice || len(messages[1].Text) != 180000 {
		t.Errorf("got %d messages", len(messages))
	}
	if m := messages[1]; m.N != 2 || m.Line != 7 || m.Offset+m.Length != int64(len(in)) {
		t.Errorf("the last is number %d on line %d at %d+%d", m.N, m.Line, m.Offset, m.Length)
	}
	want := []string{
		"3: it is not JSON: unexpected end of JSON input",
		`4: time "yesterday" is not of the form 2006-01-02T15:04:05`,
		`5: "text" is a number`,
		"6: the line is longer than 1048576 bytes",
	}
	if !slices.Equal(bad, want) {
		t.Errorf("unreadable %q\nwant %q", bad, want)
	}
}

func TestJSONLinesOfSeveralChatsBecomeOneExportEach(t *testing.T) {
	t.Parallel()
	line := func(chat, text string) string {
		return fmt.Sprintf(`{"chat":%q,"time":"2024-03-01T18:05:00","sender":"Ben","text":%q}`+"\n", chat, text)
	}
	elm1, mill, none, elm2 := line("Elm", `say "chat":"Oak"`), line("Mill", "b"), jsonl, line("Elm", "c")
	path := filepath.Join(writeFiles(t, map[string]string{"all.jsonl": elm1 + mill + none + elm2}), "all.jsonl")
	exports, err := Open(t.Context(), path)
	if err != nil || len(exports) != 2 {
		t.Fatalf("got %d exports, %v", len(exports), err)
	}
	if got := textOf(t, exports[0]); got != elm1+none+elm2 {
		t.Errorf("first chat %q", got)
	}
	if got := textOf(t, exports[1]); got != mill {
		t.Errorf("second chat %q", got)
	}
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte(jsonl))
	f.Add([]byte(`{"time":"2024-03-01T18:05:00"}` + "\n{}\n\n[1]\n\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		messages, _, bytesRead := readJSONL(t, data)
		for _, m := range messages {
			bytesRead += m.Length
			if !utf8.ValidString(m.Text) || !utf8.ValidString(m.Sender) {
				t.Errorf("not UTF-8: %+v", m)
			}
		}
		if bytesRead > int64(len(data)) {
			t.Errorf("%d bytes accounted for of %d", bytesRead, len(data))
		}
	})
}

func BenchmarkJSONLReader(b *testing.B) {
	data := []byte(strings.Repeat(jsonl, 1000))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		readJSONL(b, data)
	}
}
