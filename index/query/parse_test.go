package query

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// now is a Wednesday.
var now = time.Date(2024, 5, 15, 18, 30, 0, 0, time.UTC)

func TestADayIsWrittenAsFieldsTakeIt(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"2024-03-12": "2024-03-12", "2024-3-2": "2024-03-02", "2024-03": "2024-03-01", "2023": "2023-01-01",
		"12 March 2024": "2024-03-12", "12  mar 2024": "2024-03-12", "March 12, 2024": "2024-03-12", "march 2024": "2024-03-01",
		"3 june": "2023-06-03", "12 de marzo": "2024-03-12", "1er mars 2023": "2023-03-01", " yesterday ": "2024-05-14",
		"tuesday": "2024-05-14", "letzten Winter": "2023-12-01", "3. Februar": "2024-02-03",
		"kal": "2024-05-14", "pichhle hafte": "2024-05-06", "कल": "2024-05-14", "ninne": "2024-05-14", "ಕಳೆದ ವಾರ": "2024-05-06",
		"mis diwethaf": "2024-04-01", "nos Fawrth": "2024-05-14", "mawrth": "2024-03-01", "wiki iliyopita": "2024-05-06",
		"": "", "-": "", "2024-13": "", "12/03/2024": "", "3": "", "3 pancakes": "", "30 february 2024": "",
	} {
		got := ""
		if day, ok := Day(written, now); ok {
			got = day.Format("2006-01-02")
		}
		if got != want {
			t.Errorf("%q is %q, want %q", written, got, want)
		}
	}
}

// shape writes a tree with its structure visible.
func shape(n Node) string {
	list := func(name string, nodes []Node) string {
		parts := make([]string, len(nodes), len(nodes)+1)
		for i, node := range nodes {
			parts[i] = shape(node)
		}
		parts = slices.Insert(parts, 0, name)
		return "(" + strings.Join(parts, " ") + ")"
	}
	switch n := n.(type) {
	case nil:
		return "nothing"
	case And:
		return list("and", n.Nodes)
	case Or:
		return list("or", n.Nodes)
	case Not:
		return "(not " + shape(n.Node) + ")"
	case Word:
		return n.Text + map[bool]string{true: "*"}[n.Prefix] + map[bool]string{true: "~"}[n.Fuzzy]
	case Phrase:
		return "'" + n.Text + "'"
	case Field:
		return fmt.Sprintf("%s=%s", n.Name, n.Value)
	case Date:
		day := func(t time.Time) string {
			if t.IsZero() {
				return ""
			}
			return t.Format(time.DateOnly)
		}
		return fmt.Sprintf("[%s,%s)", day(n.From), day(n.To))
	}
	return fmt.Sprintf("%T", n)
}

func TestQueriesAreUnderstood(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ query, want string }{
		{"", "nothing"},
		{"  \t ", "nothing"},
		{"ladder", "ladder"},
		{"power off", "(and power off)"},
		{"power AND off", "(and power off)"},
		{`"power is off"`, "'power is off'"},
		{`“power off” «x» „y“`, "(and 'power off' 'x' 'y')"},
		{"power -news", "(and power (not news))"},
		{"power NOT news", "(and power (not news))"},
		{"-power", "(not power)"},
		{"NOT NOT a", "a"},
		{"NOT -a", "a"},
		{"-(a b)", "(not (and a b))"},
		{"NOT (a OR b) c", "(and (not (or a b)) c)"},
		{"a - b", "(and a b)"},
		{"a -- b", "(and a b)"},
		{"pot-hole", "pot-hole"},
		{"a OR b", "(or a b)"},
		{"a b OR c d", "(or (and a b) (and c d))"},
		{"(a OR b) c", "(and (or a b) c)"},
		{"a or b", "(and a or b)"},
		{"((a))", "a"},
		{"((a OR b) OR c)", "(or a b c)"},
		{"a (b (c d))", "(and a b c d)"},
		{"()", "nothing"},
		{"lad* leckky~", "(and lad* leckky~)"},
		{"who has a ladder ?!", "(and who has a ladder)"},
		{"👍", "👍"},
		{`from:ben`, "from=ben"},
		{`FROM:Ben`, "from=Ben"},
		{`from:"Deb No 12"`, "from=Deb No 12"},
		{`from:„Deb No 12“ ladder`, "(and from=Deb No 12 ladder)"},
		{`-from:ben`, "(not from=ben)"},
		{"tag:Pot-hole is:UNTAGGED has:link kind:Poll", "(and tag=pot-hole is=untagged has=link kind=poll)"},
		{"chat:mill ladder", "(and in=mill ladder)"},
		{"in:mill (thread:abc OR near:def)", "(and in=mill (or thread=abc near=def))"},
		{"before:2024", "[,2024-01-01)"},
		{"before:2024-06", "[,2024-06-01)"},
		{"after:2023-12-24", "[2023-12-24,)"},
		{"after:2023", "[2023-01-01,)"},
		{"on:2024-03-01", "[2024-03-01,2024-03-02)"},
		{"date:2024-02", "[2024-02-01,2024-03-01)"},
		{"date:2023..2024", "[2023-01-01,2025-01-01)"},
		{"date:2023-11..2024-01-15", "[2023-11-01,2024-01-16)"},
		{"date:2023.. date:..2023", "(and [2023-01-01,) [,2024-01-01))"},
		{"on:2024/3/1 on:2024.3.1", "(and [2024-03-01,2024-03-02) [2024-03-01,2024-03-02))"},
		{"on:today on:yesterday", "(and [2024-05-15,2024-05-16) [2024-05-14,2024-05-15))"},
		{`date:"this week" date:"last week"`, "(and [2024-05-13,2024-05-20) [2024-05-06,2024-05-13))"},
		{`date:"last month" date:"last year"`, "(and [2024-04-01,2024-05-01) [2023-01-01,2024-01-01))"},
		{`date:march date:august`, "(and [2024-03-01,2024-04-01) [2023-08-01,2023-09-01))"},
		{`date:"march 2022" date:"last may"`, "(and [2022-03-01,2022-04-01) [2023-05-01,2023-06-01))"},
		{`date:"last winter" date:"winter 2021"`, "(and [2023-12-01,2024-03-01) [2021-12-01,2022-03-01))"},
		{"10:30 https://x.org/a?b Re:", "(and 10:30 https://x.org/a?b Re:)"},
	} {
		got, problems := Parse(test.query, Options{Now: now})
		if shape(got.Root) != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.query, shape(got.Root), test.want)
		}
		if len(problems) > 0 {
			t.Errorf("%s: %v", test.query, problems)
		}
	}
}

