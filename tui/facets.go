package tui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// facets are the counts under the hits: who wrote what matches, its tags, its
// kinds, its months. They come behind the hits and never delay them. An item
// narrows the query, and widens it again.
type facets struct {
	asking question
	counts index.Facets
	rows   []facetRow
	row    int // the selected one
	item   int // in it
	spots  []facetSpot
}

// facetRow is one side of the counts.
type facetRow struct {
	name  string
	items []facetItem
	bars  bool      // a histogram: its items are one cell each
	ends  [2]string // what its first and its last cell are
}

// facetItem is one count and the term that narrows a query to it.
type facetItem struct {
	name string // harmless
	n    int
	term string
}

// facetSpot is where an item was drawn, for the mouse.
type facetSpot struct{ row, item, from, to, y int }

// counts ask for the facets of what is shown.
func (s *search) count() tea.Cmd {
	if s.facetLines() == 0 || s.result.Total == 0 {
		s.facets.asking.withdraw()
		s.facets.set(s, index.Facets{})
		return nil
	}
	req := s.request()
	return s.ask(&s.facets.asking, s, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		return sn.Facets(ctx, req)
	})
}

// set shows counts; what was selected stays so if it is still there.
func (f *facets) set(s *search, counts index.Facets) {
	selected := f.selected().term
	if !s.inFacets {
		selected, f.row, f.item = "", 0, 0
	}
	f.counts = counts
	f.lay(s)
	for i, row := range f.rows {
		for j, item := range row.items {
			if item.term == selected {
				f.row, f.item = i, j
			}
		}
	}
	f.clamp()
	s.inFacets = s.inFacets && len(f.rows) > 0
}

// lay makes rows of the counts, as many as there is room for.
func (f *facets) lay(s *search) {
	var who, tags, kinds facetRow
	who.name, tags.name, kinds.name = "who", "tags", "kind"
	for _, p := range f.counts.People {
		name := safe.Line(p.Name)
		who.items = append(who.items, facetItem{name, p.Messages, "from:" + quoted(name)})
	}
	for _, c := range f.counts.Tags {
		tags.items = append(tags.items, facetItem{safe.Line(c.Tag), c.Messages, "tag:" + safe.Line(c.Tag)})
	}
	for _, k := range f.counts.Kinds {
		kinds.items = append(kinds.items, facetItem{k.Kind.String(), k.Messages, "kind:" + k.Kind.String()})
	}
	when := facetRow{name: "when", bars: true}
	if n := len(f.counts.Months); n > 0 {
		when.items = monthItems(f.counts.Months, max(1, s.width-barsHead-barsTail))
		when.ends = [2]string{shortMonth(f.counts.Months[0].Month), shortMonth(f.counts.Months[n-1].Month)}
	}
	rows := []facetRow{who, tags, kinds, when}
	if s.facetLines() < 5 {
		rows = []facetRow{who, tags, when}
	}
	if len(kinds.items) < 2 { // they tell nothing
		rows = slices.DeleteFunc(rows, func(r facetRow) bool { return r.name == kinds.name })
	}
	f.rows = nil
	for _, row := range rows {
		if len(row.items) > 0 {
			f.rows = append(f.rows, row)
		}
	}
	f.clamp()
}

func (f *facets) clamp() {
	f.row = min(max(0, f.row), max(0, len(f.rows)-1))
	if len(f.rows) > 0 {
		f.item = min(max(0, f.item), len(f.rows[f.row].items)-1)
	}
}

func (f *facets) selected() facetItem {
	if f.row >= len(f.rows) || f.item >= len(f.rows[f.row].items) {
		return facetItem{}
	}
	return f.rows[f.row].items[f.item]
}

// quoted is a name as the query language takes it: within quotes unless it is
// one plain word.
func quoted(name string) string {
	name = strings.ReplaceAll(name, `"`, " ")
	if strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return `"` + name + `"`
	}
	return name
}

// monthItems makes at most cells items of a dense series of months; where there
// are more months, an item stands for several.
func monthItems(months []index.MonthCount, cells int) []facetItem {
	each := (len(months) + cells - 1) / cells
	var items []facetItem
	for at := 0; at < len(months); at += each {
		part := months[at:min(at+each, len(months))]
		first, last := part[0].Month, part[len(part)-1].Month
		item := facetItem{name: span(first, last), term: "date:" + first.Format("2006-01")}
		if len(part) > 1 {
			item.term += ".." + last.Format("2006-01")
		}
		for _, m := range part {
			item.n += m.Messages
		}
		items = append(items, item)
	}
	return items
}

func shortMonth(t time.Time) string { return t.Format("Jan 2006") }

// span names the months from first to last in at most 13 cells.
func span(first, last time.Time) string {
	switch {
	case first.Equal(last):
		return shortMonth(first)
	case first.Year() == last.Year():
		return first.Format("Jan") + "-" + shortMonth(last)
	}
	return first.Format("Jan 06") + "-" + last.Format("Jan 06")
}

// Keys in the facets.
func (s *search) facetKeys() keymap {
	f := &s.facets
	across := func(by int) func() {
		return func() {
			f.item += by
			f.clamp()
		}
	}
	along := func(by int) func() {
		return func() {
			f.row, f.item = f.row+by, 0
			f.clamp()
		}
	}
	return keymap{
		bind("enter", "only these, or all again", s.narrow, "enter").short("only these"),
		bind("←", "one to the left", do(across(-1)), "left", "h"),
		bind("→", "one to the right", do(across(1)), "right", "l").short("next"),
		bind("↑ k", "up", do(along(-1)), "up", "k"),
		bind("↓ j", "down", do(along(1)), "down", "j"),
		bind("tab", "to the line, to type", s.toLine, "tab", "/").short("type"),
		bind("esc", "to the hits", do(s.toList), "esc").short("to the hits"),
	}
}

// narrow adds the selected item's term to the query or, where it is in it,
// takes it out.
func (s *search) narrow() tea.Cmd {
	term := s.facets.selected().term
	if term == "" {
		return nil
	}
	q := " " + strings.TrimSpace(s.in.value()) + " "
	if strings.Contains(q, " "+term+" ") {
		q = strings.Replace(q, " "+term+" ", " ", 1)
	} else {
		q += term + " "
	}
	s.in.set(strings.TrimLeft(q, " "))
	s.moved = false
	return s.edited()
}
