package index

import "encoding/binary"

// rowsByID finds rows by the IDs of their messages. It holds row numbers alone,
// in an open hash table: the IDs, which are hashes themselves, are kept
// elsewhere. It takes 6 to 12 bytes a message.
type rowsByID struct {
	id    func(row uint32) ID
	slots []uint32 // row + 1, 0 for none; their number is a power of two
	count int
}

// slot returns where a row with this ID is, or is to be put.
func (t *rowsByID) slot(id ID) int {
	mask := uint64(len(t.slots) - 1)
	at := binary.LittleEndian.Uint64(id[:]) & mask
	for t.slots[at] != 0 && t.id(t.slots[at]-1) != id {
		at = (at + 1) & mask
	}
	return int(at)
}

// find returns the row of a message.
func (t *rowsByID) find(id ID) (row uint32, found bool) {
	if t.count == 0 {
		return 0, false
	}
	slot := t.slots[t.slot(id)]
	return slot - 1, slot != 0
}

// add adds a row, whose ID is in no other and is known to t.id.
func (t *rowsByID) add(id ID, row uint32) {
	if 3*(t.count+1) > 2*len(t.slots) {
		old := t.slots
		t.slots = make([]uint32, max(2*len(old), 64))
		for _, slot := range old {
			if slot != 0 {
				t.slots[t.slot(t.id(slot-1))] = slot
			}
		}
	}
	t.slots[t.slot(id)] = row + 1
	t.count++
}
