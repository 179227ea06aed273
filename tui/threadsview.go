package tui

import (
	"fmt"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/tui/safe"
)

func (s *threads) resize(width, height int, wide bool) {
	s.width = width
	if wide {
		s.width = s.layout.left
	}
	s.list.resize(len(s.rows), height-threadsHead)
	s.around.resize(s.layout.right, height-threadsHead)
}

func (s *threads) view(width, height int) drawing {
	t := s.theme
	tally := ""
	if s.asked {
		tally = count(s.total, "thread", "threads")
	}
	if line := s.threadingLine(); line != "" {
		tally = strings.TrimPrefix(tally+" "+t.signs.dot+" "+line, " "+t.signs.dot+" ")
	}
	if n := len(s.chosen); n > 0 {
		tally = number(n) + " chosen"
	}
	order := [...]string{"last activity first", "longest first", "by tag"}[s.sort]
	out := []string{t.ends(spaces(gutter)+t.text.Render(tally), t.dim.Render(order)+" ", width), ""}
	left, rows := s.listView(), height-threadsHead
	if s.layout.right > 0 {
		out[1] = t.across("", width)
		out = append(out, s.layout.split(t, left, s.around.view(), rows)...)
	} else {
		out = append(out, left...)
	}
	return drawing{lines: out[:min(len(out), height)]}
}

func (s *threads) listView() []string {
	t := s.theme
	if len(s.rows) == 0 {
		return s.empty()
	}
	var out []string
	several := len(s.snap.Chats()) > 1 && s.scope.chat == ""
	from, to := s.list.rows()
	for i := from; i < to; i++ {
		r := s.rows[i]
		here := i == s.list.at
		room := s.width - gutter - 1
		when := t.dim.Render(shortDay(r.last))
		out = append(out,
			t.gutter(here, s.chosen[r.id])+t.ends(t.row(here).Render(t.fit(r.title, room-t.width(when)-2)), "  "+when, room),
			t.gutter(here, false)+s.facts(r, several, room))
	}
	return out
}

// facts is how long a thread is and what it is tagged with.
func (s *threads) facts(r threadRow, several bool, width int) string {
	t := s.theme
	parts := []string{count(r.messages, "message", "messages")}
	if r.people > 1 {
		parts = append(parts, count(r.people, "person", "people"))
	}
	if d := duration(r.last.Sub(r.first)); d != "" {
		parts = append(parts, d)
	}
	for i, part := range parts {
		parts[i] = t.dim.Render(part)
	}
	for _, tag := range r.tags {
		parts = append(parts, t.tag.Render(tag))
	}
	if several {
		parts = append(parts, t.dim.Render(t.fit(safe.Line(r.chat), width/2)))
	}
	return t.fit(strings.Join(parts, t.dim.Render(" "+t.signs.dot+" ")), width)
}

// duration says how long something took, in its two greatest units; empty for
// less than a minute.
func duration(d time.Duration) string {
	minutes := int(d.Minutes())
	hours, days := minutes/60, minutes/60/24
	switch {
	case minutes == 0:
		return ""
	case hours == 0:
		return fmt.Sprintf("%d min", minutes)
	case days == 0 && minutes%60 == 0:
		return fmt.Sprintf("%d h", hours)
	case days == 0:
		return fmt.Sprintf("%d h %d min", hours, minutes%60)
	}
	return count(days, "day", "days")
}

// empty says why there are no threads.
func (s *threads) empty() []string {
	switch {
	case !s.asked:
		return nil
	case s.threading.running:
		return s.theme.hints(s.width, "Who answers whom is still being found out, from the newest message back.", "", "Threads show up here as they are found.")
	case s.snap.missing > 0:
		return s.theme.hints(s.width, "The threads could not be found.", "", "L says what went wrong.")
	case s.query != "":
		return s.theme.hints(s.width, "No thread has a message with all of that.", "", "Esc goes back to the search.")
	}
	return s.theme.hints(s.width, "Nobody wrote in this chat: there are only notices.", "", "o loads another export.")
}

// hints are lines for a place that is empty.
func (t *theme) hints(width int, lines ...string) []string {
	var out []string
	for _, line := range lines {
		for _, part := range t.wrap(line, min(84, width-5)) {
			out = append(out, spaces(4)+t.dim.Render(part))
		}
	}
	return out
}
