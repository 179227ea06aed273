package index

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// identifier makes message IDs for one chat. See docs/store-format.md, IDs:
// what it does must never change.
type identifier struct {
	key    []byte // the chat's, and a zero byte
	buffer []byte
}

func newIdentifier(chatKey string) *identifier {
	return &identifier{key: append([]byte(chatKey), 0)}
}

// first returns the ID of the first message with this text in its minute.
func (d *identifier) first(at time.Time, text string) ID {
	d.begin(at)
	d.buffer = appendFolded(d.buffer, text)
	return d.sum()
}

// firstFolded is first for a text of which appendFolded made folded.
func (d *identifier) firstFolded(at time.Time, folded []byte) ID {
	d.begin(at)
	d.buffer = append(d.buffer, folded...)
	return d.sum()
}

func (d *identifier) begin(at time.Time) {
	minute := at.Unix() / 60
	d.buffer = binary.BigEndian.AppendUint64(append(d.buffer[:0], d.key...), uint64(minute))
}

func (d *identifier) sum() ID {
	sum := sha256.Sum256(d.buffer)
	return ID(sum[:len(ID{})])
}

// again returns the ID of a further message with the same text in the same
// minute as the one with the ID first; occurrence counts from 1.
func (d *identifier) again(first ID, occurrence uint32) ID {
	d.buffer = binary.BigEndian.AppendUint32(append(d.buffer[:0], first[:]...), occurrence)
	return d.sum()
}

// appendFolded appends what of a text counts for its ID: NFKC, case folded,
// invisible characters dropped, runs of white space one space, none at either
// end.
func appendFolded(dst []byte, text string) []byte {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return appendFoldedUnicode(dst, text)
		}
	}
	start := len(dst)
	space := false
	for i := range len(text) {
		c := text[i]
		switch {
		case c == ' ' || '\t' <= c && c <= '\r':
			space = true
			continue
		case c < ' ' || c == 0x7f:
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		if space && len(dst) > start {
			dst = append(dst, ' ')
		}
		space = false
		dst = append(dst, c)
	}
	return dst
}

func appendFoldedUnicode(dst []byte, text string) []byte {
	folded := norm.NFKC.String(cases.Fold().String(norm.NFKC.String(text)))
	start := len(dst)
	space := false
	for _, r := range folded {
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case unicode.In(r, unicode.Cc, unicode.Cf), unicode.Is(unicode.Variation_Selector, r):
			continue
		}
		if space && len(dst) > start {
			dst = append(dst, ' ')
		}
		space = false
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// foldName returns the form in which names of chats are compared.
func foldName(name string) string { return strings.TrimSpace(string(appendFolded(nil, name))) }
