package index

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/index/archive"
	"github.com/kerbstreet/kerb/index/marks"
)

// A backup is a zip of what cannot be made again from anything else: marks and
// exports. Its parts are stored as they are, for exports are compressed
// already.
//
//	kerb-backup.json   what the other parts must be
//	marks.db
//	exports/<sha256>.zst
const (
	backupManifest = "kerb-backup.json"
	backupFormat   = 1
)

// ErrNotEmpty says that a store has messages or marks already.
var ErrNotEmpty = errors.New("there is something in the store already")

// ErrBadBackup says that a file is no backup, or not a whole one.
var ErrBadBackup = errors.New("not a whole backup")

// BackupReport says what a backup holds.
type BackupReport struct {
	Made    time.Time // UTC, whole seconds
	Exports int
	Marks   int      // tags on messages and threads
	Bytes   int64    // of the file
	Damaged []string // names of exports of which the kept copy is damaged: they are not in it
}

// backupHeader is the manifest of a backup.
type backupHeader struct {
	Format int                   `json:"format"`
	Store  int                   `json:"store"` // version of the store's format
	Made   time.Time             `json:"made"`
	Marks  int                   `json:"marks"`
	Files  map[string]backupFile `json:"files"` // by name in the zip
}

type backupFile struct {
	Size int64  `json:"size"`
	Sum  string `json:"sha256"`
}

// Backup writes everything that cannot be made again into one file, reads it
// back, and puts it at path when it is whole; what was at path is replaced. It
// takes no lock: others may load and tag meanwhile, and the backup holds the
// store of one moment.
func (s *Store) Backup(ctx context.Context, path string) (_ BackupReport, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part") // 0600
	if err != nil {
		return BackupReport{}, fmt.Errorf("back up: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("back up: %w", err), os.Remove(f.Name()))
		}
	}()
	defer func() { err = errors.Join(err, f.Close()) }()
	report, err := s.writeBackup(ctx, f)
	if err != nil {
		return BackupReport{}, err
	}
	if err := f.Sync(); err != nil {
		return BackupReport{}, err
	}
	info, err := f.Stat()
	if err != nil {
		return BackupReport{}, err
	}
	report.Bytes = info.Size()
	if _, err := openBackup(ctx, f, report.Bytes); err != nil {
		return BackupReport{}, fmt.Errorf("read back what was written: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return BackupReport{}, err
	}
	return report, syncDir(filepath.Dir(path))
}

func (s *Store) writeBackup(ctx context.Context, w io.Writer) (BackupReport, error) {
	b := backupWriter{zip: zip.NewWriter(w), header: backupHeader{
		Format: backupFormat, Store: storeVersion, Made: s.now().UTC().Truncate(time.Second), Files: make(map[string]backupFile),
	}}
	var state *marks.State
	err := b.add(marksFile, func(w io.Writer) (err error) {
		state, err = s.marks.Copy(ctx, w)
		return s.marksError(err)
	})
	if err != nil {
		return BackupReport{}, err
	}
	for _, byTag := range []map[string][]marks.ID{state.Tags, state.ThreadTags} {
		for _, ids := range byTag {
			b.header.Marks += len(ids)
		}
	}
	report := BackupReport{Made: b.header.Made, Marks: b.header.Marks}
	for _, load := range state.Loads {
		sum, err := archive.ParseSum(load.Sum)
		if err != nil {
			return BackupReport{}, fmt.Errorf("%w: %w", ErrMarksDamaged, err)
		}
		name := exportsDir + "/" + filepath.Base(s.archive.Path(sum))
		if _, ok := b.header.Files[name]; ok {
			continue
		}
		if err := s.archive.Verify(ctx, sum); err != nil {
			if !errors.Is(err, archive.ErrDamaged) {
				return BackupReport{}, err
			}
			report.Damaged = append(report.Damaged, load.Name)
			continue
		}
		if err := b.copy(name, s.archive.Path(sum)); err != nil {
			return BackupReport{}, err
		}
		report.Exports++
	}
	return report, b.close()
}

// backupWriter writes the parts of a backup and notes what they are.
type backupWriter struct {
	zip    *zip.Writer
	header backupHeader
}

// add writes a part.
func (b *backupWriter) add(name string, write func(io.Writer) error) error {
	part, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: b.header.Made})
	if err != nil {
		return err
	}
	sum, count := sha256.New(), new(counter)
	if err := write(io.MultiWriter(part, sum, count)); err != nil {
		return err
	}
	b.header.Files[name] = backupFile{Size: int64(*count), Sum: hex.EncodeToString(sum.Sum(nil))}
	return nil
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// copy writes a file as a part.
func (b *backupWriter) copy(name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	return b.add(name, func(w io.Writer) error {
		_, err := io.Copy(w, f)
		return err
	})
}

