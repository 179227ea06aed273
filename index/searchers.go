package index

import (
	"cmp"
	"container/heap"
	"context"
	"math"
	"slices"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	blevequery "github.com/blevesearch/bleve/v2/search/query"
	"github.com/blevesearch/bleve/v2/search/searcher"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// The queries below are those of bleve that Kerb needs otherwise than bleve
// has them. bleve's boolean query searches for the rest where a required part
// matches nothing, its disjunction and phrase weigh words by how many others
// were asked for, and none knows of message rows. All of them walk messages in
// the order of bleve's document numbers; scores are more the rarer a part is, and
// add up.

// unscored are the options for parts that only filter.
var unscored = search.SearcherOptions{Score: "none"}

// allQuery matches what all of its parts match but the denied ones.
type allQuery struct {
	scored   []blevequery.Query
	required []blevequery.Query // have no say in the score
	denied   []blevequery.Query
}

// Searcher implements bleve's query.
func (q *allQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions) (_ search.Searcher, err error) {
	var open searchers
	defer func() { err = open.closeOn(err) }()
	for _, part := range q.scored {
		if err := open.add(part.Searcher(ctx, r, m, options)); err != nil {
			return nil, err
		}
	}
	for _, part := range q.required {
		if err := open.add(part.Searcher(ctx, r, m, unscored)); err != nil {
			return nil, err
		}
	}
	if len(open) == 0 {
		if err := open.add(searcher.NewMatchAllSearcher(ctx, r, 1, unscored)); err != nil {
			return nil, err
		}
	}
	if len(open) == 1 && len(q.denied) == 0 {
		return open[0], nil
	}
	s := &allSearcher{ctx: ctx, parts: slices.Clone(open)}
	for _, part := range q.denied {
		if err := open.add(part.Searcher(ctx, r, m, unscored)); err != nil {
			return nil, err
		}
	}
	s.denied = open[len(s.parts):]
	slices.SortStableFunc(s.parts, func(a, b search.Searcher) int { return cmp.Compare(a.Count(), b.Count()) })
	s.at, s.deniedAt = make([]*search.DocumentMatch, len(s.parts)), make([]*search.DocumentMatch, len(s.denied))
	return s, nil
}

// searchers is a list of open ones.
type searchers []search.Searcher

func (list *searchers) add(s search.Searcher, err error) error {
	if err == nil {
		*list = append(*list, s)
	}
	return err
}

// closeOn closes all if there was an error, which it returns.
func (list searchers) closeOn(err error) error {
	if err != nil {
		_ = list.close() // the first error is the one to tell
	}
	return err
}

func (list searchers) close() error {
	var first error
	for _, s := range list {
		if err := s.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// unweighted is the part of bleve's Searcher interface that a searcher has no
// use for when scores are simply added.
type unweighted struct{}

func (unweighted) Weight() float64      { return 0 }
func (unweighted) SetQueryNorm(float64) {}
func (unweighted) Min() int             { return 0 }
func (unweighted) Size() int            { return 0 }

// allSearcher takes the rarest of its parts and skips through the others.
type allSearcher struct {
	unweighted
	ctx      context.Context
	parts    searchers // rarest first
	at       []*search.DocumentMatch
	denied   searchers
	deniedAt []*search.DocumentMatch
	started  bool
	taken    bool // at[0] has been handed out
	steps    int
}

// start moves every part to its first match.
func (s *allSearcher) start(sc *search.SearchContext) error {
	s.started = true
	var err error
	for i, part := range s.parts {
		if s.at[i], err = part.Next(sc); err != nil || s.at[i] == nil {
			return err
		}
	}
	for i, part := range s.denied {
		if s.deniedAt[i], err = part.Next(sc); err != nil {
			return err
		}
	}
	return nil
}

// Next implements bleve's searcher.
func (s *allSearcher) Next(sc *search.SearchContext) (_ *search.DocumentMatch, err error) {
	switch {
	case !s.started:
		if err := s.start(sc); err != nil {
			return nil, err
		}
	case s.taken:
		if s.at[0], err = s.parts[0].Next(sc); err != nil {
			return nil, err
		}
	}
	return s.align(sc)
}

// Advance implements bleve's searcher.
func (s *allSearcher) Advance(sc *search.SearchContext, id bleveindex.IndexInternalID) (_ *search.DocumentMatch, err error) {
	if !s.started {
		if err := s.start(sc); err != nil {
			return nil, err
		}
	}
	switch {
	case s.taken:
		if s.at[0], err = s.parts[0].Advance(sc, id); err != nil {
			return nil, err
		}
	case s.at[0] != nil:
		if err := advance(sc, s.parts[0], &s.at[0], id); err != nil {
			return nil, err
		}
	}
	return s.align(sc)
}

// advance moves a searcher that is before id to it or behind it.
func advance(sc *search.SearchContext, s search.Searcher, at **search.DocumentMatch, id bleveindex.IndexInternalID) (err error) {
	if *at == nil || (*at).IndexInternalID.Compare(id) >= 0 {
		return nil
	}
	sc.DocumentMatchPool.Put(*at)
	*at, err = s.Advance(sc, id)
	return err
}

// align moves the parts on until they stand on the same message.
func (s *allSearcher) align(sc *search.SearchContext) (_ *search.DocumentMatch, err error) {
	s.taken = false
next:
	for s.at[0] != nil {
		if s.steps++; s.steps%checkEvery == 0 {
			if err := s.ctx.Err(); err != nil {
				return nil, err
			}
		}
		id := s.at[0].IndexInternalID
		for i := 1; i < len(s.parts); i++ {
			if err := advance(sc, s.parts[i], &s.at[i], id); err != nil {
				return nil, err
			}
			if s.at[i] == nil {
				return nil, nil
			}
			if !s.at[i].IndexInternalID.Equals(id) {
				if err := advance(sc, s.parts[0], &s.at[0], s.at[i].IndexInternalID); err != nil {
					return nil, err
				}
				continue next
			}
		}
		for i := range s.denied {
			if err := advance(sc, s.denied[i], &s.deniedAt[i], id); err != nil {
				return nil, err
			}
			if s.deniedAt[i] != nil && s.deniedAt[i].IndexInternalID.Equals(id) {
				sc.DocumentMatchPool.Put(s.at[0])
				if s.at[0], err = s.parts[0].Next(sc); err != nil {
					return nil, err
				}
				continue next
			}
		}
		hit := s.at[0]
		for _, other := range s.at[1:] {
			hit.Score += other.Score
		}
		s.taken = true
		return hit, nil
	}
	return nil, nil
}

// checkEvery is how many messages are looked at between two looks at whether
// the search has been cancelled.
const checkEvery = 1024

// Count implements bleve's searcher: at most so many match.
func (s *allSearcher) Count() uint64 { return s.parts[0].Count() }

// Close implements bleve's searcher.
func (s *allSearcher) Close() error { return append(s.parts, s.denied...).close() }

// DocumentMatchPoolSize implements bleve's searcher.
func (s *allSearcher) DocumentMatchPoolSize() int { return poolSize(s.parts) + poolSize(s.denied) }

func poolSize(list searchers) int {
	n := len(list)
	for _, s := range list {
		n += s.DocumentMatchPoolSize()
	}
	return n
}

// anyQuery matches what at least one of its parts matches.
type anyQuery struct{ parts []blevequery.Query }

// Searcher implements bleve's query.
func (q *anyQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions) (_ search.Searcher, err error) {
	s, err := newMostSearcher(ctx, r, m, options, q.parts)
	if err != nil {
		return nil, err
	}
	s.enough = math.SmallestNonzeroFloat64
	for i := range s.weights {
		s.weights[i] = 1
	}
	return s, nil
}

// mostQuery matches what some of its parts match, but not all, if these
// parts weigh at least partialShare of what all weigh together. A part weighs
// more the rarer it is, and nothing if it is nowhere.
type mostQuery struct{ parts []blevequery.Query }

// Searcher implements bleve's query.
func (q *mostQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions) (_ search.Searcher, err error) {
	s, err := newMostSearcher(ctx, r, m, options, q.parts)
	if err != nil {
		return nil, err
	}
	messages, err := r.DocCount()
	if err != nil {
		return nil, s.parts.closeOn(err)
	}
	slices.SortStableFunc(s.parts, func(a, b search.Searcher) int { return cmp.Compare(b.Count(), a.Count()) })
	total := 0.0
	for i, part := range s.parts {
		s.weights[i] = rarity(part.Count(), messages)
		total += s.weights[i]
	}
	s.enough, s.notAll = total*partialShare, true
	// The commonest parts that together are not enough need not be looked for:
	// it will do to look whether they are where another part is.
	for sum := 0.0; s.first < len(s.parts)-1; s.first++ {
		if sum += s.weights[s.first]; sum >= s.enough {
			break
		}
	}
	return s, nil
}

// partialShare is low because the small words of a question weigh little
// anyway, and because of the messages that answer one most have only one of
// its words. On the labelled chats of testdata and others like them, 0.2 finds
// most of the right messages in the first ten; 0.4 finds half as many.
const partialShare = 0.2

// rarity weighs what count of all messages match (BM25's inverse document
// frequency); what none matches weighs nothing.
func rarity(count, messages uint64) float64 {
	if count == 0 {
		return 0
	}
	count = min(count, messages)
	return math.Log1p((float64(messages-count) + 0.5) / (float64(count) + 0.5))
}

// mostSearcher merges its parts and returns what enough of them match. Only
// parts from first on propose messages (the MaxScore method of Turtle and
// Flood).
type mostSearcher struct {
	unweighted
	ctx     context.Context
	parts   searchers
	weights []float64
	enough  float64
	notAll  bool // leave out what all parts match
	first   int

	at      []*search.DocumentMatch
	queue   partQueue // of parts from first on, by the message they are at
	started bool
	steps   int
}

func newMostSearcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions, parts []blevequery.Query) (_ *mostSearcher, err error) {
	var open searchers
	defer func() { err = open.closeOn(err) }()
	for _, part := range parts {
		if err := open.add(part.Searcher(ctx, r, m, options)); err != nil {
			return nil, err
		}
	}
	return &mostSearcher{ctx: ctx, parts: open, weights: make([]float64, len(open)), at: make([]*search.DocumentMatch, len(open))}, nil
}

// partQueue is a heap of parts, the one at the first message on top.
type partQueue struct {
	parts []int
	at    []*search.DocumentMatch
}

func (q *partQueue) Len() int { return len(q.parts) }
func (q *partQueue) Less(i, j int) bool {
	return q.at[q.parts[i]].IndexInternalID.Compare(q.at[q.parts[j]].IndexInternalID) < 0
}
func (q *partQueue) Swap(i, j int) { q.parts[i], q.parts[j] = q.parts[j], q.parts[i] }
func (q *partQueue) Push(x any)    { q.parts = append(q.parts, x.(int)) }
func (q *partQueue) Pop() any {
	last := q.parts[len(q.parts)-1]
	q.parts = q.parts[:len(q.parts)-1]
	return last
}

func (s *mostSearcher) start(sc *search.SearchContext) (err error) {
	s.started = true
	s.queue.at = s.at
	for i, part := range s.parts {
		if s.at[i], err = part.Next(sc); err != nil {
			return err
		}
	}
	s.fill()
	return nil
}

// fill puts the parts that propose messages into the queue.
func (s *mostSearcher) fill() {
	s.queue.parts = s.queue.parts[:0]
	for i := s.first; i < len(s.parts); i++ {
		if s.at[i] != nil {
			s.queue.parts = append(s.queue.parts, i)
		}
	}
	heap.Init(&s.queue)
}

// Next implements bleve's searcher.
func (s *mostSearcher) Next(sc *search.SearchContext) (_ *search.DocumentMatch, err error) {
	if !s.started {
		if err := s.start(sc); err != nil {
			return nil, err
		}
	}
	for s.queue.Len() > 0 {
		if s.steps++; s.steps%checkEvery == 0 {
			if err := s.ctx.Err(); err != nil {
				return nil, err
			}
		}
		hit := s.at[s.queue.parts[0]]
		weight, score, matched := 0.0, 0.0, 0
		for s.queue.Len() > 0 {
			i := s.queue.parts[0]
			match := s.at[i]
			if !match.IndexInternalID.Equals(hit.IndexInternalID) {
				break
			}
			weight, score, matched = weight+s.weights[i], score+match.Score, matched+1
			if s.at[i], err = s.parts[i].Next(sc); err != nil {
				return nil, err
			}
			if match != hit {
				sc.DocumentMatchPool.Put(match)
			}
			if s.at[i] == nil {
				heap.Pop(&s.queue)
			} else {
				heap.Fix(&s.queue, 0)
			}
		}
		for i := range s.first {
			if err := advance(sc, s.parts[i], &s.at[i], hit.IndexInternalID); err != nil {
				return nil, err
			}
			if s.at[i] != nil && s.at[i].IndexInternalID.Equals(hit.IndexInternalID) {
				weight, score, matched = weight+s.weights[i], score+s.at[i].Score, matched+1
			}
		}
		if weight >= s.enough && (!s.notAll || matched < len(s.parts)) {
			hit.Score = score
			return hit, nil
		}
		sc.DocumentMatchPool.Put(hit)
	}
	return nil, nil
}

// Advance implements bleve's searcher.
func (s *mostSearcher) Advance(sc *search.SearchContext, id bleveindex.IndexInternalID) (*search.DocumentMatch, error) {
	if !s.started {
		if err := s.start(sc); err != nil {
			return nil, err
		}
	}
	for i := range s.parts {
		if err := advance(sc, s.parts[i], &s.at[i], id); err != nil {
			return nil, err
		}
	}
	s.fill()
	return s.Next(sc)
}

// Count implements bleve's searcher: at most so many match.
func (s *mostSearcher) Count() uint64 {
	var n uint64
	for _, part := range s.parts {
		n += part.Count()
	}
	return n
}

// Close implements bleve's searcher.
func (s *mostSearcher) Close() error { return s.parts.close() }

// DocumentMatchPoolSize implements bleve's searcher.
func (s *mostSearcher) DocumentMatchPoolSize() int { return poolSize(s.parts) }
