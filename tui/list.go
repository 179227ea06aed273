package tui

// A list keeps track of one selected row among n and of which rows are seen.
// Rows have heights; it knows nothing else of them.
type list struct {
	n      int             // rows there are
	at     int             // the selected one
	top    int             // the first one that is seen
	space  int             // lines there are to see them in
	height func(i int) int // lines a row takes; nil: one each
}

func (l *list) move(by int) { l.selectRow(l.at + by) }
func (l *list) home()       { l.selectRow(0) }
func (l *list) end()        { l.selectRow(l.n - 1) }

// page is how many rows are seen, less one to keep one's bearings.
func (l *list) page() int {
	from, to := l.rows()
	return max(1, to-from-1)
}

// selectRow selects row i, or the nearest there is.
func (l *list) selectRow(i int) {
	l.at = min(max(0, i), max(0, l.n-1))
	l.follow()
}

// resize says how many rows there are and how many lines to see them in; the
// selected row stays in sight.
func (l *list) resize(n, space int) {
	l.n, l.space = n, max(1, space)
	l.selectRow(l.at)
}

// follow moves what is seen by as little as shows the selected row, and leaves
// no empty lines behind the last one if there are rows before to fill them.
func (l *list) follow() {
	l.top = min(l.top, l.at)
	l.top = max(l.top, l.fill(l.at))
	if l.n-l.top <= l.space {
		l.top = min(l.top, l.fill(l.n-1))
	}
	l.top = max(0, l.top)
}

// fill returns the first of the rows that are seen when the last line belongs
// to row last.
func (l *list) fill(last int) int {
	first, used := last, l.heightOf(last)
	for first > 0 && used+l.heightOf(first-1) <= l.space {
		first--
		used += l.heightOf(first)
	}
	return first
}

func (l *list) heightOf(i int) int {
	if l.height == nil || i < 0 || i >= l.n {
		return 1
	}
	return l.height(i)
}

// rows returns the half-open range of rows that are seen, the last one
// perhaps in part.
func (l *list) rows() (from, to int) {
	used := 0
	for to = l.top; to < l.n && used < l.space; to++ {
		used += l.heightOf(to)
	}
	return l.top, to
}

// rowAt returns the row that is drawn on a line; ok is false below the last.
func (l *list) rowAt(line int) (row int, ok bool) {
	from, to := l.rows()
	for row = from; row < to; row++ {
		line -= l.heightOf(row)
		if line < 0 {
			return row, true
		}
	}
	return 0, false
}
