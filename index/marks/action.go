package marks

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
)

// ErrNothing says that the undo log has no action in the direction asked for.
var ErrNothing = errors.New("nothing to undo or redo")

// undoLimit is how many actions can be undone; tests set a lower one.
const undoLimit = 1000

// change is one record before and after an action. nil stands for no record.
type change struct {
	bucket        byte // index in buckets
	key           []byte
	before, after []byte // sealed
}

// Action is something a person did: changes that are made, undone and redone
// together.
type Action struct {
	Label   string // for people, such as "tag 12 messages pothole"
	At      time.Time
	changes []change
}

// Empty reports whether the action changed nothing; it is then not in the undo
// log.
func (a *Action) Empty() bool { return len(a.changes) == 0 }

// Summary tells what an action did to tags.
type Summary struct {
	Tags           []string // in alphabetical order
	Added, Removed int      // tags on messages
	Messages       int      // how many different messages these are
	Threads        int      // how many different threads got or lost a tag, by the messages that stand for them
	Links          int      // corrected links
	Refusals       int      // suggestions that were refused, or no longer are
	People         int      // names of which it was said whose they are
	Issues         int      // on which something was decided
}

// Summary counts the action's changes of tags. For an action that was undone,
// undone is true and the counts are those of the undoing.
func (a *Action) Summary(undone bool) Summary {
	var s Summary
	messages, threads := make(map[ID]struct{}), make(map[ID]struct{})
	tags := make(map[string]struct{})
	for _, c := range a.changes {
		if bytes.Equal(buckets[c.bucket], linksBucket) {
			s.Links++
		}
		if bytes.Equal(buckets[c.bucket], refusalsBucket) {
			s.Refusals++
		}
		if bytes.Equal(buckets[c.bucket], issuesBucket) {
			s.Issues++
		}
		if bytes.Equal(buckets[c.bucket], peopleBucket) {
			s.People++
		}
		if !bytes.Equal(buckets[c.bucket], tagsBucket) {
			continue
		}
		tag, id, err := parseTagKey(c.key)
		if err != nil {
			continue
		}
		before, after := c.before, c.after
		if undone {
			before, after = after, before
		}
		had, has := scopeOf(before), scopeOf(after)
		if had == Thread || has == Thread {
			threads[id] = struct{}{}
			tags[tag] = struct{}{}
			continue
		}
		tags[tag] = struct{}{}
		messages[id] = struct{}{}
		if has == Message || had == Except && has != Except {
			s.Added++
		} else {
			s.Removed++
		}
	}
	for tag := range tags {
		s.Tags = append(s.Tags, tag)
	}
	slices.Sort(s.Tags)
	s.Messages, s.Threads = len(messages), len(threads)
	return s
}

// scopeOf returns the scope of a sealed mark, scopes for none.
func scopeOf(record []byte) Scope {
	if len(record) < 5 {
		return scopes
	}
	return Scope(record[4])
}

// recorder makes changes and notes them.
type recorder struct {
	tx     *bolt.Tx
	action Action
}

// set changes a record; a nil value deletes it. What is already so is no
// change.
func (r *recorder) set(bucket, key, value []byte) error {
	var before []byte
	if b := r.tx.Bucket(bucket); b != nil {
		before = b.Get(key)
	}
	var after []byte
	if value != nil {
		after = seal(bucket, key, value)
	}
	if bytes.Equal(before, after) && (before == nil) == (after == nil) {
		return nil
	}
	if before != nil {
		if _, err := unseal(bucket, key, before); err != nil {
			return err
		}
	}
	c := change{
		bucket: byte(slices.IndexFunc(buckets, func(name []byte) bool { return bytes.Equal(name, bucket) })),
		key:    bytes.Clone(key), before: bytes.Clone(before), after: after,
	}
	r.action.changes = append(r.action.changes, c)
	return apply(r.tx, c.bucket, c.key, c.after)
}

func apply(tx *bolt.Tx, bucket byte, key, record []byte) error {
	b, err := tx.CreateBucketIfNotExists(buckets[bucket])
	if err != nil {
		return err
	}
	if record == nil {
		return b.Delete(key)
	}
	return b.Put(key, record)
}

// act runs fn in a transaction and puts what it changed into the undo log, of
// which what had been undone is dropped.
func (db *DB) act(ctx context.Context, label string, at time.Time, fn func(*recorder) error) (Action, error) {
	var done Action
	err := db.change(ctx, func(tx *bolt.Tx) ([]change, error) {
		r := &recorder{tx: tx, action: Action{Label: label, At: at.UTC().Truncate(time.Second)}}
		if err := fn(r); err != nil {
			return nil, err
		}
		done = r.action
		if done.Empty() {
			return nil, nil
		}
		return done.changes, done.log(tx, db.undoLimit)
	})
	return done, err
}