// close writes the manifest.
func (b *backupWriter) close() error {
	content, err := json.MarshalIndent(b.header, "", "\t")
	if err != nil {
		return err
	}
	part, err := b.zip.CreateHeader(&zip.FileHeader{Name: backupManifest, Method: zip.Store, Modified: b.header.Made})
	if err != nil {
		return err
	}
	if _, err := part.Write(append(content, '\n')); err != nil {
		return err
	}
	return b.zip.Close()
}

// backup is a backup that was proved to be whole.
type backup struct {
	header backupHeader
	parts  map[string]*zip.File
}

// maxManifest is more than the manifest of any backup takes.
const maxManifest = 16 << 20

// openBackup reads a backup to its end and proves every part. Anything that is
// not as its manifest says gives ErrBadBackup; a newer format ErrNewerStore.
func openBackup(ctx context.Context, r io.ReaderAt, size int64) (*backup, error) {
	archived, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	b := &backup{parts: make(map[string]*zip.File)}
	for _, part := range archived.File {
		if b.parts[part.Name] != nil {
			return nil, fmt.Errorf("%q comes twice: %w", part.Name, ErrBadBackup)
		}
		b.parts[part.Name] = part
	}
	if b.parts[backupManifest] == nil {
		return nil, fmt.Errorf("%s is not in it: %w", backupManifest, ErrBadBackup)
	}
	content, err := b.read(backupManifest, maxManifest)
	if err == nil {
		err = json.Unmarshal(content, &b.header)
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w: %w", backupManifest, ErrBadBackup, err)
	case b.header.Format > backupFormat || b.header.Store > storeVersion:
		return nil, fmt.Errorf("backup of format %d of a store of version %d: %w", b.header.Format, b.header.Store, ErrNewerStore)
	case b.header.Files[marksFile] == backupFile{}:
		return nil, fmt.Errorf("%s is not in it: %w", marksFile, ErrBadBackup)
	}
	for name := range b.header.Files {
		if err := b.extract(ctx, name, io.Discard); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// read returns a part of at most limit bytes.
func (b *backup) read(name string, limit int64) (content []byte, err error) {
	part, err := b.parts[name].Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, part.Close()) }()
	return io.ReadAll(io.LimitReader(part, limit))
}

// extract writes a part and proves that it is what was backed up. Only parts
// that a store has are known, whatever other names are in the file.
func (b *backup) extract(ctx context.Context, name string, w io.Writer) (err error) {
	want, part := b.header.Files[name], b.parts[name]
	if export, ok := strings.CutPrefix(name, exportsDir+"/"); ok {
		if _, err := archive.ParseSum(strings.TrimSuffix(export, archive.Extension)); err != nil {
			return fmt.Errorf("%.80q: %w", name, ErrBadBackup)
		}
	} else if name != marksFile {
		return fmt.Errorf("%.80q: %w", name, ErrBadBackup)
	}
	if part == nil {
		return fmt.Errorf("%s is not in it: %w", name, ErrBadBackup)
	}
	r, err := part.Open()
	if err != nil {
		return fmt.Errorf("%s: %w: %w", name, ErrBadBackup, err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, sum), io.LimitReader(archive.WithContext(ctx, r), want.Size+1))
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, zip.ErrChecksum), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: %w: %w", name, ErrBadBackup, err)
	case err != nil:
		return err
	case n != want.Size || hex.EncodeToString(sum.Sum(nil)) != want.Sum:
		return fmt.Errorf("%s is not what was backed up: %w", name, ErrBadBackup)
	}
	return nil
}

// exports returns the names of the exports in it, in a stable order.
func (b *backup) exports() []string {
	var names []string
	for name := range b.header.Files {
		if name != marksFile {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
