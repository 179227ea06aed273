package parser

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// encoding is how the bytes of an export stand for characters. Phones write
// UTF-8; editors and mail programs on computers turn that into others.
type encoding uint8

const (
	encodingUTF8 encoding = iota
	encodingUTF16LE
	encodingUTF16BE
	encodingWindows1252 // and Latin-1, which is the same for every printable character
)

// String returns the name people know the encoding by.
func (e encoding) String() string {
	return [...]string{"UTF-8", "UTF-16 (little-endian)", "UTF-16 (big-endian)", "Windows-1252"}[e]
}

// sniffLength is how many bytes of a file's start tell its encoding and type.
const sniffLength = 64 << 10

// sniffEncoding tells the encoding by the first bytes of a file: by its byte
// order mark, else by where its zero bytes are, since digits and punctuation
// of chat headers have one in each UTF-16 unit. UTF-8 is the answer to
// everything else, Windows-1252 among it, which only the whole file can tell.
func sniffEncoding(head []byte) encoding {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return encodingUTF16LE
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return encodingUTF16BE
	}
	head = head[:min(len(head), 4<<10)&^1]
	var zero [2]int // at even and at odd places
	for i, c := range head {
		if c == 0 {
			zero[i&1]++
		}
	}
	// A unit of binary data is as often zero at both places; a third of the
	// units is what a line of header and a short Chinese message have.
	units := len(head) / 2
	switch {
	case units < 8:
	case zero[1]*3 > units && zero[0]*20 < units:
		return encodingUTF16LE
	case zero[0]*3 > units && zero[1]*20 < units:
		return encodingUTF16BE
	}
	return encodingUTF8
}

// maxNamedLines is how many line numbers a warning names.
const maxNamedLines = 5

// textFacts is what reading a whole text told about its bytes.
type textFacts struct {
	encoding     encoding
	onlyCR       bool  // lines end in CR alone
	badBytes     int   // bytes, or UTF-16 units, that stand for no character
	badLines     []int // the first lines they are on
	moreBadLines bool
	// Evidence on UTF-8 against Windows-1252: characters of more than one byte
	// that are well formed, and lone high bytes between ASCII, as accented
	// letters of Western languages are in Windows-1252.
	multibyte, lone int
}

// isWindows1252 reports whether what was read as UTF-8 is Windows-1252: its
// high bytes are mostly where that has accented letters, and hardly any forms
// a character of UTF-8. A UTF-8 file with a damaged stretch is not.
func (f *textFacts) isWindows1252() bool {
	return f.encoding == encodingUTF8 && f.multibyte < enoughCharacters && f.lone > f.multibyte && f.lone*2 >= f.badBytes
}

// warnings says in words what was unusual; nil for clean UTF-8.
func (f *textFacts) warnings() []string {
	var out []string
	switch f.encoding {
	case encodingUTF8:
	case encodingWindows1252:
		out = append(out, "the file is not in UTF-8 as WhatsApp writes it; it was read as Windows-1252 (Latin-1), so emoji may be lost")
	default:
		out = append(out, fmt.Sprintf("the file is in %s, not in UTF-8 as WhatsApp writes it; it was read as such", f.encoding))
	}
	if f.badBytes > 0 {
		out = append(out, fmt.Sprintf("%s not valid %s and shown as \ufffd, on %s", plural(f.badBytes, "byte is", "bytes are"), f.encoding, f.where()))
	}
	return out
}

func (f *textFacts) where() string {
	var b strings.Builder
	if len(f.badLines) == 1 && !f.moreBadLines {
		b.WriteString("line ")
	} else {
		b.WriteString("lines ")
	}
	for i, line := range f.badLines {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, line)
	}
	if f.moreBadLines {
		b.WriteString(" and more")
	}
	return b.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// scanText calls scan with the whole text of an export as UTF-8, to be read to
