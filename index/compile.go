package index

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	blevequery "github.com/blevesearch/bleve/v2/search/query"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/index/table"
)

// corpus is what the names in a query are looked up in.
type corpus struct {
	table  *table.Reader
	people *people
	starts *wordStarts
	recent *recent
	chats  []string                      // names to show, by number
	tags   []string                      // in use
	tagged func(tag string) []uint32     // sorted rows of the messages that have it
	thread func(row uint32) []uint32     // rows of the thread that a message is in
	about  func(tag int) *roaring.Bitmap // rows of the messages that are likely to have one of topic.Known; nil: that is not known of any

	spoken spoken
}

// plan is a query ready to be run.
//
//	power off from:ben -news
//
// becomes two searches, the second of which is run only if the first does not
// fill the page:
//
//	whole    power and off, without those with news
//	partial  some of power and off, denied likewise
//	tests    Ben wrote it
//
// bleve only knows of words; everything else is tested on the rows of what it
// finds. A query without words does not need it at all: the table is read from
// end to end, which takes a few milliseconds for a million messages.
type plan struct {
	whole    blevequery.Query // nil: every message
	partial  blevequery.Query // nil: there is nothing in between
	tests    []rowTest        // what must be true of a message besides
	scored   bool             // there are words to rank by
	parts    []textPart       // what they are
	simple   bool             // words and tests are all there is
	strict   bool             // no partial matches are wanted
	typing   bool             // the last word may be unfinished
	length   int              // bytes of the query's text
	question question
	words    []wordMatcher // what to highlight
	problems []query.Problem
}

// compile turns a query's tree into searches. typing says that the last word
// may be unfinished and that it ends at this byte of the query's text; slips are
// words that stand for what is nearly them.
func compile(q query.Query, c *corpus, typing bool, length int, slips map[string]bool) plan {
	k := compiler{corpus: c, question: ask(q.Root, c.spoken), typing: typing, length: length, slips: slips}
	q.Root = k.question.content(q.Root)
	p := plan{words: k.matchers(q.Root), strict: q.Strict, typing: typing, length: length}
	p.scored = len(p.words) > 0
	if q.Root == nil {
		return p
	}
	parts := []query.Node{q.Root}
	if and, ok := q.Root.(query.And); ok {
		parts = and.Nodes
	}
	var words, conditions, denied []blevequery.Query
	for _, part := range parts {
		if test := k.test(part); test != nil {
			p.tests = append(p.tests, test)
			continue
		}
		switch part := part.(type) {
		case query.Not:
			denied = append(denied, k.denied(part))
		default:
			if isText(part) {
				words = append(words, k.node(part))
				p.parts = append(p.parts, textPart{part, words[len(words)-1]})
			} else {
				conditions = append(conditions, k.node(part))
			}
		}
	}
	p.problems, p.question, p.simple = k.problems, k.question, len(conditions)+len(denied) == 0
	if len(words)+len(conditions)+len(denied) == 0 {
		return p
	}
	p.whole = &allQuery{scored: words, required: conditions, denied: denied}
	if len(words) == 1 && len(conditions)+len(denied) == 0 {
		p.whole = words[0]
	}
	if len(words) > 1 && !q.Strict {
		p.partial = &allQuery{scored: []blevequery.Query{&mostQuery{words}}, required: conditions, denied: denied}
	}
	return p
}

// textPart is a part of a query that asks for words.
type textPart struct {
	node  query.Node
	query blevequery.Query
}

// within narrows the plan to one chat.
func (p *plan) within(chat uint16) {
	p.tests = append(p.tests, func(_ uint32, facts table.Row) bool { return facts.Chat == chat })
}

// compiler turns nodes into queries of bleve.
type compiler struct {
	corpus   *corpus
	question question
	slips    map[string]bool // words that stand for what is nearly them
	typing   bool
	length   int
	problems []query.Problem
}

// unfinished reports whether a word or phrase that ends at a byte of the query
// may still be typed.
func (k *compiler) unfinished(end int) bool { return k.typing && end == k.length }

func (k *compiler) problem(f query.Field, reason string) {
	k.problems = append(k.problems, query.Problem{Start: f.Start, End: f.End, Reason: reason})
}

// isText reports whether words are all that a node asks for.
func isText(n query.Node) bool {
	text := true
	query.Walk(n, func(n query.Node) bool {
		switch n.(type) {
		case query.Not, query.Field, query.Date:
			text = false
		}
		return text
	})
	return text
}

func (k *compiler) nodes(nodes []query.Node) []blevequery.Query {
	queries := make([]blevequery.Query, 0, len(nodes))
	for _, node := range nodes {
		queries = append(queries, k.node(node))
	}
	return queries
}

