package safe_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/tui/safe"
)

func TestTextThatCouldHarmATerminalIsDefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, text, line string }{
		{"clear the screen", "Ben\x1b[2J", "Ben␛[2J", "Ben␛[2J"},
		{"set the window's title", "\x1b]0;owned\x07", "␛]0;owned␇", "␛]0;owned␇"},
		{"one-byte control sequence", "a\u009b31mb", "a\ufffd31mb", "a\ufffd31mb"},
		{"invalid UTF-8", "caf\xe9 \xff\xfe", "caf\ufffd \ufffd\ufffd", "caf\ufffd \ufffd\ufffd"},
		{"raw C1 byte", "\x9b2J", "\ufffd2J", "\ufffd2J"},
		{"delete and backspace", "rm\x7f\b\b", "rm␡␈␈", "rm␡␈␈"},
		{"NUL", "a\x00b", "a␀b", "a␀b"},
		{"tab", "a\tb", "a b", "a b"},
		{"new lines", "a\nb\r\nc\rd", "a\nb\nc\nd", "a b c d"},
		{"separators", "a\u2028b\u2029c\u0085d", "a\nb\nc\nd", "a b c d"},
		{"right-to-left override", "photo\u202egpj.exe", "photogpj.exe", "photogpj.exe"},
		{"isolates and marks", "\u2068@Ben\u2069 \u200ehi\u200f\u061c", "@Ben hi", "@Ben hi"},
		{"zero-width space and others", "pass\u200bword\ufeff\u2060\u00ad", "password", "password"},
		{"joiners between letters that do not join", "B\u200de\u200cn", "Ben", "Ben"},
		{"piled marks", "Z" + strings.Repeat("\u0335", 40), "Z" + strings.Repeat("\u0335", 6), "Z" + strings.Repeat("\u0335", 6)},
		{"mark with nothing to stand on", "\u0301a\n\u0301b", "a\nb", "a \u0301b"},
		{"endless emoji", strings.Repeat("👨\u200d", 7) + "👨", strings.Repeat("👨\u200d", 4) + "👨👨\u200d👨\u200d👨", strings.Repeat("👨\u200d", 4) + "👨👨\u200d👨\u200d👨"},
		{"text hidden in tags", "a\U000e0068\U000e0069", "a", "a"},
		{"text hidden behind a flag", "🏴" + strings.Repeat("\U000e0061", 30), "🏴" + strings.Repeat("\U000e0061", 7), "🏴" + strings.Repeat("\U000e0061", 7)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := safe.Text(tt.in); got != tt.text {
				t.Errorf("Text(%+q) = %+q, want %+q", tt.in, got, tt.text)
			}
			if got := safe.Line(tt.in); got != tt.line {
				t.Errorf("Line(%+q) = %+q, want %+q", tt.in, got, tt.line)
			}
		})
	}
}

// harmless is text that people write, in scripts and emoji that need joiners,
// marks, selectors and tags.
var harmless = []string{
	"",
	"power's off on Mill Lane again :(",
	"Größe, señor, œuvre, ação, Nguyễn, Å",
	"e\u0301 a\u0308\u0304",
	"שלום לכולם, מה נשמע? 12:30",
	"שָׁלוֹם",
	"السلام عليكم ورحمة الله ٢٠٢٤",
	"می\u200cخواهم",
	"क्\u200dष नमस्ते",
	"สวัสดีครับ ที่นี่",
	"停电了吗？ 我家也是。",
	"정전이에요",
	"👍🏽 👨‍👩‍👧‍👦 ❤️‍🔥 🏳️‍🌈 👩🏻‍❤️‍💋‍👨🏿 1️⃣ 🇬🇧 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
	"␛ � ◌ ⏎",
}

func TestWhatPeopleWriteStaysAsItIs(t *testing.T) {
	t.Parallel()
	for _, s := range harmless {
		if got := safe.Text(s); got != s {
			t.Errorf("Text(%+q) = %+q", s, got)
		}
		if got := safe.Line(s); got != s {
			t.Errorf("Line(%+q) = %+q", s, got)
		}
	}
}

func TestHarmlessTextIsReturnedWithoutAllocating(t *testing.T) {
	for _, s := range harmless {
		if n := testing.AllocsPerRun(10, func() { safe.Text(s); safe.Line(s) }); n != 0 {
			t.Errorf("%q: %v allocations, want none", s, n)
		}
	}
}

func FuzzSafe(f *testing.F) {
	for _, s := range harmless {
		f.Add(s)
	}
	for _, s := range []string{
		"\x1b[2J\x1b]0;x\x07\u009b1m", "\r\r\n\n\t\v\f", "\u202e\u2066\u2069\u200f", "\xff\xc0\xaf\xed\xa0\x80",
		"👨\u200d\u200d\u200c👨", "\u0301\u200d\u0301", "🏴\U000e0067\U000e007f\U000e0067", "\u2028\u0085",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, line := safe.Text(s), safe.Line(s)
		check(t, "Text", s, text)
		check(t, "Line", s, line)
		if strings.Contains(line, "\n") {
			t.Errorf("Line(%+q) = %+q has a new line", s, line)
		}
		if again := safe.Text(text); again != text {
			t.Errorf("Text(%+q) = %+q, and again %+q", s, text, again)
		}
		if again := safe.Line(line); again != line {
			t.Errorf("Line(%+q) = %+q, and again %+q", s, line, again)
		}
	})
}

// check fails the test if out, made of in by the function named, could do
// anything to a terminal or has lost a letter.
func check(t *testing.T, function, in, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Fatalf("%s(%+q) = %+q is not valid UTF-8", function, in, out)
	}
	for _, r := range out {
		direction := r == 0x61c || r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
		if direction || r != '\n' && unicode.IsControl(r) || r == 0x2028 || r == 0x2029 {
			t.Fatalf("%s(%+q) = %+q has %U", function, in, out, r)
		}
	}
	if letters(in) != letters(out) {
		t.Fatalf("%s(%+q) = %+q has other letters", function, in, out)
	}
}

// letters returns the letters and digits of s.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

func BenchmarkText(b *testing.B) {
	s := strings.Repeat("power is off on the whole row, café too — 停电 ", 20)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		safe.Text(s)
	}
}
