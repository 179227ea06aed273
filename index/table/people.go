package table

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"slices"
)

// people is the people file: names by number, for each chat how many messages
// each of them wrote, and what exports tell of who is who.
type people struct {
	names   []string
	wrote   []map[uint32]int // by chat number
	exports [][]uint32       // by export: who wrote in it, ascending
	shared  map[Pair]int
}

// Pair is two names, by number, the lower first.
type Pair [2]uint32

// PairOf returns two names as a pair.
func PairOf(a, b uint32) Pair { return Pair{min(a, b), max(a, b)} }

// together reports whether some export has messages of both: one phone has one
// name for a person.
func together(exports [][]uint32, a, b uint32) bool {
	for _, wrote := range exports {
		_, first := slices.BinarySearch(wrote, a)
		_, second := slices.BinarySearch(wrote, b)
		if first && second {
			return true
		}
	}
	return false
}

func (p *people) clone() people {
	c := people{names: slices.Clone(p.names), exports: slices.Clone(p.exports), shared: maps.Clone(p.shared)}
	for _, w := range p.wrote {
		c.wrote = append(c.wrote, maps.Clone(w))
	}
	return c
}

func (p *people) encode() []byte {
	b := binary.AppendUvarint(nil, uint64(len(p.names)))
	for _, name := range p.names {
		b = binary.AppendUvarint(b, uint64(len(name)))
		b = append(b, name...)
	}
	b = binary.AppendUvarint(b, uint64(len(p.wrote)))
	for _, wrote := range p.wrote {
		b = binary.AppendUvarint(b, uint64(len(wrote)))
		for _, sender := range slices.Sorted(maps.Keys(wrote)) {
			b = binary.AppendUvarint(b, uint64(sender))
			b = binary.AppendUvarint(b, uint64(wrote[sender]))
		}
	}
	b = binary.AppendUvarint(b, uint64(len(p.exports)))
	for _, wrote := range p.exports {
		b = binary.AppendUvarint(b, uint64(len(wrote)))
		for _, sender := range wrote {
			b = binary.AppendUvarint(b, uint64(sender))
		}
	}
	b = binary.AppendUvarint(b, uint64(len(p.shared)))
	for _, pair := range slices.SortedFunc(maps.Keys(p.shared), func(a, b Pair) int { return slices.Compare(a[:], b[:]) }) {
		for _, n := range []int{int(pair[0]), int(pair[1]), p.shared[pair]} {
			b = binary.AppendUvarint(b, uint64(n))
		}
	}
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func readPeople(path string) (people, error) {
	data, err := readChecked(path)
	if err != nil {
		return people{}, err
	}
	rest := string(data)
	number := func() uint64 {
		value, size := uvarint(rest)
		if size <= 0 { // cannot happen after a right checksum
			rest = ""
			return 0
		}
		rest = rest[size:]
		return value
	}
	var p people
	for range number() {
		name, after, ok := cutString(rest)
		if !ok {
			return people{}, fmt.Errorf("%s: %w", path, ErrDamaged)
		}
		p.names, rest = append(p.names, name), after
	}
	for range number() {
		wrote := make(map[uint32]int)
		for range number() {
			sender := uint32(number())
			wrote[sender] = int(number())
		}
		p.wrote = append(p.wrote, wrote)
	}
	for range number() {
		wrote := make([]uint32, 0, 8)
		for range number() {
			wrote = append(wrote, uint32(number()))
		}
		p.exports = append(p.exports, wrote)
	}
	p.shared = make(map[Pair]int)
	for range number() {
		pair := Pair{uint32(number()), uint32(number())}
		p.shared[pair] = int(number())
	}
	return p, nil
}

func encodeChats(chats []Chat) ([]byte, error) {
	b, err := json.Marshal(chats)
	if err != nil {
		return nil, err
	}
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli)), nil
}

func readChats(path string) ([]Chat, error) {
	data, err := readChecked(path)
	if err != nil {
		return nil, err
	}
	var chats []Chat
	if err := json.Unmarshal(data, &chats); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", path, err, ErrDamaged)
	}
	return chats, nil
}

// readChecked reads a small file whose last four bytes are the CRC-32C of
// those before.
func readChecked(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, ErrDamaged)
	}
	n := len(data) - 4
	if n < 0 || crc32.Checksum(data[:n], castagnoli) != binary.LittleEndian.Uint32(data[n:]) {
		return nil, fmt.Errorf("%s has a wrong checksum: %w", path, ErrDamaged)
	}
	return data[:n], nil
}
