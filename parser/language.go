package parser

import (
	"bytes"
	"embed"
	"encoding/binary"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
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
// them.
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
	more      map[uint32][][]byte             // folded "Tap to learn more", by its last bytes
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
	l := new(language)
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimSpace(line)
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
		i := slices.IndexFunc(families, func(f *family) bool { return f.name == key })
		if i < 0 {
			return nil, fmt.Errorf("line %d: no such key: %s", n, key)
		}
		t, err := newTemplate(families[i], l.name, value, unsigned)
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
		more:      make(map[uint32][][]byte),
	}
	for _, f := range families {
		if f.label {
			p.labels[f.name] = make(map[string]*template)
		}
	}
	for _, l := range languages {
		for _, t := range l.entries {
			switch t.family.name {
			case "more":
				inside := foldInside(t.source)
				p.more[lastBytes(inside)] = append(p.more[lastBytes(inside)], inside)
			case "encrypted":
				p.encrypted = append(p.encrypted, foldInside(t.source))
			}
		}
	}
	// "Tap to learn more" before "learn more".
	for _, more := range p.more {
		slices.SortFunc(more, func(a, b []byte) int { return len(b) - len(a) })
	}
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
	if len(s) < 4 {
		return s
	}
	for _, more := range p.more[lastBytes(s)] {
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

// lastBytes returns the last four bytes of s, which has as many.
func lastBytes(s []byte) uint32 { return binary.LittleEndian.Uint32(s[len(s)-4:]) }

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
