package parser

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// exportOf is chat text as an export without a file.
func exportOf(name, text string) *Export {
	return FromReader(name, func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil })
}

// readAll reads a chat text to its end.
func readAll(t testing.TB, e *Export, opts Options) ([]Message, Summary) {
	t.Helper()
	r, err := e.Read(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var messages []Message
	for {
		m, err := r.Read()
		if errors.Is(err, io.EOF) {
			return messages, r.Summary()
		}
		if err != nil {
			t.Fatal(err)
		}
		messages = append(messages, m)
	}
}

func TestAnExportIsReadMessageByMessage(t *testing.T) {
	t.Parallel()
	text := "13/06/24, 21:25 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.\n" +
		"13/06/24, 21:26 - Ann: first\nsecond: line\n" +
		"13/06/24, 21:27 - Bob: <Media omitted>\n"
	messages, summary := readAll(t, exportOf("WhatsApp Chat with Elm Street.txt", text), Options{})
	if len(messages) != 3 || messages[0].Kind != Notice || messages[0].Sender != "" ||
		messages[1].Text != "first\nsecond: line" || messages[1].Sender != "Ann" || messages[2].Kind != Media {
		t.Errorf("got %+v", messages)
	}
	if summary.Chat != "Elm Street" || summary.Platform != "android" || summary.DateOrder != DMY || summary.Ambiguous {
		t.Errorf("got %+v", summary)
	}
}
