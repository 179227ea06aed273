package parser

import (
	"fmt"
	"slices"
	"time"
)

// doubtWarning is said of an export that does not prove its order of day and
// month.
const doubtWarning = "the order of day and month is not certain: dates were read day first; --date-order mdy reads them month first"

// maxDoubts is how many dates are shown to somebody who is asked.
const maxDoubts = 3

// A Doubt is a date of an export that can be read in two ways.
type Doubt struct {
	Written              string // without leading zeros: "3/4/24"
	DayFirst, MonthFirst time.Time
	Line                 int // on which it stands
}

// doubt notes the date of a header if it is another one than before and not
// the same both ways.
func (r *Reader) doubt(h *header, part *dialectPart, day int64) {
	other, ok := part.day(h, MDY, r.day)
	if !ok || other == day {
		return
	}
	sep := string(rune(part.shape.sep))
	written := fmt.Sprintf("%d%s%d", h.parts[0], sep, h.parts[1])
	if !part.shape.yearless {
		written += fmt.Sprintf("%s%02d", sep, h.parts[2])
	}
	if slices.ContainsFunc(r.summary.Doubts, func(d Doubt) bool { return d.Written == written }) {
		return
	}
	at := func(day int64) time.Time { return wallClock(h.moment(day, wholeDay)) }
	r.summary.Doubts = append(r.summary.Doubts, Doubt{Written: written, DayFirst: at(day), MonthFirst: at(other), Line: r.line})
}

// ReadAs reads the dates of all messages in another order than Export.Read
// decided on, as somebody says who knows. It is called before the first Read.
// It reports whether the export's dates can be read so; if not, it does
// nothing.
//
// What is a message by either order stays one: a date that is not possible in
// the new order is read in the old one.
func (r *Reader) ReadAs(order DateOrder) bool {
	if r.dialect == nil || !slices.ContainsFunc(r.dialect.parts, func(p dialectPart) bool { return slices.Contains(p.orders, order) }) {
		return false
	}
	for i := range r.dialect.parts {
		if p := &r.dialect.parts[i]; slices.Contains(p.orders, order) {
			p.order = order
		}
	}
	r.summary.DateOrder, r.summary.Ambiguous = order, false
	r.summary.OrderEvidence = orderWords[order] + ": you said so"
	r.summary.Dialect = r.dialect.parts[0].String()
	r.summary.Warnings = slices.DeleteFunc(slices.Clone(r.summary.Warnings), func(w string) bool { return w == doubtWarning })
	return true
}

// bothDays returns the day of a header in the order asked for, which day and
// ok are of, and in the part's own. What is possible in one of them only is
// the same in both.
func (r *Reader) bothDays(part *dialectPart, h *header, day int64, ok bool) (asked, own int64, either bool) {
	own, possible := part.day(h, part.own, r.ownDay)
	switch {
	case !ok:
		day = own
	case !possible:
		own = day
	}
	return day, own, ok || possible
}
