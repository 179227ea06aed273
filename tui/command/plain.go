package command

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
)

// A prompt runs commands line by line, for screen readers and for terminals
// that can show no screens. What is no command is searched for. Hits have
// numbers, and @3 stands for the ID of the third.
type prompt struct {
	*kerb
	lines *bufio.Reader
	last  index.Request // of the search whose hits are numbered
	ids   []index.ID    // by number, from 1
}

const (
	// promptPage is how many hits a search shows: few are quickly heard.
	promptPage = 10
	// promptAround is how many messages before and after a hit its number shows.
	promptAround = 5
)

const promptHelp = `Type what you look for: power cut. Then
  3              what was said around the third hit
  more           further hits
  tag add outage @3      tags the third hit; undo takes it back
  show @3        its whole conversation
  load FILE      loads an export
  quit           ends
All commands, each with --help:
`

func (k *kerb) prompt(ctx context.Context, paths []string, opts index.LoadOptions) error {
	signal.Reset(os.Interrupt, syscall.SIGTERM) // while nothing runs, they end the program
	p := &prompt{kerb: k, lines: bufio.NewReader(k.stdin)}
	k.stdin, k.styled, k.plain = p.lines, false, true
	if len(paths) > 0 {
		err := p.interruptible(ctx, func(ctx context.Context) error {
			return k.withStore(ctx, func(store *index.Store) error { return k.load(ctx, store, paths, opts) })
		})
		k.status(err)
	}
	if err := k.printf("Kerb, line by line. Type what you look for, or a command. help lists them, quit ends.\n"); err != nil {
		return err
	}
	for {
		line, err := p.read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch line {
		case "":
		case "quit", "exit", "q":
			return nil
		default:
			k.status(p.interruptible(ctx, func(ctx context.Context) error { return p.do(ctx, line) }))
		}
	}
}

// read asks for a line.
func (p *prompt) read() (string, error) {
	if err := p.printf("kerb> "); err != nil {
		return "", err
	}
	if err := p.out.Flush(); err != nil {
		return "", err
	}
	line, err := p.lines.ReadString('\n')
	if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
		return "", err
	}
	return strings.TrimSpace(line), nil
}

// interruptible lets an interrupt end do, and not the prompt.
func (p *prompt) interruptible(ctx context.Context, do func(context.Context) error) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	return errors.Join(do(ctx), p.out.Flush())
}

// do does what a line says.
func (p *prompt) do(ctx context.Context, line string) error {
	if n, err := strconv.Atoi(strings.TrimPrefix(line, "@")); err == nil {
		return p.around(ctx, n)
	}
	words, err := splitLine(line)
	if err != nil {
		return err
	}
	root := p.rootCommand()
	known := slices.ContainsFunc(root.Commands(), func(c *cobra.Command) bool { return c.Name() == words[0] && !c.Hidden })
	switch {
	case line == "help" || line == "?":
		return p.help(root)
	case line == "more":
		if p.last.Query == "" {
			return usagef("there are no hits yet; type what you look for")
		}
		p.last.Offset += promptPage
		return p.find(ctx)
	case !known:
		p.last = index.Request{Query: line, Limit: promptPage}
		return p.find(ctx)
	}
	for i, word := range words {
		if n, err := strconv.Atoi(strings.TrimPrefix(word, "@")); err == nil && strings.HasPrefix(word, "@") {
			id, err := p.id(n)
			if err != nil {
				return err
			}
			words[i] = id.String()
		}
	}
	if words[0] == "search" {
		p.ids, p.last = nil, index.Request{}
		defer p.number()()
	}
	return p.run(ctx, words)
}

// number has hits numbered until the function that it returns is called.
func (p *prompt) number() (end func()) {
	p.numbered = &p.ids
	return func() { p.numbered = nil }
}

// find shows a page of hits.
func (p *prompt) find(ctx context.Context) error {
	before := min(len(p.ids), p.last.Offset)
	p.ids = p.ids[:before]
	defer p.number()()
	err := p.withSnapshot(ctx, func(_ *index.Store, sn *index.Snapshot) error {
		return p.search(ctx, sn, p.last)
	})
	if err == nil && before > 0 && len(p.ids) == before {
		return p.printf("There are no further hits.\n")
	}
	return err
}

// id is that of the hit with a number.
func (p *prompt) id(n int) (index.ID, error) {
	if n < 1 || n > len(p.ids) {
		return index.ID{}, usagef("there is no hit %d; the last search numbered %s", n, count(len(p.ids), "hit", "hits"))
	}
	return p.ids[n-1], nil
}

// around shows what was said around a hit.
func (p *prompt) around(ctx context.Context, n int) error {
	id, err := p.id(n)
	if err != nil {
		return err
	}
	return p.withSnapshot(ctx, func(_ *index.Store, sn *index.Snapshot) error {
		return p.show(ctx, sn, id, promptAround)
	})
}

func (p *prompt) help(root *cobra.Command) error {
	if err := p.printf("%s", promptHelp); err != nil {
		return err
	}
	for _, c := range root.Commands() {
		if c.GroupID != "" && !c.Hidden {
			if err := p.printf("  %-14s %s\n", c.Name(), c.Short); err != nil {
				return err
			}
		}
	}
	return nil
}

// splitLine splits a line into arguments at spaces. Within single or double
// quotes a space belongs to an argument.
func splitLine(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	quote, inWord := rune(0), false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			quote, inWord = r, true
		case r == ' ' || r == '\t':
			if inWord {
				words = append(words, word.String())
			}
			word.Reset()
			inWord = false
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	if quote != 0 {
		return nil, usagef("a %c is not closed", quote)
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}
