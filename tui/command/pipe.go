package command

import (
	"errors"
	"io"
	"runtime"
	"syscall"
)

const onWindows = runtime.GOOS == "windows"

// What Windows reports when the reading end of a pipe is gone.
const (
	errWindowsBrokenPipe = syscall.Errno(109)
	errWindowsNoData     = syscall.Errno(232)
)

// isBrokenPipe reports whether err only says that nobody reads on.
func isBrokenPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) ||
		onWindows && (errors.Is(err, errWindowsBrokenPipe) || errors.Is(err, errWindowsNoData))
}
