package tui

import (
	"hash/fnv"
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// A theme is everything a screen needs to know about how this terminal looks:
// its colours, its signs and how it counts cells. It is replaced as a whole
// when the terminal answers what it is; screens drop what they had drawn.
type theme struct {
	text   lipgloss.Style // what people wrote
	dim    lipgloss.Style // what stands beside it: times, counts, hints
	strong lipgloss.Style // headings
	picked lipgloss.Style // what people wrote, in the selected row
	accent lipgloss.Style // the one colour of Kerb: selection, keys, the bar
	tag    lipgloss.Style // a tag's word
	hit    lipgloss.Style // words the query speaks of
	wrong  lipgloss.Style // errors
	rule   lipgloss.Style // the line between panes
	people []lipgloss.Style

	signs signs
	cells ansi.Method
}

// signs are the characters that carry meaning besides words.
type signs struct {
	bar      string // the selected row
	mark     string // a row chosen with space
	on, part string // a tag that all, or some, of the messages have
	rule     string // across
	wall     string // down, between panes
	ellipsis string
	full     string // done part of a progress bar
	rest     string
	dot      string   // between facts
	down     string   // there is a choice here
	next     string   // and then
	menu     string   // WhatsApp's three dots
	cross    string   // take this away
	bars     []string // of a histogram: none, then from few to many
}

var (
	unicodeSigns = signs{bar: "▌", mark: "●", on: "✓", part: "~", rule: "─", wall: "│", ellipsis: "…", full: "━", rest: "─", dot: "·", down: "▾", next: "›", menu: "⋮", cross: "✕", bars: []string{"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}}
	asciiSigns   = signs{bar: ">", mark: "*", on: "x", part: "~", rule: "-", wall: "|", ellipsis: "...", full: "#", rest: "-", dot: "-", down: "v", next: ">", menu: "three dots", cross: "x", bars: []string{".", "1", "2", "3", "4", "5", "6", "7", "8", "9"}}
)

// The colours keep a contrast of 4.5:1 or more against usual backgrounds
// (parts_test.go computes it), but for the rule, which is no text. Each is
// given for terminals of 16 million colours and of 256, where the nearest one
// would often have another hue. The accent is the yellow of the line along a
// kerb.
type colours struct {
	text, dim, accent, wrong, rule tone
	people                         []tone
}

// tone is a colour: as hex, and its number among 256.
type tone struct{ hex, number string }

var (
	darkColours = colours{
		text: tone{"#E4E2DC", "254"}, dim: tone{"#A09C94", "247"}, accent: tone{"#F2C14E", "221"},
		wrong: tone{"#FF8A80", "210"}, rule: tone{"#4A4A4A", "239"},
		people: []tone{
			{"#8CC4E8", "117"}, {"#A5D18C", "150"}, {"#E8A0BF", "218"}, {"#C3A6F0", "183"},
			{"#7FD1C0", "115"}, {"#F0A67A", "216"}, {"#B7C3E8", "153"}, {"#D3CE8A", "186"},
		},
	}
	lightColours = colours{
		text: tone{"#23211E", "235"}, dim: tone{"#625E58", "241"}, accent: tone{"#7D5200", "94"},
		wrong: tone{"#B3261E", "124"}, rule: tone{"#C8C4BC", "251"},
		people: []tone{
			{"#1A5F8A", "24"}, {"#35691C", "22"}, {"#9C2A5E", "89"}, {"#6A3FB5", "55"},
			{"#0B6B5D", "23"}, {"#9A4312", "88"}, {"#3F51A5", "61"}, {"#66600A", "58"},
		},
	}
)

// newTheme makes the theme for a background and the number of colours the
// terminal has. With 16 colours the terminal's own are used, since those are
// the ones its owner can read. They are few and often hard to tell apart, so
// there, and without colours, the selected row is bold and tags are underlined;
// hits are both, as everywhere.
func newTheme(dark bool, profile colorprofile.Profile, utf8 bool, cells ansi.Method) *theme {
	p := lightColours
	if dark {
		p = darkColours
	}
	choose := lipgloss.Complete(profile)
	pick := func(c tone, basic color.Color) lipgloss.Style {
		return lipgloss.NewStyle().Foreground(choose(basic, lipgloss.Color(c.number), lipgloss.Color(c.hex)))
	}
	accent := color.Color(lipgloss.Yellow)
	if !dark {
		accent = lipgloss.Blue // yellow on white cannot be read
	}
	t := &theme{
		text:   pick(p.text, lipgloss.NoColor{}),
		dim:    pick(p.dim, lipgloss.NoColor{}),
		strong: pick(p.text, lipgloss.NoColor{}).Bold(true),
		accent: pick(p.accent, accent),
		tag:    pick(p.accent, accent),
		hit:    pick(p.accent, accent).Bold(true).Underline(true),
		wrong:  pick(p.wrong, lipgloss.Red).Bold(true),
		rule:   pick(p.rule, lipgloss.BrightBlack),
		signs:  asciiSigns,
		cells:  cells,
	}
	t.picked = t.text
	if profile <= colorprofile.ANSI {
		t.picked, t.tag = t.text.Bold(true), t.tag.Underline(true)
	}
	if profile < colorprofile.ANSI { // what is only yellow or red elsewhere
		t.accent, t.wrong = t.accent.Bold(true), t.wrong.Reverse(true)
	}
	if utf8 {
		t.signs = unicodeSigns
	}
	basics := []color.Color{lipgloss.Cyan, lipgloss.Green, lipgloss.Magenta, lipgloss.Blue}
	if dark {
		basics = []color.Color{lipgloss.Cyan, lipgloss.Green, lipgloss.Magenta, lipgloss.BrightCyan, lipgloss.BrightGreen, lipgloss.BrightMagenta}
	}
	for i, c := range p.people {
		t.people = append(t.people, pick(c, basics[i%len(basics)]))
	}
	return t
}

// row is the style of the words of a row.
func (t *theme) row(selected bool) lipgloss.Style {
	if selected {
		return t.picked
	}
	return t.text
}

// person returns a style that is the same for the same name in every chat and
// every run.
func (t *theme) person(name string) lipgloss.Style {
	h := fnv.New32a()
	h.Write([]byte(name))
	return t.people[h.Sum32()%uint32(len(t.people))]
}

// width counts the cells that s takes on this terminal.
func (t *theme) width(s string) int { return t.cells.StringWidth(s) }

// fit cuts s to at most width cells, between graphemes, and says so with an
// ellipsis.
func (t *theme) fit(s string, width int) string {
	if t.width(s) <= width {
		return s
	}
	tail := t.signs.ellipsis
	if width <= t.width(tail) {
		tail = ""
	}
	return t.cut(s, width-t.width(tail), tail)
}

// cut keeps the graphemes of s that fit into width cells, puts tail behind
// them and drops the rest, but for the styles in it. (The truncation of x/ansi
// compares the wrong width where the terminal knows no graphemes.)
func (t *theme) cut(s string, width int, tail string) string {
	var out strings.Builder
	used, full := 0, false
	for state := byte(0); len(s) > 0; {
		seq, w, n, next := t.cells.DecodeSequenceInString(s, state, nil)
		if !full && used+w > width {
			full = true
			out.WriteString(tail)
		}
		if !full || seq[0] == ansi.ESC {
			out.WriteString(seq)
		}
		used += w
		s, state = s[n:], next
	}
	return out.String()
}

// fitLeft cuts the start of a text without styles rather than its end.
func (t *theme) fitLeft(s string, width int) string {
	if t.width(s) <= width {
		return s
	}
	all := graphemes(s)
	for len(all) > 0 && t.width(t.signs.ellipsis+strings.Join(all, "")) > width {
		all = all[1:]
	}
	return t.signs.ellipsis + strings.Join(all, "")
}

// pad makes s exactly width cells wide.
func (t *theme) pad(s string, width int) string {
	s = t.fit(s, width)
	return s + spaces(width-t.width(s))
}

// right makes s exactly width cells wide, with the space before it.
func (t *theme) right(s string, width int) string {
	s = t.fit(s, width)
	return spaces(width-t.width(s)) + s
}

// ends puts left and right at the two ends of a line of width cells; left
// gives way.
func (t *theme) ends(left, right string, width int) string {
	right = t.fit(right, width)
	return t.pad(left, width-t.width(right)) + right
}
