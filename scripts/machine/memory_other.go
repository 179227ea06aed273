//go:build !unix

package machine

import (
	"os"
	"time"
)

// PeakMemory returns 0: the system does not tell.
func PeakMemory(*os.ProcessState) int64 { return 0 }

// started stands in for when the process began to work.
var started = time.Now()

// ProcessorTime is not known here either: it is the time that went by.
func ProcessorTime() time.Duration { return time.Since(started) }
