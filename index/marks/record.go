package marks

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
)

// ErrDamaged says that the marks file does not hold what was written.
var ErrDamaged = errors.New("marks damaged")

// ErrNewer says that the marks were written by a newer program.
var ErrNewer = errors.New("marks written by a newer version")

// format is the version of what the buckets hold.
const format = 1

var (
	loadsBucket = []byte("loads")
	mediaBucket = []byte("media")
	chatsBucket = []byte("chats")
	tagsBucket  = []byte("tags")
	undoBucket  = []byte("undo")
	metaBucket  = []byte("meta")

	searchesBucket = []byte("searches")
	linksBucket    = []byte("links")
	refusalsBucket = []byte("refusals")
	peopleBucket   = []byte("people")
	issuesBucket   = []byte("issues")

	// forgottenBucket is no mark: nothing in it is undone.
	forgottenBucket = []byte("forgotten")

	// later are buckets that the first stores did not have: each is made when
	// the first record goes into it.
	later = map[string]bool{"searches": true, "links": true, "refusals": true, "people": true, "issues": true, "forgotten": true}

	// buckets are those that actions change, numbered in the undo log.
	buckets = [][]byte{loadsBucket, mediaBucket, chatsBucket, tagsBucket, undoBucket, metaBucket, searchesBucket, linksBucket, refusalsBucket, peopleBucket, issuesBucket}
	all     = slices.Concat(buckets, [][]byte{forgottenBucket})

	formatKey   = []byte("format")
	revisionKey = []byte("revision") // raised by each transaction that changes something
	appliedKey  = []byte("applied")  // number of the newest action that is not undone
	graveKey    = []byte("grave")    // with which tombstones are made
)

// ID is a message ID.
type ID = [10]byte

// Load is one export that became part of the store.
type Load struct {
	Number    uint64    `json:"-"`
	Sum       string    `json:"sha256"`               // of the text: its name in the archive
	Name      string    `json:"name"`                 // of the file, as people know it
	Chat      string    `json:"chat"`                 // key of the chat
	Bytes     int64     `json:"bytes"`                // of the text
	DateOrder string    `json:"date_order,omitempty"` // that message IDs are made by
	Ambiguous bool      `json:"ambiguous,omitempty"`  // nothing in the export proves DateOrder
	Shown     string    `json:"chat_name,omitempty"`  // chat name the export was read under
	AsMe      string    `json:"as_me,omitempty"`
	Clock     int       `json:"clock_minutes,omitempty"` // added to its times, to be on the chat's clock
	Messages  int       `json:"messages"`                // in the export
	New       int       `json:"new"`                     // of them, unknown before
	At        time.Time `json:"at"`                      // when it was loaded
}

// Chat is what is known of a chat apart from its messages.
type Chat struct {
	Key  string `json:"-"`
	Name string `json:"name"` // to show

	// DateOrder is somebody's answer to how exports are to be read that do not
	// prove their order of day and month; "" where nobody was asked.
	DateOrder string `json:"date_order,omitempty"`
	// Overruled says how an export is to be read whatever it proves, by the sum
	// of its text.
	Overruled map[string]string `json:"overruled,omitempty"`
}

// Answer is what somebody says on the order of day and month.
type Answer struct {
	Chat  string // key
	Sum   string // of the export that it overrules; "": of all that prove nothing
	Order string
}

// With returns the chat as an answer makes it.
func (c Chat) With(a Answer) Chat {
	if a.Sum == "" {
		c.DateOrder = a.Order
		return c
	}
	c.Overruled = maps.Clone(c.Overruled)
	if c.Overruled == nil {
		c.Overruled = make(map[string]string)
	}
	c.Overruled[a.Sum] = a.Order
	return c
}

// Reads returns the order of day and month in which an export of the chat is
// to be read.
func (c Chat) Reads(load Load) string {
	switch {
	case c.Overruled[load.Sum] != "":
		return c.Overruled[load.Sum]
	case load.Ambiguous && c.DateOrder != "":
		return c.DateOrder
	}
	return load.DateOrder
}

// Search is a query that somebody saved under a name.
type Search struct {
	Name  string    `json:"-"`
	Query string    `json:"query"`
	Since time.Time `json:"since"` // whole seconds
}

