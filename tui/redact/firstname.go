package redact

import (
	"cmp"
	_ "embed" // of the names
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/language"
)

//go:embed names.txt
var nameSource string

// called is what is known of first names and of the words beside them.
var called = readNames(nameSource)

// nameWords is the table of names.txt, folded.
type nameWords struct {
	groups map[string][]int // of which a name is, by place in names
	names  [][]string       // a first name and what it is shortened to
	kinds  map[string]map[string]bool
	intros map[string][][]string // what somebody says before their own name, by its first word
}

func readNames(source string) *nameWords {
	n := &nameWords{groups: make(map[string][]int), kinds: make(map[string]map[string]bool), intros: make(map[string][][]string)}
	for line := range strings.Lines(source) {
		kind, list, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		entries := strings.Fields(fold(list))
		switch kind {
		case "one":
			n.addGroup(entries)
		case "names":
			for _, name := range entries {
				n.addGroup([]string{name})
			}
		case "i":
			for _, phrase := range entries {
				words := strings.Split(phrase, "_")
				n.intros[words[0]] = append(n.intros[words[0]], words)
			}
		default:
			if n.kinds[kind] == nil {
				n.kinds[kind] = make(map[string]bool)
			}
			for _, entry := range entries {
				n.kinds[kind][entry] = true
			}
		}
	}
	return n
}

func (n *nameWords) addGroup(names []string) {
	for _, name := range names {
		n.groups[name] = append(n.groups[name], len(n.names))
	}
	n.names = append(n.names, names)
}

func (n *nameWords) lists(folded string) bool { return len(n.groups[folded]) > 0 }

func (n *nameWords) is(kind, folded string) bool { return n.kinds[kind][folded] }

// ways lists what a first name is shortened to or is short for.
func (n *nameWords) ways(folded string) []string {
	var all []string
	for _, at := range n.groups[folded] {
		all = append(all, n.names[at]...)
	}
	return all
}

// grammatical reports whether a word only builds sentences or dates, in some
// language. What it found out it keeps: chats say the same words again.
func (r *Redactor) grammatical(folded string) bool {
	known, ok := r.builds[folded]
	if !ok {
		_, dated := language.DateWordOf(folded)
		known = dated || language.Guess([]string{folded}, nil) != nil
		r.builds[folded] = known
	}
	return known
}

const (
	// oftenLower is how often a word is written in lower case, and
	// timesLower how much more often than otherwise, when it is a word for
	// certain, though somebody is called so.
	oftenLower = 20
	timesLower = 10
)

// wordly reports whether a first name is, in lower case, a word rather than
// somebody.
func (r *Redactor) wordly(folded string) bool {
	switch {
	case called.is("words", folded), called.is("nobody", folded), houseMarks[folded]:
		return true
	case called.lists(folded):
		return false
	case language.Guess([]string{folded}, nil) != nil, r.places[folded]:
		return true
	}
	s := r.seen[folded]
	return s.lower >= oftenLower && s.lower >= timesLower*s.capital
}

// firstName returns who is meant by a word that may be a first name, or short
// for one, of somebody in the chat or elsewhere: "" for nobody.
func (r *Redactor) firstName(list []word, i int) (label, name string) {
	w := list[i]
	if !w.capital || r.dated(list, i) {
		return "", ""
	}
	if beside(list, i, -1, "saints") || beside(list, i, -1, "streets") || beside(list, i, 1, "streets") {
		return "", ""
	}
	bare := strings.TrimSuffix(w.folded, "s")
	for _, name := range []string{w.folded, bare} {
		if label := r.short[name]; label != "" && (!w.first || !r.wordly(name) && !r.grammatical(name)) {
			return label, name
		}
	}
	for _, name := range []string{w.folded, bare} {
		if called.lists(name) && !called.is("words", name) && !r.places[name] && (!w.first || !r.grammatical(name)) {
			return somebody, name
		}
	}
	if !w.first && r.seen[w.folded].lower == 0 && !r.places[w.folded] && !r.grammatical(w.folded) {
		return r.clipped(w.folded), w.folded
	}
	return "", ""
}

// dated reports whether a word names a month or a day rather than somebody: Jan
// 2024, im Mai.
func (r *Redactor) dated(list []word, i int) bool {
	if _, ok := language.DateWordOf(list[i].folded); !ok {
		return false
	}
	number := i > 0 && list[i-1].digits || i+1 < len(list) && list[i+1].digits
	return number || r.short[list[i].folded] == ""
}

// surname reports whether a word goes on with the name that the one before
// begins.
func (r *Redactor) surname(text string, given, w word) bool {
	return w.capital && apart(text, []word{given, w}) && r.seen[w.folded].lower == 0 && !r.places[w.folded] && !r.grammatical(w.folded)
}

// beside reports whether the word before or after another is of a kind.
func beside(list []word, i, step int, kind string) bool {
	at := i + step
	return at >= 0 && at < len(list) && called.is(kind, list[at].folded)
}

const (
	shortestClip  = 3 // letters that a short form has in common with a name
	longestEnding = 3
)

// beginning returns the letters of a name that a short form has in common with
// it, "" if there are no more.
func beginning(folded string) string {
	end := 0
	for range shortestClip {
		_, size := utf8.DecodeRuneInString(folded[end:])
		end += size
	}
	if utf8.RuneCountInString(folded) < shortestClip {
		return ""
	}
	return folded[:end]
}

// clipEndings are what short forms of names end in: Debs, Tommo, Benny.
var clipEndings = []string{"", "s", "y", "i", "o", "a", "ie", "ers", "ster", "chen", "ito", "ita", "ji"}

