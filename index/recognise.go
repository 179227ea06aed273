package index

import (
	"time"

	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/parser"
)

// recogniser tells which messages of one export of a chat are known. Most are
// told by their text and minute alone. Where several messages of a minute say
// the same, they share these, and are told apart by who wrote them, as far as
// names tell:
//
//	known      10:05 Ben: Thanks!   10:05 Deb: Thanks!
//	incoming   10:05 Deb: Thanks!                        cut off before, it is the second
//
// One phone has one name for a person. So two names that write in one export are
// two people, and any other may be what another phone calls somebody: it takes
// what is left, in order.
//
// An export that does not prove its order of day and month gets IDs made day
// first, rightly or wrongly. So where one of two exports is of that kind and
// the other proves its order, what is not found by its own date is looked for
// by the other dates that the same digits can stand for. What people answer on
// the order plays no part: it changes times, and never what is known.
type recogniser struct {
	identify *identifier
	find     func(ID) (row uint32, known bool)
	sender   func(row uint32) uint32
	together func(a, b uint32) bool // whether both write in an export before this one
	doubtful func(row uint32) bool
	changed  func(row uint32) bool // whether it was edited or deleted
	doubted  bool                  // the export does not prove its order of day and month
	mixed    bool                  // there may be messages for which that is otherwise

	alike  map[ID]alike // by the ID of the first of those that are alike, where there are two
	taken  bitset       // rows that are in this export
	apart  map[table.Pair]bool
	wrote  map[uint32]bool    // who writes in this export
	shared map[table.Pair]int // messages that this export has under another name
}

// alike are the messages of a chat with the same text in the same minute, by
// their numbers of occurrence.
type alike struct {
	from uint32 // all before are in this export
	size uint32
}

// alikeWindow bounds how many messages that say the same are looked at for
// each: somebody who sends the same word ten thousand times in a minute must
// not hold up a load.
const alikeWindow = 32

// recognise returns the row of a message if it is known. What was deleted says
// no more than a photo does, but is none.
func (r *recogniser) recognise(m *parser.Message, sender uint32) (row uint32, known bool) {
	at, text := original(m), m.Text
	alike := func(row uint32) bool { return text != "" || r.changed(row) == isChanged(m.Kind, m.Edited) }
	if row, known = r.among(r.identify.first(at, text), sender, alike); known {
		return row, true
	}
	if r.mixed {
		for _, other := range otherReadings(at) {
			row, known = r.among(r.identify.first(other, text), sender, func(row uint32) bool { return alike(row) && r.doubtful(row) != r.doubted })
			if known {
				return row, true
			}
		}
	}
	return 0, false
}

// fresh returns the ID for a message that is not known. The caller reports the
// row that it gives it to took.
func (r *recogniser) fresh(at time.Time, text string) ID {
	first := r.identify.first(at, text)
	group := r.group(first)
	group.size++
	r.keep(first, group)
	return r.occurrence(first, group.size-1)
}

// group returns those that are alike, of which first is the ID of the first.
func (r *recogniser) group(first ID) alike {
	group, kept := r.alike[first]
	if !kept {
		for _, known := r.find(r.occurrence(first, group.size)); known; _, known = r.find(r.occurrence(first, group.size)) {
			group.size++
		}
	}
	return group
}

// keep keeps what group cannot tell at little cost.
func (r *recogniser) keep(first ID, group alike) {
	if group.size > 1 {
		r.alike[first] = group
	}
}

// among looks for a message among those that are alike, of which first is the
// ID of the first, and that may be it.
func (r *recogniser) among(first ID, sender uint32, may func(row uint32) bool) (row uint32, known bool) {
	group := r.group(first)
	defer func() { r.keep(first, group) }()

	var left uint32 // row of the first that is not in this export
	free := false
	for n := group.from; n < min(group.size, group.from+alikeWindow); n++ {
		row, known := r.find(r.occurrence(first, n))
		switch {
		case !known:
		case r.taken.has(row):
			if n == group.from {
				group.from++
			}
		case !may(row):
		case r.sender(row) == sender:
			return row, true
		case !free && !r.differ(r.sender(row), sender):
			left, free = row, true
		}
	}
	return left, free
}

// differ reports whether two names are known to be two people's.
func (r *recogniser) differ(a, b uint32) bool {
	if a == 0 || b == 0 { // a notice is nobody's
		return true
	}
	pair := table.PairOf(a, b)
	apart, asked := r.apart[pair]
	if !asked {
		apart = r.together(a, b)
		r.apart[pair] = apart
	}
	return apart
}

// otherReadings returns the dates that the digits of one can stand for as well:
// day and month exchanged, and, where the year has two digits, day and year.
func otherReadings(at time.Time) []time.Time {
	readings := make([]time.Time, 0, 2)
	add := func(y int, m time.Month, d int) {
		t := time.Date(y, m, d, at.Hour(), at.Minute(), at.Second(), 0, at.Location())
		if t.Day() == d && t.Month() == m && !t.Equal(at) {
			readings = append(readings, t)
		}
	}
	y, m, d := at.Date()
	if d <= 12 {
		add(y, time.Month(d), int(m))
	}
	if 2000 < y && y <= 2031 {
		add(2000+d, m, y-2000)
	}
	return readings
}

// took notes that a row is in the export, written by sender.
func (r *recogniser) took(row, sender uint32) {
	r.taken.add(row)
	if sender == 0 {
		return
	}
	r.wrote[sender] = true
	if known := r.sender(row); known != sender {
		r.shared[table.PairOf(known, sender)]++
	}
}

// occurrence returns the ID of the n-th (from 0) of the messages that are
// alike.
func (r *recogniser) occurrence(first ID, n uint32) ID {
	if n == 0 {
		return first
	}
	return r.identify.again(first, n)
}

// bitset is a set of row numbers.
type bitset []uint64

func (b bitset) has(row uint32) bool {
	return int(row/64) < len(b) && b[row/64]&(1<<(row%64)) != 0
}

func (b *bitset) add(row uint32) {
	for int(row/64) >= len(*b) {
		*b = append(*b, 0)
	}
	(*b)[row/64] |= 1 << (row % 64)
}
