package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/tui/safe"
)

// hint is a key in the footer, and where it stands, for the mouse.
type hint struct {
	from, to int // cells
	row      int // of the top lines
	run      func() tea.Cmd
}

// View draws the whole terminal: top line, body, sheet, what happened last,
// keys.
func (m model) View() (v tea.View) {
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "Kerb"
	defer func() { // the terminal must be restored whatever happens
		if p := recover(); p != nil {
			v.Content = "Kerb could not draw this. Press Esc to go back, q to quit."
			m.log = append(m.log, entryOfLog{at: m.now(), text: sentence(mistake(p))})
		}
	}()
	v.Content, v.Cursor = m.frame()
	return v
}

func (m model) frame() (string, *tea.Cursor) {
	l, t := m.layout, m.theme
	if l.width == 0 || l.height == 0 || m.quitting {
		return "", nil
	}
	if l.tooSmall {
		return m.tooSmall(), nil
	}
	lines := make([]string, l.height)
	copy(lines, m.header())
	var cursor *tea.Cursor
	if n := len(m.screens); n > 0 {
		d := m.screens[n-1].view(l.width, l.body)
		copy(lines[l.top:l.top+l.body], d.lines)
		if len(m.sheets) == 0 {
			cursor = cursorAt(d.cursor, l.top)
		}
	}
	if n := len(m.sheets); n > 0 {
		s := m.sheets[n-1]
		d := s.view(l.width, m.sheetRoom())
		if len(d.lines) < m.sheetRoom() {
			d.lines = append(d.lines, "")
		}
		m.sheetLines = min(len(d.lines), m.sheetRoom())
		first := m.firstRow()
		lines[first-1] = t.across(s.title(), l.width)
		for i := range m.sheetLines {
			lines[first+i] = d.lines[i]
		}
		cursor = cursorAt(d.cursor, first)
	}
	if len(m.screens) == 0 && m.slow && m.note.text == "" {
		copy(lines[l.top:l.top+l.body], m.opening())
	}
	lines[l.height-2] = m.noteLine()
	lines[l.height-1] = m.footer()
	for i, line := range lines {
		lines[i] = t.fit(line, l.width)
	}
	return strings.Join(lines, "\n"), cursor
}

// opening says what takes the store so long: as a rule, that an update of Kerb
// or damage made it rebuild its index.
func (m model) opening() []string {
	t, p, width := m.theme, m.rebuilding.get(), m.layout.width
	if p.Source == "" {
		return []string{"   " + t.dim.Render("Opening your chats"+t.signs.ellipsis)}
	}
	about := count(p.Messages, "message", "messages") + " so far " + t.signs.dot + " " + safe.Line(p.Source)
	return []string{
		"   " + t.strong.Render(t.fit("Making the index anew from your exports", width-6)),
		"",
		"   " + t.bar(p, min(width-14, 60)),
		"",
		"   " + t.text.Render(t.fit(about, width-6)),
		"",
		"   " + t.dim.Render(t.fit("Needed once, after an update or damage. Messages and tags are safe.", width-6)),
	}
}

func cursorAt(p *tea.Position, first int) *tea.Cursor {
	if p == nil {
		return nil
	}
	c := tea.NewCursor(p.X, p.Y+first)
	c.Shape = tea.CursorBar
	return c
}

// tooSmall asks for more room, in as much of it as there is.
func (m model) tooSmall() string {
	lines := m.theme.wrap("Kerb needs a terminal of 40 by 10 or more. Please make this one larger.", m.layout.width)
	return strings.Join(lines[:min(len(lines), m.layout.height)], "\n")
}

// header is the top lines: where one can go, then what is seen and the saved
// searches. On a low terminal there is only the latter.
func (m model) header() []string {
	t, width := m.theme, m.layout.width
	m.tabHints = m.tabHints[:0]
	kerb := " " + t.accent.Bold(true).Render("Kerb")
	from := t.width(kerb) + 2
	seen := ""
	if n := len(m.screens); n > 0 {
		seen = t.strong.Render(t.fit(m.screens[n-1].title(), width-20))
		if c, ok := m.screens[n-1].(*chat); ok && c.about == "" && m.snap != nil && len(m.snap.Chats()) > 1 {
			seen += " " + t.dim.Render(t.signs.down)
		}
	}
	busy := m.threadingLine()
	if len(m.writes) > 0 {
		busy = "saving" + t.signs.ellipsis
	}
	if busy != "" {
		busy = t.dim.Render(busy + " ")
	}
	places := ""
	if m.layout.top > 1 {
		places = m.destinationLine(from, width-from)
	}
	lines := []string{kerb + "  " + seen}
	if places != "" {
		lines = []string{t.fit(kerb+"  "+places, width), " " + seen}
	}
	last := len(lines) - 1
	if seen != "" {
		to := t.width(lines[last])
		m.tabHints = append(m.tabHints, hint{to - t.width(seen), to, last, m.chooseChat})
	}
	if at := t.width(lines[last]) + 4; seen != "" {
		lines[last] += spaces(4) + m.tabLine(at, width-at-max(10, t.width(busy)+1), last)
	}
	lines[last] = t.ends(lines[last], busy, width)
	return lines
}

func (m model) noteLine() string {
	t := m.theme
	if m.note.text == "" {
		return ""
	}
	text := t.fit(m.note.text, m.layout.width-2)
	if m.note.wrong {
		return " " + t.wrong.Render(text)
	}
	return " " + t.text.Render(text)
}

// footer shows the keys that matter here, as many as fit, and where one is.
func (m model) footer() string {
	t, width := m.theme, m.layout.width
	m.hints = m.hints[:0]
	top := m.top()
	if top == nil {
		return ""
	}
	where := top.where()
	room := width - t.width(where) - 3
	var keys []command
	var last []command
	for _, c := range m.keysOf(top) {
		if c.footer != "" && c.Enabled() {
			keys = append(keys, c)
		}
	}
	typing := top.typing() != nil
	for _, c := range m.commonKeys() {
		if c.footer != "" {
			last = append(last, c)
		}
	}
	var out strings.Builder
	used := 1
	out.WriteByte(' ')
	draw := func(c command, keep int) bool {
		name := shownKey(c, typing)
		w := t.width(name) + 1 + t.width(c.footer)
		if used+w+keep > room {
			return false
		}
		m.hints = append(m.hints, hint{used, used + w, 0, c.run})
		out.WriteString(t.accent.Render(name) + " " + t.dim.Render(c.footer) + "  ")
		used += w + 2
		return true
	}
	for _, c := range keys {
		if !draw(c, 10) { // leave room for the key that shows all keys
			break
		}
	}
	for _, c := range last {
		draw(c, 0)
	}
	return t.ends(out.String(), t.dim.Render(where)+" ", width)
}

// shownKey is how a command's key is shown: the key people know it by or,
// while somebody types, the first one that writes nothing; empty if all do.
func shownKey(c command, typing bool) string {
	if !typing {
		return c.Help().Key
	}
	for _, k := range c.Keys() {
		if len(k) > 1 && k != "space" {
			return strings.NewReplacer("up", "↑", "down", "↓", "pgdown", "pgdn", "pgup", "pgup", "left", "←", "right", "→").Replace(k)
		}
	}
	return ""
}
