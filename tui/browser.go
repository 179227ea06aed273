package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// A browser is what the lists of threads' matters share: rows on the left, on a
// wide terminal the messages of the selected one beside them.
type browser struct {
	*app
	list  list
	head  int // lines above the rows
	width int // of the list
	asked bool
	chat  string // whose rows are listed, as the store knows it; empty: all chats

	asking question
	around *preview
}

// newBrowser stays within the chat that is seen, if there are others.
func newBrowser(a *app, rowHeight int) browser {
	b := browser{app: a, head: 2, around: newPreview(a), chat: a.scopeOf().chat}
	b.list.height = func(int) int { return rowHeight }
	return b
}

func (b *browser) typing() *input { return nil }

func (b *browser) where() string {
	if b.list.n == 0 {
		return ""
	}
	return number(b.list.at+1) + " of " + number(b.list.n)
}

func (b *browser) resize(width, height int, wide bool) {
	b.width = width
	if wide {
		b.width = b.layout.left
	}
	b.list.resize(b.list.n, height-b.head)
	b.around.resize(b.layout.right, height-b.head)
}

// moves are the common ones; each shows what is selected then.
func (b *browser) moves(look func() tea.Cmd) keymap {
	keys := moves(&b.list, false)
	for i, c := range keys {
		keys[i].run = func() tea.Cmd {
			c.run()
			return look()
		}
	}
	return keys
}

// several reports whether rows of more than one chat are listed.
func (b *browser) several() bool { return b.chat == "" && b.snap != nil && len(b.snap.Chats()) > 1 }

// named is the name of a list, with the chat that it stays within.
func (b *browser) named(what string) string {
	if b.chat == "" {
		return what
	}
	return what + " of " + safe.Line(b.chat)
}

// narrow are the commands that list one chat only, that of the selected row, or
// all of them again.
func (b *browser) narrow(what, selected string, again func() tea.Cmd) keymap {
	to := func(chat string) func() tea.Cmd {
		return func() tea.Cmd {
			b.chat = chat
			return again()
		}
	}
	switch {
	case b.chat != "":
		return keymap{bind("ctrl+g", what+" of all chats", to(""), "ctrl+g").short("all chats")}
	case selected != "" && b.several():
		return keymap{bind("ctrl+g", what+" of this chat only: "+safe.Line(selected), to(selected), "ctrl+g").short("this chat")}
	}
	return nil
}

// also adds to the line about a list how to see fewer chats, or more.
func (b *browser) also(about string) string {
	dot := " " + b.theme.signs.dot + " "
	switch {
	case b.chat != "":
		return about + dot + "ctrl+g all chats"
	case b.several():
		return about + dot + "ctrl+g one chat"
	}
	return about
}

// draw puts rows, or what stands for them, below a line about them.
func (b *browser) draw(about, order string, rows []string, width, height int) drawing {
	t := b.theme
	out := []string{t.ends(spaces(gutter)+t.text.Render(about), t.dim.Render(order)+" ", width), ""}
	if b.layout.right > 0 {
		out[1] = t.across("", width)
		out = append(out, b.layout.split(t, rows, b.around.view(), height-b.head)...)
	} else {
		out = append(out, rows...)
	}
	return drawing{lines: out[:min(len(out), height)]}
}

// point follows the mouse: look is called for another row, open for a click on
// the selected one or beside the list.
func (b *browser) point(msg tea.Msg, look, open func() tea.Cmd) tea.Cmd {
	switch msg := msg.(type) {
	case neighbours:
		b.around.take(msg)
	case restyled:
		b.around.draw()
	case tea.WindowSizeMsg:
		return look()
	case wheel:
		if b.layout.right > 0 && msg.x > b.layout.left {
			b.around.scroll(2 * msg.by)
			return nil
		}
		b.list.move(msg.by)
		return look()
	case click:
		row, ok := b.list.rowAt(msg.y - b.head)
		switch {
		case msg.y < b.head:
		case b.layout.right > 0 && msg.x > b.layout.left, ok && row == b.list.at:
			return open()
		case ok:
			b.list.selectRow(row)
			return look()
		}
	}
	return nil
}

// show shows messages beside the list.
func (b *browser) show(to screen, ids []index.ID) tea.Cmd {
	if b.layout.right == 0 || len(ids) == 0 {
		b.around.clear()
		return nil
	}
	return b.around.showMessages(to, ids)
}

// waiting says that threads come first; empty if they are there.
func (b *browser) waiting() []string {
	t := b.theme
	switch {
	case b.snap == nil || b.asked && b.snap.missing == 0:
		return nil
	case b.snap.missing > 0 && b.threading.running:
		return t.hints(b.width, "First it has to be found out who answers whom: "+b.threadingLine()+".", "", "This fills by itself. Chat and search work meanwhile.")
	}
	return t.hints(b.width, "Looking through the chats"+t.signs.ellipsis)
}

// ready reports whether the threads are there that everything is made of.
func (b *browser) ready() bool {
	return b.snap != nil && (b.snap.missing == 0 || !b.threading.running)
}

// part opens some messages of a chat alone.
func (a *app) part(chat, about string, ids []index.ID) tea.Cmd {
	if len(ids) == 0 {
		return nil
	}
	c := newPart(a, chat, about, ids)
	a.push(c)
	return c.show(0)
}

// showMessages asks for messages by their IDs.
func (p *preview) showMessages(to screen, ids []index.ID) tea.Cmd {
	ids = ids[:min(len(ids), threadReach)]
	return p.ask(&p.asking, to, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		n := neighbours{hit: -1}
		for m, err := range byID(ids)(ctx, sn) {
			if err != nil {
				return nil, err
			}
			n.entries = append(n.entries, newEntry(m, nil))
		}
		return n, nil
	})
}