// log puts the action into the undo log in the place of those that were
// undone, and drops the oldest of more than limit.
func (a *Action) log(tx *bolt.Tx, limit uint64) error {
	applied, err := counter(tx, appliedKey)
	if err != nil {
		return err
	}
	log := tx.Bucket(undoBucket)
	for n := applied + 1; log.Get(number(n)) != nil; n++ {
		if err := log.Delete(number(n)); err != nil {
			return err
		}
	}
	if applied >= limit {
		if err := log.Delete(number(applied + 1 - limit)); err != nil {
			return err
		}
	}
	if err := put(tx, undoBucket, number(applied+1), a.encode()); err != nil {
		return err
	}
	return setCounter(tx, appliedKey, applied+1)
}

// Undo takes the newest action back that has not been taken back. It fails
// with ErrNothing if there is none.
func (db *DB) Undo(ctx context.Context) (Action, error) {
	var undone Action
	err := db.change(ctx, func(tx *bolt.Tx) ([]change, error) {
		applied, err := counter(tx, appliedKey)
		if err != nil {
			return nil, err
		}
		if undone, err = logged(tx, applied); err != nil {
			return nil, err
		}
		var made []change
		for _, c := range slices.Backward(undone.changes) {
			c.before, c.after = c.after, c.before
			made = append(made, c)
		}
		return made, errors.Join(applyAll(tx, made), setCounter(tx, appliedKey, applied-1))
	})
	return undone, err
}

// Redo does again what was undone last. It fails with ErrNothing if nothing
// was, or if something has been done since.
func (db *DB) Redo(ctx context.Context) (Action, error) {
	var redone Action
	err := db.change(ctx, func(tx *bolt.Tx) ([]change, error) {
		applied, err := counter(tx, appliedKey)
		if err != nil {
			return nil, err
		}
		if redone, err = logged(tx, applied+1); err != nil {
			return nil, err
		}
		return redone.changes, errors.Join(applyAll(tx, redone.changes), setCounter(tx, appliedKey, applied+1))
	})
	return redone, err
}

func applyAll(tx *bolt.Tx, changes []change) error {
	for _, c := range changes {
		if err := apply(tx, c.bucket, c.key, c.after); err != nil {
			return err
		}
	}
	return nil
}

// logged reads an action from the undo log.
func logged(tx *bolt.Tx, n uint64) (Action, error) {
	value, err := get(tx, undoBucket, number(n))
	if err != nil {
		return Action{}, err
	}
	if value == nil {
		return Action{}, ErrNothing
	}
	action, ok := decodeAction(bytes.Clone(value))
	if !ok {
		return Action{}, fmt.Errorf("action %d: %w", n, ErrDamaged)
	}
	return action, nil
}

// encode writes an action: its time, label, and changes, every string after
// its length. The length of a record that may be missing is one more than its
// bytes; 0 is no record.
func (a *Action) encode() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(a.At.Unix()))
	b = binary.AppendUvarint(b, uint64(len(a.Label)))
	b = append(b, a.Label...)
	b = binary.AppendUvarint(b, uint64(len(a.changes)))
	for _, c := range a.changes {
		b = append(b, c.bucket)
		b = binary.AppendUvarint(b, uint64(len(c.key)))
		b = append(b, c.key...)
		for _, record := range [][]byte{c.before, c.after} {
			if record == nil {
				b = append(b, 0)
				continue
			}
			b = binary.AppendUvarint(b, uint64(len(record))+1)
			b = append(b, record...)
		}
	}
	return b
}

func decodeAction(b []byte) (Action, bool) {
	ok := len(b) >= 8
	if !ok {
		return Action{}, false
	}
	a := Action{At: time.Unix(int64(binary.BigEndian.Uint64(b)), 0).UTC()}
	b = b[8:]
	length := func() uint64 {
		n, size := binary.Uvarint(b)
		if size <= 0 {
			ok = false
			return 0
		}
		b = b[size:]
		return n
	}
	cut := func(n uint64) []byte {
		if n > uint64(len(b)) {
			ok = false
			return nil
		}
		head := b[:n:n]
		b = b[n:]
		return head
	}
	record := func() []byte {
		if n := length(); n > 0 {
			return cut(n - 1)
		}
		return nil
	}
	a.Label = string(cut(length()))
	for n := length(); n > 0 && ok; n-- {
		var c change
		if where := cut(1); ok && int(where[0]) < len(buckets) {
			c.bucket = where[0]
		} else {
			ok = false
		}
		c.key = cut(length())
		c.before = record()
		c.after = record()
		a.changes = append(a.changes, c)
	}
	return a, ok && len(b) == 0
}

func asNumber(key []byte) uint64 {
	if len(key) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(key)
}
