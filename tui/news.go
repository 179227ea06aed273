package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
)

// news are the messages that a load brought to a chat that was there before.
// They are found by looking every message up in the store as it was, so that
// those that fill a gap in the middle are found as well.
type news struct {
	chat  string
	ids   []index.ID
	first []entry // the first few of them
}

// shownNews is how many new messages the report of a load lists.
const shownNews = 5

// findNews compares the chats of a report with the store as it was before. What
// cannot be found out is left out: the load itself is done.
func findNews(ctx context.Context, before, now snapshot, report index.LoadReport) []news {
	var found []news
	for _, done := range report.Loaded {
		seen := slices.ContainsFunc(found, func(n news) bool { return n.chat == done.Chat })
		if seen || done.New == 0 || whole(done.Chat).total(before) == 0 {
			continue
		}
		n := news{chat: done.Chat}
		for m, err := range pages(ctx, now, whole(done.Chat)) {
			if err != nil {
				return found
			}
			if _, _, known := before.Position(m.ID); known {
				continue
			}
			n.ids = append(n.ids, m.ID)
			if len(n.first) < shownNews {
				n.first = append(n.first, newEntry(m, nil))
			}
		}
		if len(n.ids) > 0 {
			found = append(found, n)
		}
	}
	return found
}

// newIn is what is new in a chat that was there before.
func (l *load) newIn(chat string) (n news, ok bool) {
	i := slices.IndexFunc(l.news, func(n news) bool { return n.chat == chat })
	if i < 0 {
		return news{}, false
	}
	return l.news[i], true
}

// newsKeys is the command that shows nothing but what is new.
func (l *load) newsKeys() keymap {
	if len(l.news) == 0 || len(l.asked) > 0 {
		return nil
	}
	n := l.news[0]
	return keymap{bind("n", "only what is new", func() tea.Cmd {
		c := newPart(l.app, n.chat, "what is new", n.ids)
		l.push(c)
		return c.show(0)
	}, "n").short("only what is new")}
}

// drawNews lists the first new messages of a chat.
func (l *load) drawNews(chat string) {
	n, ok := l.newIn(chat)
	if !ok {
		return
	}
	t, width := l.theme, min(l.layout.width-6, 84)
	l.lines = append(l.lines, "")
	const when = 14
	for _, e := range n.first {
		day := e.time.Format("2 Jan") + " " + clockTime(e.time)
		words := t.person(e.who).Render(t.fit(e.who, 16)) + "  " + t.text.Render(e.words())
		l.lines = append(l.lines, "   "+t.dim.Render(t.pad(day, when))+t.fit(words, width-when))
	}
	if more := len(n.ids) - len(n.first); more > 0 {
		l.lines = append(l.lines, "   "+spaces(when)+t.dim.Render(t.fit("and "+number(more)+" more; n shows them all", width-when)))
	}
}
