package tui

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"github.com/kerbstreet/kerb/index"
)

func plainTheme(cells ansi.Method) *theme {
	return newTheme(true, colorprofile.TrueColor, true, cells)
}

// luminance and contrast are WCAG 2's.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestWordsCanBeReadOnLightAndDark(t *testing.T) {
	t.Parallel()
	for _, look := range []struct {
		c           colours
		backgrounds []string
	}{
		{darkColours, []string{"#000000", "#1e1e1e", "#282c34", "#002b36"}},
		{lightColours, []string{"#ffffff", "#fafafa", "#f5f5f5", "#fdf6e3"}},
	} {
		tones := append([]tone{look.c.text, look.c.dim, look.c.accent, look.c.wrong}, look.c.people...)
		for _, tone := range tones {
			for _, word := range []string{tone.hex, tone.number} {
				for _, background := range look.backgrounds {
					if got := contrast(lipgloss.Color(word), lipgloss.Color(background)); got < 4.5 {
						t.Errorf("%s on %s has a contrast of %.2f, want 4.5", word, background, got)
					}
				}
			}
		}
	}
}

// texts are what widths go wrong on.
var texts = []string{
	"", "plain", "停電です。街灯も全部消えています", "الكهرباء مقطوعة", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "🏳️‍🌈🇬🇧🇩🇪👍🏽", "e\u0301e\u0301e\u0301",
	"z̷̧̛͓̯͖̈́̾á̸̡̛͍̙̈́l̵̢̛̺̈́g̶̡̛̺̈́ơ̷̡̺̈́", "ａｂｃ", "한국어 텍스트", strings.Repeat("word ", 50), "한",
}

func TestFittingKeepsToTheWidthAndCutsNoGrapheme(t *testing.T) {
	t.Parallel()
	for _, cells := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		th := plainTheme(cells)
		for _, text := range texts {
			whole := graphemes(text)
			for width := range 30 {
				got := th.fit(text, width)
				if w := th.width(got); w > width {
					t.Errorf("fit(%q, %d) = %q takes %d cells", text, width, got, w)
				}
				if w := th.width(th.pad(text, width)); w != width {
					t.Errorf("pad(%q, %d) takes %d cells", text, width, w)
				}
				kept := graphemes(strings.TrimSuffix(got, "…"))
				for i, g := range kept {
					if g != whole[i] {
						t.Errorf("fit(%q, %d) = %q: grapheme %d is %q", text, width, got, i, g)
					}
				}
			}
		}
	}
}

func TestWrappingLosesNothingAndKeepsToTheWidth(t *testing.T) {
	t.Parallel()
	for _, cells := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		th := plainTheme(cells)
		for _, text := range texts {
			for width := 10; width < 40; width += 3 {
				m := mark(text, nil)
				lines := m.lines(th, th.text, width)
				for _, line := range lines {
					if w := th.width(line); w > width {
						t.Errorf("%q in %d cells has a line of %d: %q", text, width, w, line)
					}
				}
				got := strings.Join(strings.Fields(ansi.Strip(strings.Join(lines, " "))), "")
				if want := strings.Join(strings.Fields(m.text), ""); got != want {
					t.Errorf("%q in %d cells became %q", want, width, got)
				}
			}
		}
	}
}

func TestAStyleDoesNotRunOverALinesEnd(t *testing.T) {
	t.Parallel()
	th := plainTheme(ansi.WcWidth)
	m := mark("the whole row of street lights is dark tonight", []index.Span{{Start: 4, End: 33}})
	for _, line := range m.lines(th, th.text, 12) {
		if strings.Count(line, "\x1b[m")+strings.Count(line, "\x1b[0m") == 0 || !strings.HasSuffix(line, "m") {
			t.Errorf("%q leaves its style open", line)
		}
	}
}

func TestHighlightsStayOnTheirWordsWhenTextIsCleaned(t *testing.T) {
	t.Parallel()
	text := "\x1b[31m power\u202e and \x07power"
	first := strings.Index(text, "power")
	second := strings.LastIndex(text, "power")
	m := mark(text, []index.Span{{Start: first, End: first + 5}, {Start: second, End: second + 5}})
	if len(m.hits) != 2 {
		t.Fatalf("%d hits are left of 2", len(m.hits))
	}
	for _, h := range m.hits {
		if got := m.text[h.Start:h.End]; got != "power" {
			t.Errorf("a highlight is on %q", got)
		}
	}
}

func TestTheFirstHitOfALongMessageIsSeen(t *testing.T) {
	t.Parallel()
	th := plainTheme(ansi.WcWidth)
	for _, before := range []string{strings.Repeat("word ", 60), strings.Repeat("停", 90), strings.Repeat("x", 200) + " "} {
		text := before + "ladder and more"
		m := mark(text, []index.Span{{Start: len(before), End: len(before) + 6}})
		got := th.fit(m.around(th, 40).text, 40)
		if !strings.Contains(got, "ladder") {
			t.Errorf("of %q only %q is seen", text, got)
		}
		for _, h := range m.around(th, 40).hits {
			if w := m.around(th, 40).text[h.Start:h.End]; w != "ladder" {
				t.Errorf("the highlight is on %q", w)
			}
		}
	}
}

