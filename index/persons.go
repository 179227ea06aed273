package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/marks"
)

// ErrBadPersonName says that nobody can be shown by a name.
var ErrBadPersonName = errors.New("not a name that can be shown")

// ErrNameTaken says that somebody else goes by a name.
var ErrNameTaken = errors.New("somebody else goes by that name")

// Doubt is a question: two people who may be one, because two exports have the
// same messages under their names.
type Doubt struct {
	A, B   string // as shown
	Shared int    // messages
}

// Doubts lists people who may be one, those that share most messages first.
// JoinPeople answers that they are, SplitPerson on either that they are not.
func (sn *Snapshot) Doubts() []Doubt {
	p := sn.people()
	doubts := make([]Doubt, 0, len(p.doubts))
	for _, pair := range p.doubts {
		doubts = append(doubts, Doubt{A: p.show(pair[0]), B: p.show(pair[1]), Shared: sn.table.Shared()[pair]})
	}
	return doubts
}

// people returns who is who.
func (sn *Snapshot) people() *people {
	sn.peopleOnce.Do(func() { sn.persons = newPeople(sn.table, sn.marks.People) })
	return sn.persons
}

// JoinPeople makes names one person's, who is shown by what the first was shown
// by. Each may be any name of a person; all their names are joined. It is a
// mark, and can be undone; an Action without People says that it was so
// already. It fails with ErrNoPerson.
func (s *Store) JoinPeople(ctx context.Context, names []string) (Action, error) {
	return s.say(ctx, "join people "+strings.Join(names, ", "), func(w *words) error {
		first, err := w.find(names[0])
		if err != nil {
			return err
		}
		shown := w.people.show(first)
		for _, name := range names[1:] {
			other, err := w.find(name)
			if err != nil {
				return err
			}
			if w.people.person[first] == w.people.person[other] {
				continue
			}
			// All of them, because names joined by people and names joined by
			// exports may contradict each other.
			for _, sender := range slices.Concat(w.people.of(first), w.people.of(other)) {
				w.change(sender, func(p *marks.Person) { p.With, p.Shown = w.people.names[first], "" })
			}
			w.change(first, func(p *marks.Person) { p.With, p.Shown = "", shown })
		}
		return nil
	})
}

// SplitPerson takes a name from a person it is one of: whoever writes under it
// is somebody else, whatever exports tell. The other names stay together, and
// who has no other keeps the name to show. It can be undone, and fails with ErrNoPerson.
func (s *Store) SplitPerson(ctx context.Context, name string) (Action, error) {
	return s.say(ctx, "split "+name, func(w *words) error {
		sender := uint32(slices.Index(w.people.names, name))
		if name == "" || !slices.Contains(w.people.names, name) {
			var err error
			if sender, err = w.find(name); err != nil {
				return err
			}
		}
		rest := slices.DeleteFunc(slices.Clone(w.people.of(sender)), func(member uint32) bool { return member == sender })
		w.change(sender, func(p *marks.Person) {
			p.With, p.Alone = "", true
			if len(rest) > 0 {
				p.Shown = ""
			}
		})
		for i, member := range rest {
			w.change(member, func(p *marks.Person) {
				switch {
				case i > 0:
					p.With = w.people.names[rest[0]]
				case p.With == w.people.names[sender]:
					p.With = ""
				}
			})
		}
		return nil
	})
}

// NamePerson says by what name a person is shown, who may be called by any of
// theirs. It can be undone. It fails with ErrNoPerson, with ErrBadPersonName,
// and with ErrNameTaken where JoinPeople may be meant.
func (s *Store) NamePerson(ctx context.Context, person, name string) (Action, error) {
	name = strings.TrimSpace(name)
	if err := checkPersonName(name); err != nil {
		return Action{}, err
	}
	return s.say(ctx, fmt.Sprintf("show %s as %s", person, name), func(w *words) error {
		sender, err := w.find(person)
		if err != nil {
			return err
		}
		if other, taken := w.people.find(name); taken && w.people.person[other] != w.people.person[sender] {
			return fmt.Errorf("%q: %w", name, ErrNameTaken)
		}
		for _, member := range w.people.of(sender) {
			w.change(member, func(p *marks.Person) { p.Shown = "" })
		}
		w.change(sender, func(p *marks.Person) { p.Shown = name })
		return nil
	})
}

// maxPersonName bounds a name in bytes: it stands on one line with a message.
const maxPersonName = 128

func checkPersonName(name string) error {
	if name == "" || len(name) > maxPersonName || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return fmt.Errorf("%q: %w: 1 to %d bytes without control characters", name, ErrBadPersonName, maxPersonName)
	}
	return nil
}

// words collects what is said on names.
type words struct {
	people *people
	said   map[string]marks.Person
	fresh  map[string]marks.Person
}

func (s *Store) say(ctx context.Context, label string, decide func(*words) error) (Action, error) {
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return Action{}, err
	}
	defer sn.Close()
	w := words{people: sn.people(), said: sn.marks.People, fresh: make(map[string]marks.Person)}
	if err := decide(&w); err != nil {
		return Action{}, fmt.Errorf("people: %w", err)
	}
	var changed []marks.Person
	for name, person := range w.fresh {
		before := w.said[name]
		before.Name = name
		if person != before {
			changed = append(changed, person)
		}
	}
	action, err := s.marks.SetPeople(ctx, changed, label, s.now())
	return s.acted(ctx, action, false, err)
}

func (w *words) find(name string) (uint32, error) {
	sender, ok := w.people.find(name)
	if !ok {
		return 0, fmt.Errorf("%q: %w", name, ErrNoPerson)
	}
	return sender, nil
}

// change changes what is said on a sender's name.
func (w *words) change(sender uint32, change func(*marks.Person)) {
	name := w.people.names[sender]
	person, ok := w.fresh[name]
	if !ok {
		person = w.said[name]
		person.Name = name
	}
	change(&person)
	w.fresh[name] = person
}
