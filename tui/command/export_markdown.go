package command

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// dayLayout heads the messages of a day in documents.
const dayLayout = "Monday, 2 January 2006"

// A section tells where a message starts a new chat or a new day.
type section struct{ chat, day string }

// enter moves to the section of m and reports what is new in it.
func (s *section) enter(m *index.Message) (newChat, newDay bool) {
	next := section{m.Chat, m.Time.Format(dayLayout)}
	newChat = next.chat != s.chat || s.day == ""
	newDay = newChat || next.day != s.day
	*s = next
	return newChat, newDay
}

// markdownWriter writes a heading for each chat and day, and a list item for
// each message.
type markdownWriter struct {
	w io.Writer
	section
}

func newMarkdownWriter(w io.Writer) messageWriter { return &markdownWriter{w: w} }

func (d *markdownWriter) write(m *index.Message) error {
	first := d.day == ""
	newChat, newDay := d.enter(m)
	var b strings.Builder
	if newDay && !first {
		b.WriteString("\n")
	}
	if newChat {
		fmt.Fprintf(&b, "# %s\n\n", escapeMarkdown(safe.Line(m.Chat)))
	}
	if newDay {
		fmt.Fprintf(&b, "## %s\n\n", d.day)
	}
	fmt.Fprintf(&b, "- %s", m.Time.Format("15:04"))
	if m.Sender != "" {
		fmt.Fprintf(&b, " **%s**", escapeMarkdown(safe.Line(m.Sender)))
	}
	text := escapeMarkdown(describe(safe.Text(m.Text), m.Kind, m.Attachment))
	fmt.Fprintf(&b, " %s", strings.ReplaceAll(text, "\n", "\\\n  "))
	for _, tag := range m.Tags {
		fmt.Fprintf(&b, " `%s`", tag)
	}
	b.WriteString("\n")
	_, err := io.WriteString(d.w, b.String())
	return err
}

func (d *markdownWriter) end() error { return nil }

// markdownMarkup is what Markdown would read as markup: some characters
// anywhere, list marks and numbers at the start of a line.
var markdownMarkup = regexp.MustCompile("[\\\\`*_{}\\[\\]<>#|~&]|(?m:^[ ]*[-+=]|^[ ]*[0-9]+[.)])")

// escapeMarkdown makes text from a chat stand for itself in Markdown.
func escapeMarkdown(s string) string {
	return markdownMarkup.ReplaceAllStringFunc(s, func(m string) string {
		return m[:len(m)-1] + `\` + m[len(m)-1:]
	})
}
