package redact

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands for what is taken out and is nobody's in particular.
const (
	somebody  = "Resident …"
	someplace = "…"
	somePhone = "+…"
	someMail  = "…@…"
)

// Redactor takes people out of texts. The zero value is not usable; see New.
// It is not for use by several goroutines at once.
type Redactor struct {
	keepHouses bool
	labels     map[string]string // by name as the chat has it
	residents  int
	phones     []phone
	wholes     map[string][]whole  // by the first word
	parts      map[string]part     // by folded word
	short      map[string]string   // labels by other ways to say a first name
	begins     map[string][]string // first names by their first letters
	met        []meeting           // not yet remembered
	builds     map[string]bool     // whether words are grammatical, as far as asked
	caseless   []caselessName      // longest first
	places     map[string]bool     // words of chats' names: not parts of people's
	seen       map[string]spelling // how often words are written how
	houses     map[string]bool     // numbers that were announced as those of houses
	blocks     map[string]bool     // letters of blocks that people are called by
}

type phone struct{ digits, label string }

// whole is a whole name of several words, or of one.
type whole struct {
	words []string // folded
	label string
}

// part is a word of a name.
type part struct {
	label  string
	whole  bool // it is the whole name of somebody
	given  bool // the first word of a longer one
	behind bool // it stands right behind a first name that is known for one
}

type caselessName struct{ text, label string }

// spelling counts how a word is written in the texts observed.
type spelling struct{ lower, capital int }

// New returns a redactor for a set of chats. With keepHouses house numbers
// stay.
func New(keepHouses bool) *Redactor {
	return &Redactor{
		keepHouses: keepHouses, labels: make(map[string]string), wholes: make(map[string][]whole),
		parts: make(map[string]part), short: make(map[string]string), begins: make(map[string][]string), builds: make(map[string]bool), places: make(map[string]bool), seen: make(map[string]spelling), houses: make(map[string]bool), blocks: make(map[string]bool),
	}
}

// Chat tells the name of a chat: what is in it, such as the street, is not
// taken for a part of somebody's name. Chats come before people.
func (r *Redactor) Chat(name string) {
	for _, w := range words(name) {
		r.places[w.folded] = true
	}
}

// Person tells a participant's name or number, and others that the same person
// goes by. The first one is Resident A.
func (r *Redactor) Person(name string, also ...string) {
	if name == "" {
		return
	}
	label := r.labels[name]
	if label == "" {
		label = "Resident " + letters(r.residents)
		r.residents++
		r.call(name, label)
	}
	for _, other := range also {
		if other != "" && r.labels[other] == "" {
			r.call(other, label)
		}
	}
}

// call gives a name its label.
func (r *Redactor) call(name, label string) {
	r.labels[name] = label
	if digits := significant(digitsOf(name)); len(digits) >= leastLocal && !strings.ContainsFunc(name, unicode.IsLetter) {
		r.phones = append(r.phones, phone{digits, label})
		return
	}
	r.name(name, label)
}

// name learns the words of a name.
func (r *Redactor) name(name, label string) {
	list := words(name)
	var folded []string
	given := givenIn(list)
	if !r.keepHouses {
		r.knowBlocks(name, list)
	}
	for i, w := range list {
		if w.digits && !r.keepHouses {
			r.houses[digitsOf(w.folded)] = true
		}
		if w.folded != "" {
			folded = append(folded, w.folded)
		}
		announces := i+1 < len(list) && list[i+1].digits && !strings.Contains(name[w.end:list[i+1].start], "(") && !called.lists(w.folded)
		if w.digits || announces && i > 0 {
			continue
		}
		text := name[w.start:w.end]
		if caseless(w.folded) {
			r.addCaseless(strings.Map(visible, text), label)
			continue
		}
		second := called.lists(list[given].folded) && secondName(name, list, i)
		if utf8.RuneCountInString(w.folded) < 2 || !w.capital && i != given || r.places[w.folded] && len(list) > 1 {
			continue
		}
		p := part{label: label, whole: len(list) == 1, given: i == given || second, behind: i == given+1 && called.lists(list[given].folded)}
		r.addPart(w.folded, p)
		if second {
			r.shorten(w.folded, label)
		}
		if _, size := utf8.DecodeLastRuneInString(w.folded); declines(w.folded) && utf8.RuneCountInString(w.folded) > 3 {
			r.addPart(w.folded[:len(w.folded)-size], p)
		}
	}
	if given < len(list) {
		r.shorten(list[given].folded, label)
	}
	if len(folded) > 1 {
		r.wholes[folded[0]] = append(r.wholes[folded[0]], whole{folded, label})
		slices.SortStableFunc(r.wholes[folded[0]], func(a, b whole) int { return len(b.words) - len(a.words) })
	}
}

