package index

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"

	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/index/table"
)

// Names in the index directory and in a generation.
const (
	currentFile  = "current"
	manifestFile = "manifest.json"
	bleveDir     = "bleve"
	unfinished   = ".tmp"
)

// A generation is the derived part of a store as one load or reindex left it:
// the message table and the bleve index. Once published it does not change;
// the next load makes another.
//
//	index/00000007.tmp  being built
//	index/00000007      complete and durable
//	index/current       says "00000007": published
type generation struct {
	name     string
	dir      string
	manifest manifest
	table    *table.Reader
	bleve    bleve.Index
	starts   *wordStarts
	recent   recent

	spoken    func() (spoken, error)    // languages of its chats; read once
	revisions func() (revisions, error) // what messages were; read once

	refs    atomic.Int32 // owners; the last one to release closes the files
	damaged atomic.Bool  // something in it was found to be wrong
}

// manifest says what a generation was made of and what its files must be.
type manifest struct {
	Format   int                `json:"format"`
	Messages int                `json:"messages"`
	Loads    []manifestLoad     `json:"loads"`
	Without  []string           `json:"without,omitempty"` // sums of exports among the loads that were damaged and left out
	Files    map[string]fileSum `json:"files"`             // by path inside the generation, with slashes
}

type manifestLoad struct {
	Number uint64 `json:"number"`
	Sum    string `json:"sha256"`
	Order  string `json:"date_order,omitempty"` // in which it was read, where that is another than its IDs are made by
}

type fileSum struct {
	Size  int64  `json:"size"`
	CRC32 uint32 `json:"crc32c"`
}

// generationFormat is the version of everything inside a generation. Another
// one is not read but built anew.
const generationFormat = 7

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// loadsOf returns what a manifest says of these loads into these chats.
func loadsOf(loads []marks.Load, chats map[string]marks.Chat) []manifestLoad {
	list := make([]manifestLoad, 0, len(loads))
	for _, load := range loads {
		entry := manifestLoad{Number: load.Number, Sum: load.Sum}
		if order := chats[load.Chat].Reads(load); order != load.DateOrder {
			entry.Order = order
		}
		list = append(list, entry)
	}
	return list
}

// holds reports whether the generation was made of exactly the loads of these
// marks, read as the marks say.
func (m *manifest) holds(state *marks.State) bool {
	return slices.Equal(m.Loads, loadsOf(state.Loads, state.Chats))
}

// writeManifest describes every file in dir. Sums of files that known already
// has under the same name and size, and that same says are the same file, are
// not computed again.
func writeManifest(dir string, m manifest, same func(name string) (fileSum, bool)) error {
	m.Format, m.Files = generationFormat, make(map[string]fileSum)
	err := walkFiles(dir, func(name, path string) error {
		file, ok := same(name)
		if !ok {
			var err error
			if file, err = sumFile(path); err != nil {
				return err
			}
		}
		m.Files[name] = file
		return nil
	})
	if err != nil {
		return err
	}
	content, err := json.Marshal(m)
	if err != nil {
		return err
	}
	content = append(content, fmt.Sprintf("\n%08x\n", crc32.Checksum(content, castagnoli))...)
	return writeDurably(filepath.Join(dir, manifestFile), content)
}

func readManifest(dir string) (manifest, error) {
	path := filepath.Join(dir, manifestFile)
	content, err := os.ReadFile(path)
	if err != nil {
		return manifest{}, fmt.Errorf("%w: %w", err, ErrDamaged)
	}
	content, sum, _ := bytes.Cut(content, []byte("\n"))
	var m manifest
	if fmt.Sprintf("%08x\n", crc32.Checksum(content, castagnoli)) != string(sum) {
		return manifest{}, fmt.Errorf("%s has a wrong checksum: %w", path, ErrDamaged)
	}
	if err := json.Unmarshal(content, &m); err != nil {
		return manifest{}, fmt.Errorf("%s: %w: %w", path, err, ErrDamaged)
	}
	if m.Format != generationFormat {
		return manifest{}, fmt.Errorf("%s: format %d: %w", path, m.Format, ErrDamaged)
	}
	return m, nil
}

// sumFile reads a file for its manifest entry.
func sumFile(path string) (fileSum, error) {
	f, err := os.Open(path)
	if err != nil {
		return fileSum{}, err
	}
	defer func() { _ = f.Close() }() // only read
	sum := crc32.New(castagnoli)
	n, err := io.Copy(sum, f)
	return fileSum{Size: n, CRC32: binary.BigEndian.Uint32(sum.Sum(nil))}, err
}

