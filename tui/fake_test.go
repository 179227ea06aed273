package tui

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/parser"
)

// fakeStore is a store in memory. Every word of a query must be in a message;
// a message with only the first word is a partial hit; a word that begins with
// ! is a problem.
type fakeStore struct {
	mu        sync.Mutex
	chats     []string
	messages  map[string][]index.Message
	tags      map[index.ID][]string
	saved     []index.SavedSearch
	log       []fakeAction
	undone    []fakeAction
	revision  int
	threads   map[index.ID]index.ID // first message of each message's thread
	doubt     map[index.ID]bool
	missing   int // messages whose thread is not found
	corrected []string
	issues    []index.Issue
	loans     []index.Loan
	names     map[string][]string // other names of who is shown by one
	doubts    []index.Doubt
	suggested []index.Suggestion
	answered  []string // orders of dates
	searched  []string // queries that were asked
	progress  []index.Progress
	report    index.LoadReport
	loadErr   error
	arriving  func(*fakeStore) // what a load brings
	endless   bool             // a load goes on until it is cancelled
}

type fakeAction struct {
	tag   string
	ids   []index.ID
	on    bool
	label string
}

func newFake() *fakeStore {
	return &fakeStore{messages: map[string][]index.Message{}, tags: map[index.ID][]string{}, threads: map[index.ID]index.ID{}, doubt: map[index.ID]bool{}}
}

// say adds a message to a chat, a minute after the one before.
func (f *fakeStore) say(chat, who, text string) *fakeStore {
	at := time.Date(2025, 3, 12, 18, 0, 0, 0, time.UTC)
	if n := len(f.messages[chat]); n > 0 {
		at = f.messages[chat][n-1].Time.Add(time.Minute)
	}
	return f.sayAt(chat, at, who, text)
}

func (f *fakeStore) sayAt(chat string, at time.Time, who, text string) *fakeStore {
	return f.add(chat, index.Message{Time: at, Sender: who, Text: text})
}

func (f *fakeStore) add(chat string, m index.Message) *fakeStore {
	if !slices.Contains(f.chats, chat) {
		f.chats = append(f.chats, chat)
	}
	m.Chat, m.N = chat, len(f.messages[chat])+1
	if m.Sender == "" && m.Kind == parser.Text {
		m.Kind = parser.Notice
	}
	copy(m.ID[:], fmt.Sprintf("%d.%08d", slices.Index(f.chats, chat), m.N))
	f.messages[chat] = append(f.messages[chat], m)
	f.revision++
	return f
}

func (f *fakeStore) Snapshot(context.Context) (snapshot, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	messages := map[string][]index.Message{}
	for chat, all := range f.messages {
		all = slices.Clone(all)
		for i := range all {
			all[i].Thread = f.threads[all[i].ID]
			all[i].Tags = slices.Sorted(slices.Values(f.tags[all[i].ID]))
		}
		messages[chat] = all
	}
	return &fakeSnapshot{store: f, saved: f.saved, revision: fmt.Sprint(f.revision), chats: slices.Clone(f.chats), messages: messages}, nil
}

func (f *fakeStore) Load(ctx context.Context, _ []*parser.Export, o index.LoadOptions) (index.LoadReport, error) {
	for _, p := range f.progress {
		o.Progress(p)
	}
	if f.endless {
		<-ctx.Done()
		return index.LoadReport{}, ctx.Err()
	}
	if f.arriving != nil {
		f.arriving(f)
	}
	return f.report, f.loadErr
}

func (f *fakeStore) AddTags(_ context.Context, tags []string, ids []index.ID, label string) (index.Action, error) {
	return f.act(fakeAction{tags[0], ids, true, label}), nil
}

func (f *fakeStore) RemoveTags(_ context.Context, tags []string, ids []index.ID, label string) (index.Action, error) {
	return f.act(fakeAction{tags[0], ids, false, label}), nil
}

func (f *fakeStore) act(a fakeAction) index.Action {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.undone = nil
	f.log = append(f.log, a)
	return f.apply(a, a.on)
}

func (f *fakeStore) apply(a fakeAction, on bool) index.Action {
	done := index.Action{Label: a.label, Tags: []string{a.tag}, Messages: len(a.ids)}
	for _, id := range a.ids {
		has := slices.Contains(f.tags[id], a.tag)
		switch {
		case on && !has:
			f.tags[id] = append(f.tags[id], a.tag)
			done.Added++
		case !on && has:
			f.tags[id] = slices.DeleteFunc(f.tags[id], func(t string) bool { return t == a.tag })
			done.Removed++
		}
	}
	f.revision++
	return done
}

