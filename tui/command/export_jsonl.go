package command

import (
	"io"

	"github.com/kerbstreet/kerb/index"
)

// jsonlWriter writes messages in the shape kerb load reads.
type jsonlWriter struct {
	w    io.Writer
	line []byte
}

func newJSONLWriter(w io.Writer) messageWriter { return &jsonlWriter{w: w} }

func (j *jsonlWriter) write(m *index.Message) (err error) {
	if j.line, err = appendJSON(j.line[:0], newMessageJSON(m)); err != nil {
		return err
	}
	_, err = j.w.Write(append(j.line, '\n'))
	return err
}

func (j *jsonlWriter) end() error { return nil }
