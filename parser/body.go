package parser

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// An origin is what a message's header says about who wrote its body.
type origin struct {
	sender bool   // a sender stood before the body
	name   []byte // the sender as exported, if the caller knows it
	group  bool   // the sender is the chat itself, as on iPhones: WhatsApp wrote this
	lrm    bool   // an LRM stood before the header's bracket: the body holds media or WhatsApp's words
	ios    bool
}

// A body is what a message says, without what WhatsApp put around it.
type body struct {
	kind       Kind
	text       []byte // valid until the next call; may be part of what was given
	attachment string
	edited     bool
	by         string // who took a deleted message back, where the export names an admin
	group      string // the chat's name, where a notice tells it
	encryption bool   // the notice on encryption: its sender on an iPhone is the chat's name
	rule       string // which rule decided, for people
}

// The rules that are no sentence of a table.
const (
	ruleText     = "words of a person"
	ruleEmpty    = "empty: nothing after the sender"
	ruleNoSender = "notice: no sender"
	ruleSigned   = "notice: starts with WhatsApp's invisible mark"
	ruleGroup    = "notice: the chat itself is the sender"
	ruleAttached = "attachment"
	ruleUnknown  = "media: unknown words behind WhatsApp's invisible mark, which stands before the header too"
	ruleStem     = "media: words in brackets, one of which is media in some language"
	ruleLearned  = "media: words in brackets that several people's messages repeat"
	rulePoll     = "poll: label, question, options"
	ruleLocation = "location: a map's address"
)

// A classifier tells what bodies are. It keeps scratch memory, so each reader
// has its own.
type classifier struct {
	phrases *phrases
	clean   []byte // body without marks
	signed  []int  // places in clean before which WhatsApp's mark stood
	folded  []byte
	offsets []int
	poll    []byte
	seen    [recentPhrases]seenPhrase

	repeated map[string]*repeated // words in brackets that the export repeats
}

// A seenPhrase is words that may stand for media, and what was found for them.
type seenPhrase struct {
	words    string
	template *template
}

const recentPhrases = 16

func newClassifier() *classifier {
	return &classifier{phrases: loadPhrases(), offsets: make([]int, 0, foldLimit)}
}

// body tells what raw is: the bytes of a message after its header, up to the
// next header.
func (c *classifier) body(raw []byte, who origin) body {
	text, ordinary := c.words(raw, hints{}, &who)
	if ordinary {
		return body{text: text, rule: ruleText}
	}
	return c.classify(raw, text, who)
}

// hints are what a reader knows of a body without a look at it.
type hints struct {
	unmarked bool // it holds no invisible mark and no \r but at its end
	oneLine  bool
}

// words returns raw without marks and without blanks at its end, and whether
// it is nothing but words of a person, as most bodies are: that costs a few
// passes over the bytes and no memory. Readers ask it first, as even to hand
// round a body would cost them a tenth of their time.
func (c *classifier) words(raw []byte, known hints, who *origin) (text []byte, ordinary bool) {
	text = trimRight(raw)
	c.signed = c.signed[:0]
	if !known.unmarked && (indexMark(text) >= 0 || bytes.IndexByte(text, '\r') >= 0) {
		c.clean, c.signed = appendClean(c.clean[:0], c.signed, text)
		text = trimRight(c.clean)
	}
	return text, len(c.signed) == 0 && c.needsMark(who) && c.ordinary(text, known.oneLine, who)
}

// classify tells what raw is, of which words has made text.
func (c *classifier) classify(raw, text []byte, who origin) body {
	b := body{text: text, rule: ruleText}
	inBrackets := c.leftOutInBrackets(&b) // by far the most frequent, so it comes first
	if rest, ok := c.cutEdited(b.text); ok {
		b.text, b.edited = rest, true
	}
	switch {
	case inBrackets:
	case c.attachment(&b), c.leftOut(&b, who):
		if rest, ok := c.cutEdited(b.text); ok { // the caption was edited
			b.text, b.edited = rest, true
		}
	case c.pollBody(&b, who):
	case c.sentence(&b, who):
	case c.location(&b):
	case !who.sender:
		c.notice(&b, ruleNoSender)
	case who.group:
		c.notice(&b, ruleGroup)
	case c.isUnknownPlaceholder(b.text, who):
		b.kind, b.rule = Media, ruleUnknown
	case who.ios && isLRM(raw) && len(b.text) > 0 && b.text[0] != '@' && !b.edited: // a mention may have the mark, too
		c.notice(&b, ruleSigned)
	case len(b.text) == 0 && !b.edited:
		b.rule = ruleEmpty
	}
	return b
}

// notice makes b a notice that no table holds.
func (c *classifier) notice(b *body, rule string) {
	b.kind, b.rule = Notice, rule
	folded := c.fold(b.text)
	for _, words := range c.phrases.encrypted {
		b.encryption = b.encryption || bytes.Contains(folded, words)
	}
}

// ordinary reports whether text, which holds no invisible mark, can be
// nothing but words of a person. It may say no to ordinary words.
func (c *classifier) ordinary(text []byte, oneLine bool, who *origin) bool {
	if len(text) == 0 {
		return false
	}
	switch text[len(text)-1] {
	case '>', ')', ':':
		return false
	}
	if text[0] == '<' || isAndroidFile(text) {
		return false
	}
	line, end := text, 0
	if !oneLine {
		end = bytes.IndexByte(text, '\n')
	}
	if end > 0 {
		line = bytes.TrimRight(text[:end], " \r")
		if n := len(line); n > 0 && (line[n-1] == '>' || line[n-1] == ')' || line[n-1] == ':') {
			return false
		}
	} else if c.maySayUnsigned(text, who) {
		return false
	}
	if n := len(line); n > 5 && (line[n-4] == '.' || line[n-5] == '.') && indexFileName(line) >= 0 {
		return false
	}
	// A map's address goes on to the end of its line.
	return oneLine && endsInShortWord(text) || !mayHoldMap(text)
}

