package query

import (
	"strings"
	"testing"
	"time"
)

var street = Vocabulary{
	People: []string{"Deb No 12", "Ben", "Ms Bénard", "Big Ben", "Zoë \"Zed\" Ray", "🌻", ""},
	Tags:   []string{"pothole", "dump-run", "outage"},
	Chats:  []string{"Mill Lane", "Elm Street"},
	First:  time.Date(2022, time.November, 5, 10, 0, 0, 0, time.UTC),
	Last:   time.Date(2024, time.February, 3, 10, 0, 0, 0, time.UTC),
}

func TestTheWordAtTheCursorIsCompleted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		typed string // | is the cursor, [] what is replaced
		want  string // the candidates' texts
	}{
		{"[fr|]", "from:"},
		{"ladder [h|]", "has:"},
		{"ladder [T|]", "tag: thread:"},
		{"ladder -[|]", "from: tag: is: has: kind: in: before: after: on: thread: near:"},
		{"ladder -[i|]", "is: in:"},
		{"[|]", "from: tag: is: has: kind: in: before: after: on: thread: near:"},
		{"ladder [|]", "from: tag: is: has: kind: in: before: after: on: thread: near:"},
		{"ladder [|] power", "from: tag: is: has: kind: in: before: after: on: thread: near:"},
		{"[fr|om:]ben", "from:"},
		{"[be|]", "before: from:Ben from:\"Ms Bénard\" from:\"Big Ben\""},
		{"[deb|]", "from:\"Deb No 12\""},
		{"[pot|]", "tag:pothole"},
		{"(water OR [pot|]) off", "tag:pothole"},
		{"[ladder|]", ""},
		{"from:[be|]", "Ben \"Ms Bénard\" \"Big Ben\""},
		{"from:[Bena|]", "\"Ms Bénard\""},
		{"from:[\"deb n|]", "\"Deb No 12\""},
		{"from:[\"deb n|\"] ladder", "\"Deb No 12\""},
		{"from:[\"deb|] ladder", "\"Deb No 12\""},
		{"from:[“deb|] ladder", "\"Deb No 12\""},
		{"from:[zoe|]", "\"Zoë Zed Ray\""},
		{"-from:[12|]", "\"Deb No 12\""},
		{"from:[|]", "\"Deb No 12\" Ben \"Ms Bénard\" \"Big Ben\" \"Zoë Zed Ray\" 🌻"},
		{"tag:[|]", "pothole dump-run outage"},
		{"tag:[ru|]", "dump-run"},
		{"tag:[dump-r|]", "dump-run"},
		{"in:[st|]", "\"Elm Street\""},
		{"is:[|]", "untagged tagged question edited"},
		{"has:[l|]", "link"},
		{"kind:[po|]", "poll"},
		{"thread:[|]", ""},
		{"after:[20|]", "2024 2023 2022"},
		{"after:[2022-|]", "2022-12 2022-11"},
		{"on:[yes|]", "yesterday"},
		{"on:[\"last m|]", "\"last month\""},
		{"date:[dec|]", "\"december 2023\" \"december 2022\""},
		{"date:[winter|]", "\"winter 2023\" \"winter 2022\""},
		{"date:[2022..20|]", "2022..2024 2022..2023 2022..2022"},
		{"\"power o|\"[]", ""},
	} {
		open, end := strings.Index(test.typed, "["), strings.Index(strings.Replace(test.typed, "|", "", 1), "]")-1
		text := strings.NewReplacer("[", "", "]", "").Replace(test.typed)
		cursor := strings.Index(text, "|")
		text = strings.Replace(text, "|", "", 1)
		got := Complete(text, cursor, street)
		var texts []string
		for _, c := range got.Candidates {
			texts = append(texts, c.Text)
		}
		if strings.Join(texts, " ") != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.typed, strings.Join(texts, " "), test.want)
		}
		if len(texts) > 0 && (got.Start != open || got.End != end) {
			t.Errorf("%s: replaces %q", test.typed, text[got.Start:got.End])
		}
	}
}

// checkCompletion puts every candidate in: what comes out must be understood
// where the rest was.
func checkCompletion(t *testing.T, text string, cursor int) {
	t.Helper()
	got := Complete(text, cursor, street)
	at := min(max(cursor, 0), len(text))
	if got.Start > at || got.End < at || got.Start < 0 || got.End > len(text) {
		t.Fatalf("%q, cursor %d: replaces from %d to %d", text, cursor, got.Start, got.End)
	}
	seen := make(map[string]bool)
	for _, c := range got.Candidates {
		if seen[c.Text] || c.Text == "" || c.Label == "" {
			t.Fatalf("%q, cursor %d: candidate %+v", text, cursor, c)
		}
		seen[c.Text] = true
		if c.Open {
			continue
		}
		value := text[:got.Start] + c.Text
		q, problems := Parse(value, Options{Now: street.Last})
		found := false
		Walk(q.Root, func(n Node) bool {
			switch n := n.(type) {
			case Field:
				found = found || n.Name == c.Name && n.End == len(value)
			case Date:
				found = found || n.Name == c.Name && n.End == len(value)
			}
			return true
		})
		if !found && len(problems) == 0 && !q.Strict && q.Root != nil {
			t.Fatalf("%q, cursor %d: %q is read as %s", text, cursor, value, shape(q.Root))
		}
	}
}

func TestACompletedQueryIsUnderstood(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "ladder fr", "from:be", `from:"deb no`, "tag:", "-date:2022..20", "(on:l", "is:t OR has:", "po", "in:m ladder", `x"y`, "be\xff"} {
		for cursor := -1; cursor <= len(text)+1; cursor++ {
			checkCompletion(t, text, cursor)
		}
	}
}

func FuzzComplete(f *testing.F) {
	for _, seed := range []string{"ladder fr", `from:"deb no`, "date:2022..", "-(is:", "“", "all:be"} {
		f.Add(seed, len(seed))
	}
	f.Fuzz(checkCompletion)
}
