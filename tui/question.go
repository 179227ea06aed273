package tui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

// What a load's report asks is which way dates are to be read that nothing in
// the export proves. It is asked once for a chat; who goes on without an
// answer has them read day first.

// questionKeys are the answers to what is asked.
func (l *load) questionKeys() keymap {
	if len(l.asked) == 0 {
		return nil
	}
	return keymap{
		bind("d", "dates are day first", func() tea.Cmd { return l.answerDates(parser.DMY) }, "d").short("day first"),
		bind("m", "dates are month first", func() tea.Cmd { return l.answerDates(parser.MDY) }, "m").short("month first"),
		bind("esc", "answer later; dates stay day first", do(l.askNoMore), "esc").short("later"),
	}
}

// askNoMore goes on to the next question.
func (l *load) askNoMore() {
	l.asked = l.asked[1:]
	l.draw()
}

// answerDates has the dates of the chat in question read in an order.
func (l *load) answerDates(order parser.DateOrder) tea.Cmd {
	done := l.asked[0]
	chat, s := done.Chat, &done.Summary
	if order != s.DateOrder {
		s.First, s.Last = time.Time{}, time.Time{} // of dates that are no longer so
	}
	s.DateOrder, s.Ambiguous, s.OrderEvidence = order, false, "you said so"
	l.askNoMore()
	l.say("Reading the dates again.")
	return l.write(func(ctx context.Context) (string, error) {
		_, err := l.store.AnswerDateOrder(ctx, chat, order, nil)
		words := "day first"
		if order == parser.MDY {
			words = "month first"
		}
		return fmt.Sprintf("Dates of %s are read %s. u undoes it.", safe.Line(chat), words), err
	})
}

// drawQuestion shows dates of the export both ways.
func (l *load) drawQuestion() {
	t, done := l.theme, l.asked[0]
	width := min(l.layout.width-6, 84)
	say := func(text string) {
		for _, line := range t.wrap(text, width) {
			l.lines = append(l.lines, "   "+t.text.Render(line))
		}
	}
	l.lines = append(l.lines, "   "+t.accent.Bold(true).Render(t.fit("Is it the day or the month that comes first in "+safe.Line(done.Chat)+"?", width)))
	say("Nothing in the export proves it, so its dates were read day first.")
	l.lines = append(l.lines, "", "   "+t.dim.Render(t.pad("", 12)+t.pad("d  day first", 22)+"m  month first"))
	for _, doubt := range done.Summary.Doubts {
		l.lines = append(l.lines, "   "+t.strong.Render(t.pad(safe.Line(doubt.Written), 12))+
			t.text.Render(t.pad(fullDay(doubt.DayFirst), 22)+fullDay(doubt.MonthFirst)))
	}
}

// fullDay names the month, as it is what is in doubt.
func fullDay(at time.Time) string { return at.Format("Mon 2 January 2006") }
