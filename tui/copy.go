package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// copyLimit is how many bytes are copied at most: terminals drop an OSC 52
// sequence of more than about 75,000, and base64 makes four bytes of three.
const copyLimit = 50_000

// copied is text on its way to the clipboard, harmless.
type copied struct {
	text     string
	messages int
}

// copyKey is the command that copies the chosen messages or the selected one.
func (a *app) copyKey(to screen, messages func() []index.ID) command {
	return bind("y", "copy this message, or those chosen", func() tea.Cmd {
		return a.copy(to, messages())
	}, "y")
}

// copy puts messages on the clipboard: of one its words, of several who wrote
// them and when as well.
func (a *app) copy(to screen, ids []index.ID) tea.Cmd {
	if len(ids) == 0 {
		return nil
	}
	return a.ask(&a.copying, to, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		messages := make([]index.Message, 0, len(ids))
		for _, id := range ids {
			m, err := sn.Message(ctx, id)
			if err != nil {
				return nil, err
			}
			messages = append(messages, m)
		}
		slices.SortStableFunc(messages, func(a, b index.Message) int { return a.Time.Compare(b.Time) })
		var text strings.Builder
		for i, m := range messages {
			if i > 0 {
				text.WriteByte('\n')
			}
			text.WriteString(plainMessage(m, len(messages) > 1))
		}
		return copied{text.String(), len(messages)}, nil
	})
}

// plainMessage is a message as text without styles.
func plainMessage(m index.Message, whole bool) string {
	text := safe.Text(m.Text)
	if text == "" {
		text = "(" + label(m) + ")"
	}
	if !whole {
		return text
	}
	head := shortDay(m.Time) + " " + clockTime(m.Time) + "  "
	if m.Sender != "" {
		head += safe.Line(m.Sender) + ": "
	}
	return head + text
}

func (a *app) copied(c copied) tea.Cmd {
	if len(c.text) > copyLimit {
		a.say("That is too long for the clipboard. E writes it to a file.")
		return nil
	}
	a.say("Copied " + count(c.messages, "message", "messages") + ".")
	return tea.SetClipboard(c.text)
}
