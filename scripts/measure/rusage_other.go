//go:build !unix

package main

import (
	"os"
	"time"
)

// peakMemory is not known here: the system does not tell.
func peakMemory(*os.ProcessState) int64 { return 0 }

// started stands in for when the process began to work.
var started = time.Now()

// processorTime is not known here either: it is the time that went by.
func processorTime() time.Duration { return time.Since(started) }
