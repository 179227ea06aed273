package index

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/kerbstreet/kerb/index/marks"
)

// threadsFile holds the threads that were found last, in the index directory.
// It is derived as a generation is, but is replaced when more is found:
//
//	{"format":1,"generation":"00000007", …}\n
//	blocks   key 16 bytes, first place 4, place after the last 4, found 1
//	back     4 bytes a message, in the order of all chats
//	sure     1 byte a message
//	about    1 byte a message
//	CRC-32C of all before
const threadsFile = "threads"

const threadsFormat = 2

// threadsHeader says what the rest of the file belongs to.
type threadsHeader struct {
	Format     int    `json:"format"`
	Generation string `json:"generation"`
	Links      string `json:"links"` // sum of what people had decided
	Messages   int    `json:"messages"`
	Missing    int    `json:"missing"` // messages whose threads are not found yet
	Blocks     int    `json:"blocks"`
}

const threadBlockSize = len(blockKey{}) + 4 + 4 + 1

// perMessage is how many bytes of the file a message takes.
const perMessage = 4 + 1 + 1

// sumLinks tells one set of decisions on links from another.
func sumLinks(links map[marks.ID]marks.ID) string {
	if len(links) == 0 {
		return ""
	}
	sum := sha256.New()
	for _, id := range slices.SortedFunc(maps.Keys(links), func(a, b marks.ID) int { return bytes.Compare(a[:], b[:]) }) {
		parent := links[id]
		sum.Write(id[:])
		sum.Write(parent[:])
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// encodeThreads writes the file's content.
func encodeThreads(t *threads, generation, links string) ([]byte, error) {
	b, err := json.Marshal(threadsHeader{threadsFormat, generation, links, len(t.back), t.missing(), len(t.blocks)})
	if err != nil {
		return nil, err
	}
	b = slices.Grow(append(b, '\n'), len(t.blocks)*threadBlockSize+perMessage*len(t.back)+4)
	for _, block := range t.blocks {
		b = append(b, block.key[:]...)
		b = binary.LittleEndian.AppendUint32(b, block.from)
		b = binary.LittleEndian.AppendUint32(b, block.to)
		found := byte(0)
		if block.found {
			found = 1
		}
		b = append(b, found)
	}
	for _, back := range t.back {
		b = binary.LittleEndian.AppendUint32(b, back)
	}
	b = append(b, t.sure...)
	b = append(b, t.about...)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli)), nil
}

// decodeThreads reads the file's content; roots are not in it.
func decodeThreads(content []byte) (*threads, threadsHeader, error) {
	var header threadsHeader
	line, rest, ok := bytes.Cut(content, []byte("\n"))
	if !ok || len(rest) < 4 || binary.LittleEndian.Uint32(content[len(content)-4:]) != crc32.Checksum(content[:len(content)-4], castagnoli) {
		return nil, header, fmt.Errorf("wrong checksum: %w", ErrDamaged)
	}
	if err := json.Unmarshal(line, &header); err != nil || header.Format != threadsFormat {
		return nil, header, fmt.Errorf("format %d: %w", header.Format, ErrDamaged)
	}
	n := header.Messages
	if len(rest) != header.Blocks*threadBlockSize+perMessage*n+4 {
		return nil, header, fmt.Errorf("%d bytes: %w", len(content), ErrDamaged)
	}
	t := newThreads(n)
	for range header.Blocks {
		block := threadBlock{
			key:  blockKey(rest),
			from: binary.LittleEndian.Uint32(rest[16:]), to: binary.LittleEndian.Uint32(rest[20:]), found: rest[24] == 1,
		}
		if block.from > block.to || int(block.to) > n {
			return nil, header, fmt.Errorf("block of %d to %d: %w", block.from, block.to, ErrDamaged)
		}
		t.blocks = append(t.blocks, block)
		rest = rest[threadBlockSize:]
	}
	for i := range t.back {
		t.back[i] = binary.LittleEndian.Uint32(rest[4*i:])
	}
	copy(t.sure, rest[4*n:])
	copy(t.about, rest[5*n:])
	return t, header, nil
}

// threadsFound reports whether the threads file holds all threads of a
// generation, given what people decided. It reads no more than that takes; what
// is damaged behind is found by who reads it.
func (s *Store) threadsFound(generation, links string) bool {
	f, err := os.Open(s.path(indexDir, threadsFile))
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }() // only read
	line, err := bufio.NewReaderSize(f, 512).ReadSlice('\n')
	var header threadsHeader
	if err != nil || json.Unmarshal(line, &header) != nil {
		return false
	}
	info, err := f.Stat()
	size := len(line) + header.Blocks*threadBlockSize + perMessage*header.Messages + 4
	return err == nil && info.Size() == int64(size) && header.Format == threadsFormat &&
		header.Generation == generation && header.Links == links && header.Missing == 0
}

// readThreads reads the threads file; a missing one gives nil.
func (s *Store) readThreads() (*threads, threadsHeader, error) {
	path := s.path(indexDir, threadsFile)
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, threadsHeader{}, nil
	}
	if err != nil {
		return nil, threadsHeader{}, err
	}
	t, header, err := decodeThreads(content)
	if err != nil {
		return nil, header, fmt.Errorf("%s: %w", path, err)
	}
	return t, header, nil
}

// dropDamagedThreads removes the threads file if it is damaged: what it says is
// found again when it is next asked for.
func (s *Store) dropDamagedThreads() error {
	_, _, err := s.readThreads()
	if !errors.Is(err, ErrDamaged) {
		return nil
	}
	err = os.Remove(s.path(indexDir, threadsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// writeThreads replaces the threads file.
func (s *Store) writeThreads(t *threads, generation, links string) error {
	content, err := encodeThreads(t, generation, links)
	if err != nil {
		return err
	}
	return replaceFile(s.path(indexDir, threadsFile), s.path(tmpDir), content)
}
