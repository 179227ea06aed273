//go:build !unix

package main

import "os"

// peakMemory is not known here: the system does not tell.
func peakMemory(*os.ProcessState) int64 { return 0 }
