package parser

import (
	"bufio"
	"bytes"
	"embed"
	"encoding/binary"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed language/*.txt
var languageFiles embed.FS

// A family is a group of sentences that mean the same: a key of the tables.
type family struct {
	name     string
	kind     Kind
	text     bool // the words are the message's text; else they only stand for something left out
	unsigned bool // also WhatsApp's where no mark says so
	label    bool // not a sentence of its own: part of a line, looked up by name
	anyCase  bool // the first letter differs between versions
}

// The keys of the tables, in the order in which language/README.md explains
// them. Keys after "call" are notices.
var families = []*family{
	{name: "file", label: true},
	{name: "more", label: true},
	{name: "encrypted", label: true},
	{name: "attached", label: true},
	{name: "edited", label: true},
	{name: "poll", label: true},
	{name: "option", label: true},
	{name: "location", label: true},
	{name: "media", kind: Media, label: true},
	{name: "omitted", kind: Media, unsigned: true, anyCase: true},
	{name: "contact", kind: Contact, unsigned: true, anyCase: true},
	{name: "deleted", kind: Deleted, unsigned: true},
	{name: "live", kind: Location, text: true, unsigned: true, anyCase: true},
	{name: "call", kind: Call, text: true, unsigned: true},
	{name: "calls", kind: Call, text: true},
	{name: "encryption", kind: Notice, text: true, unsigned: true},
	{name: "waiting", kind: Notice, text: true, unsigned: true},
	{name: "created", kind: Notice, text: true},
	{name: "added", kind: Notice, text: true},
	{name: "removed", kind: Notice, text: true},
	{name: "subject", kind: Notice, text: true},
	{name: "number", kind: Notice, text: true},
	{name: "settings", kind: Notice, text: true},
	{name: "other", kind: Notice, text: true},
}

// phrases is every table, compiled once for all readers.
type phrases struct {
	languages []*language
	exact     map[string]*template            // sentences without holes, by folded text
	anchored  map[uint32][]*template          // sentences with holes, by the first bytes of their longest literal
	anchors   filter                          // the keys of anchored: most places in a body are none
	unsigned  filter                          // what may be a sentence of WhatsApp's without a mark
	labels    map[string]map[string]*template // label families: family → folded text
	more      [][]byte                        // folded "Tap to learn more"
	encrypted [][]byte                        // folded words that only a notice on encryption holds
	files     []*template
}

// A language is one table.
type language struct {
	name    string
	entries []*template
	unknown []string // keys for which no string is known yet
}

var loadPhrases = sync.OnceValue(func() *phrases {
	entries, err := languageFiles.ReadDir("language")
	if err != nil {
		panic(err) // embedded: cannot happen in a binary that was built
	}
	languages := make([]*language, 0, len(entries))
	for _, entry := range entries {
		data, err := languageFiles.ReadFile(path.Join("language", entry.Name()))
		if err != nil {
			panic(err)
		}
		l, err := readLanguage(string(data))
		if err != nil {
			panic(fmt.Sprintf("language/%s: %v", entry.Name(), err))
		}
		languages = append(languages, l)
	}
	return compile(languages)
})

// readLanguage reads one table; language/README.md has its format.
func readLanguage(data string) (*language, error) {
	byName := make(map[string]*family)
	for _, f := range families {
		byName[f.name] = f
	}
	l := new(language)
	lines := bufio.NewScanner(strings.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		key, value, _ := strings.Cut(line, " ")
		value = strings.TrimSpace(value)
		if value == "" {
			return nil, fmt.Errorf("line %d: no text after %q", n, key)
		}
		switch key {
		case "language":
			l.name = value
			continue
		case "unknown":
			l.unknown = strings.Fields(value)
			continue
		}
		key, unsigned := strings.CutSuffix(key, "!")
		f := byName[key]
		if f == nil {
			return nil, fmt.Errorf("line %d: no such key: %s", n, key)
		}
		t, err := newTemplate(f, l.name, value, unsigned)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		l.entries = append(l.entries, t)
	}
	return l, nil
}

func compile(languages []*language) *phrases {
	p := &phrases{
		languages: languages,
		exact:     make(map[string]*template),
		anchored:  make(map[uint32][]*template),
		labels:    make(map[string]map[string]*template),
	}
	for _, f := range families {
		if f.label {
			p.labels[f.name] = make(map[string]*template)
		}
	}
	for _, l := range languages {
		for _, t := range l.entries {
			// These stand inside a sentence: the first letter stays as it is.
			switch inside := []byte(foldString("_" + t.source)[1:]); t.family.name {
			case "more":
				p.more = append(p.more, inside)
			case "encrypted":
				p.encrypted = append(p.encrypted, inside)
			}
		}
	}
	// "Tap to learn more" before "learn more".
	slices.SortFunc(p.more, func(a, b []byte) int { return len(b) - len(a) })
	for _, l := range languages {
		for _, t := range l.entries {
			p.add(t)
		}
	}
	return p
}

func (p *phrases) add(t *template) {
	switch {
	case t.family.name == "more", t.family.name == "encrypted":
		return
	case t.family.name == "file":
		p.files = append(p.files, t)
		return
	case t.family.label:
		labels := p.labels[t.family.name]
		if name := string(t.literals[0]); labels[name] == nil {
			labels[name] = t
		}
		return
	}
	last := len(t.literals) - 1
	t.literals[last] = p.cutMore(t.literals[last])
	if t.unsigned {
		p.unsigned.add(t)
	}
	if last == 0 {
		if sentence := string(t.literals[0]); p.exact[sentence] == nil {
			p.exact[sentence] = t
		}
		return
	}
	if key, ok := t.anchor(); ok {
		p.anchored[key] = append(p.anchored[key], t)
		p.anchors.set(hashAnchor(key))
	}
}

// cutMore drops a closing "Tap to learn more" from a folded sentence.
func (p *phrases) cutMore(s []byte) []byte {
	for _, more := range p.more {
		if !bytes.HasSuffix(s, more) || len(s) == len(more) {
			continue
		}
		rest := s[:len(s)-len(more)]
		if trimmed := trimStops(rest, 0); len(trimmed) < len(rest) {
			return trimmed
		}
	}
	return s
}

// find returns the sentence that the folded body s is, or nil.
func (p *phrases) find(s []byte) (*template, [maxHoles]span) {
	var names [maxHoles]span
	if t := p.exact[string(s)]; t != nil {
		return t, names
	}
	var best *template
	for i := 0; i+4 <= len(s); i++ {
		key := binary.LittleEndian.Uint32(s[i:])
		if !p.anchors.get(hashAnchor(key)) {
			continue
		}
		for _, t := range p.anchored[key] {
			if best != nil && t.weight <= best.weight {
				continue
			}
			if found, ok := t.match(s); ok {
				best, names = t, found
			}
		}
	}
	return best, names
}

// A filter turns nearly every ordinary message away after a look at its first
// and last bytes. It is a Bloom filter: one bit for each hash.
type filter [1 << (filterBits - 6)]uint64

// What the filter looks at: three bytes at either end where a sentence has
// words at both, else eight bytes at the end that has them.
const (
	filterBits = 18 // one ordinary message in a hundred passes
	filterEnds = 3
	filterEdge = 8
)

// add lets bodies through that may be t; ok is false if t has too few words
// at its ends to be told from ordinary messages.
func (f *filter) add(t *template) (ok bool) {
	head, tail := t.literals[0], t.literals[len(t.literals)-1]
	first, size := utf8.DecodeRune(head)
	for _, r := range []rune{unicode.ToLower(first), unicode.ToUpper(first)} {
		var spelled []byte
		if len(head) > 0 {
			spelled = append(utf8.AppendRune(nil, r), head[size:]...)
		}
		switch {
		case t.family.name != "encryption" && len(head) >= filterEnds && len(tail) >= filterEnds:
			f.set(hashEnds(spelled, tail))
		case len(head) >= filterEdge:
			f.set(hashHead(spelled))
		case len(tail) >= filterEdge:
			f.set(hashTail(tail))
		default:
			return false
		}
	}
	return true
}

// has reports whether s may be a sentence of the set; s is not folded.
func (f *filter) has(s []byte) bool {
	s = trimStops(s, 0)
	if len(s) < 2*filterEnds || len(s) > foldLimit {
		return false
	}
	return f.get(hashEnds(s, s)) || len(s) >= filterEdge && (f.get(hashHead(s)) || f.get(hashTail(s)))
}

func (f *filter) set(hash uint32) { f[hash>>6] |= 1 << (hash & 63) }

func (f *filter) get(hash uint32) bool { return f[hash>>6]&(1<<(hash&63)) != 0 }

// The hashes are multiplicative; the odd factors are those of xxHash.
func hashEnds(head, tail []byte) uint32 {
	tail = tail[len(tail)-filterEnds:]
	key := uint64(head[0]) | uint64(head[1])<<8 | uint64(head[2])<<16 | uint64(tail[0])<<24 | uint64(tail[1])<<32 | uint64(tail[2])<<40
	return uint32(key * 0x9E3779B185EBCA87 >> (64 - filterBits))
}

func hashAnchor(key uint32) uint32 { return key * 0x9E3779B1 >> (32 - filterBits) }

func hashHead(s []byte) uint32 {
	return uint32(binary.LittleEndian.Uint64(s) * 0xC2B2AE3D27D4EB4F >> (64 - filterBits))
}

func hashTail(s []byte) uint32 {
	return uint32(binary.LittleEndian.Uint64(s[len(s)-filterEdge:]) * 0x165667B19E3779F9 >> (64 - filterBits))
}
