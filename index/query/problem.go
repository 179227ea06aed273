package query

import "fmt"

// Problem is a part of a query that could not be understood. What is left of
// the query is searched all the same.
type Problem struct {
	Start, End int    // bytes of the query it is about
	Reason     string // a sentence fragment in lower case, such as "no month 13"
	Hint       string // what to write instead; may be empty
}

// String returns the problem as a line for a person.
func (p Problem) String() string {
	s := fmt.Sprintf("at %d: %s", p.Start+1, p.Reason)
	if p.Hint != "" {
		s += "; " + p.Hint
	}
	return s
}
