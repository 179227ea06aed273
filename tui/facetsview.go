package tui

import "strings"

const (
	facetHead  = 8                              // cells before the items
	monthCells = len("Mar 2025")                // of a month's name
	barsHead   = facetHead + 1 + monthCells + 1 // cells before a histogram
	barsTail   = len(" Mar 24-May 25 99,999") + 1
)

// facetLines is how many lines the facets take, the empty one above them
// included: none where there is little room.
func (s *search) facetLines() int {
	switch body := s.layout.body; {
	case body >= 30:
		return 5
	case body >= 18:
		return 4
	}
	return 0
}

// facetView draws a line for each row, at its bottom the histogram.
func (s *search) facetView() []string {
	f, t := &s.facets, s.theme
	f.spots = f.spots[:0]
	if len(f.rows) == 0 {
		return nil
	}
	lines := []string{""}
	for i, row := range f.rows {
		here := s.inFacets && i == f.row
		head := t.gutter(here, false) + t.dim.Render(t.pad(row.name, facetHead-gutter))
		var line string
		if row.bars {
			line = s.bars(i, row, here)
		} else {
			line = s.facetItems(i, row, here)
		}
		lines = append(lines, head+line)
	}
	return lines
}

// facetItems draws the items of a row as far as they fit, the selected one
// among them, and how many more there are.
func (s *search) facetItems(i int, row facetRow, here bool) string {
	f, t := &s.facets, s.theme
	room := s.width - facetHead - 6
	words := func(item facetItem) string { return t.fit(item.name, 24) + " " + number(item.n) }
	from := 0
	if here { // scroll until it can be seen
		used := 0
		for j := f.item; j >= 0; j-- {
			used += t.width(words(row.items[j])) + 2
			if used > room && j < f.item {
				from = j + 1
				break
			}
		}
	}
	var out strings.Builder
	used, j := 0, from
	for ; j < len(row.items); j++ {
		item := row.items[j]
		text := words(item)
		w := t.width(text) + 2
		if used+w > room && j > from {
			break
		}
		f.spots = append(f.spots, facetSpot{i, j, facetHead + used, facetHead + used + w - 1, i + 1})
		bar, style := " ", t.text
		if here && j == f.item {
			bar, style = t.signs.bar, t.hit
		}
		out.WriteString(t.accent.Render(bar) + style.Render(text) + " ")
		used += w
	}
	if more := len(row.items) - (j - from); more > 0 {
		out.WriteString(t.dim.Render(" +" + number(more)))
	}
	return out.String()
}

// bars draws months as a histogram between its first and its last one or, while
// one is selected, with that one's name and count behind.
func (s *search) bars(i int, row facetRow, here bool) string {
	f, t := &s.facets, s.theme
	most := 0
	for _, item := range row.items {
		most = max(most, item.n)
	}
	var out strings.Builder
	out.WriteString(" " + t.dim.Render(row.ends[0]) + " ")
	for j, item := range row.items {
		at := barsHead + j
		f.spots = append(f.spots, facetSpot{i, j, at, at + 1, i + 1})
		style := t.text
		if here && j == f.item {
			style = t.hit.Reverse(true)
		}
		out.WriteString(style.Render(t.signs.bars[height(item.n, most, len(t.signs.bars))]))
	}
	tail := t.dim.Render(" " + row.ends[1])
	if here {
		item := row.items[f.item]
		tail = t.text.Render(" " + item.name + " " + number(item.n))
	}
	if len(row.items) == 1 && !here {
		tail = t.dim.Render(" " + number(row.items[0].n))
	}
	out.WriteString(tail)
	return out.String()
}

// height is which of n signs shows a count: the first for none, the last for
// the greatest.
func height(count, most, n int) int {
	if count == 0 || most == 0 {
		return 0
	}
	return 1 + (count*(n-1)-1)/most
}
