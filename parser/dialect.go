package parser

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A dialect is how one export is written: decided once, from the survey of the
// whole file, and never line by line.
type dialect struct {
	parts  []dialectPart // more than one only where exports were joined or mixed
	joined int           // so many of them follow each other; the others are mixed into the first
	verdict
	crlf   bool   // messages start after CRLF and nowhere else
	strays int    // but for so many whose CRLF was lost
	words  bool   // headers may start with a word
	title  []byte // raw name of the group where it stands as a sender, nil if nowhere
	chat   string // name of the chat, if the text tells it

	told      [][]byte // people with a colon in their names, as notices name them
	colonName []byte   // raw name of the chat where it holds a colon and stands as a sender
	warned    []string
}

// A dialectPart is a stretch of lines with headers of one shape.
type dialectPart struct {
	shape    shape
	plain    fastShape
	orders   []DateOrder // in which headers of the shape can be read
	order    DateOrder
	own      DateOrder // what Export.Read decided on
	calendar calendar
	year     int // of the first header, where headers have none
	from, to int // lines, both included
	names    *nameTable
	halves   map[string]dayPart // what words beside the time mean that no table has
	bare     bool               // some headers have no word for the half of the day
}

// decide makes a dialect of what the survey found; ok is false if there is no
// chat in the text.
func decide(s *survey, opts Options, export time.Time) (d *dialect, ok bool) {
	joined, mixed := s.accepted()
	if len(joined) == 0 {
		return nil, false
	}
	shapes := slices.Concat(joined, mixed)
	d = &dialect{chat: s.group, told: s.told}
	main := shapes[0]
	for i, stats := range shapes {
		v := decideOrder(stats, opts.DateOrder)
		isMixed := i >= len(joined)
		switch {
		case isMixed:
			v = stats.orderAfter(d.verdict, v)
		case i > 0 && !v.proven && stats.goesOn(shapes[i-1]):
			v = stats.orderAfter(decideOrder(shapes[i-1], opts.DateOrder), v)
		}
		if stats.count >= main.count && i > 0 && !isMixed || i == 0 {
			main, d.verdict = stats, v
		}
		part := dialectPart{shape: stats.shape, plain: newFastShape(stats.shape), order: v.order, own: v.order, from: 1, to: s.lines, names: stats.names}
		for _, r := range stats.readings {
			part.orders = append(part.orders, r.order)
		}
		if stats.halves != nil && (stats.shape.half || stats.bare) {
			part.halves, part.bare = stats.halves.decide(), stats.bare
			d.warned = append(d.warned, stats.halves.warnings(part.halves, stats.bare)...)
		}
		switch {
		case isMixed:
			d.warn(fmt.Sprintf("%s a header of another shape and %s read as messages, since the times go on; first line %d",
				plural(stats.count, "line has", "lines have"), wasWere(stats.count), stats.firstLine))
		case i > 0:
			part.from = stats.firstLine
			d.parts[i-1].to = stats.firstLine - 1
		}
		part.calendar.buddhist = v.order != YMD && stats.shortYears[1] > 0 && stats.shortYears[0] == 0
		stats.calendars[buddhist] = stats.calendars[buddhist] || part.calendar.buddhist
		for e, found := range stats.calendars {
			if found && eraNotes[e] != "" {
				d.warn(eraNotes[e])
			}
			d.words = d.words || found && era(e) > common // "R6/6/13"
		}
		if n := stats.reading(v.order).implausible; n > 0 && !part.calendar.buddhist {
			d.warn(fmt.Sprintf("%s of a year in which there was no WhatsApp; the export may use another calendar", plural(n, "message is", "messages are")))
		}
		if stats.shape.yearless || stats.shape.monthWord {
			part.year = stats.yearOfFirst(export)
			if stats.yearless && stats.mediaYear == 0 {
				d.warn(fmt.Sprintf("the file does not say the year: its first message was taken to be of %d", part.year))
			}
		}
		d.words = d.words || stats.shape.weekday || stats.shape.monthWord
		d.parts = append(d.parts, part)
	}
	var doubtful int
	d.crlf, d.strays, doubtful = s.provesCRLF(shapes, d.parts)
	d.warned = append(d.warned, strayWarnings(shapes, d.strays, doubtful)...)
	if !d.proven {
		d.warn(doubtWarning)
	}
	if d.joined = len(joined); d.joined > 1 {
		d.warn(fmt.Sprintf("the file holds %d exports joined together, the second from line %d", d.joined, d.parts[1].from))
	}
	for _, stats := range s.shapes {
		if !slices.Contains(shapes, stats) {
			d.warn(fmt.Sprintf("%s like a message of another export and %s read as text, first line %d",
				plural(stats.count, "line looks", "lines look"), wasWere(stats.count), stats.firstLine))
		}
	}
	if s.title != nil {
		// An iPhone's group is called what it is called today; notices tell
		// what it was.
		d.chat = cleanName(s.title)
		if s.isGroup(shapes) {
			d.title = s.title
		}
		if bytes.IndexByte(s.title, ':') >= 0 {
			d.colonName = s.title
		}
	}
	return d, true
}

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

func (d *dialect) warn(s string) { d.warned = append(d.warned, s) }

