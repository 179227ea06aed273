package tui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// chat is the timeline of one chat, or of some messages of it. It holds a window
// of entries around the selected message; what lies beyond is fetched when one
// comes near its edge.
//
//	0 ........ from [ entries: margin | seen | margin ] ........ total
type chat struct {
	*app
	key   string // the chat's name as the store knows it
	about string // which messages of the chat, if not all; harmless
	seq   sequence
	total int

	list    list // rows are positions in the chat
	from    int  // position of entries[0]
	entries []entry
	drawn   map[int]drawn // by position
	cols    columns
	width   int

	goal    int // position to go to once it is there; none: -1
	showing question
	jumping question
	folding question
	moving  index.ID // the message that m takes along; zero: none
	// again finds the messages of a part anew, by the selected one; nil: they
	// stay the same.
	again  func(context.Context, snapshot, index.ID) ([]index.ID, error)
	chosen chosen
	query  string  // the search one came from
	hits   []entry // of it, for n, N and their highlights
}

// Where show can go besides a position.
const (
	atEnd = -1 // the newest message
	stay  = -2 // the message that is selected, wherever it is now
)

// window is the answer to show.
type window struct {
	seq                  sequence
	total, from, at, top int
	entries              []entry
}

func newChat(a *app, name string) *chat {
	c := &chat{app: a, key: name, seq: whole(name), goal: -1, drawn: map[int]drawn{}, chosen: chosen{}}
	c.list.height = func(i int) int { return len(c.draw(i).lines) }
	return c
}

// newPart is the timeline of some messages of a chat, in the chat's order.
func newPart(a *app, name, about string, ids []index.ID) *chat {
	c := newChat(a, name)
	c.about, c.seq = about, newExcerpt(name, ids)
	return c
}

func (c *chat) title() string {
	if c.about != "" {
		return safe.Line(c.key) + " " + c.theme.signs.next + " " + c.about
	}
	return safe.Line(c.key)
}

func (c *chat) where() string {
	if c.total == 0 {
		return ""
	}
	s := number(c.list.at+1) + " of " + number(c.total)
	if e, ok := c.entry(c.list.at); ok && c.width >= 60 {
		day := shortDay(e.time)
		if c.layout.wide {
			day = e.time.Format("Mon ") + day
		}
		s = day + " " + c.theme.signs.dot + " " + s
	}
	return s
}

func (c *chat) typing() *input { return nil }

func (c *chat) keys() keymap {
	return slices.Concat(c.moveKeys(), keymap{
		bind("/", "search", c.app.search, "/").short("search"),
		bind("t", "tag this message, or those chosen", c.tag, "t").short("tag"),
		bind("T", "tag the whole thread", c.tagThread, "T").short("tag thread"),
		c.foldKey(),
		bind("space", "choose this message for tagging", c.choose, "space").short("choose"),
		bind("enter", "the whole message", do(c.read), "enter").short("read"),
	}, c.threadKeys(), keymap{
		bind("d", "go to a date", do(func() { c.lay(newDateSheet(c.app, c)) }), "d").short("date"),
		bind("[", "the day before", func() tea.Cmd { return c.day(-1) }, "["),
		bind("]", "the next day", func() tea.Cmd { return c.day(1) }, "]"),
		bind("n", "next hit of the search", func() tea.Cmd { return c.hit(1) }, "n"),
		bind("N", "previous hit of the search", func() tea.Cmd { return c.hit(-1) }, "N"),
		c.copyKey(c, c.picked),
		c.exportKey(c.exportShown),
	}, c.moves())
}

// moves are the common ones; a step may need to fetch.
func (c *chat) moves() keymap {
	keys := moves(&c.list, false)
	steps := []func() int{
		func() int { return c.aim() - 1 }, func() int { return c.aim() + 1 },
		func() int { return c.aim() - c.list.page() }, func() int { return c.aim() + c.list.page() },
		func() int { return 0 }, func() int { return c.total - 1 },
	}
	for i, to := range steps {
		keys[i].run = func() tea.Cmd { return c.goTo(to()) }
	}
	return keys
}

// aim is where one is, or is on the way to.
func (c *chat) aim() int {
	if c.goal >= 0 {
		return c.goal
	}
	return c.list.at
}

// margin is how many entries around the selected one must be there.
func (c *chat) margin() int { return c.list.space + 20 }

// holds reports whether position i can be shown with what stands around it.
func (c *chat) holds(i, margin int) bool {
	to := c.from + len(c.entries)
	return len(c.entries) > 0 && max(0, i-margin) >= c.from && min(c.total, i+margin+1) <= to
}

// goTo selects position i. Where it is not there yet, what is seen stays until
// it is.
func (c *chat) goTo(i int) tea.Cmd {
	if c.total == 0 {
		return nil
	}
	i = min(max(0, i), c.total-1)
	if !c.holds(i, c.margin()) {
		c.goal = i
		return c.show(i)
	}
	c.goal = -1
	c.list.selectRow(i)
	if !c.holds(i, 3*c.margin()) { // fetch ahead
		return c.show(stay)
	}
	return nil
}

// jumpTo goes to position i. Where that was out of sight, what follows it
// comes into sight with it.
func (c *chat) jumpTo(i int) tea.Cmd {
	if from, to := c.list.rows(); (i < from || i >= to) && c.holds(i, c.margin()) {
		c.list.top = max(0, i-c.list.space/4)
	}
	return c.goTo(i)
}

