package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// model is the program as bubbletea sees it: it hands messages to the app and
// its screens.
type model struct{ *app }

// lookAgain is how often the store is looked at for changes by others.
const lookAgain = 2 * time.Second

// slowAfter is how long the store may take to open before that is said.
const slowAfter = 150 * time.Millisecond

// slow says that the store has had that time.
type slow struct{}

// tick says that it is time to look at the store.
type tick struct{}

func (m model) Init() tea.Cmd {
	cmds := []tea.Cmd{tea.RequestBackgroundColor, m.refresh(), m.after(lookAgain, tick{}), m.after(slowAfter, slow{})}
	if l, ok := m.top().(*load); ok {
		cmds = append(cmds, l.init())
	}
	return tea.Batch(cmds...)
}

func (m model) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	defer func() { // the screen is not lost over a mistake
		if p := recover(); p != nil {
			m.fail(mistake(p))
		}
	}()
	return m, m.update(msg)
}

func (m model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.layout = newLayout(msg.Width, msg.Height)
		for _, s := range m.screens {
			s.resize(m.layout.width, m.layout.body, m.layout.wide)
		}
		for _, s := range m.sheets {
			m.fitScreen(s)
		}
		return m.each(func(s screen) tea.Cmd { return s.update(msg) })
	case tea.BackgroundColorMsg:
		if m.dark != msg.IsDark() && m.config.Theme == "" {
			m.dark = msg.IsDark()
			return m.restyle()
		}
	case tea.ColorProfileMsg:
		if m.profile != msg.Profile {
			m.profile = msg.Profile
			return m.restyle()
		}
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeUnicodeCore && msg.Value != ansi.ModeNotRecognized && msg.Value != ansi.ModePermanentlyReset {
			m.cells = ansi.GraphemeWidth // as bubbletea's renderer counts from now on
			return m.restyle()
		}
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		return m.paste(msg)
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft {
			return m.click(msg.X, msg.Y)
		}
	case tea.MouseWheelMsg:
		return m.wheel(msg)
	case tick:
		return tea.Batch(m.refresh(), m.after(lookAgain, tick{}))
	case slow:
		if m.slow = m.snap == nil; m.slow {
			return m.after(beatEvery, slow{}) // draws how far it is
		}
	case refreshed:
		return m.renew(msg)
	case wrote:
		return m.wrote(msg)
	case threaded:
		return m.threaded(msg)
	case failed:
		m.fail(msg.err)
	case answer:
		if msg.n != msg.of.n {
			return nil // stale: something newer was asked
		}
		if msg.err != nil {
			m.fail(msg.err)
			return nil
		}
		switch got := msg.msg.(type) {
		case copied:
			return m.copied(got)
		case opened:
			return m.opened(got)
		case outlook:
			m.outlook = got
			return m.each(func(s screen) tea.Cmd { return s.update(got) })
		}
		return msg.to.update(msg.msg)
	}
	return nil
}

// key gives a key to the screen that is seen, then to the common commands,
// then to the text that is being typed.
func (m model) key(k tea.KeyPressMsg) tea.Cmd {
	m.note = note{}
	top := m.top()
	if top == nil {
		if k.String() == "q" || k.String() == "ctrl+c" {
			return m.quit()
		}
		return nil
	}
	in := top.typing()
	for _, keys := range []keymap{m.keysOf(top), m.commonKeys()} {
		if c, ok := keys.find(k, in != nil); ok {
			return c.run()
		}
	}
	if in != nil {
		if in.empty != nil && in.value() == "" {
			if cmd, ok := in.empty(k); ok {
				return cmd
			}
		}
		if in.press(k) && in.changed != nil {
			return in.changed()
		}
	}
	return nil
}

func (m model) paste(msg tea.PasteMsg) tea.Cmd {
	m.note = note{}
	top := m.top()
	if top == nil {
		return nil
	}
	if s, ok := top.(*start); ok {
		s.paste(msg.Content)
		return nil
	}
	if in := top.typing(); in != nil {
		in.insert(msg.Content)
		if in.changed != nil {
			return in.changed()
		}
	}
	return nil
}

// click finds what lies under the mouse.
func (m model) click(x, y int) tea.Cmd {
	top := m.top()
	if top == nil || m.layout.tooSmall {
		return nil
	}
	m.note = note{}
	first := m.firstRow()
	switch {
	case y == m.layout.height-1:
		for _, h := range m.hints {
			if x >= h.from && x < h.to {
				return h.run()
			}
		}
	case y >= first:
		return top.update(click{x, y - first})
	case len(m.sheets) > 0: // beside the sheet
		return m.back()
	default:
		for _, h := range m.tabHints {
			if y == h.row && x >= h.from && x < h.to {
				return h.run()
			}
		}
	}
	return nil
}

func (m model) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	top := m.top()
	if top == nil {
		return nil
	}
	by := map[tea.MouseButton]int{tea.MouseWheelUp: -1, tea.MouseWheelDown: 1}[msg.Button]
	return top.update(wheel{msg.X, msg.Y - m.firstRow(), by})
}

// firstRow is the row in which the screen or sheet on top begins.
func (m model) firstRow() int {
	if len(m.sheets) > 0 {
		return m.layout.height - 2 - m.sheetLines
	}
	return m.layout.top
}