// isGroup reports whether the sender of the encryption notice is a group and
// not the other of two people: then others speak too.
func (s *survey) isGroup(shapes []*shapeStats) bool {
	title := cleanName(s.title)
	if s.group != "" && s.group == title {
		return true
	}
	others := make(map[string]bool)
	for _, stats := range shapes {
		for _, who := range stats.names.all {
			if !who.suspect && who.shown != title && !strings.HasPrefix(title, who.shown+":") {
				others[who.shown] = true
			}
		}
	}
	return len(others) >= 2
}

// yearOfFirst returns the year of the first header of a shape without years: by
// the names of media files, or counted back from the day of the export. For
// months by name, a day long after phones wrote such headers is that of a copy
// and tells nothing.
func (s *shapeStats) yearOfFirst(export time.Time) int {
	switch {
	case s.mediaYear > 0:
		return s.mediaYear
	case !export.IsZero() && (!s.shape.monthWord || export.Year() <= assumedYear+2):
		year := export.Year() - s.wraps
		y, m, d := export.Date()
		if s.wrapped > unixDay(yearlessYear, int(m), d)+slack && y == export.Year() {
			year--
		}
		return year
	}
	return assumedYear
}

// header reads the header at the start of a line into h, if the dialect has one
// there. Number is that of the line.
func (d *dialect) header(line []byte, number int, afterCRLF bool, h *header) (part *dialectPart, ok bool) {
	if d.crlf && !afterCRLF && d.strays == 0 {
		return nil, false
	}
	part = &d.parts[0]
	for i := 1; i < d.joined && number > part.to; i++ {
		part = &d.parts[i]
	}
	if part.plain.scan(line, h) {
		return part, true
	}
	if isIndented(line) != part.shape.indented || !mayStartHeader(line, d.words) {
		return nil, false
	}
	if *h, ok = scanHeader(line); !ok {
		return nil, false
	}
	for i := d.joined; i < len(d.parts); i++ {
		if mixed := &d.parts[i]; h.shape == mixed.shape && !h.unknownHalf() {
			return mixed, true
		}
	}
	if part.bare && !h.shape.half {
		h.shape.half = true
		h.half = part.halves[noWord]
	} else if h.unknownHalf() {
		if h.half, ok = part.halves[string(h.halfWord(line))]; !ok {
			return part, false
		}
	}
	return part, h.shape == part.shape
}

// day returns the day of a header, read in this order; ok is false if there is
// no such day. Last is the day of the message before, 0 if there is none.
func (p *dialectPart) day(h *header, order DateOrder, last int64) (day int64, ok bool) {
	y, m, d := h.date(order)
	if h.yearAt != noYear {
		cal := p.calendar
		cal.buddhist = cal.buddhist && order != YMD
		return cal.day(y, h.era, m, d)
	}
	if !isDate(yearlessYear, m, d) {
		return 0, false
	}
	y = p.year
	if last != 0 {
		y = time.Unix(last*86400, 0).UTC().Year()
		if unixDay(y, m, d) < last-30 {
			y++
		}
	}
	return unixDay(y, m, d), true
}

// assumedYear is the year of headers that have none where nothing tells it:
// when phones last wrote such headers.
const assumedYear = 2014

// platform tells which phone writes such headers.
func (d *dialect) platform() string {
	switch s := &d.parts[0].shape; {
	case s.comma == 'T':
		return "unknown"
	case s.ios():
		return "ios"
	}
	return "android"
}

// String shows the dialect as people would write it down: [D/M/YY, H:MM:SS].
func (p *dialectPart) String() string {
	var date []string
	year := "YY"
	if p.shape.year4 {
		year = "YYYY"
	}
	month := "M"
	if p.shape.monthWord {
		month = "MONTH"
	}
	switch p.order {
	case YMD:
		date = []string{year, month, "D"}
	case MDY:
		date = []string{month, "D", year}
	default:
		date = []string{"D", month, year}
	}
	if p.shape.yearless {
		date = slices.DeleteFunc(date, func(s string) bool { return s == year })
	}
	sep := string(rune(p.shape.sep))
	if p.shape.sep == 'Y' {
		sep = "年"
	}
	if p.shape.spaced {
		sep += " "
	}
	day := strings.Join(date, sep)
	if p.shape.trailing {
		day += strings.TrimSpace(sep)
	}
	if p.shape.weekday {
		day = "WEEKDAY, " + day
	}
	clock := "H" + string(rune(p.shape.clock)) + "MM"
	if p.shape.seconds {
		clock += string(rune(p.shape.clock)) + "SS"
	}
	if p.shape.clock == 'c' {
		clock = "H時MM分"
	}
	if p.shape.half {
		clock += " AM"
	}
	between := " "
	switch p.shape.comma {
	case ',':
		between = ", "
	case 'c':
		between = "، "
	case 'T':
		between = "T"
	}
	if p.shape.word {
		between += "at "
	}
	if p.shape.comma == '(' {
		between, clock = " (", clock+")"
	}
	both := day + between + clock
	if p.shape.timeFirst {
		both = clock + between + day
	}
	indent := ""
	if p.shape.indented {
		indent = "  "
	}
	switch p.shape.close {
	case ']':
		return indent + "[" + both + "] "
	case ':':
		return indent + both + ": "
	case 'n':
		return indent + both + " – "
	}
	return indent + both + " - "
}