// show fetches a window around a position, atEnd or stay.
func (c *chat) show(to int) tea.Cmd {
	name, seq, reach := c.key, c.seq, 6*c.margin()
	at, top := c.list.at, c.list.top
	hits := c.hits
	var anchor, topAnchor index.ID
	if e, ok := c.entry(at); ok {
		anchor = e.id
	}
	if e, ok := c.entry(top); ok {
		topAnchor = e.id
	}
	again := c.again
	return c.ask(&c.showing, c, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		if again != nil && to == stay && !anchor.IsZero() {
			ids, err := again(ctx, sn, anchor)
			if err != nil {
				return nil, err
			}
			seq = newExcerpt(name, ids)
		}
		w := window{seq: seq, at: to, top: -1, total: seq.total(sn)}
		switch to {
		case atEnd:
			w.at = w.total - 1
		case stay:
			w.at, w.top = at, top
			if place, ok := seq.place(sn, anchor); ok {
				w.at = place
			}
			if place, ok := seq.place(sn, topAnchor); ok {
				w.top = place
			}
		}
		w.at = min(max(0, w.at), max(0, w.total-1))
		w.from = max(0, w.at-reach)
		messages, err := seq.page(ctx, sn, w.from, 2*reach)
		found := make(map[index.ID]marked, len(hits))
		for _, h := range hits {
			found[h.id] = h.body
		}
		for _, m := range messages {
			e := newThreadEntry(sn, m)
			if body, ok := found[m.ID]; ok {
				e.body = body
			}
			w.entries = append(w.entries, e)
		}
		return w, err
	})
}

// goToTime selects the first message at or after t.
func (c *chat) goToTime(t time.Time) tea.Cmd {
	if c.snap == nil {
		return nil
	}
	return c.jumpTo(c.seq.at(c.snap, t))
}

func (c *chat) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case window:
		c.take(msg)
	case conversation:
		return c.folded(msg)
	case jump:
		if msg.to < 0 {
			c.say(msg.end)
			return nil
		}
		return c.jumpTo(msg.to)
	case changed:
		if c.goal >= 0 {
			return c.show(c.goal)
		}
		return c.show(stay)
	case restyled:
		c.forget()
		c.list.follow()
	case tea.WindowSizeMsg:
		if len(c.entries) > 0 && !c.holds(c.list.at, c.margin()) {
			return c.show(stay)
		}
	case click:
		if row, ok := c.list.rowAt(msg.y); ok {
			if row == c.list.at {
				c.read()
				return nil
			}
			return c.goTo(row)
		}
	case wheel:
		return c.goTo(c.aim() + 2*msg.by)
	}
	return nil
}

// take shows a window that has come.
func (c *chat) take(w window) {
	c.seq, c.total, c.from, c.entries = w.seq, w.total, w.from, w.entries
	c.goal = -1
	c.forget()
	if w.top >= 0 {
		c.list.top = w.top
	} else if w.at < c.list.top || w.at > c.list.top+c.list.space {
		c.list.top = max(0, w.at-c.list.space/4) // from afar: with some lines before it
	}
	c.list.n, c.list.at = c.total, w.at
	c.list.follow()
}

func (c *chat) forget() { clear(c.drawn) }

func (c *chat) resize(width, height int, _ bool) {
	if width != c.width || height != c.list.space {
		c.width, c.cols = width, newColumns(width)
		c.forget()
	}
	c.list.resize(c.total, height)
}

func (c *chat) entry(i int) (entry, bool) {
	if i < c.from || i >= c.from+len(c.entries) {
		return entry{}, false
	}
	return c.entries[i-c.from], true
}

// drawn is what position looks like, without the gutter: perhaps a heading for
// a new day, then the entry.
type drawn struct {
	lines   []string
	heading int // lines of the heading
}

// draw returns what position i looks like. It is kept until the data, the
// width or the theme change.
func (c *chat) draw(i int) drawn {
	if d, ok := c.drawn[i]; ok {
		return d
	}
	e, ok := c.entry(i)
	if !ok {
		return drawn{lines: []string{""}}
	}
	var d drawn
	if before, ok := c.entry(i - 1); i == 0 || ok && !sameDay(e.time, before.time) {
		d.lines = c.theme.dayLines(e.time, i == 0)
		d.heading = len(d.lines)
	}
	d.lines = append(d.lines, e.draw(c.theme, c.cols, min(12, max(2, c.list.space-4)))...)
	c.drawn[i] = d
	return d
}

func (c *chat) view(_, height int) drawing {
	if len(c.entries) == 0 {
		return drawing{} // for the moment until the first window is there
	}
	var out []string
	from, to := c.list.rows()
	thread := c.threadInSight()
	for i := from; i < to; i++ {
		d := c.draw(i)
		e, _ := c.entry(i)
		for j, line := range d.lines {
			gutter := c.theme.gutter(false, false)
			if j >= d.heading {
				gutter = c.theme.marks(i == c.list.at, c.chosen[e.id] || c.moving == e.id && !e.id.IsZero()) + c.threadMargin(e, thread, j-d.heading)
			}
			out = append(out, gutter+line)
		}
	}
	return drawing{lines: out[:min(len(out), height)]}
}
