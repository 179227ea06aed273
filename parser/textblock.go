package parser

import "strings"

// A textBlock makes strings of bodies, many of them in one allocation: one for
// each would be a tenth of the time of reading. Who keeps a single text keeps
// its neighbours too, blockSize bytes at most.
type textBlock struct {
	block strings.Builder
}

const blockSize = 4 << 10

// add returns text as a string.
func (t *textBlock) add(text []byte) string {
	if len(text) > blockSize/4 {
		return string(text) // the rest of a block may be too short for it, and lost
	}
	if t.block.Cap()-t.block.Len() < len(text) {
		t.block.Reset()
		t.block.Grow(blockSize)
	}
	from := t.block.Len()
	t.block.Write(text)
	return t.block.String()[from:]
}
