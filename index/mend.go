package index

import (
	"context"
	"errors"
	"path"
	"slices"

	"github.com/kerbstreet/kerb/index/archive"
	"github.com/kerbstreet/kerb/index/marks"
)

// damagedExports returns the sums of those loads of which the kept export is
// not what was once kept. It reads them all: at some 300 MB of text a second,
// that is little beside building an index of them.
func (s *Store) damagedExports(ctx context.Context, loads []marks.Load) ([]string, error) {
	var damaged []string
	seen := make(map[string]bool)
	for _, load := range loads {
		if seen[load.Sum] {
			continue
		}
		seen[load.Sum] = true
		sound, err := s.sound(ctx, load.Sum)
		if err != nil {
			return nil, err
		}
		if !sound {
			damaged = append(damaged, load.Sum)
		}
	}
	return damaged, nil
}

// sound reports whether the archive holds the export with this sum, whole.
func (s *Store) sound(ctx context.Context, text string) (bool, error) {
	sum, err := archive.ParseSum(text)
	if err != nil {
		return false, errors.Join(ErrMarksDamaged, err)
	}
	err = s.archive.Verify(ctx, sum)
	if errors.Is(err, archive.ErrDamaged) {
		return false, nil
	}
	return err == nil, err
}

// refuseLoss returns *DamagedExportsError if there are damaged exports that
// are not to be left out.
func refuseLoss(loads []marks.Load, damaged, without []string) error {
	refused := &DamagedExportsError{}
	for _, load := range loads {
		if slices.Contains(damaged, load.Sum) && !slices.Contains(without, load.Sum) {
			refused.Exports = append(refused.Exports, DamagedExport{
				Name: load.Name, Path: path.Join(exportsDir, load.Sum+archive.Extension), Messages: load.New,
			})
		}
	}
	if len(refused.Exports) == 0 {
		return nil
	}
	return refused
}

// mend puts an export that was loaded before into the place of its kept copy if
// that is damaged, and reports whether it was.
func (s *Store) mend(ctx context.Context, spooled *archive.Spooled) (bool, error) {
	sound, err := s.sound(ctx, spooled.Sum.String())
	if sound || err != nil {
		return false, err
	}
	if err := s.archive.Keep(spooled); err != nil {
		return false, err
	}
	return true, syncDir(s.path(exportsDir))
}

// leftOut returns the sums of the exports that a generation was made without.
func leftOut(g *generation) []string {
	if g == nil {
		return nil
	}
	return g.manifest.Without
}

// canGrow reports whether an export that a generation was made without is
// whole again.
func (s *Store) canGrow(ctx context.Context, g *generation) (bool, error) {
	for _, sum := range leftOut(g) {
		if sound, err := s.sound(ctx, sum); sound || err != nil {
			return sound, err
		}
	}
	return false, nil
}
