package index

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// wordStarts knows the messages that have a word which begins with some
// letters, where so many words do that to merge their postings would take
// longer than a keystroke may: one letter, as a rule, and some twos and
// threes.
type wordStarts struct {
	path string
	once sync.Once
	sets map[string][]byte // serialized
	err  error
}

const (
	startsFile = "starts"

	// longestStart is the number of letters of the longest starts looked at.
	longestStart = 3

	// manyWords is how many words of all segments together a start must stand
	// for; to merge the postings of fewer takes about a millisecond.
	manyWords = 1500
)

// rows returns the rows of the messages with a word that begins with start;
// nil if it is not one of those that are kept.
func (w *wordStarts) rows(start string) (*roaring.Bitmap, error) {
	w.once.Do(w.read)
	set, ok := w.sets[start]
	if !ok || w.err != nil {
		return nil, w.err
	}
	rows := roaring.New()
	if err := rows.UnmarshalBinary(set); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", w.path, err, ErrDamaged)
	}
	return rows, nil
}

func (w *wordStarts) read() {
	content, err := os.ReadFile(w.path)
	if err != nil {
		w.err = fmt.Errorf("%w: %w", err, ErrDamaged)
		return
	}
	if len(content) < 4 || binary.LittleEndian.Uint32(content) != crc32.Checksum(content[4:], castagnoli) {
		w.err = fmt.Errorf("%s has a wrong checksum: %w", w.path, ErrDamaged)
		return
	}
	w.sets = make(map[string][]byte)
	next := func(from []byte) (head, rest []byte) {
		n, size := binary.Uvarint(from)
		return from[size : size+int(n)], from[size+int(n):]
	}
	for rest := content[4:]; len(rest) > 0; {
		var start []byte
		start, rest = next(rest)
		w.sets[string(start)], rest = next(rest)
	}
}

// writeStarts finds the starts to be kept of an index's segments, and writes
// them as pairs of start and set, each after its length, behind a checksum.
func writeStarts(dir string, segments []segment.Segment) error {
	content := make([]byte, 4)
	words := make(map[string]int)
	for _, s := range segments {
		if err := eachTerm(s, func(term string, _ segment.TermDictionary) error {
			for _, end := range startEnds(term) {
				words[term[:end]]++
			}
			return nil
		}); err != nil {
			return err
		}
	}
	sets := make(map[string]*roaring.Bitmap)
	for start, n := range words {
		if n >= manyWords {
			sets[start] = roaring.New()
		}
	}
	first := uint64(0)
	for _, s := range segments {
		inSegment := make(map[string]*roaring.Bitmap, len(sets))
		for start := range sets {
			inSegment[start] = roaring.New()
		}
		var list segment.PostingsList
		err := eachTerm(s, func(term string, dict segment.TermDictionary) (err error) {
			read := false
			for _, end := range startEnds(term) {
				set := inSegment[term[:end]]
				if set == nil {
					break
				}
				if !read {
					if list, err = dict.PostingsList([]byte(term), nil, list); err != nil {
						return err
					}
					read = true
				}
				if err := orInto(list, set); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for start, set := range inSegment {
			sets[start].Or(roaring.AddOffset64(set, int64(first)))
		}
		first += s.Count()
	}
	for start, set := range sets {
		set.RunOptimize()
		packed, err := set.MarshalBinary()
		if err != nil {
			return err
		}
		for _, part := range [][]byte{[]byte(start), packed} {
			content = binary.AppendUvarint(content, uint64(len(part)))
			content = append(content, part...)
		}
	}
	binary.LittleEndian.PutUint32(content, crc32.Checksum(content[4:], castagnoli))
	return os.WriteFile(filepath.Join(dir, startsFile), content, 0o600)
}

// startEnds returns the lengths of a word's first letter, of its first two,
// and so on, in bytes.
func startEnds(term string) []int {
	ends := make([]int, 0, longestStart)
	for end := 0; end < len(term) && len(ends) < longestStart; {
		_, size := utf8.DecodeRuneInString(term[end:])
		end += size
		ends = append(ends, end)
	}
	return ends
}

func eachTerm(s segment.Segment, fn func(term string, dict segment.TermDictionary) error) error {
	dict, err := s.Dictionary(textField)
	if err != nil {
		return err
	}
	for terms := dict.AutomatonIterator(nil, nil, nil); ; {
		entry, err := terms.Next()
		if err != nil || entry == nil {
			return err
		}
		if err := fn(entry.Term, dict); err != nil {
			return err
		}
	}
}
