package parser

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// texts are what messages say, notices included.
func texts(messages []Message) []string {
	out := make([]string, len(messages))
	for i, m := range messages {
		out[i] = m.Sender + "|" + m.Text
	}
	return out
}

func TestWhereMessagesStartAndEnd(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"lines go on with the message", "13/06/24, 21:25 - Ann: one\ntwo\n\nthree\n13/06/24, 21:26 - Bob: four\n",
			[]string{"Ann|one\ntwo\n\nthree", "Bob|four"}},
		{"no line end at the end", "13/06/24, 21:25 - Ann: one\n13/06/24, 21:26 - Bob: two",
			[]string{"Ann|one", "Bob|two"}},
		{"a header of another shape is text", "13/06/24, 21:25 - Ann: look\n[12/06/24, 09:00:00] Bob: pasted\n13/06/24, 21:26 - Bob: two\n",
			[]string{"Ann|look\n[12/06/24, 09:00:00] Bob: pasted", "Bob|two"}},
		{"also where there are more of them", "13/06/24, 21:25 - Ann: look\n[12/06/24, 09:00:00] Bob: a\n[12/06/24, 09:01:00] Bob: b\n[12/06/24, 09:02:00] Bob: c\n",
			[]string{"Ann|look\n[12/06/24, 09:00:00] Bob: a\n[12/06/24, 09:01:00] Bob: b\n[12/06/24, 09:02:00] Bob: c"}},
		{"a year of another width is another shape", "13/06/24, 21:25 - Ann: look\n13/06/2024, 09:00 - Bob: pasted\n",
			[]string{"Ann|look\n13/06/2024, 09:00 - Bob: pasted"}},
		{"a missing comma is another shape", "13/06/24, 21:25 - Ann: look\n13/06/24 09:00 - Bob: pasted\n",
			[]string{"Ann|look\n13/06/24 09:00 - Bob: pasted"}},
		{"24 hours among 12", "13/06/24, 9:25 pm - Ann: look\n13/06/24, 09:00 - Bob: pasted\n",
			[]string{"Ann|look\n13/06/24, 09:00 - Bob: pasted"}},
		{"times in a list", "13/06/24, 21:25 - Ann: plan\n10:00 - start: welcome\n2024-06-29 10:30:00\n20/09 Itaim - x: y\n13/06/24 free\n",
			[]string{"Ann|plan\n10:00 - start: welcome\n2024-06-29 10:30:00\n20/09 Itaim - x: y\n13/06/24 free"}},
		{"an indented header is text", "13/06/24, 21:25 - Ann: look\n 13/06/24, 09:00 - Bob: pasted\n> 13/06/24, 09:00 - Bob: quoted\n",
			[]string{"Ann|look\n 13/06/24, 09:00 - Bob: pasted\n> 13/06/24, 09:00 - Bob: quoted"}},
		{"an impossible day is text", "13/06/24, 21:25 - Ann: look\n31/06/24, 09:00 - Bob: x\n",
			[]string{"Ann|look\n31/06/24, 09:00 - Bob: x"}},
		{"widths vary", "[22/02/2022, 0:04:35] Ann: a\n[9/2/2022, 16:09:08] Ann: b\n[10/02/2022, 16:09:08] Ann: c\n",
			[]string{"Ann|a", "Ann|b", "Ann|c"}},
		{"iPhone: CRLF between, LF inside, a pasted header of its own shape",
			"[13/06/24, 21:25:00] Ann: look\n[12/06/24, 09:00:00] Bob: pasted\nend\r\n[13/06/24, 21:26:00] Bob: two\r\n",
			[]string{"Ann|look\n[12/06/24, 09:00:00] Bob: pasted\nend", "Bob|two"}},
		{"CRLF inside bodies proves nothing", "[13/06/24, 21:25:00] Ann: from\r\nWindows\r\n[13/06/24, 21:26:00] Bob: two\n[13/06/24, 21:27:00] Bob: three\r\n",
			[]string{"Ann|from\nWindows", "Bob|two", "Bob|three"}},
		{"all CRLF", "13/06/24, 21:25 - Ann: one\r\ntwo\r\n13/06/24, 21:26 - Bob: three\r\n",
			[]string{"Ann|one\ntwo", "Bob|three"}},
		{"other line ends are text", "13/06/24, 21:25 - Ann: a\u2028b\u2029c\u0085d\ve\f\rf\n",
			[]string{"Ann|a\u2028b\u2029c\u0085d\ve\f\rf"}},
		{"byte order marks at line starts", "\ufeff13/06/24, 21:25 - Ann: one\n\ufeff13/06/24, 21:26 - Bob: two\n",
			[]string{"Ann|one", "Bob|two"}},
		{"blank lines first", "\n\n13/06/24, 21:25 - Ann: one\n", []string{"Ann|one"}},
		{"an empty message", "13/06/24, 21:25 - Ann: \n13/06/24, 21:26 - Bob:\n13/06/24, 21:27 - Bob: x\n",
			[]string{"Ann|", "Bob|", "Bob|x"}},
		{"a message that starts on the next line", "13/06/24, 21:25 - Ann:\nhello\n", []string{"Ann|\nhello"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			messages, _ := readAll(t, exportOf("chat.txt", tt.text), Options{})
			if got, want := strings.Join(texts(messages), "\n--\n"), strings.Join(tt.want, "\n--\n"); got != want {
				t.Errorf("got\n%q\nwant\n%q", got, want)
			}
		})
	}
}

