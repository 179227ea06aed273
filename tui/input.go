package tui

import (
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kerbstreet/kerb/tui/safe"
)

// An input is one line of typing. It moves and deletes by grapheme, so that
// an emoji of five code points is one step (bubbles' text input moves by code
// point and brings the clipboard's programs with it). Whatever is typed or
// pasted is made harmless on its way in.
type input struct {
	prompt  string         // harmless
	hint    string         // shown dim while empty; harmless
	changed func() tea.Cmd // called when the text is another; may be nil
	// empty is given each key while nothing is typed, and says whether it took
	// it; may be nil.
	empty   func(k tea.KeyPressMsg) (tea.Cmd, bool)
	before  []string
	after   []string
	offered bool // what stands there was not typed: typing replaces it, moving keeps it
}

// limit is the number of graphemes an input takes; more is dropped.
const limit = 2000

func (in *input) value() string {
	return strings.Join(in.before, "") + strings.Join(in.after, "")
}

func (in *input) set(s string) {
	in.before, in.after, in.offered = nil, nil, false
	in.insert(s)
}

// offer sets a text that the first letter typed replaces.
func (in *input) offer(s string) {
	in.set(s)
	in.offered = s != ""
}

func (in *input) insert(s string) {
	if in.offered {
		in.before, in.after, in.offered = nil, nil, false
	}
	for _, g := range graphemes(safe.Line(s)) {
		if len(in.before)+len(in.after) < limit {
			in.before = append(in.before, g)
		}
	}
}

// press takes one key and reports whether the text is another now.
func (in *input) press(k tea.KeyPressMsg) (changed bool) {
	old := len(in.before) + len(in.after)
	if in.offered && k.Text != "" {
		in.insert(k.Text)
		return true
	}
	if in.offered && (k.Code == tea.KeyBackspace || k.Code == tea.KeyDelete) {
		in.set("")
		return true
	}
	in.offered = false
	switch k.String() {
	case "left", "ctrl+b":
		in.move(-1)
	case "right", "ctrl+f":
		in.move(1)
	case "home", "ctrl+a":
		in.move(-len(in.before))
	case "end", "ctrl+e":
		in.move(len(in.after))
	case "ctrl+left", "alt+left", "alt+b":
		in.move(in.wordStart() - len(in.before))
	case "ctrl+right", "alt+right", "alt+f":
		in.move(in.wordEnd())
	case "backspace", "ctrl+h":
		in.before = in.before[:max(0, len(in.before)-1)]
	case "delete":
		in.after = in.after[min(1, len(in.after)):]
	case "ctrl+w", "alt+backspace", "ctrl+backspace":
		in.before = in.before[:in.wordStart()]
	case "ctrl+u":
		in.before = nil
	case "ctrl+k":
		in.after = nil
	default:
		if k.Text == "" {
			return false
		}
		in.insert(k.Text)
	}
	return len(in.before)+len(in.after) != old
}

func (in *input) move(by int) {
	all := slices.Concat(in.before, in.after)
	at := min(max(0, len(in.before)+by), len(all))
	in.before, in.after = slices.Clone(all[:at]), slices.Clone(all[at:])
}

// wordStart is where the word before the cursor begins.
func (in *input) wordStart() int {
	i := len(in.before)
	for i > 0 && isSpace(in.before[i-1]) {
		i--
	}
	for i > 0 && !isSpace(in.before[i-1]) {
		i--
	}
	return i
}

// wordEnd is how far behind the cursor the next word ends.
func (in *input) wordEnd() int {
	i := 0
	for i < len(in.after) && isSpace(in.after[i]) {
		i++
	}
	for i < len(in.after) && !isSpace(in.after[i]) {
		i++
	}
	return i
}

// view draws the line in width cells and tells the cursor's column. A text
// longer than the line is shown around the cursor.
func (in *input) view(t *theme, width int, focused bool) (line string, column int) {
	prompt := t.fit(in.prompt, width)
	room := width - t.width(prompt) - 1 // the cursor may stand behind the last cell of text
	style := t.dim
	if focused {
		style = t.accent
	}
	line = style.Render(prompt)
	if len(in.before)+len(in.after) == 0 {
		return line + t.dim.Render(t.fit(in.hint, room)), t.width(prompt)
	}
	start, used := len(in.before), 0
	for start > 0 {
		w := t.width(in.before[start-1])
		if used+w > room {
			break
		}
		used += w
		start--
	}
	shown := strings.Join(in.before[start:], "")
	rest := t.cut(strings.Join(in.after, ""), max(0, room-used), "")
	text := t.text
	if in.offered {
		text = text.Reverse(true)
	}
	return line + text.Render(shown+rest), t.width(prompt) + used
}

// graphemes cuts s into what a reader would call characters.
func graphemes(s string) []string {
	var out []string
	for len(s) > 0 {
		g, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		out = append(out, g)
		s = s[len(g):]
	}
	return out
}

func isSpace(g string) bool {
	for _, r := range g {
		return unicode.IsSpace(r)
	}
	return false
}
