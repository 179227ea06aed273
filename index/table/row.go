package table

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/kerbstreet/kerb/parser"
)

// ErrDamaged is wrapped by every error that says a file of the table does not
// hold what was written.
var ErrDamaged = errors.New("message table damaged")

// ID is a message ID; the table only compares them.
type ID = [10]byte

// Row is what is known of a message without reading its text.
type Row struct {
	Seconds uint32 // wall-clock seconds since 2000-01-01 00:00:00
	Sender  uint32 // number in Reader.People; 0 is nobody
	Chat    uint16 // number in Reader.Chats
	Kind    parser.Kind

	Edited   bool
	Attached bool // a file came with it: the text block holds its name as well
	Link     bool // the text holds a web address
	Question bool // the text asks something
	Doubtful bool // the ID is made of a time by an order of day and month that nothing proved
	Figure   bool // the text holds a digit
}

const (
	rowSize    = 12
	chatOffset = 8 // of the chat's number in it
)

// Bits of a row's flag byte.
const (
	flagEdited = 1 << iota
	flagAttached
	flagLink
	flagQuestion
	flagDoubtful
	flagFigure
)

var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// Seconds returns t as a row keeps it: seconds of wall clock since the start
// of 2000. Times before 2000 or after 2136 become the nearest that fits.
func Seconds(t time.Time) uint32 {
	return uint32(min(max(t.Unix()-epoch.Unix(), 0), int64(^uint32(0))))
}

// Time returns the row's wall-clock time; its Location is UTC and means
// "unknown".
func (r Row) Time() time.Time { return TimeOf(r.Seconds) }

// TimeOf is the inverse of Seconds.
func TimeOf(seconds uint32) time.Time { return epoch.Add(time.Duration(seconds) * time.Second) }

// Notice reports whether nobody wrote the message.
func (r Row) Notice() bool { return r.Kind == parser.Notice || r.Sender == 0 }

// Changed reports whether the message was edited or deleted.
func (r Row) Changed() bool { return r.Edited || r.Kind == parser.Deleted }

func (r Row) append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, r.Seconds)
	b = binary.LittleEndian.AppendUint32(b, r.Sender)
	b = binary.LittleEndian.AppendUint16(b, r.Chat)
	var flags byte
	if r.Edited {
		flags |= flagEdited
	}
	if r.Attached {
		flags |= flagAttached
	}
	if r.Link {
		flags |= flagLink
	}
	if r.Question {
		flags |= flagQuestion
	}
	if r.Doubtful {
		flags |= flagDoubtful
	}
	if r.Figure {
		flags |= flagFigure
	}
	return append(b, byte(r.Kind), flags)
}

func decodeRow(b []byte) Row {
	return Row{
		Seconds:  binary.LittleEndian.Uint32(b),
		Sender:   binary.LittleEndian.Uint32(b[4:]),
		Chat:     binary.LittleEndian.Uint16(b[chatOffset:]),
		Kind:     parser.Kind(b[10]),
		Edited:   b[11]&flagEdited != 0,
		Attached: b[11]&flagAttached != 0,
		Link:     b[11]&flagLink != 0,
		Question: b[11]&flagQuestion != 0,
		Doubtful: b[11]&flagDoubtful != 0,
		Figure:   b[11]&flagFigure != 0,
	}
}
