package index

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/kerbstreet/kerb/index/marks"
)

// mark says what becomes of a record of the marks: marks on messages move to
// the ID that the message has now, and go with messages that are gone; those
// of messages that are not loaded stay. ids tells what is left, by old IDs.
func (f *forgetting) mark(r marks.Record, ids map[marks.ID]marks.ID) (_ marks.Record, keep bool, err error) {
	switch r.Bucket {
	case "loads":
		return f.load(r)
	case "media":
		number, err := loadNumber(r)
		_, changed := f.changed[number] // names of files may tell of the person
		return r, f.keeps(number) && !changed, err
	case "chats":
		return r, string(r.Key) != f.chat || f.chat == "", nil
	case "people":
		return r, f.remembers(string(r.Key), string(r.Value)), nil
	case "searches":
		return r, f.person == nil || !f.person.named(string(r.Key)+" "+string(r.Value)), nil
	case "tags", "links", "refusals":
		return f.onMessage(r, ids)
	}
	return r, f.person == nil || !f.person.named(string(r.Key)+" "+string(r.Value)), nil
}

// remembers reports whether what is said on a name stays: its person is not
// forgotten, and wrote in more than the chat that is.
func (f *forgetting) remembers(name, said string) bool {
	if f.person != nil && f.person.named(name+" "+said) {
		return false
	}
	if f.chat == "" {
		return true
	}
	sender := slices.Index(f.base.table.People(), name)
	for number, chat := range f.base.table.Chats() {
		if chat.Key != f.chat && f.base.table.Wrote(uint16(number))[uint32(sender)] > 0 {
			return true
		}
	}
	return sender < 0
}

func (f *forgetting) keeps(number uint64) bool {
	for _, load := range f.loads {
		if load.Number == number {
			return true
		}
	}
	return false
}

// loadNumber returns the number of the load that a record is about.
func loadNumber(r marks.Record) (uint64, error) {
	if len(r.Key) != 8 {
		return 0, fmt.Errorf("record %x of %s: %w", r.Key, r.Bucket, marks.ErrDamaged)
	}
	return binary.BigEndian.Uint64(r.Key), nil
}

// load is mark for a load.
func (f *forgetting) load(r marks.Record) (_ marks.Record, keep bool, err error) {
	number, err := loadNumber(r)
	if err != nil {
		return r, false, err
	}
	if changed, ok := f.changed[number]; ok {
		r.Value, err = json.Marshal(changed)
	}
	return r, f.keeps(number), err
}

// onMessage is mark for a record whose key ends with a message's ID. A link
// also names the message that is answered; without it, it says nothing.
func (f *forgetting) onMessage(r marks.Record, ids map[marks.ID]marks.ID) (_ marks.Record, keep bool, err error) {
	at := len(r.Key) - len(marks.ID{})
	if at < 0 {
		return r, false, fmt.Errorf("record %x of %s: %w", r.Key, r.Bucket, marks.ErrDamaged)
	}
	id, ok := f.now(marks.ID(r.Key[at:]), ids)
	if !ok {
		return r, false, nil
	}
	r.Key = append(bytes.Clone(r.Key[:at]), id[:]...)
	if r.Bucket != "links" || len(r.Value) < len(id) || marks.ID(r.Value) == (marks.ID{}) {
		return r, true, nil
	}
	parent, ok := f.now(marks.ID(r.Value), ids)
	r.Value = append(parent[:], r.Value[len(parent):]...)
	return r, ok, nil
}

// now returns the ID that a message has now; it is not ok if it is gone.
func (f *forgetting) now(id marks.ID, ids map[marks.ID]marks.ID) (marks.ID, bool) {
	if _, loaded := f.base.table.Find(id); !loaded {
		return id, true
	}
	id, ok := ids[id]
	return id, ok
}
