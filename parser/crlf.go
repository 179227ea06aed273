package parser

import (
	"cmp"
	"fmt"
)

// An iPhone ends messages with CRLF and has LF inside them. Where a file still
// shows that, it tells a pasted message from a real one. On the way a few
// lines may have been damaged: then there is text after a CRLF, or a header
// after a bare LF.

// strays are the headers of one shape after a bare LF.
type strays struct {
	has  bool // there is one after the last CRLF
	line int  // of the first of all
}

// A readMoment is when a header is from under one reading.
type readMoment struct {
	at int64 // in seconds
	ok bool  // there is such a day
}

func (m readMoment) before(other readMoment) bool { return m.ok && other.ok && m.at < other.at }

// stray takes in a header of an iPhone's file with CRLF, the one weighed last:
// one after a bare LF is pasted, unless its time is between those of the
// messages around it.
func (s *shapeStats) stray(h *header, line int, afterCRLF bool) {
	ofDay := h.moment(0, wholeDay)
	if !afterCRLF {
		s.strays.line = cmp.Or(s.strays.line, line)
	}
	for i := range s.readings {
		r := &s.readings[i]
		now := readMoment{r.last*86400 + ofDay, r.counted[0] == 0}
		switch {
		case !afterCRLF:
			if r.chunk.before(now) {
				r.strays++
			} else if !now.before(r.chunk) {
				r.asLate++
			}
			r.stray = now
		default:
			if s.strays.has && r.chunk.before(r.stray) && now.before(r.stray) {
				r.misplaced++
			}
			r.chunk = now
		}
	}
	s.strays.has = !afterCRLF
}

// rareDamage is how many good lines there are for each damaged one, where the
// good ones still tell how a file was written.
const rareDamage = 20

// provesCRLF reports whether messages start after CRLF only: the file is an
// iPhone's and has both line ends, and after every CRLF, or nearly, there is a
// header. Strays are
// messages for all that: so many headers after a bare LF have their time
// between the messages around them. A file joined of two whose ends differ is
// told by its headers after a bare LF: they are many, and later than the
// message they would be in. Doubtful are those that may be messages or not.
func (s *survey) provesCRLF(shapes []*shapeStats, parts []dialectPart) (proven bool, strays, doubtful int) {
	headers, later, misplaced := 0, 0, 0
	for i, stats := range shapes {
		if !stats.shape.ios() {
			return false, 0, 0 // Android writes LF only: CRLF came in on the way
		}
		headers += stats.afterCRLF
		later += stats.later
		r := stats.reading(parts[i].order)
		strays += r.strays
		misplaced += r.misplaced
		doubtful += r.asLate
	}
	damaged := s.crlf - headers
	if s.lf == 0 || headers < 2 || later > max(headers, joinedLater) || damaged > 0 && max(damaged, strays)*rareDamage > headers {
		return false, 0, 0
	}
	if misplaced > 0 {
		return true, 0, doubtful + strays
	}
	return true, strays, doubtful
}

// strayWarnings tells what was made of headers after a bare LF.
func strayWarnings(shapes []*shapeStats, strays, doubtful int) []string {
	line := 0
	for _, stats := range shapes {
		line = cmp.Or(line, stats.strays.line)
	}
	var out []string
	if strays > 0 {
		out = append(out, fmt.Sprintf("%s no CRLF before as the others do, and %s read as a message for all that, as the time says, first line %d",
			plural(strays, "header has", "headers have"), wasWere(strays), line))
	}
	if doubtful > 0 {
		out = append(out, fmt.Sprintf("%s like a message but without the CRLF before it that the others have, and %s read as text, first line %d",
			plural(doubtful, "line looks", "lines look"), wasWere(doubtful), line))
	}
	return out
}
