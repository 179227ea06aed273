package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// chooser lists the chats of the store.
type chooser struct {
	*app
	in   input
	list list
}

func newChooser(a *app) *chooser {
	c := &chooser{app: a}
	c.in = input{prompt: "   chat  ", hint: "type a part of its name", changed: func() tea.Cmd {
		c.list.at = 0
		return nil
	}}
	return c
}

func (c *chooser) title() string  { return "Chats" }
func (c *chooser) where() string  { return count(len(c.snap.Chats()), "chat", "chats") }
func (c *chooser) typing() *input { return &c.in }
func (c *chooser) keys() keymap {
	return append(keymap{
		bind("enter", "open", c.enter, "enter").short("open"),
		bind("esc", "close", c.back, "esc").short("close"),
	}, moves(&c.list, true)...)
}

func (c *chooser) found() []index.Chat {
	want := strings.ToLower(c.in.value())
	var found []index.Chat
	for _, chat := range c.snap.Chats() {
		if strings.Contains(strings.ToLower(safe.Line(chat.Name)), want) {
			found = append(found, chat)
		}
	}
	return found
}

func (c *chooser) enter() tea.Cmd {
	found := c.found()
	if c.list.at >= len(found) {
		return nil
	}
	c.back()
	name := found[c.list.at].Name
	if seen, ok := c.top().(*chat); ok && seen.key == name {
		return nil
	}
	next := newChat(c.app, name)
	c.push(next)
	return next.show(atEnd)
}

func (c *chooser) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case wheel:
		c.list.move(msg.by)
	case click:
		if row, ok := c.list.rowAt(msg.y - 2); ok && msg.y >= 2 {
			c.list.selectRow(row)
			return c.enter()
		}
	}
	return nil
}

func (c *chooser) resize(_, height int, _ bool) { c.list.resize(len(c.found()), height-2) }

func (c *chooser) view(width, height int) drawing {
	t := c.theme
	found := c.found()
	c.list.resize(len(found), height-2)
	line, column := c.in.view(t, width-2, true)
	out := []string{line, ""}
	from, to := c.list.rows()
	for i := from; i < to; i++ {
		chat := found[i]
		facts := t.right(count(chat.Messages, "message", "messages"), 18) + "   " + t.right(shortDay(chat.First), 11) + " to " + t.right(shortDay(chat.Last), 11)
		name := max(10, min(40, width-2-t.width(facts)-2))
		out = append(out, t.gutter(i == c.list.at, false)+t.row(i == c.list.at).Render(t.pad(safe.Line(chat.Name), name))+t.dim.Render(facts))
	}
	if len(found) == 0 {
		out = append(out, t.dim.Render("   No chat is called that. Try another word, or Esc."))
	}
	return drawing{lines: out, cursor: &tea.Position{X: column}}
}