// secondName reports whether a word is the first name of the second of a pair:
// Horst & Gerda.
func secondName(name string, list []word, i int) bool {
	if i == 0 || !list[i].capital || list[i-1].digits || called.word(list[i].folded) {
		return false
	}
	return houseJoins[list[i-1].folded] && i > 1 || strings.ContainsAny(name[list[i-1].end:list[i].start], "&+")
}

// givenIn returns which word of a name is the first name: one that is known for
// a first name, or the first.
func givenIn(list []word) int {
	for i, w := range list {
		if called.lists(w.folded) {
			return i
		}
	}
	for i, w := range list {
		if !w.digits && (i+1 == len(list) || !list[i+1].digits) && !houseMarks[w.folded] && !called.is("titles", w.folded) {
			return i
		}
	}
	return 0
}

// shorten learns in which other ways a first name is said.
func (r *Redactor) shorten(given, label string) {
	for _, way := range called.ways(given) {
		if known := r.short[way]; known != "" && known != label {
			r.short[way] = somebody
		} else {
			r.short[way] = label
		}
	}
}

// addPart learns a part of a name, which may be a part of another's too.
func (r *Redactor) addPart(folded string, p part) {
	if known, ok := r.parts[folded]; ok && known.label != p.label {
		given, behind := p.given || known.given, p.behind || known.behind
		switch {
		case known.whole:
			p = known
		case !p.whole:
			p.label = somebody
		}
		p.given, p.behind = given, behind
	}
	if begin := beginning(folded); p.given && begin != "" && !slices.Contains(r.begins[begin], folded) {
		r.begins[begin] = append(r.begins[begin], folded)
	}
	r.parts[folded] = p
}

// addCaseless learns a word of a name in a script without capitals.
func (r *Redactor) addCaseless(text, label string) {
	least := 3
	if unspaced(text) {
		least = 2
	}
	if utf8.RuneCountInString(text) < least {
		r.parts[fold(text)] = part{label: label, whole: true}
		return
	}
	for i, known := range r.caseless {
		if known.text == text {
			if known.label != label {
				r.caseless[i].label = somebody
			}
			return
		}
	}
	r.caseless = append(r.caseless, caselessName{text, label})
	slices.SortStableFunc(r.caseless, func(a, b caselessName) int { return len(b.text) - len(a.text) })
}

// visible drops characters that nobody sees.
func visible(c rune) rune {
	if unicode.Is(unicode.Cf, c) {
		return -1
	}
	return c
}

// letters numbers people: A to Z, AA, AB and so on.
func letters(n int) string {
	s := string(rune('A' + n%26))
	for n = n/26 - 1; n >= 0; n = n/26 - 1 {
		s = string(rune('A'+n%26)) + s
	}
	return s
}

// Observe looks at a text and who wrote it, for which words are also names,
// which names people are introduced by, and which numbers are those of houses.
// All texts come before the first that is redacted.
func (r *Redactor) Observe(sender, text string) {
	list := words(text)
	for _, w := range list {
		switch {
		case w.digits:
		case !w.capital:
			s := r.seen[w.folded]
			s.lower++
			r.seen[w.folded] = s
		case !w.first:
			s := r.seen[w.folded]
			s.capital++
			r.seen[w.folded] = s
		}
	}
	r.meet(sender, text, list)
	if r.keepHouses {
		return
	}
	for _, h := range announced(text, list) {
		r.houses[digitsOf(text[h.start:h.end])] = true
	}
	for i, w := range list {
		if w.digits && !measured(text, w) && !timed(text, list, i) && housed(text, list, i, withLetter(text, w)) {
			r.houses[digitsOf(w.folded)] = true
		}
	}
}

