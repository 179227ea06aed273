package tui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// threads lists conversations, with the selected one beside it.
type threads struct {
	*app
	query string // threads of what matches it; empty: all
	scope scope
	sort  index.ThreadSort

	rows   []threadRow
	total  int
	asked  bool // an answer is there
	list   list
	width  int // of the list
	chosen chosen

	asking, asking2 question // the first page; further ones
	around          *preview
}

// threadRow is a thread as the list shows it; its texts are harmless.
type threadRow struct {
	id          index.ID
	chat        string // as the store knows it
	title       string
	first, last time.Time
	messages    int
	people      int
	tags        []string
}

// threadsPage is how many threads are asked for at once.
const threadsPage = 100

// threadsHead is the lines above the threads.
const threadsHead = 2

// foundThreads is a page of threads, from offset on.
type foundThreads struct {
	offset int
	rows   []threadRow
	total  int
}

func newThreads(a *app, query string, within scope) *threads {
	s := &threads{app: a, query: query, scope: within, chosen: chosen{}}
	s.list.height = func(int) int { return 2 }
	s.around = newPreview(a)
	return s
}

// threads shows the conversations of the chat that is seen, or of all.
func (a *app) showThreads() tea.Cmd {
	if a.snap == nil || len(a.snap.Chats()) == 0 {
		a.say("There are no threads yet: load an export first.")
		return nil
	}
	s := newThreads(a, "", a.scopeOf())
	a.push(s)
	return s.askFor(threadsPage)
}

func (s *threads) title() string {
	name := "Threads"
	if s.scope.chat != "" {
		name += " of " + safe.Line(s.scope.chat)
	}
	if s.query != "" {
		name += " " + s.theme.signs.next + " " + s.query
	}
	return name
}

func (s *threads) where() string {
	if len(s.rows) == 0 {
		return ""
	}
	return number(s.list.at+1) + " of " + number(s.total)
}

func (s *threads) typing() *input { return nil }

func (s *threads) keys() keymap {
	keys := keymap{
		bind("enter", "read the thread", s.enter, "enter").short("read"),
		bind("t", "tag the thread, or those chosen", s.tag, "t", "T").short("tag"),
		bind("space", "choose this thread", s.choose, "space").short("choose"),
		bind("J", "join the chosen threads", s.join, "J").short("join"),
		bind("s", "order: last activity, size or tag", s.order, "s").short("order"),
	}
	switch {
	case s.scope.home == "":
	case s.scope.chat == "":
		keys = append(keys, bind("ctrl+g", "threads of this chat only: "+safe.Line(s.scope.home), s.rescope, "ctrl+g"))
	default:
		keys = append(keys, bind("ctrl+g", "threads of all chats", s.rescope, "ctrl+g"))
	}
	list := moves(&s.list, false)
	for i, c := range list {
		list[i].run = func() tea.Cmd {
			c.run()
			return s.selected()
		}
	}
	return append(keys, list...)
}

func (s *threads) selected() tea.Cmd {
	look := s.look()
	if s.list.at+threadsPage/2 < len(s.rows) || len(s.rows) >= s.total {
		return look
	}
	return tea.Batch(look, s.ask(&s.asking2, s, s.find(len(s.rows), threadsPage)))
}

// look shows the selected thread beside the list.
func (s *threads) look() tea.Cmd {
	if s.layout.right == 0 || len(s.rows) == 0 {
		s.around.clear()
		return nil
	}
	return s.around.showThread(s, s.rows[s.list.at].id)
}

func (s *threads) askFor(n int) tea.Cmd {
	s.asking2.withdraw()
	return s.ask(&s.asking, s, s.find(0, n))
}

func (s *threads) find(offset, limit int) func(context.Context, snapshot) (tea.Msg, error) {
	req := index.ThreadRequest{Query: s.query, Chat: s.scope.chat, Sort: s.sort, Offset: offset, Limit: limit}
	return func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		found, err := sn.Threads(ctx, req)
		if err != nil {
			return nil, err
		}
		page := foundThreads{offset: offset, total: found.Total}
		for _, t := range found.Threads {
			page.rows = append(page.rows, newThreadRow(t))
		}
		return page, nil
	}
}

func newThreadRow(t index.Thread) threadRow {
	row := threadRow{
		id: t.ID, chat: t.Chat, title: safe.Line(t.Title),
		first: t.First, last: t.Last, messages: t.Messages, people: t.People,
	}
	for _, tag := range t.Tags {
		row.tags = append(row.tags, safe.Line(tag))
	}
	return row
}

