package index

import (
	"bytes"
	"io"
	"testing"

	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/scripts/genchat/chat"
)

// benchmarkMessages is the size of the chat that searches are timed in.
const benchmarkMessages = 100_000

func generatedMessages(tb testing.TB, n int) []testMessage {
	tb.Helper()
	var text bytes.Buffer
	if _, err := chat.Write(&text, chat.Options{Messages: n, Seed: 1}); err != nil {
		tb.Fatal(err)
	}
	export := parser.FromReader("chat.txt", func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(text.Bytes())), nil
	})
	return readMessages(tb, export, nil)
}

func BenchmarkSearch(b *testing.B) {
	messages := generatedMessages(b, benchmarkMessages)
	for i := range messages {
		if i%10 == 0 {
			messages[i].tags = []string{"outage"}
		}
	}
	f := newTestFinder(b, messages)
	for _, test := range []struct {
		name string
		req  Request
	}{
		{"common word", Request{Query: "the"}},
		{"common word newest", Request{Query: "the", Sort: Newest}},
		{"rare word", Request{Query: "ladder"}},
		{"two words", Request{Query: "power off"}},
		{"question", Request{Query: "has anyone got a ladder i could borrow"}},
		{"phrase", Request{Query: `"power is off"`}},
		{"common phrase", Request{Query: `"in the"`}},
		{"person and word", Request{Query: "from:deb the"}},
		{"denied", Request{Query: "power -the"}},
		{"prefix of one", Request{Query: "p", Typing: true}},
		{"prefix of two", Request{Query: "po", Typing: true}},
		{"prefix of three", Request{Query: "pow", Typing: true}},
		{"typing the third word", Request{Query: "power is o", Typing: true}},
		{"fuzzy", Request{Query: "powr~"}},
		{"everything newest", Request{Sort: Newest}},
		{"person newest", Request{Query: "from:a", Sort: Newest}},
		{"month newest", Request{Query: "date:2022-03", Sort: Newest}},
		{"since newest", Request{Query: "after:2020-03-07", Sort: Newest}},
		{"tag newest", Request{Query: "tag:outage", Sort: Newest}},
		{"untagged and word", Request{Query: "is:untagged power"}},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			var result Result
			for b.Loop() {
				var err error
				if result, err = f.search(b.Context(), test.req); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(result.Total), "hits")
			b.ReportMetric(float64(result.Partial), "partial")
		})
	}
}
