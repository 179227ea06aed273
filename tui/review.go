package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// review shows one suggested tag at a time in its thread, with the words that
// speak for it. What was answered is gone at once; the next one comes.
type review struct {
	*app
	rows     []index.Suggestion
	skipped  map[suggestionKey]bool
	passed   []index.Suggestion     // what was skipped, in order, since something was decided
	since    int                    // what app.decided was then
	answered map[suggestionKey]bool // and not yet written
	asked    bool

	shown   suggestionKey // whose thread is drawn
	thread  suggested
	lines   []string
	begins  []bool // a line begins a message that would get the tag
	top     int
	room    int // lines for the thread
	asking  question
	reading question
}

// suggestionKey is which suggestion it is, across what is learned meanwhile.
type suggestionKey struct {
	thread index.ID
	tag    string
}

func keyOf(s index.Suggestion) suggestionKey { return suggestionKey{s.Thread, s.Tag} }

// suggested is the answer to what a suggestion is about: the thread, with the
// words that speak for the tag marked.
type suggested struct {
	of      suggestionKey
	entries []entry
	about   map[index.ID]bool // the messages that would get the tag
}

const (
	// likely is the least confidence of what is shown.
	likely = 0.5
	// nearlySure is that of what A accepts at once.
	nearlySure = 0.95
	reviewHead = 4
)

func (a *app) showReview() tea.Cmd {
	if a.snap == nil || len(a.snap.Chats()) == 0 {
		a.say("There is nothing to review yet: load an export first.")
		return nil
	}
	s := &review{app: a, skipped: map[suggestionKey]bool{}, answered: map[suggestionKey]bool{}}
	a.push(s)
	return s.askAgain()
}

func (s *review) title() string  { return "Review" }
func (s *review) typing() *input { return nil }

func (s *review) where() string {
	if n := len(s.rows); n > 0 {
		return count(n, "suggestion", "suggestions") + " left"
	}
	return ""
}

func (s *review) keys() keymap {
	keys := keymap{}
	if len(s.rows) > 0 {
		keys = append(keys,
			bind("y", "yes, put the tag on", s.yes, "y").short("yes"),
			bind("n", "no, it is about something else", s.no, "n").short("no"),
			bind("s", "skip it for now", s.skip, "s").short("skip"),
			bind("t", "another tag", s.tag, "t").short("other tag"),
			bind("A", "yes to all that are almost certain", s.yesToAll, "A").short("all certain"),
			bind("enter", "read the thread", s.enter, "enter"))
	}
	if len(s.justSkipped()) > 0 {
		keys = append(keys, bind("u", "bring back what was skipped", s.unskip, "u", "ctrl+z"))
	}
	if len(s.rows) == 0 && len(s.skipped) > 0 {
		keys = append(keys, bind("s", "what was skipped, again", s.again, "s").short("those skipped"))
	}
	down := bind("↓ j", "scroll down", do(func() { s.scroll(1) }), "down", "j")
	if s.below() > 0 {
		down = down.short("more of it")
	}
	return append(keys,
		down,
		bind("↑ k", "scroll up", do(func() { s.scroll(-1) }), "up", "k"),
		bind("pgdn", "a page down", do(func() { s.scroll(s.room - 1) }), "pgdown"),
		bind("pgup", "a page up", do(func() { s.scroll(1 - s.room) }), "pgup"))
}

func (s *review) askAgain() tea.Cmd {
	if s.snap.missing > 0 && s.threading.running {
		return nil
	}
	return s.ask(&s.asking, s, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		list, err := sn.Suggestions(ctx, index.SuggestionRequest{Min: likely})
		return list, err
	})
}

// next shows the first suggestion that is left.
func (s *review) next() tea.Cmd {
	if len(s.rows) == 0 {
		s.reading.withdraw()
		s.shown, s.thread, s.lines = suggestionKey{}, suggested{}, nil
		return nil
	}
	first := s.rows[0]
	return s.ask(&s.reading, s, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		messages, err := sn.Thread(ctx, first.Thread)
		made := suggested{of: keyOf(first), about: map[index.ID]bool{}}
		for _, id := range first.Messages {
			made.about[id] = true
		}
		for _, m := range messages[:min(len(messages), threadReach)] {
			made.entries = append(made.entries, newEntry(m, reasonsIn(first, m.ID)))
		}
		return made, err
	})
}

