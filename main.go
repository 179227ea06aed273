// Kerb turns a street's exported WhatsApp group into something the street can
// use: every message readable, searchable and tagged, on this machine alone.
package main

import (
	"context"
	"os"
	"runtime"

	"github.com/kerbstreet/kerb/tui/command"
)

// waiting is for how many goroutines there is room beside those that keep all
// processors busy, such as a load's: who types must not wait until one of them
// has had its turn, which takes 10 ms. The system shares the processors out, and
// knows what gives way.
const waiting = 2

func main() {
	runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + waiting)
	os.Exit(command.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