// ordinary reports whether a word of somebody's name is also a word that is
// written in lower case: Will, Mark, Street.
func (r *Redactor) ordinary(folded string) bool {
	s := r.seen[folded]
	return s.lower >= 3 && 2*s.lower > s.capital
}

// Sender returns who stands for a sender; "" for "".
func (r *Redactor) Sender(name string) string {
	if name == "" {
		return ""
	}
	return cmp.Or(r.labels[name], somebody)
}

// Names reports whether a word, such as a part of a tag, is a part of
// somebody's name.
func (r *Redactor) Names(s string) bool {
	p, name := r.part(fold(s))
	return name != "" && (p.whole || !r.ordinary(name))
}

// cut is a stretch of a text and what takes its place.
type cut struct {
	start, end int
	with       string
}

// Text returns a text without the people in it.
func (r *Redactor) Text(text string) string { return r.text(text, false) }

// Place is Text for what names a place, where any number that is no time, date
// or amount is a house's: "outside 11".
func (r *Redactor) Place(text string) string { return r.text(text, true) }

func (r *Redactor) text(text string, place bool) string {
	r.remember()
	list := words(text)
	cuts := r.addresses(text)
	cuts = append(cuts, r.numbers(text)...)
	cuts = append(cuts, r.people(text, list)...)
	if !r.keepHouses {
		cuts = append(cuts, r.houseNumbers(text, list, place)...)
	}
	if len(cuts) == 0 {
		return text
	}
	slices.SortStableFunc(cuts, func(a, b cut) int {
		return cmp.Or(a.start-b.start, b.end-a.end)
	})
	var b strings.Builder
	end := 0
	for _, c := range cuts {
		switch {
		case c.end <= end: // within what was taken out
		case c.start < end: // goes on beyond it
			end = c.end
		default:
			b.WriteString(text[end:c.start])
			b.WriteString(c.with)
			end = c.end
		}
	}
	b.WriteString(text[end:])
	return b.String()
}

func (r *Redactor) addresses(text string) []cut {
	if !strings.Contains(text, "@") {
		return nil
	}
	var cuts []cut
	for _, at := range address.FindAllStringIndex(text, -1) {
		cuts = append(cuts, cut{at[0], at[1], someMail})
	}
	return cuts
}

// numbers finds phone numbers: those of participants, and others.
func (r *Redactor) numbers(text string) []cut {
	var cuts []cut
	for _, at := range figures.FindAllStringIndex(text, -1) {
		figure := text[at[0]:at[1]]
		digits := digitsOf(strings.Replace(figure, "(0)", "", 1))
		if len(digits) < leastLocal {
			continue
		}
		with := ""
		for _, p := range r.phones {
			if sameNumber(significant(digits), p.digits) {
				with = p.label
			}
		}
		if with == "" && phoneLike(figure, digits) {
			with = somePhone
		}
		if with != "" {
			cuts = append(cuts, cut{at[0], at[1], with})
		}
	}
	return cuts
}

// people finds names.
func (r *Redactor) people(text string, list []word) []cut {
	var cuts []cut
	for i := range list {
		if c, ok := r.wholeName(text, list[i:]); ok {
			cuts = append(cuts, c)
			continue
		}
		if c, ok := r.partOfName(text, list, i); ok {
			cuts = append(cuts, c)
		}
	}
	introduced, _ := r.introduction(text, list)
	for _, i := range append(introduced, r.addressed(text, list)...) {
		cuts = append(cuts, cut{list[i].start, list[i].end, somebody})
	}
	for _, name := range r.caseless {
		for from := 0; ; {
			at := strings.Index(text[from:], name.text)
			if at < 0 {
				break
			}
			from += at + len(name.text)
			cuts = append(cuts, cut{from - len(name.text), from, name.label})
		}
	}
	return cuts
}

