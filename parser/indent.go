package parser

import "bytes"

// A chat may have been copied from where all of it was indented: a document, a
// mail. Then its headers have blanks before them, and so have the other lines
// of messages. In every other chat an indented header is a pasted one.

// isIndented reports whether blanks stand before a line. In most chats that is
// all that is looked at, so it comes before the rest of the header.
func isIndented(line []byte) bool {
	return len(line) > 0 && (line[0] == ' ' || line[0] == '\t')
}

// indent skips the blanks before a header.
func (c *cursor) indent() {
	for c.accept(' ') || c.accept('\t') {
	}
}

// indents reports whether a header counts that is indented or not as those
// before are not. Where lines have headers at their very start, all others are
// pasted: what was found so far then is, too.
func (s *survey) indents(h *header) bool {
	if s.last != nil {
		if h.shape.indented {
			return false
		}
		*s = survey{export: s.export, classifier: s.classifier, lines: s.lines, bytes: s.bytes, refused: s.refused}
	}
	s.indented = h.shape.indented
	return true
}

// unindent returns a body without what its lines have before them in common
// with the header's.
func unindent(body, header []byte) []byte {
	c := cursor{s: header}
	c.indent()
	return bytes.ReplaceAll(body, append([]byte{'\n'}, header[:c.i]...), []byte{'\n'})
}
