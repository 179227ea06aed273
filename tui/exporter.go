package tui

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// Exporter writes messages to a new file, in the format that its name ends in,
// and returns how many there were. People are left out where it is said who
// they are.
type Exporter func(path string, messages iter.Seq2[index.Message, error], without *Residents) (n int, err error)

// Residents are who and what is left out of what is handed on.
type Residents struct {
	KeepHouseNumbers bool

	Chats    []index.Chat
	People   []index.Person
	Messages iter.Seq2[index.Message, error] // all there are
}

// exporter asks for the name of a file for what is shown.
type exporter struct {
	*app
	what string // in words, harmless
	read func(ctx context.Context, sn snapshot) iter.Seq2[index.Message, error]
	in   input

	people int // in reportPeople
}

// exportPeopleLine is the line of the sheet about people.
const exportPeopleLine = 2

func (a *app) exportKey(open func() tea.Cmd) command {
	return bind("E", "export what is shown to a file", open, "E")
}

func (a *app) exportTo(what, name string, read func(context.Context, snapshot) iter.Seq2[index.Message, error]) {
	s := &exporter{app: a, what: what, read: read}
	s.in = input{prompt: "   file  ", hint: "its name"}
	s.in.set(fileName(name) + ".html")
	a.lay(s)
}

// fileName makes the name of a file of what somebody called a chat or typed.
func fileName(s string) string {
	if name := tagFrom(s); name != "" {
		return string([]rune(name)[:min(len([]rune(name)), 40)])
	}
	return "kerb"
}

func (s *exporter) title() string         { return "Write to a file  " + s.what }
func (s *exporter) where() string         { return "" }
func (s *exporter) typing() *input        { return &s.in }
func (s *exporter) resize(int, int, bool) {}

func (s *exporter) update(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(click); ok && msg.y == exportPeopleLine {
		s.hide()
	}
	return nil
}

// hide goes on to what else can become of people.
func (s *exporter) hide() { s.people = (s.people + 1) % len(reportPeople) }

func (s *exporter) keys() keymap {
	return keymap{
		bind("enter", "write", s.enter, "enter").short("write"),
		bind("tab", "with or without people", do(s.hide), "tab").short("people"),
		bind("esc", "close", s.back, "esc").short("close"),
	}
}

// newFile returns the path that somebody typed for a file that is to be
// written, and otherwise says what is wrong with it.
func (a *app) newFile(typed string) (path string, ok bool) {
	path, err := filepath.Abs(pathFrom(typed))
	if err == nil && strings.TrimSpace(typed) == "" {
		a.say("The file needs a name. Esc closes this.")
		return "", false
	}
	if _, taken := os.Lstat(path); err == nil && !errors.Is(taken, fs.ErrNotExist) {
		a.say("There is a file of that name already. Choose another name.")
		return "", false
	}
	if err != nil {
		a.fail(err)
		return "", false
	}
	return path, true
}

func (s *exporter) enter() tea.Cmd {
	path, ok := s.newFile(s.in.value())
	if !ok {
		return nil
	}
	s.back()
	how := reportPeople[s.people]
	held := s.snap
	held.hold()
	return s.write(func(ctx context.Context) (string, error) {
		defer held.release()
		var without *Residents
		if how.redact {
			without = &Residents{how.keepHouseNumbers, held.Chats(), held.People(""), everything(ctx, held)}
		}
		n, err := s.export(path, s.read(ctx, held), without)
		return "Wrote " + count(n, "message", "messages") + " to " + safe.Line(home(path)) + ".", err
	})
}

func (s *exporter) view(width, _ int) drawing {
	t := s.theme
	line, column := s.in.view(t, width-2, true)
	about := t.wrap("It ends in .html for a page to read or print, .csv for spreadsheets, .md for Markdown, .jsonl for programs.", width-8)
	for i, part := range about {
		about[i] = "   " + t.dim.Render(part)
	}
	people := "   " + t.dim.Render("people  ") + t.text.Render(t.fit(reportPeople[s.people].what, width-14))
	return drawing{lines: append([]string{line, "", people, ""}, about...), cursor: &tea.Position{X: column}}
}

// exportShown is all of the timeline, or what is chosen in it.
func (c *chat) exportShown() tea.Cmd {
	if ids := c.chosen.ids(); len(ids) > 0 {
		c.exportTo(count(len(ids), "chosen message", "chosen messages"), c.key, byID(ids))
		return nil
	}
	seq := c.seq
	c.exportTo(c.title(), c.key, func(ctx context.Context, sn snapshot) iter.Seq2[index.Message, error] {
		return pages(ctx, sn, seq)
	})
	return nil
}

// exportShown is every message that matches, or what is chosen among them.
func (s *search) exportShown() tea.Cmd {
	if ids := s.chosen.ids(); len(ids) > 0 && !s.all {
		s.exportTo(count(len(ids), "chosen message", "chosen messages"), s.asked, byID(ids))
		return nil
	}
	if s.result.Total == 0 {
		s.say("No message matches every word: there is nothing to write.")
		return nil
	}
	req := s.request()
	s.exportTo(count(s.result.Total, "message that matches", "messages that match"), s.asked, func(ctx context.Context, sn snapshot) iter.Seq2[index.Message, error] {
		ids, _, err := sn.Matching(ctx, req)
		if err != nil {
			return func(yield func(index.Message, error) bool) { yield(index.Message{}, err) }
		}
		return byID(ids)(ctx, sn)
	})
	return nil
}

// byID reads messages one by one.
func byID(ids []index.ID) func(context.Context, snapshot) iter.Seq2[index.Message, error] {
	return func(ctx context.Context, sn snapshot) iter.Seq2[index.Message, error] {
		return func(yield func(index.Message, error) bool) {
			for _, id := range ids {
				if m, err := sn.Message(ctx, id); !yield(m, err) || err != nil {
					return
				}
			}
		}
	}
}

// pages reads a timeline page by page.
func pages(ctx context.Context, sn snapshot, seq sequence) iter.Seq2[index.Message, error] {
	const page = 1000
	return func(yield func(index.Message, error) bool) {
		for from := 0; ; from += page {
			messages, err := seq.page(ctx, sn, from, page)
			if err != nil {
				yield(index.Message{}, err)
				return
			}
			for _, m := range messages {
				if !yield(m, nil) {
					return
				}
			}
			if len(messages) < page {
				return
			}
		}
	}
}
