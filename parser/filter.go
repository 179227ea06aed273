package parser

import (
	"encoding/binary"
	"unicode"
	"unicode/utf8"
)

// A filter turns nearly every ordinary message away after a look at its first
// and last bytes. It is a Bloom filter with two bits for each hash.
type filter [1 << (filterBits - 6)]uint64

// What the filter looks at: three bytes at either end where a sentence has
// words at both, else eight bytes at the end that has them.
const (
	filterBits = 18 // small enough for the processor's cache
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

func (f *filter) set(hash uint64) {
	a, b := places(hash)
	f[a>>6] |= 1 << (a & 63)
	f[b>>6] |= 1 << (b & 63)
}

// get looks at the second bit only where the first is set. With one bit alone
// one ordinary message in sixty passed, with two one in a thousand does.
func (f *filter) get(hash uint64) bool {
	a, b := places(hash)
	return f[a>>6]&(1<<(a&63)) != 0 && f[b>>6]&(1<<(b&63)) != 0
}

// places returns the two bits that stand for a hash: its highest, which are
// mixed best, and those below them.
func places(hash uint64) (a, b uint64) {
	return hash >> (64 - filterBits), hash >> (64 - 2*filterBits) & (1<<filterBits - 1)
}

// The hashes are multiplicative; the odd factors are those of xxHash.
func hashEnds(head, tail []byte) uint64 {
	tail = tail[len(tail)-filterEnds:]
	key := uint64(head[0]) | uint64(head[1])<<8 | uint64(head[2])<<16 | uint64(tail[0])<<24 | uint64(tail[1])<<32 | uint64(tail[2])<<40
	return key * 0x9E3779B185EBCA87
}

func hashAnchor(key uint32) uint64 { return uint64(key) * 0x9E3779B185EBCA87 }

func hashHead(s []byte) uint64 {
	return binary.LittleEndian.Uint64(s) * 0xC2B2AE3D27D4EB4F
}

func hashTail(s []byte) uint64 {
	return binary.LittleEndian.Uint64(s[len(s)-filterEdge:]) * 0x165667B19E3779F9
}