// File is media that came beside an export; only its name is kept.
type File struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum covers where a record stands as well as what it says.
func checksum(bucket, key, value []byte) uint32 {
	sum := crc32.Update(0, castagnoli, bucket)
	sum = crc32.Update(sum, castagnoli, []byte{0})
	sum = crc32.Update(sum, castagnoli, key)
	sum = crc32.Update(sum, castagnoli, []byte{0})
	return crc32.Update(sum, castagnoli, value)
}

// seal puts the checksum before a value.
func seal(bucket, key, value []byte) []byte {
	sealed := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(value)), checksum(bucket, key, value))
	return append(sealed, value...)
}

// unseal checks a record and returns its value, which is only valid within the
// transaction.
func unseal(bucket, key, record []byte) ([]byte, error) {
	if len(record) < 4 || binary.BigEndian.Uint32(record) != checksum(bucket, key, record[4:]) {
		return nil, fmt.Errorf("record %x of %s has a wrong checksum: %w", key, bucket, ErrDamaged)
	}
	return record[4:], nil
}

func put(tx *bolt.Tx, bucket, key, value []byte) error {
	return tx.Bucket(bucket).Put(key, seal(bucket, key, value))
}

// get returns nil if there is no such record.
func get(tx *bolt.Tx, bucket, key []byte) ([]byte, error) {
	record := tx.Bucket(bucket).Get(key)
	if record == nil {
		return nil, nil
	}
	return unseal(bucket, key, record)
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// counter reads a number from the meta bucket; a missing one is 0.
func counter(tx *bolt.Tx, key []byte) (uint64, error) {
	value, err := get(tx, metaBucket, key)
	if err != nil || value == nil {
		return 0, err
	}
	if len(value) != 8 {
		return 0, fmt.Errorf("%s is no number: %w", key, ErrDamaged)
	}
	return binary.BigEndian.Uint64(value), nil
}

func setCounter(tx *bolt.Tx, key []byte, n uint64) error {
	return put(tx, metaBucket, key, number(n))
}

// each calls fn with every record of a bucket, in the order of keys.
func each(tx *bolt.Tx, bucket []byte, fn func(key, value []byte) error) error {
	if tx.Bucket(bucket) == nil {
		return nil
	}
	return tx.Bucket(bucket).ForEach(func(key, record []byte) error {
		value, err := unseal(bucket, key, record)
		if err != nil {
			return err
		}
		return fn(key, value)
	})
}

func decode(bucket, key, value []byte, into any) error {
	if err := json.Unmarshal(value, into); err != nil {
		return fmt.Errorf("record %x of %s: %w: %w", key, bucket, err, ErrDamaged)
	}
	return nil
}

// tagKey is the key of a mark in the tags bucket. Tags hold no zero byte, so
// one tag's marks stand together, in the order of message IDs.
func tagKey(tag string, id ID) []byte {
	return append(append([]byte(tag), 0), id[:]...)
}

func parseTagKey(key []byte) (tag string, id ID, err error) {
	n := len(key) - len(id) - 1
	if n < 1 || key[n] != 0 {
		return "", ID{}, fmt.Errorf("mark %x: %w", key, ErrDamaged)
	}
	return string(key[:n]), ID(key[n+1:]), nil
}

// Mark is one tag on one message.
type Mark struct {
	Tag   string
	ID    ID
	Scope Scope
	Since time.Time // whole seconds
}

// Scope says what a mark on a message speaks of.
type Scope byte

// The scopes of a mark.
const (
	Message Scope = 0 // the message alone
	Thread  Scope = 1 // the thread the message is in
	Except  Scope = 2 // the message alone does not have the tag that its thread has

	scopes = 3
)

func (m Mark) value() []byte {
	return binary.BigEndian.AppendUint64([]byte{byte(m.Scope)}, uint64(m.Since.Unix()))
}

func parseMark(key, value []byte) (Mark, error) {
	tag, id, err := parseTagKey(key)
	if err == nil && (len(value) != 9 || value[0] >= scopes) {
		err = fmt.Errorf("mark %x: %w", key, ErrDamaged)
	}
	if err != nil {
		return Mark{}, err
	}
	return Mark{Tag: tag, ID: id, Scope: Scope(value[0]), Since: time.Unix(int64(binary.BigEndian.Uint64(value[1:])), 0).UTC()}, nil
}
