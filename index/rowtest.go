package index

import (
	"slices"

	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/parser"
)

// rowTest decides about a message by its row in the table.
type rowTest func(row uint32, facts table.Row) bool

// test returns the test that a node stands for, nil if rows do not tell: for
// words.
func (k *compiler) test(n query.Node) rowTest {
	switch n := n.(type) {
	case nil:
		return func(uint32, table.Row) bool { return true }
	case query.And:
		tests := k.tests(n.Nodes)
		if tests == nil {
			return nil
		}
		return func(row uint32, facts table.Row) bool { return all(tests, row, facts) }
	case query.Or:
		tests := k.tests(n.Nodes)
		if tests == nil {
			return nil
		}
		return func(row uint32, facts table.Row) bool {
			for _, test := range tests {
				if test(row, facts) {
					return true
				}
			}
			return false
		}
	case query.Not:
		test := k.test(n.Node)
		if test == nil {
			return nil
		}
		return func(row uint32, facts table.Row) bool { return !test(row, facts) }
	case query.Date:
		return testDate(n)
	case query.Field:
		return k.testField(n)
	}
	return nil
}

// tests returns the tests of nodes, nil if one of them has none.
func (k *compiler) tests(nodes []query.Node) []rowTest {
	tests := make([]rowTest, len(nodes))
	for i, node := range nodes {
		if tests[i] = k.test(node); tests[i] == nil {
			return nil
		}
	}
	return tests
}

// all reports whether a message passes all tests.
func all(tests []rowTest, row uint32, facts table.Row) bool {
	for _, test := range tests {
		if !test(row, facts) {
			return false
		}
	}
	return true
}

func testDate(d query.Date) rowTest {
	from, to := table.Seconds(d.From), table.Seconds(d.To)
	return func(_ uint32, facts table.Row) bool {
		return facts.Seconds >= from && (d.To.IsZero() || facts.Seconds < to)
	}
}

func (k *compiler) testField(f query.Field) rowTest {
	switch f.Name {
	case query.From:
		senders := k.senders(f)
		return func(_ uint32, facts table.Row) bool { return contains(senders, facts.Sender) }
	case query.In:
		chats := k.chats(f)
		return func(_ uint32, facts table.Row) bool { return contains(chats, facts.Chat) }
	case query.Kind:
		kind, ok := parser.ParseKind(f.Value)
		return func(_ uint32, facts table.Row) bool { return ok && facts.Kind == kind }
	case query.Tag:
		return testRows(k.corpus.tagged(f.Value))
	case query.Thread:
		return testRows(k.inThread(f))
	case query.Near:
		return testRows(k.around(f, nearby))
	case query.Has:
		switch f.Value {
		case "media":
			return func(_ uint32, facts table.Row) bool { return facts.Kind == parser.Media || facts.Attached }
		case "link":
			return func(_ uint32, facts table.Row) bool { return facts.Link }
		}
	case query.Is:
		switch f.Value {
		case "question":
			return func(_ uint32, facts table.Row) bool { return facts.Question }
		case "edited":
			return func(_ uint32, facts table.Row) bool { return facts.Edited }
		case "tagged":
			return testRows(k.tagged())
		case "untagged":
			tagged := testRows(k.tagged())
			return func(row uint32, facts table.Row) bool { return !tagged(row, facts) }
		}
	case query.Before, query.After, query.On:
	}
	return func(uint32, table.Row) bool { return false } // a value there is none of
}

// testRows returns a test for being one of sorted rows.
func testRows(rows []uint32) rowTest {
	return func(row uint32, _ table.Row) bool { return contains(rows, row) }
}

func contains[N uint16 | uint32](sorted []N, number N) bool {
	_, ok := slices.BinarySearch(sorted, number)
	return ok
}
