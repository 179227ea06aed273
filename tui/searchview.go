package tui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// searchHead is the lines above the hits: what is typed, what came of it, and
// one to breathe.
const searchHead = 3

func (s *search) resize(width, height int, wide bool) {
	s.width = width
	if wide {
		s.width = s.layout.left
	}
	s.list.resize(len(s.hits), height-searchHead-s.facetLines())
	s.setScope(s.scope)
	s.facets.lay(s)
	s.around.resize(s.layout.right, height-searchHead)
}

func (s *search) view(width, height int) drawing {
	t := s.theme
	tally := s.tally()
	line, column := s.in.view(t, width-t.width(tally)-3, !s.inList && !s.inFacets)
	out := []string{
		t.ends(line, tally+" ", width),
		t.ends(spaces(4)+s.status(), t.dim.Render(s.orderName())+" ", width),
		"",
	}
	left, rows := s.listView(), height-searchHead
	if lines := s.facetView(); lines != nil {
		left = append(left[:min(len(left), s.list.space)], make([]string, max(0, s.list.space-len(left)))...)
		left = append(left, lines...)
	}
	if s.layout.right > 0 {
		out[2] = t.across("", width)
		out = append(out, s.layout.split(t, left, s.around.view(), rows)...)
	} else {
		out = append(out, left...)
	}
	d := drawing{lines: out[:min(len(out), height)]}
	if s.typing() != nil {
		d.cursor = &tea.Position{X: column}
	}
	return d
}

func (s *search) orderName() string {
	return [...]string{"best first", "newest first", "oldest first"}[s.sort]
}

// status is how the query can go on, or what was wrong with it.
func (s *search) status() string {
	t := s.theme
	if s.typing() != nil {
		if line := s.completionLine(4, s.layout.width-20); line != "" {
			return line
		}
	}
	if line := s.problemLine(); line != "" {
		return t.wrong.Bold(false).Render(t.fit(line, s.layout.width-20))
	}
	return ""
}

// tally counts what was found.
func (s *search) tally() string {
	t := s.theme
	if s.asked == "" {
		return ""
	}
	total := count(s.result.Total, "message", "messages")
	if s.result.Total == 0 && s.result.Partial > 0 {
		total = "none with every word"
	}
	switch n := len(s.chosen); {
	case s.all:
		total = "all " + total + " chosen"
	case n > 0:
		total = number(n) + " chosen"
	}
	return t.text.Render(total) + t.dim.Render(" "+t.signs.dot+" "+took(s.result.Took))
}

func took(d time.Duration) string {
	if d < time.Millisecond {
		return "under 1 ms"
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// heightOf is two lines for a hit (its words, then who, when and tags) and a
// heading before the first that does not match the whole query.
func (s *search) heightOf(i int) int {
	return 2 + len(s.heading(i))
}

func (s *search) listView() []string {
	t := s.theme
	if len(s.hits) == 0 {
		return s.empty()
	}
	var out []string
	from, to := s.list.rows()
	several := len(s.snap.Chats()) > 1 && s.scope.chat == ""
	for i := from; i < to; i++ {
		h := s.hits[i]
		out = append(out, s.heading(i)...)
		here := i == s.list.at && !s.inFacets
		first := t.gutter(here, s.all && h.match == index.MatchAll || s.chosen[h.id])
		second := t.gutter(here, false)
		room := s.width - gutter - 1
		when := shortDay(h.time) + " " + clockTime(h.time)
		body := h.body.oneLine()
		if body.text == "" {
			body = marked{text: "(" + h.label + ")"}
		}
		words := room - t.width(when) - 2
		text := t.fit(body.around(t, words).upTo(t, 4*words+64).paint(t, t.row(here)), words)
		out = append(out, first+t.ends(text, "  "+t.dim.Render(when), room), second+s.facts(h, several, room))
	}
	return out
}

// heading says that from hit i on the hits are of another kind.
func (s *search) heading(i int) []string {
	if i != s.partial {
		return nil
	}
	text := "These say some of it, or stand near:"
	if s.hits[i].match == index.MatchTypo {
		text = "Spelt nearly like that:"
	}
	lines := []string{spaces(gutter) + s.theme.dim.Render(s.theme.fit(text, s.width-gutter-1)), ""}
	if i > 0 {
		lines = append([]string{""}, lines...)
	}
	return lines
}

// facts is who wrote a hit, where there are several chats in which, and its
// tags.
func (s *search) facts(h entry, several bool, width int) string {
	t := s.theme
	var parts []string
	who := h.who
	if who == "" {
		who = "notice"
	}
	parts = append(parts, t.person(h.who).Render(t.fit(who, width/2)))
	if several {
		parts = append(parts, t.dim.Render(t.fit(h.chat, width/2)))
	}
	for _, tag := range h.tags {
		parts = append(parts, t.tag.Render(tag))
	}
	return t.fit(strings.Join(parts, t.dim.Render(" "+t.signs.dot+" ")), width)
}

// empty says why there is nothing to see and what to do about it.
func (s *search) empty() []string {
	t := s.theme
	var lines []string
	if s.asked != "" {
		where := ""
		if s.scope.chat != "" {
			where = " in " + safe.Line(s.scope.chat) + "; ctrl+g searches all chats"
		}
		lines = []string{
			"Nobody wrote that" + where + ".",
			"",
			"Try fewer words, or the beginning of one; a word with ~ behind it",
			"forgives its spelling: laddr~",
		}
	} else {
		lines = []string{
			"Answers come while you type. Some ways to ask:",
			"",
			"power cut              both words, anywhere in a message",
			"\"street light\"         these words in this order",
			"ladder OR drill        one or the other",
			"from:ben pothole       only what Ben wrote",
			"outage after:2024-03   from March 2024 on",
			"has:link  is:question" + s.someTag() + "  -sold",
		}
	}
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = spaces(4) + t.dim.Render(t.fit(line, s.width-5))
	}
	return out
}

// someTag is a condition on the tag that most messages have; without tags there
// is nothing that it could find.
func (s *search) someTag() string {
	if s.snap == nil {
		return ""
	}
	most, tag := 0, ""
	for _, c := range s.snap.Tags() {
		if c.Messages > most {
			most, tag = c.Messages, "  tag:"+safe.Line(c.Tag)
		}
	}
	return tag
}
