package index

import (
	"encoding/base32"
	"errors"
	"fmt"
)

// ID names a message for ever. It is made from the message's content when the
// message is first seen (see NewID) and is kept from then on, whatever later
// exports, answers on date order or corrections say. The zero ID names nothing.
type ID [10]byte

// ErrBadID is returned by ParseID for a string that is no ID.
var ErrBadID = errors.New("not a message ID")

var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// String returns the ID as 16 lower-case letters and digits (Crockford's
// base 32: no i, l, o or u).
func (id ID) String() string { return idEncoding.EncodeToString(id[:]) }

// IsZero reports whether id names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText makes an ID a plain string in JSON.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText is the inverse of MarshalText; it fails with ErrBadID.
func (id *ID) UnmarshalText(text []byte) error {
	parsed, err := ParseID(string(text))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

// ParseID reads an ID as String writes it. It fails with ErrBadID.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != idEncoding.EncodedLen(len(id)) {
		return ID{}, fmt.Errorf("%q: %w", s, ErrBadID)
	}
	if _, err := idEncoding.Decode(id[:], []byte(s)); err != nil {
		return ID{}, fmt.Errorf("%q: %w", s, ErrBadID)
	}
	return id, nil
}
