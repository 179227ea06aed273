package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/parser"
)

// naive decides by looking at a message whether a query matches it: what the
// index must agree with.
type naive struct {
	messages []testMessage
	ids      []ID
	spoken   spoken
	asked    *language.Language // the query's, if it is no chat's
}

// of prepares for a query: its language counts besides the chats', and the
// small words of its uppermost level do not, unless there is nothing else.
func (v naive) of(q query.Query) (naive, query.Node) {
	var terms []string
	letter := func(n query.Node) bool {
		w, ok := n.(query.Word)
		return !ok || w.Prefix || w.Fuzzy || strings.HasPrefix(w.Text, "+") || len(analysis.Terms(w.Text)) > 1
	}
	nodes := []query.Node{q.Root}
	if and, ok := q.Root.(query.And); ok {
		nodes = and.Nodes
	}
	for _, n := range nodes {
		if n != nil && !letter(n) {
			terms = append(terms, analysis.Terms(n.(query.Word).Text)...)
		}
	}
	asked := language.Guess(terms, v.spoken.languages)
	if asked == nil {
		return v, q.Root
	}
	if !slices.Contains(v.spoken.languages, asked) {
		v.asked = asked
	}
	left := slices.DeleteFunc(slices.Clone(nodes), func(n query.Node) bool {
		return !letter(n) && asked.Small(analysis.Terms(n.(query.Word).Text)[0])
	})
	if !slices.ContainsFunc(left, isText) {
		return v, q.Root
	}
	return v, query.And{Nodes: left}
}

func (v naive) matches(n query.Node, row int) bool {
	m := v.messages[row]
	switch n := n.(type) {
	case nil:
		return true
	case query.And:
		return !slices.ContainsFunc(n.Nodes, func(n query.Node) bool { return !v.matches(n, row) })
	case query.Or:
		return slices.ContainsFunc(n.Nodes, func(n query.Node) bool { return v.matches(n, row) })
	case query.Not:
		return !v.matches(n.Node, row)
	case query.Word:
		return naiveWords(m, n.Text, n.Prefix, n.Fuzzy) || v.inflects(row, n)
	case query.Phrase:
		return naiveWords(m, n.Text, false, false)
	case query.Date:
		return (n.From.IsZero() || !m.time.Before(n.From)) && (n.To.IsZero() || m.time.Before(n.To))
	case query.Field:
		return v.holds(n, row)
	}
	panic(fmt.Sprintf("%T", n))
}

// inflects reports whether a message has another form of a word, in a language
// of its chat or of the query.
func (v naive) inflects(row int, w query.Word) bool {
	m := v.messages[row]
	want := analysis.Terms(w.Text)
	if w.Prefix || w.Fuzzy || strings.HasPrefix(w.Text, "+") || len(want) > 1 || len([]rune(want[0])) < 3 {
		return false
	}
	for _, term := range append(analysis.Terms(m.text), analysis.Terms(m.attachment)...) {
		for _, l := range append(v.spoken.languages[:len(v.spoken.languages):len(v.spoken.languages)], v.asked) {
			if l == nil || l.Base(term) != l.Base(want[0]) {
				continue
			}
			if rows := v.spoken.rows[l]; rows == nil || rows.Contains(uint32(row)) {
				return true
			}
		}
	}
	return false
}

func naiveWords(m testMessage, text string, prefix, fuzzy bool) bool {
	want := strings.Fields(fold(text))
	for _, part := range []string{m.text, m.attachment} {
		have := strings.Fields(fold(part))
		for i := 0; i+len(want) <= len(have); i++ {
			last := len(want) - 1
			if !slices.Equal(have[i:i+last], want[:last]) {
				continue
			}
			word := have[i+last]
			switch {
			case word == want[last],
				prefix && strings.HasPrefix(word, want[last]),
				fuzzy && naiveDistance(word, want[last]) <= map[bool]int{true: 1, false: 2}[len([]rune(want[last])) <= 5] && len([]rune(want[last])) > 2:
				return true
			}
		}
	}
	return false
}

// fold is a text's words with spaces between them.
func fold(text string) string {
	return strings.Join(analysis.Terms(text), " ")
}

