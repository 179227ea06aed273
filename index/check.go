package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/kerbstreet/kerb/index/archive"
	"github.com/kerbstreet/kerb/index/marks"
)

// CheckReport is what Check found.
type CheckReport struct {
	Faults   []Fault // most serious first
	Exports  int     // loaded and looked at
	Messages int     // in the index
	Marks    int     // tags on messages
	Unknown  int     // tags on messages that are not loaded
}

// Fault is one thing that is wrong with a store.
type Fault struct {
	Path     string // of the file, inside the store
	Severity Severity
	Reason   string
}

// Severity says what a fault means for the user's data.
type Severity uint8

// The severities, least serious first.
const (
	Leftover Severity = iota // a file nobody needs; the next load removes it
	Derived                  // the index is damaged: Reindex makes it anew, nothing is lost
	Lost                     // an export or marks are damaged: only a backup or the original file brings them back
)

// String says in words what a fault means.
func (s Severity) String() string {
	return [...]string{"left over, harmless", "can be rebuilt", "data at risk"}[s]
}

// Worst returns the greatest severity found; ok is false if nothing was found.
func (r *CheckReport) Worst() (worst Severity, ok bool) {
	if len(r.Faults) == 0 {
		return 0, false
	}
	return r.Faults[0].Severity, true
}

// Check looks for damage: of the marks by their checksums and bbolt's own
// check, of the index by the sizes of its files, and of both against each
// other. A deep check also reads every export and every byte of the index. It
// changes nothing and repairs nothing; the error is about what kept it from
// looking.
func (s *Store) Check(ctx context.Context, deep bool) (CheckReport, error) {
	c := &checking{store: s, deep: deep, whole: make(map[string]bool)}
	for _, part := range []func(context.Context) error{c.version, c.marks, c.exports, c.index, c.threads} {
		if err := ctx.Err(); err != nil {
			return CheckReport{}, err
		}
		if err := part(ctx); err != nil {
			return CheckReport{}, fmt.Errorf("check the store: %w", err)
		}
	}
	slices.SortStableFunc(c.report.Faults, func(a, b Fault) int { return int(b.Severity) - int(a.Severity) })
	return c.report, nil
}

// checking is one call of Check.
type checking struct {
	store  *Store
	deep   bool
	report CheckReport
	state  *marks.State    // nil if the marks cannot be read
	whole  map[string]bool // sums of kept exports that are what they were
}

func (c *checking) fault(severity Severity, path string, reason any) {
	c.report.Faults = append(c.report.Faults, Fault{Path: filepath.ToSlash(path), Severity: severity, Reason: fmt.Sprint(reason)})
}

func (c *checking) version(context.Context) error {
	content, err := os.ReadFile(c.store.path(versionFile))
	if err == nil {
		err = checkVersion(string(content))
	}
	if err != nil {
		c.fault(Lost, versionFile, err)
	}
	return nil
}

func (c *checking) marks(ctx context.Context) error {
	if err := c.store.marks.Verify(ctx); err != nil {
		if !errors.Is(err, marks.ErrDamaged) {
			return c.store.marksError(err)
		}
		c.fault(Lost, marksFile, err)
	}
	state, err := c.store.marks.State(ctx)
	if err != nil {
		if !errors.Is(err, marks.ErrDamaged) {
			return c.store.marksError(err)
		}
		return nil // told by Verify
	}
	c.state = state
	for _, ids := range state.Tags {
		c.report.Marks += len(ids)
	}
	return nil
}

