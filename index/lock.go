package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// lockHolder is what the lock file says of the process that holds it.
type lockHolder struct {
	PID   int       `json:"pid"`
	Doing string    `json:"doing"`
	Since time.Time `json:"since"`
}

// lock makes this process the store's one writer until unlock is called. It
// fails at once with *LockedError if there is another. The lock ends with the
// process, however that ends, so it cannot be left behind.
//
// It guards exports and index. Marks are guarded by their own file's lock for
// the milliseconds of a transaction, so tagging goes on during a load.
func (s *Store) lock(ctx context.Context, doing string) (unlock func() error, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path := s.path(lockFile)
	l := flock.New(path, flock.SetPermissions(0o600))
	locked, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the store: %w", err)
	}
	if !locked {
		return nil, readLock(path)
	}
	holder, err := json.Marshal(lockHolder{PID: os.Getpid(), Doing: doing, Since: s.now().Truncate(time.Second)})
	if err == nil {
		err = os.WriteFile(path, append(holder, '\n'), 0o600)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock the store: %w", err), l.Unlock())
	}
	return l.Unlock, nil
}

// readLock tells who holds the lock, as far as its file says so.
func readLock(path string) error {
	var holder lockHolder
	if content, err := os.ReadFile(path); err == nil {
		_ = json.Unmarshal(content, &holder) // being written just now: nothing is known yet
	}
	return &LockedError{PID: holder.PID, Doing: holder.Doing, Since: holder.Since}
}
