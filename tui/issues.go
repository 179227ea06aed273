package tui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/tui/safe"
)

// issueBoard lists what keeps coming back, what was seen last first. Entering
// an issue shows its occurrences, entering one of these its messages.
type issueBoard struct {
	browser
	rows   []issueRow
	merged string   // the ID of the one that another was merged into last
	into   issueRow // the one that another is to be merged into; without an ID: none
}

// issueRow is an issue as the board shows it; its texts are harmless.
type issueRow struct {
	id, chat string // chat: as the store knows it
	title    string // name: with its place
	name     string
	tag      string // with a ? until somebody confirmed it
	resolved bool
	affected int // people, in all occurrences together
	times    []occurrence
	months   []int // occurrences in each of the last twelve months
}

// occurrence is one time of it; its texts are harmless.
type occurrence struct {
	first, last time.Time
	over        time.Time
	ids         []index.ID
	facts       []string // who was affected, how many households, what was decided
}

// barMonths is how many months the bars beside an issue show.
const barMonths = 12

func (a *app) showIssues() tea.Cmd {
	if a.snap == nil || len(a.snap.Chats()) == 0 {
		a.say("There are no issues yet: load an export first.")
		return nil
	}
	s := &issueBoard{browser: newBrowser(a, 2)}
	a.push(s)
	return s.askAgain()
}

func (s *issueBoard) title() string { return s.named("Issues") }

func (s *issueBoard) keys() keymap {
	selected := ""
	if len(s.rows) > 0 {
		selected = s.rows[s.list.at].chat
	}
	return slices.Concat(keymap{
		bind("enter", "each time it happened", s.enter, "enter").short("each time"),
		bind("r", "resolved, or open again", s.settle, "r").short("resolved"),
		bind("e", "another name for it", do(s.rename), "e").short("rename"),
		bind("E", "write the report to a file", do(s.report), "E").short("report"),
		bind("J", "merge: here, and on the one that is the same", s.merge, "J").short("merge"),
		bind("x", "split what was merged, or each time", s.split, "x").short("split"),
	}, s.narrow("issues", selected, s.askAgain), s.moves(s.look))
}

func (s *issueBoard) askAgain() tea.Cmd {
	if !s.ready() {
		return nil
	}
	within := s.chat
	return s.ask(&s.asking, s, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		issues, err := issuesWithin(ctx, sn, within)
		if err != nil {
			return nil, err
		}
		newest := map[string]time.Time{}
		for _, chat := range sn.Chats() {
			newest[chat.Name] = chat.Last
		}
		rows := make([]issueRow, 0, len(issues))
		for _, is := range issues {
			rows = append(rows, newIssueRow(is, newest[is.Chat]))
		}
		slices.SortStableFunc(rows, func(a, b issueRow) int { return b.lastSeen().Compare(a.lastSeen()) })
		return rows, nil
	})
}

// issuesWithin returns the issues of a chat, or of all chats where none is named.
func issuesWithin(ctx context.Context, sn snapshot, chat string) ([]index.Issue, error) {
	issues, _, err := sn.Issues(ctx, "")
	if err != nil || chat == "" {
		return issues, err
	}
	var within []index.Issue
	for _, is := range issues {
		if is.Chat == chat {
			within = append(within, is)
		}
	}
	return within, nil
}

func newIssueRow(is index.Issue, now time.Time) issueRow {
	title := safe.Line(is.Title)
	row := issueRow{id: is.ID, chat: is.Chat, title: title, name: upperFirst(title), tag: is.Tag, resolved: is.Resolved, months: make([]int, barMonths)}
	if is.Place != "" && !is.Renamed && !strings.Contains(strings.ToLower(is.Title), strings.ToLower(is.Place)) {
		row.name += ", " + safe.Line(is.Place)
	}
	confirmed := true
	people := map[string]bool{}
	for _, o := range is.Occurrences {
		confirmed = confirmed && o.Confirmed
		for _, name := range o.Affected {
			people[name] = true
		}
		if ago := (now.Year()-o.First.Year())*12 + int(now.Month()) - int(o.First.Month()); ago >= 0 && ago < barMonths {
			row.months[barMonths-1-ago]++
		}
		row.times = append(row.times, newOccurrence(is.Tag, o))
	}
	if !confirmed {
		row.tag += "?"
	}
	row.affected = len(people)
	return row
}

