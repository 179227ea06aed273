package index

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Errors that callers decide on. All others are failures of the machine below
// (disk, permissions) and carry the path they are about.
var (
	// ErrNewerStore: the store was written by a newer Kerb; it is left untouched.
	ErrNewerStore = errors.New("this store was written by a newer version of kerb")
	// ErrDamaged: the derived index is damaged or out of date and must be rebuilt; exports and marks are not affected.
	ErrDamaged = errors.New("the index is damaged")
	// ErrMarksDamaged: the file with tags and the list of loads does not hold what was written. What it holds cannot be made again: restore a backup.
	ErrMarksDamaged = errors.New("the file with your tags is damaged")
	// ErrNothingToUndo and ErrNothingToRedo: the undo log has no entry in that direction.
	ErrNothingToUndo = errors.New("nothing to undo")
	ErrNothingToRedo = errors.New("nothing to redo")
	// ErrNoMessage: an ID names no message of the store.
	ErrNoMessage = errors.New("no such message")
	// ErrNoChat: a name names no chat of the store.
	ErrNoChat = errors.New("no such chat")
	// ErrBadTag: a tag is not made of lower-case letters and digits joined by hyphens.
	ErrBadTag = errors.New("a tag is lower-case letters and digits, joined by -")
	// ErrBadSearch: a search's name or query cannot be saved.
	ErrBadSearch = errors.New("not a search that can be saved")
	// ErrNoSearch: no saved search has the name asked for.
	ErrNoSearch = errors.New("no saved search of that name")
)

// LockedError is returned at once when another process is writing.
type LockedError struct {
	PID   int
	Doing string // what the other process does, such as "load"
	Since time.Time
}

// Error names the other process and what it does.
func (e *LockedError) Error() string {
	return fmt.Sprintf("another kerb (process %d) is busy with %q since %s; try again when it is done", e.PID, e.Doing, e.Since.Format("15:04:05"))
}

// DamagedExportsError says that kept exports are not what was once kept, so
// that an index made of the others would lose messages. Loading the same
// exports again brings the kept copies back; ReindexWithoutDamaged does without.
type DamagedExportsError struct{ Exports []DamagedExport }

// DamagedExport is a kept export that is not what was once kept, or is gone.
type DamagedExport struct {
	Name     string // of the file that was loaded
	Path     string // of the kept copy, inside the store
	Messages int    // that it added: no more than these would be lost
}

// Error names each export and says what hangs on it.
func (e *DamagedExportsError) Error() string {
	reasons := make([]string, 0, len(e.Exports))
	for _, export := range e.Exports {
		reasons = append(reasons, fmt.Sprintf("the kept copy of %q (%s) is damaged, and up to %d messages are in no other", export.Name, export.Path, export.Messages))
	}
	return strings.Join(reasons, "; ") + "; load it again from the original file"
}