func (f *fakeStore) Undo(context.Context) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.log) == 0 {
		return index.Action{}, index.ErrNothingToUndo
	}
	last := f.log[len(f.log)-1]
	f.log, f.undone = f.log[:len(f.log)-1], append(f.undone, last)
	return f.apply(last, !last.on), nil
}

func (f *fakeStore) Redo(context.Context) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.undone) == 0 {
		return index.Action{}, index.ErrNothingToRedo
	}
	last := f.undone[len(f.undone)-1]
	f.undone, f.log = f.undone[:len(f.undone)-1], append(f.log, last)
	return f.apply(last, last.on), nil
}

func (f *fakeStore) AnswerDateOrder(_ context.Context, chat string, order parser.DateOrder, _ func(index.Progress)) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answered = append(f.answered, chat+" "+order.String())
	f.revision++
	return index.Action{}, nil
}

func (f *fakeStore) SaveSearch(_ context.Context, name, q string) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.saved = append(slices.Clone(f.saved), index.SavedSearch{Name: name, Query: q})
	f.revision++
	return index.Action{}, nil
}

func (f *fakeStore) RemoveSearch(_ context.Context, name string) (index.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.saved = slices.DeleteFunc(slices.Clone(f.saved), func(s index.SavedSearch) bool { return s.Name == name })
	f.revision++
	return index.Action{}, nil
}

type fakeSnapshot struct {
	store    *fakeStore
	saved    []index.SavedSearch
	revision string
	chats    []string
	messages map[string][]index.Message
}

func (s *fakeSnapshot) Searches() []index.SavedSearch { return s.saved }

func (s *fakeSnapshot) Vocabulary() query.Vocabulary {
	var v query.Vocabulary
	for _, chat := range s.chats {
		v.Chats = append(v.Chats, chat)
		for _, m := range s.messages[chat] {
			if m.Sender != "" && !slices.Contains(v.People, m.Sender) {
				v.People = append(v.People, m.Sender)
			}
		}
	}
	for _, c := range s.Tags() {
		v.Tags = append(v.Tags, c.Tag)
	}
	return v
}

func (s *fakeSnapshot) Close()           {}
func (s *fakeSnapshot) Revision() string { return s.revision }

func (s *fakeSnapshot) Chats() []index.Chat {
	chats := make([]index.Chat, 0, len(s.chats))
	for _, name := range s.chats {
		all := s.messages[name]
		chats = append(chats, index.Chat{Name: name, Messages: len(all), First: all[0].Time, Last: all[len(all)-1].Time, Exports: 1})
	}
	return chats
}

func (s *fakeSnapshot) Messages(_ context.Context, chat string, from, limit int) ([]index.Message, error) {
	all := s.messages[chat]
	from = min(from, len(all))
	return all[from:min(len(all), from+limit)], nil
}

func (s *fakeSnapshot) Position(id index.ID) (string, int, bool) {
	for _, chat := range s.chats {
		if i := slices.IndexFunc(s.messages[chat], func(m index.Message) bool { return m.ID == id }); i >= 0 {
			return chat, i, true
		}
	}
	return "", 0, false
}

func (s *fakeSnapshot) At(chat string, t time.Time) int {
	i, _ := slices.BinarySearchFunc(s.messages[chat], t, func(m index.Message, t time.Time) int { return m.Time.Compare(t) })
	return i
}

func (s *fakeSnapshot) Message(_ context.Context, id index.ID) (index.Message, error) {
	chat, i, ok := s.Position(id)
	if !ok {
		return index.Message{}, index.ErrNoMessage
	}
	return s.messages[chat][i], nil
}

func (s *fakeSnapshot) Tags() []index.TagCount {
	counts := map[string]int{"dump-run": 0, "lending": 0, "licensing": 0, "outage": 0, "pothole": 0}
	for _, all := range s.messages {
		for _, m := range all {
			for _, tag := range m.Tags {
				counts[tag]++
			}
		}
	}
	tags := make([]index.TagCount, 0, len(counts))
	for tag, n := range counts {
		tags = append(tags, index.TagCount{Tag: tag, Messages: n})
	}
	slices.SortFunc(tags, func(a, b index.TagCount) int { return cmp.Compare(a.Tag, b.Tag) })
	return tags
}

