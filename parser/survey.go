package parser

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"
)

// A survey is what the first pass over an export finds: which shapes of
// header there are and what the numbers in them tell, how lines end, and who
// speaks. The dialect is decided from it. Its memory does not grow with the
// file.
type survey struct {
	export     int64 // day the export was made, 0 if unknown
	shapes     []*shapeStats
	last       *shapeStats // of the header before
	fast       fastShape   // the shape of last
	classifier *classifier

	indented bool // all headers so far are
	lines    int
	bytes    int64
	crlf     int // lines that follow a CRLF and hold something
	blanks   int // blank ones, not counted unless more follows
	lf       int // lines that follow a bare LF
	group    string
	title    []byte   // raw sender of the encryption notice on an iPhone
	told     [][]byte // people with a colon in their names, as notices name them
	asked    int      // bodies looked at for the chat's name
	refused  []byte   // start of the text, to say why there is no chat in it
}

// maxShapes bounds what a file full of near-headers can make the survey keep.
const maxShapes = 32

// shapeStats is what the survey found on one shape.
type shapeStats struct {
	shape        shape
	count        int
	firstLine    int
	lastLine     int
	afterCRLF    int
	later        int // after a bare LF, and later than the header after the last CRLF
	chunk        int64
	strays       strays
	entered      passage // from other shapes to this one
	left         passage
	readings     []reading
	day          int64      // of the last header
	moment       int64      // of the last header, in seconds
	firstMinute  int64      // of the day, of the first header
	lastMinute   int64      // of the day, of the last header
	days         int        // changes of the day
	upperMarkers bool       // AM, PM in capitals
	shortYears   [2]int     // two-digit years up to 51, and from 52, read last
	calendars    [eras]bool // those of the headers' years
	wraps        int        // steps back in a date without a year: New Year
	wrapped      int64
	yearless     bool // the first header has no year
	mediaYear    int  // a year told by a media file's name, less the wraps before it
	names        *nameTable
	weighed      bool // date was weighed last, and these came of it
	date         header
	dateDay      int64
	dateCalendar era
	possible     bool
	decided      bool    // the dates so far leave nothing for those of media to decide
	halves       *halves // of this shape and its sibling; nil if all words are known
	bare         bool    // some headers have no word for the half of the day
}

// scanSurvey reads the whole text.
func scanSurvey(ctx context.Context, r io.Reader, export time.Time) (*survey, error) {
	s := &survey{classifier: newClassifier()}
	if !export.IsZero() {
		y, m, d := export.Date()
		s.export = unixDay(y, int(m), d)
	}
	lines := newHeadReader(r)
	for {
		line, afterCRLF, err := lines.next()
		if err == nil && s.lines&0xfff == 0 {
			err = ctx.Err()
		}
		switch {
		case err == nil:
			s.line(line, afterCRLF)
		case errors.Is(err, io.EOF):
			s.bytes = lines.offset
			return s, nil
		default:
			return nil, err
		}
	}
}

// line takes in one line, its end not included.
func (s *survey) line(line []byte, afterCRLF bool) {
	s.lines++
	if len(s.refused) < sniffLength {
		s.refused = append(append(s.refused, line[:min(len(line), sniffLength)]...), '\n')
	}
	var h header
	var stats *shapeStats
	if s.fast.scan(line, &h) {
		stats = s.last
	} else if (s.last == nil || s.indented || !isIndented(line)) && mayStartHeader(line, true) {
		var ok bool
		if h, ok = scanHeader(line); ok && (h.shape.indented == s.indented || s.indents(&h)) {
			stats = s.stats(&h)
		}
	}
	if stats != nil {
		// The first header needs nothing before it.
		afterCRLF = afterCRLF || s.last == nil
		if s.header(stats, &h, line, afterCRLF) {
			s.lineEnd(line, afterCRLF)
			return
		}
	}
	s.media(line)
	s.lineEnd(line, afterCRLF)
}

// lineEnd counts what is before a line, from the first header on.
func (s *survey) lineEnd(line []byte, afterCRLF bool) {
	switch {
	case s.last == nil:
	case !afterCRLF:
		s.lf++
	case len(line) == 0:
		s.blanks++
	default:
		s.crlf += 1 + s.blanks
		s.blanks = 0
	}
}