func (s *threads) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case foundThreads:
		return s.take(msg)
	case neighbours:
		s.around.take(msg)
	case changed:
		return s.askFor(max(threadsPage, len(s.rows)))
	case tea.WindowSizeMsg:
		return s.look()
	case restyled:
		s.around.draw()
	case wheel:
		if s.layout.right > 0 && msg.x > s.layout.left {
			s.around.scroll(2 * msg.by)
			return nil
		}
		s.list.move(msg.by)
		return s.selected()
	case click:
		row, ok := s.list.rowAt(msg.y - threadsHead)
		switch {
		case msg.y < threadsHead:
			return s.order()
		case s.layout.right > 0 && msg.x > s.layout.left, ok && row == s.list.at:
			return s.enter()
		case ok:
			s.list.selectRow(row)
			return s.selected()
		}
	}
	return nil
}

// take shows a page. The selected thread stays selected.
func (s *threads) take(page foundThreads) tea.Cmd {
	s.asked, s.total = true, page.total
	if page.offset > 0 {
		if page.offset == len(s.rows) {
			s.rows = append(s.rows, page.rows...)
			s.list.resize(len(s.rows), s.list.space)
		}
		return nil
	}
	at := s.list.at
	if at < len(s.rows) && at > 0 {
		id := s.rows[at].id
		if i := slices.IndexFunc(page.rows, func(r threadRow) bool { return r.id == id }); i >= 0 {
			at = i
		}
	}
	s.rows, s.list.at = page.rows, at
	s.list.resize(len(s.rows), s.list.space)
	return s.look()
}

func (s *threads) order() tea.Cmd {
	s.sort = (s.sort + 1) % 3
	s.list.home()
	return s.askFor(threadsPage)
}

func (s *threads) rescope() tea.Cmd {
	to := scope{home: s.scope.home}
	if s.scope.chat == "" {
		to.chat = to.home
	}
	s.scope = to
	s.list.home()
	return s.askFor(threadsPage)
}

// enter reads the selected thread alone.
func (s *threads) enter() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	r := s.rows[s.list.at]
	return s.openThread(r.chat, r.title, r.id, &s.asking2)
}

func (s *threads) choose() tea.Cmd {
	if len(s.rows) == 0 {
		return nil
	}
	s.chosen.flip(s.rows[s.list.at].id)
	s.list.move(1)
	if n := len(s.chosen); n > 0 {
		s.say(count(n, "thread", "threads") + " chosen. t tags " + them(n) + ", J makes one of them, space again lets go.")
	}
	return s.selected()
}

// picked are the chosen threads or, where there are none, the selected one.
func (s *threads) picked() []index.ID {
	if len(s.chosen) > 0 {
		return s.chosen.ids()
	}
	return []index.ID{s.rows[s.list.at].id}
}

func (s *threads) tag() tea.Cmd {
	if len(s.rows) == 0 {
		s.say("There is no thread to tag.")
		return nil
	}
	what := "the thread “" + s.rows[s.list.at].title + "”"
	if n := len(s.chosen); n > 0 {
		what = count(n, "chosen thread", "chosen threads")
	}
	return s.app.tag(targets{threads: s.picked(), what: what, let: func() { clear(s.chosen) }})
}

func (s *threads) join() tea.Cmd {
	ids := s.chosen.ids()
	if len(ids) < 2 {
		s.say("Choose two threads or more with space; J then makes one of them.")
		return nil
	}
	clear(s.chosen)
	return s.write(func(ctx context.Context) (string, error) {
		_, err := s.store.JoinThreads(ctx, ids)
		return "Joined " + count(len(ids), "thread", "threads") + ". u undoes it.", err
	})
}

// opened is the answer to what a thread holds that is to be read alone.
type opened struct {
	chat, title string
	ids         []index.ID
}

// openThread shows a thread alone, from any screen. Its title is harmless.
func (a *app) openThread(chat, title string, id index.ID, q *question) tea.Cmd {
	return a.ask(q, a.top(), func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		ids, err := threadIDs(ctx, sn, id)
		return opened{chat, title, ids}, err
	})
}

func (a *app) opened(msg opened) tea.Cmd {
	c := newThread(a, msg.chat, msg.title, msg.ids)
	a.push(c)
	return c.show(0)
}