func TestAllAsksForWholeMatches(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"all: power off", "all:power off", "power all: off", "power off all:"} {
		q, problems := Parse(text, Options{})
		if !q.Strict || shape(q.Root) != "(and power off)" || len(problems) > 0 {
			t.Errorf("%s: %+v, %v", text, q, problems)
		}
	}
}

func TestWhatIsWrongIsToldWithItsPlaceAndTheRestIsSearched(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ query, at, reason, hint, want string }{
		{"power (off", "(", "this parenthesis is not closed", "", "(and power off)"},
		{"power) off", ")", "this parenthesis closes nothing", "", "(and power off)"},
		{`the "power off`, `"power off`, "the quotation mark is not closed", "", "(and the 'power off')"},
		{`from:"deb no`, `from:"deb no`, "the quotation mark is not closed", "", "from=deb no"},
		{"power OR", "OR", "OR needs something on both sides", "", "power"},
		{"OR power", "OR", "OR needs something on both sides", "", "power"},
		{"power NOT", "NOT", "NOT needs something after it", "", "power"},
		{"power from:", "from:", "from: needs a value", "such as from:ben", "power"},
		{"power from: ben", "from:", "from: needs a value", "such as from:ben", "(and power ben)"},
		{"power is:red", "is:red", `is: does not know "red"`, "one of untagged, tagged, question, edited", "power"},
		{"a before:2024-13", "before:2024-13", "no month 13", "write 2024, 2024-06 or 2024-06-30", "a"},
		{"a on:2023-02-29", "on:2023-02-29", "no day 29 in February 2023", "write 2024, 2024-06 or 2024-06-30", "a"},
		{"a on:1/3/2024", "on:1/3/2024", `"1/3/2024" does not begin with a year of four digits`, "write 2024, 2024-06 or 2024-06-30", "a"},
		{"a on:soonish", "on:soonish", `"soonish" is no date`, "write 2024, 2024-06 or 2024-06-30", "a"},
		{"a date:2024..2023", "date:2024..2023", "the span ends before it begins", "", "a"},
		{"a date:..", "date:..", "a span without an end", "such as 2023..2024", "a"},
		{"ladder form:ben", "form:ben", `there is no field "form"`, "did you mean from:ben?", "(and ladder form:ben)"},
		{"sender:ben", "sender:ben", `there is no field "sender"`, "did you mean from:ben?", "sender:ben"},
	} {
		got, problems := Parse(test.query, Options{Now: now})
		if shape(got.Root) != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.query, shape(got.Root), test.want)
		}
		start := strings.Index(test.query, test.at)
		want := Problem{Start: start, End: start + len(test.at), Reason: test.reason, Hint: test.hint}
		if len(problems) != 1 || problems[0] != want {
			t.Errorf("%s\n got %+v\nwant %+v", test.query, problems, want)
		}
	}
}

