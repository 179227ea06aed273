package parser

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
)

// Options are what a person says about an export.
type Options struct {
	Chat      string    // name of the chat; "" takes it from the export
	DateOrder DateOrder // overrules the evidence; UnknownOrder decides by it
}

// Read makes a first pass over the export, which decides its dialect, and
// returns a Reader for the second. It fails with a *RefusedError if there is
// no chat in it.
func (e *Export) Read(ctx context.Context, opts Options) (*Reader, error) {
	head, err := readHead(e.open)
	if err != nil {
		return nil, refuseFile(e.path, err)
	}
	if refused := refuseHead(e.path, head); refused != nil {
		return nil, refused
	}
	if isJSONL(decodeHead(head)) {
		return e.readJSONL(ctx, opts)
	}
	var found *survey
	facts, err := scanText(ctx, e.open, func(r io.Reader) error {
		var err error
		found, err = scanSurvey(ctx, r, exportTime(e.modified))
		return err
	})
	if err != nil {
		return nil, e.readError(err)
	}
	d, ok := decide(found, opts, exportTime(e.modified))
	if !ok {
		return nil, refuseNoChat(e.path, found.refused)
	}
	d.know(e.chatName(opts, d.chat))
	src, err := openText(ctx, e.open, facts)
	if err != nil {
		return nil, refuseFile(e.path, err)
	}
	r := &Reader{
		ctx:        ctx,
		export:     e,
		src:        src,
		dialect:    d,
		classifier: found.classifier, // it has learned from the first pass
		buf:        make([]byte, readSize),
		people:     make(map[string]bool),
		line:       1,
		rare:       rareInText(),
		head:       new(header),
		spare:      new(header),
	}
	r.summary = Summary{
		Platform:      d.platform(),
		Dialect:       d.parts[0].String(),
		DateOrder:     d.order,
		Ambiguous:     !d.proven,
		OrderEvidence: d.evidence,
		Warnings:      append(facts.warnings(), d.warned...),
		Size:          found.bytes,
	}
	r.summary.Chat = e.chatName(opts, d.chat)
	return r, nil
}

// readJSONL returns a Reader of an export that is JSON lines already.
func (e *Export) readJSONL(ctx context.Context, opts Options) (*Reader, error) {
	var told string // chat that the first message names
	facts, err := scanText(ctx, e.open, func(r io.Reader) error {
		line, err := newLineReader(r).next()
		if err != nil {
			return err
		}
		told = jsonChat(line)
		_, err = io.Copy(io.Discard, r)
		return err
	})
	if err != nil {
		return nil, e.readError(err)
	}
	src, err := openText(ctx, e.open, facts)
	if err != nil {
		return nil, refuseFile(e.path, err)
	}
	r := &Reader{ctx: ctx, export: e, src: src, people: make(map[string]bool)}
	r.summary = Summary{
		Platform:      "unknown",
		DateOrder:     YMD,
		OrderEvidence: "JSON lines: dates are year first",
		Warnings:      facts.warnings(),
		Chat:          e.chatName(Options{Chat: cmp.Or(opts.Chat, told)}, ""),
		Size:          e.size,
	}
	r.jsonl = newJSONLReader(src, func(line int, offset, length int64, reason string) {
		r.summary.leaveOut(Stretch{Line: line, Lines: 1, Offset: offset, Length: length, Reason: reason})
	})
	r.chatAsked = opts.Chat != ""
	return r, nil
}

func (e *Export) readError(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("reading %s: %w", e.name, err)
	}
	var refused *RefusedError
	if errors.As(err, &refused) {
		return err
	}
	return refuseFile(e.path, err)
}

// chatName is what a chat is called: by the person, the file's name, the
// text, or for want of all that the file.
func (e *Export) chatName(opts Options, told string) string {
	for _, chat := range []string{opts.Chat, e.Chat(), told} {
		if chat != "" {
			return chat
		}
	}
	if ext := path.Ext(e.name); strings.EqualFold(ext, ".txt") || strings.EqualFold(ext, ".zip") || strings.EqualFold(ext, ".jsonl") {
		return strings.TrimSuffix(e.name, ext)
	}
	return e.name
}

// exportTime returns when an export was made, as its file says; zero where
// that is before there was WhatsApp, as in zips that keep no times.
func exportTime(modified time.Time) time.Time {
	if modified.Year() < firstYear {
		return time.Time{}
	}
	return modified
}

// A Reader reads the messages of an export in its order. It keeps one message
// in memory, and who speaks.
type Reader struct {
	ctx        context.Context
	export     *Export
	src        io.ReadCloser
	jsonl      *jsonlReader // nil for text
	chatAsked  bool
	dialect    *dialect
	classifier *classifier
	summary    Summary
	people     map[string]bool
	cut        cut // of the message read last
	done       error

	buf        []byte
	start, end int   // what is read and not yet handed out
	offset     int64 // of buf[start]
	line       int   // of buf[start]
	eof        bool
	rare       [3]rareByte // in buf
	found      bool // a header, at start
	head       *header
	spare      *header // room for one that may not be the dialect's; becomes head if it is
	part       *dialectPart
	day        int64 // of head
	ownDay     int64 // of head, as Export.Read decided
	n          int

	impossibles int // headers without a possible date

	// Of the message read last, for Explain.
	bodyRule string
	length   int
}