func newOccurrence(tag string, o index.Occurrence) occurrence {
	made := occurrence{first: o.First, last: o.Last, over: o.Over, ids: o.IDs}
	fact := func(text string) { made.facts = append(made.facts, safe.Line(text)) }
	switch o.Scope {
	case issue.OneHousehold, issue.WholeStreet:
		fact(o.Scope.String())
	case issue.Several:
		fact("several households")
	case issue.Unknown:
	}
	if len(o.Affected) > 0 {
		who := "affected"
		if tag != "outage" && tag != "pothole" {
			who = "took part"
		}
		fact(who + ": " + strings.Join(o.Affected, ", "))
	}
	if len(o.Unaffected) > 0 {
		fact("fine: " + strings.Join(o.Unaffected, ", "))
	}
	if o.Place != "" {
		fact(o.Place)
	}
	for _, reference := range o.References {
		fact("number " + reference)
	}
	if o.Outcome != "" {
		fact(o.Outcome)
	}
	return made
}

func (r issueRow) lastSeen() time.Time {
	if len(r.times) == 0 {
		return time.Time{}
	}
	return r.times[len(r.times)-1].last
}

func (s *issueBoard) look() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	times := s.rows[s.list.at].times
	return s.show(s, times[len(times)-1].ids)
}

func (s *issueBoard) enter() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	o := newOccurrences(s.app, s.rows[s.list.at])
	s.push(o)
	return o.look()
}

// settle calls the selected issue resolved, or open again.
func (s *issueBoard) settle() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	row := s.rows[s.list.at]
	state := index.IssueResolved
	if row.resolved {
		state = index.IssueOpen
	}
	return s.write(func(ctx context.Context) (string, error) {
		_, err := s.store.SetIssueState(ctx, []string{row.id}, state)
		return s.naming(row.name, "is "+state+" now. u undoes it."), err
	})
}

// rename asks for another name of the selected issue.
func (s *issueBoard) rename() {
	if len(s.rows) == 0 {
		return
	}
	row := s.rows[s.list.at]
	ask := &asker{app: s.app, heading: "Rename  " + row.name, about: "Without a name, it is called what Kerb makes of the chat.", verb: "rename"}
	ask.in = input{prompt: "   name  ", hint: "what to call it"}
	ask.in.offer(row.title)
	ask.take = func(name string) tea.Cmd {
		ask.back()
		if name == row.title {
			return nil
		}
		return s.write(func(ctx context.Context) (string, error) {
			_, err := s.store.RenameIssue(ctx, row.id, name)
			if name == "" {
				return row.name + " has its own name again. u undoes it.", err
			}
			return row.name + " is called “" + name + "” now. u undoes it.", err
		})
	}
	s.lay(ask)
}

// report asks what to write of the issues, and where.
func (s *issueBoard) report() {
	if len(s.rows) == 0 {
		s.say("There is no issue to report.")
		return
	}
	name := "issues"
	if of := s.rows[0].chat; !slices.ContainsFunc(s.rows, func(r issueRow) bool { return r.chat != of }) {
		name = fileName(of) + "-issues"
	}
	s.lay(newReporter(s.app, s.chat, s.named(count(len(s.rows), "issue", "issues")), name, s.reportable()))
}

// reportable are the issues that a report can be of: all that are listed, the
// times of the last year that anybody wrote in, or the selected one.
func (s *issueBoard) reportable() []reportIssues {
	which := []reportIssues{{what: "all that are listed"}}
	var last time.Time
	for _, chat := range s.snap.Chats() {
		if chat.Last.After(last) && (s.chat == "" || chat.Name == s.chat) {
			last = chat.Last
		}
	}
	year := time.Date(last.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	if slices.ContainsFunc(s.rows, func(r issueRow) bool { return r.times[0].first.Before(year) }) {
		which = append(which, reportIssues{"what came up since 1 January " + year.Format("2006"), func(is index.Issue) index.Issue {
			is.Occurrences = slices.DeleteFunc(slices.Clone(is.Occurrences), func(o index.Occurrence) bool { return o.First.Before(year) })
			return is
		}})
	}
	selected := s.rows[s.list.at]
	return append(which, reportIssues{"this one alone: " + selected.name, func(is index.Issue) index.Issue {
		if is.ID != selected.id {
			is.Occurrences = nil
		}
		return is
	}})
}

// merge notes the selected issue, and makes the next one that it is called on
// part of that.
func (s *issueBoard) merge() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	row, into := s.rows[s.list.at], s.into
	switch into.id {
	case "":
		s.into = row
		s.say("J on another issue makes it part of this one; J here again does not.")
		return nil
	case row.id:
		s.into = issueRow{}
		s.say("Nothing is merged.")
		return nil
	}
	s.into, s.merged = issueRow{}, into.id
	return s.write(func(ctx context.Context) (string, error) {
		_, err := s.store.MergeIssues(ctx, []string{into.id, row.id})
		return s.naming(row.name, "is part of “"+s.theme.fit(into.name, s.layout.width/3)+"” now. u undoes it."), err
	})
}