func (k *compiler) node(n query.Node) blevequery.Query {
	switch n := n.(type) {
	case query.And:
		all := &allQuery{}
		for _, node := range n.Nodes {
			if not, ok := node.(query.Not); ok {
				all.denied = append(all.denied, k.denied(not))
			} else {
				all.scored = append(all.scored, k.node(node))
			}
		}
		return all
	case query.Or:
		return &anyQuery{k.nodes(n.Nodes)}
	case query.Not:
		return &allQuery{denied: []blevequery.Query{k.denied(n)}}
	case query.Word:
		return k.words(k.matcherOf(n))
	case query.Phrase:
		return k.words(k.matcherOf(n))
	case query.Field, query.Date:
		return &rowQuery{test: k.test(n), table: k.corpus.table}
	}
	return &anyQuery{} // matches nothing
}

// denied compiles what a Not denies. An unfinished word denies nothing but
// itself, or hits would vanish that are there again a letter later.
func (k *compiler) denied(n query.Not) blevequery.Query {
	finished := *k
	finished.typing = false
	q := finished.node(n.Node)
	k.problems = finished.problems
	return q
}

// words searches for one word, or for several as a phrase.
func (k *compiler) words(m wordMatcher) blevequery.Query {
	if len(m.terms) == 1 && m.last == exact && m.forms == nil {
		return newTermQuery(m.terms[0])
	}
	return k.corpus.phrase(m)
}

func (c *corpus) phrase(m wordMatcher) *phraseQuery {
	return &phraseQuery{words: m, table: c.table, starts: c.starts, recent: c.recent}
}

// senders finds people of one of whose names the value is a word's beginning,
// or several words with the last one begun; it returns the numbers of all their
// names, sorted.
func (k *compiler) senders(f query.Field) []uint32 {
	value := analysis.Terms(f.Value)
	senders := k.corpus.people.matching(func(name string) bool { return analysis.BeginsWords(analysis.Terms(name), value) })
	if len(senders) == 0 {
		k.problem(f, fmt.Sprintf("nobody here has a name with %q", f.Value))
	}
	return senders
}

// chats finds chats by their names, as senders finds people.
func (k *compiler) chats(f query.Field) []uint16 {
	var chats []uint16
	value := analysis.Terms(f.Value)
	for number, name := range k.corpus.chats {
		if analysis.BeginsWords(analysis.Terms(name), value) {
			chats = append(chats, uint16(number))
		}
	}
	if chats == nil {
		k.problem(f, fmt.Sprintf("no chat has a name with %q", f.Value))
	}
	return chats
}

// tagged finds messages with any tag; it returns their rows, sorted.
func (k *compiler) tagged() []uint32 {
	byTag := make([][]uint32, len(k.corpus.tags))
	for i, tag := range k.corpus.tags {
		byTag[i] = k.corpus.tagged(tag)
	}
	rows := slices.Concat(byTag...)
	slices.Sort(rows)
	return slices.Compact(rows)
}

// nearby is how many messages on either side near: takes in.
const nearby = 25

// message finds the message that a field names.
func (k *compiler) message(f query.Field) (row uint32, ok bool) {
	id, err := ParseID(strings.ToLower(f.Value))
	if err != nil {
		k.problem(f, fmt.Sprintf("%q is not a message ID", f.Value))
		return 0, false
	}
	row, ok = k.corpus.table.Find(table.ID(id))
	if !ok {
		k.problem(f, "there is no message "+f.Value)
	}
	return row, ok
}

// inThread finds the thread of a message by the message's ID; it returns the
// rows of its messages, sorted.
func (k *compiler) inThread(f query.Field) []uint32 {
	row, ok := k.message(f)
	if !ok {
		return nil
	}
	rows := slices.Clone(k.corpus.thread(row))
	slices.Sort(rows)
	return rows
}

// around finds a message by its ID and so many on either side of it; it
// returns their rows, sorted.
func (k *compiler) around(f query.Field, distance int) []uint32 {
	row, ok := k.message(f)
	if !ok {
		return nil
	}
	facts, err := k.corpus.table.Row(row)
	if err != nil {
		return nil
	}
	order, place := k.corpus.table.Order(facts.Chat), k.corpus.table.Place(row)
	rows := make([]uint32, 0, 2*distance+1)
	for i := max(place-distance, 0); i <= min(place+distance, order.Len()-1); i++ {
		rows = append(rows, order.Row(i))
	}
	slices.Sort(rows)
	return rows
}

// newest returns the time of the newest message.
func (k *compiler) newest() time.Time {
	var seconds uint32
	for _, chat := range k.corpus.table.Chats() {
		seconds = max(seconds, chat.Newest)
	}
	return table.TimeOf(seconds)
}
