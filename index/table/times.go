package table

import (
	"encoding/binary"
	"math"
)

// blockRows is how many rows share one pair of bounds on their times.
const blockRows = 4096

// times bounds the times of rows, so that whoever looks for the newest or the
// oldest need not read all of them: rows are more or less in the order of
// time, and never quite.
type times struct {
	newest []uint32 // by block: greatest Seconds of its rows and all before
	oldest []uint32 // by block: least Seconds of its rows and all behind
}

func (r *Reader) boundTimes() times {
	n := (r.Len() + blockRows - 1) / blockRows
	t := times{make([]uint32, n), make([]uint32, n)}
	for block := range n {
		least, greatest := uint32(math.MaxUint32), uint32(0)
		for row := block * blockRows; row < min((block+1)*blockRows, r.Len()); row++ {
			seconds := binary.LittleEndian.Uint32(r.rows[row*rowSize:])
			least, greatest = min(least, seconds), max(greatest, seconds)
		}
		t.newest[block], t.oldest[block] = greatest, least
	}
	for block := 1; block < n; block++ {
		t.newest[block] = max(t.newest[block], t.newest[block-1])
	}
	for block := n - 2; block >= 0; block-- {
		t.oldest[block] = min(t.oldest[block], t.oldest[block+1])
	}
	return t
}

// NoneNewer reports whether no row up to this one is as new as seconds, the
// row's neighbours included. It can be false where none is.
func (r *Reader) NoneNewer(row, seconds uint32) bool {
	r.timesOnce.Do(func() { r.times = r.boundTimes() })
	return r.times.newest[row/blockRows] < seconds
}

// NoneOlder reports whether no row from this one on is as old as seconds. It
// can be false where none is.
func (r *Reader) NoneOlder(row, seconds uint32) bool {
	r.timesOnce.Do(func() { r.times = r.boundTimes() })
	return r.times.oldest[row/blockRows] > seconds
}
