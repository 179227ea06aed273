package parser

import (
	"encoding/binary"
	"unicode"
	"unicode/utf8"
)

// A filter turns nearly every ordinary message away after a look at its first
// and last bytes. It is a Bloom filter: one bit for each hash.
type filter [1 << (filterBits - 6)]uint64

// What the filter looks at: three bytes at either end where a sentence has
// words at both, else eight bytes at the end that has them.
const (
	filterBits = 18 // one ordinary message in a hundred passes
	filterEnds = 3
	filterEdge = 8
)

// add lets bodies through that may be t; ok is false if t has too few words
// at its ends to be told from ordinary messages.
func (f *filter) add(t *template) (ok bool) {
	head, tail := t.literals[0], t.literals[len(t.literals)-1]
	first, size := utf8.DecodeRune(head)
	for _, r := range []rune{unicode.ToLower(first), unicode.ToUpper(first)} {
		var buf [filterEdge + utf8.UTFMax]byte // the hashes look no further
		spelled := buf[:0]
		if len(head) > 0 {
			spelled = append(utf8.AppendRune(spelled, r), head[size:min(len(head), size+filterEdge)]...)
		}
		switch {
		case t.family.name != "encryption" && len(head) >= filterEnds && len(tail) >= filterEnds:
			f.set(hashEnds(spelled, tail))
			if t.family.kind == Notice && len(head) >= 2*filterEdge {
				f.set(hashHead(spelled)) // "Tap to learn more" may follow
			}
		case len(head) >= filterEdge:
			f.set(hashHead(spelled))
		case len(tail) >= filterEdge:
			f.set(hashTail(tail))
		default:
			return false
		}
	}
	return true
}

// has reports whether s may be a sentence of the set; s is not folded.
func (f *filter) has(s []byte) bool {
	s = trimStops(s, 0)
	if len(s) < 2*filterEnds || len(s) > foldLimit {
		return false
	}
	return f.get(hashEnds(s, s)) || len(s) >= filterEdge && (f.get(hashHead(s)) || f.get(hashTail(s)))
}

func (f *filter) set(hash uint32) { f[hash>>6] |= 1 << (hash & 63) }

func (f *filter) get(hash uint32) bool { return f[hash>>6]&(1<<(hash&63)) != 0 }

// The hashes are multiplicative; the odd factors are those of xxHash.
func hashEnds(head, tail []byte) uint32 {
	tail = tail[len(tail)-filterEnds:]
	key := uint64(head[0]) | uint64(head[1])<<8 | uint64(head[2])<<16 | uint64(tail[0])<<24 | uint64(tail[1])<<32 | uint64(tail[2])<<40
	return uint32(key * 0x9E3779B185EBCA87 >> (64 - filterBits))
}

func hashAnchor(key uint32) uint32 { return key * 0x9E3779B1 >> (32 - filterBits) }

func hashHead(s []byte) uint32 {
	return uint32(binary.LittleEndian.Uint64(s) * 0xC2B2AE3D27D4EB4F >> (64 - filterBits))
}

func hashTail(s []byte) uint32 {
	return uint32(binary.LittleEndian.Uint64(s[len(s)-filterEdge:]) * 0x165667B19E3779F9 >> (64 - filterBits))
}
