package tui

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/kerbstreet/kerb/index"
)

func (s *fakeSnapshot) People(of string) []index.Person {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	var people []index.Person
	for _, chat := range s.chats {
		for _, m := range s.messages[chat] {
			if m.Sender == "" || of != "" && of != chat {
				continue
			}
			name := s.store.shown(m.Sender)
			i := slices.IndexFunc(people, func(p index.Person) bool { return p.Name == name })
			if i < 0 {
				i = len(people)
				people = append(people, index.Person{Name: name, Also: s.store.names[name]})
			}
			people[i].Messages++
		}
	}
	slices.SortStableFunc(people, func(a, b index.Person) int { return b.Messages - a.Messages })
	return people
}

func (s *fakeSnapshot) Doubts() []index.Doubt { return s.store.doubts }

// shown is the name that a person is shown by.
func (f *fakeStore) shown(name string) string {
	for shown, also := range f.names {
		if slices.Contains(also, name) {
			return shown
		}
	}
	return name
}

// rename changes who is who.
func (f *fakeStore) rename(change func(names map[string][]string) error) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	names := maps.Clone(f.names)
	if names == nil {
		names = map[string][]string{}
	}
	if err := change(names); err != nil {
		return index.Action{}, err
	}
	f.names = names
	f.revision++
	return index.Action{People: 1}, nil
}

func (f *fakeStore) JoinPeople(_ context.Context, names []string) (index.Action, error) {
	return f.rename(func(all map[string][]string) error {
		all[names[0]] = slices.Concat(all[names[0]], names[1:], all[names[1]])
		delete(all, names[1])
		return nil
	})
}

func (f *fakeStore) SplitPerson(_ context.Context, name string) (index.Action, error) {
	return f.rename(func(all map[string][]string) error {
		shown := f.shown(name)
		all[shown] = slices.DeleteFunc(slices.Clone(all[shown]), func(other string) bool { return other == name })
		f.doubts = nil
		return nil
	})
}

func (f *fakeStore) NamePerson(_ context.Context, person, name string) (index.Action, error) {
	return f.rename(func(all map[string][]string) error {
		if name == "Raj" {
			return fmt.Errorf("people: %q: %w", name, index.ErrNameTaken)
		}
		all[name] = slices.Concat([]string{person}, all[person])
		delete(all, person)
		return nil
	})
}

// acquainted is a street of which some go by several names.
func acquainted() *fakeStore {
	f := threadedStreet()
	f.names = map[string][]string{"Ben": {"~ Ben", "+44 7700 900123"}}
	f.doubts = []index.Doubt{{A: "Sue", B: "Ann", Shared: 3}}
	return f
}
