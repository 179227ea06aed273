package tui

import (
	"context"
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// targets are the messages that a tag is put on or taken from.
type targets struct {
	ids     []index.ID
	all     *index.Request // if there is one: every message that matches it, instead
	threads []index.ID     // if there are any: all messages of these threads, now and later, instead
	what    string         // in words, harmless
	let     func()         // lets go of what was chosen, once it is tagged; may be nil
}

// targetsOf takes the chosen messages or, where there are none, the selected.
func targetsOf(c chosen, selected entry) targets {
	if len(c) > 0 {
		return targets{ids: c.ids(), what: count(len(c), "chosen message", "chosen messages"), let: func() { clear(c) }}
	}
	return targets{ids: []index.ID{selected.id}, what: selected.summary()}
}

// tagger is the picker for tags: type to find or make one, Enter puts it on
// or takes it off, for as many tags as one likes.
type tagger struct {
	*app
	targets targets
	counts  []index.TagCount // of the whole store
	has     map[string]int   // how many of the targets have a tag
	did     bool             // anything was put on or taken off
	last    string           // the tag that was; it stays selected

	in       input
	list     list
	counting question
}

// counted is the answer to what tags the targets have.
type counted struct {
	ids []index.ID
	has map[string]int
}

// countUpTo is for how many targets their present tags are looked up; beyond,
// Enter first puts a tag on.
const countUpTo = 1000

func (a *app) tag(to targets) tea.Cmd {
	s := &tagger{app: a, targets: to, has: map[string]int{}}
	s.in = input{prompt: "   tag  ", hint: "type to find a tag, or to make one", changed: func() tea.Cmd {
		s.list.at = 0
		return nil
	}}
	a.lay(s)
	return s.count()
}

// count asks what tags the targets have now.
func (s *tagger) count() tea.Cmd {
	s.counts = s.snap.Tags()
	if s.last != "" && s.in.value() == "" {
		s.keep(s.last)
	}
	to := s.targets
	return s.ask(&s.counting, s, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		c := counted{has: map[string]int{}}
		switch {
		case to.all != nil:
			ids, _, err := sn.Matching(ctx, *to.all)
			if err != nil {
				return nil, err
			}
			c.ids = ids
		case len(to.threads) == 0:
			c.ids = to.ids
		}
		for _, id := range to.threads {
			members, err := threadIDs(ctx, sn, id)
			if err != nil {
				return nil, err
			}
			c.ids = append(c.ids, members...)
		}
		if len(c.ids) > countUpTo {
			return c, nil
		}
		for _, id := range c.ids {
			m, err := sn.Message(ctx, id)
			if err != nil {
				return nil, err
			}
			for _, tag := range m.Tags {
				c.has[tag]++
			}
		}
		return c, nil
	})
}

func (s *tagger) title() string {
	return "Tag  " + s.targets.what
}

func (s *tagger) where() string  { return "" }
func (s *tagger) typing() *input { return &s.in }
func (s *tagger) keys() keymap {
	return append(keymap{
		bind("enter", "put the tag on, or take it off", s.enter, "enter").short("on or off"),
		bind("esc", "done", s.done, "esc").short("done"),
		bind("ctrl+z", "undo", s.undo, "ctrl+z").short("undo"),
	}, moves(&s.list, true)...)
}

// option is a row of the picker.
type option struct {
	tag   string
	count int  // messages in the store that have it
	make  bool // there is no such tag yet
}

// options are the tags that have what was typed in them, those that begin
// with it first, then the tag that can be made of it.
func (s *tagger) options() []option {
	want := tagFrom(s.in.value())
	var first, then []option
	exact := want == ""
	for _, c := range s.counts {
		o := option{tag: c.Tag, count: c.Messages}
		switch {
		case strings.HasPrefix(c.Tag, want):
			first = append(first, o)
		case strings.Contains(c.Tag, want):
			then = append(then, o)
		}
		exact = exact || c.Tag == want
	}
	options := slices.Concat(first, then)
	if !exact {
		options = append(options, option{tag: want, make: true})
	}
	return options
}

// tagFrom makes a tag of what somebody typed: lower-case letters and digits,
// everything else a hyphen.
func tagFrom(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, "-")
}

