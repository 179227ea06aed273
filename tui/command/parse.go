package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/parser"
)

func (k *kerb) parseCommand() *cobra.Command {
	var flags readFlags
	var summary bool
	var explain int
	cmd := &cobra.Command{
		Use:   "parse EXPORT...",
		Short: "Read exports and print their messages; nothing is stored",
		Long: `Reads exported chats and prints their messages, in order. Nothing is stored.

EXPORT is a .txt, the .zip the phone made, a .jsonl, a folder of these, or - for standard input.`,
		Example: `kerb parse "WhatsApp Chat with Elm Street.txt"
kerb parse --summary export.zip
kerb parse --json export.zip | jq .text`,
		GroupID: groupLook,
		Args:    needArgs(1, -1, "the export to read"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts, err := flags.options()
			if err != nil {
				return err
			}
			each := k.parseMessages
			switch {
			case cmd.Flags().Changed("explain") && explain < 1:
				return usagef("--explain needs the number of a line, from 1 on")
			case cmd.Flags().Changed("explain"):
				each = func(ctx context.Context, export *parser.Export, opts parser.Options) error {
					return k.explainLine(ctx, export, opts, explain)
				}
			case summary:
				each = k.parseSummary
			}
			return k.parseEach(cmd.Context(), args, opts, each)
		},
	}
	flags.register(cmd)
	cmd.Flags().BoolVar(&summary, "summary", false, "print what was understood instead of the messages")
	cmd.Flags().IntVar(&explain, "explain", 0, "show which rules made the line of this number what it is")
	return cmd
}

// readFlags say how exports are to be read.
type readFlags struct{ chat, dateOrder string }

func (f *readFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.chat, "chat", "", "call the chat this instead of what the export says")
	cmd.Flags().StringVar(&f.dateOrder, "date-order", "", "read dates as dmy, mdy or ymd, whatever the file proves")
	completeWords(cmd, "date-order", "dmy\tday, month, year", "mdy\tmonth, day, year", "ymd\tyear, month, day")
}

// unread refuses them where no export is read: they would do nothing.
func (f *readFlags) unread() error {
	switch {
	case f.chat != "":
		return usagef("--chat names the chat of --from; in:%q is one of those in the store", f.chat)
	case f.dateOrder != "":
		return usagef("--date-order goes with --from; kerb chats date-order changes a chat in the store")
	}
	return nil
}

func (f *readFlags) options() (parser.Options, error) {
	opts := parser.Options{Chat: f.chat}
	if f.dateOrder != "" {
		order, err := parser.ParseDateOrder(f.dateOrder)
		if err != nil {
			return opts, usagef("--date-order is dmy, mdy or ymd, not %q", f.dateOrder)
		}
		opts.DateOrder = order
	}
	return opts, nil
}

// parseEach opens what paths name and does each with every chat in it. What is
// refused is reported and does not keep the rest from being read.
func (k *kerb) parseEach(ctx context.Context, paths []string, opts parser.Options, each func(context.Context, *parser.Export, parser.Options) error) (err error) {
	exports, err := k.openExports(ctx, systemTempDir, paths)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, exports.Close()) }()
	read, partial := 0, false
	for _, export := range exports.chats {
		err := each(ctx, export, opts)
		refused, isRefusal := errors.AsType[*parser.RefusedError](err)
		switch {
		case errors.Is(err, errPartial):
			read, partial = read+1, true
		case isRefusal:
			exports.refused = append(exports.refused, exports.named(refused))
		case err != nil:
			return err
		default:
			read++
		}
	}
	for _, refused := range exports.refused {
		k.fail(refused)
	}
	switch {
	case read == 0:
		return errReported
	case partial || len(exports.refused) > 0:
		return errPartial
	}
	return nil
}

// parseMessages prints the messages of one chat.
func (k *kerb) parseMessages(ctx context.Context, export *parser.Export, opts parser.Options) error {
	var inJSON []byte // the chat's name
	var line []byte
	summary, err := readExport(ctx, export, opts, func(chat string, m *parser.Message) (err error) {
		if inJSON == nil {
			if inJSON, err = appendJSON(nil, chat); err != nil {
				return err
			}
		}
		if !k.json {
			return k.printMessage(m.Time, m.Sender, m.Text, m.Kind, m.Attachment)
		}
		line = m.AppendJSON(line[:0])
		line = append(line[:len(line)-1], `,"chat":`...) // into the object, before its end
		line = append(append(line, inJSON...), "}\n"...)
		_, err = k.out.Write(line)
		return err
	})
	if err != nil {
		return err
	}
	return k.reportWarnings(export, summary)
}

// readExport calls do with the chat's name and every message of an export and
// returns the summary of all. The message is only valid during the call.
func readExport(ctx context.Context, export *parser.Export, opts parser.Options, do func(chat string, m *parser.Message) error) (_ parser.Summary, err error) {
	reader, err := export.Read(ctx, opts)
	if err != nil {
		return parser.Summary{}, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	chat := reader.Summary().Chat
	var message parser.Message // one for all: it escapes, and each would be an allocation
	for {
		if message, err = reader.Read(); err == nil {
			err = do(chat, &message)
		} else if errors.Is(err, io.EOF) {
			return reader.Summary(), nil
		}
		if err != nil {
			return parser.Summary{}, err
		}
	}
}

// reportWarnings prints what is in doubt about an export; lines that could not
// be read make the command end in part.
func (k *kerb) reportWarnings(export *parser.Export, s parser.Summary) error {
	for _, warning := range s.Warnings {
		k.warn("%s: %s", export.Name(), warning)
	}
	if len(s.Unreadable) > 0 {
		return errPartial
	}
	return nil
}

// parseSummary prints what was understood of one chat.
func (k *kerb) parseSummary(ctx context.Context, export *parser.Export, opts parser.Options) error {
	s, err := readExport(ctx, export, opts, func(string, *parser.Message) error { return nil })
	if err != nil {
		return err
	}
	if k.json {
		err = k.printJSON(s)
	} else {
		err = k.printSummary(s)
	}
	return errors.Join(err, k.reportWarnings(export, s))
}

func (k *kerb) printSummary(s parser.Summary) error {
	order := s.DateOrder.String()
	if s.Ambiguous {
		order = "ambiguous, read as " + order
	}
	if s.OrderEvidence != "" {
		order += ": " + s.OrderEvidence
	}
	rows := [][2]string{
		{"chat", s.Chat},
		{"phone", s.Platform},
		{"headers", s.Dialect},
		{"date order", order},
		{"messages", count(s.Messages, "message", "messages") + ", " + count(s.Notices, "of them a notice", "of them notices")},
		{"people", fmt.Sprintf("%d: %s", len(s.Senders), strings.Join(s.Senders, ", "))},
		{"first", s.First.Format(minuteLayout)},
		{"last", s.Last.Format(minuteLayout)},
	}
	if s.TruncatedByCap {
		rows = append(rows, [2]string{"incomplete", "WhatsApp cut the export off: older messages are missing"})
	}
	if err := k.printRows(rows); err != nil {
		return err
	}
	return k.printf("\n")
}
