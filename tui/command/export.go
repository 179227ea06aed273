package command

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) exportCommand() *cobra.Command {
	var format, output string
	var redacted, keepHouseNumbers bool
	cmd := &cobra.Command{
		Use:   "export [QUERY...]",
		Short: "Write messages as JSON lines, CSV, Markdown or a web page",
		Long: `Writes the messages that match the whole query, or all, in the order of their chats.

With --redact nobody can be told from it: people are Resident A, Resident B and so on, also where texts name them, in short or in another case; phone numbers, e-mail addresses and house numbers are left out, and so are the names of files and what notices, contacts and locations say. IDs are new. Of people who never wrote it knows common first names, and those behind a title, a greeting or "its"; what it cannot know are rare names, nicknames that begin otherwise, and misspelt ones: read it before you hand it on.

` + queryHelp,
		Example: `kerb export --format csv tag:outage after:2025 > outages.csv
kerb export --format html --output street.html
kerb export --redact --format md tag:pothole > for-the-council.md`,
		GroupID:     groupLook,
		Annotations: map[string]string{takesQuery: acts},
		RunE: func(cmd *cobra.Command, args []string) error {
			if k.json {
				format = "jsonl"
			}
			if keepHouseNumbers && !redacted {
				return usagef("--keep-house-numbers goes with --redact")
			}
			newWriter, ok := messageWriters[format]
			if !ok {
				return usagef("--format is jsonl, csv, md or html, not %q", format)
			}
			return k.withSnapshot(cmd.Context(), func(_ *index.Store, sn *index.Snapshot) error {
				messages := allMessages(cmd.Context(), sn)
				if len(args) > 0 {
					ids, err := k.match(cmd.Context(), sn, joinQuery(args))
					if err != nil {
						return err
					}
					messages = messagesByID(cmd.Context(), sn, ids)
				}
				if redacted {
					people, err := redactorOf(sn.Chats(), sn.People(""), messages, allMessages(cmd.Context(), sn), keepHouseNumbers)
					if err != nil {
						return err
					}
					messages = redactMessages(messages, people)
				}
				if output == "" {
					return writeMessages(newWriter(k.out), messages)
				}
				n, err := exportFile(output, newWriter, messages)
				if err != nil {
					return err
				}
				return k.reportExport(output, n)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl, csv, md or html")
	cmd.Flags().StringVar(&output, "output", "", "write to this file, which only you can read")
	cmd.Flags().BoolVar(&redacted, "redact", false, "leave people out: names, phone numbers, addresses, house numbers")
	cmd.Flags().BoolVar(&keepHouseNumbers, "keep-house-numbers", false, "with --redact: leave house numbers in")
	completeWords(cmd, "format", "jsonl\tone JSON object a line", "csv\tfor spreadsheets", "md\tMarkdown", "html\tone web page")
	return cmd
}

// A messageWriter writes messages as one document.
type messageWriter interface {
	write(*index.Message) error
	end() error
}

// messageWriters make the writer of each format.
var messageWriters = map[string]func(io.Writer) messageWriter{
	"jsonl": newJSONLWriter,
	"csv":   newCSVWriter,
	"md":    newMarkdownWriter,
	"html":  newHTMLWriter,
}

// writeMessages writes all messages and ends the document.
func writeMessages(w messageWriter, messages iter.Seq2[index.Message, error]) error {
	for m, err := range messages {
		if err != nil {
			return err
		}
		if err := w.write(&m); err != nil {
			return err
		}
	}
	return w.end()
}

// exportFile writes messages to a file and returns how many.
func exportFile(path string, newWriter func(io.Writer) messageWriter, messages iter.Seq2[index.Message, error]) (n int, err error) {
	counted := func(yield func(index.Message, error) bool) {
		for m, err := range messages {
			n++
			if !yield(m, err) {
				return
			}
		}
	}
	err = writeFile(path, func(w io.Writer) error { return writeMessages(newWriter(w), counted) })
	return n, err
}

// writeFile writes a file that only the user can read. A file of that name is
// replaced once all is written.
func writeFile(path string, write func(io.Writer) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %w", path, withoutPath(err))
		}
	}()
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return errors.New("there is a folder of that name")
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".kerb-export-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = file.Close() // it may be closed already
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	buffer := bufio.NewWriter(file)
	if err := write(buffer); err != nil {
		return err
	}
	if err := errors.Join(buffer.Flush(), file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// exportByName writes messages to a file in the format that its name ends in,
// without people if it is said who they are.
func exportByName(path string, messages iter.Seq2[index.Message, error], without *tui.Residents) (int, error) {
	newWriter, ok := messageWriters[strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")]
	if !ok {
		return 0, fmt.Errorf("%q tells no format: end the name in .html, .csv, .md or .jsonl", filepath.Base(path))
	}
	if without != nil {
		people, err := redactorOf(without.Chats, without.People, messages, without.Messages, without.KeepHouseNumbers)
		if err != nil {
			return 0, err
		}
		messages = redactMessages(messages, people)
	}
	return exportFile(path, newWriter, messages)
}

// withoutPath returns what went wrong with a temporary file, whose name means
// nothing to anybody.
func withoutPath(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return at.Err
	}
	return err
}

// reportExport says what was written where.
func (k *kerb) reportExport(path string, n int) error {
	if k.json {
		return k.printJSON(map[string]any{"did": "export", "file": path, "messages": n})
	}
	return k.printf("%s: %s\n", safe.Line(path), count(n, "message", "messages"))
}
