package parser

import (
	"encoding/json"
	"reflect"
	"testing"
	"testing/quick"
	"time"
	"unicode/utf8"
)

func TestMessageJSONHasTheShapeOfTheContract(t *testing.T) {
	t.Parallel()
	when := time.Date(2024, 3, 1, 18, 5, 0, 0, time.UTC)
	tests := []struct {
		name string
		in   Message
		want string
	}{
		{
			"a text",
			Message{N: 17, Time: when, Sender: "Ben", Text: "a\nb"},
			`{"n":17,"time":"2024-03-01T18:05:00","sender":"Ben","kind":"text","text":"a\nb","attachment":null,"edited":false}`,
		},
		{
			"a notice has no sender",
			Message{N: 1, Time: when, Kind: Notice, Text: "Ann left"},
			`{"n":1,"time":"2024-03-01T18:05:00","sender":null,"kind":"notice","text":"Ann left","attachment":null,"edited":false}`,
		},
		{
			"a photo with caption, edited",
			Message{N: 2, Time: when, Sender: "Ann", Kind: Media, Text: `"hole"`, Attachment: "IMG-1.jpg", Edited: true},
			`{"n":2,"time":"2024-03-01T18:05:00","sender":"Ann","kind":"media","text":"\"hole\"","attachment":"IMG-1.jpg","edited":true}`,
		},
		{
			"what could act on a terminal is escaped",
			Message{N: 3, Time: when, Sender: "E\u202evE", Text: "\x1b[2J\x00\u009b\u2028\x7f 👩‍👧 שלום <b>&"},
			`{"n":3,"time":"2024-03-01T18:05:00","sender":"E\u202evE","kind":"text","text":"\u001b[2J\u0000\u009b\u2028\u007f 👩‍👧 שלום <b>&","attachment":null,"edited":false}`,
		},
		{
			"bytes that are not UTF-8 are replaced",
			Message{N: 4, Time: when, Sender: "B\xff", Text: "caf\xe9 \xf0\x9f\x98"},
			`{"n":4,"time":"2024-03-01T18:05:00","sender":"B\ufffd","kind":"text","text":"caf\ufffd \ufffd\ufffd\ufffd","attachment":null,"edited":false}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := string(tt.in.AppendJSON(nil)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestMessageJSONComesBackAsItWas(t *testing.T) {
	t.Parallel()
	roundTrip := func(n uint16, seconds uint32, sender, text, attachment string, kind uint8, edited bool) bool {
		m := Message{
			N:    int(n),
			Time: time.Unix(int64(seconds), 0).UTC(),
			Kind: Kinds()[int(kind)%len(Kinds())],
			Text: text, Sender: sender, Attachment: attachment, Edited: edited,
		}
		data := m.AppendJSON(nil)
		if !utf8.Valid(data) || !json.Valid(data) {
			t.Logf("not JSON: %q", data)
			return false
		}
		var back Message
		if err := json.Unmarshal(data, &back); err != nil {
			t.Log(err)
			return false
		}
		return reflect.DeepEqual(back, m)
	}
	if err := quick.Check(roundTrip, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

func TestMessageJSONIsReadLeniently(t *testing.T) {
	t.Parallel()
	when := time.Date(2024, 3, 1, 18, 5, 0, 0, time.UTC)
	tests := []struct {
		name, in string
		want     Message
		err      string
	}{
		{name: "fields in any order, others ignored", in: `{"score":3,"text":"hi","sender":"Ann","id":"x","time":"2024-03-01T18:05:00"}`,
			want: Message{Time: when, Sender: "Ann", Text: "hi"}},
		{name: "no kind and no sender is a notice", in: `{"time":"2024-03-01T18:05:00","text":"Ann left"}`,
			want: Message{Time: when, Kind: Notice, Text: "Ann left"}},
		{name: "null for unknown", in: `{"time":"2024-03-01T18:05:00","sender":"A","kind":"media","attachment":null,"text":null}`,
			want: Message{Time: when, Sender: "A", Kind: Media}},
		{name: "no time", in: `{"text":"hi"}`, err: `no "time" in the message`},
		{name: "a time with a zone", in: `{"time":"2024-03-01T18:05:00Z"}`, err: `time "2024-03-01T18:05:00Z" is not of the form 2006-01-02T15:04:05`},
		{name: "an unknown kind", in: `{"time":"2024-03-01T18:05:00","kind":"rumour"}`, err: `unknown kind "rumour"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got Message
			err := json.Unmarshal([]byte(tt.in), &got)
			if tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Fatalf("got error %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v; want %+v", got, err, tt.want)
			}
		})
	}
}

func BenchmarkMessageJSON(b *testing.B) {
	m := Message{
		N: 123456, Time: time.Date(2024, 3, 1, 18, 5, 0, 0, time.UTC), Sender: "Ben Östlund",
		Text: "Power's out at ours again, anyone else? The café on the corner has light 🔦\nEdit: back on",
	}
	buf := m.AppendJSON(nil)
	b.SetBytes(int64(len(buf)))
	b.ReportAllocs()
	for b.Loop() {
		buf = m.AppendJSON(buf[:0])
	}
}