// clipped returns whose first name a word begins: Aoif, Siobs.
func (r *Redactor) clipped(folded string) string {
	for _, ending := range clipEndings {
		begin, ok := strings.CutSuffix(folded, ending)
		if !ok || utf8.RuneCountInString(begin) < shortestClip {
			continue
		}
		label := ""
		for _, name := range r.begins[beginning(begin)] {
			p := r.parts[name]
			if name != folded && strings.HasPrefix(name, begin) && utf8.RuneCountInString(name)-utf8.RuneCountInString(begin) >= 2 {
				if label != "" && label != p.label {
					return somebody
				}
				label = p.label
			}
		}
		if label != "" {
			return label
		}
	}
	return ""
}

// introduction finds where somebody says who they are: the name, and the words
// behind it, which may tell their house.
//
//	Hi its Carmel from 40, does anyone want a turkey carcass
func (r *Redactor) introduction(text string, list []word) (name []int, house int) {
	for i := range list {
		at := i + said(list[i:])
		if at == i || at >= len(list) || !apart(text, list[at-1:at+1]) {
			continue
		}
		greeted := i > 0 && called.is("hello", list[i-1].folded) || i > 1 && called.is("hello", list[i-2].folded)
		end := at
		for end < len(list) && end < at+2 && list[end].capital && !called.is("nobody", list[end].folded) && !r.dated(list, end) && (called.lists(list[end].folded) || !r.grammatical(list[end].folded)) &&
			(end == at || apart(text, list[end-1:end+1])) {
			end++
		}
		if end == at || r.seen[list[at].folded].lower > 0 && !called.lists(list[at].folded) {
			continue
		}
		number := end
		for number < len(list) && number < end+3 && called.is("from", list[number].folded) && apart(text, list[number-1:number+1]) {
			number++
		}
		housed := number > end && number < len(list) && list[number].digits && apart(text, list[number-1:number+1])
		closed := end == len(list) || number > end || !apart(text, list[end-1:end+1])
		if !closed || !greeted && !housed && !called.lists(list[at].folded) {
			continue
		}
		for k := at; k < end; k++ {
			name = append(name, k)
		}
		if !housed {
			number = -1
		}
		return name, number
	}
	return nil, -1
}

// said returns how many words at the beginning of a list are what people say
// before their own name.
func said(list []word) int {
	longest := 0
	for _, phrase := range called.intros[list[0].folded] {
		if len(phrase) <= longest || len(phrase) >= len(list) {
			continue
		}
		matches := true
		for i, want := range phrase {
			matches = matches && list[i].folded == want
		}
		if matches {
			longest = len(phrase)
		}
	}
	return longest
}

// adjacent reports whether nothing but space is between two words.
func adjacent(text string, two []word) bool {
	return strings.Trim(text[two[0].end:two[1].start], " \u00a0\u2068") == ""
}

// apart reports whether nothing but space and a full stop, as behind "Mrs.", is
// between two words.
func apart(text string, two []word) bool {
	return strings.Trim(text[two[0].end:two[1].start], " .\u00a0\u2068") == ""
}

// addressed finds names that a title or a greeting stands before: Mrs Hanley,
// thanks Carmel. A greeting may greet much that is nobody's name.
func (r *Redactor) addressed(text string, list []word) []int {
	var found []int
	for i := 1; i < len(list); i++ {
		w, before := list[i], list[i-1]
		if !w.capital || w.digits || !apart(text, list[i-1:i+1]) || utf8.RuneCountInString(w.folded) < 2 {
			continue
		}
		titled := called.is("titles", before.folded) && (before.capital || r.seen[w.folded].lower == 0) && !r.grammatical(w.folded) && !beside(list, i, 1, "streets")
		greeted := adjacent(text, list[i-1:i+1]) && called.is("hello", before.folded) && !called.is("nobody", w.folded) && !r.places[w.folded] &&
			r.seen[w.folded].lower == 0 && !r.grammatical(w.folded) && strings.IndexFunc(text[w.start:w.end], unicode.IsLower) >= 0
		if titled || greeted {
			found = append(found, i)
		}
	}
	return found
}

// meeting is a name that somebody says is theirs, or that a title tells for
// one.
type meeting struct {
	sender string // "": it is not the sender's
	name   []string
	house  string
}

// meet notes which names a text introduces. Whether they are words as well is
// known once all texts have been observed.
func (r *Redactor) meet(sender, text string, list []word) {
	introduced, house := r.introduction(text, list)
	if introduced != nil {
		m := meeting{sender: sender}
		for _, i := range introduced {
			m.name = append(m.name, list[i].folded)
		}
		if house >= 0 {
			m.house = digitsOf(list[house].folded)
		}
		r.met = append(r.met, m)
	}
	for _, i := range r.addressed(text, list) {
		if called.is("titles", list[i-1].folded) {
			r.met = append(r.met, meeting{name: []string{list[i].folded}})
		}
	}
}

// remember learns the names that were noted.
func (r *Redactor) remember() {
	for _, m := range r.met {
		label := cmp.Or(r.labels[m.sender], somebody)
		if m.house != "" && !r.keepHouses {
			r.houses[m.house] = true
		}
		for i, name := range m.name {
			_, known := r.parts[name]
			if known || r.short[name] != "" || r.seen[name].lower > 0 && !called.lists(name) {
				continue
			}
			r.addPart(name, part{label: label, given: i == 0 && m.sender != ""})
			if i == 0 && m.sender != "" {
				r.shorten(name, label)
			}
		}
	}
	r.met = nil
}
