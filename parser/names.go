package parser

import (
	"encoding/binary"
	"math/bits"
)

// A name is what stands before a colon in many headers' lines, gathered in the
// survey: a person, the group itself, or the start of a notice with a colon.
type name struct {
	raw     string // as exported
	shown   string // without marks and "~"
	count   int
	signed  int    // lines of an iPhone that WhatsApp's mark starts
	suspect bool   // may be the start of a notice
	long    string // the words up to the second colon, if each line so far has them
	longs   int    // lines that start with long
	known   bool   // the chat, one of two people, is called long
	spoke   bool   // is among the summary's senders
}

// A nameTable holds names by how they are exported. The few people who are
// talking at a time are found by comparing bytes, which takes half as long as
// a look into the map, and those with short names as two numbers, which takes
// a third of that again.
type nameTable struct {
	all    map[string]*name
	recent [recentNames]*name
	short  [recentNames]shortName
}

// A shortName is a name of up to 15 bytes as two numbers, zero after its end.
type shortName struct {
	first, last uint64
	length      int
	who         *name
}

const recentNames = 1 << 8

func newNameTable() *nameTable { return &nameTable{all: make(map[string]*name)} }

// get returns a name, nil if there is none.
func (t *nameTable) get(raw []byte) *name {
	if len(raw) == 0 {
		return nil
	}
	// A multiplicative hash of the length and the bytes at both ends.
	place := &t.recent[(uint32(raw[0])|uint32(raw[len(raw)-1])<<8|uint32(len(raw))<<16)*0x9E3779B1>>24]
	if who := *place; who != nil && who.raw == string(raw) {
		return who
	}
	who := t.all[string(raw)]
	if who != nil {
		*place = who
	}
	return who
}

func (t *nameTable) add(who *name) { t.all[who.raw] = who }

// cut finds the colon that ends a sender's name, as cutName does, and the name
// before it, nil if it is not in the table.
func (t *nameTable) cut(line []byte) (who *name, i, n int) {
	first, last, length := scanShortName(line)
	place := &t.short[(first^last<<1)*0x9E3779B185EBCA87>>56]
	if length > 0 && place.first == first && place.last == last && place.length == length {
		return place.who, length, 2
	}
	if i, n = cutName(line); n == 0 {
		return nil, 0, 0
	}
	who = t.get(line[:i])
	if who != nil && length == i {
		*place = shortName{first, last, length, who}
	}
	return who, i, n
}

// scanShortName reads a name of up to 15 bytes before the first colon of a
// line, as a shortName has it. Length is 0 if there is none, if no blank
// follows, or if the line is hardly longer. It has few branches, as lengths of
// names are nothing a processor can guess.
func scanShortName(line []byte) (first, last uint64, length int) {
	if len(line) < 17 {
		return 0, 0, 0
	}
	first, n := beforeColon(binary.LittleEndian.Uint64(line))
	last, m := beforeColon(binary.LittleEndian.Uint64(line[8:]))
	inFirst := n>>3 - 1 // all bits are set unless n is 8
	last, m = last&^uint64(inFirst), m&^inFirst
	if n+m > 15 || line[n+m+1] != ' ' {
		return 0, 0, 0
	}
	return first, last, n + m
}

// beforeColon returns what stands before the first colon of eight bytes, and
// how many of them that is.
func beforeColon(s uint64) (before uint64, n int) {
	colons := findByte(s, ':')
	return s & (colons&-colons>>7 - 1), bits.TrailingZeros64(colons) >> 3
}

// findByte marks where b is among eight bytes, by the highest bit of a byte. The
// first mark is right, those after it may not be; there is none if b is not
// there.
func findByte(s uint64, b byte) uint64 {
	const ones = 0x0101010101010101
	s ^= uint64(b) * ones // zero bytes are sought now
	return (s - ones) &^ s & (0x80 * ones)
}
