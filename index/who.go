package index

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/index/table"
)

const (
	// enoughShared is how many messages two names must share to be taken for
	// one person's: fewer can be two neighbours who said "thanks" in one minute.
	enoughShared = 5

	// shareDenied is the part of a name's shared messages that may be with
	// names of others.
	shareDenied = 5
)

// people tells who goes by the names in exports, which are senders by number.
// Two names are one person's where two exports have the same messages under
// them, unless some export has messages of both: a phone has one name for a
// person. What people said stands over that.
type people struct {
	names   []string            // of senders
	person  []uint32            // by sender: the person's first name
	members map[uint32][]uint32 // by first name: all names, of people with several
	shown   map[uint32]string   // by first name: where it is not that name
	doubts  []table.Pair        // names that share messages and are not joined
}

// newPeople takes time in proportion to names and to pairs of them that share
// messages.
func newPeople(r *table.Reader, said map[string]marks.Person) *people {
	p := &people{names: r.People(), person: make([]uint32, len(r.People())), members: make(map[uint32][]uint32), shown: make(map[uint32]string)}
	for sender := range p.person {
		p.person[sender] = uint32(sender)
	}
	numbers := make(map[string]uint32, len(said))
	if len(said) > 0 {
		for sender, name := range p.names {
			numbers[name] = uint32(sender)
		}
	}
	p.believe(said, numbers)
	p.conclude(r, said)
	for first, members := range p.members {
		p.name(first, members, said)
	}
	for name, word := range said {
		if sender, ok := numbers[name]; ok && word.Shown != "" && p.members[p.person[sender]] == nil {
			p.shown[sender] = word.Shown
		}
	}
	return p
}

// believe joins the names that people joined.
func (p *people) believe(said map[string]marks.Person, numbers map[string]uint32) {
	for _, name := range slices.Sorted(maps.Keys(said)) {
		a, known := numbers[name]
		b, other := numbers[said[name].With]
		if known && other && a != 0 && b != 0 {
			p.join(a, b)
		}
	}
}

// conclude joins the names that exports show to be one person's, those that
// share most first.
func (p *people) conclude(r *table.Reader, said map[string]marks.Person) {
	shared := r.Shared()
	pairs := slices.SortedFunc(maps.Keys(shared), func(a, b table.Pair) int {
		return cmp.Or(cmp.Compare(shared[b], shared[a]), slices.Compare(a[:], b[:]))
	})
	denied := make(map[uint32]int, len(pairs)) // messages a name shares with one that cannot be the same as a better one
	best := make(map[uint32]uint32, len(pairs))
	for _, pair := range pairs {
		for i, sender := range pair {
			other := pair[1-i]
			if first, ok := best[sender]; !ok {
				best[sender] = other
			} else if r.Together(first, other) {
				denied[sender] += shared[pair]
			}
		}
	}
	for _, pair := range pairs {
		a, b := pair[0], pair[1]
		if p.person[a] == p.person[b] || said[p.names[a]].Alone || said[p.names[b]].Alone {
			continue
		}
		clear := shared[pair] >= enoughShared && max(denied[a], denied[b])*shareDenied <= shared[pair] && !p.apart(r, a, b)
		switch {
		case clear:
			p.join(a, b)
		case shared[pair] > 1 && !r.Together(a, b):
			p.doubts = append(p.doubts, pair)
		}
	}
	p.doubts = slices.DeleteFunc(p.doubts, func(pair table.Pair) bool { return p.person[pair[0]] == p.person[pair[1]] })
}

// apart reports whether some export has messages of both of two people.
func (p *people) apart(r *table.Reader, a, b uint32) bool {
	for _, x := range p.of(a) {
		for _, y := range p.of(b) {
			if r.Together(x, y) {
				return true
			}
		}
	}
	return false
}

// of returns all names of the person with a name, ascending.
func (p *people) of(sender uint32) []uint32 {
	if members := p.members[p.person[sender]]; members != nil {
		return members
	}
	return []uint32{sender}
}

func (p *people) join(a, b uint32) {
	if p.person[a] == p.person[b] {
		return
	}
	members := slices.Concat(p.of(a), p.of(b))
	slices.Sort(members)
	delete(p.members, p.person[a])
	delete(p.members, p.person[b])
	for _, sender := range members {
		p.person[sender] = members[0]
	}
	p.members[members[0]] = members
}

// name decides by what name somebody with several is shown: the one that was
// asked for last, else the first that is a name.
func (p *people) name(first uint32, members []uint32, said map[string]marks.Person) {
	best := first
	var asked marks.Person
	for _, sender := range members {
		if isNumber(p.names[best]) && !isNumber(p.names[sender]) {
			best = sender
		}
		if word := said[p.names[sender]]; word.Shown != "" && (asked.Shown == "" || word.Since.After(asked.Since)) {
			asked = word
		}
	}
	p.shown[first] = cmp.Or(asked.Shown, p.names[best])
}

// isNumber reports whether a name is a number that nobody has saved.
func isNumber(name string) bool { return strings.IndexFunc(name, unicode.IsLetter) < 0 }

// show returns the name by which a sender's person is shown.
func (p *people) show(sender uint32) string {
	first := p.person[sender]
	if name, ok := p.shown[first]; ok {
		return name
	}
	return p.names[first]
}

// firstName returns the name by which a sender's person was first known, which
// no preference changes.
func (p *people) firstName(sender uint32) string { return p.names[p.person[sender]] }

// also returns the other names of a person.
func (p *people) also(first uint32) []string {
	var also []string
	for _, sender := range p.of(first) {
		if name := p.names[sender]; name != p.show(first) {
			also = append(also, name)
		}
	}
	return also
}

// matching returns the names, as numbers in ascending order, of all people one
// of whose names fits, the one they are shown by included.
func (p *people) matching(fits func(name string) bool) []uint32 {
	found := make(map[uint32]bool)
	for sender, name := range p.names {
		first := p.person[sender]
		if sender == 0 || found[first] {
			continue
		}
		if fits(name) || p.shown[first] != "" && fits(p.shown[first]) {
			found[first] = true
		}
	}
	senders := make([]uint32, 0, len(found))
	for first := range found {
		senders = append(senders, p.of(first)...)
	}
	slices.Sort(senders)
	return senders
}

// find returns a sender by a name: a person's shown one, or any of theirs, else
// in another case.
func (p *people) find(name string) (uint32, bool) {
	folded := foldName(name)
	for _, same := range []func(string) bool{
		func(s string) bool { return s == name },
		func(s string) bool { return foldName(s) == folded },
	} {
		for sender := range p.names {
			if sender > 0 && same(p.show(uint32(sender))) {
				return uint32(sender), true
			}
		}
		for sender, known := range p.names {
			if sender > 0 && same(known) {
				return uint32(sender), true
			}
		}
	}
	return 0, false
}
