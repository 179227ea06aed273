package command

import (
	"bufio"
	"io"
	"os"
	"runtime/debug"
)

// kerb is one run of the command line: its streams and the flags that all
// commands share.
type kerb struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	out            *bufio.Writer // on stdout; flushed when the command ends
	styled         bool          // results go to a terminal that shows styles

	json bool // --json
}

func newKerb(stdin io.Reader, stdout, stderr io.Writer) *kerb {
	return &kerb{
		stdin: stdin, stdout: stdout, stderr: stderr,
		out:    bufio.NewWriterSize(stdout, 1<<16),
		styled: isTerminal(stdout) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb",
	}
}

// version is what --version prints: the module's version as the Go tool knows
// it, "devel" in a checkout.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