func (s *fakeSnapshot) Search(_ context.Context, r index.Request) (index.Result, error) {
	s.store.mu.Lock()
	s.store.searched = append(s.store.searched, r.Query)
	s.store.mu.Unlock()
	return s.find(r), nil
}

func (s *fakeSnapshot) find(r index.Request) index.Result {
	var words []string
	result := index.Result{Took: 2 * time.Millisecond}
	for _, w := range strings.Fields(strings.ToLower(r.Query)) {
		if strings.HasPrefix(w, "!") {
			i := strings.Index(strings.ToLower(r.Query), w)
			result.Problems = append(result.Problems, query.Problem{Start: i, End: i + len(w), Reason: "nothing is called that", Hint: "leave it out"})
			continue
		}
		words = append(words, w)
	}
	var all, some []index.Hit
	for _, chat := range s.chats {
		if r.Chat != "" && r.Chat != chat {
			continue
		}
		for _, m := range s.messages[chat] {
			var spans []index.Span
			for _, w := range words {
				if name, ok := strings.CutPrefix(w, "from:"); ok {
					if strings.Contains(strings.ToLower(m.Sender), name) {
						spans = append(spans, index.Span{})
					}
				} else if i := strings.Index(strings.ToLower(m.Text), w); i >= 0 {
					spans = append(spans, index.Span{Start: i, End: i + len(w)})
				}
			}
			slices.SortFunc(spans, func(a, b index.Span) int { return cmp.Compare(a.Start, b.Start) })
			switch {
			case len(words) > 0 && len(spans) == len(words):
				all = append(all, index.Hit{Message: m, Highlights: spans})
			case len(spans) > 0:
				some = append(some, index.Hit{Message: m, Highlights: spans, Match: index.MatchSome})
			}
		}
	}
	if r.Sort == index.Newest {
		slices.Reverse(all)
		slices.Reverse(some)
	}
	result.Total, result.Partial = len(all), len(some)
	hits := slices.Concat(all, some)
	from := min(r.Offset, len(hits))
	result.Hits = hits[from:min(len(hits), from+r.Limit)]
	return result
}

func (s *fakeSnapshot) Matching(_ context.Context, r index.Request) ([]index.ID, []query.Problem, error) {
	r.Limit, r.Offset = 1<<20, 0
	result := s.find(r)
	var ids []index.ID
	for _, h := range result.Hits {
		if h.Match == index.MatchAll {
			ids = append(ids, h.ID)
		}
	}
	return ids, result.Problems, nil
}

func (s *fakeSnapshot) Facets(_ context.Context, r index.Request) (index.Facets, error) {
	r.Limit, r.Offset, r.Sort = 1<<20, 0, index.Oldest
	result := s.find(r)
	people, tags, kinds, months := map[string]int{}, map[string]int{}, map[parser.Kind]int{}, map[time.Time]int{}
	f := index.Facets{Total: result.Total}
	for _, h := range result.Hits {
		if h.Match != index.MatchAll {
			continue
		}
		if h.Sender != "" {
			people[h.Sender]++
		}
		kinds[h.Kind]++
		for _, tag := range h.Tags {
			tags[tag]++
		}
		months[monthOf(h.Time)]++
	}
	for name, n := range people {
		f.People = append(f.People, index.Person{Name: name, Messages: n})
	}
	for tag, n := range tags {
		f.Tags = append(f.Tags, index.TagCount{Tag: tag, Messages: n})
	}
	for kind, n := range kinds {
		f.Kinds = append(f.Kinds, index.KindCount{Kind: kind, Messages: n})
	}
	slices.SortFunc(f.People, func(a, b index.Person) int {
		return cmp.Or(b.Messages-a.Messages, cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(f.Tags, func(a, b index.TagCount) int {
		return cmp.Or(b.Messages-a.Messages, cmp.Compare(a.Tag, b.Tag))
	})
	slices.SortFunc(f.Kinds, func(a, b index.KindCount) int {
		return cmp.Or(b.Messages-a.Messages, cmp.Compare(a.Kind, b.Kind))
	})
	if found := slices.SortedFunc(maps.Keys(months), time.Time.Compare); len(found) > 0 {
		for m := found[0]; !m.After(found[len(found)-1]); m = m.AddDate(0, 1, 0) {
			f.Months = append(f.Months, index.MonthCount{Month: m, Messages: months[m]})
		}
	}
	return f, nil
}

func monthOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}