func TestExportsJoinedTogetherAreBothRead(t *testing.T) {
	t.Parallel()
	first := strings.Repeat("13/06/24, 21:25 - Ann: one\n", 30)
	second := strings.Repeat("[6/25/24, 9:25:11 PM] Ann: two\n", 30)
	messages, summary := readAll(t, exportOf("chat.txt", first+second), Options{})
	if len(messages) != 60 || messages[59].Text != "two" || messages[59].Time.Format(TimeLayout) != "2024-06-25T21:25:11" {
		t.Errorf("got %d messages, the last %+v", len(messages), messages[len(messages)-1])
	}
	if !strings.Contains(strings.Join(summary.Warnings, "\n"), "line 31") {
		t.Errorf("warnings %q", summary.Warnings)
	}
}

func TestAChatThatGoesOnInAnotherShapeIsReadInASmallFile(t *testing.T) {
	t.Parallel()
	const before = "13/06/24, 21:25 - Ann: one\n13/06/24, 21:26 - Bob: two\n"
	tests := []struct {
		name, after string
		want        int
	}{
		{"the clock was changed to 12 hours", "14/06/24, 9:25 am - Ann: a\n14/06/24, 1:26 pm - Bob: b\nmore\n15/06/24, 9:26 pm - Bob: c\n", 5},
		{"a new phone", "[13/06/24, 21:27:00] Ann: a\n[13/06/24, 21:28:00] Bob: b\n[07/07/24, 21:28:00] Ann: c\n", 5},
		{"seconds and a newcomer", "14/06/24, 21:27:10 - Ann: a\n14/06/24, 21:28:10 - Cleo: b\n14/06/24, 21:28:20 - Ann: c\n", 5},
		{"pasted, earlier", "[12/06/24, 21:27:00] Ann: a\n[12/06/24, 21:28:00] Bob: b\n[12/06/24, 21:29:00] Ann: c\n", 2},
		{"pasted, of the same minute", "[13/06/24, 21:26:00] Ann: a\n[13/06/24, 21:26:08] Bob: b\n[13/06/24, 21:26:09] Ann: c\n", 2},
		{"another chat", "[14/06/24, 21:27:00] Dan: a\n[14/06/24, 21:28:00] Eve: b\n[14/06/24, 21:29:00] Dan: c\n", 2},
		{"a list of what is to come", "[14/06/24, 10:00:00] Start: welcome\n[14/06/24, 11:00:00] Ann: a talk\n[14/06/24, 12:00:00] Lunch: soup\n", 2},
		{"one line", "[14/06/24, 21:27:00] Ann: a\n", 2},
		{"the first shape returns", "[14/06/24, 21:27:00] Ann: a\n[14/06/24, 21:28:00] Bob: b\n[14/06/24, 21:29:00] Ann: c\n15/06/24, 21:25 - Ann: d\n", 6},
		{"both shapes by turns", "[13/06/24, 21:27:00] Ann: a\n14/06/24, 09:00 - Bob: b\n[14/06/24, 09:02:00] Bob: c\n14/06/24, 09:03 - Ann: d\n[14/06/24, 09:04:00] Bob: e\n", 7},
		{"by turns, but one goes back", "[13/06/24, 21:27:00] Ann: a\n14/06/24, 09:00 - Bob: b\n[14/06/24, 08:58:00] Bob: c\n14/06/24, 09:03 - Ann: d\n[14/06/24, 09:04:00] Bob: e\n", 4},
		{"by turns, too few", "[13/06/24, 21:27:00] Ann: a\n14/06/24, 09:00 - Bob: b\n[14/06/24, 09:02:00] Bob: c\n14/06/24, 09:03 - Ann: d\n", 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			messages, summary := readAll(t, exportOf("chat.txt", before+tt.after), Options{})
			if len(messages) != tt.want {
				t.Errorf("got %d messages, want %d: %q", len(messages), tt.want, texts(messages))
			}
			if len(summary.Warnings) == 0 {
				t.Error("no warning says how the lines were read")
			}
		})
	}
}