// longestGap is how many bytes may stand between two words of one name.
const longestGap = 6

// wholeName reports whether a text goes on with somebody's whole name.
func (r *Redactor) wholeName(text string, list []word) (cut, bool) {
	for _, name := range r.wholes[list[0].folded] {
		if len(name.words) > len(list) {
			continue
		}
		last := len(name.words) - 1
		matches := true
		for i, want := range name.words {
			if i > 0 && (list[i].start-list[i-1].end > longestGap || strings.Contains(text[list[i-1].end:list[i].start], "\n")) ||
				i < last && list[i].folded != want || i == last && !inflects(list[i].folded, want) {
				matches = false
				break
			}
		}
		if matches {
			return cut{list[0].start, list[last].start + stem(text[list[last].start:list[last].end], list[last].folded, name.words[last]), name.label}, true
		}
	}
	return cut{}, false
}

// partOfName reports whether a word is a part of a name, or short for one.
func (r *Redactor) partOfName(text string, list []word, i int) (cut, bool) {
	w := list[i]
	mention := strings.HasSuffix(strings.TrimRightFunc(text[:w.start], func(c rune) bool { return unicode.Is(unicode.Cf, c) }), "@")
	p, name := r.part(w.folded)
	if name != "" && (mention || caseless(w.folded) || r.meant(text, list, i, p, name)) {
		return cut{w.start, w.start + stem(text[w.start:w.end], w.folded, name), p.label}, true
	}
	if label := r.shortInLowerCase(text, list, i); label != "" {
		return cut{w.start, w.end, label}, true
	}
	label, name := r.firstName(list, i)
	if label == "" {
		return cut{}, false
	}
	end := w.start + stem(text[w.start:w.end], w.folded, name)
	if i+1 < len(list) && label == somebody && end == w.end && r.surname(text, list[i], list[i+1]) {
		end = list[i+1].end
	}
	return cut{w.start, end, label}, true
}

// meant reports whether a word that may be a part of a name is meant as one, by
// how it is written and by what stands beside it.
func (r *Redactor) meant(text string, list []word, i int, p part, name string) bool {
	w := list[i]
	switch {
	case !w.capital:
		ending := w.folded[len(name):]
		return (ending == "" || ending == "s" || declines(name)) && r.meantInLowerCase(text, list, i, p, name)
	case namesStreet(text, list, i, p):
		return false
	case p.whole:
		return true
	case !p.given:
		return !r.ordinary(name) && (!called.is("surnames", name) || !behindArticle(list, i, name))
	}
	return !w.first || signed(text, list, i) || !r.wordly(name) || !r.ordinary(name) && !r.grammatical(name)
}

// part returns the longest part of a name that a word is, perhaps with an
// ending, and how that part is folded; "" if it is none.
func (r *Redactor) part(folded string) (part, string) {
	for end := len(folded); end > 0; end-- {
		name := folded[:end]
		if p, ok := r.parts[name]; ok && inflects(folded, name) {
			return p, name
		}
	}
	return part{}, ""
}

// inflects reports whether a word is a name, or a name with an ending: Bens,
// Aishas, Марину.
func inflects(folded, name string) bool {
	ending, ok := strings.CutPrefix(folded, name)
	switch {
	case !ok:
		return false
	case ending == "":
		return true
	}
	length := utf8.RuneCountInString(name)
	return length >= 3 && (ending == "s" || (length >= 5 || declines(name)) && utf8.RuneCountInString(ending) <= 3)
}

// stem returns how many bytes of a word as written are the name in it.
func stem(written, folded, name string) int {
	if folded == name {
		return len(written)
	}
	ending := utf8.RuneCountInString(folded) - utf8.RuneCountInString(name)
	end := len(written)
	for range ending {
		_, size := utf8.DecodeLastRuneInString(written[:end])
		end -= size
	}
	return max(end, 0)
}
