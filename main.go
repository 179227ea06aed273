// Kerb turns a street's exported WhatsApp group into something the street can
// use: every message readable, searchable and tagged, on this machine alone.
package main

import (
	"context"
	"os"

	"github.com/kerbstreet/kerb/tui/command"
)

func main() {
	os.Exit(command.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