// header takes in a header, unless no such day exists in any order. Stats are
// those of its shape.
func (s *survey) header(stats *shapeStats, h *header, line []byte, afterCRLF bool) bool {
	day, ok := stats.weigh(h, s.lines, s.export)
	if !ok {
		return false
	}
	if stats.halves == nil && h.unknownHalf() {
		stats.halves = newHalves()
	}
	if stats.halves != nil && !stats.halves.add(h, line, day) {
		return false
	}
	if h.yearAt == unknownYear {
		if h.parts[2] >= 52 && h.parts[2] < 84 {
			stats.shortYears[1]++
		} else {
			stats.shortYears[0]++
		}
	}
	stats.calendars[stats.dateCalendar] = true
	if h.yearAt == noYear {
		if stats.count > 0 && day < stats.wrapped-30 {
			stats.wraps++
		}
		stats.wrapped = day
	}
	if stats.count == 0 {
		stats.yearless = h.yearAt == noYear
		stats.firstLine = s.lines
		stats.firstMinute = h.moment(0, wholeDay) / 60
		stats.upperMarkers = bytes.Contains(line[:h.end], []byte("AM")) || bytes.Contains(line[:h.end], []byte("PM"))
		s.fast = newFastShape(h.shape)
	}
	stats.day = day
	stats.count++
	stats.lastLine = s.lines
	moment := h.moment(day, wholeDay)
	stats.moment = moment
	stats.lastMinute = h.moment(0, wholeDay) / 60
	if afterCRLF {
		stats.afterCRLF++
		stats.chunk = moment
	} else if moment > stats.chunk {
		stats.later++
	}
	if s.crlf > 0 && stats.shape.ios() {
		stats.stray(h, s.lines, afterCRLF)
	}
	if s.last != stats {
		if s.last != nil {
			stats.entered.add(s.last, s.last, stats)
			s.last.left.add(stats, s.last, stats)
		}
		s.last = stats
		s.fast = newFastShape(h.shape)
	}
	rest := line[h.end:]
	stats.name(s, h, rest)
	s.media(rest)
	return true
}

// weigh weighs a header under each reading; ok is false if there is no such day
// under any. Day is that of the first under which there is.
func (s *shapeStats) weigh(h *header, line int, export int64) (day int64, ok bool) {
	if s.weighed && h.sameDate(&s.date) {
		for i := range s.readings {
			s.readings[i].again()
		}
		return s.dateDay, s.possible
	}
	for i := range s.readings {
		r := &s.readings[i]
		before := r.last
		d, possible := r.add(h, line, calendar{}, export)
		if !possible || ok {
			continue
		}
		ok, day = true, d
		if d != before {
			s.days++
		}
	}
	s.weighed, s.date, s.dateDay, s.dateCalendar, s.possible = true, *h, day, h.calendar(), ok
	s.decided = s.decides()
	return day, ok
}

// stats returns the statistics of a header's shape, nil if there are too many.
func (s *survey) stats(h *header) *shapeStats {
	if s.last != nil && s.last.shape == h.shape {
		return s.last
	}
	for _, stats := range s.shapes {
		if stats.shape == h.shape {
			return stats
		}
	}
	if len(s.shapes) == maxShapes {
		return nil
	}
	stats := &shapeStats{shape: h.shape, names: newNameTable()}
	for _, order := range h.orders() {
		stats.readings = append(stats.readings, reading{order: order})
	}
	if sibling := s.sibling(h.shape); sibling != nil {
		if sibling.halves == nil {
			sibling.halves = newHalves()
			if sibling.shape.half {
				sibling.halves.moment = sibling.moment
			}
		}
		stats.halves = sibling.halves
	}
	s.shapes = append(s.shapes, stats)
	return stats
}

// media looks for media files whose names hold a date, as long as that may
// decide something.
func (s *survey) media(line []byte) {
	stats := s.last
	if stats == nil || stats.decided {
		return
	}
	year, month, day, ok := mediaDate(line)
	if !ok {
		return
	}
	if stats.mediaYear == 0 {
		stats.mediaYear = year - stats.wraps
	}
	for i := range stats.readings {
		r := &stats.readings[i]
		at := unixDay(year, month, day)
		if stats.shape.yearless {
			at = unixDay(yearlessYear, month, day)
		}
		r.attachment(at, s.lines)
	}
}

// decides reports whether the headers so far leave nothing for dates of media
// to decide: one order, and years.
func (s *shapeStats) decides() bool {
	if s.shape.yearless || s.shape.monthWord {
		return false
	}
	possible := 0
	for i := range s.readings {
		if s.readings[i].impossible == 0 {
			possible++
		}
	}
	return possible == 1
}

// mediaDate finds the date in the name of a media file:
//
//	IMG-20240613-WA0001.jpg
//	00000042-PHOTO-2024-06-13-21-25-00.jpg
func mediaDate(line []byte) (year, month, day int, ok bool) {
	if i := bytes.Index(line, []byte("-WA")); i >= 9 {
		if y, m, d, ok := packedDate(line[i-8 : i]); ok && line[i-9] == '-' {
			return y, m, d, true
		}
	}
	for rest := line; ; {
		i := bytes.Index(rest, []byte("-20"))
		if i < 0 || len(rest) < i+11 {
			return 0, 0, 0, false
		}
		if date := rest[i+1 : i+11]; date[4] == '-' && date[7] == '-' {
			packed := [8]byte{date[0], date[1], date[2], date[3], date[5], date[6], date[8], date[9]}
			if y, m, d, ok := packedDate(packed[:]); ok {
				return y, m, d, true
			}
		}
		rest = rest[i+3:]
	}
}

