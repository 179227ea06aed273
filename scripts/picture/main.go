// Picture turns a screen captured with its colours, as tmux capture-pane -e -p
// prints it, into an SVG. It is how docs/screen.svg is made; see picture.sh.
package main

import (
	"bufio"
	"fmt"
	"html"
	"image/color"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Size of a cell and of the frame, in SVG units.
const (
	cellWidth  = 8.4
	cellHeight = 18.0
	margin     = 14.0
)

const (
	background = "#16181d"
	foreground = "#d8dbe2"
)

func main() {
	if err := draw(os.Stdout, os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

// draw writes the screen in r as an SVG to w.
func draw(w io.Writer, r io.Reader) error {
	var body strings.Builder
	columns, rows := 0, 0
	pen := style{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		columns = max(columns, drawLine(&body, &pen, lines.Text(), rows))
		rows++
	}
	if err := lines.Err(); err != nil {
		return err
	}
	width, height := 2*margin+float64(columns)*cellWidth, 2*margin+float64(rows)*cellHeight
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">
<rect width="100%%" height="100%%" rx="8" fill="%s"/>
%s</svg>
`, width, height, width, background, body.String())
	return err
}

// drawLine draws one line of the screen and returns its width in cells. Pen is
// the style it starts with and leaves behind.
func drawLine(b *strings.Builder, pen *style, line string, row int) int {
	column := 0
	var run strings.Builder
	start := 0
	flush := func() {
		if run.Len() > 0 {
			pen.draw(b, run.String(), start, column, row)
			run.Reset()
		}
		start = column
	}
	var state byte
	parser := ansi.NewParser()
	for len(line) > 0 {
		seq, width, n, next := ansi.DecodeSequence(line, state, parser)
		state, line = next, line[n:]
		if width > 0 {
			run.WriteString(seq)
			column += width
			continue
		}
		if ansi.Cmd(parser.Command()).Final() == 'm' && ansi.HasCsiPrefix(seq) {
			flush()
			pen.apply(parser.Params())
		}
	}
	flush()
	return column
}

// A style is what SGR sequences have set.
type style struct {
	fg, bg                                 string
	bold, faint, italic, underline, invert bool
}

// draw draws text from one column up to another in the style.
func (s style) draw(b *strings.Builder, text string, from, to, row int) {
	fg, bg := s.fg, s.bg
	if fg == "" {
		fg = foreground
	}
	if s.invert {
		if bg == "" {
			bg = background
		}
		fg, bg = bg, fg
	}
	x, y := margin+float64(from)*cellWidth, margin+float64(row)*cellHeight
	width := float64(to-from) * cellWidth
	if bg != "" {
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`+"\n", x, y, width, cellHeight, bg)
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" textLength="%.1f" xml:space="preserve" fill="%s"%s>%s</text>`+"\n",
		x, y+0.76*cellHeight, width, fg, s.attributes(), html.EscapeString(text))
}

func (s style) attributes() string {
	var a string
	if s.bold {
		a += ` font-weight="bold"`
	}
	if s.faint {
		a += ` opacity="0.65"`
	}
	if s.italic {
		a += ` font-style="italic"`
	}
	if s.underline {
		a += ` text-decoration="underline"`
	}
	return a
}

// apply changes the style as an SGR sequence with params says.
func (s *style) apply(params ansi.Params) {
	if len(params) == 0 {
		*s = style{}
		return
	}
	for i := 0; i < len(params); i++ {
		p := params[i].Param(0)
		switch {
		case p == 0:
			*s = style{}
		case p == 1:
			s.bold = true
		case p == 2:
			s.faint = true
		case p == 3:
			s.italic = true
		case p == 4:
			s.underline = true
		case p == 7:
			s.invert = true
		case p == 22:
			s.bold, s.faint = false, false
		case p == 23:
			s.italic = false
		case p == 24:
			s.underline = false
		case p == 27:
			s.invert = false
		case p >= 30 && p <= 37:
			s.fg = hex(ansi.IndexedColor(p - 30))
		case p >= 40 && p <= 47:
			s.bg = hex(ansi.IndexedColor(p - 40))
		case p >= 90 && p <= 97:
			s.fg = hex(ansi.IndexedColor(p - 82))
		case p >= 100 && p <= 107:
			s.bg = hex(ansi.IndexedColor(p - 92))
		case p == 39:
			s.fg = ""
		case p == 49:
			s.bg = ""
		case p == 38 || p == 48:
			var c color.Color
			n := ansi.ReadStyleColor(params[i:], &c)
			if n == 0 {
				return
			}
			i += n - 1
			if p == 38 {
				s.fg = hex(c)
			} else {
				s.bg = hex(c)
			}
		}
	}
}

// hex returns a colour as SVG writes it.
func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
