package command

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

// csvWriter writes messages as RFC 4180 describes, for spreadsheets.
type csvWriter struct {
	w      *csv.Writer
	begun  bool
	record []string
}

func newCSVWriter(w io.Writer) messageWriter { return &csvWriter{w: csv.NewWriter(w)} }

var csvColumns = []string{"n", "id", "chat", "time", "sender", "kind", "text", "attachment", "edited", "tags"}

func (c *csvWriter) begin() error {
	if c.begun {
		return nil
	}
	c.begun = true
	return c.w.Write(csvColumns)
}

func (c *csvWriter) write(m *index.Message) error {
	if err := c.begin(); err != nil {
		return err
	}
	c.record = append(c.record[:0],
		strconv.Itoa(m.N), m.ID.String(), csvCell(m.Chat), m.Time.Format(parser.TimeLayout), csvCell(m.Sender),
		m.Kind.String(), csvCell(m.Text), csvCell(m.Attachment), strconv.FormatBool(m.Edited), strings.Join(m.Tags, " "))
	return c.w.Write(c.record)
}

func (c *csvWriter) end() error {
	if err := c.begin(); err != nil {
		return err
	}
	c.w.Flush()
	return c.w.Error()
}

// csvCell makes text from a chat harmless in a spreadsheet: what would be read
// as a formula gets an apostrophe in front.
func csvCell(s string) string {
	s = safe.Text(s)
	if start := strings.TrimLeft(s, " \n"); start != "" && strings.IndexByte("=+-@", start[0]) >= 0 {
		return "'" + s
	}
	return s
}
