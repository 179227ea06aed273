package index

import (
	"time"

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
	MatchTypo              // words that are nearly those of the query
)

// String returns the match's name in the JSON contract.
func (m Match) String() string { return [...]string{"all", "some", "typo"}[m] }

// Request asks for one page of hits.
type Request struct {
	Query  string
	Sort   Sort
	Limit  int  // hits wanted; 0 means 50
	Offset int  // hits to skip
	Around int  // messages before and after each hit to return with it
	Strict bool // whole matches only
	Typing bool // the last word may be unfinished: match words that begin with it
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
}

// Span is a half-open range of byte offsets.
type Span struct{ Start, End int }
