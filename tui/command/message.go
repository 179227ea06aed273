package command

import (
	"strings"
	"time"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

// minuteLayout is how times stand in text for people: as on the exporting
// phone, sortable, and the same in every country.
const minuteLayout = "2006-01-02 15:04"

// messageJSON is a message in the JSON contract.
type messageJSON struct {
	N          int           `json:"n"`
	ID         index.ID      `json:"id"`
	Chat       string        `json:"chat"`
	Time       string        `json:"time"`
	Sender     *string       `json:"sender"`
	Kind       string        `json:"kind"`
	Text       string        `json:"text"`
	Attachment *string       `json:"attachment"`
	Edited     bool          `json:"edited"`
	Earlier    []earlierJSON `json:"earlier,omitempty"`
	Thread     *index.ID     `json:"thread"`
	Tags       []string      `json:"tags"`
}

// earlierJSON is what a message was before it was edited or deleted.
type earlierJSON struct {
	Kind       string  `json:"kind"`
	Text       string  `json:"text"`
	Attachment *string `json:"attachment"`
}

func newMessageJSON(m *index.Message) messageJSON {
	tags := m.Tags
	if tags == nil {
		tags = []string{}
	}
	j := messageJSON{
		N: m.N, ID: m.ID, Chat: m.Chat, Time: m.Time.Format(parser.TimeLayout),
		Sender: orNull(m.Sender), Kind: m.Kind.String(), Text: m.Text,
		Attachment: orNull(m.Attachment), Edited: m.Edited, Tags: tags,
	}
	for _, e := range m.Earlier {
		j.Earlier = append(j.Earlier, earlierJSON{e.Kind.String(), e.Text, orNull(e.Attachment)})
	}
	if !m.Thread.IsZero() {
		j.Thread = &m.Thread
	}
	return j
}

// orNull returns nil for what is unknown.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// printMessage prints a message for people: time, sender and text, further
// lines of the text indented.
func (k *kerb) printMessage(at time.Time, sender, text string, kind parser.Kind, attachment string) error {
	return k.printLine(at, sender, describe(safe.Text(text), kind, attachment))
}

// printLine prints a message of which content is already safe.
func (k *kerb) printLine(at time.Time, sender, content string) error {
	who := ""
	if sender != "" {
		who = k.bold(safe.Line(sender)) + ": "
	}
	return k.printf("%s  %s%s\n", k.dim(at.Format(minuteLayout)), who, indent(content))
}

// describe returns what a message shows: its text and, where it is something
// other than text, what.
func describe(text string, kind parser.Kind, attachment string) string {
	var what string
	switch {
	case attachment != "":
		what = "[" + safe.Line(attachment) + "]"
	case kind == parser.Text || kind == parser.Notice || kind != parser.Media && kind != parser.Deleted && text != "":
		return text
	default:
		what = "[" + kind.String() + "]"
	}
	if text == "" {
		return what
	}
	return what + " " + text
}

// indent puts the further lines of a text under the first.
func indent(text string) string { return strings.ReplaceAll(text, "\n", "\n    ") }