// packedDate reads YYYYMMDD.
func packedDate(s []byte) (year, month, day int, ok bool) {
	v := 0
	for _, c := range s {
		if c < '0' || c > '9' {
			return 0, 0, 0, false
		}
		v = v*10 + int(c-'0')
	}
	year, month, day = v/10000, v/100%100, v%100
	return year, month, day, isDate(year, month, day)
}

// mayStartHeader turns away lines that cannot start with a header by their
// first characters, and by how few digits they have. Words: headers may start
// with the name of a month or a weekday.
func mayStartHeader(line []byte, words bool) bool {
	if len(line) < 10 || !mayStartSo(line, words) {
		return false
	}
	// A day and an hour have one digit at least, a minute has two. Looking for
	// words and numbers where there are fewer was a thirtieth of the time of
	// reading.
	digits := 0
	for _, c := range line[:min(len(line), maxHeader)] {
		if c-'0' <= 9 || c >= 0xc0 { // or the first byte of another script's digit
			if digits++; digits == 4 {
				return true
			}
		}
	}
	return false
}

func mayStartSo(line []byte, words bool) bool {
	switch c := line[0]; {
	case c == '[', c >= '0' && c <= '9', c == ' ', c == '\t': // the last two where all is indented
		return true
	case c >= 0x80:
		return words || c >= 0xd9 // digits of other scripts and marks
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		return words && hasDigit(line[1:min(len(line), 32)])
	}
	return false
}

func hasDigit(s []byte) bool {
	for _, c := range s {
		if c-'0' <= 9 || c == 0xd9 || c == 0xdb { // or the first byte of an Arabic or Persian digit
			return true
		}
	}
	return false
}

// A headReader hands out the start of each line of a text, at least
// headLength bytes if the line has them, in constant memory.
type headReader struct {
	src        io.Reader
	buf        []byte
	start, end int
	offset     int64 // bytes handed out
	crlf       bool  // the line before ended so
	started    bool
	err        error
}

const headLength = 8 << 10

func newHeadReader(src io.Reader) *headReader {
	return &headReader{src: src, buf: make([]byte, 256<<10)}
}

// next returns the next line without its end, cut if it is very long, and
// whether CRLF, or the start of the text, is before it.
func (r *headReader) next() (line []byte, afterCRLF bool, err error) {
	afterCRLF = r.crlf || !r.started
	from := r.start
	for {
		if i := bytes.IndexByte(r.buf[from:r.end], '\n'); i >= 0 {
			line = r.buf[r.start : from+i]
			r.offset += int64(len(line) + 1)
			r.start = from + i + 1
			break
		}
		if r.err != nil {
			if errors.Is(r.err, io.EOF) && r.start < r.end {
				line = r.buf[r.start:r.end]
				r.offset += int64(len(line))
				r.start = r.end
				break
			}
			return nil, false, r.err
		}
		if r.start > 0 && r.end == len(r.buf) {
			r.end = copy(r.buf, r.buf[r.start:r.end])
			r.start = 0
		}
		from = r.end
		if r.end == len(r.buf) {
			return r.long(afterCRLF)
		}
		var n int
		n, r.err = r.src.Read(r.buf[r.end:])
		r.end += n
	}
	r.started = true
	r.crlf = len(line) > 0 && line[len(line)-1] == '\r'
	if r.crlf {
		line = line[:len(line)-1]
	}
	return line, afterCRLF, nil
}

// long hands out the start of a line that fills the buffer and passes over
// the rest of it.
func (r *headReader) long(afterCRLF bool) ([]byte, bool, error) {
	r.offset += int64(r.end)
	last := r.buf[r.end-1]
	r.start, r.end = headLength, headLength
	for r.err == nil {
		n, err := r.src.Read(r.buf[headLength:])
		r.err = err
		rest := r.buf[headLength : headLength+n]
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			r.offset += int64(i + 1)
			if i > 0 {
				last = rest[i-1]
			}
			r.start, r.end = headLength+i+1, headLength+n
			break
		}
		r.offset += int64(n)
		if n > 0 {
			last = rest[n-1]
		}
	}
	if r.err != nil && !errors.Is(r.err, io.EOF) {
		return nil, false, r.err
	}
	r.started = true
	r.crlf = last == '\r'
	return r.buf[:headLength], afterCRLF, nil
}