// naiveDistance is Levenshtein's, by its definition.
func naiveDistance(a, b string) int {
	switch {
	case a == "":
		return len(b)
	case b == "":
		return len(a)
	case a[0] == b[0]:
		return naiveDistance(a[1:], b[1:])
	}
	return 1 + min(naiveDistance(a[1:], b), naiveDistance(a, b[1:]), naiveDistance(a[1:], b[1:]))
}

func (v naive) holds(f query.Field, row int) bool {
	m := v.messages[row]
	begins := func(name string) bool {
		return strings.Contains(" "+fold(name), " "+fold(f.Value))
	}
	switch f.Name {
	case query.From:
		return begins(m.sender)
	case query.In:
		return begins(m.chat)
	case query.Tag:
		return slices.Contains(m.tags, f.Value)
	case query.Kind:
		return m.kind.String() == f.Value
	case query.Thread:
		return v.ids[row].String() == f.Value
	case query.Near:
		at := slices.IndexFunc(v.ids, func(id ID) bool { return id.String() == f.Value })
		if at < 0 || v.messages[at].chat != m.chat {
			return false
		}
		between := 0 // messages of the chat
		for i := min(at, row); i < max(at, row); i++ {
			if v.messages[i].chat == m.chat {
				between++
			}
		}
		return between <= 25
	default:
	}
	switch f.Value {
	case "untagged":
		return len(m.tags) == 0
	case "tagged":
		return len(m.tags) > 0
	case "edited":
		return m.edited
	case "question":
		return strings.Contains(m.text+" ", "? ")
	case "media":
		return m.kind == parser.Media || m.attachment != ""
	case "link":
		return strings.Contains(m.text, "https://")
	}
	panic(f.Value)
}

var (
	randomWords = []string{"power", "Power", "off", "the", "the", "who", "is", "water", "+water", "ladder", "ladders", "+ladders", "laddering", "lad", "Leiter", "leitern", "café", "pot-hole", "hole", "don't", "Deb's", "news", "👍🏽", "停电", "https://x.org/a?b", "?"}
	randomNames = []string{"Ben", "Deb No 12", "Déb Müller", "+44 7700 900123", "Anna-Maria", ""}
	randomChats = []string{"Mill Lane WhatsApp", "Elm Street"}
	randomTags  = []string{"outage", "pothole"}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func randomMessages(r *rand.Rand, n int) []testMessage {
	messages := make([]testMessage, n)
	at := time.Date(2022, 12, 1, 8, 0, 0, 0, time.UTC)
	for i := range messages {
		m := &messages[i]
		at = at.Add(time.Duration(r.IntN(60*24*20)) * time.Minute)
		*m = testMessage{chat: pick(r, randomChats), sender: pick(r, randomNames), time: at, kind: pick(r, parser.Kinds()), edited: r.IntN(5) == 0}
		words := make([]string, r.IntN(9))
		for i := range words {
			words[i] = pick(r, randomWords)
		}
		m.text = strings.Join(words, " ")
		if m.chat == randomChats[1] { // the German one
			m.text = strings.NewReplacer("the", "die", "who", "wer", "is", "ist").Replace(m.text)
		}
		if m.text = strings.ReplaceAll(m.text, " ?", "?"); r.IntN(6) == 0 {
			m.attachment = "power-hole.jpg"
		}
		for _, tag := range randomTags {
			if r.IntN(4) == 0 {
				m.tags = append(m.tags, tag)
			}
		}
	}
	return messages
}

func randomQuery(r *rand.Rand, depth int, ids []ID) string {
	if depth > 0 && r.IntN(3) > 0 {
		parts := make([]string, 1+r.IntN(3))
		for i := range parts {
			parts[i] = randomQuery(r, depth-1, ids)
			if r.IntN(4) == 0 {
				parts[i] = "-" + parts[i]
			}
		}
		return "(" + strings.Join(parts, pick(r, []string{" ", " OR ", " NOT "})) + ")"
	}
	switch r.IntN(5) {
	case 0:
		return pick(r, []string{"lad*", "po*", "ladder~", "watre~", "caffe~", "pot-ho*", "xyz*", "deb~", "off~"})
	case 1:
		return `"` + pick(r, randomWords) + " " + pick(r, randomWords) + `"`
	case 2:
		return pick(r, []string{
			"from:ben", `from:"deb no"`, "from:deb", "from:mull", "from:7700", "from:nobody", "in:mill", "in:street", `in:"elm str"`,
			"tag:outage", "tag:other", "is:untagged", "is:tagged", "is:edited", "is:question", "has:media", "has:link", "kind:poll", "kind:text",
			"before:2023", "before:2023-06", "after:2023-03-15", "on:2023-01", "date:2022-12..2023-02", "date:..2023-01-20", "date:2024..",
			"thread:" + pick(r, ids).String(), "near:" + pick(r, ids).String(),
		})
	default:
		return pick(r, randomWords)
	}
}

func TestWhatIsFoundIsWhatMatches(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 7))
		messages := randomMessages(random, 20+random.IntN(150))
		f := newTestFinder(t, messages)
		v := naive{messages: messages, spoken: f.spoken}
		for row := range messages {
			v.ids = append(v.ids, ID(f.table.ID(uint32(row))))
		}
		for i := range 150 {
			checkQuery(t, f, v, randomQuery(random, 3, v.ids), Sort(i%3))
		}
	}
}

