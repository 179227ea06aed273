package parser

import "bytes"

// matchNotice reports whether line, what stands after the header, is a notice
// although it holds ": ", and which sentence it is:
//
//	Ann changed the subject from "Street: news" to "Street"
//
// A name before the first words of the sentence may not hold ": " itself, or
// "Ben: Ann changed …" would be a notice too. Ask only where the words before
// the colon are not known to be a person.
func (c *classifier) matchNotice(line []byte) (rule string, ok bool) {
	line = bytes.TrimRight(line, " \t\r\n")
	if len(line) > foldLimit || bytes.IndexByte(line, '\n') >= 0 {
		return "", false
	}
	folded := c.phrases.cutMore(c.fold(line))
	t, names := c.phrases.find(folded)
	if t == nil || t.family.kind != Notice {
		return "", false
	}
	if t.first == 0 && len(t.holes) > 0 && bytes.Contains(folded[:names[0].end+1], []byte(": ")) {
		return "", false
	}
	return t.rule, true
}

// peopleIn returns the people that a notice on who joined or left names.
func (c *classifier) peopleIn(line []byte) []string {
	line = cleanText(trimRight(line))
	if len(line) > foldLimit || bytes.IndexByte(line, '\n') >= 0 {
		return nil
	}
	t, names := c.phrases.find(c.phrases.cutMore(c.fold(line)))
	if t == nil || t.family.name != "added" && t.family.name != "removed" {
		return nil
	}
	people := make([]string, 0, maxHoles)
	for i, hole := range t.holes {
		if hole == "" {
			people = append(people, cleanName(c.unfold(line, names[i])))
		}
	}
	return people
}
