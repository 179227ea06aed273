package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
)

// preview shows a hit among the messages around it, in the right pane.
type preview struct {
	*app
	width, height int
	asking        question

	lines   []string
	top     int
	entries neighbours
}

// neighbours is the answer to what stands around a hit.
type neighbours struct {
	entries []entry
	hit     int // its place in entries; -1: there is none
}

// reach is how many messages before and after a hit are fetched.
const reach = 40

// threadReach is how many messages of a thread are shown.
const threadReach = 200

func newPreview(a *app) *preview { return &preview{app: a} }

func (p *preview) clear() {
	p.asking.withdraw()
	p.lines, p.entries = nil, neighbours{}
}

// show asks for what stands around hit; what is seen stays until it is there.
func (p *preview) show(to screen, hit entry) tea.Cmd {
	return p.ask(&p.asking, to, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		chat, pos, ok := sn.Position(hit.id)
		if !ok {
			return neighbours{}, nil
		}
		from := max(0, pos-reach)
		messages, err := sn.Messages(ctx, chat, from, 2*reach+1)
		n := neighbours{hit: pos - from}
		for i, m := range messages {
			e := newEntry(m, nil)
			if i == n.hit {
				e.body = hit.body // with its highlights
			}
			n.entries = append(n.entries, e)
		}
		return n, err
	})
}

// showThread asks for a whole thread, or the beginning of a long one.
func (p *preview) showThread(to screen, id index.ID) tea.Cmd {
	return p.ask(&p.asking, to, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		messages, err := sn.Thread(ctx, id)
		n := neighbours{hit: -1}
		for _, m := range messages[:min(len(messages), threadReach)] {
			n.entries = append(n.entries, newThreadEntry(sn, m))
		}
		return n, err
	})
}

func (p *preview) take(n neighbours) {
	p.entries = n
	p.draw()
}

func (p *preview) resize(width, height int) {
	p.width, p.height = width, height
	p.draw()
}

// draw lays the entries out once, with the hit a third of the way down.
func (p *preview) draw() {
	p.lines = nil
	if p.width == 0 || p.entries.hit >= len(p.entries.entries) {
		return
	}
	t, c := p.theme, newColumns(p.width)
	c.who = min(max(8, p.width/5), 18)
	c.text, c.tags = max(10, p.width-gutter-timeCells-gap-c.who-gap-1), 0
	start := 0
	for i, e := range p.entries.entries {
		if i == 0 || !sameDay(e.time, p.entries.entries[i-1].time) {
			for _, line := range t.dayLines(e.time, i == 0) {
				p.lines = append(p.lines, spaces(gutter)+line)
			}
		}
		if i == p.entries.hit {
			start = len(p.lines)
		}
		most := 6
		if i == p.entries.hit {
			most = max(6, p.height-4)
		}
		for j, line := range e.draw(t, c, most) {
			doubt := " "
			if j == 0 && e.unsure {
				doubt = t.dim.Render("~")
			}
			p.lines = append(p.lines, t.marks(i == p.entries.hit, false)+doubt+line)
		}
	}
	p.top = 0
	p.scroll(start - p.height/3)
}

func (p *preview) scroll(by int) {
	p.top = min(max(0, p.top+by), max(0, len(p.lines)-p.height))
}

func (p *preview) view() []string {
	return p.lines[min(p.top, len(p.lines)):min(len(p.lines), p.top+p.height)]
}
