package parser

import (
	"archive/zip"
	"errors"
	"os"
	"sync"
	"time"
)

// zipFile is a zip on the disk. Its list of members is read once, however many
// chats there are in it, and its file is open only while something is read.
type zipFile struct {
	path     string
	size     int64
	modified time.Time
	members  []*zip.File

	mu      sync.Mutex
	readers int
	file    *os.File // nil without readers
}

// newZipFile reads the list of members. Its caller is a reader until release.
func newZipFile(path string) (*zipFile, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	z := &zipFile{path: path, size: info.Size(), modified: info.ModTime()}
	if err := z.acquire(); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(z, z.size)
	if err != nil {
		return nil, errors.Join(err, z.release())
	}
	z.members = archive.File
	return z, nil
}

// acquire opens the file unless it is open. A file that has changed since its
// members were listed is refused: they may be anywhere.
func (z *zipFile) acquire() error {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.readers == 0 {
		file, err := os.Open(z.path)
		if err != nil {
			return err
		}
		info, err := file.Stat()
		if err == nil && (info.Size() != z.size || !info.ModTime().Equal(z.modified)) {
			err = &RefusedError{Path: z.path, Reason: "it has changed while it was read", Hint: "try again"}
		}
		if err != nil {
			return errors.Join(err, file.Close())
		}
		z.file = file
	}
	z.readers++
	return nil
}

// release ends what acquire began.
func (z *zipFile) release() error {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.readers--
	if z.readers > 0 {
		return nil
	}
	file := z.file
	z.file = nil
	return file.Close()
}

// ReadAt implements io.ReaderAt for those who have acquired the file.
func (z *zipFile) ReadAt(p []byte, offset int64) (int, error) { return z.file.ReadAt(p, offset) }
