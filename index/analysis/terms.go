package analysis

import (
	"slices"
	"strings"
)

// Terms returns the words of a text as they are searched for.
func Terms(text string) []string {
	tokens := Tokenize(nil, text)
	terms := make([]string, len(tokens))
	for i, token := range tokens {
		terms[i] = token.Term
	}
	return terms
}

// BeginsWords reports whether the words of value follow one another somewhere
// in name, the last one perhaps cut short: "deb no 1" in "deb no 12". A value
// without words is in no name.
func BeginsWords(name, value []string) bool {
	if len(value) == 0 {
		return false
	}
	last := len(value) - 1
	for i := 0; i+last < len(name); i++ {
		if slices.Equal(name[i:i+last], value[:last]) && strings.HasPrefix(name[i+last], value[last]) {
			return true
		}
	}
	return false
}
