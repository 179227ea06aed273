package parser

import (
	"bytes"
	"slices"
	"strings"
)

const (
	// maxName is the most bytes a sender's name has: 50 letters of an Indian
	// script with their marks, or emoji of several characters.
	maxName = 400
	// maxNames bounds what the survey keeps; a group has at most 1,024
	// members.
	maxNames = 1 << 16
	// enoughLongs is how many lines with the same words up to their second
	// colon make these words a name: people begin a few messages alike, too.
	enoughLongs = 5
)

// name takes down who wrote the line whose header is cut off.
func (s *shapeStats) name(all *survey, h *header, rest []byte) {
	if all.title == nil && h.shape.ios() && all.asked < maxAsked {
		all.findTitle(rest)
	}
	who, i, n := s.names.cut(rest)
	if n == 0 {
		all.notice(rest, origin{ios: h.shape.ios()})
		return
	}
	if who == nil {
		if len(s.names.all) == maxNames {
			return
		}
		who = &name{raw: string(rest[:i]), shown: cleanName(rest[:i])}
		_, notice := all.classifier.matchNotice(rest)
		who.suspect = notice || isQuoted(rest, i)
		if notice {
			all.tell(rest)
		}
		if j, m := cutName(rest[i+n:]); m > 0 && !all.classifier.isLabel(rest[i+n:][:j]) {
			who.long = string(rest[:i+n+j])
		}
		s.names.add(who)
	}
	if who.suspect {
		all.notice(rest, origin{ios: h.shape.ios()})
	}
	who.count++
	if who.long != "" && isPrefixColon(rest, who.long) {
		who.longs++
	}
	body := rest[i+n:]
	all.classifier.learn(body, rest[:i])
	if isSignature(body) && h.shape.ios() {
		who.signed++
		all.notice(body, origin{sender: true, ios: true, name: rest[:i], lrm: h.lrm})
	}
}

// isLabel reports whether words before a colon are WhatsApp's own at the start
// of a body, and so no part of a name: "POLL", "Location", "<attached".
func (c *classifier) isLabel(words []byte) bool {
	if isSignature(words) || bytes.HasPrefix(words, []byte{'<'}) {
		return true
	}
	return c.label("poll", words) != nil || c.label("location", words) != nil
}

// findTitle looks for the notice on encryption, whose sender on an iPhone is
// the chat itself. Its name may hold colons: the one that ends it is before
// WhatsApp's invisible mark.
func (s *survey) findTitle(rest []byte) {
	for from := 0; ; {
		i, n := cutName(rest[from:])
		if n == 0 {
			return
		}
		title, body := rest[:from+i], rest[from+i+n:]
		signed := isSignature(body)
		if signed || s.classifier.maySayUnsigned(body, &origin{}) { // mails and web pages lose the mark
			if b := s.notice(body, origin{sender: true, ios: true, name: title}); b.encryption {
				s.title = bytes.Clone(title)
				return
			}
		}
		if signed {
			return
		}
		from += i + n
	}
}

// maxAsked is how many notices are searched for the chat's name. It is in the
// first lines of an export, or nowhere.
const maxAsked = 500

// notice looks into a notice for the chat's name.
func (s *survey) notice(text []byte, who origin) (b body) {
	if s.asked >= maxAsked || len(text) == 0 {
		return b
	}
	s.asked++
	b = s.classifier.body(text, who)
	if b.group != "" && b.kind == Notice {
		s.group = b.group
	}
	if b.kind == Notice {
		s.tell(text)
	}
	return b
}

// maxTold is how many people with a colon in their names are taken from
// notices.
const maxTold = 64

// tell takes down the people with a colon in their names that a notice names.
func (s *survey) tell(notice []byte) {
	for _, person := range s.classifier.peopleIn(notice) {
		if raw := []byte(person); strings.Contains(person, ": ") && len(s.told) < maxTold &&
			!slices.ContainsFunc(s.told, func(known []byte) bool { return bytes.Equal(known, raw) }) {
			s.told = append(s.told, raw)
		}
	}
}