// walkFiles calls fn for each file under dir but the manifest, by its path in
// dir with slashes.
func walkFiles(dir string, fn func(name, path string) error) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if name == manifestFile {
			return nil
		}
		return fn(filepath.ToSlash(name), path)
	})
}

// openGeneration opens a published generation. Anything that is not as its
// manifest says gives ErrDamaged; contents are not read for that, only sizes.
func openGeneration(dir string) (_ *generation, err error) {
	g := &generation{name: filepath.Base(dir), dir: dir}
	if g.manifest, err = readManifest(dir); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	for name, file := range g.manifest.Files {
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || info.Size() != file.Size {
			return nil, fmt.Errorf("open index: %s is missing or cut: %w", filepath.Join(dir, name), ErrDamaged)
		}
	}
	g.starts = &wordStarts{path: filepath.Join(dir, bleveDir, startsFile)}
	err = g.guard(func() error {
		var err error
		if g.table, err = table.Open(dir); err != nil {
			return err
		}
		g.bleve, err = openBleve(filepath.Join(dir, bleveDir))
		var machine *fs.PathError // no permission, too many open files: rebuilding would not help
		if err != nil && !errors.As(err, &machine) {
			err = fmt.Errorf("%w: %w", err, ErrDamaged)
		}
		return err
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open index: %w", err), g.close())
	}
	g.spoken = sync.OnceValues(func() (spoken, error) { return languagesOf(g.table) })
	g.revisions = sync.OnceValues(func() (revisions, error) { return readRevisions(g.dir) })
	g.refs.Store(1)
	return g, nil
}

// verifyTable reads the files that the next generation takes over by copying,
// so that damage is not copied and then summed up as if it were sound. Linked
// files keep their sums.
func (g *generation) verifyTable() error {
	if g == nil {
		return nil
	}
	return g.guard(func() error {
		for _, name := range table.Files() {
			sum, err := sumFile(filepath.Join(g.dir, name))
			if err != nil {
				return err
			}
			if sum != g.manifest.Files[name] {
				return fmt.Errorf("%s has a wrong checksum: %w", filepath.Join(g.dir, name), ErrDamaged)
			}
		}
		return nil
	})
}

// before returns what messages of an older generation were, nothing where there
// is none.
func (g *generation) before() (revisions, error) {
	if g == nil {
		return nil, nil
	}
	return g.revisions()
}

// retain adds an owner. It must be called by one.
func (g *generation) retain() *generation {
	g.refs.Add(1)
	return g
}

// release ends an ownership.
func (g *generation) release() error {
	if g.refs.Add(-1) > 0 {
		return nil
	}
	return g.close()
}

func (g *generation) close() error {
	var errs []error
	if g.bleve != nil {
		errs = append(errs, g.bleve.Close())
	}
	if g.table != nil {
		errs = append(errs, g.table.Close())
	}
	return errors.Join(errs...)
}

// guard calls fn, which reads the generation. bleve panics, or reads where
// nothing is, when its files are damaged: that, and damage found in the table,
// comes back as ErrDamaged, and the generation is rebuilt when a snapshot is
// next asked for.
func (g *generation) guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("%v: %w", panicked, ErrDamaged)
		}
		if errors.Is(err, table.ErrDamaged) && !errors.Is(err, ErrDamaged) {
			err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if errors.Is(err, ErrDamaged) {
			g.damaged.Store(true)
		}
	}()
	return fn()
}

// publishedName returns the name of the published generation, "" if there is
// none.
func (s *Store) publishedName() (string, error) {
	content, err := os.ReadFile(s.path(indexDir, currentFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSuffix(string(content), "\n"), err
}

// isGeneration reports whether a name is one of a generation.
func isGeneration(name string) bool {
	n, err := strconv.ParseUint(name, 10, 64)
	return err == nil && name == generationName(n)
}

func generationName(n uint64) string { return fmt.Sprintf("%08d", n) }

// nextGeneration returns a name that is greater than all in use.
func (s *Store) nextGeneration() (string, error) {
	entries, err := os.ReadDir(s.path(indexDir))
	if err != nil {
		return "", err
	}
	var newest uint64
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name(), unfinished)
		if isGeneration(name) {
			n, _ := strconv.ParseUint(name, 10, 64)
			newest = max(newest, n)
		}
	}
	return generationName(newest + 1), nil
}
