package index

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// tempDirPrefix, a process number and a hyphen begin the name of a directory
// made by TempDir.
const tempDirPrefix = "of-"

// TempDir makes an empty directory inside the store, which only the user can
// look into, for input that can be read only once. The caller removes it. If
// it cannot, because the process was killed, the next writer does.
func (s *Store) TempDir() (string, error) {
	dir, err := os.MkdirTemp(s.path(tmpDir), fmt.Sprintf("%s%d-*", tempDirPrefix, os.Getpid())) // 0700
	if err != nil {
		return "", fmt.Errorf("make a temporary directory: %w", err)
	}
	return dir, nil
}

// inUse reports whether a file in tmp belongs to a process that lives.
func inUse(name string) bool {
	owner, _, ok := strings.Cut(strings.TrimPrefix(name, tempDirPrefix), "-")
	pid, err := strconv.Atoi(owner)
	return ok && err == nil && strings.HasPrefix(name, tempDirPrefix) && lives(pid)
}

// lives reports whether there is a process of that number.
func lives(pid int) bool {
	if pid < 1 {
		return false
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer func() { _ = process.Release() }() // it is only looked at
	return !errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
