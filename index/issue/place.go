package issue

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/role"
)

// place is where something is, as a message has it.
type place struct {
	text  string
	words map[string]bool // folded, those of it that tell
}

// alike reports whether two places may be one: they share a word that tells.
func (p place) alike(other place) bool {
	for word := range p.words {
		if other.words[word] {
			return true
		}
	}
	return false
}

// placeWords is how far from the word that announces it a place reaches.
const placeWords = 4

// placeIn returns the place that a message names: what stands by "outside",
// "corner of" and the like, if that is a house number, a name or a landmark,
// not a date, an hour or anything else.
func (g *gazetteer) placeIn(text string, reading role.Reading) (place, bool) {
	for _, h := range reading.Hits {
		if h.Sign != role.Place {
			continue
		}
		find := placing{g: g, text: text, reading: reading, words: reading.Words, hit: h, names: strings.ToUpper(text) != text, place: place{words: make(map[string]bool)}}
		if g.behind[reading.Words[h.First].Term] {
			find.before()
		} else {
			find.after()
		}
		if len(find.place.words) > 0 {
			return find.place, true
		}
	}
	return place{}, false
}

// placing looks for the place by one hit.
type placing struct {
	g       *gazetteer
	text    string
	reading role.Reading
	words   []analysis.Token
	hit     role.Hit
	names   bool // a capital letter may make a name
	place   place
}

// kind is what a word may be of a place.
type kind uint8

const (
	other    kind = iota
	filler        // "the", "old"
	numbers       // "no", "block"
	letter        // a single one, of a block
	house         // its number
	landmark      // "postbox", "Mill Lane"
	name          // of somebody, or of a house
	date          // ends any place
	ours          // "my", "your": what only the reader knows
)

func (f *placing) kind(k int) kind {
	w := f.words[k]
	raw := f.text[w.Start:w.End]
	first, size := utf8.DecodeRuneInString(raw)
	g := f.g
	switch {
	case unicode.IsDigit(first) || len(raw) > size && len(raw) <= len("C12a") && unicode.IsUpper(first) && unicode.IsDigit(rune(raw[size])):
		if f.houseNumber(k) {
			return house
		}
		return date
	case dated(w.Term):
		return date
	case f.owner(k):
		return ours
	case g.sight(w.Term):
		return landmark
	case g.number[w.Term]:
		return numbers
	case f.names && len(raw) == 1 && unicode.IsUpper(first) && raw != "I":
		return letter
	case g.small(w.Term):
		return filler
	case f.names && unicode.IsUpper(first) && (!g.nouns || g.people[w.Term]):
		return name
	case g.light(w.Term):
		return filler
	}
	return other
}

// owner reports whether a word says whose something is.
func (f *placing) owner(k int) bool {
	for _, h := range f.reading.Hits {
		if (h.Sign == role.My || h.Sign == role.Your) && h.First == k && h.End == k+1 {
			return true
		}
	}
	return false
}

// houseNumber reports whether a number can be that of a house: few digits, one
// letter at most before and behind them, and not counting anything.
func (f *placing) houseNumber(k int) bool {
	const mostDigits = 4
	w := f.words[k]
	raw := f.text[w.Start:w.End]
	rest := strings.TrimLeft(raw, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	tail := strings.TrimLeft(rest, "0123456789")
	digits := len(rest) - len(tail)
	if len(raw)-len(rest) > 1 || digits == 0 || digits > mostDigits || len(tail) > 1 || strings.Trim(tail, "abcdABCDEF") != "" {
		return false
	}
	behind := f.text[w.End:]
	if k > 0 && strings.ContainsAny(f.text[f.words[k-1].End:w.Start], "€$£₹") {
		return false
	}
	for _, mark := range []string{"%", "°", "€", ":"} {
		if strings.HasPrefix(strings.TrimLeft(behind, " "), mark) {
			return false
		}
	}
	if len(behind) > 1 && strings.ContainsRune(".,h", rune(behind[0])) && unicode.IsDigit(rune(behind[1])) {
		return false
	}
	if k+1 < len(f.words) && strings.TrimSpace(f.text[w.End:f.words[k+1].Start]) == "" {
		next := f.words[k+1].Term
		return !f.g.unit[next] && !dated(next)
	}
	return true
}

// apart reports whether something between a word and the one before ends a
// place: a comma, a sentence's end, though not the point of "No. 2".
func (f *placing) apart(k int) bool {
	before, w := f.words[k-1], f.words[k]
	between := f.text[before.End:w.Start]
	if strings.ContainsAny(between, ",;:!?()\n“”\"–—…") {
		return true
	}
	return strings.Contains(between, ".") && (!f.g.number[before.Term] || f.kind(k) != house)
}

// after looks for a place behind the hit.
func (f *placing) after() {
	h := f.hit
	hour, event := false, false
	for _, w := range f.words[h.First:h.End] {
		hour, event = hour || f.g.hour[w.Term], event || f.g.event[w.Term]
	}
	end, odd := h.End, 0
	take := func(k int) {
		f.place.words[f.words[k].Term] = true
		end = k + 1
	}
look:
	for k := h.End; k < len(f.words) && k < h.End+placeWords && !f.apart(k); k++ {
		begun := end > h.End
		switch f.kind(k) {
		case house:
			if !begun && (hour && k == h.End || odd > 0) {
				break look
			}
			take(k)
		case landmark:
			take(k)
		case name:
			if event || odd > 0 {
				break look
			}
			take(k)
		case letter:
			next := k+1 < len(f.words) && !f.apart(k+1) && f.g.number[f.words[k+1].Term]
			if !next && !f.g.number[f.words[k-1].Term] {
				break look
			}
			take(k)
			if next {
				end = k + 2
			}
		case numbers:
			if first := f.text[f.words[k].Start]; begun && first >= 'A' && first <= 'Z' { // "Mill Lane"
				end = k + 1
			}
		case filler:
			if begun {
				break look
			}
		case other:
			if odd++; begun || odd > 1 {
				break look
			}
		case date, ours:
			break look
		}
	}
	if end > h.End {
		f.say(h.First, h.End, h.End, end)
	}
}

// before looks for a place before the hit, as in Hindi.
func (f *placing) before() {
	start := f.hit.First
look:
	for k := f.hit.First - 1; k >= max(0, f.hit.First-placeWords) && !f.apart(k+1); k-- {
		switch f.kind(k) {
		case house, landmark, name:
			f.place.words[f.words[k].Term] = true
			start = k
		case numbers, letter:
			if start == f.hit.First {
				break look
			}
			start = k
		case filler, other, date, ours:
			break look
		}
	}
	if start < f.hit.First {
		f.say(f.hit.First, f.hit.End, start, f.hit.First)
	}
}

// say writes a place down: its own words as they are, those that announce it
// small, unless they name something as well.
func (f *placing) say(first, end, from, to int) {
	span := func(from, to int) string {
		last := f.words[to-1].End
		for _, s := range []string{"'s", "’s"} {
			if strings.HasPrefix(f.text[last:], s) {
				last += len(s)
			}
		}
		return f.text[f.words[from].Start:last]
	}
	announced, own := span(first, end), span(from, to)
	switch w := f.words[first]; {
	case !f.names:
		announced = strings.ToLower(announced)
	case !f.g.sight(w.Term) && !f.g.number[w.Term]:
		announced = strings.ToLower(f.text[w.Start:w.End]) + announced[w.End-w.Start:]
	}
	if from < first {
		announced, own = own, announced
	}
	f.place.text = strings.Join(strings.Fields(announced+" "+own), " ")
}
