package marks

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Record is one record of a bucket, without its checksum.
type Record struct {
	Bucket string
	Key    []byte
	Value  []byte
}

// Rewrite writes a new marks file at path, in which every record is what
// change makes of it, or is missing if change says so. What was done can not
// be undone in it: the undo log is left out, because it holds what records
// were before. Unlike a change in place, it leaves no old bytes behind. The
// tombstones are added.
func (db *DB) Rewrite(ctx context.Context, path string, change func(Record) (Record, bool, error), tombstones [][]byte, at time.Time) (err error) {
	fresh, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: patience, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return fmt.Errorf("write new marks: %w", err)
	}
	defer func() {
		if err = errors.Join(err, fresh.Close()); err != nil {
			err = errors.Join(fmt.Errorf("write new marks: %w", err), os.Remove(path))
		}
	}()
	return db.view(ctx, func(from *bolt.Tx) error {
		return fresh.Update(func(to *bolt.Tx) error {
			for _, bucket := range all {
				if from.Bucket(bucket) == nil {
					continue
				}
				if _, err := to.CreateBucketIfNotExists(bucket); err != nil {
					return err
				}
				if string(bucket) == string(undoBucket) {
					continue
				}
				if err := rewriteBucket(from, to, bucket, change); err != nil {
					return err
				}
			}
			if err := setCounter(to, appliedKey, 0); err != nil {
				return err
			}
			revision, err := counter(from, revisionKey)
			if err == nil {
				err = setCounter(to, revisionKey, revision+1)
			}
			if err != nil {
				return err
			}
			return bury(to, tombstones, at)
		})
	})
}

func rewriteBucket(from, to *bolt.Tx, bucket []byte, change func(Record) (Record, bool, error)) error {
	return each(from, bucket, func(key, value []byte) error {
		record := Record{Bucket: string(bucket), Key: key, Value: value}
		if string(bucket) != string(metaBucket) && string(bucket) != string(forgottenBucket) {
			var keep bool
			var err error
			if record, keep, err = change(record); err != nil || !keep {
				return err
			}
		}
		return put(to, bucket, record.Key, record.Value)
	})
}

// Tombstones tell who was forgotten, without telling who: of each there is a
// keyed hash, and the key is in the same file, so that it is of use to this
// store alone. It does not hide a name from somebody who has the file and a
// guess.
type Tombstones struct {
	key    []byte
	graves map[[sha256.Size]byte]bool
}

// None reports whether nobody was forgotten.
func (t *Tombstones) None() bool { return len(t.graves) == 0 }

// Has reports whether a person of this folded name was forgotten.
func (t *Tombstones) Has(name string) bool {
	return len(t.graves) > 0 && t.graves[graveOf(t.key, name)]
}

// Of returns the tombstone of a folded name, for Rewrite.
func (t *Tombstones) Of(name string) []byte {
	grave := graveOf(t.key, name)
	return grave[:]
}

func graveOf(key []byte, name string) [sha256.Size]byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(name))
	return [sha256.Size]byte(h.Sum(nil))
}

// Tombstones reads who was forgotten. The key of a store is made when it is
// first asked for.
func (db *DB) Tombstones(ctx context.Context) (t *Tombstones, err error) {
	t = &Tombstones{graves: make(map[[sha256.Size]byte]bool)}
	err = db.view(ctx, func(tx *bolt.Tx) error {
		value, err := get(tx, metaBucket, graveKey)
		if err != nil {
			return err
		}
		t.key = append([]byte(nil), value...)
		return each(tx, forgottenBucket, func(key, _ []byte) error {
			if len(key) != sha256.Size {
				return fmt.Errorf("tombstone %x: %w", key, ErrDamaged)
			}
			t.graves[[sha256.Size]byte(key)] = true
			return nil
		})
	})
	if err != nil || len(t.key) > 0 {
		return t, err
	}
	t.key = make([]byte, sha256.Size)
	if _, err := rand.Read(t.key); err != nil {
		return nil, err
	}
	return t, db.update(ctx, func(tx *bolt.Tx) error { return put(tx, metaBucket, graveKey, t.key) })
}

// bury adds tombstones.
func bury(tx *bolt.Tx, tombstones [][]byte, at time.Time) error {
	if len(tombstones) == 0 {
		return nil
	}
	if _, err := tx.CreateBucketIfNotExists(forgottenBucket); err != nil {
		return err
	}
	for _, grave := range tombstones {
		if err := put(tx, forgottenBucket, grave, number(uint64(at.Unix()))); err != nil {
			return err
		}
	}
	return nil
}
