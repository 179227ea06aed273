package index

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/kerbstreet/kerb/parser"
)

// People edit and delete what they wrote, and an export has only what a message
// is by then. So two exports may have two versions of one message:
//
//	exported in March   10:05 Ben: Ladder free Sunday     10:07 Deb: Lovely
//	exported in April   10:05 Ben: Ladder free Saturday   10:07 Deb: Lovely
//	                          (edited)
//
// A message that was edited or deleted keeps its time and its writer, and
// WhatsApp says that it was. So where either of two is marked as changed, is of
// the same minute and writer as the other, and the other is missing from its
// export, they are one message. It has the ID of the version that was loaded
// first and shows the latest; earlier ones are kept beside the index.

// version is what one export has of a message.
type version struct {
	Text       string      `json:"text"`
	Attachment string      `json:"attachment,omitempty"`
	Kind       parser.Kind `json:"kind"`
	Edited     bool        `json:"edited,omitempty"`
	Reach      uint32      `json:"reach,omitempty"` // time of the export's newest message, as table.Seconds; 0: not known
}

func versionOf(m *parser.Message) version {
	return version{Text: m.Text, Attachment: m.Attachment, Kind: m.Kind, Edited: m.Edited}
}

// isChanged reports whether WhatsApp says that a message was edited or deleted.
func isChanged(kind parser.Kind, edited bool) bool { return edited || kind == parser.Deleted }

// order compares versions of a message by age: nobody takes back that a message
// was deleted, or that it was edited; of two edited ones, that of the export
// which reaches further is later.
func (v *version) order(other *version) int {
	rank := func(v *version) int {
		switch {
		case v.Kind == parser.Deleted:
			return 2
		case v.Edited:
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(rank(v), rank(other)), cmp.Compare(v.Reach, other.Reach))
}

func (v *version) same(other *version) bool {
	return v.Text == other.Text && v.Attachment == other.Attachment && v.Kind == other.Kind && v.Edited == other.Edited
}

// apply makes a message be as a version is.
func (v *version) apply(m *parser.Message) {
	m.Text, m.Attachment, m.Kind, m.Edited = v.Text, v.Attachment, v.Kind, v.Edited
}

// revisions are what exports have of messages: of each the versions, as they
// were found.
type revisions map[ID][]version

// latest returns the version that a message shows.
func latest(versions []version) version {
	return slices.MaxFunc(versions, func(a, b version) int { return a.order(&b) })
}

// latest returns what each message shows.
func (r revisions) latest() map[ID]version {
	shown := make(map[ID]version, len(r))
	for id, versions := range r {
		shown[id] = latest(versions)
	}
	return shown
}

// add takes a version in, and returns its number.
func (r revisions) add(id ID, v version) int {
	for n := range r[id] {
		if r[id][n].same(&v) {
			return n
		}
	}
	r[id] = append(r[id], v)
	return len(r[id]) - 1
}

// reviser finds out which messages of exports are versions of others, while a
// builder reads them. An index is written in one go, so a message that was
// written already cannot take a later version: the builder is stale then, and
// another must start anew, with what this one has found.
type reviser struct {
	revised map[ID]version // what messages show, as an earlier builder found
	found   revisions      // versions of messages that have several or were changed
	shown   map[ID]version // what messages of found show in this builder
	stale   bool

	noted []note // versions of the export that is read
}

// note names a version.
type note struct {
	id     ID
	number int
}

func newReviser(old revisions) reviser {
	r := reviser{found: make(revisions), shown: make(map[ID]version)}
	for id, versions := range old {
		r.found[id], r.shown[id] = slices.Clone(versions), latest(versions)
	}
	return r
}

// revise makes a new message what it is known to have become.
func (r *reviser) revise(id ID, m *parser.Message) {
	own := versionOf(m)
	shown, known := r.revised[id]
	if known {
		shown.apply(m)
	} else if shown = own; !isChanged(own.Kind, own.Edited) {
		return
	}
	r.shown[id] = shown
	r.note(id, own)
}

// note takes in what the export that is read has of a message.
func (r *reviser) note(id ID, v version) {
	r.noted = append(r.noted, note{id, r.found.add(id, v)})
}

// end says of when the versions are that were noted since it was last called.
func (r *reviser) end(reach uint32) {
	for _, n := range r.noted {
		v := &r.found[n.id][n.number]
		v.Reach = max(v.Reach, reach)
	}
	for _, n := range r.noted {
		shown, now := r.shown[n.id], latest(r.found[n.id])
		r.stale = r.stale || !shown.same(&now)
	}
	r.noted = r.noted[:0]
}

// become notes that a known message was found in another version.
func (b *builder) become(row uint32, m *parser.Message) error {
	id := ID(b.table.ID(row))
	if _, known := b.reviser.shown[id]; !known {
		if b.old == nil || int(row) >= b.old.table.Len() {
			b.reviser.stale = true // what it was is known to the next builder
		} else {
			was, err := b.old.version(row)
			if err != nil {
				return err
			}
			b.reviser.shown[id] = was
			b.reviser.found.add(id, was)
		}
	}
	b.reviser.note(id, versionOf(m))
	return nil
}

// version returns what a message shows.
func (g *generation) version(row uint32) (v version, err error) {
	err = g.guard(func() error {
		facts, err := g.table.Row(row)
		if err != nil {
			return err
		}
		v.Kind, v.Edited = facts.Kind, facts.Edited
		v.Text, v.Attachment, err = g.table.Text(row)
		return err
	})
	return v, err
}

// revisionsFile holds the versions of messages that have several, as JSON:
// message ID → versions, the earliest first.
const revisionsFile = "revisions"

// writeRevisions writes what messages were to a generation, if any was
// another.
func writeRevisions(dir string, found revisions) error {
	several := make(map[string][]version)
	for id, versions := range found {
		if len(versions) > 1 {
			versions = slices.Clone(versions)
			slices.SortStableFunc(versions, func(a, b version) int { return a.order(&b) })
			several[id.String()] = versions
		}
	}
	if len(several) == 0 {
		return nil
	}
	content, err := json.Marshal(several)
	if err != nil {
		return err
	}
	return writeDurably(filepath.Join(dir, revisionsFile), content)
}

func readRevisions(dir string) (revisions, error) {
	path := filepath.Join(dir, revisionsFile)
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var several map[string][]version
	if err := json.Unmarshal(content, &several); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", path, err, ErrDamaged)
	}
	found := make(revisions, len(several))
	for text, versions := range several {
		id, err := ParseID(text)
		if err != nil || len(versions) == 0 {
			return nil, fmt.Errorf("%s: %q with %d versions: %w", path, text, len(versions), ErrDamaged)
		}
		found[id] = versions
	}
	return found, nil
}

// earlier returns what a message was before it became what it shows, the
// earliest first.
func (g *generation) earlier(id ID) ([]Earlier, error) {
	found, err := g.revisions()
	if err != nil || len(found[id]) < 2 {
		return nil, err
	}
	versions := found[id]
	list := make([]Earlier, 0, len(versions)-1)
	for _, v := range versions[:len(versions)-1] {
		list = append(list, Earlier{Kind: v.Kind, Text: v.Text, Attachment: v.Attachment})
	}
	return list, nil
}

// Earlier is what a message was before it was edited or deleted, as an earlier
// export has it.
type Earlier struct {
	Kind       parser.Kind
	Text       string
	Attachment string
}