// enter puts the selected tag on all targets, or takes it off where all have
// it.
func (s *tagger) enter() tea.Cmd {
	options := s.options()
	if s.list.at >= len(options) || s.targets.ids == nil {
		return nil
	}
	tag, ids, threads := options[s.list.at].tag, s.targets.ids, s.targets.threads
	off := s.has[tag] >= len(ids)
	s.in.set("")
	if off {
		s.has[tag] = 0
	} else {
		s.has[tag] = len(ids)
	}
	s.did, s.last = true, tag
	s.keep(tag)
	return s.write(func(ctx context.Context) (string, error) {
		messages := count(len(ids), "message", "messages")
		if off {
			label := tag + " taken off " + messages
			act, err := s.store.RemoveTags(ctx, []string{tag}, ids, label)
			return "Took " + safe.Line(tag) + " off " + count(act.Removed, "message", "messages") + ". ctrl+z undoes it.", err
		}
		label := tag + " put on " + messages
		if len(threads) > 0 {
			_, err := s.store.TagThreads(ctx, []string{tag}, threads, label)
			return "Put " + safe.Line(tag) + " on " + count(len(threads), "thread", "threads") + ", " + messages + ". ctrl+z undoes it.", err
		}
		act, err := s.store.AddTags(ctx, []string{tag}, ids, label)
		return "Put " + safe.Line(tag) + " on " + count(act.Added, "message", "messages") + ". ctrl+z undoes it.", err
	})
}

// keep keeps tag selected when the list shows all tags again.
func (s *tagger) keep(tag string) {
	if !slices.ContainsFunc(s.counts, func(c index.TagCount) bool { return c.Tag == tag }) {
		s.counts = append(s.counts, index.TagCount{Tag: tag})
	}
	for i, o := range s.options() {
		if o.tag == tag {
			s.list.n = max(s.list.n, i+1)
			s.list.selectRow(i)
		}
	}
}

// done leaves the picker. Letters are keys again, so u undoes from here on, and
// what was chosen for this is not chosen for the next tag.
func (s *tagger) done() tea.Cmd {
	if s.did && s.targets.let != nil {
		s.targets.let()
	}
	switch {
	case s.did && s.has[s.last] == 0:
		s.say("Tag taken off. u undoes it.")
	case s.did:
		s.say("Tagged. u undoes it.")
	}
	return s.back()
}

func (s *tagger) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case counted:
		s.targets.ids, s.has = msg.ids, msg.has
		if s.targets.ids == nil {
			s.targets.ids = []index.ID{}
		}
		s.targets.all = nil // from now on it is these messages
	case changed:
		return s.count()
	case wheel:
		s.list.move(msg.by)
	case click:
		if row, ok := s.list.rowAt(msg.y - 2); ok && msg.y >= 2 {
			s.list.selectRow(row)
			return s.enter()
		}
	}
	return nil
}

func (s *tagger) resize(_, height int, _ bool) { s.list.resize(len(s.options()), height-2) }

func (s *tagger) view(width, height int) drawing {
	t := s.theme
	options := s.options()
	s.list.resize(len(options), height-2)
	line, column := s.in.view(t, width-2, true)
	out := []string{line, ""}
	from, to := s.list.rows()
	for i := from; i < to; i++ {
		o := options[i]
		sign := " "
		switch n := s.has[o.tag]; {
		case n > 0 && n >= len(s.targets.ids):
			sign = t.signs.on
		case n > 0:
			sign = t.signs.part
		}
		name, fact := safe.Line(o.tag), count(o.count, "message", "messages")
		if o.make {
			fact = "make this tag"
		}
		out = append(out, t.gutter(i == s.list.at, false)+t.accent.Render(t.pad(sign, 2))+
			t.row(i == s.list.at).Render(t.pad(name, min(30, width/2)))+t.dim.Render(fact))
	}
	return drawing{lines: out, cursor: &tea.Position{X: column}}
}

// upperFirst makes a sentence's first letter of a tag's or a name's.
func upperFirst(s string) string {
	for i, r := range s {
		if i == 0 {
			return string(unicode.ToUpper(r)) + s[len(string(r)):]
		}
	}
	return s
}