func TestDatesThatGoOnInAnotherShapeAreReadAsBefore(t *testing.T) {
	t.Parallel()
	text := "6/13/24, 21:25 - Ann: one\n6/14/24, 21:26 - Bob: two\n7/2/24, 9:25 AM - Ann: a\n7/3/24, 1:26 PM - Bob: b\n7/4/24, 9:26 PM - Ann: c\n"
	messages, summary := readAll(t, exportOf("chat.txt", text), Options{})
	if last := messages[len(messages)-1]; len(messages) != 5 || last.Time.Format(TimeLayout) != "2024-07-04T21:26:00" {
		t.Errorf("got %d messages, the last %+v", len(messages), last)
	}
	if strings.Contains(strings.Join(summary.Warnings, "\n"), "day first") {
		t.Errorf("warnings %q", summary.Warnings)
	}
}

func TestWhatIsInNoMessageIsNamed(t *testing.T) {
	t.Parallel()
	_, summary := readAll(t, exportOf("chat.txt", "My chat\nwith Ann\n13/06/24, 21:25 - Ann: one\n"), Options{})
	if len(summary.Unreadable) != 1 || summary.Unreadable[0].Lines != 2 || summary.Unreadable[0].Length != 17 {
		t.Errorf("unreadable: %+v", summary.Unreadable)
	}
	if !strings.Contains(strings.Join(summary.Warnings, "\n"), "lines 1 to 2") {
		t.Errorf("warnings %q", summary.Warnings)
	}
}

func TestTextWithoutHeadersIsRefused(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("just words of somebody\n", 10000)
	for _, text := range []string{"", "\n\n", "hello\n", "99/99/24, 10:00 - Ann: x\n", long} {
		var refused *RefusedError
		if _, err := exportOf("chat.txt", text).Read(t.Context(), Options{}); !errors.As(err, &refused) {
			t.Errorf("%.20q: got %v", text, err)
		}
	}
}

func TestALineOfManyMegabytesIsOneMessage(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("very long ", 400_000)
	text := "13/06/24, 21:25 - Ann: one\n13/06/24, 21:26 - Bob: " + long + "\n13/06/24, 21:27 - Ann: two\n"
	messages, _ := readAll(t, exportOf("chat.txt", text), Options{})
	if len(messages) != 3 || len(messages[1].Text) != len(strings.TrimSpace(long)) || messages[2].Text != "two" {
		t.Errorf("got %d messages", len(messages))
	}
}

