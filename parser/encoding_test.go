package parser

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// chatSample has what tells encodings apart: accents, a narrow space, a mark.
const chatSample = "13/06/24, 21:25 - Zoë: the café’s dark\r\n13/06/24, 9:26\u202fPM - Børge: naïve? – yes\n"

func encode(t testing.TB, enc encoding, mark bool, s string) []byte {
	t.Helper()
	policy := unicode.IgnoreBOM
	if mark {
		policy = unicode.UseBOM
	}
	encoder := map[encoding]interface{ Bytes([]byte) ([]byte, error) }{
		encodingUTF16LE:     unicode.UTF16(unicode.LittleEndian, policy).NewEncoder(),
		encodingUTF16BE:     unicode.UTF16(unicode.BigEndian, policy).NewEncoder(),
		encodingWindows1252: charmap.Windows1252.NewEncoder(),
	}[enc]
	out, err := encoder.Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func bytesOpener(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}

// readTwice reads data as the Reader does: a pass that decides, and another.
func readTwice(t testing.TB, data []byte) (string, textFacts) {
	t.Helper()
	var first string
	facts, err := scanText(t.Context(), bytesOpener(data), func(r io.Reader) error {
		text, err := io.ReadAll(r)
		first = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	src, err := openText(t.Context(), bytesOpener(data), facts)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	second, err := io.ReadAll(src)
	if err != nil {
		t.Fatal(err)
	}
	if first != string(second) {
		t.Errorf("the two passes differ:\n%q\n%q", first, second)
	}
	return first, facts
}

func TestTextIsReadInAnyEncoding(t *testing.T) {
	t.Parallel()
	latin := strings.ReplaceAll(chatSample, "\u202f", " ")
	chinese := "[2024/10/31 下午3:50:46] 张三: 今天停电了，你们那边怎么样？\r\n[2024/10/31 下午3:51:00] 李四: 我们这边也停电了\r\n"
	tests := []struct {
		name string
		in   []byte
		want string
		enc  encoding
	}{
		{"UTF-8", []byte(chatSample), chatSample, encodingUTF8},
		{"UTF-8 with a byte order mark", []byte("\ufeff" + chatSample), "\ufeff" + chatSample, encodingUTF8},
		{"UTF-16 little-endian with a mark", encode(t, encodingUTF16LE, true, chatSample), "\ufeff" + chatSample, encodingUTF16LE},
		{"UTF-16 big-endian with a mark", encode(t, encodingUTF16BE, true, chatSample), "\ufeff" + chatSample, encodingUTF16BE},
		{"UTF-16 little-endian without", encode(t, encodingUTF16LE, false, chatSample), chatSample, encodingUTF16LE},
		{"UTF-16 big-endian without", encode(t, encodingUTF16BE, false, chatSample), chatSample, encodingUTF16BE},
		{"UTF-16 Chinese without", encode(t, encodingUTF16LE, false, chinese), chinese, encodingUTF16LE},
		{"Windows-1252", encode(t, encodingWindows1252, false, latin), latin, encodingWindows1252},
		{"Latin-1 with one accent", []byte("13/06/24, 21:25 - Ann: the caf\xe9 again\n"), "13/06/24, 21:25 - Ann: the café again\n", encodingWindows1252},
		{"ASCII", []byte("13/06/24, 21:25 - Ann: hi\n"), "13/06/24, 21:25 - Ann: hi\n", encodingUTF8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, facts := readTwice(t, tt.in)
			if got != tt.want || facts.encoding != tt.enc {
				t.Errorf("got %s %q\nwant %s %q", facts.encoding, got, tt.enc, tt.want)
			}
			if (facts.encoding != encodingUTF8) != (len(facts.warnings()) > 0) {
				t.Errorf("warnings %q for %s", facts.warnings(), facts.encoding)
			}
		})
	}
}

func TestDamagedUTF8StaysUTF8AndNamesItsLines(t *testing.T) {
	t.Parallel()
	damaged := "13/06/24, 21:25 - Zoë: café\nna\xc3\xc3ïve\n\n\xf0\x9f\x94 gone\n" + strings.Repeat("\xff\xfe\x81\n", 9)
	got, facts := readTwice(t, []byte(damaged))
	if facts.encoding != encodingUTF8 || !utf8.ValidString(got) {
		t.Errorf("read as %s: %q", facts.encoding, got)
	}
	if want := []int{2, 4, 5, 6, 7}; !slices.Equal(facts.badLines, want) {
		t.Errorf("bad lines %v, want %v", facts.badLines, want)
	}
	want := "32 bytes are not valid UTF-8 and shown as \ufffd, on lines 2, 4, 5, 6, 7 and more"
	if w := facts.warnings(); len(w) != 1 || w[0] != want {
		t.Errorf("warnings %q, want %q", w, want)
	}
}

func TestATextCutInsideACharacterIsStillUTF8(t *testing.T) {
	t.Parallel()
	_, facts := readTwice(t, []byte("13/06/24, 21:25 - Ann: see you \xf0\x9f\x91"))
	if facts.encoding != encodingUTF8 || !slices.Equal(facts.badLines, []int{1}) {
		t.Errorf("got %s, bad lines %v", facts.encoding, facts.badLines)
	}
}

func TestReadingGivesTheSameTextHoweverTheSourceHandsItOut(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "\n", "é", "\u202f", "👩‍👧", "\xff", "\xe2\x80", "\xf0\x9f", "plain words ", "\x00"}
	for range 200 {
		var in strings.Builder
		for range rng.IntN(60) {
			in.WriteString(pieces[rng.IntN(len(pieces))])
		}
		whole, err := io.ReadAll(newTextReader(strings.NewReader(in.String()), textFacts{}))
		if err != nil {
			t.Fatal(err)
		}
		bytewise, err := io.ReadAll(newTextReader(iotest.OneByteReader(strings.NewReader(in.String())), textFacts{}))
		if err != nil {
			t.Fatal(err)
		}
		if string(whole) != string(bytewise) || string(whole) != string([]rune(in.String())) {
			t.Fatalf("%q read as %q, byte by byte as %q", in.String(), whole, bytewise)
		}
	}
}

func TestReadingTextStopsWhenItIsCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := scanText(ctx, bytesOpener([]byte(chatSample)), func(r io.Reader) error {
		_, err := io.ReadAll(r)
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func FuzzTextReader(f *testing.F) {
	f.Add([]byte(chatSample))
	f.Add([]byte("\xff\xfe1\x00"))
	f.Add([]byte("caf\xe9 \xf0\x9f"))
	f.Add(encode(f, encodingUTF16BE, true, chatSample))
	f.Add([]byte(strings.ReplaceAll(chatSample, "\n", "\r")))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, facts := readTwice(t, data)
		if !utf8.ValidString(got) {
			t.Errorf("%s text %q is not UTF-8", facts.encoding, got)
		}
		want := string(data)
		if facts.onlyCR {
			want = strings.ReplaceAll(want, "\r", "\n")
		}
		if facts.encoding == encodingUTF8 && utf8.Valid(data) && got != want {
			t.Errorf("valid UTF-8 was changed: %q", got)
		}
	})
}

func BenchmarkTextReader(b *testing.B) {
	data := bytes.Repeat([]byte(chatSample), 10000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := io.Copy(io.Discard, struct{ io.Reader }{newTextReader(bytes.NewReader(data), textFacts{})}); err != nil {
			b.Fatal(err)
		}
	}
}
