package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/tui/safe"
)

// search answers with every keystroke. The hits that are seen stay until the
// next ones are there, whole; an answer that comes late is dropped.
type search struct {
	*app
	in       input
	scope    scope
	inList   bool // the keys are in the list, where letters are keys
	inFacets bool // they are in the facets
	sort     index.Sort

	asked   string // the query whose answer is shown
	hits    []entry
	result  index.Result // of asked, without the hits
	partial int          // the first hit that does not match the whole query, or -1
	more    bool         // there may be hits beyond those that are here
	moved   bool         // somebody selected a hit; it stays selected
	sought  index.ID     // to be selected once it is among the hits
	list    list
	width   int // of the list

	chosen chosen
	all    bool // every message that matches the query is chosen

	asking, asking2 question // the first page; further ones
	completion      completion
	facets          facets
	around          *preview // nil while there is one pane
}

// hitsPage is how many hits are asked for at once.
const hitsPage = 50

// found is the answer to a query: the hits from offset on.
type found struct {
	query  string
	sort   index.Sort
	offset int
	hits   []entry
	result index.Result
}

func newSearch(a *app) *search {
	s := &search{app: a, chosen: chosen{}, partial: -1}
	s.in = input{hint: "type a word your neighbours would use", changed: s.edited}
	s.setScope(scope{})
	s.list.height = s.heightOf
	s.around = newPreview(a)
	return s
}

func (s *search) title() string { return "Search" }

func (s *search) where() string {
	if len(s.hits) == 0 {
		return ""
	}
	return number(s.list.at+1) + " of " + number(max(len(s.hits), s.result.Total+s.result.Partial))
}

func (s *search) typing() *input {
	if s.inList || s.inFacets {
		return nil
	}
	return &s.in
}

func (s *search) keys() keymap {
	open := bind("enter", "open in the chat", s.enter, "enter").short("open")
	order := bind("s", "order: best, newest or oldest first", s.order, "s", "ctrl+s").short("order")
	if s.inFacets {
		return slices.Concat(s.facetKeys(), s.saveKeys(), s.scopeKeys())
	}
	if !s.inList {
		leaves := "back"
		if s.in.value() != "" {
			leaves = "empty"
		}
		order = bind("ctrl+s", "order: best, newest or oldest first", s.order, "ctrl+s").short("order")
		return slices.Concat(s.completionKeys(), keymap{
			open,
			bind("tab", "to the hits, where letters are keys", do(s.toList), "tab").short("tag and choose"),
		}, s.scopeKeys(), keymap{
			order,
			bind("esc", "empty the line, then back", s.escape, "esc").short(leaves),
		}, s.moves(true))
	}
	return slices.Concat(keymap{open}, s.hitKeys(order), s.saveKeys(), s.scopeKeys(), s.moves(false))
}

// hitKeys are what can be done with hits.
func (s *search) hitKeys(order command) keymap {
	onward := bind("tab", "to the line, to type", s.toLine, "tab")
	if len(s.facets.rows) > 0 {
		onward = bind("tab", "to the counts, to narrow the search", do(s.toFacets), "tab").short("narrow")
	}
	return keymap{
		bind("t", "tag this message, or those chosen", s.tag, "t").short("tag"),
		bind("space", "choose this message for tagging", s.choose, "space").short("choose"),
		bind("a", "choose all that match", do(s.chooseAll), "a").short("all"),
		onward,
		order,
		bind("v", "the threads that these are in", s.toThreads, "v"),
		bind("/", "to the line, to type", s.toLine, "/"),
		bind("r", "the whole message", do(s.read), "r"),
		s.copyKey(s, s.picked),
		s.exportKey(s.exportShown),
	}
}

// byName are the commands that can be called by name though their keys are
// letters, while somebody types: those of the hits.
func (s *search) byName() keymap {
	if s.inList || s.inFacets || len(s.hits) == 0 {
		return nil
	}
	var keys keymap
	for _, c := range append(s.hitKeys(command{}), s.saveKeys()...) {
		if help := c.Help(); len(help.Key) == 1 && help.Key != "/" || help.Key == "space" {
			c.SetHelp("tab "+help.Key, help.Desc)
			keys = append(keys, c)
		}
	}
	return keys
}

// moves are the common ones; a step may need more hits or another preview.
func (s *search) moves(typing bool) keymap {
	keys := moves(&s.list, typing)
	for i, c := range keys {
		keys[i].run = func() tea.Cmd {
			c.run()
			return s.selected()
		}
	}
	return keys
}

