package tui

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/tui/safe"
)

// A file is a row of the file picker. The picker is Kerb's own: bubbles' asks
// the disk while it draws, prints names as they are, and has no mouse.
type file struct {
	name     string // as the disk has it; not harmless
	dir      bool
	size     int64
	modified time.Time
}

// mayBeExport reports whether a file's name ends like an export's.
func mayBeExport(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".txt", ".zip", ".jsonl":
		return true
	}
	return false
}

// readFolder lists what may be an export, newest first, then folders.
func readFolder(dir string) (string, []file, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", nil, fmt.Errorf("open folder: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", nil, fmt.Errorf("open folder: %w", err)
	}
	var files, folders []file
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(dir, e.Name())) // what a link points at
		if err != nil {
			continue // gone, or a link to nowhere
		}
		f := file{name: e.Name(), dir: info.IsDir(), size: info.Size(), modified: info.ModTime()}
		switch {
		case f.dir:
			folders = append(folders, f)
		case mayBeExport(f.name):
			files = append(files, f)
		}
	}
	slices.SortStableFunc(files, func(a, b file) int { return b.modified.Compare(a.modified) })
	if filepath.Dir(dir) != dir {
		folders = append([]file{{name: "..", dir: true}}, folders...)
	}
	return dir, append(files, folders...), nil
}

// furtherPath is how a path can go on.
type furtherPath struct {
	path  string   // as far as all ways agree
	names []string // what it may be the path of; harmless
}

// completePath completes the last part of a path with exports and folders.
func completePath(typed string) furtherPath {
	dir, begun := filepath.Split(pathFrom(typed))
	_, files, err := readFolder(cmp.Or(dir, "."))
	if err != nil {
		return furtherPath{}
	}
	var c furtherPath
	for _, f := range files {
		name := f.name
		if f.dir {
			name += string(filepath.Separator)
		}
		if name = safe.Line(name); f.name == ".." || !strings.HasPrefix(name, begun) {
			continue
		}
		if len(c.names) == 0 {
			c.path = name
		}
		for !strings.HasPrefix(name, c.path) {
			_, last := utf8.DecodeLastRuneInString(c.path)
			c.path = c.path[:len(c.path)-last]
		}
		c.names = append(c.names, name)
	}
	c.path = dir + c.path
	return c
}

// likelyFolder reads the first folder that holds something like an export,
// else the first that can be read.
func likelyFolder(candidates []string) (string, []file, error) {
	first, rest, err := "", []file(nil), errors.New("no folder can be read")
	for _, candidate := range candidates {
		dir, files, e := readFolder(candidate)
		if e != nil {
			continue
		}
		if len(files) > 0 && !files[0].dir {
			return dir, files, nil
		}
		if first == "" {
			first, rest, err = dir, files, nil
		}
	}
	return first, rest, err
}

// likelyFolders are where a file that came from a phone often ends up.
func likelyFolders() []string {
	folders := []string{"."}
	if dir, err := os.UserHomeDir(); err == nil {
		folders = append(folders, filepath.Join(dir, "Downloads"), filepath.Join(dir, "Desktop"), filepath.Join(dir, "Documents"), dir)
	}
	return folders
}

// home writes a path below the home folder with ~.
func home(path string) string {
	dir, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	if path == dir {
		return "~"
	}
	if rest, ok := strings.CutPrefix(path, dir+string(filepath.Separator)); ok {
		return filepath.Join("~", rest)
	}
	return path
}

// unescapeAddress decodes what stands behind file: in an address.
func unescapeAddress(s string) string {
	s = strings.TrimPrefix(s, "localhost")
	if path, err := url.PathUnescape(s); err == nil {
		return path
	}
	return s
}

// size writes a number of bytes as people read it.
func size(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%d kB", n/1e3)
	}
	return fmt.Sprintf("%d B", n)
}