const readSize = 256 << 10

// Read returns the next message, io.EOF at the end. What is in no message is
// in Summary().Unreadable.
func (r *Reader) Read() (m Message, err error) {
	if r.done != nil {
		return Message{}, r.done
	}
	if err := r.next(&m); err != nil {
		if errors.Is(err, io.EOF) {
			r.summary.finish()
		} else {
			err = r.export.readError(err)
		}
		r.done = err
		return Message{}, err
	}
	r.summary.count(&m)
	if m.Sender != "" && (r.cut.who == nil || !r.cut.who.spoke) {
		r.speaks(m.Sender)
	}
	return m, nil
}

// speaks takes down who wrote the message just read.
func (r *Reader) speaks(sender string) {
	if r.cut.who != nil {
		r.cut.who.spoke = true
	}
	if !r.people[sender] {
		r.people[sender] = true
		r.summary.Senders = append(r.summary.Senders, sender)
	}
}

// Offset returns how many bytes of the text, as UTF-8, are in the messages
// read so far.
func (r *Reader) Offset() int64 {
	if r.jsonl != nil {
		return r.jsonl.lines.offset
	}
	return r.offset
}

// Summary tells what was understood. What the first pass decides is there at
// once; counts, people, times and Unreadable are complete at the end.
func (r *Reader) Summary() Summary { return r.summary }

// Close closes the export's text.
func (r *Reader) Close() error { return r.src.Close() }

// next reads the next message into m.
func (r *Reader) next(m *Message) (err error) {
	if r.jsonl != nil {
		if *m, err = r.jsonl.Read(); err == nil && r.jsonl.chat != "" && !r.chatAsked {
			r.summary.Chat = r.jsonl.chat
		}
		return err
	}
	if r.n&0xff == 0 {
		if err := r.ctx.Err(); err != nil {
			return err
		}
	}
	if !r.found {
		if err := r.first(); err != nil {
			return err
		}
	}
	h, part := r.head, r.part
	m.Time = wallClock(r.day, h.hour, h.minute, h.second)
	if part.order != part.own {
		m.Original = wallClock(r.ownDay, h.hour, h.minute, h.second)
	}
	if r.summary.Ambiguous && len(r.summary.Doubts) < maxDoubts {
		r.doubt(h, part, r.day)
	}
	s, err := r.span()
	if err != nil {
		return err
	}
	r.n++
	m.N, m.Line, m.Offset, m.Length = r.n, r.line, r.offset, int64(s.length)
	r.fill(m, h, part, s)
	r.length = s.length
	r.start += s.length
	r.offset += int64(s.length)
	r.line += s.lines
	return nil
}

