package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// offers are the commands that can be given on a screen: its own, then the
// common ones that it does not overrule.
func (a *app) offers(s screen) keymap {
	var all keymap
	taken := map[string]bool{}
	add := func(keys keymap) {
		for _, c := range keys {
			if c.Help().Key == "" || len(c.Keys()) > 0 && taken[c.Keys()[0]] {
				continue
			}
			taken[c.Keys()[0]] = true
			all = append(all, c)
		}
	}
	if s != nil {
		add(a.keysOf(s))
	}
	add(a.commonKeys())
	return all
}

// help lists every key of the screen below it.
type help struct {
	*app
	below keymap
	busy  bool // somebody types there, so that letters are no keys
	list  list
}

func newHelp(a *app) *help {
	h := &help{app: a, busy: a.top().typing() != nil}
	for _, c := range a.offers(a.top()) {
		if shownKey(c, h.busy) != "" {
			h.below = append(h.below, c)
		}
	}
	return h
}

func (h *help) title() string { return "All keys" }
func (h *help) where() string {
	if h.list.n <= h.list.space {
		return ""
	}
	from := h.from(h.list.n, h.list.space)
	return number(from+1) + " to " + number(min(h.list.n, from+h.list.space)) + " of " + number(h.list.n) + " lines"
}
func (h *help) typing() *input { return nil }
func (h *help) keys() keymap {
	keys := append(keymap{bind("esc", "close", h.back, "esc", "?", "f1", "enter").short("close")}, moves(&h.list, false)...)
	for i, c := range keys {
		if h.list.n > h.list.space && c.Keys()[0] == "pgdown" {
			keys[i] = c.short("more")
		}
	}
	return keys
}

func (h *help) update(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(wheel); ok {
		h.list.move(msg.by)
	}
	return nil
}

func (h *help) resize(width, height int, _ bool) {
	h.list.resize(len(h.rows(width)), height)
	h.list.top = 0
}

// signLines say what signs beside messages and rows mean.
func (h *help) signLines() [][2]string {
	t := h.theme
	return [][2]string{
		{t.signs.wall, "these messages belong to one thread, the selected one's"},
		{t.signs.part, "this may belong to another thread: Kerb is not sure"},
		{"tag?", "Kerb suggests this tag; nobody has said yes to it yet"},
		{t.signs.bar, "what is selected"},
		{t.signs.mark, "what is chosen, for tagging several"},
		{t.histogram([]int{0, 1, 2, 4}), "how often, month by month; beside issues the last twelve"},
	}
}

// rows lays the keys out in as many columns as fit without a cut, then the
// signs.
func (h *help) rows(width int) []string {
	t := h.theme
	longest := 0
	for _, c := range h.below {
		longest = max(longest, t.width(c.Help().Desc))
	}
	columns := max(1, width/(longest+12))
	each := (len(h.below) + columns - 1) / columns
	signs := h.signLines()
	rows := make([]string, each, each+2+len(signs))
	cell := func(key, does string) string {
		return "   " + t.accent.Render(t.pad(key, 8)) + t.text.Render(t.pad(does, width/columns-12)) + " "
	}
	for i, c := range h.below {
		rows[i%each] += cell(shownKey(c, h.busy), c.Help().Desc)
	}
	columns = 1
	rows = append(rows, "", "   "+t.dim.Render("Signs"))
	for _, sign := range signs {
		rows = append(rows, cell(sign[0], sign[1]))
	}
	return rows
}

// from is the first line that is seen.
func (h *help) from(lines, height int) int { return min(h.list.at, max(0, lines-height)) }

func (h *help) view(width, height int) drawing {
	t, rows := h.theme, h.rows(width)
	h.list.resize(len(rows), height)
	from := h.from(len(rows), height)
	seen := rows[from:min(len(rows), from+height)]
	if left := len(rows) - from - height; left > 0 {
		seen[len(seen)-1] = "   " + t.accent.Render(t.signs.down) + t.dim.Render(" "+count(left+1, "more line", "more lines")+" below")
	}
	return drawing{lines: seen}
}

// palette does everything by name.
type palette struct {
	*app
	all  keymap
	in   input
	list list
}

func newPalette(a *app) *palette {
	p := &palette{app: a, all: a.offers(a.top())}
	if s, ok := a.top().(*search); ok {
		p.all = slices.Insert(p.all, 1, s.byName()...)
	}
	p.in = input{prompt: "   do  ", hint: "type what you want to do", changed: func() tea.Cmd {
		p.list.at = 0
		p.list.resize(len(p.found()), p.list.space)
		return nil
	}}
	return p
}

func (p *palette) title() string  { return "Everything, by name" }
func (p *palette) where() string  { return "" }
func (p *palette) typing() *input { return &p.in }
func (p *palette) keys() keymap {
	return append(keymap{
		bind("enter", "do it", p.enter, "enter").short("do it"),
		bind("esc", "close", p.back, "esc", "ctrl+p").short("close"),
	}, moves(&p.list, true)...)
}

// found are the commands that have every word that was typed.
func (p *palette) found() keymap {
	words := strings.Fields(strings.ToLower(p.in.value()))
	var found keymap
	for _, c := range p.all {
		name := strings.ToLower(c.Help().Desc)
		fits := true
		for _, w := range words {
			fits = fits && strings.Contains(name, w)
		}
		if fits {
			found = append(found, c)
		}
	}
	return found
}

func (p *palette) enter() tea.Cmd {
	found := p.found()
	if p.list.at >= len(found) {
		return nil
	}
	p.back()
	return found[p.list.at].run()
}

func (p *palette) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case wheel:
		p.list.move(msg.by)
	case click:
		if row, ok := p.list.rowAt(msg.y - 2); ok && msg.y >= 2 {
			p.list.selectRow(row)
			return p.enter()
		}
	}
	return nil
}

func (p *palette) resize(_, height int, _ bool) { p.list.resize(len(p.found()), height-2) }

func (p *palette) view(width, height int) drawing {
	t := p.theme
	found := p.found()
	p.list.resize(len(found), height-2)
	line, column := p.in.view(t, width-2, true)
	out := []string{line, ""}
	from, to := p.list.rows()
	for i := from; i < to; i++ {
		c := found[i].Help()
		out = append(out, t.gutter(i == p.list.at, false)+t.row(i == p.list.at).Render(t.pad(c.Desc, min(44, width-14)))+"  "+t.dim.Render(c.Key))
	}
	if len(found) == 0 {
		out = append(out, t.dim.Render("   Nothing is called that. Try another word, or Esc."))
	}
	return drawing{lines: out, cursor: &tea.Position{X: column}}
}
