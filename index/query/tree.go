package query

import (
	"strings"
	"time"
)

// Query is what a person asks for.
type Query struct {
	Root   Node // nil if nothing is asked for: every message matches
	Strict bool // whole matches only
}

// Node is a part of a query: And, Or, Not, Word, Phrase, Field or Date.
type Node interface {
	// write appends the node as it would be typed; inner asks for parentheses
	// where the node would fall apart inside another one.
	write(b *strings.Builder, inner bool)
}

type (
	// And matches what all of its nodes match. It has two or more.
	And struct{ Nodes []Node }

	// Or matches what any of its nodes matches. It has two or more.
	Or struct{ Nodes []Node }

	// Not matches what its node does not.
	Not struct{ Node Node }

	// Word is a word as typed. It holds at least one word in the sense of
	// index/analysis; more than one ("pot-hole") is a phrase.
	Word struct {
		Text       string
		Prefix     bool // word*: matches words that begin with it
		Fuzzy      bool // word~: matches words that are nearly it
		Start, End int  // bytes of the query
	}

	// Phrase is words in this order with nothing between them.
	Phrase struct {
		Text       string
		Open       bool // the closing quotation mark is missing: the last word may be unfinished
		Start, End int
	}

	// Field is a condition on something other than the words.
	Field struct {
		Name       Name
		Value      string
		Start, End int
	}

	// Date matches messages of a span of days, From inclusive, To exclusive;
	// a zero time leaves that end open. Both are midnights in UTC, as message
	// times are.
	Date struct {
		Name       Name   // Before, After or On
		Value      string // as typed
		From, To   time.Time
		Start, End int
	}
)

// Name names a field.
type Name string

// The fields of the language. On is also written "date:".
const (
	From   Name = "from"
	In     Name = "in"
	Tag    Name = "tag"
	Is     Name = "is"
	Has    Name = "has"
	Kind   Name = "kind"
	Thread Name = "thread"
	Near   Name = "near"
	Before Name = "before"
	After  Name = "after"
	On     Name = "on"
)

// Names lists every field, in the order in which help shows them.
func Names() []Name {
	return []Name{From, Tag, Is, Has, Kind, In, Before, After, On, Thread, Near}
}

// String returns the query as it would be typed. Parsing it again gives the
// same query.
func (q Query) String() string {
	var b strings.Builder
	if q.Strict {
		b.WriteString("all:")
	}
	if q.Root != nil {
		if q.Strict {
			b.WriteByte(' ')
		}
		q.Root.write(&b, false)
	}
	return b.String()
}

func (n And) write(b *strings.Builder, inner bool) {
	writeAll(b, n.Nodes, " ", inner)
}

func (n Or) write(b *strings.Builder, inner bool) {
	writeAll(b, n.Nodes, " OR ", inner)
}

func writeAll(b *strings.Builder, nodes []Node, between string, inner bool) {
	if inner {
		b.WriteByte('(')
	}
	for i, node := range nodes {
		if i > 0 {
			b.WriteString(between)
		}
		_, binds := node.(And) // tighter than OR does
		node.write(b, !binds)
	}
	if inner {
		b.WriteByte(')')
	}
}

func (n Not) write(b *strings.Builder, _ bool) {
	if word, ok := n.Node.(Word); ok && strings.HasPrefix(word.Text, "-") {
		b.WriteString("NOT ") // two dashes would be part of the word
	} else {
		b.WriteByte('-')
	}
	n.Node.write(b, true)
}

func (n Word) write(b *strings.Builder, _ bool) {
	b.WriteString(n.Text)
	switch {
	case n.Prefix:
		b.WriteByte('*')
	case n.Fuzzy:
		b.WriteByte('~')
	}
}

func (n Phrase) write(b *strings.Builder, _ bool) {
	b.WriteByte('"')
	b.WriteString(n.Text)
	b.WriteByte('"')
}

func (n Field) write(b *strings.Builder, _ bool) { writeField(b, n.Name, n.Value) }

func (n Date) write(b *strings.Builder, _ bool) { writeField(b, n.Name, n.Value) }

func writeField(b *strings.Builder, name Name, value string) {
	b.WriteString(string(name))
	b.WriteByte(':')
	writeValue(b, value)
}

func writeValue(b *strings.Builder, value string) {
	if strings.ContainsFunc(value, endsWord) {
		b.WriteByte('"')
		b.WriteString(value)
		b.WriteByte('"')
		return
	}
	b.WriteString(value)
}

// Walk calls visit for every node of the tree under n, n first; it stays out
// of nodes for which visit returns false.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	switch n := n.(type) {
	case And:
		for _, node := range n.Nodes {
			Walk(node, visit)
		}
	case Or:
		for _, node := range n.Nodes {
			Walk(node, visit)
		}
	case Not:
		Walk(n.Node, visit)
	}
}
