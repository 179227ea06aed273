package parser_test

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/parser/exporttest"
)

func opener(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

// readAll reads an export to its end. A refusal is returned, any other error
// is the test's end.
func readAll(t testing.TB, name, text string, opts parser.Options) ([]parser.Message, parser.Summary, *parser.RefusedError) {
	t.Helper()
	r, err := parser.FromReader(name, opener(text)).Read(t.Context(), opts)
	var refused *parser.RefusedError
	if errors.As(err, &refused) {
		return nil, parser.Summary{}, refused
	}
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var messages []parser.Message
	for {
		m, err := r.Read()
		if errors.Is(err, io.EOF) {
			return messages, r.Summary(), nil
		}
		if err != nil {
			t.Fatal(err)
		}
		messages = append(messages, m)
	}
}

// unlike says how a message differs from what it should be, "" if it does not.
func unlike(got, want parser.Message, shape exporttest.Shape) string {
	if shape.NoYear {
		got.Time = got.Time.AddDate(want.Time.Year()-got.Time.Year(), 0, 0)
	}
	got.Sender = strings.ReplaceAll(got.Sender, "\u00a0", " ")
	want.Sender = strings.ReplaceAll(want.Sender, "\u00a0", " ")
	if got == want {
		return ""
	}
	return fmt.Sprintf("got  %+v\nwant %+v", got, want)
}

func TestWhatWentIntoAnExportComesOut(t *testing.T) {
	t.Parallel()
	for i, shape := range exporttest.Shapes {
		t.Run(shape.Name, func(t *testing.T) {
			t.Parallel()
			for j, language := range exporttest.Languages {
				seed := uint64(i*100 + j)
				chat := exporttest.New(seed, shape, language, 80)
				t.Run(language.Name, func(t *testing.T) { comesOut(t, chat) })
			}
		})
	}
}

func TestExportsOfAFewMessagesAreReadAsTheyWereMade(t *testing.T) {
	t.Parallel()
	for i, shape := range exporttest.Shapes {
		for j, language := range exporttest.Languages {
			chat := exporttest.New(uint64(4000+i*100+j), shape, language, 2+(i+j)%4)
			messages, _, refused := readAll(t, "chat.txt", chat.Text, parser.Options{})
			if refused != nil {
				t.Fatalf("%s, %s: %v", shape.Name, language.Name, refused)
			}
			sameMessages(t, messages, chat.Messages, shape)
		}
	}
}

// comesOut checks that a chat is read as it was made, to the byte.
func comesOut(t *testing.T, chat exporttest.Chat) {
	t.Helper()
	messages, summary, refused := readAll(t, "chat.txt", chat.Text, parser.Options{})
	if refused != nil {
		t.Fatal(refused)
	}
	for i, want := range chat.Messages[:min(len(chat.Messages), len(messages))] {
		if diff := unlike(messages[i], want, chat.Shape); diff != "" {
			t.Fatalf("message %d\n%s\nfrom %q", i+1, diff, chat.Text[want.Offset:want.Offset+want.Length])
		}
	}
	if len(messages) != len(chat.Messages) {
		t.Errorf("%d messages, want %d", len(messages), len(chat.Messages))
	}
	if got := summary.DateOrder.String(); got != chat.Shape.Order || summary.Ambiguous {
		t.Errorf("order %s (ambiguous %t: %s), want %s", got, summary.Ambiguous, summary.OrderEvidence, chat.Shape.Order)
	}
	if told := strings.Contains(chat.Language.Created, "Y") || strings.HasPrefix(chat.Shape.Layout, "["); told && summary.Chat != chat.Title {
		t.Errorf("the chat is called %q, want %q", summary.Chat, chat.Title)
	}
	if slices.Contains(summary.Senders, chat.Title) {
		t.Errorf("the group is among the senders %q", summary.Senders)
	}
}

func TestLinesThatWereChangedAllAlikeOnTheWayChangeNoMessage(t *testing.T) {
	t.Parallel()
	for i, shape := range exporttest.Shapes {
		chat := exporttest.New(uint64(1000+i), shape, exporttest.Languages[i%len(exporttest.Languages)], 60)
		if strings.Contains(chat.Text, "] Zed: pasted") && shape.IOS {
			continue // only the line ends tell it from a message
		}
		lf := strings.ReplaceAll(chat.Text, "\r\n", "\n")
		for name, text := range map[string]string{
			"LF": lf, "CRLF": strings.ReplaceAll(lf, "\n", "\r\n"), "no line end at the end": strings.TrimRight(lf, "\n"),
			"byte order marks": "\ufeff" + strings.Replace(lf, "\n", "\n\ufeff", 3),
			"indented":         "  \t" + strings.ReplaceAll(strings.TrimRight(lf, "\n"), "\n", "\n  \t"),
		} {
			t.Run(shape.Name+"/"+name, func(t *testing.T) {
				t.Parallel()
				messages, _, refused := readAll(t, "chat.txt", text, parser.Options{})
				if refused != nil {
					t.Fatal(refused)
				}
				sameMessages(t, messages, chat.Messages, shape)
			})
		}
	}
}

// sameMessages checks messages against a chat's, wherever in a text they are.
func sameMessages(t *testing.T, got, want []parser.Message, shape exporttest.Shape) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d messages, want %d", len(got), len(want))
	}
	for i, want := range want {
		want.N, want.Offset, want.Length, want.Line = got[i].N, got[i].Offset, got[i].Length, got[i].Line
		if diff := unlike(got[i], want, shape); diff != "" {
			t.Fatalf("message %d\n%s", i+1, diff)
		}
	}
}