// first passes over what stands before the first header.
func (r *Reader) first() error {
	from := Stretch{Line: r.line, Offset: r.offset, Reason: "before the first message"}
	blank := true
	for {
		line, length, err := r.lineAt(0)
		if err == nil && length == 0 {
			err = io.EOF
		}
		if err == nil {
			var ok bool
			if ok, err = r.headerAt(0, r.line, true); err == nil && ok {
				break
			}
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if errors.Is(err, io.EOF) {
			r.unreadable(from, blank)
			return io.EOF
		}
		blank = blank && len(bytes.TrimSpace(cleanText(line))) == 0
		r.start += length
		r.offset += int64(length)
		r.line++
	}
	r.unreadable(from, blank)
	r.found = true
	return nil
}

// unreadable notes that what lies between a stretch's start and here is in no
// message. Blank lines need no mention.
func (r *Reader) unreadable(s Stretch, blank bool) {
	s.Lines, s.Length = r.line-s.Line, r.offset-s.Offset
	if s.Length > 0 && !blank {
		r.summary.leaveOut(s)
	}
}

// An extent is how far a message goes.
type extent struct {
	length int // bytes
	first  int // of them, those of the first line without its end
	lines  int
}

// span measures the message at start: up to the next header or the end. It
// leaves the next header in head.
func (r *Reader) span() (s extent, err error) {
	for {
		line, n, err := r.lineAt(s.length)
		if err != nil {
			return s, err
		}
		if n == 0 {
			r.found = false
			return s, nil
		}
		end, afterCRLF := lineEnd(line)
		if s.lines == 0 {
			s.first = end
		}
		s.length += n
		s.lines++
		ok, err := r.headerAt(s.length, r.line+s.lines, afterCRLF)
		if err != nil {
			return s, err
		}
		if ok {
			return s, nil
		}
	}
}

// lineEnd returns where the end of a line starts and whether it is CRLF.
func lineEnd(line []byte) (end int, crlf bool) {
	n := len(line)
	switch {
	case n == 0 || line[n-1] != '\n':
	case n > 1 && line[n-2] == '\r':
		return n - 2, true
	default:
		return n - 1, false
	}
	return n, false
}

// headerAt reads the header at a place after start, if one is there, into head.
func (r *Reader) headerAt(at, number int, afterCRLF bool) (bool, error) {
	if r.dialect.crlf && !afterCRLF {
		return false, nil
	}
	for r.end-r.start-at < maxHeader && !r.eof && bytes.IndexByte(r.buf[r.start+at:r.end], '\n') < 0 {
		if err := r.more(); err != nil {
			return false, err
		}
	}
	// What follows the line does no harm: no header goes over its end.
	h := r.spare
	part, ok := r.dialect.header(r.buf[r.start+at:min(r.end, r.start+at+maxHeader)], number, afterCRLF, h)
	if !ok {
		return false, nil
	}
	day, ownDay := r.day, r.ownDay
	if part != r.part || !h.sameDate(r.head) {
		day, ok = part.day(h, part.order, r.day)
		ownDay = day
		if part.order != part.own {
			day, ownDay, ok = r.bothDays(part, h, day, ok)
		}
		if !ok {
			r.impossible(number)
			return false, nil
		}
	}
	if h.half == nearest {
		h.half = forenoon
		if h.moment(day, forenoon) < r.head.moment(r.day, wholeDay) {
			h.half = afternoon
		}
	}
	h.hour = int8(h.half.hour(int(h.hour)))
	// What was head is whole until the next header is looked for.
	r.head, r.spare = h, r.head
	r.part, r.day, r.ownDay = part, day, ownDay
	return true, nil
}

// impossible notes a line that would be a message but for its date.
func (r *Reader) impossible(number int) {
	if r.impossibles++; r.impossibles <= maxNamedLines {
		r.summary.Warnings = append(r.summary.Warnings, fmt.Sprintf("line %d looks like a message but has no possible date; it was read as text", number))
	}
}

// lineAt returns the line at a place after start, with its end, and its
// length; 0 at the end of the text.
func (r *Reader) lineAt(at int) (line []byte, length int, err error) {
	searched := at
	for {
		if i := bytes.IndexByte(r.buf[r.start+searched:r.end], '\n'); i >= 0 {
			length = searched + i + 1 - at
			break
		}
		searched = r.end - r.start
		if r.eof {
			length = searched - at
			break
		}
		if err := r.more(); err != nil {
			return nil, 0, err
		}
	}
	return r.buf[r.start+at : r.start+at+length], length, nil
}

// more reads on. Its buffer grows only where one message fills it.
func (r *Reader) more() error {
	if r.start > 0 && len(r.buf)-r.end < readSize/4 {
		for i := range r.rare {
			r.rare[i].next -= r.start
		}
		r.end = copy(r.buf, r.buf[r.start:r.end])
		r.start = 0
	}
	if r.end == len(r.buf) {
		grown := make([]byte, 2*len(r.buf))
		copy(grown, r.buf)
		r.buf = grown
	}
	n, err := r.src.Read(r.buf[r.end:])
	r.end += n
	if errors.Is(err, io.EOF) {
		r.eof = true
		return nil
	}
	return err
}

// fill tells who wrote the message at start and what it is.
func (r *Reader) fill(m *Message, h *header, part *dialectPart, e extent) {
	raw := r.buf[r.start : r.start+e.length]
	at := min(int(h.end), len(raw))
	rest := raw[at:]
	s := &r.cut
	r.dialect.cutSender(r.classifier, part, rest, bytes.TrimSuffix(rest[:max(e.first-at, 0)], []byte{'\r'}), s)
	who := origin{ios: part.shape.ios(), lrm: h.lrm}
	if s.raw != nil {
		who.sender, who.name = true, s.raw
		who.group = r.dialect.title != nil && bytes.Equal(s.raw, r.dialect.title)
	}
	text, ordinary := r.classifier.words(s.text, hints{r.isUnmarked(s.text, e), e.lines == 1}, &who)
	if ordinary {
		m.Sender, m.Text = s.shown, string(text)
		r.bodyRule = ruleText
		return
	}
	b := r.classifier.classify(s.text, text, who)
	m.Kind, m.Edited, m.Attachment = b.kind, b.edited, b.attachment
	m.Text = string(b.text)
	if m.Kind != Notice && !who.group {
		m.Sender = s.shown
	}
	r.bodyRule = b.rule
}

// isUnmarked reports whether text, the end of the message at start, holds
// nothing that would have to be cleaned away but a \r at its end.
func (r *Reader) isUnmarked(text []byte, e extent) bool {
	to := r.start + e.length
	from := to - len(text)
	to -= len(text) - len(trimRight(text))
	for i := range r.rare {
		if r.rare[i].in(r.buf[:r.end], from, to) {
			return false
		}
	}
	return true
}
