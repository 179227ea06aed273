package command

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// A progress draws a line on standard error that tells how far a load is. It
// draws nothing where that is no terminal.
type progress struct {
	w     io.Writer
	width int       // of the terminal, in cells; 0 if there is none
	drawn time.Time // when the line was last drawn; zero if it is not on the screen
	stage index.Stage
}

const (
	// redrawEvery keeps drawing cheap and the line calm.
	redrawEvery = 100 * time.Millisecond
	barWidth    = 24
)

func (k *kerb) newProgress() *progress {
	p := &progress{w: k.stderr}
	file, ok := k.stderr.(term.File)
	if !ok || !isTerminal(k.stderr) || k.plain || os.Getenv("TERM") == "dumb" {
		return p
	}
	if width, _, err := term.GetSize(file.Fd()); err == nil {
		p.width = width
	}
	return p
}

// show draws how far the load is, unless it has just been drawn.
func (p *progress) show(now index.Progress) {
	if p.width == 0 || now.Stage == p.stage && time.Since(p.drawn) < redrawEvery {
		return
	}
	p.stage, p.drawn = now.Stage, time.Now()
	fmt.Fprintf(p.w, "\r%s%s", ansi.Truncate(progressLine(now), p.width-1, "…"), ansi.EraseLineRight)
}

// showThreads draws how many messages' threads are found, unless it has just
// been drawn.
func (p *progress) showThreads(now index.ThreadProgress) {
	if p.width == 0 || time.Since(p.drawn) < redrawEvery {
		return
	}
	p.drawn = time.Now()
	line := bar(float64(now.Found)/float64(max(now.Total, 1))) + "  finding threads"
	fmt.Fprintf(p.w, "\r%s%s", ansi.Truncate(line, p.width-1, "…"), ansi.EraseLineRight)
}

// clear removes the line.
func (p *progress) clear() {
	if !p.drawn.IsZero() {
		fmt.Fprintf(p.w, "\r%s", ansi.EraseLineRight)
		p.drawn = time.Time{}
	}
}

// progressLine says how far a load is:
//
//	████████░░░░░░░░░░░░░░░░  33%  12,345 messages  reading messages  Elm Street.txt
func progressLine(now index.Progress) string {
	line := fmt.Sprintf("%s  %s  %s", count(now.Messages, "message", "messages"), now.Stage, safe.Line(now.Source))
	if now.Total <= 0 {
		return line
	}
	return bar(float64(now.Bytes)/float64(now.Total)) + "  " + line
}

// bar draws which part of something is done.
func bar(done float64) string {
	done = min(done, 1)
	full := int(done * barWidth)
	return fmt.Sprintf("%s%s %3.0f%%", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), done*100)
}
