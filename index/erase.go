package index

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/archive"
	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/parser"
)

// erasure takes a person out of messages.
type erasure struct {
	folded map[string]bool // names of the person
	forms  []string        // in which they stand in texts, the longest first
}

// erased stands where a name was.
const erased = "…"

// newErasure takes out a person who goes by these names.
func newErasure(names ...string) *erasure {
	e := &erasure{folded: make(map[string]bool)}
	for _, name := range names {
		name = strings.TrimSpace(name)
		e.folded[foldName(name)] = true
		e.forms = append(e.forms, name)
		// A number is mentioned without its blanks and signs.
		if digits := onlyDigits(name); len(digits) >= shortestNumber && !strings.ContainsFunc(name, unicode.IsLetter) {
			e.forms = append(e.forms, digits)
		}
	}
	slices.SortStableFunc(e.forms, func(a, b string) int { return len(b) - len(a) })
	return e
}

// shortestNumber is how many digits a phone number has at least.
const shortestNumber = 7

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// is reports whether a name is the person's.
func (e *erasure) is(name string) bool { return name != "" && e.folded[foldName(name)] }

// named reports whether a text names the person.
func (e *erasure) named(text string) bool { return e.erase(text) != text }

// erase takes the person's whole name out of a text, in any case.
func (e *erasure) erase(text string) string {
	if e == nil {
		return text
	}
	for _, form := range e.forms {
		text = replaceWord(text, form)
	}
	return text
}

// replaceWord puts erased in the place of a form that stands as words of its
// own, in any case.
func replaceWord(text, form string) string {
	if form == "" {
		return text
	}
	var b strings.Builder
	rest := text
	for before := rune(0); rest != ""; {
		if n := prefixFold(rest, form); n > 0 && !wordRune(before) && !wordRune(firstRune(rest[n:])) {
			b.WriteString(erased)
			rest, before = rest[n:], '…'
			continue
		}
		r, size := utf8.DecodeRuneInString(rest)
		b.WriteString(rest[:size])
		rest, before = rest[size:], r
	}
	return b.String()
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// prefixFold returns how many bytes of text are form in any case, 0 if it does
// not begin with it.
func prefixFold(text, form string) int {
	n := 0
	for _, want := range form {
		r, size := utf8.DecodeRuneInString(text[n:])
		if size == 0 || unicode.ToLower(r) != unicode.ToLower(want) {
			return 0
		}
		n += size
	}
	return n
}

// message takes the person out of a message; it is not ok if nothing is left:
// the person wrote it, or it is a notice that names them.
func (e *erasure) message(m *parser.Message) (ok, changed bool) {
	if e.is(m.Sender) {
		return false, true
	}
	text, attachment := e.erase(m.Text), e.erase(m.Attachment)
	changed = text != m.Text || attachment != m.Attachment
	if changed && (m.Kind == parser.Notice || m.Sender == "" || m.Kind == parser.Contact) {
		return false, true
	}
	m.Text, m.Attachment = text, attachment
	return true, changed
}

// rewriteExports writes those kept exports anew that hold the person, without
// them.
func (f *forgetting) rewriteExports(ctx context.Context) error {
	s := f.store
	for _, load := range f.state.Loads {
		sum, err := archived(load)
		if err != nil {
			return err
		}
		export := parser.FromReader(load.Name, func() (io.ReadCloser, error) { return s.archive.Open(sum) })
		opts, err := reloadOptions(load)
		if err != nil {
			return err
		}
		spooled, left, err := f.person.rewrite(ctx, f.dir, export, opts, f.state.Chats[load.Chat].Reads(load), load.DateOrder)
		if errors.Is(err, archive.ErrDamaged) {
			err = fmt.Errorf("the kept copy of %s is damaged; load it again first: %w", load.Name, err)
		}
		switch {
		case err != nil:
			return err
		case spooled == nil: // the person is not in it
			f.loads = append(f.loads, load)
			continue
		case left == 0:
			f.removed++
			continue
		}
		if err := s.archive.Keep(spooled); err != nil {
			return err
		}
		load.Sum, load.Bytes, load.Messages = spooled.Sum.String(), spooled.Bytes, left
		load.DateOrder, load.Ambiguous = parser.YMD.String(), false
		load.Name = f.person.erase(load.Name)
		f.loads = append(f.loads, load)
		f.changed[load.Number] = load
	}
	return syncDir(s.path(exportsDir))
}

// reloadOptions returns the options with which a kept export was read.
func reloadOptions(load marks.Load) (parser.Options, error) {
	opts := parser.Options{Chat: load.Shown}
	if load.DateOrder == "" {
		return opts, nil
	}
	order, err := parser.ParseDateOrder(load.DateOrder)
	if err != nil {
		return opts, fmt.Errorf("%w: %w", ErrMarksDamaged, err)
	}
	opts.DateOrder = order
	return opts, nil
}

// rewrite writes an export as JSON lines, without the person, to a file in dir.
// It returns how many messages are left, and no file if the person is not in
// the export.
func (e *erasure) rewrite(ctx context.Context, dir string, export *parser.Export, opts parser.Options, order, own string) (spooled *archive.Spooled, left int, err error) {
	r, err := export.Read(ctx, opts)
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if order != own {
		asked, err := parser.ParseDateOrder(order)
		if err != nil {
			return nil, 0, fmt.Errorf("%w: %w", ErrMarksDamaged, err)
		}
		r.ReadAs(asked)
	}
	lines, to := io.Pipe()
	found := false
	written := make(chan error, 1)
	go func() {
		out := bufio.NewWriter(to)
		var line []byte
		err := eachMessage(r, func(m *parser.Message) error {
			ok, changed := e.message(m)
			if found = found || changed; !ok {
				return nil
			}
			left++
			line = append(m.AppendJSON(line[:0]), '\n')
			_, err := out.Write(line)
			return err
		})
		if err == nil {
			err = out.Flush()
		}
		written <- err
		_ = to.CloseWithError(err) // never fails
	}()
	spooled, err = archive.Spool(ctx, dir, lines)
	_ = lines.Close() // lets the writer end, whatever became of the file
	if writeErr := <-written; writeErr != nil && !errors.Is(writeErr, io.ErrClosedPipe) {
		err = errors.Join(err, writeErr)
	}
	if err != nil {
		return nil, 0, err
	}
	if !found {
		return nil, left, nil
	}
	return spooled, left, nil
}

// eachMessage reads an export to its end.
func eachMessage(r *parser.Reader, fn func(*parser.Message) error) error {
	for {
		m, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := fn(&m); err != nil {
			return err
		}
	}
}
