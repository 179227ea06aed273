package tui

import "strings"

// The least a terminal must have.
const (
	leastWidth  = 40
	leastHeight = 10
	wideFrom    = 100 // from here on there are two panes
)

// A layout says where things are. It is computed once for each size.
type layout struct {
	width, height int
	tooSmall      bool
	top           int // first row of the body
	body          int // rows of the body
	wide          bool
	left, right   int // cells of the two panes; right is 0 where there is one
}

// row 0            Kerb  1 Chat  2 Search  3 Threads
// row 1            Linden Street ▾    f2 power
// row top          body: one pane, or two with a rule between them
// row height-2     what happened last
// row height-1     the keys that matter                        1 of 812
func newLayout(width, height int) layout {
	l := layout{width: width, height: height, tooSmall: width < leastWidth || height < leastHeight}
	switch { // the last of several rows is left empty
	case height < 16:
		l.top = 1
	case height < 20:
		l.top = 2
	default:
		l.top = 3
	}
	l.body = max(1, height-l.top-2)
	l.left = width
	if l.wide = width >= wideFrom; l.wide {
		l.left = width * 46 / 100
		l.right = width - l.left - 1
	}
	return l
}

// split joins two panes with a rule between them.
func (l layout) split(t *theme, left, right []string, rows int) []string {
	wall := t.rule.Render(t.signs.wall)
	out := make([]string, rows)
	for i := range out {
		out[i] = t.pad(lineOf(left, i), l.left) + wall + t.fit(lineOf(right, i), l.right)
	}
	return out
}

// rule is a line across, with a title near its start.
func (t *theme) across(title string, width int) string {
	if title == "" {
		return t.rule.Render(strings.Repeat(t.signs.rule, width))
	}
	head := t.signs.rule + t.signs.rule + " "
	title = t.fit(title, width-8)
	rest := max(0, width-t.width(head)-t.width(title)-1)
	return t.rule.Render(head) + t.strong.Render(title) + " " + t.rule.Render(strings.Repeat(t.signs.rule, rest))
}

func lineOf(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
