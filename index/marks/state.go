package marks

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
)

// State is all marks of one moment. It does not change; maps and slices in it
// are shared and must not be changed either.
type State struct {
	Revision uint64 // raised by every change
	Loads    []Load // in the order of loading
	Chats    map[string]Chat
	Searches []Search  // that were saved, the oldest first
	Links    map[ID]ID // what messages answer by a person's word; zero: nothing

	// Marks by tag, sorted by message.
	Tags       map[string][]ID // on messages
	ThreadTags map[string][]ID // on messages, for the thread that each is in
	Exceptions map[string][]ID // messages that do not have what their thread has

	People map[string]Person // who goes by a name, by a person's word
	Issues map[string]Issue  // what a person decided on issues, by ID

	Refusals map[string][]ID // tags that the thread of a message does not deserve, by tag, sorted by message

	log logEnds
}

// Empty reports whether nothing was loaded, and nobody did anything.
func (s *State) Empty() bool {
	return len(s.Loads)+len(s.Tags)+len(s.ThreadTags)+len(s.Links)+len(s.Searches)+len(s.Refusals)+len(s.People)+len(s.Issues) == 0
}

// CanUndo reports whether there is an action to undo.
func (s *State) CanUndo() bool { return s.log.undo }

// CanRedo reports whether there is an undone action to do again.
func (s *State) CanRedo() bool { return s.log.redo }

// With returns the state that an answer would make of this one.
func (s *State) With(a Answer) *State {
	next := *s
	next.Chats = maps.Clone(s.Chats)
	next.Chats[a.Chat] = s.Chats[a.Chat].With(a)
	return &next
}

// scoped holds messages by scope and tag.
type scoped [scopes]map[string][]ID

func newScoped() scoped {
	var s scoped
	for scope := range s {
		s[scope] = make(map[string][]ID)
	}
	return s
}

// take adds the mark of a sealed record, if there is one.
func (s scoped) take(key, record []byte) error {
	if record == nil {
		return nil
	}
	mark, err := parseMark(key, record[4:])
	if err != nil {
		return err
	}
	s[mark.Scope][mark.Tag] = append(s[mark.Scope][mark.Tag], mark.ID)
	return nil
}

// byScope returns the marks of a scope.
func (s *State) byScope(scope Scope) map[string][]ID {
	return scoped{s.Tags, s.ThreadTags, s.Exceptions}[scope]
}

// Has reports whether there is a mark of this scope on a message.
func (s *State) Has(scope Scope, tag string, id ID) bool {
	_, found := slices.BinarySearchFunc(s.byScope(scope)[tag], id, compareIDs)
	return found
}

