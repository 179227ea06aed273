package index

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestALoadLeavesTheTemporaryFilesOfProcessesThatLiveAlone(t *testing.T) {
	t.Parallel()
	ended := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	s := newStore(t)
	mine, err := s.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(mine, "input"), []byte("spooled"), 0o600); err != nil {
		t.Fatal(err)
	}
	left := []string{
		fmt.Sprintf("%s%d-1", tempDirPrefix, ended.Process.Pid), fmt.Sprintf("%d-1", os.Getpid()),
		tempDirPrefix + "-1", tempDirPrefix + "0-1", tempDirPrefix + "-5-1", "export-1.zst",
	}
	for _, name := range left {
		if err := os.Mkdir(filepath.Join(s.Dir(), tmpDir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	load(t, s, street(0, 10))
	if content, err := os.ReadFile(filepath.Join(mine, "input")); err != nil || string(content) != "spooled" {
		t.Errorf("this process's own input is %q, %v", content, err)
	}
	for _, name := range left {
		if _, err := os.Stat(filepath.Join(s.Dir(), tmpDir, name)); err == nil {
			t.Errorf("%s, of no living process, is still there", name)
		}
	}
}