// reasonsIn are the parts of a message that speak for a suggestion, in order.
func reasonsIn(s index.Suggestion, id index.ID) []index.Span {
	var spans []index.Span
	for _, r := range s.Because {
		if r.Message == id {
			spans = append(spans, index.Span{Start: r.Start, End: r.End})
		}
	}
	slices.SortFunc(spans, func(a, b index.Span) int { return a.Start - b.Start })
	return spans
}

// answer takes the first suggestion off and does what was said of it.
func (s *review) answer(do write) tea.Cmd {
	s.answered[keyOf(s.rows[0])] = true
	s.rows = s.rows[1:]
	return tea.Batch(s.write(do), s.next())
}

func (s *review) yes() tea.Cmd {
	first := s.rows[0]
	return s.answer(func(ctx context.Context) (string, error) {
		_, err := s.store.AcceptSuggestions(ctx, []index.Suggestion{first}, first.Tag+" accepted")
		return "Tagged " + safe.Line(first.Tag) + ". u undoes it.", err
	})
}

func (s *review) no() tea.Cmd {
	first := s.rows[0]
	return s.answer(func(ctx context.Context) (string, error) {
		_, err := s.store.RefuseSuggestions(ctx, []index.Suggestion{first}, first.Tag+" refused")
		return "Not " + safe.Line(first.Tag) + "; others like it come up less. u undoes it.", err
	})
}

func (s *review) skip() tea.Cmd {
	first := s.rows[0]
	s.passed, s.since = append(s.justSkipped(), first), s.decided
	s.skipped[keyOf(first)] = true
	s.rows = s.rows[1:]
	s.say("Skipped; it comes again the next time you review. u brings it back.")
	return s.next()
}

// justSkipped is what was skipped since something was decided, here or on what
// lay over it: what undo means first.
func (s *review) justSkipped() []index.Suggestion {
	if s.since != s.decided {
		return nil
	}
	return s.passed
}

// unskip shows again what was skipped last.
func (s *review) unskip() tea.Cmd {
	passed := s.justSkipped()
	last := passed[len(passed)-1]
	s.passed = passed[:len(passed)-1]
	delete(s.skipped, keyOf(last))
	s.rows = slices.Concat([]index.Suggestion{last}, s.rows)
	s.say("Here it is again.")
	return s.next()
}

// again shows what was skipped once more.
func (s *review) again() tea.Cmd {
	clear(s.skipped)
	s.passed = nil
	return s.askAgain()
}

// yesToAll accepts what is almost certain.
func (s *review) yesToAll() tea.Cmd {
	sure := slices.Clone(s.rows)
	sure = slices.DeleteFunc(sure, func(r index.Suggestion) bool { return r.Confidence < nearlySure })
	if len(sure) == 0 {
		s.say("None of these is almost certain. y accepts this one.")
		return nil
	}
	for _, r := range sure {
		s.answered[keyOf(r)] = true
	}
	s.rows = slices.DeleteFunc(s.rows, func(r index.Suggestion) bool { return r.Confidence >= nearlySure })
	label := count(len(sure), "suggestion", "suggestions") + " accepted"
	return tea.Batch(s.write(func(ctx context.Context) (string, error) {
		_, err := s.store.AcceptSuggestions(ctx, sure, label)
		return upperFirst(label) + ". u undoes it.", err
	}), s.next(), s.listAccepted(sure))
}

// tag opens the picker for the thread, and leaves the suggestion.
func (s *review) tag() tea.Cmd {
	first := s.rows[0]
	what := "the thread"
	if len(s.thread.entries) > 0 {
		what = "the whole thread of " + s.thread.entries[0].summary()
	}
	return s.app.tag(targets{threads: []index.ID{first.Thread}, what: what})
}

func (s *review) enter() tea.Cmd {
	return s.openThread(s.rows[0].Chat, "one thread", s.rows[0].Thread, &s.reading)
}

func (s *review) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case index.SuggestionList:
		s.asked = true
		s.passed = slices.DeleteFunc(s.passed, func(p index.Suggestion) bool { // what is not suggested any more does not come back
			return !slices.ContainsFunc(msg.Suggestions, func(r index.Suggestion) bool { return keyOf(r) == keyOf(p) })
		})
		s.rows = slices.DeleteFunc(slices.Clone(msg.Suggestions), func(r index.Suggestion) bool {
			return s.skipped[keyOf(r)] || s.answered[keyOf(r)]
		})
		return s.next()
	case suggested:
		if msg.of != s.shown {
			s.top = 0
		}
		same := msg.of == s.shown
		s.shown, s.thread = msg.of, msg
		s.lay()
		if !same {
			s.toReason()
		}
	case changed:
		if len(s.writes) == 0 { // the store knows what was answered; what is undone is asked again
			clear(s.answered)
		}
		return s.askAgain()
	case restyled:
		s.lay()
	case wheel:
		s.scroll(2 * msg.by)
	}
	return nil
}

