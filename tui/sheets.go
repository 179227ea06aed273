package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/query"
)

// reader shows one message whole.
type reader struct {
	*app
	entry entry
	lines []string
	list  list
}

func newReader(a *app, e entry) *reader { return &reader{app: a, entry: e} }

func (r *reader) title() string {
	who := r.entry.who
	if who == "" {
		who = "WhatsApp"
	}
	return who + "  " + longDay(r.entry.time) + " " + clockTime(r.entry.time)
}

func (r *reader) where() string  { return "" }
func (r *reader) typing() *input { return nil }

func (r *reader) keys() keymap {
	return keymap{
		bind("esc", "close", r.back, "esc", "enter").short("close"),
		bind("t", "tag this message", r.tag, "t").short("tag"),
		bind("y", "copy this message", func() tea.Cmd { return r.copy(r, []index.ID{r.entry.id}) }, "y").short("copy"),
		bind("↓", "scroll down", do(func() { r.scroll(1) }), "down", "j").short("scroll"),
		bind("↑", "scroll up", do(func() { r.scroll(-1) }), "up", "k"),
		bind("pgdn", "a page down", do(func() { r.scroll(r.list.space - 1) }), "pgdown"),
		bind("pgup", "a page up", do(func() { r.scroll(1 - r.list.space) }), "pgup"),
		bind("home g", "to the start", do(func() { r.scroll(-len(r.lines)) }), "home", "g"),
		bind("end G", "to the end", do(func() { r.scroll(len(r.lines)) }), "end", "G"),
	}
}

func (r *reader) tag() tea.Cmd {
	r.back()
	return r.app.tag(targetsOf(nil, r.entry))
}

func (r *reader) scroll(by int) {
	r.list.top = min(max(0, r.list.top+by), max(0, len(r.lines)-r.list.space))
}

func (r *reader) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case wheel:
		r.scroll(3 * msg.by)
	case restyled:
		r.resize(r.layout.width, r.sheetRoom(), false)
	}
	return nil
}

func (r *reader) resize(width, height int, _ bool) {
	t := r.theme
	width = min(width-4, 96)
	r.lines = nil
	if r.entry.body.text != "" {
		r.lines = r.entry.body.lines(t, t.text, width)
	}
	if r.entry.label != "" {
		r.lines = append(r.lines, t.dim.Render(t.fit("("+r.entry.label+")", width)))
	}
	if old := r.entry.before(t, width, true); len(old) > 0 {
		r.lines = append(append(r.lines, ""), old...)
	}
	if len(r.entry.tags) > 0 {
		r.lines = append(r.lines, "", t.tag.Render(t.fit(joined(r.entry.tags, t), width)))
	}
	r.lines = append(r.lines, "")
	r.list.space = height
	r.scroll(0)
}

func (r *reader) view(_, height int) drawing {
	shown := r.lines[r.list.top:min(len(r.lines), r.list.top+height)]
	out := make([]string, len(shown))
	for i, line := range shown {
		out[i] = spaces(gutter) + line
	}
	return drawing{lines: out}
}

// logSheet lists what went wrong since the start.
type logSheet struct {
	*app
	list list
}

func newLog(a *app) *logSheet { return &logSheet{app: a} }

func (s *logSheet) title() string  { return "What went wrong" }
func (s *logSheet) where() string  { return "" }
func (s *logSheet) typing() *input { return nil }
func (s *logSheet) keys() keymap {
	return append(keymap{bind("esc", "close", s.back, "esc", "enter").short("close")}, moves(&s.list, false)...)
}

func (s *logSheet) update(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(wheel); ok {
		s.list.move(msg.by)
	}
	return nil
}

func (s *logSheet) resize(_, height int, _ bool) { s.list.resize(len(s.log), height) }

func (s *logSheet) view(width, height int) drawing {
	t := s.theme
	if len(s.log) == 0 {
		return drawing{lines: []string{"", t.dim.Render("   Nothing went wrong so far. Esc closes this.")}}
	}
	s.list.height = func(i int) int { return len(s.lines(i, width)) }
	s.list.resize(len(s.log), height)
	var out []string
	from, to := s.list.rows()
	for i := from; i < to; i++ {
		out = append(out, s.lines(i, width)...)
	}
	return drawing{lines: out[:min(height, len(out))]}
}

// lines draws one error; the newest comes first.
func (s *logSheet) lines(i, width int) []string {
	t := s.theme
	e := s.log[len(s.log)-1-i]
	lines := t.wrap(e.text, width-12)
	for j, line := range lines {
		at := spaces(timeCells)
		if j == 0 {
			at = clockTime(e.at)
		}
		lines[j] = t.gutter(i == s.list.at, false) + t.dim.Render(at) + "  " + t.row(i == s.list.at).Render(line)
	}
	return lines
}

// dateSheet asks for a date and goes there.
type dateSheet struct {
	*app
	chat *chat
	in   input
}

func newDateSheet(a *app, c *chat) *dateSheet {
	return &dateSheet{app: a, chat: c, in: input{prompt: "   date  ", hint: "2024-03-12, March 2024, last winter"}}
}

func (s *dateSheet) title() string  { return "Go to a date" }
func (s *dateSheet) where() string  { return "" }
func (s *dateSheet) typing() *input { return &s.in }
func (s *dateSheet) keys() keymap {
	return keymap{
		bind("enter", "go there", s.enter, "enter").short("go there"),
		bind("esc", "close", s.back, "esc").short("close"),
	}
}

func (s *dateSheet) enter() tea.Cmd {
	day, ok := s.day()
	if !ok {
		return nil // the line below the input says what is wrong
	}
	s.back()
	return s.chat.goToTime(day)
}

// day reads the date as a query would, counted from the chat's last day.
func (s *dateSheet) day() (time.Time, bool) {
	var last time.Time
	if s.snap != nil {
		for _, chat := range s.snap.Chats() {
			if chat.Name == s.chat.key {
				last = chat.Last
			}
		}
	}
	return query.Day(s.in.value(), last)
}

func (s *dateSheet) update(tea.Msg) tea.Cmd { return nil }
func (s *dateSheet) resize(int, int, bool)  {}

func (s *dateSheet) view(width, _ int) drawing {
	line, column := s.in.view(s.theme, width-2, true)
	below := ""
	if v := s.in.value(); v != "" {
		if day, ok := s.day(); ok {
			below = "   Enter goes to " + longDay(day)
		} else {
			below = "   Write it as 2024-03-12, 12 March 2024, March 2024 or last winter."
		}
	}
	return drawing{
		lines:  []string{"", line, s.theme.dim.Render(s.theme.fit(below, width))},
		cursor: &tea.Position{X: column, Y: 1},
	}
}
