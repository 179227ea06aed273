package parser

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// names fill the holes of a sentence. None is a word of any table.
var names = []string{"Qx Zw", "Vy", "Wq", "Xz"}

// instance returns a sentence as WhatsApp would write it.
func (t *template) instance() string {
	s := t.source
	for i, name := range t.holes {
		filler := names[i]
		if name == "n" {
			filler = "12"
		}
		s = strings.Replace(s, "{"+name+"}", filler, 1)
	}
	return s
}

func TestNoTableSaysAThingTwice(t *testing.T) {
	t.Parallel()
	for _, l := range loadPhrases().languages {
		seen := make(map[string]string)
		for _, entry := range l.entries {
			key := string(bytes.Join(entry.literals, []byte("{}"))) + strings.Join(entry.holes, " ")
			if entry.family.label {
				key = entry.family.name + " " + key
			}
			if before, found := seen[key]; found {
				t.Errorf("%s: %q says the same as %q", l.name, entry.source, before)
			}
			seen[key] = entry.source
		}
	}
}

func TestEveryTableHasEveryKeyOrSaysThatItIsUnknown(t *testing.T) {
	t.Parallel()
	known := make(map[string]bool)
	for _, l := range loadPhrases().languages {
		if l.name == "" || known[l.name] {
			t.Errorf("a table has no name, or one that another has: %q", l.name)
		}
		known[l.name] = true
		for _, f := range families {
			has := slices.ContainsFunc(l.entries, func(e *template) bool { return e.family == f })
			unknown := slices.Contains(l.unknown, f.name)
			switch {
			case !has && !unknown:
				t.Errorf("%s: nothing for %q; if its words are not known, add the key to the line \"unknown\"", l.name, f.name)
			case has && unknown:
				t.Errorf("%s: %q is said to be unknown, but is there", l.name, f.name)
			}
		}
	}
}

func TestEverySentenceOfEveryTableIsFound(t *testing.T) {
	t.Parallel()
	p := loadPhrases()
	for _, l := range p.languages {
		for _, entry := range l.entries {
			if entry.family.label {
				continue
			}
			if _, ok := entry.anchor(); !ok && len(entry.holes) > 0 {
				t.Errorf("%s: %q: no four bytes between the names to find it by", l.name, entry.source)
				continue
			}
			folded, _ := appendFold(nil, nil, []byte(entry.instance()))
			found, _ := p.find(p.cutMore(folded))
			switch {
			case found == nil:
				t.Errorf("%s: %q is not found", l.name, entry.instance())
			case found.family.kind != entry.family.kind:
				t.Errorf("%s: %q is taken for %q", l.name, entry.instance(), found.rule)
			case found != entry && !slices.EqualFunc(found.literals, entry.literals, bytes.Equal):
				t.Errorf("%s: %q cannot be reached: %q comes first", l.name, entry.source, found.rule)
			case entry.unsigned && !p.unsigned.has([]byte(entry.instance())):
				t.Errorf("%s: %q is turned away before it is looked up", l.name, entry.source)
			}
		}
	}
}
