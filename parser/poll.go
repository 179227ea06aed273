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
// without the labels. A person's "POLL:" without an option is text.
func (c *classifier) pollBody(b *body, who origin) bool {
	label, rest, found := bytes.Cut(b.text, []byte(":"))
	if !found || len(label) > 60 || c.label("poll", label) == nil {
		return false
	}
	signed := c.isSigned(0) || who.lrm
	poll := c.poll[:0]
	options := 0
	for line := range bytes.SplitSeq(bytes.TrimLeft(rest, " \n"), []byte("\n")) {
		if label, option, found := bytes.Cut(line, []byte(":")); found && len(label) <= 60 && c.label("option", label) != nil {
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
