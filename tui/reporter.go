package tui

import (
	"context"
	"iter"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// Reporter writes issues to a new file, in the format that its name ends in.
type Reporter func(path string, r Report) error

// Report is what a report is made of.
type Report struct {
	Issues           []index.Issue
	Redact           bool // leave people out, and house numbers
	KeepHouseNumbers bool // though redacted

	// Chats, People and Messages say who and what is to be left out.
	Chats    []index.Chat
	People   []index.Person
	Messages iter.Seq2[index.Message, error]
}

// reportFormats are what a report can be, by how its file's name ends.
var reportFormats = []struct{ ending, what string }{
	{".html", "a page with charts, to read or print"},
	{".md", "Markdown, plain text"},
	{".csv", "a row for each time, for spreadsheets"},
}

// reportPeople are what can become of people in a report.
var reportPeople = []struct {
	what                     string
	redact, keepHouseNumbers bool
}{
	{what: "left out: Resident A, Resident B; house numbers too", redact: true},
	{what: "left out: Resident A, Resident B; house numbers stay", redact: true, keepHouseNumbers: true},
	{what: "by their names"},
}

// reportIssues are some of the issues that a board lists.
type reportIssues struct {
	what string // in words, harmless
	// of returns an issue as it is reported, without occurrences if it is not;
	// nil: all as they are.
	of func(is index.Issue) index.Issue
}

// reporter asks in what format a report is to be written, of which issues, with
// people or without, and where.
type reporter struct {
	*app
	chat   string // whose issues, as the store knows it; empty: those of all chats
	what   string // in words, harmless
	in     input
	which  []reportIssues
	issues int // in which
	people int // in reportPeople
}

// Lines of the sheet.
const (
	reportFormatLine = 2
	reportIssuesLine = 6
	reportPeopleLine = 7
)

func newReporter(a *app, chat, what, name string, which []reportIssues) *reporter {
	s := &reporter{app: a, chat: chat, what: what, which: which}
	s.in = input{prompt: "   file    ", hint: "its name"}
	s.in.set(name + reportFormats[0].ending)
	return s
}

func (s *reporter) title() string         { return "Write the report  " + s.what }
func (s *reporter) where() string         { return "" }
func (s *reporter) typing() *input        { return &s.in }
func (s *reporter) resize(int, int, bool) {}

func (s *reporter) keys() keymap {
	return keymap{
		bind("enter", "write", s.enter, "enter").short("write"),
		bind("↓", "the next format", do(func() { s.next(1) }), "down").short("format"),
		bind("↑", "the format before", do(func() { s.next(-1) }), "up"),
		bind("tab", "with or without people", do(s.hide), "tab").short("people"),
		bind("ctrl+g", "all issues, or which of them", do(s.choose), "ctrl+g").short("issues"),
		bind("esc", "close", s.back, "esc").short("close"),
	}
}

// chosen is the format that the file's name tells; -1: none.
func (s *reporter) chosen() int {
	ending := strings.ToLower(filepath.Ext(strings.TrimSpace(s.in.value())))
	for i, f := range reportFormats {
		if f.ending == ending {
			return i
		}
	}
	return -1
}

// end makes a format that of the report: the file's name ends in it then.
func (s *reporter) end(format int) {
	name := strings.TrimSpace(s.in.value())
	if s.chosen() >= 0 {
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	s.in.set(name + reportFormats[format].ending)
}

// next chooses the format below, or above; where there was none, the first.
func (s *reporter) next(by int) {
	at := s.chosen() + by
	if s.chosen() < 0 {
		at = 0
	}
	s.end((at + len(reportFormats)) % len(reportFormats))
}

// hide goes on to what else can become of people.
func (s *reporter) hide() { s.people = (s.people + 1) % len(reportPeople) }

// choose goes on to other issues.
func (s *reporter) choose() { s.issues = (s.issues + 1) % len(s.which) }

func (s *reporter) enter() tea.Cmd {
	if strings.TrimSpace(s.in.value()) != "" && s.chosen() < 0 {
		s.say("The name has to end in .html, .md or .csv. ↓ changes it.")
		return nil
	}
	path, ok := s.newFile(s.in.value())
	if !ok {
		return nil
	}
	s.back()
	how, which := reportPeople[s.people], s.which[s.issues]
	held := s.snap
	held.hold()
	return s.write(func(ctx context.Context) (string, error) {
		defer held.release()
		issues, err := issuesWithin(ctx, held, s.chat)
		if err != nil {
			return "", err
		}
		if which.of != nil {
			var some []index.Issue
			for _, is := range issues {
				if is = which.of(is); len(is.Occurrences) > 0 {
					some = append(some, is)
				}
			}
			issues = some
		}
		r := Report{Issues: issues, Redact: how.redact, KeepHouseNumbers: how.keepHouseNumbers}
		if r.Redact {
			r.Chats, r.People, r.Messages = held.Chats(), held.People(""), everything(ctx, held)
		}
		return "Wrote the report to " + safe.Line(home(path)) + ".", s.report(path, r)
	})
}

// everything reads all messages of all chats.
func everything(ctx context.Context, sn snapshot) iter.Seq2[index.Message, error] {
	return func(yield func(index.Message, error) bool) {
		for _, chat := range sn.Chats() {
			for m, err := range pages(ctx, sn, whole(chat.Name)) {
				if !yield(m, err) || err != nil {
					return
				}
			}
		}
	}
}

func (s *reporter) update(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(click); ok {
		switch i := msg.y - reportFormatLine; {
		case i >= 0 && i < len(reportFormats):
			s.end(i)
		case msg.y == reportIssuesLine:
			s.choose()
		case msg.y == reportPeopleLine:
			s.hide()
		}
	}
	return nil
}

func (s *reporter) view(width, _ int) drawing {
	t := s.theme
	line, column := s.in.view(t, width-2, true)
	lines := []string{line, ""}
	chosen := s.chosen()
	for i, f := range reportFormats {
		label := spaces(8)
		if i == 0 {
			label = "format  "
		}
		style := t.dim
		if i == chosen {
			style = t.text
		}
		text := style.Render(t.fit(t.pad(f.ending, 7)+f.what, width-14))
		lines = append(lines, spaces(gutter)+t.dim.Render(label)+t.marks(i == chosen, false)+text)
	}
	fact := func(name, what string) string {
		return spaces(gutter) + t.dim.Render(name) + "  " + t.text.Render(t.fit(what, width-14))
	}
	return drawing{
		lines:  append(lines, "", fact("issues  ", s.which[s.issues].what), fact("people  ", reportPeople[s.people].what)),
		cursor: &tea.Position{X: column},
	}
}
