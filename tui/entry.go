package tui

import (
	"time"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

// An entry is a message as the screens show it. Its texts are harmless: they
// were cleaned when the message came from the store, so that nothing drawn
// from an entry needs to think of it again.
type entry struct {
	id    index.ID
	chat  string // harmless; not for asking the store
	time  time.Time
	who   string
	kind  parser.Kind
	body  marked
	label string   // what stands for a message without words: "photo left out"
	was   []marked // what it said in earlier exports, before it was edited or deleted; the earliest first
	tags  []string
	match index.Match

	thread index.ID // zero while it is not known, and for notices
	unsure bool     // whether it answers what it is linked to
}

func newEntry(m index.Message, hits []index.Span) entry {
	e := entry{
		id:    m.ID,
		chat:  safe.Line(m.Chat),
		time:  m.Time,
		who:   safe.Line(m.Sender),
		kind:  m.Kind,
		body:  mark(m.Text, hits),
		label: label(m),
	}
	for _, tag := range m.Tags {
		e.tags = append(e.tags, safe.Line(tag))
	}
	for _, old := range m.Earlier {
		was := mark(old.Text, nil)
		if was.text == "" {
			was.text = "(" + standIn(old.Kind, old.Attachment) + ")"
		}
		e.was = append(e.was, was)
	}
	return e
}

// label says in words what is not text.
func label(m index.Message) string {
	s := standIn(m.Kind, m.Attachment)
	if m.Edited {
		if s != "" {
			s += ", "
		}
		s += "edited"
	}
	return s
}

// standIn says in words what a kind of message holds that is not text.
func standIn(kind parser.Kind, attachment string) string {
	switch kind {
	case parser.Media:
		if attachment != "" {
			return safe.Line(attachment)
		}
		return "media, left out of the export"
	case parser.Deleted:
		return "deleted message"
	case parser.Call:
		return "call"
	case parser.Poll:
		return "poll"
	case parser.Location:
		return "location"
	case parser.Contact:
		return "contact"
	case parser.Text, parser.Notice:
	}
	return ""
}

// columns are the widths of an entry's parts: time, name, text, tags.
type columns struct{ who, text, tags int }

// Cells beside the columns: bar and mark, time and its gap, the gap behind
// the name, the gap before the tags, and the margin at the right.
const (
	gutter    = 3
	timeCells = 5
	gap       = 2
	tagCells  = 10
)

func newColumns(width int) columns {
	c := columns{who: min(max(8, width/6), 18)}
	rest := width - gutter - timeCells - gap - c.who - gap - 1
	if width >= 60 {
		c.tags = tagCells
		rest -= gap + tagCells
	}
	c.text = min(max(10, rest), 96) // longer lines are hard to read
	return c
}

// draw returns an entry's lines without the gutter, at most most of them.
//
//	18:04  Deb          Ours is off too, whole row dark          outage
//	                    since six or so
func (e entry) draw(t *theme, c columns, most int) []string {
	text := e.lines(t, c.text, most)
	if c.tags == 0 && len(e.tags) > 0 {
		text = append(text, t.tag.Render(t.fit(joined(e.tags, t), c.text)))
	}
	who := t.person(e.who).Render(t.pad(e.who, c.who))
	head := t.dim.Render(clockTime(e.time)) + spaces(gap) + who + spaces(gap)
	indent := spaces(timeCells + gap + c.who + gap)
	rows := len(text)
	if c.tags > 0 {
		rows = max(rows, min(len(e.tags), most))
	}
	lines := make([]string, rows)
	for i := range lines {
		prefix := indent
		if i == 0 {
			prefix = head
		}
		lines[i] = prefix + lineOf(text, i)
		if c.tags > 0 && i < len(e.tags) {
			lines[i] = prefix + t.pad(lineOf(text, i), c.text) + spaces(gap) + t.tag.Render(t.fit(e.tags[i], c.tags))
		}
	}
	return lines
}

// lines returns the message's words, broken to width, at most most lines.
func (e entry) lines(t *theme, width, most int) []string {
	base := t.text
	if e.kind == parser.Notice || e.kind == parser.Deleted {
		base = t.dim
	}
	old := e.before(t, width, false)
	old = old[max(0, len(old)-most/2):] // the latest, where there is no room for all
	most -= len(old)
	body := e.body
	short := body.upTo(t, width*(most+1))
	var text []string
	if short.text != "" {
		text = short.lines(t, base, width)
	}
	if e.label != "" {
		if label := t.dim.Render(t.fit("("+e.label+")", width)); len(text) > 0 && t.width(text[len(text)-1])+1+t.width(label) <= width {
			text[len(text)-1] += " " + label
		} else {
			text = append(text, label)
		}
	}
	if len(text) == 0 {
		text = []string{""}
	}
	if len(text) > most || len(short.text) < len(body.text) {
		text = append(text[:min(len(text), most-1)], t.dim.Render(t.fit(t.signs.ellipsis+" more; Enter shows all of it", width)))
	}
	return append(text, old...)
}

// before are the lines that say what a message was before, each in one line or
// whole.
func (e entry) before(t *theme, width int, all bool) []string {
	const said = "before: "
	var lines []string
	for _, was := range e.was {
		if !all {
			lines = append(lines, t.dim.Render(t.fit(said+was.upTo(t, 2*width).oneLine().text, width)))
			continue
		}
		for _, line := range t.wrap(said+was.text, width) {
			lines = append(lines, t.dim.Render(line))
		}
	}
	return lines
}

// summary is an entry in a few words, for headings.
func (e entry) summary() string {
	if e.who == "" {
		return e.words()
	}
	return e.who + ": " + e.words()
}

// words are an entry's own, in one line, or what stands for them.
func (e entry) words() string {
	if text := e.body.oneLine().text; text != "" {
		return text
	}
	return "(" + e.label + ")"
}

// upTo drops what lies behind the first cells cells, so that breaking a text
// of ten thousand characters into twelve lines costs no more than it shows.
func (m marked) upTo(t *theme, cells int) marked {
	if len(m.text) <= cells {
		return m
	}
	text := t.cut(m.text, cells, "")
	short := marked{text: text}
	for _, h := range m.hits {
		if h.End <= len(text) {
			short.hits = append(short.hits, h)
		}
	}
	return short
}

func joined(tags []string, t *theme) string {
	s := ""
	for i, tag := range tags {
		if i > 0 {
			s += " " + t.signs.dot + " "
		}
		s += tag
	}
	return s
}

// dayLines are the lines that say that a new day begins.
func (t *theme) dayLines(day time.Time, first bool) []string {
	line := spaces(timeCells+gap) + t.strong.Render(longDay(day))
	if first {
		return []string{line, ""}
	}
	return []string{"", line, ""}
}

// gutter is what stands before a row: whether it is the selected one, and
// whether it was chosen with space.
func (t *theme) gutter(selected, chosen bool) string {
	return t.marks(selected, chosen) + " "
}

// marks are the gutter but for its last cell.
func (t *theme) marks(selected, chosen bool) string {
	bar, sign := " ", " "
	if selected {
		bar = t.accent.Render(t.signs.bar)
	}
	if chosen {
		sign = t.accent.Render(t.signs.mark)
	}
	return bar + sign
}
