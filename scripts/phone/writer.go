package phone

import (
	"bufio"
	"io"
	"time"
)

// A Writer writes one chat as a phone exports it. Errors are kept and
// returned by Flush.
type Writer struct {
	d     Dialect
	chat  string
	out   *bufio.Writer
	line  []byte
	bytes int64
}

// NewWriter returns a writer of the chat in the dialect d.
func NewWriter(out io.Writer, d Dialect, chat string) *Writer {
	return &Writer{d: d, chat: chat, out: bufio.NewWriterSize(out, 1<<16)}
}

// Message writes what a person sent. Attached or omitted media carry a mark
// before the header on iPhones.
func (w *Writer) Message(t time.Time, sender, body string, media bool) {
	w.line = w.line[:0]
	if media && w.d.IPhone {
		w.line = append(w.line, LRM...)
	}
	w.line = w.d.AppendHeader(w.line, t)
	w.line = append(w.line, sender...)
	w.line = append(w.line, ": "...)
	w.end(body)
}

// Notice writes a sentence of the app's own. On iPhones it comes from the
// group, behind a mark.
func (w *Writer) Notice(t time.Time, body string) {
	w.line = w.d.AppendHeader(w.line[:0], t)
	if w.d.IPhone {
		w.line = append(w.line, w.chat...)
		w.line = append(w.line, ": "+LRM...)
	}
	w.end(body)
}

func (w *Writer) end(body string) {
	w.line = append(w.line, body...)
	if w.d.IPhone {
		w.line = append(w.line, '\r')
	}
	w.line = append(w.line, '\n')
	n, _ := w.out.Write(w.line)
	w.bytes += int64(n)
}

// Bytes is how much was written.
func (w *Writer) Bytes() int64 { return w.bytes }

// Flush writes what is still buffered and returns the first error there was.
func (w *Writer) Flush() error { return w.out.Flush() }