func (s *shape) ios() bool { return s.close == ']' || s.close == ':' }

// cutName finds the colon that ends a sender's name: the first one before a
// blank, before WhatsApp's invisible mark, or at the end of the line. The name
// has i bytes, the colon and its blank n; n is 0 where there is no name.
func cutName(line []byte) (i, n int) {
	for from := 0; ; {
		j := bytes.IndexByte(line[from:min(len(line), maxName+1)], ':')
		if j < 0 {
			return 0, 0
		}
		i = from + j
		after := line[i+1:]
		switch {
		case i == 0:
			return 0, 0
		case len(after) == 0, after[0] == '\n', after[0] == '\r':
			return i, 1
		case after[0] == ' ':
			return i, 2
		case markLen(after) > 0:
			return i, 1
		case len(after) > 1 && after[0] == 0xc2 && after[1] == 0xa0:
			return i, 3
		}
		from = i + 1
	}
}

// cutTightName finds the colon of a name with no blank after it, as in
// "Bob:Hi" and "Bob:.". Times and addresses have such colons too.
func cutTightName(line []byte) (i, n int) {
	i = bytes.IndexByte(line[:min(len(line), maxName+1)], ':')
	if i <= 0 || i+1 == len(line) {
		return 0, 0
	}
	before, after := line[i-1], line[i+1]
	isDigit := func(c byte) bool { return c >= '0' && c <= '9' }
	switch {
	case after == '/', isDigit(before) && isDigit(after), bytes.HasSuffix(bytes.ToLower(line[:i]), []byte("http")):
		return 0, 0
	case bytes.Count(line[:i], []byte{' '}) > 4:
		return 0, 0
	}
	return i, 1
}

func isPrefixColon(line []byte, long string) bool {
	return len(line) > len(long) && line[len(long)] == ':' && string(line[:len(long)]) == long
}

// cleanName returns a name without WhatsApp's invisible marks, without "~"
// before the name people chose themselves, and without blanks around it.
func cleanName(raw []byte) string {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if n := markLen(raw[i:]); n > 0 {
			i += n
			continue
		}
		out = append(out, raw[i])
		i++
	}
	if out = trimBlanks(out); len(out) == 0 {
		return string(raw) // nothing else tells that somebody wrote this
	}
	if rest, ok := bytes.CutPrefix(out, []byte("~")); ok {
		if rest = trimBlanks(rest); len(rest) > 0 {
			out = rest
		}
	}
	return string(out)
}

func trimBlanks(s []byte) []byte {
	return bytes.TrimFunc(s, func(r rune) bool { return isBlank(r) || r == '\t' || r == '\r' })
}

// isQuoted reports whether line[i] stands in a quotation that starts before it
// and ends behind: so do colons in the names of groups.
func isQuoted(line []byte, i int) bool {
	closers := ""
	for at, r := range string(line) {
		switch {
		case closers == "" && at >= i:
			return false
		case closers == "":
			closers = quotes[r]
		case strings.ContainsRune(closers, r):
			if closers = ""; at > i {
				return true
			}
		}
	}
	return false
}

// quotes are the characters that open a quotation, with those that close it,
// in one country or the other.
var quotes = map[rune]string{
	'"': `"`, '＂': "＂", '“': "”", '”': "”", '„': "“”", '«': "»", '»': "«»", '「': "」", '『': "』",
}

// beginsWith reports whether a line is of somebody whose name, as exported,
// is known beforehand.
func beginsWith(line, name []byte) bool {
	return len(name) > 0 && len(line) > len(name) && line[len(name)] == ':' && bytes.HasPrefix(line, name)
}

// longName reports whether a name goes on to the second colon: where every
// line of somebody says the same up to there, it is a name with a colon.
func (n *name) longName() bool {
	return n.known || n.longs == n.count && n.count >= enoughLongs
}

