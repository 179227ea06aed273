package index

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/index/marks"
)

// A dump of marks is text, one mark a line, its parts between tabs:
//
//	# kerb marks 1
//	chat  "elm street"  "Elm Street"
//	tag  pothole  4t0q3r8w1x2y5z6a  message  2024-03-01T18:05:00Z
//
// Tags come by name and then by message, chats by key, so that two dumps can be
// compared line by line. Empty lines and lines that begin with # say nothing.
const (
	dumpHeader  = "# kerb marks "
	dumpVersion = 1
)

var scopeNames = [...]string{marks.Message: "message", marks.Thread: "thread"}

// DumpMarks writes every mark as text, in a stable order.
func (s *Store) DumpMarks(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s%d\n", dumpHeader, dumpVersion)
	err := s.marks.Marks(ctx, func(m marks.Mark) error {
		if int(m.Scope) >= len(scopeNames) {
			return fmt.Errorf("mark of an unknown scope %d: %w", m.Scope, marks.ErrDamaged)
		}
		_, err := fmt.Fprintf(out, "tag\t%s\t%s\t%s\t%s\n", m.Tag, ID(m.ID), scopeNames[m.Scope], m.Since.Format(time.RFC3339))
		return err
	}, func(c marks.Chat) error {
		_, err := fmt.Fprintf(out, "chat\t%q\t%q\n", c.Key, c.Name)
		return err
	})
	if err = errors.Join(s.marksError(err), out.Flush()); err != nil {
		return fmt.Errorf("dump marks: %w", err)
	}
	return nil
}

// RestoreReport says what a restore of marks did.
type RestoreReport struct {
	Action
	Known   int            // marks that were there already
	Unknown int            // marks on messages that are not loaded; they are kept and show when the messages come
	Bad     []RestoreError // lines that could not be read
}

// RestoreError is a line of a dump that could not be read.
type RestoreError struct {
	Line   int // counted from 1
	Reason string
}

// Error names the line and what is wrong with it.
func (e RestoreError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// longestLine is more than any line of a dump takes.
const longestLine = 64 << 10

// RestoreMarks adds the marks of a dump to those of the store, as one action
// that can be undone. Lines that cannot be read are left out and reported. A
// dump of a newer version is refused as a whole.
func (s *Store) RestoreMarks(ctx context.Context, r io.Reader) (RestoreReport, error) {
	var report RestoreReport
	var list []marks.Mark
	var chats []marks.Chat
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	number := 0
	for lines.Scan() {
		number++
		line := strings.TrimSuffix(lines.Text(), "\r")
		if version, ok := strings.CutPrefix(line, dumpHeader); ok {
			if v, err := strconv.Atoi(version); err != nil || v > dumpVersion {
				return RestoreReport{}, fmt.Errorf("restore marks: line %d: version %.20q of marks: %w", number, version, ErrNewerStore)
			}
		}
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := parseMarkLine(line, &list, &chats); err != nil {
			report.Bad = append(report.Bad, RestoreError{Line: number, Reason: err.Error()})
		}
	}
	if err := lines.Err(); err != nil {
		return RestoreReport{}, fmt.Errorf("restore marks: line %d: %w", number+1, err)
	}
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return RestoreReport{}, fmt.Errorf("restore marks: %w", err)
	}
	defer sn.Close()
	for _, mark := range list {
		if _, ok := sn.table.Find(mark.ID); !ok {
			report.Unknown++
		}
	}
	action, err := s.marks.Restore(ctx, list, chats, fmt.Sprintf("restore %d marks", len(list)), s.now())
	if report.Action, err = s.acted(action, false, err); err != nil {
		return RestoreReport{}, fmt.Errorf("restore marks: %w", err)
	}
	report.Known = len(list) - report.Added
	return report, nil
}

// parseMarkLine adds what a line says to list or chats.
func parseMarkLine(line string, list *[]marks.Mark, chats *[]marks.Chat) error {
	parts := strings.Split(line, "\t")
	switch {
	case parts[0] == "tag" && len(parts) == 5:
		mark, err := parseTagLine(parts)
		if err == nil {
			*list = append(*list, mark)
		}
		return err
	case parts[0] == "chat" && len(parts) == 3:
		key, err := strconv.Unquote(parts[1])
		name, err2 := strconv.Unquote(parts[2])
		if err != nil || err2 != nil || key == "" || name == "" {
			return errors.New("a chat needs a key and a name, both in quotes")
		}
		*chats = append(*chats, marks.Chat{Key: key, Name: name})
		return nil
	}
	return fmt.Errorf("neither a tag nor a chat: %.60q", line)
}

func parseTagLine(parts []string) (marks.Mark, error) {
	if !ValidTag(parts[1]) {
		return marks.Mark{}, fmt.Errorf("%.80q: %w", parts[1], ErrBadTag)
	}
	id, err := ParseID(parts[2])
	if err != nil {
		return marks.Mark{}, err
	}
	for scope, name := range scopeNames {
		if name != parts[3] {
			continue
		}
		since, err := time.Parse(time.RFC3339, parts[4])
		if err != nil {
			return marks.Mark{}, fmt.Errorf("%.40q is no time", parts[4])
		}
		return marks.Mark{Tag: parts[1], ID: marks.ID(id), Scope: marks.Scope(scope), Since: since.UTC()}, nil
	}
	return marks.Mark{}, fmt.Errorf("%.40q is neither message nor thread", parts[3])
}
