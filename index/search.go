package index

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/blevesearch/bleve/v2"

	"github.com/kerbstreet/kerb/index/query"
)

// Sort is the order of hits. Whole matches come before partial ones in every
// order.
type Sort uint8

// The orders hits can come in.
const (
	ByRelevance Sort = iota
	Newest
	Oldest
)

// Match says how much of the query a hit answers.
type Match uint8

// The ways a message can match. Their String forms are "all", "some" and
// "typo".
const (
	MatchAll  Match = iota // every word and every condition
	MatchSome              // every condition, but not every word
	MatchTypo              // words that are nearly those of the query, where nothing matches wholly
)

// String returns the match's name in the JSON contract.
func (m Match) String() string { return [...]string{"all", "some", "typo"}[m] }

// Request asks for one page of hits.
type Request struct {
	Query  string
	Sort   Sort
	Limit  int    // hits wanted; 0 means 50
	Offset int    // hits to skip
	Around int    // messages before and after each hit to return with it
	Strict bool   // whole matches only
	Typing bool   // the last word may be unfinished: match words that begin with it
	Chat   string // if not empty, only messages of the chat that is shown by this name
	Why    bool   // tell why each hit is one
}

// Result is one page of hits and what is known of the rest.
type Result struct {
	Hits     []Hit
	Total    int             // messages that match the whole query
	Partial  int             // further messages that match some of it, as far as they were looked for
	Problems []query.Problem // what of the query was not understood, and where
	Took     time.Duration
}

// Hit is a message that answers a query.
type Hit struct {
	Message
	Score      float64
	Match      Match
	Highlights []Span // parts of Text that the query speaks of, in order, not overlapping
	Before     []Message
	After      []Message
	Reasons    []HitReason // if the request asks for them: word by word
}

// Span is a half-open range of byte offsets.
type Span struct{ Start, End int }

// defaultLimit is how many hits a Request gets that does not say.
const defaultLimit = 50

// finder answers queries about one state of a store.
type finder struct {
	corpus
	weights      weights
	threadNumber func(row uint32) uint32 // of a message's thread, 0 while that is not known; nil: no thread is
	bleve        bleve.Index             // nil if there are no messages
	message      func(ctx context.Context, row uint32) (Message, error)
}

// parse reads a query; words that are slips stand for what is nearly them. Words such as "yesterday" are counted from the newest
// message's day.
func (f *finder) parse(text string, typing bool, slips map[string]bool) (plan, []query.Problem) {
	k := compiler{corpus: &f.corpus}
	q, problems := query.Parse(text, query.Options{Now: k.newest()})
	p := compile(q, &f.corpus, typing, len(text), slips)
	problems = append(problems, p.problems...)
	slices.SortStableFunc(problems, func(a, b query.Problem) int { return a.Start - b.Start })
	return p, slices.Compact(problems)
}

// plan is what a request's query asks for, within its chat.
func (f *finder) plan(req Request, slips map[string]bool) (plan, []query.Problem, error) {
	f.recent.begin()
	p, problems := f.parse(req.Query, req.Typing, slips)
	if req.Chat == "" {
		return p, problems, nil
	}
	number := slices.Index(f.chats, req.Chat)
	if number < 0 {
		return plan{}, nil, fmt.Errorf("%q: %w", req.Chat, ErrNoChat)
	}
	p.within(uint16(number))
	return p, problems, nil
}

// search answers a request: whole matches, or what they would be but for a
// slip, then, where they do not fill the page, partial ones.
func (f *finder) search(ctx context.Context, req Request) (Result, error) {
	started := time.Now()
	limit, offset := req.Limit, max(req.Offset, 0)
	if limit <= 0 {
		limit = defaultLimit
	}
	plan, problems, err := f.plan(req, nil)
	if err != nil {
		return Result{}, err
	}
	result := Result{Problems: problems}
	find := f.sorted
	if plan.scored && req.Sort == ByRelevance {
		find = f.ranked
	}
	whole, partial, err := find(ctx, &plan, req, offset+limit)
	if err != nil {
		return Result{}, err
	}
	match := MatchAll
	result.Total, result.Partial = whole.total, partial.total
	if whole.total == 0 && !req.Strict && !plan.strict {
		corrected, ok, err := f.corrected(ctx, req, &plan)
		if err != nil {
			return Result{}, err
		}
		if ok {
			plan, match = corrected, MatchTypo
			if whole, partial, err = find(ctx, &plan, req, offset+limit); err != nil {
				return Result{}, err
			}
			result.Partial = whole.total + partial.total
		}
	}
	if err := f.addHits(ctx, &result, req, &plan, match, cut(whole.kept, offset, limit)); err != nil {
		return Result{}, err
	}
	if err := f.addHits(ctx, &result, req, &plan, MatchSome, cut(partial.kept, max(offset-whole.total, 0), limit-len(result.Hits))); err != nil {
		return Result{}, err
	}
	result.Took = time.Since(started)
	return result, nil
}

