package marks

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Refusal is a person's word that the thread of a message does not deserve a
// tag that was suggested for it.
type Refusal struct {
	Tag   string
	ID    ID
	Since time.Time // whole seconds
}

func (r Refusal) value() []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(r.Since.Unix()))
}

func parseRefusal(key, value []byte) (Refusal, error) {
	tag, id, err := parseTagKey(key)
	if err == nil && len(value) != 8 {
		err = fmt.Errorf("refusal %x: %w", key, ErrDamaged)
	}
	if err != nil {
		return Refusal{}, err
	}
	return Refusal{Tag: tag, ID: id, Since: time.Unix(int64(binary.BigEndian.Uint64(value)), 0).UTC()}, nil
}

// eachRefusal calls fn with every refusal, by tag and then by message.
func eachRefusal(tx *bolt.Tx, fn func(Refusal) error) error {
	return each(tx, refusalsBucket, func(key, value []byte) error {
		refusal, err := parseRefusal(key, value)
		if err != nil {
			return err
		}
		return fn(refusal)
	})
}

// Refuse notes refusals, in one action. One that is there stays as it is.
func (db *DB) Refuse(ctx context.Context, refusals []Refusal, label string, at time.Time) (Action, error) {
	return db.act(ctx, label, at, func(r *recorder) error {
		for _, refusal := range refusals {
			refusal.Since = at
			if err := r.refuse(refusal); err != nil {
				return err
			}
		}
		return nil
	})
}

// refuse notes a refusal unless there is one.
func (r *recorder) refuse(refusal Refusal) error {
	key := tagKey(refusal.Tag, refusal.ID)
	if b := r.tx.Bucket(refusalsBucket); b != nil && b.Get(key) != nil {
		return nil
	}
	return r.set(refusalsBucket, key, refusal.value())
}
