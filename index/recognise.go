package index

import "time"

// recogniser tells which messages of one export of a chat are known. Most are
// told by their text and minute alone. Where several messages of a minute say
// the same, they share these, and are told apart by who wrote them, as far as
// names tell:
//
//	known      10:05 Ben: Thanks!   10:05 Deb: Thanks!
//	incoming   10:05 Deb: Thanks!                        cut off before, it is the second
//
// A name the chat has not seen is one that another phone uses for somebody: it
// takes what is left, in order. A name it has seen is somebody else.
type recogniser struct {
	identify *identifier
	find     func(ID) (row uint32, known bool)
	sender   func(row uint32) uint32
	speakers map[uint32]bool // who had written in the chat before this export

	alike map[ID]alike // by the ID of the first of those that are alike
	taken bitset       // rows that are in this export
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

// recognise returns the row of a message that is known, or the ID for a new
// one. The caller reports the row that it gives a new one to took.
func (r *recogniser) recognise(at time.Time, text string, sender uint32) (id ID, row uint32, known bool) {
	first := r.identify.first(at, text)
	group, seen := r.alike[first]
	if !seen {
		for _, known := r.find(r.occurrence(first, group.size)); known; _, known = r.find(r.occurrence(first, group.size)) {
			group.size++
		}
	}
	defer func() { r.alike[first] = group }()

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
		case r.sender(row) == sender:
			return ID{}, row, true
		case !free:
			left, free = row, true
		}
	}
	if free && !r.speakers[sender] {
		return ID{}, left, true
	}
	group.size++
	return r.occurrence(first, group.size-1), 0, false
}

// took notes that a row is in the export.
func (r *recogniser) took(row uint32) { r.taken.add(row) }

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
