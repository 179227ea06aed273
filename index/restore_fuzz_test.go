package index

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/marks"
)

// FuzzDumpLine reads lines of a dump that nobody wrote: what is understood is
// well formed.
func FuzzDumpLine(f *testing.F) {
	for _, line := range []string{
		"chat\t\"elm street\"\t\"Elm Street\"", "dates\t\"elm street\"\tmdy",
		"tag\tpothole\t4t0q3r8w1x2y5z6a\tmessage\t2024-03-01T18:05:00Z", "tag\tpothole\t4t0q3r8w1x2y5z6a\texcept\t2024-03-01T18:05:00Z",
		"search\t\"water\"\t\"water after:2025\"\t2024-03-01T18:05:00Z", "link\t4t0q3r8w1x2y5z6a\tnone\t2024-03-01T18:05:00Z",
		"tag\t\t\t\t", "link\tx\ty\tz", "\x00\xff\t\"",
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		var d marks.Dump
		if err := parseDumpLine(&d, line); err != nil {
			return
		}
		for _, tag := range d.Tags {
			if !ValidTag(tag.Tag) || tag.Scope > marks.Except {
				t.Errorf("%q is read as %+v", line, tag)
			}
		}
		for _, chat := range d.Chats {
			if chat.Key == "" || chat.Name == "" {
				t.Errorf("%q is read as %+v", line, chat)
			}
		}
	})
}

// FuzzRestoreMarks takes dumps that nobody wrote into a store: what it has then
// is dumped as lines that are all understood, say nothing new, and are gone
// after an undo.
func FuzzRestoreMarks(f *testing.F) {
	s, err := Open(f.Context(), filepath.Join(f.TempDir(), "store"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	load(f, s, street(0, 20))
	id := ids(chatOf(f, s))[0].String()
	dump := func(t *testing.T) string {
		var out strings.Builder
		if err := s.DumpMarks(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	f.Add("# kerb marks 1\ntag\tpothole\t" + id + "\tmessage\t2024-03-01T18:05:00Z\ntag\tpothole\t" + id + "\texcept\t2024-03-01T18:05:00Z\n")
	f.Add("chat\t\"elm street\"\t\"Elm\"\ndates\t\"elm street\"\tmdy\nsearch\t\"w\"\t\"water\"\t2024-03-01T18:05:00Z\n")
	f.Add("link\t" + id + "\tnone\t2024-03-01T18:05:00Z\nrefusal\tlending\t" + id + "\t2024-03-01T18:05:00Z\n")
	f.Add("person\t\"Mum\"\t\"Deb No 12\"\tjoined\t\"\"\t2024-03-01T18:05:00Z\nissue\toutage-" + id + "\t\"x\"\topen\t-\tfalse\t2024-03-01T18:05:00Z\n")
	f.Add("loan\tloan-" + id + "\t\"ladder\"\tback\t\"Ben\"\t\"\"\t2024-03-01T18:05:00Z\n")
	f.Fuzz(func(t *testing.T, text string) {
		before := dump(t)
		report, err := s.RestoreMarks(t.Context(), strings.NewReader(text))
		if err != nil {
			return
		}
		after := dump(t)
		again, err := s.RestoreMarks(t.Context(), strings.NewReader(after))
		if err != nil || len(again.Bad) > 0 {
			t.Errorf("its own dump is not understood: %v, %v", again.Bad, err)
		}
		if now := dump(t); now != after {
			t.Errorf("restored once more, the marks are\n%s and were\n%s", now, after)
			return
		}
		if before == after {
			return
		}
		if _, err := s.Undo(t.Context()); err != nil {
			t.Errorf("%d marks were restored, and there is no undo: %v", report.Added, err)
		}
		if now := dump(t); now != before {
			t.Fatalf("after the undo the marks are\n%s and were\n%s", now, before)
		}
	})
}

// FuzzOpenBackup reads files that are no backups, or no longer whole ones.
func FuzzOpenBackup(f *testing.F) {
	dir := f.TempDir()
	s, err := Open(f.Context(), filepath.Join(dir, "store"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	load(f, s, street(0, 20))
	path := filepath.Join(dir, "elm.kerb")
	if _, err := s.Backup(f.Context(), path); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)-7])
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, content []byte) {
		b, err := openBackup(t.Context(), bytes.NewReader(content), int64(len(content)))
		if err == nil && b.header.Files[marksFile].Size == 0 {
			t.Error("a backup without marks is taken for whole")
		}
	})
}

// FuzzBackupParts reads backups whose sums are all right, with parts that no
// store has: none is taken for a file elsewhere.
func FuzzBackupParts(f *testing.F) {
	f.Add("exports/"+strings.Repeat("0a", 32)+".zst", []byte("x"), []byte("marks"), backupFormat, storeVersion)
	f.Add("exports/"+strings.Repeat("0a", 34)+".zst", []byte("x"), []byte("marks"), backupFormat, storeVersion) // too long a sum
	f.Add("../exports/x.zst", []byte("x"), []byte("marks"), backupFormat, storeVersion)
	f.Add("exports/../../"+strings.Repeat("0a", 32)+".zst", []byte(""), []byte("m"), backupFormat+1, storeVersion)
	f.Fuzz(func(t *testing.T, name string, content, marked []byte, format, store int) {
		parts := map[string][]byte{marksFile: marked, name: content}
		header := backupHeader{Format: format, Store: store, Files: make(map[string]backupFile)}
		for name, content := range parts {
			header.Files[name] = backupFile{Size: int64(len(content)), Sum: fmt.Sprintf("%x", sha256.Sum256(content))}
		}
		manifest, err := json.Marshal(header)
		if err != nil {
			t.Fatal(err)
		}
		parts[backupManifest] = manifest
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for name, content := range parts {
			into, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
			if err == nil {
				_, err = into.Write(content)
			}
			if err != nil {
				return // a name that no zip has
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		b, err := openBackup(t.Context(), bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			if !errors.Is(err, ErrBadBackup) && !errors.Is(err, ErrNewerStore) {
				t.Errorf("neither bad nor newer: %v", err)
			}
			return
		}
		for _, export := range b.exports() {
			if !filepath.IsLocal(export) || filepath.Dir(filepath.FromSlash(export)) != exportsDir {
				t.Errorf("%q is taken for an export", export)
			}
		}
	})
}
