package issue

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/role"
)

//go:embed places.txt
var placesTable string

// places are the words that tell a place in some languages, as the headings of
// places.txt have them.
type places struct {
	hour, event, behind, number, landmark, unit map[string]bool
	endings                                     []string
	nouns                                       bool // a capital letter makes no name
}

// words returns what a heading lists, nil for one that there is not.
func (p *places) words(heading string) map[string]bool {
	return map[string]map[string]bool{
		"hour": p.hour, "event": p.event, "behind": p.behind, "number": p.number, "landmark": p.landmark, "unit": p.unit,
	}[heading]
}

func newPlaces() *places {
	set := func() map[string]bool { return make(map[string]bool) }
	return &places{hour: set(), event: set(), behind: set(), number: set(), landmark: set(), unit: set()}
}

// parsePlaces reads a table of places, by language.
func parsePlaces(table string) (map[string]*places, error) {
	of := make(map[string]*places)
	heading := ""
	number := 0
	for line := range strings.Lines(table) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			heading = strings.Trim(line, "[]")
			continue
		}
		code, list, ok := strings.Cut(line, ":")
		if !ok || !slices.Contains(role.Codes(), code) {
			return nil, fmt.Errorf("places, line %d: %q is no language", number, code)
		}
		p := of[code]
		if p == nil {
			p = newPlaces()
			of[code] = p
		}
		words := p.words(heading)
		for word := range strings.SplitSeq(list, ",") {
			terms := analysis.Terms(word)
			switch {
			case heading == "nouns":
				p.nouns = true
			case heading == "ending" && len(terms) == 1:
				p.endings = append(p.endings, terms[0])
			case words != nil && len(terms) == 1:
				words[terms[0]] = true
			default:
				return nil, fmt.Errorf("places, line %d: %q under [%s]", number, word, heading)
			}
		}
	}
	return of, nil
}

var placesByLanguage = sync.OnceValue(func() map[string]*places {
	of, err := parsePlaces(placesTable)
	if err != nil {
		panic(err) // the table is part of the program, and tested
	}
	return of
})

// gazetteer knows what a chat may call a place.
type gazetteer struct {
	places
	languages []*language.Language
	people    map[string]bool // words of their names
}

// newGazetteer returns what is known of places in the languages of a chat, in
// all where it has none.
func newGazetteer(chat *role.Chat, codes []string) *gazetteer {
	g := &gazetteer{places: *newPlaces(), people: make(map[string]bool)}
	if len(codes) == 0 {
		codes = role.Codes()
	}
	for _, code := range codes {
		if l := language.Of(code); l != nil {
			g.languages = append(g.languages, l)
		}
		p := placesByLanguage()[code]
		if p == nil {
			continue
		}
		for _, heading := range []string{"hour", "event", "behind", "number", "landmark", "unit"} {
			into := g.words(heading)
			for word := range p.words(heading) {
				into[word] = true
			}
		}
		g.endings = append(g.endings, p.endings...)
		g.nouns = g.nouns || p.nouns
	}
	for _, person := range chat.People() {
		for _, term := range analysis.Terms(person) {
			if len(term) >= shortestPerson {
				g.people[term] = true
			}
		}
	}
	return g
}

// shortestPerson is how many bytes of a name tell whose it is.
const shortestPerson = 3

// small reports whether a word only builds sentences.
func (g *gazetteer) small(term string) bool {
	return slices.ContainsFunc(g.languages, func(l *language.Language) bool { return l.Small(term) })
}

// light reports whether a word says little by itself.
func (g *gazetteer) light(term string) bool {
	return slices.ContainsFunc(g.languages, func(l *language.Language) bool { return l.Light(term) })
}

// sight reports whether a word names what a street has one of.
func (g *gazetteer) sight(term string) bool {
	return g.landmark[term] || slices.ContainsFunc(g.endings, func(end string) bool {
		return len(term) > len(end) && strings.HasSuffix(term, end)
	})
}

// dated reports whether a word is one of a date: a month, a day of the week.
func dated(term string) bool {
	meant, ok := language.DateWordOf(term)
	return ok && len(term) > shortestPerson && meant.Kind != language.Beside && meant.Kind != language.Last && meant.Kind != language.This
}
