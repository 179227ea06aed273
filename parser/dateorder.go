package parser

import (
	"fmt"
	"strings"
)

// DateOrder is the order in which an export writes day, month and year.
type DateOrder uint8

// The orders phones write dates in.
const (
	UnknownOrder DateOrder = iota
	DMY
	MDY
	YMD
)

var orderNames = [...]string{"unknown", "dmy", "mdy", "ymd"}

// orderWords are what people call the orders.
var orderWords = [...]string{"unknown", "day first", "month first", "year first"}

// String returns the order's name in the JSON contract and on the command
// line.
func (o DateOrder) String() string {
	if int(o) < len(orderNames) {
		return orderNames[o]
	}
	return orderNames[UnknownOrder]
}

// ParseDateOrder is the inverse of DateOrder.String for the three orders, in
// any case; "" gives UnknownOrder.
func ParseDateOrder(s string) (DateOrder, error) {
	if s == "" {
		return UnknownOrder, nil
	}
	for o := DMY; o <= YMD; o++ {
		if strings.EqualFold(s, o.String()) {
			return o, nil
		}
	}
	return UnknownOrder, fmt.Errorf("%q is no date order: it is dmy, mdy or ymd", s)
}

// orders returns the orders in which the parts of a header can be read.
func (h *header) orders() []DateOrder {
	switch {
	case h.yearAt == 0:
		return []DateOrder{YMD}
	case h.month == 0:
		return []DateOrder{MDY}
	case h.month == 1:
		return []DateOrder{DMY}
	case h.yearAt == unknownYear:
		return []DateOrder{DMY, MDY, YMD}
	}
	return []DateOrder{DMY, MDY}
}

// date returns year, month and day as written, read in an order that orders
// allows. The year is 0 where the header has none.
func (h *header) date(order DateOrder) (year, month, day int) {
	p := h.parts
	if h.month >= 0 {
		month = int(p[h.month])
		for i := range p {
			if int8(i) != h.month && int8(i) != h.yearAt {
				day = int(p[i])
				break
			}
		}
		if h.yearAt >= 0 {
			year = int(p[h.yearAt])
		}
		return year, month, day
	}
	switch order {
	case YMD:
		return int(p[0]), int(p[1]), int(p[2])
	case MDY:
		return int(p[2]), int(p[0]), int(p[1])
	default:
		return int(p[2]), int(p[1]), int(p[0])
	}
}

// The years messages can be of: since WhatsApp began, and for some time yet.
const (
	firstYear = 2009
	lastYear  = 2060
)

// A reading gathers what speaks for and against one order in a whole file.
type reading struct {
	order       DateOrder
	impossible  int        // headers with no such day
	implausible int        // years before WhatsApp or long after
	back        int        // steps back in time of more than a day
	afterExport int        // headers later than the export itself
	attached    int        // media files whose own date is the header's
	strays      int        // headers after a bare LF, later than the one after the last CRLF
	misplaced   int        // of these, also later than the one after the next CRLF
	asLate      int        // headers after a bare LF, as late as the one after the last CRLF
	chunk       readMoment // of the header after the last CRLF
	stray       readMoment // of the last one after a bare LF
	last        int64      // days
	low, high   int64
	seen        bool
	counted     [3]int // what the last date counted as: impossible, implausible, after the export

	// Lines to show for the counts above.
	impossibleLine, backLine, afterLine, attachedLine int
}

// slack is how far, in days, a message may lie behind the one before it, as
// late delivery makes it, and how far clocks and zones may differ.
const slack = 1

// add weighs a header under this reading. Export is the day of the export,
// 0 if it is not known.
func (r *reading) add(h *header, line int, cal calendar, export int64) (day int64, ok bool) {
	y, m, d := h.date(r.order)
	if h.yearAt == noYear {
		y = yearlessYear
	}
	r.counted = [3]int{}
	if day, ok = cal.day(y, h.era, m, d); !ok {
		if r.impossible++; r.impossible == 1 {
			r.impossibleLine = line
		}
		r.counted[0] = 1
		return 0, false
	}
	if year := cal.year(y, h.era); h.yearAt != noYear && (year < firstYear || year > lastYear) {
		r.implausible++
		r.counted[1] = 1
	}
	if r.seen && day < r.last-slack {
		if r.back++; r.back == 1 {
			r.backLine = line
		}
	}
	if !r.seen {
		r.low, r.high = day, day
	}
	r.low, r.high = min(r.low, day), max(r.high, day)
	if export > 0 && h.yearAt != noYear && day > export+slack {
		if r.afterExport++; r.afterExport == 1 {
			r.afterLine = line
		}
		r.counted[2] = 1
	}
	r.last, r.seen = day, true
	return day, true
}

// again weighs one more header with the date weighed last.
func (r *reading) again() {
	r.impossible += r.counted[0]
	r.implausible += r.counted[1]
	r.afterExport += r.counted[2]
}

// yearlessYear stands in for the year of headers that have none: a leap year,
// so that 29 February is a day.
const yearlessYear = 2000

// attachment weighs the date in a media file's name.
func (r *reading) attachment(day int64, line int) {
	if r.seen && day == r.last {
		if r.attached++; r.attached == 1 {
			r.attachedLine = line
		}
	}
}

// A verdict is the order decided on, and why.
type verdict struct {
	order    DateOrder
	proven   bool
	evidence string
}