func TestAnExportIsTheSameInEveryEncoding(t *testing.T) {
	t.Parallel()
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		for _, mark := range []unicode.BOMPolicy{unicode.IgnoreBOM, unicode.UseBOM} {
			for _, shape := range []exporttest.Shape{exporttest.Shapes[0], exporttest.Shapes[20]} {
				chat := exporttest.New(5000, shape, exporttest.Languages[0], 80)
				text, err := unicode.UTF16(order, mark).NewEncoder().String(chat.Text)
				if err != nil {
					t.Fatal(err)
				}
				messages, summary, refused := readAll(t, "chat.txt", text, parser.Options{})
				if refused != nil {
					t.Fatal(refused)
				}
				sameMessages(t, messages, chat.Messages, shape)
				if !strings.Contains(summary.Warnings[0], "UTF-16") {
					t.Errorf("warnings %q", summary.Warnings)
				}
			}
		}
	}
}

func TestMessagesWrittenAsJSONLinesAreReadAsTheyWere(t *testing.T) {
	t.Parallel()
	for i, language := range exporttest.Languages {
		chat := exporttest.New(uint64(6000+i), exporttest.Shapes[20], language, 80)
		var lines []byte
		for _, m := range chat.Messages {
			lines = append(m.AppendJSON(lines), '\n')
		}
		messages, summary, refused := readAll(t, "chat.jsonl", string(lines), parser.Options{})
		if refused != nil {
			t.Fatal(refused)
		}
		sameMessages(t, messages, chat.Messages, chat.Shape)
		everyByteCounted(t, string(lines), messages, summary)
	}
}

func TestExportsOfTwoPhonesJoinedInOneFileAreBothRead(t *testing.T) {
	t.Parallel()
	for i, first := range exporttest.Shapes {
		second := exporttest.Shapes[(i+7)%len(exporttest.Shapes)]
		if first.NoYear || second.NoYear {
			continue
		}
		t.Run(first.Name+" and "+second.Name, func(t *testing.T) {
			t.Parallel()
			a := exporttest.New(uint64(7000+i), first, exporttest.Languages[0], 60)
			b := exporttest.New(uint64(8000+i), second, exporttest.Languages[0], 60)
			if strings.Contains(a.Text+b.Text, "Zed: pasted") {
				return // is what makes joined files hard to tell, and rare
			}
			messages, summary, refused := readAll(t, "chat.txt", a.Text+b.Text, parser.Options{})
			if refused != nil {
				t.Fatal(refused)
			}
			everyByteCounted(t, a.Text+b.Text, messages, summary)
			if len(messages) != 120 {
				t.Fatalf("%d messages, want 120; %q", len(messages), summary.Warnings)
			}
			sameMessages(t, messages[:60], a.Messages, first)
			sameMessages(t, messages[60:], b.Messages, second)
		})
	}
}

