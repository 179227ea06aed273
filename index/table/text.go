package table

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// blockBytes is how much text a block gathers before it is written. Bigger
// blocks compress a little better and cost every single message more.
const blockBytes = 16 << 10

// blockHeader is what precedes a block's compressed bytes: their CRC-32C.
const blockHeader = 4

// blockEntry is one record of the blocks file: 4 bytes first row, 8 bytes
// offset in the text file.
const blockEntry = 12

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// block is one decoded text block: the texts of consecutive rows.
type block struct {
	first uint32   // row of texts[0]
	raw   string   // what was compressed
	start []uint32 // where each row begins in raw
}

// text returns text and attachment of a row of the block.
func (b *block) text(row uint32, attached bool) (text, attachment string, err error) {
	i := int(row) - int(b.first)
	if i < 0 || i >= len(b.start) {
		return "", "", fmt.Errorf("text of row %d is not where it should be: %w", row, ErrDamaged)
	}
	rest := b.raw[b.start[i]:]
	text, rest, ok := cutString(rest)
	if ok && attached {
		attachment, _, ok = cutString(rest)
	}
	if !ok {
		return "", "", fmt.Errorf("text of row %d: %w", row, ErrDamaged)
	}
	return text, attachment, nil
}

// cutString takes a string that follows its length off the front of s.
func cutString(s string) (head, rest string, ok bool) {
	n, size := uvarint(s)
	if size <= 0 || n > uint64(len(s)-size) {
		return "", "", false
	}
	return s[size : size+int(n)], s[size+int(n):], true
}

// uvarint is binary.Uvarint for strings.
func uvarint(s string) (value uint64, size int) {
	for shift := 0; size < len(s) && shift < 64; shift += 7 {
		c := s[size]
		size++
		value |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return value, size
		}
	}
	return 0, -1
}

// textBlocks decodes blocks of a text file and remembers the last few, since
// neighbours are asked for together.
type textBlocks struct {
	data   []byte // the text file, mapped
	blocks []byte // the blocks file, mapped
	rows   uint32
	row    func(uint32) Row

	decoder *zstd.Decoder

	mu     sync.Mutex
	cached map[uint32]*block // by number of the block
	recent []uint32          // numbers of cached blocks, oldest first
}

// cachedBlocks bounds the memory that decoded text takes: 256 × 16 KB. A page of
// hits may need 50 blocks, and most of those of the letter typed before.
const cachedBlocks = 256

func newTextBlocks(data, blocks []byte, rows uint32, row func(uint32) Row) (*textBlocks, error) {
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(2), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	return &textBlocks{data: data, blocks: blocks, rows: rows, row: row, decoder: decoder, cached: make(map[uint32]*block)}, nil
}

// count returns the number of blocks.
func (t *textBlocks) count() uint32 { return uint32(len(t.blocks) / blockEntry) }

// bounds returns which rows block number n holds and where its bytes are.
func (t *textBlocks) bounds(n uint32) (first, end uint32, from, to uint64) {
	entry := t.blocks[n*blockEntry:]
	first, from = binary.LittleEndian.Uint32(entry), binary.LittleEndian.Uint64(entry[4:])
	end, to = t.rows, uint64(len(t.data))
	if n+1 < t.count() {
		next := t.blocks[(n+1)*blockEntry:]
		end, to = binary.LittleEndian.Uint32(next), binary.LittleEndian.Uint64(next[4:])
	}
	return first, end, from, to
}

// holding returns the block that holds the row.
func (t *textBlocks) holding(row uint32) (*block, error) {
	lo, hi := uint32(0), t.count() // the last block whose first row is not after row
	for lo+1 < hi {
		mid := (lo + hi) / 2
		if binary.LittleEndian.Uint32(t.blocks[mid*blockEntry:]) <= row {
			lo = mid
		} else {
			hi = mid
		}
	}
	t.mu.Lock()
	found, ok := t.cached[lo]
	t.mu.Unlock()
	if ok {
		return found, nil
	}
	found, err := t.decode(lo)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.cached[lo]; !ok {
		if len(t.recent) >= cachedBlocks {
			delete(t.cached, t.recent[0])
			t.recent = t.recent[1:]
		}
		t.cached[lo] = found
		t.recent = append(t.recent, lo)
	}
	return found, nil
}

func (t *textBlocks) decode(n uint32) (*block, error) {
	if n >= t.count() {
		return nil, fmt.Errorf("no text block %d: %w", n, ErrDamaged)
	}
	first, end, from, to := t.bounds(n)
	if from+blockHeader > to || to > uint64(len(t.data)) || first > end || end > t.rows {
		return nil, fmt.Errorf("text block %d lies outside its file: %w", n, ErrDamaged)
	}
	packed := t.data[from+blockHeader : to]
	if crc32.Checksum(packed, castagnoli) != binary.LittleEndian.Uint32(t.data[from:]) {
		return nil, fmt.Errorf("text block %d has a wrong checksum: %w", n, ErrDamaged)
	}
	raw, err := t.decoder.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("text block %d: %w: %w", n, err, ErrDamaged)
	}
	b := &block{first: first, raw: string(raw), start: make([]uint32, end-first)}
	rest := b.raw
	for i := range b.start {
		b.start[i] = uint32(len(b.raw) - len(rest))
		var ok bool
		if _, rest, ok = cutString(rest); ok && t.row(first+uint32(i)).Attached {
			_, rest, ok = cutString(rest)
		}
		if !ok {
			return nil, fmt.Errorf("text block %d ends too early: %w", n, ErrDamaged)
		}
	}
	return b, nil
}

func (t *textBlocks) close() { t.decoder.Close() }
