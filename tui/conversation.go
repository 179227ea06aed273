package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/thread"
)

// sureFrom is how likely a link must be to be shown without a sign of doubt.
const sureFrom = 0.5

// newThreadEntry makes an entry that knows its thread.
func newThreadEntry(sn snapshot, m index.Message) entry {
	e := newEntry(m, nil)
	e.thread = m.Thread
	if links, err := sn.LinksOf(m.Chat, m.N-1, 1); err == nil && len(links) == 1 { // without one, nothing is in doubt
		e.unsure = links[0].Parent != thread.None && links[0].Confidence < sureFrom
	}
	return e
}

// foldKey reads one thread alone, or the whole chat again.
func (c *chat) foldKey() command {
	if c.about != "" {
		return bind("f", "back into the whole chat", c.unfold, "f").short("whole chat")
	}
	return bind("f", "read this thread alone", c.fold, "f").short("thread")
}

// threadKeys are the other commands on the thread of the selected message.
func (c *chat) threadKeys() keymap {
	return keymap{
		bind("{", "back in this thread", func() tea.Cmd { return c.inThread(-1) }, "{"),
		bind("}", "on in this thread", func() tea.Cmd { return c.inThread(1) }, "}"),
		bind("x", "split: begin another thread here", c.split, "x"),
		bind("m", "move it to another thread", c.pickUp, "m"),
	}
}

// moveKeys are the commands while a message is on its way to another thread.
func (c *chat) moveKeys() keymap {
	if c.moving.IsZero() {
		return nil
	}
	return keymap{
		bind("m", "put it into this thread", c.putDown, "m").short("put it into this thread"),
		bind("esc", "do not move it", do(func() { c.moving = index.ID{} }), "esc").short("do not move it"),
	}
}

// threadHere is the selected message, if it is in a thread.
func (c *chat) threadHere() (e entry, ok bool) {
	if e, ok = c.entry(c.list.at); !ok {
		return e, false
	}
	switch {
	case !e.thread.IsZero():
		return e, true
	case c.threading.running:
		c.say("The threads of these messages are still being found.")
	default:
		c.say("This message is in no thread.")
	}
	return e, false
}

// conversation is the answer to what a thread holds.
type conversation struct {
	at  index.ID // the message that was selected
	ids []index.ID
}

// fold shows the thread of the selected message alone. Esc, or f again, goes
// back to the chat.
func (c *chat) fold() tea.Cmd {
	e, ok := c.threadHere()
	if !ok {
		return nil
	}
	return c.ask(&c.folding, c, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		ids, err := threadIDs(ctx, sn, e.id)
		return conversation{e.id, ids}, err
	})
}

func (c *chat) folded(msg conversation) tea.Cmd {
	part := newThread(c.app, c.key, "one thread", msg.ids)
	part.hits, part.query = c.hits, c.query
	c.push(part)
	return part.show(max(0, slices.Index(msg.ids, msg.at)))
}

// newThread is the timeline of one thread, which stays that of the selected
// message when threads change.
func newThread(a *app, chat, title string, ids []index.ID) *chat {
	c := newPart(a, chat, title, ids)
	c.again = threadIDs
	return c
}

// threadIDs are the messages of the thread that a message is in.
func threadIDs(ctx context.Context, sn snapshot, id index.ID) ([]index.ID, error) {
	messages, err := sn.Thread(ctx, id)
	ids := make([]index.ID, len(messages))
	for i, m := range messages {
		ids[i] = m.ID
	}
	return ids, err
}

// unfold shows the selected message in the whole chat.
func (c *chat) unfold() tea.Cmd {
	e, ok := c.entry(c.list.at)
	if !ok {
		return nil
	}
	_, place, ok := c.snap.Position(e.id)
	if !ok {
		return nil
	}
	if n := len(c.screens); n > 1 {
		if below, ok := c.screens[n-2].(*chat); ok && below.about == "" && below.key == c.key {
			c.back()
			return below.jumpTo(place)
		}
	}
	all := newChat(c.app, c.key)
	all.hits, all.query = c.hits, c.query
	c.push(all)
	return all.show(place)
}

// inThread goes to the next or previous message of the thread.
func (c *chat) inThread(by int) tea.Cmd {
	e, ok := c.threadHere()
	if !ok {
		return nil
	}
	seq := c.seq
	return c.ask(&c.jumping, c, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		ids, err := threadIDs(ctx, sn, e.id)
		to := -1
		if i := slices.Index(ids, e.id) + by; i >= 0 && i < len(ids) {
			if place, ok := seq.place(sn, ids[i]); ok {
				to = place
			}
		}
		return jump{to, "The thread ends here."}, err
	})
}

func (c *chat) tagThread() tea.Cmd {
	e, ok := c.threadHere()
	if !ok {
		return nil
	}
	return c.app.tag(targets{threads: []index.ID{e.thread}, what: "the whole thread of " + e.summary()})
}

// split makes the selected message begin another thread.
func (c *chat) split() tea.Cmd {
	e, ok := c.threadHere()
	if !ok {
		return nil
	}
	if e.thread == e.id {
		c.say("This message begins its thread already.")
		return nil
	}
	return c.write(func(ctx context.Context) (string, error) {
		_, err := c.store.SplitThread(ctx, e.id)
		return "Split. What follows from this message went with it. u undoes it.", err
	})
}

// pickUp takes the selected message along, to the thread where m is pressed
// next.
func (c *chat) pickUp() tea.Cmd {
	if e, ok := c.threadHere(); ok {
		c.moving = e.id
		c.say("Go to a message of the thread it belongs to and press m there. Esc leaves it where it is.")
	}
	return nil
}

func (c *chat) putDown() tea.Cmd {
	e, ok := c.threadHere()
	if !ok {
		return nil
	}
	moved := c.moving
	c.moving = index.ID{}
	if moved == e.id {
		c.say("That is the message itself; nothing was moved.")
		return nil
	}
	return c.write(func(ctx context.Context) (string, error) {
		act, err := c.store.MoveToThread(ctx, moved, e.id)
		if err == nil && act.Links == 0 {
			return "It is in this thread already.", nil
		}
		return "Moved, with what answers it. u undoes it.", err
	})
}

// margin is what stands before an entry's lines to show the thread of the
// selected message: a bar for its members, and a ~ where it is not sure that
// one answers what it seems to.
func (c *chat) threadMargin(e entry, of index.ID, line int) string {
	t := c.theme
	switch {
	case line == 0 && e.unsure:
		return t.dim.Render("~")
	case e.thread == of && !of.IsZero():
		return t.dim.Render(t.signs.wall)
	}
	return " "
}

// threadInSight is the thread of the selected message, if more of it is seen.
func (c *chat) threadInSight() index.ID {
	selected, ok := c.entry(c.list.at)
	if !ok || c.about != "" || selected.thread.IsZero() {
		return index.ID{}
	}
	from, to := c.list.rows()
	for i := from; i < to; i++ {
		if e, ok := c.entry(i); ok && i != c.list.at && e.thread == selected.thread {
			return selected.thread
		}
	}
	return index.ID{}
}
