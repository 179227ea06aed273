package command

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestHelpIsBrokenBetweenWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ line, want string }{
		{"    undo   Take back the last change", "    undo   Take back the last change"},
		{"    backup FILE   Keep everything you loaded and tagged in one file", "    backup FILE   Keep everything you\n                  loaded and tagged in one\n                  file"},
		{"    forget --chat NAME --person NAME   Remove a chat or a person", "    forget --chat NAME --person NAME\n        Remove a chat or a person"},
		{"    load   Reads what is named; it takes --date-order dmy", "    load   Reads what is named; it takes\n           --date-order dmy"},
		{"  Kerb makes a street's exported chat searchable", "  Kerb makes a street's exported chat\n  searchable"},
	} {
		if got := wrapHelp(tt.line, 43); got != tt.want {
			t.Errorf("%q becomes\n%s\nwant\n%s", tt.line, got, tt.want)
		}
		coloured := strings.ReplaceAll(tt.line, "  ", "  \x1b[31m") + "\x1b[m"
		for _, line := range strings.Split(ansi.Strip(wrapHelp(coloured, 43)), "\n") {
			if ansi.StringWidth(strings.TrimRight(line, " ")) > 43 {
				t.Errorf("%q is too long", line)
			}
			for _, word := range strings.Fields(line) {
				if !strings.Contains(" "+tt.line+" ", " "+word+" ") {
					t.Errorf("%q is a broken word of %q", word, tt.line)
				}
			}
		}
	}
}
