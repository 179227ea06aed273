package marks

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Tag puts marks in the place of what was said before of their tags and
// messages, and drops others, by tag and message. A mark of the same scope that
// is there already stays as it is.
func (db *DB) Tag(ctx context.Context, put, drop []Mark, label string, at time.Time) (Action, error) {
	return db.act(ctx, label, at, func(r *recorder) error {
		for _, mark := range put {
			mark.Since = at
			if err := r.put(mark); err != nil {
				return err
			}
		}
		for _, mark := range drop {
			if err := r.set(tagsBucket, tagKey(mark.Tag, mark.ID), nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// put sets a mark unless there is one of its scope.
func (r *recorder) put(mark Mark) error {
	key := tagKey(mark.Tag, mark.ID)
	known, err := get(r.tx, tagsBucket, key)
	if err != nil {
		return err
	}
	if known != nil {
		if there, err := parseMark(key, known); err != nil || there.Scope == mark.Scope {
			return err
		}
	}
	return r.set(tagsBucket, key, mark.value())
}

// add sets a mark unless the message has the tag.
func (r *recorder) add(mark Mark) error {
	key := tagKey(mark.Tag, mark.ID)
	if r.tx.Bucket(tagsBucket).Get(key) != nil {
		return nil
	}
	return r.set(tagsBucket, key, mark.value())
}

// RenameChat changes the name a chat is shown by.
func (db *DB) RenameChat(ctx context.Context, key, name, label string, at time.Time) (Action, error) {
	return db.act(ctx, label, at, func(r *recorder) error { return r.name(Chat{Key: key, Name: name}) })
}

// AnswerDateOrder notes in which order day and month are to be read.
func (db *DB) AnswerDateOrder(ctx context.Context, answer Answer, label string, at time.Time) (Action, error) {
	return db.act(ctx, label, at, func(r *recorder) error { return r.answer(answer) })
}

func (r *recorder) name(chat Chat) error {
	return r.describe(chat.Key, func(c *Chat) { c.Name = chat.Name })
}

func (r *recorder) answer(a Answer) error {
	return r.describe(a.Chat, func(c *Chat) { *c = c.With(a) })
}

// describe changes what is known of a chat.
func (r *recorder) describe(key string, change func(*Chat)) error {
	chat := Chat{Name: key}
	known, err := get(r.tx, chatsBucket, []byte(key))
	if err != nil {
		return err
	}
	if known != nil {
		if err := decode(chatsBucket, []byte(key), known, &chat); err != nil {
			return err
		}
	}
	change(&chat)
	value, err := json.Marshal(chat)
	if err != nil {
		return err
	}
	return r.set(chatsBucket, []byte(key), value)
}

// SaveSearch keeps a search, in the place of one that had its name.
func (db *DB) SaveSearch(ctx context.Context, search Search, label string, at time.Time) (Action, error) {
	search.Since = at.UTC().Truncate(time.Second)
	return db.act(ctx, label, at, func(r *recorder) error { return r.search(search) })
}

func (r *recorder) search(search Search) error {
	value, err := json.Marshal(search)
	if err != nil {
		return err
	}
	return r.set(searchesBucket, []byte(search.Name), value)
}

// RemoveSearch forgets the search with this name.
func (db *DB) RemoveSearch(ctx context.Context, name, label string, at time.Time) (Action, error) {
	return db.act(ctx, label, at, func(r *recorder) error { return r.set(searchesBucket, []byte(name), nil) })
}

// Dump is every mark that can be written as text and read back.
type Dump struct {
	Tags     []Mark
	Chats    []Chat
	Answers  []Answer
	Searches []Search
	Links    []Link
	Refusals []Refusal
	People   []Person
	Issues   []Issue
}

// Restore adds what a dump holds in one action; tags, searches, links,
// refusals and words on names and issues that are there stay as they are.
func (db *DB) Restore(ctx context.Context, d Dump, label string, at time.Time) (Action, error) {
	return db.act(ctx, label, at, func(r *recorder) error {
		for _, mark := range d.Tags {
			if err := r.add(mark); err != nil {
				return err
			}
		}
		for _, chat := range d.Chats {
			if err := r.name(chat); err != nil {
				return err
			}
		}
		for _, answer := range d.Answers {
			if err := r.answer(answer); err != nil {
				return err
			}
		}
		for _, search := range d.Searches {
			if b := r.tx.Bucket(searchesBucket); b != nil && b.Get([]byte(search.Name)) != nil {
				continue
			}
			if err := r.search(search); err != nil {
				return err
			}
		}
		for _, link := range d.Links {
			if b := r.tx.Bucket(linksBucket); b != nil && b.Get(link.ID[:]) != nil {
				continue
			}
			if err := r.set(linksBucket, link.ID[:], link.value()); err != nil {
				return err
			}
		}
		for _, refusal := range d.Refusals {
			if err := r.refuse(refusal); err != nil {
				return err
			}
		}
		for _, person := range d.People {
			if b := r.tx.Bucket(peopleBucket); b != nil && b.Get([]byte(person.Name)) != nil {
				continue
			}
			if err := r.person(person); err != nil {
				return err
			}
		}
		for _, issue := range d.Issues {
			if b := r.tx.Bucket(issuesBucket); b != nil && b.Get([]byte(issue.ID)) != nil {
				continue
			}
			if err := r.issue(issue); err != nil {
				return err
			}
		}
		return nil
	})
}

// Dump returns every mark, each kind in the order of its keys: tags by name and
// then by message, chats by key, the others by name or message. Answers on the
// order of day and month are in Chats.
func (db *DB) Dump(ctx context.Context) (d Dump, err error) {
	err = db.view(ctx, func(tx *bolt.Tx) error {
		err := each(tx, tagsBucket, func(key, value []byte) error {
			m, err := parseMark(key, value)
			d.Tags = append(d.Tags, m)
			return err
		})
		if err != nil {
			return err
		}
		err = each(tx, chatsBucket, func(key, value []byte) error {
			c := Chat{Key: string(key)}
			err := decode(chatsBucket, key, value, &c)
			d.Chats = append(d.Chats, c)
			return err
		})
		if err != nil {
			return err
		}
		return errors.Join(
			eachSearch(tx, collect(&d.Searches)), eachLink(tx, collect(&d.Links)), eachRefusal(tx, collect(&d.Refusals)),
			eachPerson(tx, collect(&d.People)), eachIssue(tx, collect(&d.Issues)),
		)
	})
	return d, err
}

// collect returns a function that adds what it is given to a list.
func collect[T any](list *[]T) func(T) error {
	return func(item T) error {
		*list = append(*list, item)
		return nil
	}
}

// eachSearch calls fn with every saved search, by name.
func eachSearch(tx *bolt.Tx, fn func(Search) error) error {
	return each(tx, searchesBucket, func(key, value []byte) error {
		s := Search{Name: string(key)}
		if err := decode(searchesBucket, key, value, &s); err != nil {
			return err
		}
		return fn(s)
	})
}

// Loaded is a load to be recorded with what came with it.
type Loaded struct {
	Load
	Media []File
}

// Record notes loads, in one transaction, each under its Number, and the chats
// that are new. It is not an action: loads are not undone.
func (db *DB) Record(ctx context.Context, loads []Loaded, chats []Chat) error {
	return db.update(ctx, func(tx *bolt.Tx) error {
		for _, load := range loads {
			value, err := json.Marshal(load.Load)
			if err != nil {
				return err
			}
			if err := put(tx, loadsBucket, number(load.Number), value); err != nil {
				return err
			}
			if len(load.Media) == 0 {
				continue
			}
			if value, err = json.Marshal(load.Media); err != nil {
				return err
			}
			if err := put(tx, mediaBucket, number(load.Number), value); err != nil {
				return err
			}
		}
		for _, chat := range chats {
			known, err := get(tx, chatsBucket, []byte(chat.Key))
			if err != nil {
				return err
			}
			if known != nil {
				continue
			}
			value, err := json.Marshal(chat)
			if err != nil {
				return err
			}
			if err := put(tx, chatsBucket, []byte(chat.Key), value); err != nil {
				return err
			}
		}
		return nil
	})
}