// sorted answers a request by time: whole matches, then, where these are fewer
// than wanted, partial ones.
func (f *finder) sorted(ctx context.Context, plan *plan, req Request, wanted int) (whole, partial page, err error) {
	whole = page{sort: req.Sort, limit: wanted}
	if err := f.run(ctx, plan, false, &whole); err != nil {
		return whole, partial, err
	}
	whole.kept = whole.sorted()
	if whole.total >= wanted || plan.partial == nil || req.Strict {
		return whole, partial, nil
	}
	partial = page{sort: req.Sort, limit: wanted - whole.total}
	if err := f.run(ctx, plan, true, &partial); err != nil {
		return whole, partial, err
	}
	partial.kept = partial.sorted()
	return whole, partial, nil
}

// cut returns up to limit of a list, from offset on.
func cut(list []found, offset, limit int) []found {
	list = list[min(offset, len(list)):]
	return list[:min(limit, len(list))]
}

// addHits reads the messages of a page's matches.
func (f *finder) addHits(ctx context.Context, result *Result, req Request, plan *plan, match Match, list []found) error {
	why := func(uint32) ([]HitReason, error) { return nil, nil }
	if req.Why && len(list) > 0 {
		var err error
		if why, err = f.reasons(ctx, plan); err != nil {
			return err
		}
	}
	for _, found := range list {
		m, err := f.message(ctx, found.row())
		if err != nil {
			return err
		}
		hit := Hit{Message: m, Score: found.score, Match: match, Highlights: highlight(m.Text, plan.wordsIn(found.row()))}
		if hit.Reasons, err = why(found.row()); err != nil {
			return err
		}
		if req.Around > 0 {
			if hit.Before, hit.After, err = f.around(ctx, found.row(), req.Around); err != nil {
				return err
			}
		}
		result.Hits = append(result.Hits, hit)
	}
	return nil
}

// wordsIn returns what to highlight in a message.
func (p *plan) wordsIn(row uint32) []wordMatcher {
	words := make([]wordMatcher, len(p.words))
	for i, word := range p.words {
		words[i] = word.in(row)
	}
	return words
}

// around returns up to n messages on either side of a row, in its chat's order.
func (f *finder) around(ctx context.Context, row uint32, n int) (before, after []Message, err error) {
	facts, err := f.table.Row(row)
	if err != nil {
		return nil, nil, err
	}
	order, place := f.table.Order(facts.Chat), f.table.Place(row)
	for i := max(place-n, 0); i <= min(place+n, order.Len()-1); i++ {
		if i == place {
			continue
		}
		m, err := f.message(ctx, order.Row(i))
		if err != nil {
			return nil, nil, err
		}
		if i < place {
			before = append(before, m)
		} else {
			after = append(after, m)
		}
	}
	return before, after, nil
}

// match lists the rows that match all of a request's query: chat by chat, each
// in its order.
func (f *finder) match(ctx context.Context, req Request) ([]uint32, []query.Problem, error) {
	plan, problems, err := f.plan(req, nil)
	if err != nil {
		return nil, nil, err
	}
	all := page{sort: Oldest, limit: f.table.Len()}
	if err := f.run(ctx, &plan, false, &all); err != nil {
		return nil, nil, err
	}
	type located struct {
		row, place uint32
		chat       uint16
	}
	list := make([]located, 0, all.total)
	for _, found := range all.sorted() {
		facts, err := f.table.Row(found.row())
		if err != nil {
			return nil, nil, err
		}
		list = append(list, located{found.row(), uint32(f.table.Place(found.row())), facts.Chat})
	}
	slices.SortFunc(list, func(a, b located) int {
		if a.chat != b.chat {
			return int(a.chat) - int(b.chat)
		}
		return int(a.place) - int(b.place)
	})
	rows := make([]uint32, 0, len(list))
	for _, at := range list {
		rows = append(rows, at.row)
	}
	return rows, problems, nil
}
