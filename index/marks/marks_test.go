package marks

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var now = time.Date(2024, 3, 1, 18, 5, 0, 0, time.UTC)

func open(t *testing.T, path string) *DB {
	t.Helper()
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func state(t *testing.T, db *DB) *State {
	t.Helper()
	s, err := db.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// spell writes a state for comparison.
func spell(s *State) string {
	return fmt.Sprint(s.Revision, s.Loads, said(s), s.CanUndo(), s.CanRedo())
}

// said writes what people did for comparison.
func said(s *State) string {
	return fmt.Sprint(s.Chats, s.Tags, s.ThreadTags, s.Exceptions, s.Links)
}

// on returns marks of these tags on these messages.
func on(scope Scope, tags []string, ids []ID) []Mark {
	marks := make([]Mark, 0, len(ids)*len(tags))
	for _, tag := range tags {
		for _, id := range ids {
			marks = append(marks, Mark{Tag: tag, ID: id, Scope: scope})
		}
	}
	return marks
}

// TestTheKeptStateIsTheOneOnDisk does things at random on one handle and reads
// the file with a fresh one after each.
func TestTheKeptStateIsTheOneOnDisk(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			chance := rand.New(rand.NewPCG(seed, 1))
			path := filepath.Join(t.TempDir(), "marks.db")
			db := open(t, path)
			if err := db.Record(t.Context(), []Loaded{{Load: Load{Number: 1, Name: "a.txt", Chat: "elm"}}}, []Chat{{Key: "elm", Name: "Elm"}}); err != nil {
				t.Fatal(err)
			}
			var history []string // what the tags were after each action that can be undone
			history = append(history, said(state(t, db)))
			at := 0
			for range 60 {
				before := spell(state(t, db))
				var ids []ID
				for range chance.IntN(5) {
					ids = append(ids, ID{byte(chance.IntN(8))})
				}
				tags := []string{"a", "b", "c"}[:1+chance.IntN(3)]
				var action Action
				var err error
				switch chance.IntN(6) {
				case 0, 1:
					action, err = db.Tag(t.Context(), on(Scope(chance.IntN(scopes)), tags, ids), nil, "add", now)
				case 2:
					if chance.IntN(3) == 0 {
						action, err = db.SetLinks(t.Context(), []Link{{ID: ID{byte(chance.IntN(8))}, Parent: ID{byte(chance.IntN(3))}}}, "link", now)
						break
					}
					action, err = db.Tag(t.Context(), nil, on(Message, tags, ids), "remove", now)
				case 3:
					action, err = db.RenameChat(t.Context(), "elm", fmt.Sprint("Elm ", chance.IntN(3)), "rename", now)
				case 4:
					if _, err = db.Undo(t.Context()); err == nil {
						at--
					} else if at == 0 && errors.Is(err, ErrNothing) {
						err = nil
					}
				case 5:
					if _, err = db.Redo(t.Context()); err == nil {
						at++
					} else if at == len(history)-1 && errors.Is(err, ErrNothing) {
						err = nil
					}
				}
				if err != nil {
					t.Fatal(err)
				}
				if !action.Empty() {
					at++
					history = append(history[:at], said(state(t, db)))
				}
				s := state(t, db)
				if got := said(s); got != history[at] {
					t.Fatalf("after %s\nis   %s\nwant %s", before, got, history[at])
				}
				if s.CanUndo() != (at > 0) || s.CanRedo() != (at < len(history)-1) {
					t.Fatalf("undo %t, redo %t at %d of %d", s.CanUndo(), s.CanRedo(), at, len(history)-1)
				}
				if got, want := spell(s), spell(state(t, open(t, path))); got != want {
					t.Fatalf("kept    %s\non disk %s", got, want)
				}
				for _, ids := range s.Tags {
					if !slices.IsSortedFunc(ids, compareIDs) {
						t.Fatalf("IDs %v are not sorted", ids)
					}
				}
			}
			if err := db.Verify(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAnotherHandleSeesEveryChangeAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "marks.db")
	writer, reader := open(t, path), open(t, path)
	for i := range 50 {
		if _, err := writer.Tag(t.Context(), on(Message, []string{"a"}, []ID{{byte(i)}}), nil, "", now); err != nil {
			t.Fatal(err)
		}
		if got := len(state(t, reader).Tags["a"]); got != i+1 {
			t.Fatalf("after %d tags the reader sees %d", i+1, got)
		}
	}
}

func TestTheUndoLogIsBounded(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "marks.db"))
	db.undoLimit = 10
	for i := range 30 {
		if _, err := db.Tag(t.Context(), on(Message, []string{"a"}, []ID{{byte(i)}}), nil, "", now); err != nil {
			t.Fatal(err)
		}
	}
	undone := 0
	for _, err := db.Undo(t.Context()); !errors.Is(err, ErrNothing); _, err = db.Undo(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		undone++
	}
	if left := len(state(t, db).Tags["a"]); undone != 10 || left != 20 {
		t.Errorf("%d actions were undone, %d tags are left", undone, left)
	}
}

func FuzzAction(f *testing.F) {
	a := Action{Label: "tag", At: now, changes: []change{{bucket: 3, key: []byte("k"), after: []byte("12345")}, {bucket: 2, key: nil, before: []byte("1234"), after: nil}}}
	f.Add(a.encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		action, ok := decodeAction(data)
		if !ok {
			return
		}
		again, ok := decodeAction(action.encode())
		if !ok || again.Label != action.Label || len(again.changes) != len(action.changes) {
			t.Errorf("%v comes back as %v", action, again)
		}
	})
}