// decideOrder weighs the readings of one shape against each other. Proof is a
// day that one order alone allows, steps back in time under the other alone,
// dates of media or of the export itself; what only leans is named.
func decideOrder(s *shapeStats, asked DateOrder) verdict {
	readings := s.readings
	if asked != UnknownOrder {
		for _, r := range readings {
			if r.order == asked {
				return verdict{asked, true, orderWords[asked] + ": you said so"}
			}
		}
	}
	if len(readings) == 1 {
		why := "the year comes first, with four digits"
		if s.shape.monthWord {
			why = "the month is given by its name"
		}
		return verdict{readings[0].order, true, orderWords[readings[0].order] + ": " + why}
	}
	if ymd := s.reading(YMD); ymd != nil {
		if why, ok := s.yearFirst(ymd); ok {
			return verdict{YMD, true, "year first: " + why}
		}
	}
	a, b := s.reading(DMY), s.reading(MDY)
	if v, ok := byImpossible(a, b); ok {
		return v
	}
	if s.shape.sep == '.' {
		return verdict{DMY, true, "day first: the date is written with full stops, as no country with the month first does"}
	}
	for _, by := range []func(a, b *reading) (verdict, bool){bySteps, byExport, byAttachments} {
		if v, ok := by(a, b); ok {
			return v
		}
	}
	return verdict{DMY, false, "day first is assumed: no date in the file proves the order" + s.leanings()}
}

// leanings names what only hints at an order.
func (s *shapeStats) leanings() string {
	switch {
	case s.shape.half && s.upperMarkers && s.shape.sep == '/':
		return "; AM and PM in capitals lean to month first"
	case s.shape.sep == '-':
		return "; hyphens lean to day first"
	}
	return ""
}

// yearFirst reports whether years of two digits come first, and why.
func (s *shapeStats) yearFirst(ymd *reading) (why string, ok bool) {
	dmy, mdy := s.reading(DMY), s.reading(MDY)
	switch least := min(dmy.impossible, mdy.impossible); {
	case ymd.impossible > least:
		return "", false
	case s.shape.sep == '.' && s.shape.spaced && s.shape.trailing && ymd.back <= dmy.back && !s.scattered(ymd, dmy):
		return "a full stop and a blank follow each part, as in Korean and Hungarian", true
	case ymd.impossible > 0:
		return "", false
	case least == s.count:
		return fmt.Sprintf("%s only this way", plural(s.count, "date makes sense", "dates make sense")), true
	case ymd.implausible > 0:
		return "", false
	case least+max(dmy.implausible, mdy.implausible) == s.count:
		return "the last part is the year of no export", true
	}
	for _, r := range []*reading{dmy, mdy} {
		if r.impossible < s.count && (r.back < ymd.back || !s.scattered(r, ymd)) {
			return "", false
		}
	}
	return "read otherwise, the chat would have its few days in many years", true
}

// scattered reports whether dates are spread over decades under one reading, as
// days of a month are that are read as years, and close together under another.
func (s *shapeStats) scattered(r, other *reading) bool {
	return s.days >= 3 && max(other.high-other.low, 1)*30 <= r.high-r.low
}

func (s *shapeStats) reading(order DateOrder) *reading {
	for i := range s.readings {
		if s.readings[i].order == order {
			return &s.readings[i]
		}
	}
	return nil
}

// byImpossible: days that one order alone allows, counted in every header.
func byImpossible(a, b *reading) (verdict, bool) {
	if a.impossible > b.impossible {
		a, b = b, a
	}
	if a.impossible == b.impossible {
		return verdict{}, false
	}
	evidence := fmt.Sprintf("%s: %s only this way, first on line %d", orderWords[a.order],
		plural(b.impossible, "date makes sense", "dates make sense"), b.impossibleLine)
	if a.impossible > 0 {
		evidence += fmt.Sprintf(" (%d only the other way)", a.impossible)
	}
	return verdict{a.order, true, evidence}, true
}

// bySteps: a real export hardly ever steps back by days.
func bySteps(a, b *reading) (verdict, bool) {
	if a.back > b.back {
		a, b = b, a
	}
	if b.back <= 2*a.back {
		return verdict{}, false
	}
	evidence := fmt.Sprintf("%s: read %s, time would step back %s, first on line %d",
		orderWords[a.order], orderWords[b.order], plural(b.back, "time", "times"), b.backLine)
	if a.back > 0 {
		evidence += fmt.Sprintf(" (%s so)", plural(a.back, "time", "times"))
	}
	return verdict{a.order, true, evidence}, true
}

// byExport: no message is later than the export that holds it.
func byExport(a, b *reading) (verdict, bool) {
	if a.afterExport > b.afterExport {
		a, b = b, a
	}
	if a.afterExport > 0 || b.afterExport == 0 {
		return verdict{}, false
	}
	return verdict{a.order, true, fmt.Sprintf("%s: read %s, %s later than the export itself, first on line %d",
		orderWords[a.order], orderWords[b.order], plural(b.afterExport, "message would be", "messages would be"), b.afterLine)}, true
}

// byAttachments: phones put the date in the names of media.
func byAttachments(a, b *reading) (verdict, bool) {
	if a.attached < b.attached {
		a, b = b, a
	}
	if a.attached <= 2*b.attached {
		return verdict{}, false
	}
	return verdict{a.order, true, fmt.Sprintf("%s: %s in the header's date, first on line %d",
		orderWords[a.order], plural(a.attached, "media file has its own date", "media files have their own dates"), a.attachedLine)}, true
}
