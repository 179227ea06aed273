package marks

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Person is a person's word on who goes by a name.
type Person struct {
	Name  string    `json:"-"`
	With  string    `json:"with,omitempty"`  // another name of the same person
	Alone bool      `json:"alone,omitempty"` // whatever exports tell, this name is nobody else's
	Shown string    `json:"shown,omitempty"` // by which the person is shown
	Since time.Time `json:"since"`           // whole seconds
}

// said reports whether the word says anything.
func (p Person) said() bool { return p.With != "" || p.Alone || p.Shown != "" }

// eachPerson calls fn with every word on a name, by name.
func eachPerson(tx *bolt.Tx, fn func(Person) error) error {
	return each(tx, peopleBucket, func(key, value []byte) error {
		person := Person{Name: string(key)}
		if err := decode(peopleBucket, key, value, &person); err != nil {
			return err
		}
		return fn(person)
	})
}

// SetPeople notes who goes by names, each in the place of what was noted, in
// one action.
func (db *DB) SetPeople(ctx context.Context, people []Person, label string, at time.Time) (Action, error) {
	return db.act(ctx, label, at, func(r *recorder) error {
		for _, person := range people {
			person.Since = at.UTC().Truncate(time.Second)
			if err := r.person(person); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *recorder) person(person Person) error {
	if !person.said() {
		return r.set(peopleBucket, []byte(person.Name), nil)
	}
	value, err := json.Marshal(person)
	if err != nil {
		return err
	}
	return r.set(peopleBucket, []byte(person.Name), value)
}

// followPerson returns words on names as a change leaves them.
func followPerson(people map[string]Person, c change) (map[string]Person, error) {
	next := maps.Clone(people)
	person := Person{Name: string(c.key)}
	if c.after == nil {
		delete(next, person.Name)
		return next, nil
	}
	if err := decode(peopleBucket, c.key, c.after[4:], &person); err != nil {
		return nil, err
	}
	next[person.Name] = person
	return next, nil
}
