package parser

import (
	"bytes"
	"encoding/json"
)

// isJSONL reports whether a text that starts with head is a .jsonl export: its
// first line is a whole JSON object with the time of a message.
func isJSONL(head []byte) bool {
	head = bytes.TrimLeft(head, "\ufeff \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	line, _, _ := bytes.Cut(head, []byte{'\n'})
	if !json.Valid(line) {
		// The first message may be longer than what was read of the file.
		return len(line) >= sniffLength/2 && bytes.Contains(line, []byte(`"time":`)) && bytes.Contains(line, []byte(`"kind":`))
	}
	_, err := decodeJSONMessage(line)
	return err == nil
}
