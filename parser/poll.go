package parser

import "bytes"

// pollBody recognises a poll:
//
//	POLL:
//	When do we meet?
//	OPTION: Saturday (9 votes)
//	OPTION: Sunday (1 vote)
//
// Its text is the question and the options, one a line, with their votes but
// without the labels. A person's "POLL:" without an option is text. In a
// language without a table a poll is known by its marks: one before the label,
// and one before each option, which all have the same label.
func (c *classifier) pollBody(b *body, who origin) bool {
	label, rest, found := bytes.Cut(b.text, []byte(":"))
	if !found || len(label) > maxLabel || len(c.signed) == 0 && bytes.IndexByte(rest, '\n') < 0 {
		return false
	}
	var unknown []byte // the label of the options, if no table has it
	if c.label("poll", label) == nil {
		if unknown = c.optionLabel(b.text, rest); unknown == nil {
			return false
		}
	}
	signed := c.isSigned(0) || who.lrm
	poll := c.poll[:0]
	options := 0
	for line := range bytes.SplitSeq(bytes.TrimLeft(rest, " \n"), []byte("\n")) {
		if label, option, found := bytes.Cut(line, []byte(":")); found && c.isOption(label, unknown) {
			line = bytes.TrimLeft(option, " ")
			options++
		}
		if len(poll) > 0 {
			poll = append(poll, '\n')
		}
		poll = append(poll, line...)
	}
	c.poll = poll
	if options == 0 && !signed {
		return false
	}
	b.kind, b.rule, b.text = Poll, rulePoll, poll
	return true
}

// maxLabel is more than the longest "POLL" or "OPTION" in bytes.
const maxLabel = 60

func (c *classifier) isOption(label, unknown []byte) bool {
	if unknown != nil {
		return bytes.Equal(label, unknown)
	}
	return len(label) <= maxLabel && c.label("option", label) != nil
}

// optionLabel returns what two or more lines of rest start with before a
// colon, if WhatsApp's mark stands before each of them, before text, and
// nowhere else; nil otherwise. The first line of rest must be empty.
func (c *classifier) optionLabel(text, rest []byte) []byte {
	if !c.isSigned(0) || len(c.signed) < 3 || len(rest) == 0 || rest[0] != '\n' {
		return nil
	}
	var common []byte
	for _, at := range c.signed[1:] {
		if at >= len(text) || text[at-1] != '\n' {
			return nil
		}
		label, _, found := bytes.Cut(text[at:], []byte(":"))
		if !found || len(label) > maxLabel || common != nil && !bytes.Equal(label, common) {
			return nil
		}
		common = label
	}
	return common
}
