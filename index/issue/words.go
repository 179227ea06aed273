package issue

import (
	"strings"
	"unicode"

	"github.com/kerbstreet/kerb/index/role"
)

// shortestSubject is the number of letters from which on a word tells, while a
// chat is followed, whether a message is of an application. Which stages are of one
// issue is told afterwards (subject.go).
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