// know tells the dialect what the chat is called. Among two people that is the
// other's name, and so settles how far a name with a colon goes.
func (d *dialect) know(chat string) {
	chat = asFileName(chat)
	for _, part := range d.parts {
		for _, who := range part.names.all {
			who.known = who.long != "" && asFileName(cleanName([]byte(who.long))) == chat
		}
		if d.title == nil && part.shape.ios() {
			d.title = part.names.group(chat)
		}
	}
}

// group returns the raw name of the chat where that stands as a sender although
// the notice on encryption, which would say so, is missing: WhatsApp wrote all
// it says, and two people speak besides. It returns nil if it does not.
func (t *nameTable) group(chat string) (title []byte) {
	others := 0
	for _, who := range t.all {
		switch {
		case who.suspect:
		case asFileName(who.shown) != chat:
			others++
		case who.signed == who.count:
			title = []byte(who.raw)
		}
	}
	if others < 2 {
		return nil
	}
	return title
}

// asFileName drops what the name of a file cannot hold, or holds differently.
func asFileName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(` _:/\?*|"<>`, r) {
			return -1
		}
		return r
	}, name)
}

// A cut tells where what follows a header is parted into who wrote it and what
// they say. It has no more fields than the compiler hands round in registers.
type cut struct {
	name int   // bytes of the name as exported; 0 in a notice
	body int   // where the body starts
	who  *name // what the survey found on the name, if it stood there too
	rule senderRule
}

// shown returns the name without marks; line is the one that was parted.
func (c cut) shown(line []byte) string {
	switch {
	case c.who != nil:
		return c.who.shown
	case c.rule == senderTold:
		return string(line[:c.name])
	case c.name > 0:
		return cleanName(line[:c.name])
	}
	return ""
}

// A senderRule is why a name goes as far as it does.
type senderRule uint8

const (
	noSenderColon senderRule = iota
	noSenderNotice
	senderFirstColon
	senderSecondColon
	senderTold
	senderChat
)

// String returns the rule in words, for people.
func (r senderRule) String() string {
	return [...]string{
		noSenderColon:     "no sender: no colon after a name",
		noSenderNotice:    "no sender: a notice that holds a colon",
		senderFirstColon:  "sender: up to the first colon",
		senderSecondColon: "sender: up to the second colon, as in every line that starts so",
		senderTold:        "sender: a name with a colon, as a notice has it",
		senderChat:        "sender: the chat's own name",
	}[r]
}

// cutSender parts what follows a header, by its first line.
func (d *dialect) cutSender(c *classifier, p *dialectPart, line []byte) cut {
	if d.colonName != nil && beginsWith(line, d.colonName) {
		i := len(d.colonName)
		_, n := cutName(line[i-1:])
		return cut{name: i, body: i + max(n, 1), rule: senderChat}
	}
	for _, told := range d.told {
		if beginsWith(line, told) {
			i := len(told)
			_, n := cutName(line[i-1:])
			return cut{name: i, body: i + max(n, 1), rule: senderTold}
		}
	}
	who, i, n := p.names.cut(line)
	if n == 0 {
		if i, n = cutTightName(line); n == 0 {
			return cut{rule: noSenderColon}
		}
		who = p.names.get(line[:i])
	}
	if who == nil || who.suspect {
		if _, notice := c.matchNotice(line); notice || isQuoted(line, i) {
			return cut{rule: noSenderNotice}
		}
	}
	switch {
	case who == nil:
		return cut{name: i, body: i + n, rule: senderFirstColon}
	case who.longName() && isPrefixColon(line, who.long):
		i = len(who.long)
		_, n = cutName(line[i-1:])
		return cut{name: i, body: i + n, rule: senderSecondColon}
	}
	return cut{name: i, body: i + n, who: who, rule: senderFirstColon}
}
