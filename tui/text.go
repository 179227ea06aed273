package tui

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

const blank = "                                                                                                                                "

func spaces(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blank) {
		return blank[:n]
	}
	return strings.Repeat(" ", n)
}

// wrap breaks text into lines of at most width cells, between words where
// that is possible and between graphemes where it is not. A hyphen is no place
// to break: an option or a reference number is copied from the screen as one.
func (t *theme) wrap(text string, width int) []string {
	if width < 1 {
		width = 1
	}
	const hard = "\u2011" // a hyphen that x/ansi does not break at
	if !strings.Contains(text, "-") {
		return strings.Split(t.cells.Wrap(text, width, ""), "\n")
	}
	wrapped := t.cells.Wrap(strings.ReplaceAll(text, "-", hard), width, "")
	var out strings.Builder
	for {
		before, after, found := strings.Cut(wrapped, hard)
		out.WriteString(before)
		if !found {
			break
		}
		// Wrapping keeps the order, so the next hyphen of the text is this one.
		at := strings.IndexAny(text, "-"+hard)
		_, size := utf8.DecodeRuneInString(text[at:])
		out.WriteString(text[at : at+size])
		text, wrapped = text[at+size:], after
	}
	return strings.Split(out.String(), "\n")
}

// marked is harmless text with the parts a query speaks of.
type marked struct {
	text string
	hits []index.Span // byte offsets into text, in order, not overlapping
}

// mark makes chat text harmless and carries the spans over: cleaning changes
// offsets, so each piece is cleaned by itself.
func mark(text string, spans []index.Span) marked {
	var out strings.Builder
	var hits []index.Span
	at := 0
	for _, span := range spans {
		if span.Start < at || span.End > len(text) || span.Start >= span.End {
			continue
		}
		out.WriteString(safe.Text(text[at:span.Start]))
		start := out.Len()
		out.WriteString(safe.Text(text[span.Start:span.End]))
		hits = append(hits, index.Span{Start: start, End: out.Len()})
		at = span.End
	}
	out.WriteString(safe.Text(text[at:]))
	return marked{text: out.String(), hits: hits}
}

// oneLine joins the lines of m, keeping offsets valid.
func (m marked) oneLine() marked {
	return marked{text: strings.ReplaceAll(m.text, "\n", " "), hits: m.hits}
}

// around drops text before the first hit where that hit would not be seen in
// width cells.
func (m marked) around(t *theme, width int) marked {
	if len(m.hits) == 0 || t.width(m.text[:m.hits[0].End]) <= width {
		return m
	}
	// Keep about a third of the line before the hit, from a word's start.
	from, room := m.hits[0].Start, width/3
	for i := strings.LastIndexByte(m.text[:from], ' '); i >= 0 && t.width(m.text[i+1:m.hits[0].Start]) <= room; i = strings.LastIndexByte(m.text[:i], ' ') {
		from = i + 1
	}
	tail := t.signs.ellipsis + " "
	moved := marked{text: tail + m.text[from:]}
	for _, h := range m.hits {
		moved.hits = append(moved.hits, index.Span{Start: h.Start - from + len(tail), End: h.End - from + len(tail)})
	}
	return moved
}

// paint returns m with its hits in the style of hits, the rest in base.
func (m marked) paint(t *theme, base lipgloss.Style) string {
	if m.text == "" {
		return ""
	}
	var out strings.Builder
	at := 0
	part := func(style lipgloss.Style, s string) {
		if s == "" {
			return
		}
		for i, line := range strings.Split(s, "\n") { // a style must not run over a line's end
			if i > 0 {
				out.WriteByte('\n')
			}
			if line != "" {
				out.WriteString(style.Inline(true).Render(line))
			}
		}
	}
	for _, h := range m.hits {
		part(base, m.text[at:h.Start])
		part(t.hit, m.text[h.Start:h.End])
		at = h.End
	}
	part(base, m.text[at:])
	return out.String()
}

// lines paints m and breaks it into lines of at most width cells.
func (m marked) lines(t *theme, base lipgloss.Style, width int) []string {
	return closeStyles(t.wrap(m.paint(t, base), width))
}

// closeStyles makes each line stand by itself: a style that wrapping carried
// over a line's end is closed there and opened again on the next line.
func closeStyles(lines []string) []string {
	open := ""
	for i, line := range lines {
		full := open + line
		open = ""
		for s, state := full, byte(0); len(s) > 0; {
			seq, w, n, next := ansi.DecodeSequence(s, state, nil)
			if w == 0 && strings.HasPrefix(seq, "\x1b[") && strings.HasSuffix(seq, "m") {
				if seq == "\x1b[m" || seq == "\x1b[0m" {
					open = ""
				} else {
					open += seq
				}
			}
			s, state = s[n:], next
		}
		if open != "" {
			full += "\x1b[m"
		}
		lines[i] = full
	}
	return lines
}

// count writes n with separators between thousands, and the noun that fits.
func count(n int, one, many string) string {
	noun := many
	if n == 1 {
		noun = one
	}
	return number(n) + " " + noun
}

// number writes n with a comma between thousands.
func number(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// longDay, shortDay and clockTime are how times are written everywhere.
func longDay(t time.Time) string   { return t.Format("Monday 2 January 2006") }
func shortDay(t time.Time) string  { return t.Format("2 Jan 2006") }
func clockTime(t time.Time) string { return t.Format("15:04") }

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}
