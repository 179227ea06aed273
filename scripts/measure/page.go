package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/scripts/genchat/chat"
	"github.com/kerbstreet/kerb/scripts/machine"
)

// column is what was measured on one chat.
type column struct {
	generated                             chat.Stats
	parse, load, again, search, tag, busy figures
	sizes                                 map[string]int64
	command                               map[string]time.Duration
}

// row is one line of the table.
type row struct {
	what  string
	value func(column) string
}

func page(ctx context.Context, out io.Writer, on string, columns []column) error {
	var b strings.Builder
	fmt.Fprintf(&b, `# Measurements

Written by %s from the top of the repo; run it again to
repeat them. Figures change with the machine, ratios hardly do.

- Machine: %s.
- Revision: %s.
- Data: chats made up by %s with %s: %d bytes of text a
  message in the mean, 60 people, six years (package %s says what the text is like).
- Parse, load, search and tag run in processes of their own; memory is the
  process's peak. Parse is the middle of three runs, by processor time, as
  on one core. Searches are 20 queries of each kind, five times each, the
  first 50 hits with highlights; tags are synced to the disk. Commands are
  the real binary, started anew, the middle of three. Searching beside other
  work is one search of any of these kinds after the other, 40 ms apart,
  while a chat of %d messages is loaded and while threads are found.
- Other parsers beside Kerb's: [parsing.md](parsing.md).

`, "`go run ./scripts/measure > docs/measurements.md`", on, machine.Revision(ctx), "`scripts/genchat`", "`-seed 1`",
		columns[len(columns)-1].generated.TextBytes/int64(columns[len(columns)-1].generated.Messages), "`scripts/genchat/chat`", otherMessages)
	table(&b, columns)
	_, err := io.WriteString(out, b.String())
	return err
}

func table(b *strings.Builder, columns []column) {
	line := func(what string, value func(column) string) {
		fmt.Fprintf(b, "| %s |", what)
		for _, c := range columns {
			fmt.Fprintf(b, " %s |", value(c))
		}
		b.WriteString("\n")
	}
	line("messages", func(c column) string { return fmt.Sprint(c.generated.Messages) })
	fmt.Fprintf(b, "| --- |%s\n", strings.Repeat(" ---: |", len(columns)))
	for _, r := range rows() {
		line(r.what, r.value)
	}
	for _, pick := range []func(column) figures{
		func(c column) figures { return c.search },
		func(c column) figures { return c.tag },
		func(c column) figures { return c.busy },
	} {
		for i, t := range pick(columns[len(columns)-1]).Times {
			line(label(t), func(c column) string {
				if times := pick(c).Times; i < len(times) {
					return between(times[i])
				}
				return ""
			})
		}
	}
	for _, command := range slices.Sorted(maps.Keys(columns[0].command)) {
		line("`"+command+"`", func(c column) string { return milliseconds(c.command[command]) + " ms" })
	}
}

func rows() []row {
	return []row{
		{"export", func(c column) string { return megabytes(c.generated.Bytes) }},
		{"parse", func(c column) string {
			return fmt.Sprintf("%.0f MB/s", float64(c.parse.Bytes)/1e6/c.parse.Took.Seconds())
		}},
		{"parse", func(c column) string { return rate(c.parse) }},
		{"parse, allocations a message", func(c column) string {
			return fmt.Sprintf("%.2f", float64(c.parse.Mallocs)/float64(c.parse.Messages))
		}},
		{"parse, peak memory", func(c column) string { return megabytes(c.parse.Peak) }},
		{"load", func(c column) string { return rate(c.load) }},
		{"load, all in", func(c column) string { return fmt.Sprintf("%.2f s", c.load.Took.Seconds()) }},
		{"load, processor time", func(c column) string { return fmt.Sprintf("%.2f s", c.load.CPU.Seconds()) }},
		{"load, peak memory", func(c column) string { return megabytes(c.load.Peak) }},
		{"load the same again", func(c column) string { return milliseconds(c.again.Took) + " ms" }},
		{"on disk: kept export", func(c column) string { return perMessage(c, "exports") }},
		{"on disk: index", func(c column) string { return perMessage(c, "index") }},
		{"on disk: marks, nothing tagged", func(c column) string { return megabytes(c.sizes["marks.db"]) }},
		{"search, peak memory", func(c column) string { return megabytes(c.search.Peak) }},
	}
}

func rate(f figures) string {
	return fmt.Sprintf("%.0f k messages/s", float64(f.Messages)/1e3/f.Took.Seconds())
}

func perMessage(c column, home string) string {
	return fmt.Sprintf("%s, %.0f bytes a message", megabytes(c.sizes[home]), float64(c.sizes[home])/float64(c.generated.Messages))
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.2f", float64(d.Microseconds())/1e3)
}

func label(t timing) string {
	if t.P50 == t.P95 {
		return t.What
	}
	return t.What + ", p50 / p95"
}

func between(t timing) string {
	if t.P50 == t.P95 {
		return milliseconds(t.P50) + " ms"
	}
	return milliseconds(t.P50) + " / " + milliseconds(t.P95) + " ms"
}