func TestReadingDoesNotDependOnHowBytesArrive(t *testing.T) {
	t.Parallel()
	text := "13/06/24, 21:25 - Ann: one\ntwo\r\n13/06/24, 21:26 - Zoë: thrée\n\n13/06/24, 21:27 - Ann left\n"
	want, _ := readAll(t, exportOf("chat.txt", text), Options{})
	slow := FromReader("chat.txt", func() (io.ReadCloser, error) {
		return io.NopCloser(iotest.OneByteReader(strings.NewReader(text))), nil
	})
	got, _ := readAll(t, slow, Options{})
	if strings.Join(texts(got), "\n") != strings.Join(texts(want), "\n") {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestAnErrorOfTheSourceIsNotTheEnd(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("13/06/24, 21:25 - Ann: one\n", 100)
	passes := 0
	e := FromReader("chat.txt", func() (io.ReadCloser, error) {
		passes++
		if passes > 2 {
			return io.NopCloser(io.MultiReader(strings.NewReader(text[:500]), iotest.ErrReader(io.ErrUnexpectedEOF))), nil
		}
		return io.NopCloser(strings.NewReader(text)), nil
	})
	r, err := e.Read(t.Context(), Options{})
	for err == nil {
		_, err = r.Read()
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

// checkBytes checks that every byte of a text is in exactly one message or in
// an unreadable stretch, but for blanks and invisible marks before the first.
func checkBytes(t *testing.T, text []byte, messages []Message, summary Summary) {
	t.Helper()
	at, line := int64(0), 1
	stretches := summary.Unreadable
	step := func(offset, length int64, first int) {
		if gap := text[at:offset]; len(bytes.TrimSpace(cleanText(gap))) > 0 {
			t.Fatalf("bytes %d to %d are nowhere: %q", at, offset, gap)
		}
		line += bytes.Count(text[at:offset], []byte{'\n'})
		if first != line {
			t.Fatalf("what is at %d is said to be on line %d, not %d", offset, first, line)
		}
		line += bytes.Count(text[offset:offset+length], []byte{'\n'})
		at = offset + length
	}
	for _, m := range messages {
		for len(stretches) > 0 && stretches[0].Offset < m.Offset {
			step(stretches[0].Offset, stretches[0].Length, stretches[0].Line)
			stretches = stretches[1:]
		}
		step(m.Offset, m.Length, m.Line)
	}
	for _, s := range stretches {
		step(s.Offset, s.Length, s.Line)
	}
	if rest := text[at:]; len(bytes.TrimSpace(cleanText(rest))) > 0 {
		t.Fatalf("the end is nowhere: %q", rest)
	}
}

// FuzzReader checks that nothing is lost of whatever is given.
func FuzzReader(f *testing.F) {
	f.Add([]byte("13/06/24, 21:25 - Ann: one\ntwo\n13/06/24, 21:26 - Bob: three\n"))
	f.Add([]byte("preamble\n[13/06/24, 21:25:00] Ann: a\nb\r\n\u200e[13/06/24, 21:26:00] Bob: \u200eimage omitted\r\n"))
	f.Add([]byte("[31/02/24, 21:25:00] Ann: a\n[1/1/24, 1:25:00] Ann\n"))
	f.Add([]byte("Mar 5, 8:11 PM - Ann: x\n18 Mar 12:14 - Bob: y\n"))
	for _, tt := range headers {
		f.Add([]byte(tt.header + "Ann: one\nmore\n" + tt.header + "Bob: two\n"))
	}
	f.Add([]byte("13/06/24, 21:25 - Ann: a\n[14/06/24, 21:27:00] Ann: a\n[14/06/24, 21:28:00] Ann: b\nc\n[14/06/24, 21:29:00] Ann: d\n"))
	f.Add([]byte("[10/06/24, G1:27:40] Ann: a\n[14/04/04, G1:27:00] Ann: a\n[24/06/r4, 11:28:00] Ann: b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		e := exportOf("chat.txt", string(data))
		r, err := e.Read(t.Context(), Options{})
		if err != nil {
			return
		}
		defer r.Close()
		if r.jsonl != nil {
			return
		}
		var messages []Message
		for {
			m, err := r.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if m.Kind == Notice && m.Sender != "" || m.Time.IsZero() || m.N != len(messages)+1 {
				t.Fatalf("%+v", m)
			}
			messages = append(messages, m)
		}
		var text bytes.Buffer
		if _, err := scanText(t.Context(), e.open, func(r io.Reader) error {
			text.Reset()
			_, err := text.ReadFrom(r)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		checkBytes(t, text.Bytes(), messages, r.Summary())
	})
}
