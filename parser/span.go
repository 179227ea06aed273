package parser

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// A message goes from its header to the next one. Here the Reader finds where
// that is, reading on as it has to.

const readSize = 256 << 10

// ready makes sure that a header is at start; now and then it asks whether to
// go on.
func (r *Reader) ready() error {
	if err := r.ctx.Err(); err != nil || r.found {
		return err
	}
	return r.first()
}

// first passes over what stands before the first header.
func (r *Reader) first() error {
	from := Stretch{Line: r.line, Offset: r.offset, Reason: "before the first message"}
	blank := true
	for {
		line, length, err := r.lineAt(0)
		if err == nil && length == 0 {
			err = io.EOF
		}
		if err == nil {
			var ok bool
			if ok, err = r.headerAt(0, r.line, true); err == nil && ok {
				break
			}
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if errors.Is(err, io.EOF) {
			r.unreadable(from, blank)
			return io.EOF
		}
		blank = blank && len(bytes.TrimSpace(cleanText(line))) == 0
		r.start += length
		r.offset += int64(length)
		r.line++
	}
	r.unreadable(from, blank)
	r.found = true
	return nil
}

// unreadable notes that what lies between a stretch's start and here is in no
// message. Blank lines need no mention.
func (r *Reader) unreadable(s Stretch, blank bool) {
	s.Lines, s.Length = r.line-s.Line, r.offset-s.Offset
	if s.Length > 0 && !blank {
		r.summary.leaveOut(s)
	}
}

// An extent is how far a message goes.
type extent struct {
	length int // bytes
	first  int // of them, those of the first line without its end
	lines  int
}

// span measures the message at start: up to the next header or the end. It
// leaves the next header in head.
func (r *Reader) span() (s extent, err error) {
	for {
		line, n, err := r.lineAt(s.length)
		if err != nil {
			return s, err
		}
		if n == 0 {
			r.found = false
			return s, nil
		}
		end, afterCRLF := lineEnd(line)
		if s.lines == 0 {
			s.first = end
		}
		s.length += n
		s.lines++
		ok, err := r.headerAt(s.length, r.line+s.lines, afterCRLF)
		if err != nil {
			return s, err
		}
		if ok {
			return s, nil
		}
	}
}

// lineEnd returns where the end of a line starts and whether it is CRLF.
func lineEnd(line []byte) (end int, crlf bool) {
	n := len(line)
	switch {
	case n == 0 || line[n-1] != '\n':
	case n > 1 && line[n-2] == '\r':
		return n - 2, true
	default:
		return n - 1, false
	}
	return n, false
}

// headerAt reads the header at a place after start, if one is there, into head.
func (r *Reader) headerAt(at, number int, afterCRLF bool) (bool, error) {
	lostCRLF := r.dialect.crlf && !afterCRLF
	if lostCRLF && r.dialect.strays == 0 {
		return false, nil
	}
	for r.end-r.start-at < maxHeader && !r.eof && bytes.IndexByte(r.buf[r.start+at:r.end], '\n') < 0 {
		if err := r.more(); err != nil {
			return false, err
		}
	}
	// What follows the line does no harm: no header goes over its end.
	h := &r.headers[1-r.head]
	part, ok := r.dialect.header(r.buf[r.start+at:min(r.end, r.start+at+maxHeader)], number, afterCRLF, h)
	if !ok {
		return false, nil
	}
	day, ownDay := r.day, r.ownDay
	if part != r.part || !h.sameDate(&r.headers[r.head]) {
		day, ok = part.day(h, part.order, r.day)
		ownDay = day
		if part.order != part.own {
			day, ownDay, ok = r.bothDays(part, h, day, ok)
		}
		if !ok {
			r.impossible(number)
			return false, nil
		}
	}
	if h.half == nearest {
		h.half = forenoon
		if h.moment(day, forenoon) < r.headers[r.head].moment(r.day, wholeDay) {
			h.half = afternoon
		}
	}
	h.hour = int8(h.half.hour(int(h.hour)))
	if lostCRLF && h.moment(day, wholeDay) <= r.headers[r.head].moment(r.day, wholeDay) {
		return false, nil // pasted
	}
	// What was head is whole until the next header is looked for.
	r.head = 1 - r.head
	r.day, r.ownDay = day, ownDay
	if part != r.part {
		r.part = part
	}
	return true, nil
}

// impossible notes a line that would be a message but for its date.
func (r *Reader) impossible(number int) {
	if r.impossibles++; r.impossibles <= maxNamedLines {
		r.summary.Warnings = append(r.summary.Warnings, fmt.Sprintf("line %d looks like a message but has no possible date; it was read as text", number))
	}
}

// lineAt returns the line at a place after start, with its end, and its
// length; 0 at the end of the text.
func (r *Reader) lineAt(at int) (line []byte, length int, err error) {
	searched := at
	for {
		if i := bytes.IndexByte(r.buf[r.start+searched:r.end], '\n'); i >= 0 {
			length = searched + i + 1 - at
			break
		}
		searched = r.end - r.start
		if r.eof {
			length = searched - at
			break
		}
		if err := r.more(); err != nil {
			return nil, 0, err
		}
	}
	return r.buf[r.start+at : r.start+at+length], length, nil
}

// more reads on. Its buffer grows only where one message fills it.
func (r *Reader) more() error {
	if r.start > 0 && len(r.buf)-r.end < readSize/4 {
		r.marks.moved(r.start)
		r.end = copy(r.buf, r.buf[r.start:r.end])
		r.start = 0
	}
	if r.end == len(r.buf) {
		grown := make([]byte, 2*len(r.buf))
		copy(grown, r.buf)
		r.buf = grown
	}
	n, err := r.src.Read(r.buf[r.end:])
	r.end += n
	if errors.Is(err, io.EOF) {
		r.eof = true
		return nil
	}
	return err
}
