package command

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// helpStream returns where help is written to: on a terminal, one that breaks
// lines between words rather than wherever the terminal ends.
func helpStream(stdout io.Writer, args []string) io.Writer {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	asked := slices.Contains(args, "--help") || slices.Contains(args, "-h") || len(args) > 0 && args[0] == "help"
	file, ok := stdout.(term.File)
	if !ok || !asked {
		return stdout
	}
	width, _, err := term.GetSize(file.Fd())
	if err != nil || width < leastHelp {
		return stdout
	}
	return &wrapper{File: file, width: width}
}

const (
	leastHelp = 40 // columns from which on it helps to break lines
	leastText = 24 // columns that are worth having beside what is described
	textBelow = 8  // where what is said of something long stands in the next line
)

// wrapper breaks the lines of help. What is described stands on the left, two
// spaces or more behind it what is said of it: this goes on below itself.
type wrapper struct {
	term.File

	width int
	rest  []byte // of a line that is not whole
}

func (w *wrapper) Write(p []byte) (int, error) {
	w.rest = append(w.rest, p...)
	for {
		end := bytes.IndexByte(w.rest, '\n')
		if end < 0 {
			return len(p), nil
		}
		line := wrapHelp(string(w.rest[:end]), w.width)
		w.rest = w.rest[end+1:]
		if _, err := io.WriteString(w.File, line+"\n"); err != nil {
			return 0, err
		}
	}
}

// wrapHelp breaks a line of help, with its colours, to a width in cells.
func wrapHelp(line string, width int) string {
	plain := strings.TrimRight(ansi.Strip(line), " ")
	if ansi.StringWidth(plain) <= width {
		return line
	}
	at := 0 // where what is said begins
	for i := len(plain) - 1; i > 1; i-- {
		if plain[i] != ' ' && plain[i-1] == ' ' && plain[i-2] == ' ' {
			at = ansi.StringWidth(plain[:i])
			break
		}
	}
	total := ansi.StringWidth(plain)
	head, text := strings.TrimRight(ansi.Cut(line, 0, at), " "), ansi.Cut(line, at, total)
	indent := at
	if width-at < leastText {
		indent = textBelow
	}
	const hard = "\u2011" // a hyphen that is no place to break: options stay whole
	text = ansi.Wordwrap(strings.ReplaceAll(text, "-", hard), width-indent, "")
	lines := strings.Split(strings.ReplaceAll(text, hard, "-"), "\n")
	for i, part := range lines {
		lines[i] = strings.Repeat(" ", indent) + part
	}
	if indent == at {
		lines[0] = ansi.Cut(line, 0, at) + strings.TrimLeft(lines[0], " ")
	} else {
		lines = append([]string{head}, lines...)
	}
	return strings.Join(lines, "\n")
}