// selected follows a new selection.
func (s *search) selected() tea.Cmd {
	s.moved = true
	return tea.Batch(s.look(), s.fetchMore())
}

// look shows the selected hit among its neighbours.
func (s *search) look() tea.Cmd {
	if s.layout.right == 0 || len(s.hits) == 0 {
		s.around.clear()
		return nil
	}
	return s.around.show(s, s.hits[s.list.at])
}

// toThreads groups what matches by thread.
func (s *search) toThreads() tea.Cmd {
	if s.result.Total == 0 {
		s.say("No message matches every word: there is no thread to show.")
		return nil
	}
	to := newThreads(s.app, strings.TrimSpace(s.in.value()), s.scope)
	s.push(to)
	return to.askFor(threadsPage)
}

func (s *search) toLine() tea.Cmd {
	s.inList, s.inFacets = false, false
	return nil
}

func (s *search) toList()   { s.inList, s.inFacets = true, false }
func (s *search) toFacets() { s.inList, s.inFacets = false, true }

// escape empties the line, then leaves.
func (s *search) escape() tea.Cmd {
	if s.in.value() == "" {
		return s.back()
	}
	s.in.set("")
	return s.edited()
}

// edited asks for the query as it stands now.
func (s *search) edited() tea.Cmd {
	s.all = false
	s.completion.at = 0
	if strings.TrimSpace(s.in.value()) == "" {
		s.asking.withdraw()
		s.asking2.withdraw()
		s.asked, s.hits, s.result, s.partial, s.more, s.moved = "", nil, index.Result{}, -1, false, false
		s.list.resize(0, s.list.space)
		s.around.clear()
		return tea.Batch(s.count(), s.complete())
	}
	return tea.Batch(s.askFor(hitsPage), s.complete())
}

// askFor asks for the first n hits of the query.
func (s *search) askFor(n int) tea.Cmd {
	s.asking2.withdraw()
	return s.ask(&s.asking, s, s.find(0, n))
}

// fetchMore asks for further hits when the last ones come near.
func (s *search) fetchMore() tea.Cmd {
	if !s.more || s.list.at+hitsPage/2 < len(s.hits) {
		return nil
	}
	s.more = false // until the answer says otherwise
	return s.ask(&s.asking2, s, s.find(len(s.hits), hitsPage))
}

func (s *search) find(offset, limit int) func(context.Context, snapshot) (tea.Msg, error) {
	req := s.request()
	req.Limit, req.Offset = limit, offset
	return func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		r, err := sn.Search(ctx, req)
		if err != nil {
			return nil, err
		}
		f := found{query: req.Query, sort: req.Sort, offset: offset, result: r}
		f.result.Hits = nil
		for _, h := range r.Hits {
			e := newEntry(h.Message, h.Highlights)
			e.match = h.Match
			f.hits = append(f.hits, e)
		}
		return f, nil
	}
}

func (s *search) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case found:
		return s.take(msg)
	case neighbours:
		s.around.take(msg)
	case completed:
		s.completion.found, s.completion.of, s.completion.at = msg.found, msg.of, 0
	case index.Facets:
		s.facets.set(s, msg)
	case changed:
		if s.asked == "" {
			return nil
		}
		return s.askFor(max(hitsPage, len(s.hits)))
	case tea.WindowSizeMsg:
		return s.look()
	case restyled:
		s.around.draw()
	case click:
		return s.click(msg)
	case wheel:
		if s.layout.right > 0 && msg.x > s.layout.left {
			s.around.scroll(2 * msg.by)
			return nil
		}
		s.list.move(msg.by)
		return s.selected()
	}
	return nil
}

func (s *search) click(msg click) tea.Cmd {
	if msg.y < searchHead {
		if msg.y == 0 && s.scope.chat != "" && msg.x < s.theme.width(s.in.prompt) {
			return s.rescope()
		}
		for _, spot := range s.completion.spots {
			if msg.y == 1 && msg.x >= spot.from && msg.x < spot.to {
				return s.accept(spot.candidate)
			}
		}
		return s.toLine()
	}
	for _, spot := range s.facets.spots {
		if msg.y == searchHead+s.list.space+spot.y && msg.x >= spot.from && msg.x < spot.to {
			s.facets.row, s.facets.item = spot.row, spot.item
			s.toFacets()
			return s.narrow()
		}
	}
	row, ok := s.list.rowAt(msg.y - searchHead)
	switch {
	case s.layout.right > 0 && msg.x > s.layout.left:
		return s.enter()
	case !ok:
		return nil
	case row == s.list.at:
		return s.enter()
	}
	s.list.selectRow(row)
	return s.selected()
}