// TagsOf returns the tags that are on a message itself, in alphabetical order.
func (s *State) TagsOf(id ID) []string {
	var tags []string
	for tag := range s.Tags {
		if s.Has(Message, tag, id) {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return tags
}

func compareIDs(a, b ID) int { return bytes.Compare(a[:], b[:]) }

// stamp tells one version of the file from another.
type stamp struct {
	modified time.Time
	size     int64
	steady   bool // the file had been left alone for long enough when it was read
}

// settled is how old a file must be for its time to tell it from a later
// version: file systems keep time in steps of up to some milliseconds.
const settled = 50 * time.Millisecond

func (db *DB) stamp() (stamp, error) {
	info, err := os.Stat(db.path)
	if err != nil {
		return stamp{}, err
	}
	return stamp{modified: info.ModTime(), size: info.Size(), steady: time.Since(info.ModTime()) > settled}, nil
}

// State returns the marks as they are now. It costs one stat of the file as
// long as nothing changes.
func (db *DB) State(ctx context.Context) (*State, error) {
	now, err := db.stamp()
	if err != nil {
		return nil, err
	}
	db.mu.Lock()
	state, seen := db.state, db.seen
	db.mu.Unlock()
	if state != nil && seen.steady && seen.modified.Equal(now.modified) && seen.size == now.size {
		return state, nil
	}
	var fresh *State
	err = db.view(ctx, func(tx *bolt.Tx) error {
		revision, err := counter(tx, revisionKey)
		if err != nil {
			return err
		}
		if state != nil && state.Revision == revision {
			fresh = state
			return nil
		}
		if state != nil { // others wrote the file since it was looked through
			if err := checkPages(tx); err != nil {
				return err
			}
		}
		fresh, err = read(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.state == nil || fresh.Revision >= db.state.Revision {
		db.state, db.seen = fresh, now
	}
	return fresh, nil
}

// read reads all marks but the undo log.
func read(tx *bolt.Tx) (*State, error) {
	s := &State{
		Chats: make(map[string]Chat), Links: make(map[ID]ID), People: make(map[string]Person), Issues: make(map[string]Issue),
		Tags: make(map[string][]ID), ThreadTags: make(map[string][]ID), Exceptions: make(map[string][]ID), Refusals: make(map[string][]ID),
	}
	var err error
	if s.Revision, err = counter(tx, revisionKey); err != nil {
		return nil, err
	}
	err = each(tx, loadsBucket, func(key, value []byte) error {
		load := Load{Number: asNumber(key)}
		if err := decode(loadsBucket, key, value, &load); err != nil {
			return err
		}
		s.Loads = append(s.Loads, load)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = each(tx, chatsBucket, func(key, value []byte) error {
		chat := Chat{Key: string(key)}
		if err := decode(chatsBucket, key, value, &chat); err != nil {
			return err
		}
		s.Chats[chat.Key] = chat
		return nil
	})
	if err != nil {
		return nil, err
	}
	var tag string // of the records at hand: they stand together
	var ids [scopes][]ID
	flush := func() {
		for scope, list := range ids {
			if list != nil {
				s.byScope(Scope(scope))[tag] = list
			}
		}
		ids = [scopes][]ID{}
	}
	err = each(tx, tagsBucket, func(key, value []byte) error {
		mark, err := parseMark(key, value)
		if err != nil {
			return err
		}
		if mark.Tag != tag {
			flush()
			tag = mark.Tag
		}
		ids[mark.Scope] = append(ids[mark.Scope], mark.ID)
		return nil
	})
	if err != nil {
		return nil, err
	}
	flush()
	err = eachLink(tx, func(link Link) error {
		s.Links[link.ID] = link.Parent
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRefusal(tx, func(refusal Refusal) error {
		s.Refusals[refusal.Tag] = append(s.Refusals[refusal.Tag], refusal.ID)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachIssue(tx, func(issue Issue) error {
		s.Issues[issue.ID] = issue
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachPerson(tx, func(person Person) error {
		s.People[person.Name] = person
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachSearch(tx, func(search Search) error {
		s.Searches = append(s.Searches, search)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(s.Searches, oldestFirst)
	s.log, err = readLogEnds(tx)
	return s, err
}

func oldestFirst(a, b Search) int {
	return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Name, b.Name))
}

// logEnds says which ways the undo log goes on.
type logEnds struct{ undo, redo bool }

func readLogEnds(tx *bolt.Tx) (logEnds, error) {
	applied, err := counter(tx, appliedKey)
	if err != nil {
		return logEnds{}, err
	}
	log := tx.Bucket(undoBucket)
	return logEnds{undo: log.Get(number(applied)) != nil, redo: log.Get(number(applied+1)) != nil}, nil
}

// after returns the state that changes make of s, which stays as it is.
func (s *State) after(changes []change, log logEnds, revision uint64) (*State, error) {
	next := &State{
		Revision: revision, Loads: s.Loads, Chats: maps.Clone(s.Chats), Searches: slices.Clone(s.Searches), Links: maps.Clone(s.Links), People: s.People, Issues: s.Issues, log: log,
		Tags: maps.Clone(s.Tags), ThreadTags: maps.Clone(s.ThreadTags), Exceptions: maps.Clone(s.Exceptions), Refusals: maps.Clone(s.Refusals),
	}
	added, removed := newScoped(), newScoped()
	for _, c := range changes {
		switch bucket := buckets[c.bucket]; {
		case bytes.Equal(bucket, tagsBucket):
			if err := removed.take(c.key, c.before); err != nil {
				return nil, err
			}
			if err := added.take(c.key, c.after); err != nil {
				return nil, err
			}
		case bytes.Equal(bucket, linksBucket):
			if c.after == nil {
				delete(next.Links, ID(c.key))
				break
			}
			link, err := parseLink(c.key, c.after[4:])
			if err != nil {
				return nil, err
			}
			next.Links[link.ID] = link.Parent
		case bytes.Equal(bucket, refusalsBucket):
			tag, id, err := parseTagKey(c.key)
			if err != nil {
				return nil, err
			}
			ids := slices.DeleteFunc(slices.Clone(next.Refusals[tag]), func(known ID) bool { return known == id })
			if c.after != nil {
				ids = append(ids, id)
				slices.SortFunc(ids, compareIDs)
			}
			if next.Refusals[tag] = ids; len(ids) == 0 {
				delete(next.Refusals, tag)
			}
		case bytes.Equal(bucket, issuesBucket):
			var err error
			if next.Issues, err = followIssue(next.Issues, c); err != nil {
				return nil, err
			}
		case bytes.Equal(bucket, peopleBucket):
			var err error
			if next.People, err = followPerson(next.People, c); err != nil {
				return nil, err
			}
		case bytes.Equal(bucket, chatsBucket) && c.after != nil:
			chat := Chat{Key: string(c.key)}
			if err := decode(bucket, c.key, c.after[4:], &chat); err != nil {
				return nil, err
			}
			next.Chats[chat.Key] = chat
		case bytes.Equal(bucket, searchesBucket):
			search := Search{Name: string(c.key)}
			next.Searches = slices.DeleteFunc(next.Searches, func(s Search) bool { return s.Name == search.Name })
			if c.after == nil {
				break
			}
			if err := decode(bucket, c.key, c.after[4:], &search); err != nil {
				return nil, err
			}
			next.Searches = append(next.Searches, search)
			slices.SortFunc(next.Searches, oldestFirst)
		default:
			return nil, fmt.Errorf("a change of %s that cannot be followed", bucket)
		}
	}
	for scope := range scopes {
		marks := next.byScope(Scope(scope))
		for tag, ids := range removed[scope] {
			gone := make(map[ID]bool, len(ids))
			for _, id := range ids {
				gone[id] = true
			}
			marks[tag] = slices.DeleteFunc(slices.Clone(marks[tag]), func(id ID) bool { return gone[id] })
		}
		for tag, ids := range added[scope] {
			all := slices.Concat(marks[tag], ids)
			slices.SortFunc(all, compareIDs)
			marks[tag] = all
		}
		maps.DeleteFunc(marks, func(_ string, ids []ID) bool { return len(ids) == 0 })
	}
	return next, nil
}
