package index

import "slices"

// occurrences says how often a word stands in a message and where. It is what
// the index keeps as the word's frequency in the message: bleve's own list of
// places takes 70 bytes a message and several times the time.
//
//	xxxxxxx1                 once, at place x
//	…cccccc bbbbbb aaaaaaa nnn10  n+2 times: at a, b behind that, c behind that …
//	nnnnnnnnnn00             n times, at places that did not fit (n is not 0)
//
// Places are counted in words from 0. Small numbers take fewer bytes.
type occurrences uint64

const (
	firstBits    = 7 // of the first of several places
	stepBits     = 6 // of the way from one place to the next
	countBits    = 3
	mostPlaces   = 1<<countBits + 1
	placesStart  = 2 + countBits
	fitsIntoSpan = 62 // bits that bleve keeps of a frequency
)

// occurrencesAt returns the occurrences at some places, at least one, in
// rising order.
func occurrencesAt(places []uint32) occurrences {
	if len(places) == 1 {
		return occurrences(places[0])<<1 | 1
	}
	unknown := occurrences(len(places)) << 2
	if len(places) > mostPlaces || placesStart+firstBits+stepBits*(len(places)-1) > fitsIntoSpan || places[0] >= 1<<firstBits {
		return unknown
	}
	o := occurrences(len(places)-2)<<2 | 2 | occurrences(places[0])<<placesStart
	shift := placesStart + firstBits
	for i, place := range places[1:] {
		step := place - places[i]
		if step >= 1<<stepBits {
			return unknown
		}
		o |= occurrences(step) << shift
		shift += stepBits
	}
	return o
}

// count returns how often the word stands there.
func (o occurrences) count() int {
	switch {
	case o&1 == 1:
		return 1
	case o&2 == 2:
		return int(o>>2&(1<<countBits-1)) + 2
	}
	return int(o >> 2)
}

// appendPlaces appends the places, and reports whether they are known.
func (o occurrences) appendPlaces(places []uint32) ([]uint32, bool) {
	switch {
	case o&1 == 1:
		return append(places, uint32(o>>1)), true
	case o&2 == 0:
		return places, false
	}
	n := o.count()
	place := uint32(o >> placesStart & (1<<firstBits - 1))
	places = append(places, place)
	o >>= placesStart + firstBits
	for range n - 1 {
		place += uint32(o & (1<<stepBits - 1))
		places = append(places, place)
		o >>= stepBits
	}
	return places, true
}

// follows keeps of the places those that the word of o stands distance behind,
// and reports whether that is known.
func (o occurrences) follows(places []uint32, distance uint32) ([]uint32, bool) {
	if o&1 == 1 {
		at := uint32(o >> 1)
		if at >= distance && slices.Contains(places, at-distance) {
			return append(places[:0], at-distance), true
		}
		return places[:0], true
	}
	var buffer [mostPlaces]uint32
	own, known := o.appendPlaces(buffer[:0])
	if !known {
		return places, false
	}
	kept := places[:0]
	for _, place := range places {
		if slices.Contains(own, place+distance) {
			kept = append(kept, place)
		}
	}
	return kept, true
}