func TestAVeryLongMessageIsReadWhole(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("0123456789 ", 300_000)
	lines := strings.Repeat("10:00 - a line\n", 200_000)
	text := "13/06/24, 21:25 - Ann: " + long + "\n13/06/24, 21:26 - Ben: x\n13/06/24, 21:27 - Ann: " + lines + "13/06/24, 21:28 - Ben: y\n"
	messages, summary, refused := readAll(t, "chat.txt", text, parser.Options{})
	if refused != nil || len(messages) != 4 {
		t.Fatalf("%d messages, refused %v", len(messages), refused)
	}
	everyByteCounted(t, text, messages, summary)
	if messages[0].Text != strings.TrimSpace(long) || messages[2].Text != strings.TrimSpace(lines) || messages[3].Text != "y" {
		t.Error("a long message is not whole")
	}
}

// everyByteCounted checks that each byte of text belongs to one message or to
// one stretch the summary names; blank lines before the first may be in none.
func everyByteCounted(t *testing.T, text string, messages []parser.Message, summary parser.Summary) {
	t.Helper()
	type stretch struct{ from, to int64 }
	all := make([]stretch, 0, len(messages)+len(summary.Unreadable))
	for _, m := range messages {
		all = append(all, stretch{m.Offset, m.Offset + m.Length})
	}
	for _, u := range summary.Unreadable {
		all = append(all, stretch{u.Offset, u.Offset + u.Length})
	}
	slices.SortFunc(all, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	end := int64(0)
	for _, s := range all {
		if s.from != end && (s.from < end || strings.Trim(text[end:s.from], " \t\r\n\ufeff") != "") {
			t.Fatalf("bytes %d to %d belong to nothing, or to two: %q", end, s.from, text)
		}
		end = s.to
	}
	if end != int64(len(text)) {
		t.Fatalf("bytes from %d belong to nothing: %q", end, text[end:])
	}
}

func TestAnExportCutOffAnywhereLosesOnlyItsEnd(t *testing.T) {
	t.Parallel()
	for i, shape := range exporttest.Shapes {
		chat := exporttest.New(uint64(2000+i), shape, exporttest.Languages[0], 6)
		t.Run(shape.Name, func(t *testing.T) {
			t.Parallel()
			second := int(chat.Messages[1].Offset)
			for end := second + 1; end <= len(chat.Text); end += 3 + i%7 {
				text := strings.ToValidUTF8(chat.Text[:end], "\ufffd")
				messages, summary, refused := readAll(t, "chat.txt", text, parser.Options{})
				if refused != nil {
					t.Fatalf("refused when cut at %d: %v", end, refused)
				}
				everyByteCounted(t, text, messages, summary)
				if !strings.HasPrefix(messages[0].Text, chat.Messages[0].Text) {
					t.Fatalf("cut at %d the first message is %q", end, messages[0].Text)
				}
			}
		})
	}
}

func TestNothingOfADamagedExportIsLostSilently(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	junk := []string{"", "\n", "\r\n", "\r", "\ufeff", "\u200e", "[", "]", ":", "/", "9", "\x00", "lost words\n", "[99/99/99, 99:99:99] Ann: x\n", "1/1/24, 9:00 - \n"}
	for i, shape := range exporttest.Shapes {
		chat := exporttest.New(uint64(3000+i), shape, exporttest.Languages[i%len(exporttest.Languages)], 30)
		for range 8 {
			text := chat.Text
			for range 1 + rng.IntN(5) {
				from := rng.IntN(len(text))
				to := min(len(text), from+rng.IntN(40)*rng.IntN(2))
				text = strings.ToValidUTF8(text[:from]+junk[rng.IntN(len(junk))]+text[to:], "\ufffd")
			}
			messages, summary, refused := readAll(t, "chat.txt", text, parser.Options{})
			if refused != nil {
				t.Fatalf("%s: %v: %q", shape.Name, refused, text)
			}
			everyByteCounted(t, text, messages, summary)
		}
	}
}
