package index

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// backedUp returns a tagged store and a backup of it.
func backedUp(t testing.TB) (s *Store, path string) {
	t.Helper()
	dir, _ := taggedStore(t)
	s = openStore(t, dir)
	path = filepath.Join(t.TempDir(), "elm.kerb")
	report, err := s.Backup(t.Context(), path)
	if err != nil || report.Exports == 0 || report.Marks == 0 || len(report.Damaged) > 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	return s, path
}

func TestARestoredBackupIsTheStoreItWasMadeOf(t *testing.T) {
	t.Parallel()
	s, path := backedUp(t)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	for name, other := range map[string]*Store{"empty": newStore(t), "with something else": newStore(t)} {
		replace := name != "empty"
		if replace {
			load(t, other, street(3, 9))
			if _, err := other.Restore(t.Context(), path, false, nil); !errors.Is(err, ErrNotEmpty) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := other.Restore(t.Context(), path, replace, nil); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, want := chatOf(t, other), chatOf(t, s); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d messages are not the %d that were backed up", name, len(got), len(want))
		}
		var dump, want strings.Builder
		if err := errors.Join(other.DumpMarks(t.Context(), &dump), s.DumpMarks(t.Context(), &want)); err != nil || dump.String() != want.String() {
			t.Errorf("%s: marks are\n%s\nwant\n%s\n%v", name, &dump, &want, err)
		}
		if _, err := other.Undo(t.Context()); err != nil {
			t.Errorf("%s: what was done cannot be undone: %v", name, err)
		}
		sound(t, other)
	}
}

func TestADamagedBackupIsRefusedAndChangesNothing(t *testing.T) {
	t.Parallel()
	_, path := backedUp(t)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other := newStore(t)
	load(t, other, street(3, 9))
	before := files(t, other.Dir())
	try := func(name string, content []byte) {
		t.Helper()
		bad := filepath.Join(t.TempDir(), "bad.kerb")
		if err := os.WriteFile(bad, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := other.Restore(t.Context(), bad, true, nil); err == nil {
			t.Errorf("%s: is restored", name)
		}
		if after := files(t, other.Dir()); !maps.Equal(before, after) {
			t.Fatalf("%s: the store is changed", name)
		}
	}
	try("empty", nil)
	try("a photo", []byte("\xff\xd8\xff\xe0 and so on"))
	try("cut", content[:len(content)/2])
	for at := 40; at < len(content); at += len(content) / 60 {
		flipped := bytes.Clone(content)
		flipped[at] ^= 0x20
		if _, err := openBackup(t.Context(), bytes.NewReader(flipped), int64(len(flipped))); err == nil {
			continue // of what no part is made, such as a time
		}
		try("a byte flipped", flipped)
	}
	for _, name := range []string{"../../evil", "exports/../marks.db", "version", "exports/x.zst"} {
		try("a part named "+name, withPart(t, content, name))
	}
}

// withPart returns a backup whose manifest names one part more.
func withPart(t *testing.T, content []byte, name string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range r.File {
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if part.Name == backupManifest { // the sum of nothing
			text = bytes.Replace(text, []byte(`"files": {`), []byte(`"files": {"`+name+`": {"size": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},`), 1)
		}
		part, err := w.Create(part.Name)
		if err == nil {
			_, err = part.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Create(name); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestABackupTellsWhichExportsAreDamaged(t *testing.T) {
	t.Parallel()
	dir, _ := taggedStore(t)
	s := openStore(t, dir)
	flip(t, keptCopy(t, s, 0), 60)
	report, err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "elm.kerb"))
	if err != nil || len(report.Damaged) != 1 || report.Damaged[0] != elm {
		t.Errorf("%+v, %v", report, err)
	}
}
