package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
)

// A log is a channel's log with the links that people found in it.
type log struct {
	name     string
	messages []channel.Message
	links    map[int][]int // by message: those it answers; itself if it starts a thread
	first    int           // the first annotated message
	end      int           // behind the last one
}

// context is how many lines of a log stand before the annotated ones.
const context = 1000

// readLogs reads the pairs NAME.ascii.txt and NAME.annotation.txt of a folder,
// in the format of Kummerfeld et al. 2019.
func readLogs(dir string) ([]log, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.annotation.txt"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no *.annotation.txt in it", dir)
	}
	slices.Sort(files)
	logs := make([]log, 0, len(files))
	for _, file := range files {
		l, err := readLog(strings.TrimSuffix(file, ".annotation.txt"))
		if err != nil {
			return nil, err
		}
		logs = append(logs, l)
	}
	return logs, nil
}

func readLog(base string) (log, error) {
	text, err := os.ReadFile(base + ".ascii.txt")
	if err != nil {
		return log{}, err
	}
	l := log{name: filepath.Base(base), links: make(map[int][]int)}
	var now int64
	for line := range strings.SplitSeq(strings.TrimSuffix(string(text), "\n"), "\n") {
		m := readLine(line, now)
		now = max(now, m.Time)
		l.messages = append(l.messages, m)
	}
	if len(l.messages) > context {
		l.first = context
	}
	annotations, err := os.Open(base + ".annotation.txt")
	if err != nil {
		return log{}, err
	}
	defer func() { _ = annotations.Close() }() // only read
	lines := bufio.NewScanner(annotations)
	for lines.Scan() {
		var a, b int
		if n, _ := fmt.Sscan(strings.ReplaceAll(lines.Text(), "-", " "), &a, &b); n == 1 {
			b = a
		} else if n != 2 {
			continue
		}
		a, b = min(a, b), max(a, b)
		if b < len(l.messages) {
			l.links[b] = append(l.links[b], a)
			l.end = max(l.end, b+1)
		}
	}
	return l, lines.Err()
}

// readLine reads "[12:34] <nick> text" and "[12:34] * nick does something", also
// behind a channel and a day ("rust 2018-05-29 [12:34] <nick> text"); all else is
// a notice. The log has no dates: a clock that goes back by hours has
// passed midnight.
func readLine(line string, now int64) channel.Message {
	notice := channel.Message{Time: now, Text: line, Notice: true}
	if before, after, ok := strings.Cut(line, " ["); ok && strings.Count(before, " ") == 1 && strings.Count(before, "-") >= 2 {
		line = "[" + after
	}
	stamp, rest, ok := strings.Cut(strings.TrimPrefix(line, "["), "]")
	if !ok || !strings.HasPrefix(line, "[") || len(stamp) > 8 {
		return notice
	}
	var hour, minute, second int64
	if n, _ := fmt.Sscanf(stamp, "%d:%d:%d", &hour, &minute, &second); n < 2 {
		return notice
	}
	const day = 24 * 60 * 60
	m := channel.Message{Time: now/day*day + hour*60*60 + minute*60 + second}
	if m.Time < now-day/4 {
		m.Time += day
	}
	rest = strings.TrimLeft(rest, " ")
	switch {
	case strings.HasPrefix(rest, "<"):
		m.Sender, m.Text, ok = strings.Cut(rest[1:], ">")
	case strings.HasPrefix(rest, "*"):
		m.Sender, m.Text, ok = strings.Cut(strings.TrimLeft(rest[1:], " "), " ")
	default:
		ok = false
	}
	if !ok {
		return notice
	}
	m.Sender, m.Text = strings.TrimSpace(m.Sender), strings.TrimPrefix(m.Text, " ")
	return m
}
