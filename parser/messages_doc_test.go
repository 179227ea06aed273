package parser

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestThePageOnMessagesIsTrue(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/messages.md")
	if err != nil {
		t.Fatal(err)
	}
	kinds := make(map[any]bool)
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !strings.Contains(cells[3], "{") {
			continue
		}
		unquote := func(cell string) string {
			return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(cell), "`"), "`")
		}
		text := strings.NewReplacer("⏎", "\n", "‹LRM›", "\u200e").Replace(unquote(cells[2])) + "\n"
		var want map[string]any
		if err := json.Unmarshal([]byte(unquote(cells[3])), &want); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		kinds[want["kind"]] = true
		got := readOne(t, text)
		for field, value := range want {
			if !reflect.DeepEqual(got[field], value) {
				t.Errorf("%q: %s is %v, the page says %v", text, field, got[field], value)
			}
		}
	}
	for _, kind := range Kinds() {
		if !kinds[kind.String()] {
			t.Errorf("the page has no line for %v", kind)
		}
	}
}

// readOne reads an export of one message and returns its JSON.
func readOne(t *testing.T, text string) map[string]any {
	t.Helper()
	export := FromReader("chat.txt", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil })
	reader, err := export.Read(t.Context(), Options{DateOrder: DMY})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	defer reader.Close()
	message, err := reader.Read()
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if another, err := reader.Read(); !errors.Is(err, io.EOF) {
		t.Errorf("%q: one message expected, then came %q, %v", text, another.Text, err)
	}
	encoded, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(encoded, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAnExportInAnUnknownLanguageTellsItsWordsForMedia(t *testing.T) {
	t.Parallel()
	text := "13/06/24, 21:20 - Ann: <Xanado yq zemit>\n13/06/24, 21:21 - Ben: <Xanado yq zemit>\nthe hole\n" +
		"13/06/24, 21:22 - Ann: <Xanado yq zemit>\n13/06/24, 21:23 - Ben: <Xanado yq zemit>\n13/06/24, 21:24 - Ben: <so he said>\n"
	export := FromReader("chat.txt", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil })
	reader, err := export.Read(t.Context(), Options{DateOrder: DMY})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for i, want := range []struct {
		kind Kind
		text string
	}{{Media, ""}, {Media, "the hole"}, {Media, ""}, {Media, ""}, {Text, "<so he said>"}} {
		m, err := reader.Read()
		if err != nil || m.Kind != want.kind || m.Text != want.text {
			t.Errorf("message %d is %v %q (%v), want %v %q", i+1, m.Kind, m.Text, err, want.kind, want.text)
		}
	}
}