func TestNodesKnowTheirPlace(t *testing.T) {
	t.Parallel()
	text := `lad* "power off" from:"Deb No 12" on:2024`
	q, _ := Parse(text, Options{})
	var got []string
	Walk(q.Root, func(n Node) bool {
		switch n := n.(type) {
		case Word:
			got = append(got, text[n.Start:n.End])
		case Phrase:
			got = append(got, text[n.Start:n.End])
		case Field:
			got = append(got, text[n.Start:n.End])
		case Date:
			got = append(got, text[n.Start:n.End])
		}
		return true
	})
	if want := []string{"lad*", `"power off"`, `from:"Deb No 12"`, "on:2024"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHugeQueriesAreBounded(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"parentheses":         strings.Repeat("(", 100_000) + "a" + strings.Repeat(")", 100_000),
		"open parentheses":    strings.Repeat("(a ", 100_000),
		"closing parentheses": strings.Repeat("a) ", 100_000),
		"denials":             strings.Repeat("NOT ", 100_000) + "a",
		"denied parentheses":  strings.Repeat("-(", 100_000) + "a",
		"clauses":             strings.Repeat("a OR ", 10_000) + "a",
		"words":               strings.Repeat("a ", 100_000),
		"operators":           strings.Repeat("OR ", 100_000),
		"quotes":              strings.Repeat(`"a`, 100_001),
		"fields":              strings.Repeat("is:x ", 100_000),
	} {
		q, problems := Parse(text, Options{})
		leaves := 0
		Walk(q.Root, func(n Node) bool {
			if _, ok := n.(Word); ok {
				leaves++
			}
			return true
		})
		if leaves > maxLeaves || len(problems) > maxProblems+1 || depth(q.Root) > 2*maxDepth {
			t.Errorf("%s: %d leaves, %d deep, %d problems", name, leaves, depth(q.Root), len(problems))
		}
		if name != "operators" && name != "fields" && q.Root == nil {
			t.Errorf("%s: nothing is searched", name)
		}
	}
}

func depth(n Node) int {
	deepest := 0
	var children []Node
	switch n := n.(type) {
	case And:
		children = n.Nodes
	case Or:
		children = n.Nodes
	case Not:
		children = []Node{n.Node}
	}
	for _, child := range children {
		deepest = max(deepest, depth(child))
	}
	return deepest + 1
}

// withoutPlaces is a tree that can be compared with one from another text; what
// was left open is closed.
func withoutPlaces(n Node) Node {
	each := func(nodes []Node) []Node {
		plain := make([]Node, len(nodes))
		for i, node := range nodes {
			plain[i] = withoutPlaces(node)
		}
		return plain
	}
	switch n := n.(type) {
	case And:
		return And{each(n.Nodes)}
	case Or:
		return Or{each(n.Nodes)}
	case Not:
		return Not{withoutPlaces(n.Node)}
	case Word:
		n.Start, n.End = 0, 0
		return n
	case Phrase:
		n.Open, n.Start, n.End = false, 0, 0
		return n
	case Field:
		n.Start, n.End = 0, 0
		return n
	case Date:
		n.Start, n.End = 0, 0
		return n
	}
	return n
}

func checkRoundTrip(t *testing.T, text string) {
	t.Helper()
	q, problems := Parse(text, Options{Now: now})
	for _, problem := range problems {
		if problem.Start < 0 || problem.End < problem.Start || problem.End > len(text) || problem.Reason == "" {
			t.Fatalf("%q: problem %+v", text, problem)
		}
	}
	written := q.String()
	again, _ := Parse(written, Options{Now: now})
	if again.Strict != q.Strict || !reflect.DeepEqual(withoutPlaces(again.Root), withoutPlaces(q.Root)) {
		t.Fatalf("%q is written %q, which is read as %s instead of %s", text, written, shape(again.Root), shape(q.Root))
	}
}

func TestAWrittenQueryIsReadAsTheSame(t *testing.T) {
	t.Parallel()
	pieces := []string{"a", "b*", "c~", "-", "--", "NOT ", " OR ", " AND ", " ", " ", "(", ")", `"`, "“", "from:", "date:", "2024", "..", "is:tagged", "all:", "*", "~", "deb no", "?", "a-b", "x:y"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range random.IntN(12) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		checkRoundTrip(t, b.String())
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", `power off -news OR (water "is off") from:"Deb No 12"`, "((a", "all: lad* x~", "date:2023..2024", "NOT --a", "-\"a", "is:", "OR OR"} {
		f.Add(seed)
	}
	f.Fuzz(checkRoundTrip)
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse(`who has (ladder OR steps) -news from:"Deb No 12" before:2024-06`, Options{Now: now})
	}
}