func (c *checking) exports(ctx context.Context) error {
	sums, strange, err := c.store.archive.List()
	if err != nil {
		return err
	}
	for _, name := range strange {
		c.fault(Leftover, filepath.Join(exportsDir, name), "not an export")
	}
	if c.state == nil {
		return nil
	}
	loaded := make(map[archive.Sum]bool)
	for _, load := range c.state.Loads {
		sum, err := archive.ParseSum(load.Sum)
		if err != nil {
			c.fault(Lost, marksFile, err)
			continue
		}
		if loaded[sum] {
			continue
		}
		loaded[sum] = true
		c.report.Exports++
		name := filepath.Join(exportsDir, filepath.Base(c.store.archive.Path(sum)))
		if !c.store.archive.Has(sum) {
			c.fault(Lost, name, fmt.Sprintf("the export %q is missing; load it again", load.Name))
			continue
		}
		if !c.deep {
			continue
		}
		if err := c.store.archive.Verify(ctx, sum); err != nil {
			if !errors.Is(err, archive.ErrDamaged) {
				return err
			}
			c.fault(Lost, name, fmt.Sprintf("the kept copy of %q is damaged; load it again", load.Name))
			continue
		}
		c.whole[load.Sum] = true
	}
	for _, sum := range sums {
		if !loaded[sum] {
			c.fault(Leftover, filepath.Join(exportsDir, filepath.Base(c.store.archive.Path(sum))), "an export of a load that did not end")
		}
	}
	return nil
}

func (c *checking) index(ctx context.Context) error {
	name, err := c.store.publishedName()
	if err != nil {
		return err
	}
	if name == "" {
		if c.state != nil && len(c.state.Loads) > 0 {
			c.fault(Derived, indexDir, "there is no index")
		}
		return nil
	}
	pointer := filepath.Join(indexDir, currentFile)
	if !isGeneration(name) {
		c.fault(Derived, pointer, fmt.Sprintf("it says %.40q, which is no index", name))
		return nil
	}
	dir := filepath.Join(indexDir, name)
	g, err := openGeneration(c.store.path(dir))
	if err != nil {
		if !errors.Is(err, ErrDamaged) {
			return err
		}
		c.fault(Derived, dir, err)
		return nil
	}
	defer func() { _ = g.close() }()
	c.report.Messages = g.table.Len()
	if c.state != nil && !fits(g, c.state) {
		c.fault(Derived, dir, "it was not made of what is loaded")
	}
	for _, sum := range leftOut(g) {
		if c.whole[sum] {
			c.fault(Derived, dir, "it was made without an export that is whole again")
		}
	}
	if c.state != nil {
		for _, ids := range c.state.Tags {
			for _, id := range ids {
				if _, ok := g.table.Find(id); !ok {
					c.report.Unknown++
				}
			}
		}
	}
	return c.generation(ctx, g, dir)
}

// threads looks at what was found of threads.
func (c *checking) threads(context.Context) error {
	_, _, err := c.store.readThreads()
	if errors.Is(err, ErrDamaged) {
		c.fault(Derived, filepath.Join(indexDir, threadsFile), "it is damaged; threads are found again when they are next asked for")
		return nil
	}
	return err
}

// generation looks into a generation that could be opened.
func (c *checking) generation(ctx context.Context, g *generation, dir string) error {
	err := walkFiles(g.dir, func(name, path string) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		want, ok := g.manifest.Files[name]
		if !ok {
			c.fault(Leftover, filepath.Join(dir, name), "not a file of the index")
			return nil
		}
		if !c.deep {
			return nil
		}
		got, err := sumFile(path)
		if err == nil && got != want {
			c.fault(Derived, filepath.Join(dir, name), "it has a wrong checksum")
		}
		return err
	})
	if err != nil || !c.deep {
		return err
	}
	err = g.guard(func() error {
		if err := g.table.Verify(); err != nil {
			return err
		}
		documents, err := g.bleve.DocCount()
		if err == nil && documents != uint64(g.table.Len()) {
			err = fmt.Errorf("%d messages can be searched of %d: %w", documents, g.table.Len(), ErrDamaged)
		}
		return err
	})
	if errors.Is(err, ErrDamaged) {
		c.fault(Derived, dir, err)
		return nil
	}
	return err
}