func (s *review) scroll(by int) { s.top = min(max(0, s.top+by), max(0, len(s.lines)-s.room)) }

func (s *review) resize(_, height int, _ bool) {
	s.room = max(1, height-reviewHead)
	s.lay()
}

// lay draws the thread once.
func (s *review) lay() {
	t, c := s.theme, newColumns(s.layout.width)
	s.lines, s.begins = nil, nil
	for i, e := range s.thread.entries {
		if i == 0 || !sameDay(e.time, s.thread.entries[i-1].time) {
			for _, line := range t.dayLines(e.time, i == 0) {
				s.lines = append(s.lines, spaces(gutter)+line)
			}
		}
		for j, line := range e.draw(t, c, 8) {
			for len(s.begins) < len(s.lines) { // of the day
				s.begins = append(s.begins, false)
			}
			s.lines = append(s.lines, t.gutter(s.thread.about[e.id], false)+line)
			s.begins = append(s.begins, j == 0 && s.thread.about[e.id])
		}
	}
	s.scroll(0)
}

// below counts the messages that would get the tag and cannot be seen for want
// of room.
func (s *review) below() int {
	last := s.top + s.room
	if last >= len(s.lines) {
		return 0
	}
	n := 0
	for _, begins := range s.begins[last-1:] { // the last line says so
		if begins {
			n++
		}
	}
	return n
}

// toReason scrolls as far as shows the first message that would get the tag.
func (s *review) toReason() {
	for i, line := range s.lines {
		if strings.Contains(line, s.theme.signs.bar) {
			s.top = 0
			if i >= s.room {
				s.scroll(i - s.room/4)
			}
			return
		}
	}
}

func (s *review) view(width, height int) drawing {
	t := s.theme
	if len(s.rows) == 0 {
		return drawing{lines: s.empty(width)}
	}
	first := s.rows[0]
	plain := ""
	if words, ok := plainTags[first.Tag]; ok && !strings.Contains(words[0], first.Tag) {
		plain = t.dim.Render(" (" + words[0] + ")")
	}
	head := "   " + t.tag.Bold(true).Render(safe.Line(first.Tag)+"?") + plain + "  " +
		t.text.Render(howLikely(first.Confidence)) + t.dim.Render(" "+t.signs.dot+" "+count(len(first.Messages), "message", "messages")+" "+t.signs.dot+" "+safe.Line(first.Chat))
	because := ""
	if words := reasonWords(first); len(words) > 0 {
		because = "   " + t.dim.Render("because of  ") + t.text.Render(strings.Join(words, ", "))
	}
	seen := slices.Clone(s.lines[min(s.top, len(s.lines)):min(len(s.lines), s.top+s.room)])
	if n := s.below(); n > 0 {
		seen[len(seen)-1] = "   " + t.accent.Render(t.signs.down) + t.dim.Render(" "+count(n, "more message", "more messages")+" of it below")
	}
	out := slices.Concat([]string{t.fit(head, width), t.fit(because, width), t.across("", width), ""}, seen)
	return drawing{lines: out[:min(len(out), height)]}
}

// howLikely is a probability in words.
func howLikely(p float64) string {
	switch {
	case p >= nearlySure:
		return "almost certainly"
	case p >= 0.8:
		return "very probably"
	case p >= 0.65:
		return "probably"
	}
	return "perhaps"
}

// reasonWords are the words that speak for a suggestion, each once.
func reasonWords(s index.Suggestion) []string {
	var words []string
	for _, r := range s.Because {
		if word := safe.Line(r.Text); !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// empty says why there is nothing to answer.
func (s *review) empty(width int) []string {
	t := s.theme
	switch {
	case s.snap.missing > 0 && s.threading.running:
		return t.hints(width, "First it has to be found out who answers whom: "+s.threadingLine()+".", "", "This fills by itself. Chat and search work meanwhile.")
	case !s.asked:
		return t.hints(width, "Looking through the chats"+t.signs.ellipsis)
	}
	if n := len(s.skipped); n > 0 {
		return t.hints(width, "Nothing else to review: "+count(n, "suggestion was", "suggestions were")+" skipped and not answered.", "",
			"s shows what was skipped again.")
	}
	return t.hints(width, "Nothing to review: every thread that looks like one of your tags has been answered.", "",
		"What you tag teaches Kerb: tag a thread or two (3, then t), and others like them come up here.")
}
