package parser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

// An Explanation tells which rules made a line of an export what it is.
type Explanation struct {
	Line    int      // 1-based, as asked for
	Message *Message // the message the line is in; nil if it is in none
	Rules   []string // why, in words, the most general rule first
}

// Explain reads an export up to a line and tells why that line is what it is.
// It fails like Read, and if the export has no such line.
func (e *Export) Explain(ctx context.Context, opts Options, line int) (_ Explanation, err error) {
	r, err := e.Read(ctx, opts)
	if err != nil {
		return Explanation{}, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for {
		m, err := r.Read()
		if err == nil && r.lastLine() < line {
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return Explanation{}, err
		}
		for _, s := range r.summary.Unreadable {
			if line >= s.Line && line < s.Line+s.Lines {
				return Explanation{Line: line, Rules: append(r.dialectRules(), "left out: "+s.Reason)}, nil
			}
		}
		if err != nil || line < m.Line {
			return Explanation{}, fmt.Errorf("%s: there is nothing on line %d", e.name, line)
		}
		return Explanation{Line: line, Message: &m, Rules: r.rules(&m, line)}, nil
	}
}

// lastLine returns the number of the last line of the message read last.
func (r *Reader) lastLine() int {
	if r.jsonl != nil {
		return r.jsonl.lines.number
	}
	return r.line - 1
}

// dialectRules tells what the survey of the whole file decided.
func (r *Reader) dialectRules() []string {
	if r.jsonl != nil {
		return []string{"the export is JSON lines, one message each"}
	}
	rules := []string{
		fmt.Sprintf("messages start like %q", r.dialect.parts[0].String()),
		"dates are read " + r.dialect.evidence,
	}
	if r.dialect.crlf {
		rules = append(rules, "messages start after CRLF only: every CRLF in the file, or nearly, is followed by one, and there are bare LF too")
	}
	return rules
}

// rules tells why a line is part of m, the message read last.
func (r *Reader) rules(m *Message, line int) []string {
	rules := r.dialectRules()
	if r.jsonl != nil {
		return rules
	}
	if line > m.Line {
		rules = append(rules, fmt.Sprintf("line %d goes on with the message of line %d: %s", line, m.Line, r.whyText(m.Line, line)))
	} else {
		rules = append(rules, fmt.Sprintf("line %d starts message %d: a header as all in this file, and a possible date", line, m.N))
	}
	return append(rules, r.senderRule.String(), "kind "+m.Kind.String()+": "+r.bodyRule)
}

// whyText tells why a line inside the message read last does not start one.
func (r *Reader) whyText(first, line int) string {
	text, afterCRLF := r.lineInside(first, line)
	h, ok := scanHeader(text)
	switch {
	case !ok:
		return "it does not start with a date and a time as headers do"
	case r.dialect.crlf && !afterCRLF:
		return "it looks like a header, but no CRLF is before it"
	}
	if _, ok := r.dialect.header(text, line, afterCRLF, new(header)); ok {
		return "it looks like a header, but there is no such day"
	}
	other := dialectPart{shape: h.shape, order: h.orders()[0]}
	return fmt.Sprintf("it looks like a header of another export, %q", other.String())
}

// lineInside returns a line of the message read last, which starts on line
// first and is still in the buffer, and whether CRLF is before it.
func (r *Reader) lineInside(first, line int) (text []byte, afterCRLF bool) {
	rest := r.buf[r.start-r.length : r.start]
	for range line - first {
		text, rest, _ = bytes.Cut(rest, []byte{'\n'})
		afterCRLF = bytes.HasSuffix(text, []byte{'\r'})
	}
	text, _, _ = bytes.Cut(rest, []byte{'\n'})
	return text, afterCRLF
}
