package index

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/kerbstreet/kerb/parser"
)

// readExport reads the messages of a chat export; tag says what tags they have.
func readExport(tb testing.TB, path string, tag func(parser.Message) []string) []testMessage {
	tb.Helper()
	exports, err := parser.Open(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	if len(exports) != 1 {
		tb.Fatalf("%d exports in %s", len(exports), path)
	}
	defer exports[0].Close()
	return readMessages(tb, exports[0], tag)
}

func readMessages(tb testing.TB, export *parser.Export, tag func(parser.Message) []string) []testMessage {
	tb.Helper()
	reader, err := export.Read(tb.Context(), parser.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	defer reader.Close()
	var messages []testMessage
	for {
		m, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return messages
		}
		if err != nil {
			tb.Fatal(err)
		}
		message := testMessage{
			chat: reader.Summary().Chat, sender: m.Sender, time: m.Time, kind: m.Kind,
			text: m.Text, attachment: m.Attachment, edited: m.Edited,
		}
		if tag != nil {
			message.tags = tag(m)
		}
		messages = append(messages, message)
	}
}

// The golden files hold the first hits of each question as a person sees them:
// a change of ranking shows as a diff that can be judged.
func TestQuestionsGetTheirAnswers(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "testdata", "hazel-road", "WhatsApp Chat with Hazel Road Neighbours.txt")
	f := newTestFinder(t, readExport(t, path, func(m parser.Message) []string {
		if strings.Contains(strings.ToLower(m.Text), "pothole") {
			return []string{"pothole"}
		}
		return nil
	}))
	for name, req := range map[string]Request{
		"ladder question":        {Query: "who has a long ladder"},
		"water question":         {Query: "when is the water coming back on"},
		"just us":                {Query: "power off just us?"},
		"two words":              {Query: "council pothole"},
		"two words, newest":      {Query: "council pothole", Sort: Newest},
		"phrase":                 {Query: `"power cut"`},
		"strict":                 {Query: "all: power back on"},
		"denied":                 {Query: "power -cut"},
		"either":                 {Query: "ladder OR drill"},
		"person and word":        {Query: "from:margaret water"},
		"tag and dates, oldest":  {Query: "tag:pothole after:2024-06", Sort: Oldest},
		"word beginning":         {Query: "pot*", Limit: 5},
		"while typing":           {Query: "who has a lad", Typing: true, Limit: 5},
		"typo":                   {Query: "laddar~"},
		"slip":                   {Query: "who has a laddre"},
		"emoji":                  {Query: "🔥"},
		"links":                  {Query: "has:link", Sort: Newest},
		"everything, newest":     {Sort: Newest, Limit: 5},
		"around":                 {Query: "ladder", Limit: 2, Around: 1},
		"second page":            {Query: "power", Limit: 3, Offset: 3},
		"misunderstood":          {Query: "water (on:2024-13 from:nobody"},
		"nothing like it":        {Query: "helicopter"},
		"pothole as two words":   {Query: "pot hole"},
		"part of an unknown one": {Query: "drillbits"},
		"a name in the text":     {Query: "priya"},
	} {
		if req.Limit == 0 {
			req.Limit = 10
		}
		t.Run(strings.NewReplacer(" ", "_", ",", "").Replace(name), func(t *testing.T) {
			t.Parallel()
			result, err := f.search(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			golden.RequireEqual(t, describe(req, result))
		})
	}
}

// describe writes a result as text: each hit with its rank, a ~ where it is a
// partial match, a ? where it takes a slip for granted, and what is highlighted in [brackets].
func describe(req Request, result Result) string {
	var b strings.Builder
	order := [...]string{"by relevance", "newest", "oldest"}[req.Sort]
	fmt.Fprintf(&b, "query: %s\norder: %s\nfound: %d, %d more in part\n", req.Query, order, result.Total, result.Partial)
	for _, problem := range result.Problems {
		fmt.Fprintf(&b, "problem: %s\n", problem)
	}
	b.WriteByte('\n')
	line := func(m Message, text string) string {
		sender := m.Sender
		if sender == "" {
			sender = "(" + m.Kind.String() + ")"
		}
		return strings.TrimRight(fmt.Sprintf("#%d %s %s: %s", m.N, m.Time.Format("2006-01-02 15:04"), sender, strings.ReplaceAll(text, "\n", " / ")), " ")
	}
	for i, hit := range result.Hits {
		for _, m := range hit.Before {
			fmt.Fprintf(&b, "       %s\n", line(m, m.Text))
		}
		partial := map[Match]string{MatchSome: "~", MatchTypo: "?"}[hit.Match]
		fmt.Fprintf(&b, "%3d.%1s  %s\n", req.Offset+i+1, partial, line(hit.Message, mark(hit.Text, hit.Highlights)))
		for _, m := range hit.After {
			fmt.Fprintf(&b, "       %s\n", line(m, m.Text))
		}
	}
	return b.String()
}

func mark(text string, spans []Span) string {
	var b strings.Builder
	at := 0
	for _, span := range spans {
		b.WriteString(text[at:span.Start] + "[" + text[span.Start:span.End] + "]")
		at = span.End
	}
	return b.String() + text[at:]
}