func checkQuery(t *testing.T, f *finder, v naive, text string, sort Sort) {
	t.Helper()
	q, _ := query.Parse(text, query.Options{})
	v, root := v.of(q)
	var want []uint32
	for row := range v.messages {
		if v.matches(root, row) {
			want = append(want, uint32(row))
		}
	}
	got, _, err := f.match(t.Context(), Request{Query: text})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Fatalf("%s\n got rows %v\nwant rows %v", text, got, want)
	}
	checkPages(t, f, text, sort, want)
}

// checkPages reads a query's hits page by page: they are the whole matches and
// then others, none twice, in the order asked for, and the same as in one go.
func checkPages(t *testing.T, f *finder, text string, sort Sort, want []uint32) {
	t.Helper()
	all, err := f.search(t.Context(), Request{Query: text, Sort: sort, Limit: 10_000})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var whole []uint32
	seen := make(map[ID]bool)
	for i, hit := range all.Hits {
		if seen[hit.ID] {
			t.Fatalf("%s: %v is there twice", text, hit)
		}
		seen[hit.ID] = true
		if hit.Match == MatchAll {
			row, _ := f.table.Find(hit.ID)
			whole = append(whole, row)
		}
		if i == 0 {
			continue
		}
		before := all.Hits[i-1]
		switch {
		case before.Match != hit.Match && before.Match == MatchSome:
			t.Fatalf("%s: a whole match behind a partial one", text)
		case hit.Match == MatchTypo && len(want) > 0:
			t.Fatalf("%s: a typo where there are whole matches", text)
		case before.Match != hit.Match:
		case sort == Newest && before.Time.Before(hit.Time),
			sort == Oldest && before.Time.After(hit.Time),
			sort == ByRelevance && !(before.Score >= hit.Score):
			t.Fatalf("%s: hit %d is out of order %d: %v, %v", text, i, sort, before, hit)
		}
	}
	if all.Total != len(want) || all.Partial != len(all.Hits)-len(want) {
		t.Fatalf("%s: %d and %d in all, %d expected, %d hits", text, all.Total, all.Partial, len(want), len(all.Hits))
	}
	if slices.Sort(whole); !slices.Equal(whole, want) {
		t.Fatalf("%s\n found rows %v\n want rows  %v", text, whole, want)
	}
	var paged []ID
	for offset := 0; offset < len(all.Hits); offset += 17 {
		part, err := f.search(t.Context(), Request{Query: text, Sort: sort, Limit: 17, Offset: offset})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, hit := range part.Hits {
			paged = append(paged, hit.ID)
		}
	}
	if !slices.EqualFunc(paged, all.Hits, func(id ID, hit Hit) bool { return id == hit.ID }) {
		t.Fatalf("%s: pages differ from the whole", text)
	}
}
