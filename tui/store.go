package tui

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/parser"
)

// store is what the screens need of an index.Store.
type store interface {
	Snapshot(ctx context.Context) (snapshot, error)
	Load(ctx context.Context, exports []*parser.Export, opts index.LoadOptions) (index.LoadReport, error)
	AddTags(ctx context.Context, tags []string, ids []index.ID, label string) (index.Action, error)
	RemoveTags(ctx context.Context, tags []string, ids []index.ID, label string) (index.Action, error)
	AnswerDateOrder(ctx context.Context, chat string, order parser.DateOrder, progress func(index.Progress)) (index.Action, error)
	FindThreads(ctx context.Context, progress func(index.ThreadProgress)) error
	SplitThread(ctx context.Context, id index.ID) (index.Action, error)
	SetIssueState(ctx context.Context, ids []string, state string) (index.Action, error)
	RenameIssue(ctx context.Context, id, title string) (index.Action, error)
	MergeIssues(ctx context.Context, ids []string) (index.Action, error)
	SplitIssues(ctx context.Context, ids []string) (index.Action, error)
	JoinPeople(ctx context.Context, names []string) (index.Action, error)
	SplitPerson(ctx context.Context, name string) (index.Action, error)
	NamePerson(ctx context.Context, person, name string) (index.Action, error)
	CorrectLoans(ctx context.Context, ids []string, said index.LoanWord) (index.Action, error)
	JoinThreads(ctx context.Context, ids []index.ID) (index.Action, error)
	MoveToThread(ctx context.Context, id, to index.ID) (index.Action, error)
	AcceptSuggestions(ctx context.Context, list []index.Suggestion, label string) (index.Action, error)
	RefuseSuggestions(ctx context.Context, list []index.Suggestion, label string) (index.Action, error)
	TagThreads(ctx context.Context, tags []string, ids []index.ID, label string) (index.Action, error)
	SaveSearch(ctx context.Context, name, query string) (index.Action, error)
	RemoveSearch(ctx context.Context, name string) (index.Action, error)
	Undo(ctx context.Context) (index.Action, error)
	Redo(ctx context.Context) (index.Action, error)
}

// snapshot is what the screens need of an index.Snapshot: one state of the
// store that does not change while it is looked at.
type snapshot interface {
	Close()
	Revision() string
	Chats() []index.Chat
	Messages(ctx context.Context, chat string, from, limit int) ([]index.Message, error)
	Position(id index.ID) (chat string, pos int, ok bool)
	At(chat string, t time.Time) int
	Message(ctx context.Context, id index.ID) (index.Message, error)
	Tags() []index.TagCount
	Searches() []index.SavedSearch
	Vocabulary() query.Vocabulary
	Search(ctx context.Context, r index.Request) (index.Result, error)
	Matching(ctx context.Context, r index.Request) ([]index.ID, []query.Problem, error)
	Facets(ctx context.Context, r index.Request) (index.Facets, error)
	Thread(ctx context.Context, id index.ID) ([]index.Message, error)
	Threads(ctx context.Context, r index.ThreadRequest) (index.ThreadList, error)
	ThreadsMissing() int
	Issues(ctx context.Context, text string) ([]index.Issue, []query.Problem, error)
	Ledger(ctx context.Context, text string) ([]index.Loan, []query.Problem, error)
	Suggestions(ctx context.Context, r index.SuggestionRequest) (index.SuggestionList, error)
	People(chat string) []index.Person
	Doubts() []index.Doubt
	LinksOf(chat string, from, limit int) ([]thread.Link, error)
}

// indexStore is an index.Store whose snapshots are the interface above.
type indexStore struct{ *index.Store }

func (s indexStore) Snapshot(ctx context.Context) (snapshot, error) {
	return s.Store.Snapshot(ctx)
}

// A lease keeps a snapshot open while anybody still reads it.
type lease struct {
	snapshot
	missing int // messages whose threads are not found yet
	readers atomic.Int32

	know       sync.Once
	vocabulary query.Vocabulary
}

// newLease counts what is missing, which takes long the first time.
func newLease(s snapshot) *lease {
	l := &lease{snapshot: s, missing: s.ThreadsMissing()}
	l.readers.Store(1)
	return l
}

// same reports whether two snapshots show the same.
func (l *lease) same(other *lease) bool {
	return l != nil && l.Revision() == other.Revision() && l.missing == other.missing
}

func (l *lease) hold() { l.readers.Add(1) }

func (l *lease) release() {
	if l.readers.Add(-1) == 0 {
		l.Close()
	}
}

// Vocabulary is made once: it is asked for with every key.
func (l *lease) Vocabulary() query.Vocabulary {
	l.know.Do(func() { l.vocabulary = l.snapshot.Vocabulary() })
	return l.vocabulary
}
