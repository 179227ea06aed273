package index

import (
	"os"
	"path/filepath"
	"testing"
)

func TestALoadLeavesTheTemporaryFilesOfProcessesThatLiveAlone(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	mine, remove, err := s.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(mine, "input"), []byte("spooled"), 0o600); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(s.Dir(), tmpDir, "of-1") // as a process leaves it that was killed
	if err := os.Mkdir(left, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(left, lockFile), filepath.Join(left, "input"), filepath.Join(s.Dir(), tmpDir, "current-1")} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	load(t, s, street(0, 10))
	if content, err := os.ReadFile(filepath.Join(mine, "input")); err != nil || string(content) != "spooled" {
		t.Errorf("this process's own input is %q, %v", content, err)
	}
	if entries, err := os.ReadDir(filepath.Join(s.Dir(), tmpDir)); err != nil || len(entries) != 1 {
		t.Errorf("in tmp are %v, %v; want this process's own directory alone", entries, err)
	}
	if err := remove(); err != nil {
		t.Error(err)
	}
	if entries, err := os.ReadDir(filepath.Join(s.Dir(), tmpDir)); err != nil || len(entries) != 0 {
		t.Errorf("after remove there are %v, %v", entries, err)
	}
}
