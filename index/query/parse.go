package query

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/parser"
)

const (
	maxDepth  = 64   // parentheses and denials inside one another
	maxLeaves = 1000 // words, phrases and conditions of a query

	maxProblems = 20 // that are told; who makes more knows
)

// Options is what a query's meaning depends on besides its text.
type Options struct {
	// Now is what "yesterday" and "march" are counted from. If it is zero,
	// such words are a Problem.
	Now time.Time
}

// Parse reads a query. It always returns one that can be searched; problems
// tell what of the text is not in it, in the order of their place. Time is
// linear in the length of the text.
func Parse(text string, opts Options) (Query, []Problem) {
	p := reader{lexer: lexer{text: text}, now: opts.Now}
	p.advance()
	root := p.or()
	for p.token.kind != tokenEnd { // a parenthesis that nothing opened
		p.problem(p.token, "this parenthesis closes nothing", "")
		p.advance()
		root = and(root, p.or())
	}
	if p.leaves > maxLeaves {
		p.problems = append(p.problems, Problem{
			Start: p.cut, End: len(text),
			Reason: fmt.Sprintf("only the first %d words and conditions are searched", maxLeaves),
		})
	}
	slices.SortStableFunc(p.problems, func(a, b Problem) int { return cmp.Compare(a.Start, b.Start) })
	return Query{Root: root, Strict: p.strict}, p.problems
}

// reader is the state of a parse: one token ahead of what has been read.
type reader struct {
	lexer    lexer
	token    token
	now      time.Time
	depth    int
	leaves   int
	cut      int // where the first leaf too many stands
	strict   bool
	problems []Problem
}

func (p *reader) advance() { p.token = p.lexer.next() }

func (p *reader) problem(t token, reason, hint string) {
	if len(p.problems) >= maxProblems {
		return
	}
	p.problems = append(p.problems, Problem{Start: t.start, End: t.end, Reason: reason, Hint: hint})
}

// or reads alternatives. It returns nil if there is nothing to search for.
func (p *reader) or() Node {
	node := p.and()
	var nodes []Node
	if node != nil {
		nodes = append(nodes, node)
	}
	for p.token.kind == tokenOr {
		operator := p.token
		p.advance()
		right := p.and()
		if node == nil || right == nil {
			p.problem(operator, "OR needs something on both sides", "")
		}
		if right != nil {
			nodes = append(nodes, right)
		}
		node = right
	}
	return group(nodes, func(nodes []Node) Node { return Or{nodes} })
}

// and reads what must all match, up to an OR, a closing parenthesis or the end.
func (p *reader) and() Node {
	var nodes []Node
	for {
		switch p.token.kind {
		case tokenEnd, tokenOr, tokenClose:
			return group(nodes, func(nodes []Node) Node { return And{nodes} })
		case tokenAnd:
			p.advance()
		default:
			if node := p.not(); node != nil {
				nodes = append(nodes, node)
			}
		}
	}
}

// and joins two nodes, either of which may be nil.
func and(left, right Node) Node {
	var nodes []Node
	for _, node := range []Node{left, right} {
		if node != nil {
			nodes = append(nodes, node)
		}
	}
	return group(nodes, func(nodes []Node) Node { return And{nodes} })
}

// group makes one node of several. Nodes of the same kind inside are opened
// up, so that a tree has one form only.
func group(nodes []Node, join func([]Node) Node) Node {
	switch len(nodes) {
	case 0:
		return nil
	case 1:
		return nodes[0]
	}
	var flat []Node
	_, isAnd := join(nodes).(And)
	for _, node := range nodes {
		switch n := node.(type) {
		case And:
			if isAnd {
				flat = append(flat, n.Nodes...)
				continue
			}
		case Or:
			if !isAnd {
				flat = append(flat, n.Nodes...)
				continue
			}
		}
		flat = append(flat, node)
	}
	return join(flat)
}

// not reads a denial or what stands without one. Two denials are none.
func (p *reader) not() Node {
	if p.token.kind != tokenNot {
		return p.primary()
	}
	operator, denied := p.token, false
	for p.token.kind == tokenNot {
		denied = !denied
		p.advance()
	}
	switch p.token.kind {
	case tokenEnd, tokenOr, tokenAnd, tokenClose:
		if operator.end-operator.start > 1 { // a lone dash is not worth a word
			p.problem(operator, "NOT needs something after it", "")
		}
		return nil
	default:
	}
	node := p.primary()
	if node == nil || !denied {
		return node
	}
	if inner, ok := node.(Not); ok {
		return inner.Node
	}
	return Not{node}
}

// primary reads a leaf or what stands in parentheses; nil if it holds nothing
// to search for.
func (p *reader) primary() Node {
	t := p.token
	p.advance()
	switch t.kind {
	case tokenOpen:
		return p.parentheses(t)
	case tokenAll:
		p.strict = true
		return nil
	case tokenWord:
		return p.leaf(t, p.word(t))
	case tokenPhrase:
		if t.unclosed && t.text != "" {
			p.problem(t, "the quotation mark is not closed", "")
		}
		if !hasWords(t.text) {
			return nil
		}
		return p.leaf(t, Phrase{Text: t.text, Open: t.unclosed, Start: t.start, End: t.end})
	case tokenField:
		if t.unclosed && t.text != "" {
			p.problem(t, "the quotation mark is not closed", "")
		}
		return p.leaf(t, p.field(t))
	case tokenEnd, tokenOr, tokenAnd, tokenNot, tokenClose:
	}
	return nil
}

