package parser_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/parser/exporttest"
)

// A smallExport is one case of testdata/cases; its README has the format.
type smallExport struct {
	name, file, order, shapes string
	text                      strings.Builder
	messages                  []parser.Message
	warnings                  []string
	refusal                   string
	summary                   map[string]string
	where                     string // file and line
}

func TestSmallExportsAreReadAsACarefulPersonWould(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		for _, c := range readCases(t, file) {
			if c.shapes == "" {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel()
					c.check(t, exporttest.Shape{Layout: "ss"})
				})
				continue
			}
			for _, shape := range exporttest.Shapes {
				if c.shapes != "all" && (c.shapes == "iphone") != (shape.IOS && strings.HasPrefix(shape.Layout, "[")) {
					continue
				}
				t.Run(c.name+"/"+shape.Name, func(t *testing.T) {
					t.Parallel()
					c.check(t, shape)
				})
			}
		}
	}
}

func readCases(t *testing.T, file string) []*smallExport {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []*smallExport
	var c *smallExport
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "case:":
			c = &smallExport{name: value, file: "chat.txt", where: fmt.Sprintf("%s:%d", file, n)}
			cases = append(cases, c)
		case "file:":
			c.file = value
		case "order:":
			c.order = value
		case "shapes:":
			c.shapes = value
		case ">":
			value, cut := strings.CutSuffix(value, `\c`)
			c.text.WriteString(unescape(t, value))
			if !cut {
				c.text.WriteByte('\n')
			}
		case "=":
			c.messages = append(c.messages, readMessage(t, value))
		case "~":
			c.warnings = append(c.warnings, value)
		case "!":
			c.refusal = value
		case "summary:":
			c.summary = make(map[string]string)
			for _, fact := range regexp.MustCompile(`(\w+)=("[^"]*"|\S+)`).FindAllStringSubmatch(value, -1) {
				c.summary[fact[1]] = strings.Trim(fact[2], `"`)
			}
		default:
			t.Fatalf("%s:%d: %s", file, n, line)
		}
	}
	return cases
}

func unescape(t *testing.T, s string) string {
	t.Helper()
	out, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return out
}

// readMessage reads "TIME | KIND | SENDER | TEXT".
func readMessage(t *testing.T, s string) parser.Message {
	t.Helper()
	fields := strings.SplitN(strings.ReplaceAll(s, `\|`, `\x7c`), "|", 4)
	if len(fields) != 4 {
		t.Fatalf("not four fields: %s", s)
	}
	for i := range fields[:3] {
		fields[i] = strings.TrimSpace(fields[i])
	}
	fields[3] = strings.TrimPrefix(fields[3], " ")
	when, err := time.Parse(parser.TimeLayout, fields[0])
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(fields[1])
	kind, ok := parser.ParseKind(words[0])
	if !ok {
		t.Fatalf("no such kind: %s", s)
	}
	m := parser.Message{Time: when, Kind: kind, Sender: unescape(t, fields[2]), Text: unescape(t, fields[3])}
	for _, word := range words[1:] {
		if name, ok := strings.CutPrefix(word, "file="); ok {
			m.Attachment = strings.ReplaceAll(name, "%20", " ")
		}
		if name, ok := strings.CutPrefix(word, "by="); ok {
			m.DeletedBy = strings.ReplaceAll(name, "%20", " ")
		}
		m.Edited = m.Edited || word == "edited"
	}
	return m
}

var times = regexp.MustCompile(`\{(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\}`)

// withHeaders writes the times in braces as headers of the shape.
func withHeaders(s string, shape exporttest.Shape) string {
	return times.ReplaceAllStringFunc(s, func(s string) string {
		when, err := time.Parse("{2006-01-02 15:04:05}", s)
		if err != nil {
			return s
		}
		return shape.Header(when)
	})
}

func (c *smallExport) check(t *testing.T, shape exporttest.Shape) {
	t.Helper()
	order, _ := parser.ParseDateOrder(c.order)
	text := withHeaders(c.text.String(), shape)
	messages, summary, refused := readAll(t, c.file, text, parser.Options{DateOrder: order})
	defer func() {
		if t.Failed() {
			t.Logf("%s\n%q", c.where, text)
		}
	}()
	if c.refusal != "" {
		if refused == nil || !strings.Contains(refused.Error(), c.refusal) {
			t.Errorf("refused: %v, want %q", refused, c.refusal)
		}
		return
	}
	if refused != nil {
		t.Fatal(refused)
	}
	everyByteCounted(t, text, messages, summary)
	for i, want := range c.messages {
		if i == len(messages) {
			break
		}
		got := messages[i]
		want.Text = withHeaders(want.Text, shape)
		// A shape may write these cleaned of marks.
		want.Text = strings.NewReplacer("\u200f", "", "\u202f", "\u202f").Replace(want.Text)
		want.N, want.Line, want.Offset, want.Length = i+1, got.Line, got.Offset, got.Length
		if !shape.Seconds() {
			want.Time = want.Time.Truncate(time.Minute)
		}
		if diff := unlike(got, want, shape); diff != "" {
			t.Errorf("message %d\n%s", i+1, diff)
		}
	}
	if len(messages) != len(c.messages) {
		t.Errorf("%d messages, want %d", len(messages), len(c.messages))
	}
	for _, warning := range c.warnings {
		if !strings.Contains(strings.Join(summary.Warnings, "\n"), warning) {
			t.Errorf("no warning %q in %q", warning, summary.Warnings)
		}
	}
	read := summary.DateOrder.String()
	if summary.Ambiguous {
		read = "ambiguous"
	}
	for fact, want := range c.summary {
		got := map[string]string{
			"order": read, "platform": summary.Platform,
			"chat": summary.Chat, "senders": strings.Join(summary.Senders, ","),
		}[fact]
		if got != want {
			t.Errorf("%s is %q, want %q", fact, got, want)
		}
	}
}