// take shows an answer. A hit that somebody selected stays selected as long as
// it is among the hits.
func (s *search) take(f found) tea.Cmd {
	if f.offset > 0 {
		if f.query != s.asked || f.offset != len(s.hits) {
			return nil
		}
		s.hits = append(s.hits, f.hits...)
	} else {
		at := 0
		if s.moved && s.list.at < len(s.hits) {
			id := s.hits[s.list.at].id
			at = max(0, slices.IndexFunc(f.hits, func(e entry) bool { return e.id == id }))
		}
		if i := slices.IndexFunc(f.hits, func(e entry) bool { return e.id == s.sought }); i >= 0 {
			at, s.moved = i, true
		}
		s.sought = index.ID{}
		s.asked, s.hits, s.result = f.query, f.hits, f.result
		s.moved = s.moved && at > 0
		if s.list.at = at; at == 0 {
			s.list.top = 0
		}
	}
	s.partial = slices.IndexFunc(s.hits, func(e entry) bool { return e.match != index.MatchAll })
	s.more = len(f.hits) > 0 && len(f.hits)%hitsPage == 0
	s.list.resize(len(s.hits), s.list.space)
	if f.offset > 0 {
		return s.look()
	}
	return tea.Batch(s.look(), s.count())
}

// order goes on to the next order of hits.
func (s *search) order() tea.Cmd {
	s.sort = (s.sort + 1) % 3
	if s.asked == "" {
		return nil
	}
	s.moved = false
	return s.askFor(hitsPage)
}

// enter opens the chat at the selected hit.
func (s *search) enter() tea.Cmd {
	if len(s.hits) == 0 || s.snap == nil {
		return nil
	}
	hit := s.hits[s.list.at]
	name, pos, ok := s.snap.Position(hit.id)
	if !ok {
		return nil
	}
	c := newChat(s.app, name)
	c.hits, c.query = s.hits, s.in.value()
	s.push(c)
	return c.show(pos)
}

func (s *search) read() {
	if len(s.hits) > 0 {
		s.lay(newReader(s.app, s.hits[s.list.at]))
	}
}

// picked are the chosen messages or, where there are none, the selected one.
func (s *search) picked() []index.ID {
	if len(s.hits) == 0 {
		return nil
	}
	return targetsOf(s.chosen, s.hits[s.list.at]).ids
}

// choose flips the mark of the selected hit and goes on to the next.
func (s *search) choose() tea.Cmd {
	if len(s.hits) == 0 {
		return nil
	}
	s.all = false
	s.chosen.flip(s.hits[s.list.at].id)
	s.list.move(1)
	if n := len(s.chosen); n > 0 {
		s.say(count(n, "message", "messages") + " chosen. t tags " + them(n) + ", space again lets go.")
	}
	return s.selected()
}

// chooseAll chooses every message that matches the whole query, those that
// are not on the page too.
func (s *search) chooseAll() {
	s.chosen = chosen{}
	if s.all = !s.all && s.result.Total > 0; s.all {
		n := s.result.Total
		s.say("All " + count(n, "message", "messages") + " chosen. t tags " + them(n) + ", a again lets go.")
	}
}

func (s *search) tag() tea.Cmd {
	switch {
	case len(s.hits) == 0:
		s.say("There is no message to tag.")
		return nil
	case s.all:
		all := s.request()
		return s.app.tag(targets{all: &all, what: count(s.result.Total, "message that matches", "messages that match") + " “" + s.asked + "”", let: func() { s.all = false }})
	}
	return s.app.tag(targetsOf(s.chosen, s.hits[s.list.at]))
}

// problem is the first part of a query that was not understood.
func (s *search) problem() (query.Problem, bool) {
	if len(s.result.Problems) == 0 {
		return query.Problem{}, false
	}
	return s.result.Problems[0], true
}

// problemLine says in words what of the query was not understood, and points
// at it.
func (s *search) problemLine() string {
	p, ok := s.problem()
	if !ok {
		return ""
	}
	line := upperFirst(safe.Line(p.Reason))
	if p.Start >= 0 && p.End <= len(s.asked) && p.Start < p.End {
		line = "“" + s.asked[p.Start:p.End] + "”: " + safe.Line(p.Reason)
	}
	if p.Hint != "" {
		line += "; " + safe.Line(p.Hint)
	}
	return line
}
