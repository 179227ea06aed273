package index

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
)

// labelled is a chat of testdata with what each of some questions should find.
type labelled struct {
	finder *finder
	thread map[int]string // by place in the chat, from 1
	asked  []askedFor
}

// askedFor is a question and what answers it.
type askedFor struct {
	Query    string
	Relevant []int
	Threads  []string `json:"relevant_threads"`
}

// threadsOf lists the conversations that answer a question.
func (c *labelled) threadsOf(q askedFor) []string {
	threads := q.Threads
	if threads == nil {
		for _, n := range q.Relevant {
			if !slices.Contains(threads, c.thread[n]) {
				threads = append(threads, c.thread[n])
			}
		}
	}
	return threads
}

// score says how good the first ten hits of a question are.
func (c *labelled) score(q askedFor, hits []Hit) (figures [3]float64) {
	threads := c.threadsOf(q)
	found := make(map[string]bool)
	for i, hit := range hits {
		if slices.Contains(q.Relevant, hit.N) {
			figures[0] += 1 / float64(min(len(q.Relevant), 10))
		}
		thread := c.thread[hit.N]
		if !slices.Contains(threads, thread) {
			continue
		}
		if len(found) == 0 {
			figures[2] = 1 / float64(i+1)
		}
		found[thread] = true
	}
	figures[1] = float64(len(found)) / float64(len(threads))
	return figures
}

func readLabelled(t *testing.T, queries string) labelled {
	t.Helper()
	base := strings.TrimSuffix(queries, ".queries.json")
	exports, err := filepath.Glob(base + ".txt")
	if len(exports) == 0 {
		exports, err = filepath.Glob(filepath.Join(filepath.Dir(base), "*WhatsApp*"))
	}
	if err != nil || len(exports) != 1 {
		t.Fatalf("exports beside %s: %v, %v", queries, exports, err)
	}
	c := labelled{finder: newTestFinder(t, readExport(t, exports[0], nil)), thread: make(map[int]string)}
	labels, err := os.ReadFile(base + ".labels.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(labels), "\n")[1:] {
		if columns := strings.Split(line, "\t"); len(columns) > 1 {
			c.thread[i+1] = columns[1]
		}
	}
	content, err := os.ReadFile(queries)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &struct{ Queries any }{&c.asked}); err != nil {
		t.Fatal(err)
	}
	return c
}

// The golden file tells how good the first ten hits are: how many of the right
// messages and conversations are among them, and how early the first right
// conversation comes (mean reciprocal rank), question by question and in all.
func TestTheRightMessagesAreAmongTheFirstTen(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "testdata", "*", "*.queries.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	var report strings.Builder
	var total [3]float64
	line := func(figures [3]float64, what string) {
		fmt.Fprintf(&report, "%.2f  %.2f  %.2f  %s\n", figures[0], figures[1], figures[2], what)
	}
	report.WriteString("recall of messages, of conversations, reciprocal rank\n")
	asked := 0.0
	for _, file := range files {
		c := readLabelled(t, file)
		for _, q := range c.asked {
			result, err := c.finder.search(t.Context(), Request{Query: q.Query, Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			figures := c.score(q, result.Hits)
			line(figures, filepath.Base(filepath.Dir(file))+": "+q.Query)
			asked++
			for i := range total {
				total[i] += figures[i]
			}
		}
	}
	for i := range total {
		total[i] /= asked
	}
	line(total, "in all")
	golden.RequireEqual(t, report.String())
}
