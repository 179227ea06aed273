package issue

import (
	"iter"
	"slices"
	"strings"
	"unicode"

	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

// result makes issues of the matters that were followed.
func (f *follower) result() []Issue {
	f.merge()
	var issues []Issue
	known := newRegister()
	for _, c := range f.matters {
		if !f.real(c) {
			continue
		}
		if c.tag == licensing {
			c.subject = f.subjects.of(f.texts(c.messages))
		}
		k := known.find(c)
		if k < 0 {
			k = len(issues)
			issues = append(issues, Issue{Tag: c.tag, What: what(c.kind())})
		}
		known.add(k, c)
		issues[k].Occurrences = append(issues[k].Occurrences, f.occurrence(c))
	}
	for k := range issues {
		f.describe(&issues[k])
	}
	return issues
}

// texts are those of some messages.
func (f *follower) texts(messages []int) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, i := range messages {
			if !yield(f.chat.Messages[i].Text) {
				return
			}
		}
	}
}

// What makes a matter real: enough that speaks for it, from more than one
// message: words, a thread that is likely about it, or two messages that
// certainly are.
const (
	leastStrength = 3
	leastMessages = 2
	certain       = 0.9
)

// real reports whether a matter is more than a word in passing.
func (f *follower) real(c *matter) bool {
	if f.confirmed(c) {
		return true
	}
	people := make(map[string]bool)
	for _, i := range c.messages {
		people[f.chat.Messages[i].Sender] = true
	}
	return (c.strength >= leastStrength || c.likely >= surely || c.chances[1] >= certain) && len(c.messages) >= leastMessages && len(people) > 1
}

// confirmed reports whether a person tagged the thread of a matter's first
// message with the tag it is of.
func (f *follower) confirmed(c *matter) bool {
	for _, i := range c.messages {
		if t := f.thread[i]; t >= 0 {
			for _, tag := range f.chat.Threads[t].Tags {
				if tag.Confirmed && tag.Name == c.tag {
					return true
				}
			}
		}
	}
	return false
}

// what names a kind; "" for whatever.
func what(kind lexicon.Topic) string {
	_, name, _ := strings.Cut(kind.String(), "/")
	return strings.ReplaceAll(name, "-", " ")
}

// occurrence says of a matter what it came to.
func (f *follower) occurrence(c *matter) Occurrence {
	o := Occurrence{
		First: f.chat.Messages[c.first()].Time, Last: f.chat.Messages[c.touched()].Time, Messages: c.messages,
		Over: c.over, Outcome: c.outcome, Confirmed: f.confirmed(c),
	}
	for _, i := range c.messages {
		if t := f.thread[i]; t >= 0 {
			o.Threads = append(o.Threads, t)
		}
	}
	slices.Sort(o.Threads)
	o.Threads = slices.Compact(o.Threads)
	for _, ref := range c.refs {
		if !slices.Contains(o.References, ref) {
			o.References = append(o.References, ref)
		}
	}
	if len(c.places) > 0 {
		o.Place = c.places[0].text
	}
	for _, person := range c.order {
		switch c.says[person].role {
		case Off, Report:
			o.Affected = append(o.Affected, person)
		case Fine:
			o.Unaffected = append(o.Unaffected, person)
		case None, OutageTalk, HoleTalk, Tip, Permit, Roles:
			if c.tag == dumpRun || c.tag == licensing {
				o.Affected = append(o.Affected, person)
			}
		}
	}
	if c.tag == outage {
		o.Scope = c.scope(o)
	}
	return o
}

// wholeStreet is how many households are the whole street where nobody is fine.
const wholeStreet = 6

// scope says how many households an outage hit.
func (m *matter) scope(o Occurrence) Scope {
	homes := make(map[string]bool)
	for _, person := range o.Affected {
		homes[household(person)] = true
	}
	switch {
	case m.kind() == lexicon.StreetLights && len(homes) > 0:
		return Several
	case len(homes) == 0:
		return Unknown
	case len(homes) == 1:
		return OneHousehold
	case len(homes) >= wholeStreet && len(o.Unaffected) == 0:
		return WholeStreet
	}
	return Several
}

// household is equal for people whose names tell the same house: its number.
func household(person string) string {
	number := ""
	for field := range strings.FieldsFuncSeq(person, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("()#,", r) }) {
		if field != "" && unicode.IsDigit([]rune(field)[0]) && len(field) <= len("24/12a") {
			number = field
		}
	}
	if number != "" && !strings.HasPrefix(person, "+") {
		return number
	}
	return person
}

// describe gives an issue its place, title and state.
func (f *follower) describe(is *Issue) {
	is.Place = is.where()
	last := is.Occurrences[len(is.Occurrences)-1]
	is.Resolved = !last.Over.IsZero()
	is.Title = f.title(is)
}

// where returns the place of an issue: the first that an occurrence names. An
// outage of the street has none unless half of its occurrences name one; street
// lights stand somewhere.
func (is *Issue) where() string {
	first, named := "", 0
	for _, o := range is.Occurrences {
		if o.Place == "" {
			continue
		}
		named++
		if first == "" {
			first = o.Place
		}
	}
	wide := is.Tag == outage && is.What != what(lexicon.StreetLights) || is.Tag == dumpRun
	if wide && 2*named < len(is.Occurrences) {
		return ""
	}
	return first
}
