package parser

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestASummaryIsTheContractsJSON(t *testing.T) {
	t.Parallel()
	text := "01/02/24, 10:00 - Ann created group \"Elm Street\"\n02/02/24, 10:00 - Ann: hello\n"
	_, summary := readAll(t, exportOf("chat.txt", text), Options{})
	data, err := json.Marshal(summary)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"chat": "Elm Street", "platform": "android", "date_order": "ambiguous", "messages": 2.0, "notices": 1.0,
		"first": "2024-02-01T10:00:00", "last": "2024-02-02T10:00:00", "truncated_by_cap": false,
	} {
		if got[key] != want {
			t.Errorf("%s is %v, want %v", key, got[key], want)
		}
	}
	for _, key := range []string{"senders", "warnings", "order_evidence"} {
		if got[key] == nil {
			t.Errorf("%s is missing in %s", key, data)
		}
	}
}

func TestWhereTheChatsNameComesFrom(t *testing.T) {
	t.Parallel()
	const plain = "13/02/24, 10:00 - Ann: hello\n"
	const created = "13/02/24, 10:00 - Ann created group \"Elm Street\"\n"
	for _, tt := range []struct{ name, file, text, asked, want string }{
		{"the user", "WhatsApp Chat with Elm.txt", created, "Mine", "Mine"},
		{"the file", "WhatsApp Chat with Elm.txt", created, "", "Elm"},
		{"a notice", "chat.txt", created, "", "Elm Street"},
		{"for want of all", "street.txt", plain, "", "street"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, summary := readAll(t, exportOf(tt.file, tt.text), Options{Chat: tt.asked}); summary.Chat != tt.want {
				t.Errorf("chat %q, want %q", summary.Chat, tt.want)
			}
		})
	}
}

func TestExportsOfExactlyTheCapAreWarnedOf(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]bool{9_999: false, 10_000: true, 10_001: false, 40_000: true} {
		_, summary := readAll(t, exportOf("chat.txt", strings.Repeat("13/02/24, 10:00 - Ann: hello\n", n)), Options{})
		if summary.Messages != n || summary.TruncatedByCap != want {
			t.Errorf("%d messages: %d, capped %v", n, summary.Messages, summary.TruncatedByCap)
		}
	}
}

func TestEveryLineCanBeExplained(t *testing.T) {
	t.Parallel()
	text := "preamble\n" +
		"[13/06/24, 21:25:00] Ann: look\n[12/06/24, 09:00:00] Bob: pasted\n13/06/24, 09:00 - Bob: x\nplain\r\n" +
		"[13/06/24, 21:26:00] Bob: \u200eimage omitted\r\n"
	e := exportOf("chat.txt", "\r\n"+text)
	e.modified = time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
	for line, want := range map[int]string{
		3: "starts message 1", 4: "no CRLF", 5: "no CRLF", 6: "does not start", 7: "omitted",
	} {
		got, err := e.Explain(t.Context(), Options{}, line)
		if err != nil {
			t.Errorf("line %d: %v", line, err)
		} else if all := strings.Join(got.Rules, "\n"); !strings.Contains(all, want) {
			t.Errorf("line %d: %q does not say %q", line, all, want)
		}
	}
	if got, err := e.Explain(t.Context(), Options{}, 2); err != nil || got.Message != nil {
		t.Errorf("line 2: %+v, %v", got, err)
	}
	if _, err := e.Explain(t.Context(), Options{}, 99); err == nil {
		t.Error("line 99 was explained")
	}
	var refused *RefusedError
	if _, err := exportOf("x.txt", "hello").Explain(t.Context(), Options{}, 1); !errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
}
