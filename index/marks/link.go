package marks

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Link is a person's word on what a message answers.
type Link struct {
	ID     ID
	Parent ID        // the message it answers; zero: none, it starts a thread
	Since  time.Time // whole seconds
}

func (l Link) value() []byte {
	return binary.BigEndian.AppendUint64(append([]byte(nil), l.Parent[:]...), uint64(l.Since.Unix()))
}

func parseLink(key, value []byte) (Link, error) {
	if len(key) != len(ID{}) || len(value) != len(ID{})+8 {
		return Link{}, fmt.Errorf("link %x: %w", key, ErrDamaged)
	}
	at := int64(binary.BigEndian.Uint64(value[len(ID{}):]))
	return Link{ID: ID(key), Parent: ID(value[:len(ID{})]), Since: time.Unix(at, 0).UTC()}, nil
}

// eachLink calls fn with every corrected link, by message.
func eachLink(tx *bolt.Tx, fn func(Link) error) error {
	return each(tx, linksBucket, func(key, value []byte) error {
		link, err := parseLink(key, value)
		if err != nil {
			return err
		}
		return fn(link)
	})
}

// SetLinks notes what messages answer, in one action.
func (db *DB) SetLinks(ctx context.Context, links []Link, label string, at time.Time) (Action, error) {
	return db.act(ctx, label, at, func(r *recorder) error {
		for _, link := range links {
			link.Since = at
			if err := r.set(linksBucket, link.ID[:], link.value()); err != nil {
				return err
			}
		}
		return nil
	})
}
