package parser

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// maxJSONLine is the longest line of a .jsonl export that is read, in bytes.
// WhatsApp ends a message at 65,536 characters, each at most 12 bytes as JSON.
const maxJSONLine = 1 << 20

// isJSONL reports whether a text that starts with head is a .jsonl export: its
// first line is a whole JSON object with the time of a message.
func isJSONL(head []byte) bool {
	head = bytes.TrimLeft(head, "\ufeff \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	line, _, whole := bytes.Cut(head, []byte{'\n'})
	if _, err := decodeJSONMessage(line); err == nil {
		return true
	}
	// The first message may be longer than what was read of the file.
	return !whole && len(head) >= sniffLength/2 && bytes.Contains(line, []byte(`"time":`)) && bytes.Contains(line, []byte(`"kind":`))
}

// A jsonlReader reads a .jsonl export, UTF-8, message by message. Lines that
// hold no message are handed to unreadable and passed over.
type jsonlReader struct {
	lines      *lineReader
	unreadable func(line int, offset, length int64, reason string)
	n          int
	chat       string // of the last message read
}

func newJSONLReader(r io.Reader, unreadable func(line int, offset, length int64, reason string)) *jsonlReader {
	return &jsonlReader{lines: newLineReader(r), unreadable: unreadable}
}

// Read returns the next message, io.EOF at the end. Messages are numbered by
// their place in this file, whatever number they bring.
func (r *jsonlReader) Read() (Message, error) {
	for {
		line, err := r.lines.next()
		if err != nil {
			return Message{}, err
		}
		offset, length := r.lines.offset-r.lines.length, r.lines.length
		if line == nil {
			r.unreadable(r.lines.number, offset, length, fmt.Sprintf("the line is longer than %d bytes", maxJSONLine))
			continue
		}
		line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		in, err := decodeJSONMessage(line)
		if err != nil {
			r.unreadable(r.lines.number, offset, length, jsonReason(err))
			continue
		}
		r.n++
		r.chat = in.Chat
		m := in.Message
		m.N, m.Line, m.Offset, m.Length = r.n, r.lines.number, offset, length
		return m, nil
	}
}

// jsonReason says in words why a line is not a message.
func jsonReason(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return "it is not JSON: " + syntax.Error()
	case errors.As(err, &kind):
		return fmt.Sprintf("%q is a %s", kind.Field, kind.Value)
	}
	return err.Error()
}

// A lineReader hands out lines with their place in a text. Its memory is
// bounded: a line longer than maxJSONLine is passed over.
type lineReader struct {
	in     *bufio.Reader
	buf    []byte
	number int   // 1-based, of the line handed out last
	offset int64 // bytes up to its end
	length int64 // of it, line end included
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{in: bufio.NewReaderSize(r, 64<<10)}
}

// next returns the next line with its line end; nil where it is too long. It
// is valid until the next call.
func (l *lineReader) next() ([]byte, error) {
	l.length = 0
	l.buf = l.buf[:0]
	for {
		part, err := l.in.ReadSlice('\n')
		l.length += int64(len(part))
		l.offset += int64(len(part))
		whole := err == nil || errors.Is(err, io.EOF) && l.length > 0
		if err != nil && !whole && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		if whole {
			l.number++
		}
		switch {
		case l.length > maxJSONLine:
			if whole {
				return nil, nil
			}
		case whole && len(l.buf) == 0:
			return part, nil
		default:
			l.buf = append(l.buf, part...)
			if whole {
				return l.buf, nil
			}
		}
	}
}

// splitJSONL makes one export of each chat a .jsonl file holds: `kerb export`
// writes several into one. Lines that name no chat stay with the first.
func splitJSONL(ctx context.Context, whole *Export) (_ []*Export, err error) {
	src, err := whole.Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	var chats []string
	tooLong := 0
	for lines := newLineReader(src); ; {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		if line == nil && tooLong == 0 {
			tooLong = lines.number
		}
		if chat := jsonChat(line); chat != "" && !slices.Contains(chats, chat) {
			chats = append(chats, chat)
		}
	}
	if len(chats) < 2 {
		return []*Export{whole}, nil
	}
	if tooLong > 0 {
		return nil, &RefusedError{
			Path: whole.path, Line: tooLong,
			Reason: fmt.Sprintf("the line is longer than %d bytes, so the chats in the file cannot be told apart", maxJSONLine),
			Hint:   "remove it, or export each chat to a file of its own",
		}
	}
	exports := make([]*Export, len(chats))
	for i, chat := range chats {
		part := *whole
		part.size = 0
		part.open = func() (io.ReadCloser, error) {
			src, err := whole.Open()
			if err != nil {
				return nil, err
			}
			wanted := func(line []byte) bool {
				named := jsonChat(line)
				return named == chat || i == 0 && named == ""
			}
			return struct {
				io.Reader
				io.Closer
			}{&lineFilter{lines: newLineReader(src), wanted: wanted}, src}, nil
		}
		exports[i] = &part
	}
	return exports, nil
}

// jsonChat returns the chat that a line of a .jsonl export names, "" if none.
func jsonChat(line []byte) string {
	const key = `"chat":`
	for rest := line; ; {
		at := bytes.Index(rest, []byte(key))
		if at < 0 {
			return ""
		}
		// A quote inside a string has a backslash before it.
		if at > 0 && rest[at-1] != '\\' {
			var chat string
			if err := json.NewDecoder(bytes.NewReader(rest[at+len(key):])).Decode(&chat); err != nil {
				return ""
			}
			return chat
		}
		rest = rest[at+len(key):]
	}
}

// A lineFilter reads those lines of a text that are wanted; none is longer
// than maxJSONLine.
type lineFilter struct {
	lines  *lineReader
	wanted func(line []byte) bool
	ready  []byte
}

// Read reads the wanted lines on.
func (f *lineFilter) Read(p []byte) (int, error) {
	for len(f.ready) == 0 {
		line, err := f.lines.next()
		if err != nil {
			return 0, err
		}
		if f.wanted(line) {
			f.ready = line
		}
	}
	n := copy(p, f.ready)
	f.ready = f.ready[n:]
	return n, nil
}
