package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/kerbstreet/kerb/index/marks"
)

// Restore makes the store what it was when the backup at path was made: its
// exports and marks, and an index built of them. It fails with ErrNotEmpty,
// unless replace is true, if there is anything in the store; with ErrBadBackup
// if the file is not a whole backup; with *LockedError if another process
// writes. Until the marks of the backup take the place of the store's, in one
// step at the end, the store is as it was.
func (s *Store) Restore(ctx context.Context, path string, replace bool, progress func(Progress)) (_ BackupReport, err error) {
	f, err := os.Open(path)
	if err != nil {
		return BackupReport{}, fmt.Errorf("restore: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return BackupReport{}, fmt.Errorf("restore: %w", err)
	}
	b, err := openBackup(ctx, f, info.Size())
	if err != nil {
		return BackupReport{}, fmt.Errorf("restore %s: %w", path, err)
	}
	unlock, err := s.lock(ctx, "restore")
	if err != nil {
		return BackupReport{}, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := s.restore(ctx, b, replace, progress); err != nil {
		return BackupReport{}, fmt.Errorf("restore %s: %w", path, err)
	}
	return BackupReport{Made: b.header.Made, Exports: len(b.exports()), Marks: b.header.Marks, Bytes: info.Size()}, nil
}

// restore is Restore for a caller that has the lock.
func (s *Store) restore(ctx context.Context, b *backup, replace bool, progress func(Progress)) (err error) {
	if !replace {
		state, err := s.marks.State(ctx)
		if err != nil {
			return s.marksError(err)
		}
		if !state.Empty() {
			return ErrNotEmpty
		}
	}
	dir, remove, err := s.TempDir()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	for _, name := range append(b.exports(), marksFile) {
		if err := s.extract(ctx, b, name, filepath.Join(dir, filepath.Base(name))); err != nil {
			return err
		}
	}
	marksPath := filepath.Join(dir, marksFile)
	restored, err := marks.Open(ctx, marksPath)
	if err == nil {
		err = restored.Verify(ctx)
	}
	if err != nil {
		return s.marksError(err)
	}
	// Further exports harm nobody: what no load speaks of is removed later.
	for _, name := range b.exports() {
		if err := os.Rename(filepath.Join(dir, filepath.Base(name)), s.path(filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	if err := syncDir(s.path(exportsDir)); err != nil {
		return err
	}
	if err := s.marks.Replace(ctx, marksPath); err != nil {
		return s.marksError(err)
	}
	if err := syncDir(s.dir); err != nil {
		return err
	}
	g, err := s.ready(ctx, progress)
	if err = errors.Join(err, releaseIfAny(g)); err != nil {
		return err
	}
	state, err := s.marks.State(ctx)
	if err != nil {
		return s.marksError(err)
	}
	return s.clean(state) // of what was there before
}

// extract writes a part of a backup to a file, durably.
func (s *Store) extract(ctx context.Context, b *backup, name, path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err = b.extract(ctx, name, f); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
