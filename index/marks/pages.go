package marks

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"
)

// bbolt trusts what its pages say of each other: what is damaged there makes it
// read where nothing is, go in circles, or take a page that is in use for a
// free one. Its own check does so, too, in a goroutine that nobody can save. So
// pages are looked through here, in a copy, before bbolt follows them.
//
//	page      number (8 bytes), kind (2), count (2), further pages (4), elements
//	branch    for each child: distance to its key (4), length of it (4), number (8)
//	leaf      for each record: 1 for a bucket (4), distance (4), lengths (4, 4)
//	bucket    as a record's value: page of its root, 0 for one that follows (8), sequence (8)
//	free      numbers of pages (8 each), their count first if it is too large

const (
	pageHeader = 16
	element    = 16 // of branches and leaves

	branchPage = 1
	leafPage   = 2
	freePage   = 16

	manyFree = 0xffff     // count of a page of free ones that says it elsewhere
	noFree   = ^uint64(0) // as its number: none is written
)

// pages are those of a file, as one transaction sees it.
type pages struct {
	content []byte
	size    int    // of a page
	used    []bool // by number
}

var order = binary.NativeEndian

// checkPages looks through all pages of a file. It fails with ErrDamaged where
// they do not fit each other.
func checkPages(tx *bolt.Tx) error {
	file, err := os.Stat(tx.DB().Path())
	if err != nil {
		return err
	}
	if tx.Size() > file.Size() { // before anything is allocated for it
		return fmt.Errorf("the file ends too early: %w", ErrDamaged)
	}
	var content bytes.Buffer
	content.Grow(int(tx.Size()) + bytes.MinRead)
	if _, err := tx.WriteTo(&content); err != nil {
		return err
	}
	p := &pages{content: content.Bytes(), size: tx.DB().Info().PageSize}
	p.used = make([]bool, len(p.content)/p.size)
	p.used[0], p.used[1] = true, true // the headers
	header := p.content[pageHeader:]
	if int(order.Uint32(header[8:])) != p.size || order.Uint64(header[40:]) != uint64(len(p.used)) {
		return fmt.Errorf("its header is about other pages: %w", ErrDamaged)
	}
	root, free := order.Uint64(header[16:]), order.Uint64(header[32:])
	if err := p.tree(root, nil, nil); err != nil {
		return fmt.Errorf("%w: %w", err, ErrDamaged)
	}
	if err := p.free(free); err != nil {
		return fmt.Errorf("%w: %w", err, ErrDamaged)
	}
	return nil
}

// page returns a page that nothing else may use, with those that belong to it.
func (p *pages) page(number uint64) ([]byte, error) {
	if number >= uint64(len(p.used)) {
		return nil, fmt.Errorf("there is no page %d", number)
	}
	at := int(number) * p.size
	further := int(order.Uint32(p.content[at+12:]))
	switch {
	case order.Uint64(p.content[at:]) != number:
		return nil, fmt.Errorf("page %d has another number", number)
	case further >= len(p.used)-int(number):
		return nil, fmt.Errorf("page %d is too long", number)
	}
	for i := range further + 1 {
		if err := p.use(number + uint64(i)); err != nil {
			return nil, err
		}
	}
	return p.content[at : at+(further+1)*p.size], nil
}

func (p *pages) use(number uint64) error {
	if number >= uint64(len(p.used)) || p.used[number] {
		return fmt.Errorf("page %d is not there, or in two places", number)
	}
	p.used[number] = true
	return nil
}

// tree checks a page and all below it, whose keys must be from from on and
// before to, if these are not nil.
func (p *pages) tree(number uint64, from, to []byte) error {
	page, err := p.page(number)
	if err != nil {
		return err
	}
	switch order.Uint16(page[8:]) {
	case leafPage:
		err = p.leaf(page, from, to)
	case branchPage:
		err = p.branch(page, from, to)
	default:
		err = errors.New("it is neither branch nor leaf")
	}
	if err != nil {
		return fmt.Errorf("page %d: %w", number, err)
	}
	return nil
}

func (p *pages) branch(page, from, to []byte) error {
	count := int(order.Uint16(page[10:]))
	keys := make([][]byte, count+1)
	keys[count] = to
	for i := range count {
		at := pageHeader + i*element
		if at+element > len(page) {
			return errors.New("it has too many children")
		}
		key, err := cut(page[at:], order.Uint32(page[at:]), order.Uint32(page[at+4:]))
		if err != nil {
			return err
		}
		keys[i] = key
	}
	if err := ascend(keys[:count], from, to); err != nil {
		return err
	}
	for i := range count {
		if err := p.tree(order.Uint64(page[pageHeader+i*element+8:]), keys[i], keys[i+1]); err != nil {
			return err
		}
	}
	return nil
}

func (p *pages) leaf(page, from, to []byte) error {
	count := int(order.Uint16(page[10:]))
	keys := make([][]byte, 0, min(count, len(page)/element))
	for i := range count {
		at := pageHeader + i*element
		if at+element > len(page) {
			return errors.New("it has too many records")
		}
		distance, keySize := order.Uint32(page[at+4:]), order.Uint32(page[at+8:])
		key, err := cut(page[at:], distance, keySize)
		if err != nil {
			return err
		}
		keys = append(keys, key)
		value, err := cut(page[at+int(distance)+len(key):], 0, order.Uint32(page[at+12:]))
		if err != nil {
			return err
		}
		if order.Uint32(page[at:])&1 != 0 {
			if err := p.bucket(value); err != nil {
				return fmt.Errorf("bucket %q: %w", key, err)
			}
		}
	}
	return ascend(keys, from, to)
}

func (p *pages) bucket(value []byte) error {
	const header = 16
	if len(value) < header {
		return errors.New("it is too short")
	}
	if root := order.Uint64(value); root != 0 {
		return p.tree(root, nil, nil)
	}
	page := value[header:]
	if len(page) < pageHeader || order.Uint16(page[8:]) != leafPage {
		return errors.New("its records are nowhere")
	}
	return p.leaf(page, nil, nil)
}

// free checks that the pages that are said to be free are all those that are
// not used.
func (p *pages) free(number uint64) error {
	if number == noFree {
		return nil
	}
	page, err := p.page(number)
	if err != nil {
		return err
	}
	count, list := uint64(order.Uint16(page[10:])), page[pageHeader:]
	if count == manyFree {
		count, list = order.Uint64(list), list[8:]
	}
	if order.Uint16(page[8:]) != freePage || count > uint64(len(list)/8) {
		return fmt.Errorf("page %d does not list the free ones", number)
	}
	for i := range count {
		if err := p.use(order.Uint64(list[i*8:])); err != nil {
			return err
		}
	}
	for number, used := range p.used {
		if !used {
			return fmt.Errorf("page %d is neither used nor free", number)
		}
	}
	return nil
}

// cut returns size bytes of data from distance on.
func cut(data []byte, distance, size uint32) ([]byte, error) {
	if uint64(distance)+uint64(size) > uint64(len(data)) {
		return nil, errors.New("a record ends outside of it")
	}
	return data[distance : distance+size], nil
}

// ascend checks that keys are in order, from from on and before to.
func ascend(keys [][]byte, from, to []byte) error {
	for i, key := range keys {
		if i > 0 && bytes.Compare(keys[i-1], key) >= 0 || i == 0 && from != nil && bytes.Compare(key, from) < 0 ||
			to != nil && bytes.Compare(key, to) >= 0 {
			return errors.New("its keys are out of order")
		}
	}
	return nil
}