// maySayUnsigned reports whether text may be a sentence that is WhatsApp's
// without a mark: one nobody types, or one in which the sender speaks of
// themselves by name.
func (c *classifier) maySayUnsigned(text []byte, who *origin) bool {
	return c.phrases.unsigned.has(text) || who.ios && len(who.name) > 0 && bytes.HasPrefix(text, who.name)
}

// isSigned reports whether WhatsApp's mark stood at this place of the cleaned
// text.
func (c *classifier) isSigned(at int) bool {
	for _, place := range c.signed {
		if place == at {
			return true
		}
	}
	return false
}

// fold returns the folded form of s, valid until the next call, or nil if s
// is too long to be a sentence of WhatsApp's.
func (c *classifier) fold(s []byte) []byte {
	if len(s) == 0 || len(s) > foldLimit {
		return nil
	}
	c.folded, c.offsets = appendFold(c.folded[:0], c.offsets[:0], s)
	return c.folded
}

// label returns the label of this family that s is, or nil.
func (c *classifier) label(family string, s []byte) *template {
	return c.phrases.labels[family][string(c.fold(s))]
}

// cutEdited drops a closing "<This message was edited>".
func (c *classifier) cutEdited(text []byte) ([]byte, bool) {
	if len(text) == 0 || text[len(text)-1] != '>' {
		return text, false
	}
	open := bytes.LastIndexByte(text, '<')
	if open < 0 {
		return text, false
	}
	words := text[open+1 : len(text)-1]
	switch {
	case c.label("edited", words) != nil:
	case open > 0 && c.isSigned(open) && isPhrase(words) && c.leftOutPhrase(words) == nil && c.label("attached", words) == nil:
		// A language without a table: nothing else stands there.
	default:
		return text, false
	}
	return trimRight(text[:open]), true
}

// isPhrase reports whether s is a few words: letters and spaces, at least
// two words, or six letters in scripts without spaces.
func isPhrase(s []byte) bool {
	words := 0
	inWord := false
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		i += size
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r) || r == '\'' || r == '’' || r == '-' || r == '.':
			if !inWord {
				words++
			}
			inWord = true
		case r == ' ' || r == '\u00a0':
			inWord = false
		default:
			return false
		}
	}
	return words >= 2 && words <= 8 || words == 1 && isUnspaced(s) && utf8.RuneCount(s) >= 6
}

// sentence looks the whole body up among the sentences WhatsApp writes.
func (c *classifier) sentence(b *body, who origin) bool {
	unsigned := c.needsMark(&who) && !c.isSigned(0)
	if unsigned && !c.maySayUnsigned(b.text, &who) || bytes.IndexByte(b.text, '\n') >= 0 {
		return false
	}
	folded := c.fold(b.text)
	if folded == nil {
		return false
	}
	t, names := c.phrases.find(c.phrases.cutMore(folded))
	if t == nil {
		return c.callWithMore(b)
	}
	if unsigned {
		first, _ := utf8.DecodeRune(b.text)
		switch {
		case t.unsigned && (t.family.anyCase || foldRune(first) == t.first):
		case who.ios && len(t.holes) > 0 && t.first == 0 && len(who.name) > 0 && bytes.Equal(c.unfold(b.text, names[0]), who.name):
			// "Ben: Ben added Ann": nobody speaks of themselves like that.
		default:
			return false
		}
	}
	if t.family.kind == Notice && who.sender && !who.ios && !who.group && t.family.name != "waiting" {
		return false // Android writes its notices without a sender
	}
	b.kind, b.rule = t.family.kind, t.rule
	b.encryption = t.family.name == "encryption"
	for i, name := range t.holes {
		switch name {
		case "group":
			b.group = string(c.unfold(b.text, names[i]))
		case "by":
			b.by = cleanName(c.unfold(b.text, names[i]))
		}
	}
	if !t.family.text {
		b.text = b.text[:0]
	}
	return true
}

// callWithMore recognises a call of which an iPhone says more behind a second
// mark, in other words than the tables have: how long it took, what to tap.
func (c *classifier) callWithMore(b *body) bool {
	if len(c.signed) < 2 || c.signed[0] != 0 || c.signed[1] > len(b.text) {
		return false
	}
	what := bytes.TrimRight(b.text[:c.signed[1]], ",. ")
	t := c.phrases.exact[string(c.fold(what))]
	if t == nil || t.family.kind != Call {
		return false
	}
	b.kind, b.rule = Call, t.rule
	return true
}

// needsMark reports whether a person may have written the body, so that only
// WhatsApp's mark, or a sentence nobody types, makes it a notice.
func (c *classifier) needsMark(who *origin) bool {
	return who.sender && !who.group && !who.lrm
}

// unfold returns the part of s, the body folded last, that a span of the
// folded form stands for: without quotes around it, unless the sentence has
// its own and these are the name's.
func (c *classifier) unfold(s []byte, name span) []byte {
	part := bytes.TrimFunc(s[c.offsets[name.start]:c.offsets[name.end]], func(r rune) bool { return foldRune(r) == ' ' })
	quoted := name.start > 0 && c.folded[name.start-1] == '"'
	first, n := utf8.DecodeRune(part)
	last, m := utf8.DecodeLastRune(part)
	if !quoted && n+m < len(part) && foldRune(first) == '"' && foldRune(last) == '"' {
		part = part[n : len(part)-m]
	}
	return part
}
