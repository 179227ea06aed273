package command

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
)

func (k *kerb) tagDump() *cobra.Command {
	return &cobra.Command{
		Use:   "dump",
		Short: "Print every mark as text, one a line",
		Long: `Prints every mark as text, one a line, always in the same order: to keep, to compare, or for kerb tag restore.

With --json its parts have names, for other programs; kerb tag restore reads the text only.`,
		Example: "kerb tag dump > marks.txt",
		Args:    needArgs(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				if !k.json {
					return store.DumpMarks(cmd.Context(), k.out)
				}
				return k.dumpJSON(cmd.Context(), store)
			})
		},
	}
}

// markJSON is a line of the dump with names to its parts.
type markJSON struct {
	Mark  string `json:"mark"` // tag, chat …: the line's first word
	Tag   string `json:"tag,omitempty"`
	ID    string `json:"id,omitempty"`
	Scope string `json:"scope,omitempty"`
	Since string `json:"since,omitempty"`
	Key   string `json:"key,omitempty"` // of a chat
	Name  string `json:"name,omitempty"`
	Query string `json:"query,omitempty"`
	Order string `json:"date_order,omitempty"`
	Sum   string `json:"sha256,omitempty"` // of an export
	// Rest is what the line holds, where it is of a kind not named above.
	Rest []string `json:"rest,omitempty"`
}

// dumpJSON prints each line of the dump as an object.
func (k *kerb) dumpJSON(ctx context.Context, store *index.Store) error {
	var dump strings.Builder
	if err := store.DumpMarks(ctx, &dump); err != nil {
		return err
	}
	for line := range strings.Lines(dump.String()) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if err := k.printJSON(newMarkJSON(strings.Split(strings.TrimSuffix(line, "\n"), "\t"))); err != nil {
			return err
		}
	}
	return nil
}

func newMarkJSON(parts []string) markJSON {
	switch {
	case parts[0] == "tag" && len(parts) == 5:
		return markJSON{Mark: parts[0], Tag: parts[1], ID: parts[2], Scope: parts[3], Since: parts[4]}
	case parts[0] == "chat" && len(parts) == 3:
		return markJSON{Mark: parts[0], Key: unquoted(parts[1]), Name: unquoted(parts[2])}
	case parts[0] == "dates" && len(parts) == 3:
		return markJSON{Mark: parts[0], Key: unquoted(parts[1]), Order: parts[2]}
	case parts[0] == "dates" && len(parts) == 4:
		return markJSON{Mark: parts[0], Key: unquoted(parts[1]), Order: parts[2], Sum: parts[3]}
	case parts[0] == "search" && len(parts) == 4:
		return markJSON{Mark: parts[0], Name: unquoted(parts[1]), Query: unquoted(parts[2]), Since: parts[3]}
	}
	return markJSON{Mark: parts[0], Rest: parts[1:]}
}

// unquoted returns what stands in quotes in a dump.
func unquoted(s string) string {
	if text, err := strconv.Unquote(s); err == nil {
		return text
	}
	return s
}

func (k *kerb) tagRestore() *cobra.Command {
	return &cobra.Command{
		Use:     "restore [FILE]",
		Short:   "Read back what kerb tag dump printed",
		Long:    "Reads marks as kerb tag dump prints them, from FILE or standard input, and adds those that are missing.",
		Example: "kerb tag restore marks.txt",
		Args:    needArgs(0, 1, "one file"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			input := k.stdin
			if len(args) == 1 && args[0] != stdinName {
				file, err := os.Open(args[0])
				if err != nil {
					return err
				}
				defer func() { err = errors.Join(err, file.Close()) }()
				input = file
			}
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				return k.restore(cmd.Context(), store, input)
			})
		},
	}
}

func (k *kerb) restore(ctx context.Context, store *index.Store, input io.Reader) error {
	report, err := store.RestoreMarks(ctx, input)
	if err != nil {
		return err
	}
	for _, bad := range report.Bad {
		k.warn("line %d is no mark: %s", bad.Line, bad.Reason)
	}
	if err := k.reportRestore(report); err != nil {
		return err
	}
	switch {
	case len(report.Bad) > 0 && report.Added+report.Known == 0:
		return errReported
	case len(report.Bad) > 0:
		return errPartial
	}
	return nil
}

func (k *kerb) reportRestore(report index.RestoreReport) error {
	if k.json {
		return k.printJSON(struct {
			Did     string `json:"did"`
			Added   int    `json:"added"`
			Known   int    `json:"known"`
			Unknown int    `json:"unknown"` // on messages that are not loaded
			Bad     int    `json:"bad"`
		}{"restore", report.Added, report.Known, report.Unknown, len(report.Bad)})
	}
	known := ""
	if report.Known > 0 {
		known = "; " + count(report.Known, "was", "were") + " there already"
	}
	if report.Unknown > 0 {
		known += "; " + count(report.Unknown, "is on a message", "are on messages") + " not loaded yet"
	}
	return k.printf("restore: %s added%s\n", count(report.Added, "mark", "marks"), known)
}
