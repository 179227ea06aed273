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
	if d.isLog() {
		return nil, refuseLog(e.path)
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
	texts      textBlock
	done       error

	buf        []byte
	start, end int   // what is read and not yet handed out
	offset     int64 // of buf[start]
	line       int   // of buf[start]
	eof        bool
	marks      marksAhead // in buf
	found      bool       // a header, at start
	headers    [2]header  // that at start, and room for one that may not be the dialect's
	head       int        // index of that at start
	part       *dialectPart
	day        int64 // of the header at start
	ownDay     int64 // of the same, as Export.Read decided
	n          int

	impossibles      int   // headers without a possible date
	earliest, latest int64 // message, in seconds

	// Of the message read last, for Explain.
	senderRule senderRule
	bodyRule   string
	length     int
}

// Read returns the next message, io.EOF at the end. What is in no message is
// in Summary().Unreadable.
//
// It writes no pointer into the Reader for an ordinary message: half of the
// time the garbage collector is at work, and then each costs as much as a
// search in the text.
func (r *Reader) Read() (m Message, err error) {
	switch {
	case r.done != nil:
		return m, r.done
	case r.jsonl != nil:
		return r.readLine()
	case r.n&0xff == 0 || !r.found:
		if err := r.ready(); err != nil {
			return m, r.ends(err)
		}
	}
	h, part := &r.headers[r.head], r.part
	at := h.moment(r.day, wholeDay)
	m.Time = wallClock(at)
	if part.order != part.own {
		m.Original = wallClock(h.moment(r.ownDay, wholeDay))
	}
	if r.summary.Ambiguous && len(r.summary.Doubts) < maxDoubts {
		r.doubt(h, part, r.day)
	}
	s, err := r.span()
	if err != nil {
		return Message{}, r.ends(err)
	}
	r.n++
	m.N, m.Line, m.Offset, m.Length = r.n, r.line, r.offset, int64(s.length)

	raw := r.buf[r.start : r.start+s.length]
	rest := raw[min(int(h.end), len(raw)):]
	first := rest[:max(s.first+len(rest)-len(raw), 0)]
	if n := len(first); n > 0 && first[n-1] == '\r' {
		first = first[:n-1]
	}
	cut := r.dialect.cutSender(r.classifier, part, first)
	who := origin{ios: part.shape.ios(), lrm: h.lrm}
	if cut.name > 0 {
		who.sender, who.name = true, rest[:cut.name]
		who.group = r.dialect.title != nil && bytes.Equal(who.name, r.dialect.title)
	}
	body := rest[cut.body:]
	from := r.start + s.length - len(body)
	body = trimRight(body) // or there would be a mark in each that ends in \r
	unmarked := !r.marks.in(r.buf[:r.end], from, from+len(body))
	if part.shape.indented {
		body, unmarked = unindent(body, raw), false
	}
	text, ordinary := r.classifier.words(body, hints{unmarked, s.lines == 1}, &who)
	if ordinary {
		m.Text = r.texts.add(text)
		r.explained(cut.rule, ruleText)
	} else {
		b := r.classifier.classify(body, text, who)
		m.Kind, m.Edited, m.Attachment, m.DeletedBy, m.Text = b.kind, b.edited, b.attachment, b.by, r.texts.add(b.text)
		r.explained(cut.rule, b.rule)
	}
	if m.Kind != Notice && !who.group {
		m.Sender = cut.shown(rest)
	}
	r.length = s.length
	r.start += s.length
	r.offset += int64(s.length)
	r.line += s.lines
	r.count(m.Kind, at)
	if m.Sender != "" && (cut.who == nil || !cut.who.spoke) {
		r.speaks(m.Sender, cut.who)
	}
	return m, nil
}

// count takes in a message of a moment in seconds. A time.Time would hold a
// pointer.
func (r *Reader) count(kind Kind, at int64) {
	r.summary.Messages++
	if kind == Notice {
		r.summary.Notices++
	}
	switch {
	case r.summary.Messages == 1:
		r.earliest, r.latest = at, at
	case at >= r.latest:
		r.latest = at
	case at < r.earliest:
		r.earliest = at
	}
}

// readLine returns the next message of an export that is JSON lines.
func (r *Reader) readLine() (Message, error) {
	m, err := r.jsonl.Read()
	if err != nil {
		return Message{}, r.ends(err)
	}
	if r.jsonl.chat != "" && !r.chatAsked {
		r.summary.Chat = r.jsonl.chat
	}
	r.summary.count(&m)
	if m.Sender != "" {
		r.speaks(m.Sender, nil)
	}
	return m, nil
}

// ends makes err what every later Read returns.
func (r *Reader) ends(err error) error {
	if errors.Is(err, io.EOF) {
		r.summary.finish()
	} else {
		err = r.export.readError(err)
	}
	r.done = err
	return err
}

// explained keeps which rules made the message read last what it is.
func (r *Reader) explained(sender senderRule, body string) {
	r.senderRule = sender
	if r.bodyRule != body { // it hardly ever is another
		r.bodyRule = body
	}
}

// speaks takes down who wrote the message just read; who is nil if the survey
// did not find the name.
func (r *Reader) speaks(sender string, who *name) {
	if who != nil {
		who.spoke = true
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
func (r *Reader) Summary() Summary {
	s := r.summary
	if r.jsonl == nil && s.Messages > 0 {
		s.First, s.Last = wallClock(r.earliest), wallClock(r.latest)
	}
	return s
}

// Close closes the export's text.
func (r *Reader) Close() error { return r.src.Close() }
