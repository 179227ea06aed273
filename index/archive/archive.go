// Package archive keeps exports: each one a file named by the SHA-256 of its
// text, compressed with zstd, its bytes unchanged.
//
//	reader ──Spool──▶ tmp/…  ──Keep──▶ exports/<sha256>.zst ──Open──▶ reader
//
// Reading checks twice: zstd's own checksum of the frame, and the name. An
// export is first spooled to a temporary file beside the archive, because its
// name is only known at its end, and kept by a rename, so that the archive
// never holds half an export.
package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// ErrDamaged says that a kept export is not what was once kept, or is gone.
var ErrDamaged = errors.New("kept export damaged")

// Extension ends the names of kept exports.
const Extension = ".zst"

// Sum is the SHA-256 of an export's text and its name in the archive.
type Sum [sha256.Size]byte

// String returns the sum as 64 hexadecimal digits.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// ParseSum is the inverse of Sum.String.
func ParseSum(text string) (Sum, error) {
	var s Sum
	if len(text) != hex.EncodedLen(len(s)) { // or there would be no room
		return Sum{}, fmt.Errorf("%.80q is no SHA-256 sum", text)
	}
	if _, err := hex.Decode(s[:], []byte(text)); err != nil {
		return Sum{}, fmt.Errorf("%q is no SHA-256 sum", text)
	}
	return s, nil
}

// Archive is a directory of kept exports.
type Archive struct{ dir string }

// At returns the archive in dir, which must exist.
func At(dir string) Archive { return Archive{dir} }

// Spooled is an export that has been read and compressed, but not kept yet.
type Spooled struct {
	Sum    Sum
	Bytes  int64 // of the text
	Packed int64 // of the compressed file
	path   string
}

// Spool reads r to its end into a compressed temporary file in dir, durably.
// On any error nothing is left behind.
func Spool(ctx context.Context, dir string, r io.Reader) (_ *Spooled, err error) {
	f, err := os.CreateTemp(dir, "export-*"+Extension) // 0600
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("keep export: %w", err), os.Remove(f.Name()))
		}
	}()
	defer func() { err = errors.Join(err, f.Close()) }()

	packer, err := zstd.NewWriter(f, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderCRC(true), zstd.WithEncoderConcurrency(2))
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(sum, packer), contextReader{ctx, r})
	if err = errors.Join(err, packer.Close()); err != nil {
		return nil, err
	}
	if err := f.Sync(); err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return &Spooled{Sum: Sum(sum.Sum(nil)), Bytes: n, Packed: info.Size(), path: f.Name()}, nil
}

// Open reads the export's text, spooled or kept by now.
func (s *Spooled) Open() (io.ReadCloser, error) { return open(s.path, s.Sum) }

// Keep moves a spooled export into the archive, in the place of what may be
// there under its name. It is durable once the archive's directory has been
// synced.
func (a Archive) Keep(s *Spooled) error {
	if err := os.Rename(s.path, a.Path(s.Sum)); err != nil {
		return err
	}
	s.path = a.Path(s.Sum)
	return nil
}

// Path returns where an export is kept.
func (a Archive) Path(sum Sum) string { return filepath.Join(a.dir, sum.String()+Extension) }

// Has reports whether the archive holds a file for the export.
func (a Archive) Has(sum Sum) bool {
	_, err := os.Stat(a.Path(sum))
	return err == nil
}

// Open reads a kept export's text. Reading on to io.EOF proves the text: if it
// is not what was kept, ErrDamaged comes instead of io.EOF.
func (a Archive) Open(sum Sum) (io.ReadCloser, error) { return open(a.Path(sum), sum) }

// Verify reads a kept export and returns ErrDamaged if it is not what was kept.
func (a Archive) Verify(ctx context.Context, sum Sum) error {
	r, err := a.Open(sum)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, contextReader{ctx, r})
	return errors.Join(err, r.Close())
}

// List returns the sums of all files in the archive, and the names of files
// that do not belong there.
func (a Archive) List() (sums []Sum, strange []string, err error) {
	entries, err := os.ReadDir(a.dir)
	if err != nil {
		return nil, nil, err
	}
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), Extension)
		sum, err := ParseSum(name)
		if !ok || err != nil {
			strange = append(strange, entry.Name())
			continue
		}
		sums = append(sums, sum)
	}
	return sums, strange, nil
}

// Remove deletes an export.
func (a Archive) Remove(sum Sum) error { return os.Remove(a.Path(sum)) }

// textReader is the text of a packed file, proved at its end.
type textReader struct {
	file     *os.File
	unpacker *zstd.Decoder
	hash     hash.Hash
	want     Sum
}

func open(path string, want Sum) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w: %w", err, ErrDamaged)
		}
		return nil, err
	}
	unpacker, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(64<<20))
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &textReader{file: f, unpacker: unpacker, hash: sha256.New(), want: want}, nil
}

func (t *textReader) Read(p []byte) (int, error) {
	n, err := t.unpacker.Read(p)
	t.hash.Write(p[:n])
	switch {
	case errors.Is(err, io.EOF) && Sum(t.hash.Sum(nil)) != t.want:
		return n, fmt.Errorf("%s: %w", t.file.Name(), ErrDamaged)
	case err != nil && !errors.Is(err, io.EOF):
		return n, fmt.Errorf("%s: %w: %w", t.file.Name(), err, ErrDamaged)
	}
	return n, err
}

func (t *textReader) Close() error {
	t.unpacker.Close()
	return t.file.Close()
}

// WithContext returns a reader that stops reading when ctx is done.
func WithContext(ctx context.Context, r io.Reader) io.Reader { return contextReader{ctx, r} }

// contextReader stops reading when its context is done.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
