package command

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// printJSON prints v as one line of JSON.
func (k *kerb) printJSON(v any) error {
	line, err := appendJSON(nil, v)
	if err != nil {
		return err
	}
	_, err = k.out.Write(append(line, '\n'))
	return err
}

// appendJSON appends v as JSON with every character escaped that could act on
// a terminal: the controls encoding/json leaves alone, and those that set
// direction.
func appendJSON(dst []byte, v any) ([]byte, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	for _, r := range strings.TrimSuffix(b.String(), "\n") {
		if actsOnTerminal(r) {
			dst = fmt.Appendf(dst, `\u%04x`, r)
		} else {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst, nil
}

// actsOnTerminal reports whether a terminal may do something else with r than
// draw it.
func actsOnTerminal(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x61c || r == 0xfeff ||
		r >= 0x200e && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
