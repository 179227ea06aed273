package archive

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func kept(t *testing.T, text string) (Archive, Sum) {
	t.Helper()
	a := At(t.TempDir())
	spooled, err := Spool(t.Context(), t.TempDir(), strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if spooled.Bytes != int64(len(text)) {
		t.Errorf("%d bytes of %d", spooled.Bytes, len(text))
	}
	if err := a.Keep(spooled); err != nil {
		t.Fatal(err)
	}
	return a, spooled.Sum
}

func TestAKeptExportComesBackByteForByte(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty": "", "UTF-16": "\xff\xfeh\x00i\x00", "long": strings.Repeat("18:05 - Ben: power's off\r\n", 50000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, sum := kept(t, text)
			r, err := a.Open(sum)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if err != nil || string(got) != text {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
			if err := a.Verify(t.Context(), sum); err != nil {
				t.Error(err)
			}
			if sums, strange, err := a.List(); err != nil || len(sums) != 1 || sums[0] != sum || len(strange) != 0 {
				t.Errorf("list %v %v %v", sums, strange, err)
			}
		})
	}
}

func TestADamagedCutMissingOrSwappedExportIsFound(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("18:05 - Ben: power's off\n", 5000)
	hurt := map[string]func(a Archive, sum Sum) error{
		"missing": func(a Archive, sum Sum) error { return a.Remove(sum) },
		"cut":     func(a Archive, sum Sum) error { return os.Truncate(a.Path(sum), 50) },
		"empty":   func(a Archive, sum Sum) error { return os.Truncate(a.Path(sum), 0) },
		"another": func(a Archive, sum Sum) error {
			other, err := Spool(context.Background(), os.TempDir(), strings.NewReader("another chat"))
			if err != nil {
				return err
			}
			return os.Rename(other.path, a.Path(sum))
		},
	}
	for name, hurt := range hurt {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, sum := kept(t, text)
			if err := hurt(a, sum); err != nil {
				t.Fatal(err)
			}
			if err := a.Verify(t.Context(), sum); !errors.Is(err, ErrDamaged) {
				t.Errorf("verify: %v", err)
			}
		})
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("unplugged") }

func TestSpoolingThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	done, cancel := context.WithCancel(t.Context())
	cancel()
	for name, try := range map[string]func(dir string) error{
		"source fails": func(dir string) error { _, err := Spool(t.Context(), dir, failing{}); return err },
		"cancelled":    func(dir string) error { _, err := Spool(done, dir, strings.NewReader("hi")); return err },
	} {
		dir := t.TempDir()
		if err := try(dir); err == nil {
			t.Errorf("%s: no error", name)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
			t.Errorf("%s: left %v, %v", name, entries, err)
		}
	}
}

func TestFilesThatAreNoExportsAreListedApart(t *testing.T) {
	t.Parallel()
	a, sum := kept(t, "text")
	for _, name := range []string{"notes", strings.Repeat("0a", 34) + Extension, strings.Repeat("0a", 31) + Extension, strings.Repeat("xx", 32) + Extension} {
		if err := os.WriteFile(filepath.Join(a.dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sums, strange, err := a.List()
	if err != nil || len(sums) != 1 || sums[0] != sum || len(strange) != 4 {
		t.Errorf("exports %v, others %q, %v", sums, strange, err)
	}
}