// split takes the selected issue apart.
func (s *issueBoard) split() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	row := s.rows[s.list.at]
	return s.write(func(ctx context.Context) (string, error) {
		_, err := s.store.SplitIssues(ctx, []string{row.id})
		return s.naming(row.name, "is taken apart. u undoes it."), err
	})
}

func (s *issueBoard) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case []issueRow:
		at := s.list.at
		if at < len(s.rows) {
			id := s.rows[at].id
			i := slices.IndexFunc(msg, func(r issueRow) bool { return r.id == id })
			if i < 0 { // it is part of another now
				i = slices.IndexFunc(msg, func(r issueRow) bool { return r.id == s.merged })
			}
			if i >= 0 {
				at = i
			}
		}
		s.asked, s.rows, s.list.at = true, msg, at
		s.list.resize(len(msg), s.list.space)
		return s.look()
	case changed:
		return s.askAgain()
	}
	return s.point(msg, s.look, s.enter)
}

func (s *issueBoard) view(width, height int) drawing {
	about := ""
	if s.asked {
		open := 0
		for _, r := range s.rows {
			if !r.resolved {
				open++
			}
		}
		about = count(len(s.rows), "issue", "issues") + ", " + number(open) + " open"
		about = s.also(about)
	}
	return s.draw(about, "last seen first", s.listView(), width, height)
}

func (s *issueBoard) listView() []string {
	if len(s.rows) == 0 {
		if lines := s.waiting(); lines != nil {
			return lines
		}
		where := "these chats"
		if s.chat != "" {
			where = safe.Line(s.chat)
		}
		return s.theme.hints(s.width, "Nothing keeps coming back in "+where+", as far as Kerb can tell.", "",
			"It looks for outages, potholes, trips to the tip, and plans and licences. Threads that you tag so (3, then t) count as well.")
	}
	t := s.theme
	var out []string
	from, to := s.list.rows()
	for i := from; i < to; i++ {
		r, here, room := s.rows[i], i == s.list.at, s.width-gutter-1
		when := t.dim.Render(t.right(shortDay(r.lastSeen()), 11))
		bars := t.histogram(r.months)
		out = append(out,
			t.gutter(here, r.id == s.into.id)+t.ends(t.row(here).Render(t.fit(r.name, room-14)), "  "+when, room),
			t.gutter(here, false)+t.ends(s.facts(r, room-t.width(bars)-1), bars, room))
	}
	return out
}

// facts is how often an issue came up, how it stands, in which chat if there are
// several, and how many were affected.
func (s *issueBoard) facts(r issueRow, width int) string {
	t := s.theme
	state := "open"
	if r.resolved {
		state = "resolved"
	}
	parts := []string{t.tag.Render(r.tag), t.dim.Render(count(len(r.times), "time", "times")), t.dim.Render(state)}
	people := ""
	if r.affected > 0 {
		people = t.dim.Render(count(r.affected, "person", "people"))
	}
	if s.several() {
		const least = 12 // cells that tell chats apart: without them, people give way
		between := t.width(" " + t.signs.dot + " ")
		room := width - between
		for _, part := range parts {
			room -= t.width(part) + between
		}
		if with := room - t.width(people) - between; with >= least || t.width(r.chat) <= with {
			room = with
		}
		parts = append(parts, t.dim.Render(t.fit(safe.Line(r.chat), max(least, room))))
	}
	if people != "" {
		parts = append(parts, people)
	}
	return t.facts(parts, width)
}

// histogram draws a bar for each count.
func (t *theme) histogram(counts []int) string {
	most := slices.Max(counts)
	var out strings.Builder
	for _, n := range counts {
		out.WriteString(t.signs.bars[height(n, most, len(t.signs.bars))])
	}
	return t.text.Render(out.String())
}

// facts joins as many parts as fit into width cells.
func (t *theme) facts(parts []string, width int) string {
	dot := t.dim.Render(" " + t.signs.dot + " ")
	line := ""
	for i, part := range parts {
		more := part
		if i > 0 {
			more = line + dot + part
		}
		if t.width(more) > width {
			break
		}
		line = more
	}
	return line
}
