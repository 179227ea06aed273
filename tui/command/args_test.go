package command

import (
	"io"
	"slices"
	"strings"
	"testing"
)

func TestOnlyKnownFlagsAreFlagsWhereAQueryIsTaken(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, args, want, unknown string
	}{
		{"a word is excluded", "search power -news", "search -- power -news", ""},
		{"a flag behind the query", "search power --limit 3 -news", "search --limit 3 -- power -news", ""},
		{"a flag with its value in one", "search --limit=3 -a --json", "search --limit=3 --json -- -a", ""},
		{"a flag in front of the command", "--store dir search -news", "search --store dir -- -news", ""},
		{"help", "search -h", "search -h --", ""},
		{"a mistyped flag is named", "search --limt 3", "search -- --limt 3", "--limt"},
		{"everything behind -- is the query", "search a -- --limit -b", "search -- a --limit -b", ""},
		{"a command of a command", "tag add outage -news --store dir power", "tag add --store dir -- outage -news power", ""},
		{"other commands stay as they are", "load --foo -x", "load --foo -x", ""},
		{"the screens", "chat.txt", "chat.txt", ""},
		{"a flag without its value", "search power --limit", "search --limit -- power", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			root := newKerb(strings.NewReader(""), io.Discard, io.Discard).rootCommand()
			got, unknown := operandsLast(root, strings.Fields(tt.args))
			if want := strings.Fields(tt.want); !slices.Equal(got, want) {
				t.Errorf("operandsLast(%q) = %q, want %q", tt.args, got, want)
			}
			if got := strings.Join(unknown, " "); got != tt.unknown {
				t.Errorf("operandsLast(%q) names %q as unknown, want %q", tt.args, got, tt.unknown)
			}
		})
	}
}

func TestArgumentsBecomeOneQuery(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"power"}, `power`},
		{[]string{"power cut from:ben"}, `power cut from:ben`},
		{[]string{"power", "cut", "-news"}, `power cut -news`},
		{[]string{"power cut", "mill"}, `"power cut" mill`},
		{[]string{"from:Ann Smith", "ladder"}, `from:"Ann Smith" ladder`},
		{[]string{"-power cut", "mill"}, `-"power cut" mill`},
		{[]string{"-from:Ann Smith", "x"}, `-from:"Ann Smith" x`},
		{[]string{`"power cut"`, "mill"}, `"power cut" mill`},
	}
	for _, tt := range tests {
		if got := joinQuery(tt.args); got != tt.want {
			t.Errorf("joinQuery(%q) = %s, want %s", tt.args, got, tt.want)
		}
	}
}
