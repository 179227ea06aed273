package chat_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/scripts/genchat/chat"
	"github.com/kerbstreet/kerb/scripts/phone"
)

func write(t *testing.T, o chat.Options) (string, chat.Stats) {
	t.Helper()
	var out bytes.Buffer
	stats, err := chat.Write(&out, o)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), stats
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	o := chat.Options{Messages: 5000, Seed: 7, Languages: []chat.Share{{Language: "en", Weight: 3}, {Language: "es", Weight: 1}}}
	first, _ := write(t, o)
	second, _ := write(t, o)
	if first != second {
		t.Error("two runs differ")
	}
	o.Seed = 8
	if other, _ := write(t, o); other == first {
		t.Error("another seed gives the same bytes")
	}
}

func TestEveryDialectWritesAsManyMessagesAsAsked(t *testing.T) {
	t.Parallel()
	header := regexp.MustCompile(`(?m)^\x{200e}?\[?(\d+[./-]\d+[./-]\d+),? \d+:\d\d(:\d\d)?(\x{202f}(AM|PM|am|pm|[ap]\.\x{a0}m\.))?(\]| -) `)
	for _, dialect := range phone.Names() {
		text, stats := write(t, chat.Options{Messages: 2000, Dialect: dialect, Seed: 3})
		if found := len(header.FindAllString(text, -1)); found != 2000 || stats.Messages != 2000 {
			t.Errorf("%s: %d headers, %d counted, 2000 asked for", dialect, found, stats.Messages)
		}
		if stats.Bytes != int64(len(text)) {
			t.Errorf("%s: %d bytes counted, %d written", dialect, stats.Bytes, len(text))
		}
		d, _ := phone.ByName(dialect)
		if n := strings.Count(text, d.MediaOmitted()); n != stats.Media || n == 0 {
			t.Errorf("%s: %d placeholders, %d counted", dialect, n, stats.Media)
		}
		if crlf := strings.Contains(text, "\r\n"); crlf != d.IPhone {
			t.Errorf("%s: CRLF is %v", dialect, crlf)
		}
	}
}

func TestTimesOnlyGrowAndFillTheYears(t *testing.T) {
	t.Parallel()
	text, _ := write(t, chat.Options{Messages: 20_000, Years: 3})
	var first, last time.Time
	for line := range strings.Lines(text) {
		at, err := time.Parse("02/01/2006, 15:04", line[:min(len(line), 17)])
		if err != nil {
			continue
		}
		if at.Before(last) {
			t.Fatalf("%v after %v", at, last)
		}
		if first.IsZero() {
			first = at
		}
		last = at
	}
	if years := last.Sub(first).Hours() / 8766; years < 2.7 || years > 3.3 {
		t.Errorf("the chat goes on for %.2f years, 3 asked for", years)
	}
}

func TestTextIsAsLongAndAsVariedAsInRealChats(t *testing.T) {
	t.Parallel()
	text, stats := write(t, chat.Options{Messages: 20_000})
	if mean := stats.TextBytes / int64(stats.Messages); mean < 60 || mean > 85 {
		t.Errorf("a message has %d bytes of text in the mean", mean)
	}
	counts := map[string]int{}
	total := 0
	for _, w := range regexp.MustCompile(`\pL+`).FindAllString(strings.ToLower(text), -1) {
		counts[w]++
		total++
	}
	if len(counts) < 8000 {
		t.Errorf("%d different words", len(counts))
	}
	if share := float64(counts["the"]) / float64(total); share < 0.02 || share > 0.1 {
		t.Errorf("%.3f of the words are \"the\"", share)
	}
}

func TestAZipHoldsTheChatUnderThePhonesName(t *testing.T) {
	t.Parallel()
	for dialect, want := range map[string]string{"ios-uk": "_chat.txt", "android-de": "WhatsApp Chat mit Hazel Road.txt"} {
		o := chat.Options{Messages: 50, Dialect: dialect}
		var out bytes.Buffer
		if _, err := chat.WriteZip(&out, o); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		member, err := z.Open(want)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(member)
		if plain, _ := write(t, o); err != nil || string(text) != plain {
			t.Errorf("%s: the zip's chat is another (%v)", dialect, err)
		}
	}
}

func TestImpossibleOptionsAreRefused(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]chat.Options{
		"dialect":  {Dialect: "fax"},
		"language": {Languages: []chat.Share{{Language: "xx", Weight: 1}}},
		"share":    {Languages: []chat.Share{{Language: "en"}}},
		"messages": {Messages: 1},
		"years":    {Years: -1},
	} {
		if _, err := chat.Write(io.Discard, o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	for b.Loop() {
		stats, err := chat.Write(io.Discard, chat.Options{Messages: 10_000})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(stats.Bytes)
	}
}