func TestTypingMovesAndDeletesByGrapheme(t *testing.T) {
	t.Parallel()
	in := input{}
	press := func(keys ...string) {
		for _, k := range keys {
			in.press(tea.KeyPressMsg(keyCodes[k]))
		}
	}
	in.insert("a👨‍👩‍👧‍👦é")
	press("left", "backspace")
	if got := in.value(); got != "aé" {
		t.Errorf("text is %q, want %q", got, "aé")
	}
	in.set("two words")
	in.press(tea.KeyPressMsg{Code: 'w', Mod: tea.ModCtrl})
	if got := in.value(); got != "two " {
		t.Errorf("text is %q after ctrl+w", got)
	}
	press("home")
	in.press(tea.KeyPressMsg{Code: 'x', Text: "x"})
	if got := in.value(); got != "xtwo " {
		t.Errorf("text is %q after typing at its start", got)
	}
	in.set("\x1b[31mred\u202e\n")
	if got := in.value(); strings.ContainsAny(got, "\x1b\u202e\n") || !utf8.ValidString(got) {
		t.Errorf("typed text is %q", got)
	}
}

func TestALongTypedTextIsSeenAroundTheCursor(t *testing.T) {
	t.Parallel()
	th := plainTheme(ansi.WcWidth)
	in := input{prompt: "/ "}
	in.insert(strings.Repeat("停電", 50))
	for range 120 {
		line, column := in.view(th, 30, true)
		if w := th.width(line); w > 30 {
			t.Fatalf("the line takes %d cells of 30", w)
		}
		if column < 2 || column > 29 {
			t.Fatalf("the cursor is in column %d of 30", column)
		}
		in.move(-1)
	}
}

// A list shows its selected row, whatever its rows' heights.
func TestAListAlwaysShowsItsSelection(t *testing.T) {
	t.Parallel()
	for space := 3; space < 20; space += 4 {
		l := list{height: func(i int) int { return 1 + i%3 }}
		l.resize(50, space)
		for step := range 400 {
			switch step * 7 % 5 {
			case 0, 1, 2:
				l.move(step%9 - 3)
			case 3:
				l.resize(20+step%30, space)
			case 4:
				l.move(-l.page())
			}
			used := 0
			for i := l.top; i <= l.at; i++ {
				used += l.heightOf(i)
			}
			if l.at < l.top || used > l.space {
				t.Fatalf("row %d is not seen from row %d in %d lines", l.at, l.top, l.space)
			}
			if row, ok := l.rowAt(used - 1); !ok || row != l.at {
				t.Fatalf("line %d belongs to row %d, want %d", used-1, row, l.at)
			}
		}
	}
}

func TestTagsAreMadeOfWhatIsTyped(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"outage": "outage", "Fish Van!": "fish-van", "  bin--day ": "bin-day", "Straße 9": "straße-9", "!!": "",
	} {
		if got := tagFrom(typed); got != want {
			t.Errorf("tagFrom(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestNumbersAreWrittenForPeople(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0 messages", 1: "1 message", 999: "999 messages", 1000: "1,000 messages", 1234567: "1,234,567 messages"} {
		if got := count(n, "message", "messages"); got != want {
			t.Errorf("count(%d) = %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int64]string{12: "12 B", 91_000: "91 kB", 4_212_000: "4.2 MB", 2_500_000_000: "2.5 GB"} {
		if got := size(n); got != want {
			t.Errorf("size(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestTheLocaleSaysWhetherTheTerminalKnowsUnicode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		environ []string
		want    bool
	}{
		{nil, true},
		{[]string{"LANG=en_GB.UTF-8"}, true},
		{[]string{"LANG=de_DE.utf8"}, true},
		{[]string{"LANG=C"}, false},
		{[]string{"LANG=en_GB.UTF-8", "LC_ALL=POSIX"}, false},
		{[]string{"LANG=en_GB.ISO-8859-1", "LC_CTYPE=C.UTF-8"}, true},
	} {
		t.Run(fmt.Sprint(c.environ), func(t *testing.T) {
			if got := utf8Terminal(c.environ); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// Where colours are few, or none are seen, attributes tell words apart.
func TestWordsAreToldApartByAttributesWhereColoursAreFew(t *testing.T) {
	t.Parallel()
	for _, dark := range []bool{true, false} {
		for _, profile := range []colorprofile.Profile{colorprofile.ANSI, colorprofile.ASCII} {
			th := newTheme(dark, profile, true, ansi.GraphemeWidth)
			seen := map[string]string{}
			for name, style := range map[string]lipgloss.Style{"text": th.row(false), "selected": th.row(true), "tag": th.tag, "hit": th.hit} {
				var out strings.Builder
				w := colorprofile.Writer{Forward: &out, Profile: colorprofile.ASCII} // keeps attributes alone
				fmt.Fprint(&w, style.Render("x"))
				if other, ok := seen[out.String()]; ok {
					t.Errorf("dark %t, %v: %s looks like %s", dark, profile, name, other)
				}
				seen[out.String()] = name
			}
		}
	}
}

// What is copied from the screen must be whole: nobody knows a hyphen at the
// end of a line from one that belongs there.
func TestLinesDoNotBreakAtHyphens(t *testing.T) {
	t.Parallel()
	th := plainTheme(ansi.GraphemeWidth)
	for _, tt := range []struct {
		text  string
		width int
		want  []string
	}{
		{"tell it with --date-order mdy", 20, []string{"tell it with", "--date-order mdy"}},
		{"number FS-688431, half-term", 12, []string{"number", "FS-688431,", "half-term"}},
		{"a\u2011b-c \u2011 d-\u2011e", 4, []string{"a\u2011b-", "c \u2011", "d-\u2011e"}},
		{"-----", 2, []string{"--", "--", "-"}},
		{"- one\n- two-\nthree", 9, []string{"- one", "- two-", "three"}},
	} {
		got := th.wrap(tt.text, tt.width)
		if !slices.Equal(got, tt.want) {
			t.Errorf("wrap(%q, %d) = %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}
