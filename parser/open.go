package parser

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/text/transform"
)

// An Export is one chat as somebody exported it: text that can be read from
// its start as often as needed. It holds no file open between reads.
type Export struct {
	path        string // where it came from, for errors
	name        string
	modified    time.Time
	size        int64
	attachments []Attachment
	open        func() (io.ReadCloser, error)
}

// An Attachment is a media file that came with a chat. It is listed, never
// unpacked.
type Attachment struct {
	Name     string // base name; from outside, so it may hold hostile characters
	Size     int64  // in bytes, as the zip or the folder tells it
	Modified time.Time
}

// Open finds the chats in what path names: a .txt or .jsonl file, the zip the
// phone made, or a folder of such files. What a file is, its content tells,
// not its name. What is no chat, or cannot be read, is refused by an error
// that is a *RefusedError, or several joined; exports that are fine are
// returned beside it. Whether a text of its own holds messages at all is only
// known, and refused, when it is read.
func Open(ctx context.Context, path string) ([]*Export, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, refuseFile(path, err)
	case info.IsDir():
		return openFolder(ctx, path)
	case !info.Mode().IsRegular():
		return nil, &RefusedError{Path: path, Reason: "it is a device or pipe, which cannot be read twice", Hint: "give the chat on standard input, or save it as a file first"}
	}
	return openFile(ctx, path, info)
}

// openFile opens a regular file: a zip, or a chat by itself.
func openFile(ctx context.Context, path string, info os.FileInfo) ([]*Export, error) {
	head, err := readHead(func() (io.ReadCloser, error) { return os.Open(path) })
	if err != nil {
		return nil, refuseFile(path, err)
	}
	if isZip(head) {
		return openZip(ctx, path)
	}
	if refused := refuseHead(path, head); refused != nil {
		return nil, refused
	}
	export := FromReader(exportName(path), func() (io.ReadCloser, error) { return os.Open(path) })
	export.path, export.modified, export.size = path, info.ModTime(), info.Size()
	if isJSONL(decodeHead(head)) {
		return splitJSONL(ctx, export)
	}
	return []*Export{export}, nil
}

// FromReader makes an export of chat text that is kept elsewhere, such as
// spooled standard input. Name is what the file was called, "" if it had no
// name; open is called for each pass over the text and gives the same bytes
// every time.
func FromReader(name string, open func() (io.ReadCloser, error)) *Export {
	return &Export{path: name, name: name, open: open}
}

// WithText returns an export that is known as e is, by name, date and
// attachments, but whose text is read from elsewhere: a kept copy, say.
func (e *Export) WithText(open func() (io.ReadCloser, error)) *Export {
	copied := *e
	copied.open = open
	return &copied
}

// Name returns the base name of the file the chat came in, for people. Where
// that is WhatsApp's _chat.txt, it is the name of the zip or folder around it.
func (e *Export) Name() string { return e.name }

// Chat returns the chat's name as the file's name tells it, "" if it does not.
func (e *Export) Chat() string { return chatNameFromFile(e.name) }

// Open opens the chat's text as it was exported: bytes unchanged, in whatever
// encoding they are. It can be called any number of times.
func (e *Export) Open() (io.ReadCloser, error) { return e.open() }

// Modified returns when the file, or the entry in the zip, was last changed;
// zero if that is not known.
func (e *Export) Modified() time.Time { return e.modified }

// Size returns the length of the text in bytes, 0 if it is not known.
func (e *Export) Size() int64 { return e.size }

// Attachments lists the media that came with the chat.
func (e *Export) Attachments() []Attachment { return e.attachments }

// Close ends the use of the export. Readers made from it stay open.
func (e *Export) Close() error { return nil }

// chatText is the name every iPhone gives the text in its zip.
const chatText = "_chat.txt"

// exportName is the name a chat's file is known by: its own or, where that
// says nothing, that of the folder or zip it is in.
func exportName(path string) string {
	base := filepath.Base(path)
	if !strings.EqualFold(base, chatText) {
		return base
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil || dir == filepath.Dir(dir) {
		return base
	}
	return filepath.Base(dir)
}

// readHead reads the first bytes of a file, enough to tell what it is.
func readHead(open func() (io.ReadCloser, error)) (_ []byte, err error) {
	src, err := open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	head := make([]byte, sniffLength)
	n, err := io.ReadFull(src, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:n], err
}

// refuseHead returns why a file that starts with head is certainly not a chat
// Kerb can read, or nil.
func refuseHead(path string, head []byte) *RefusedError {
	if len(head) == 0 {
		return refuseEmpty(path)
	}
	if refused := refuseBinary(path, head); refused != nil {
		return refused
	}
	text := decodeHead(head)
	if len(bytes.TrimLeft(text, " \t\r\n\ufeff")) == 0 && len(head) < sniffLength {
		return refuseEmpty(path)
	}
	if isJSONL(text) || hasHeader(text) {
		return nil
	}
	if len(head) < sniffLength {
		return refuseNoChat(path, text)
	}
	return refuseForeign(path, text)
}

// decodeHead returns the start of a file as UTF-8.
func decodeHead(head []byte) []byte {
	text := decode(head, sniffEncoding(head))
	if endsInCR(text) {
		text = bytes.ReplaceAll(text, []byte{'\r'}, []byte{'\n'})
	}
	return text
}

// decode returns head as UTF-8, or as it is if it cannot be read so.
func decode(head []byte, enc encoding) []byte {
	if enc == encodingUTF8 {
		return head
	}
	text, err := io.ReadAll(newTextReader(bytes.NewReader(head), textFacts{encoding: enc}))
	if err != nil && !errors.Is(err, transform.ErrShortSrc) {
		return head
	}
	return text
}

// hasHeader reports whether a line of text starts like a WhatsApp message.
func hasHeader(text []byte) bool {
	for line := range bytes.Lines(text) {
		if _, ok := scanHeader(line); ok {
			return true
		}
	}
	return false
}

// headerLines counts the lines of text that start like a WhatsApp message of
// any shape; whether they are messages the dialect tells.
func headerLines(text []byte) int {
	n := 0
	for line := range bytes.Lines(text) {
		if _, ok := scanHeader(line); ok {
			n++
		}
	}
	return n
}
