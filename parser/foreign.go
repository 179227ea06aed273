package parser

import (
	"bytes"
	"strings"
)

// telegramLine returns the 1-based line on which a message copied from
// Telegram starts, or 0:
//
//	Ann, [13.06.2024 21:25]
func telegramLine(head []byte) int {
	number := 0
	for line := range bytes.Lines(head) {
		number++
		name, date, found := bytes.Cut(bytes.TrimRight(line, ": \r\n"), []byte(", ["))
		if !found || len(name) == 0 {
			continue
		}
		date, closed := bytes.CutSuffix(date, []byte{']'})
		if h, ok := scanHeader(append(append([]byte{'['}, date...), ']')); closed && ok && !h.shape.yearless {
			return number
		}
	}
	return 0
}

// logLevels are what stands where a chat has names in the log of a program.
var logLevels = []string{"trace", "debug", "info", "notice", "warn", "warning", "error", "severe", "critical", "fatal"}

// isLog reports whether everybody who speaks is a level of a program's log:
//
//	2024-06-13 21:25:00 - INFO: started
func (d *dialect) isLog() bool {
	names := 0
	for _, part := range d.parts {
		for _, who := range part.names.all {
			name := who.shown[strings.LastIndexByte(who.shown, '.')+1:]
			level := false
			for _, l := range logLevels {
				level = level || strings.EqualFold(name, l)
			}
			if !level {
				return false
			}
			names++
		}
	}
	return names > 1
}

func refuseLog(path string) *RefusedError {
	return &RefusedError{Path: path, Reason: "it is the log of a program, not a chat", Hint: hintExport}
}