// leaf counts a leaf; those over the limit are dropped.
func (p *reader) leaf(t token, node Node) Node {
	if node == nil {
		return nil
	}
	p.leaves++
	if p.leaves <= maxLeaves {
		return node
	}
	if p.leaves == maxLeaves+1 {
		p.cut = t.start
	}
	return nil
}

// parentheses reads up to the one that closes open. Below maxDepth they are
// read without a level of their own.
func (p *reader) parentheses(open token) Node {
	if p.depth == maxDepth {
		p.problem(open, "too many parentheses inside one another", "")
		return p.skipGroup()
	}
	p.depth++
	node := p.or()
	p.depth--
	if p.token.kind == tokenClose {
		p.advance()
	} else {
		p.problem(open, "this parenthesis is not closed", "")
	}
	return node
}

// skipGroup reads a group that is nested too deep: its words, as if they all
// had to match.
func (p *reader) skipGroup() Node {
	var nodes []Node
	for open := 1; open > 0 && p.token.kind != tokenEnd; {
		switch p.token.kind {
		case tokenOpen:
			open++
			p.advance()
		case tokenClose:
			open--
			p.advance()
		case tokenOr, tokenAnd, tokenNot:
			p.advance()
		default:
			if node := p.primary(); node != nil {
				nodes = append(nodes, node)
			}
		}
	}
	return group(nodes, func(nodes []Node) Node { return And{nodes} })
}

// word makes a Word of a token; nil if there is nothing in it to search for.
func (p *reader) word(t token) Node {
	if !hasWords(t.text) {
		return nil
	}
	p.checkName(t)
	word := Word{Text: t.text, Start: t.start, End: t.end}
	if text, ok := strings.CutSuffix(t.text, "*"); ok {
		word.Text, word.Prefix = text, true
	} else if text, ok := strings.CutSuffix(t.text, "~"); ok {
		word.Text, word.Fuzzy = text, true
	}
	return word
}

// otherNames are names of fields in other programs.
var otherNames = map[string]Name{
	"sender": From, "author": From, "by": From, "who": From, "user": From, "person": From,
	"chat": In, "group": In, "tags": Tag, "label": Tag, "type": Kind,
	"since": After, "newer": After, "until": Before, "older": Before, "day": On, "when": On,
}

// checkName notes a word that was meant as a field.
func (p *reader) checkName(t token) {
	typed, value, ok := strings.Cut(t.text, ":")
	if !ok || value == "" || strings.HasPrefix(value, "//") || strings.ContainsFunc(typed, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return
	}
	typed = strings.ToLower(typed)
	meant, ok := otherNames[typed]
	for _, name := range Names() {
		if !ok && len(typed) > 2 && nearly(typed, string(name)) {
			meant, ok = name, true
		}
	}
	if ok {
		p.problem(t, fmt.Sprintf("there is no field %q", typed), fmt.Sprintf("did you mean %s:%s?", meant, value))
	}
}

// nearly reports whether b is a with one letter changed, added, left out, or
// two swapped.
func nearly(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		return i+1 >= len(a) || a[i+1:] == b[i+1:] || a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	case 1:
		return a[i:] == b[i+1:]
	}
	return false
}

// field makes a Field or Date of a token; nil if its value says nothing.
func (p *reader) field(t token) Node {
	value := strings.TrimSpace(t.text)
	if value == "" {
		p.problem(t, fmt.Sprintf("%s: needs a value", t.name), "such as "+examples[t.name])
		return nil
	}
	field := Field{Name: t.name, Value: value, Start: t.start, End: t.end}
	switch t.name {
	case Before, After, On:
		return p.date(t, value)
	case Is:
		field.Value = strings.ToLower(value)
		return p.oneOf(t, field, isValues)
	case Has:
		field.Value = strings.ToLower(value)
		return p.oneOf(t, field, hasValues)
	case Kind:
		field.Value = strings.ToLower(value)
		return p.oneOf(t, field, kindValues())
	case Tag:
		field.Value = strings.ToLower(value)
	case From, In:
		if !hasWords(value) {
			p.problem(t, "no name in "+string(t.name)+":", "such as "+examples[t.name])
			return nil
		}
	case Thread, Near:
	}
	return field
}

// Values of the fields that have a fixed set of them.
var (
	isValues  = []string{"untagged", "tagged", "question", "edited"}
	hasValues = []string{"media", "link"}
)

func kindValues() []string {
	names := make([]string, len(parser.Kinds()))
	for i, kind := range parser.Kinds() {
		names[i] = kind.String()
	}
	return names
}

var examples = map[Name]string{
	From: "from:ben", In: `in:"Mill Lane"`, Tag: "tag:pothole", Is: "is:question", Has: "has:link", Kind: "kind:poll",
	Thread: "thread:ID", Near: "near:ID", Before: "before:2024-06", After: "after:2023-12-24", On: "date:2023..2024",
}

func (p *reader) oneOf(t token, field Field, values []string) Node {
	for _, value := range values {
		if field.Value == value {
			return field
		}
	}
	p.problem(t, fmt.Sprintf("%s: does not know %q", field.Name, field.Value), "one of "+strings.Join(values, ", "))
	return nil
}

// hasWords reports whether there is anything in text to search for.
func hasWords(text string) bool {
	var buffer [8]analysis.Token
	return len(analysis.Tokenize(buffer[:0], text)) > 0
}