// its end, and tells what the bytes were. Where only the whole file shows that
// it is in another encoding, scan is called a second time and has to start
// afresh. Later reads go through openText with these facts.
func scanText(ctx context.Context, open func() (io.ReadCloser, error), scan func(io.Reader) error) (textFacts, error) {
	facts, err := scanOnce(ctx, open, nil, scan)
	if err == nil && facts.isWindows1252() {
		return scanOnce(ctx, open, &textFacts{encoding: encodingWindows1252, onlyCR: facts.onlyCR}, scan)
	}
	return facts, err
}

func scanOnce(ctx context.Context, open func() (io.ReadCloser, error), known *textFacts, scan func(io.Reader) error) (_ textFacts, err error) {
	src, err := open()
	if err != nil {
		return textFacts{}, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	var text *textReader
	if known != nil {
		text = newTextReader(src, *known)
	} else if text, err = sniffText(src); err != nil {
		return textFacts{}, err
	}
	text.ctx = ctx
	if err := scan(text); err != nil {
		return text.facts, err
	}
	return text.facts, nil
}

// openText opens the text of an export as UTF-8, its encoding known from an
// earlier scanText. Where that found nothing to replace, bytes pass unchecked.
func openText(ctx context.Context, open func() (io.ReadCloser, error), facts textFacts) (io.ReadCloser, error) {
	src, err := open()
	if err != nil {
		return nil, err
	}
	text := newTextReader(src, textFacts{encoding: facts.encoding, onlyCR: facts.onlyCR})
	text.ctx = ctx
	text.trusted = facts.badBytes == 0
	return struct {
		io.Reader
		io.Closer
	}{text, src}, nil
}

// sniffText returns a reader of src's text in the encoding its start tells.
func sniffText(src io.Reader) (*textReader, error) {
	head := make([]byte, sniffLength)
	n, err := io.ReadFull(src, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	head = head[:n]
	facts := textFacts{encoding: sniffEncoding(head)}
	facts.onlyCR = endsInCR(decode(head, facts.encoding))
	return newTextReader(io.MultiReader(bytes.NewReader(head), src), facts), nil
}

// A textReader reads text in any encoding as UTF-8. Byte order marks stay in
// it as U+FEFF; what stands for no character becomes U+FFFD and is counted in
// facts, together with the lines it is on.
type textReader struct {
	ctx     context.Context
	src     io.Reader
	facts   textFacts
	trusted bool // UTF-8 that an earlier pass has checked
	line    int  // 1-based, of the byte that follows ready
	last    byte // the byte before those not yet checked
	ready   []byte
	buf     []byte // for readers with little room of their own
	cut     []byte // a character whose rest is still to come
	fixed   []byte // room for text in which something was replaced
	err     error  // from src
}

func newTextReader(src io.Reader, known textFacts) *textReader {
	switch known.encoding {
	case encodingUTF16LE:
		src = transform.NewReader(src, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case encodingUTF16BE:
		src = transform.NewReader(src, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	case encodingWindows1252:
		src = transform.NewReader(src, charmap.Windows1252.NewDecoder())
	case encodingUTF8:
	}
	if known.onlyCR {
		src = crReader{src}
	}
	return &textReader{ctx: context.Background(), src: src, facts: known, line: 1, last: '\n'}
}

// endsInCR reports whether the lines of a text, of which head is the start,
// end in CR alone, as old Macs had it: there is no LF, but CR, and a message.
func endsInCR(head []byte) bool {
	if bytes.IndexByte(head, '\n') >= 0 || bytes.IndexByte(head, '\r') < 0 {
		return false
	}
	for line := range bytes.SplitSeq(head, []byte{'\r'}) {
		if _, ok := scanHeader(line); ok {
			return true
		}
	}
	return false
}

// A crReader reads LF where its source has CR.
type crReader struct{ src io.Reader }

func (r crReader) Read(p []byte) (int, error) {
	n, err := r.src.Read(p)
	replaceCR(p[:n])
	return n, err
}

func replaceCR(b []byte) {
	for {
		i := bytes.IndexByte(b, '\r')
		if i < 0 {
			return
		}
		b[i] = '\n'
		b = b[i+1:]
	}
}

// Read reads text as UTF-8. A character may be cut between two reads.
func (t *textReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(t.ready) == 0 {
		if t.err != nil {
			return 0, t.err
		}
		if err := t.ctx.Err(); err != nil {
			return 0, err
		}
		switch {
		case t.trusted:
			return t.src.Read(p)
		case len(p) < minRead:
			if t.buf == nil {
				t.buf = make([]byte, 64<<10)
			}
			t.ready = t.fill(t.buf)
			continue
		}
		// Where there is nothing to replace, the text is checked where it is
		// wanted.
		text := t.fill(p)
		if len(text) > 0 && &text[0] == &p[0] {
			return len(text), nil
		}
		t.ready = text
	}
	n := copy(p, t.ready)
	t.ready = t.ready[n:]
	return n, nil
}

// minRead is the least room that is read into directly.
const minRead = 4 << 10

// fill reads once from the source into buf and returns what it read as
// well-formed text, all but a character whose rest is still to come.
func (t *textReader) fill(buf []byte) []byte {
	held := copy(buf, t.cut)
	n, err := t.src.Read(buf[held:])
	t.err = err
	chunk := buf[:held+n]
	whole := len(chunk)
	if err == nil {
		whole -= cutCharacter(chunk)
	}
	t.cut = append(t.cut[:0], chunk[whole:]...)
	return t.check(chunk[:whole])
}

// cutCharacter returns the number of bytes at the end of b that start a
// character but do not finish it.
func cutCharacter(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if tail := b[len(b)-n:]; utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return n
		}
	}
	return 0
}

// enoughCharacters of more than one byte prove that a text is UTF-8; they are
// not counted beyond that.
const enoughCharacters = 1000

// check returns b as well-formed UTF-8 and takes down what it found. It
// returns b itself where there is nothing to replace.
func (t *textReader) check(b []byte) []byte {
	if len(b) == 0 {
		return b
	}
	if utf8.Valid(b) && (t.facts.encoding == encodingUTF8 || !bytes.Contains(b, []byte("\ufffd"))) {
		if t.facts.multibyte < enoughCharacters {
			t.facts.multibyte += multibyteCharacters(b)
		}
		t.line += bytes.Count(b, []byte{'\n'})
		t.last = b[len(b)-1]
		return b
	}
	t.fixed = t.fixed[:0]
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		// Decoders of other encodings have put U+FFFD in already.
		bad := r == utf8.RuneError && (size == 1 || t.facts.encoding != encodingUTF8)
		switch {
		case bad:
			t.bad()
			next := byte(' ')
			if i+size < len(b) {
				next = b[i+size]
			}
			if t.last < utf8.RuneSelf && next < utf8.RuneSelf {
				t.facts.lone++
			}
		case size > 1:
			t.facts.multibyte++
		case r == '\n':
			t.line++
		}
		t.last = b[i+size-1]
		t.fixed = utf8.AppendRune(t.fixed, r)
		i += size
	}
	return t.fixed
}

// bad takes down that a byte on the current line stands for no character.
func (t *textReader) bad() {
	f := &t.facts
	f.badBytes++
	switch n := len(f.badLines); {
	case n > 0 && f.badLines[n-1] == t.line:
	case n == maxNamedLines:
		f.moreBadLines = true
	default:
		f.badLines = append(f.badLines, t.line)
	}
}

func multibyteCharacters(b []byte) int {
	n := 0
	for len(b) > 0 {
		// Most text is ASCII: eight bytes at a time.
		for len(b) >= 8 && binary.LittleEndian.Uint64(b)&0x8080808080808080 == 0 {
			b = b[8:]
		}
		for _, c := range b[:min(len(b), 8)] {
			if c >= 0xc0 {
				n++
			}
		}
		b = b[min(len(b), 8):]
	}
	return n
}
