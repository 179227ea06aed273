package lending

import (
	"slices"

	"github.com/kerbstreet/kerb/index/analysis"
)

// roll knows the people of a chat by the words of their names.
type roll struct {
	byWord map[string][]string
}

// shortestName is the number of letters from which a word of a name is taken
// for it where it stands in a text.
const shortestName = 3

func newRoll(people []string) *roll {
	r := &roll{byWord: make(map[string][]string)}
	for _, person := range people {
		for _, t := range analysis.Tokenize(nil, person) {
			if len([]rune(t.Term)) >= shortestName && (t.Term[0] < '0' || t.Term[0] > '9') {
				r.byWord[t.Term] = append(r.byWord[t.Term], person)
			}
		}
	}
	return r
}

// named lists the people other than the sender that words name, those first
// whose names say so alone.
func (r *roll) named(words []analysis.Token, sender string) []string {
	var found []string
	for _, w := range words {
		people := r.byWord[w.Term]
		if len(people) != 1 || people[0] == sender || slices.Contains(found, people[0]) {
			continue
		}
		found = append(found, people[0])
	}
	return found
}
