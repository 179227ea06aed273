package tui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
)

// chosen are the messages that somebody chose with space, by ID: they stay
// chosen when results change or a load ends.
type chosen map[index.ID]bool

func (c chosen) flip(id index.ID) {
	if c[id] {
		delete(c, id)
	} else {
		c[id] = true
	}
}

// ids returns the chosen messages in a stable order.
func (c chosen) ids() []index.ID {
	ids := make([]index.ID, 0, len(c))
	for id := range c {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b index.ID) int { return slices.Compare(a[:], b[:]) })
	return ids
}

// read opens the selected message, whole.
func (c *chat) read() {
	if e, ok := c.entry(c.list.at); ok {
		c.lay(newReader(c.app, e))
	}
}

// choose flips the mark of the selected message and goes on to the next.
func (c *chat) choose() tea.Cmd {
	e, ok := c.entry(c.list.at)
	if !ok {
		return nil
	}
	c.chosen.flip(e.id)
	if n := len(c.chosen); n > 0 {
		c.say(count(n, "message", "messages") + " chosen. t tags " + them(n) + ", space again lets go.")
	}
	return c.goTo(c.aim() + 1)
}

func them(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// picked are the chosen messages or, where there are none, the selected one.
func (c *chat) picked() []index.ID {
	e, ok := c.entry(c.list.at)
	if !ok {
		return nil
	}
	return targetsOf(c.chosen, e).ids
}

// tag opens the picker for what was chosen or, failing that, what is selected.
func (c *chat) tag() tea.Cmd {
	e, ok := c.entry(c.list.at)
	if !ok {
		return nil
	}
	return c.app.tag(targetsOf(c.chosen, e))
}

// day goes to the start of the day before or after. From the middle of a day,
// the day before is its own start.
func (c *chat) day(by int) tea.Cmd {
	e, ok := c.entry(c.list.at)
	if !ok {
		return nil
	}
	day := midnight(e.time)
	if by > 0 {
		return c.goToTime(day.AddDate(0, 0, 1))
	}
	if before, ok := c.entry(c.list.at - 1); ok {
		day = midnight(before.time)
	}
	return c.goToTime(day)
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// hit goes to the next or previous hit, in the chat's order, of the search one
// came from.
func (c *chat) hit(by int) tea.Cmd {
	if len(c.hits) == 0 {
		c.say("n goes from hit to hit once a search led here: press / first.")
		return nil
	}
	seq, here, hits := c.seq, c.aim(), c.hits
	return c.ask(&c.jumping, c, func(_ context.Context, sn snapshot) (tea.Msg, error) {
		best := -1
		for _, h := range hits {
			place, ok := seq.place(sn, h.id)
			if !ok || (place-here)*by <= 0 {
				continue
			}
			if best < 0 || (best-place)*by > 0 {
				best = place
			}
		}
		return jump{best, "There is no further hit that way."}, nil
	})
}

// jump is where a step leads: to a position or, where it is -1, nowhere, and
// what to say of that.
type jump struct {
	to  int
	end string
}
