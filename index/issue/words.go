package issue

import (
	"strings"
	"unicode"

	"github.com/kerbstreet/kerb/index/role"
)

// place is where something is, as a message has it.
type place struct {
	text  string
	words map[string]bool // folded, those of it that tell
}

// placeWords is how many words a place has behind the one that announces it.
const placeWords = 3

// placeIn returns the place that a message names: what follows "outside",
// "corner of" and the like, if that is a number or a name.
func placeIn(text string, reading role.Reading) (place, bool) {
	for _, h := range reading.Hits {
		if h.Sign != role.Place {
			continue
		}
		p := place{words: make(map[string]bool)}
		end := h.End
		for k := h.End; k < len(reading.Words) && k < h.End+placeWords; k++ {
			w := reading.Words[k]
			if strings.ContainsAny(text[reading.Words[k-1].End:w.Start], ",;:!?()\n") {
				break
			}
			first := []rune(text[w.Start:w.End])[0]
			if unicode.IsUpper(first) || unicode.IsDigit(first) {
				end = k + 1
				p.words[w.Term] = true
			} else if end > h.End {
				break
			}
		}
		if end > h.End {
			p.text = strings.Join(strings.Fields(text[reading.Words[h.First].Start:reading.Words[end-1].End]), " ")
			return p, true
		}
	}
	return place{}, false
}

// alike reports whether two places have a word in common.
func (p place) alike(q place) bool {
	for w := range p.words {
		if q.words[w] {
			return true
		}
	}
	return false
}

// shortestSubject is the number of letters from which on a word tells what an
// application is about.
const shortestSubject = 6

// about counts the words of a message that may tell what an application is
// about.
func (m *matter) about(reading role.Reading) {
	for _, w := range reading.Words {
		if len([]rune(w.Term)) >= shortestSubject {
			m.words[w.Term]++
		}
	}
}

// shared counts the words of a message that the matter knows.
func (m *matter) shared(reading role.Reading) int {
	n := 0
	for _, w := range reading.Words {
		if m.words[w.Term] > 0 {
			n++
		}
	}
	return n
}

// Report numbers have so many digits and letters.
const (
	leastDigits  = 4
	leastLetters = 5
	mostLetters  = 20
)

// references returns the numbers of reports that a message names.
func references(text string, signs role.Set) []string {
	if !signs.Has(role.Reported) && !signs.Has(role.Authority) {
		return nil
	}
	var found []string
	for field := range strings.FieldsSeq(text) {
		field = strings.Trim(field, ".,;:!?()\"'“”#")
		digits, plain := 0, true
		for _, r := range field {
			switch {
			case unicode.IsDigit(r):
				digits++
			case unicode.IsLetter(r) || r == '-' || r == '/':
			default:
				plain = false
			}
		}
		if plain && digits >= leastDigits && len(field) >= leastLetters && len(field) <= mostLetters {
			found = append(found, field)
		}
	}
	return found
}
