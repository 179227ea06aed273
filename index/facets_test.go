package index

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/parser"
)

func TestFacetsCountWhatMatches(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 11))
		messages := randomMessages(random, 20+random.IntN(150))
		f := newTestFinder(t, messages)
		v := naive{messages: messages, spoken: f.spoken}
		for row := range messages {
			v.ids = append(v.ids, ID(f.table.ID(uint32(row))))
		}
		for i := range 100 {
			req := Request{Query: randomQuery(random, 3, v.ids)}
			if i%3 == 0 {
				req.Chat = messages[random.IntN(len(messages))].chat
			}
			checkFacets(t, f, v, req)
		}
		checkFacets(t, f, v, Request{})
	}
}

func checkFacets(t *testing.T, f *finder, v naive, req Request) {
	t.Helper()
	q, _ := query.Parse(req.Query, query.Options{})
	v, root := v.of(q)
	people, tags, kinds, months := map[string]int{}, map[string]int{}, map[parser.Kind]int{}, map[time.Time]int{}
	var want []uint32
	for row, m := range v.messages {
		if !v.matches(root, row) || req.Chat != "" && m.chat != req.Chat {
			continue
		}
		want = append(want, uint32(row))
		if m.sender != "" {
			people[m.sender]++
		}
		for _, tag := range m.tags {
			tags[tag]++
		}
		kinds[m.kind]++
		months[time.Date(m.time.Year(), m.time.Month(), 1, 0, 0, 0, 0, time.UTC)]++
	}
	got, err := f.facets(t.Context(), req)
	if err != nil {
		t.Fatalf("%+v: %v", req, err)
	}
	if got.Total != len(want) {
		t.Errorf("%+v: %d messages, want %d", req, got.Total, len(want))
	}
	same := len(got.People) == len(people) && len(got.Tags) == len(tags) && len(got.Kinds) == len(kinds)
	for _, p := range got.People {
		same = same && people[p.Name] == p.Messages
	}
	for _, tag := range got.Tags {
		same = same && tags[tag.Tag] == tag.Messages
	}
	for _, k := range got.Kinds {
		same = same && kinds[k.Kind] == k.Messages
	}
	for i, m := range got.Months {
		same = same && months[m.Month] == m.Messages && (i == 0 || m.Month.Equal(got.Months[i-1].Month.AddDate(0, 1, 0)))
		delete(months, m.Month)
	}
	if n := len(got.Months); n > 0 {
		same = same && got.Months[0].Messages > 0 && got.Months[n-1].Messages > 0
	}
	if !same || len(months) > 0 {
		t.Fatalf("%+v: counted %+v; want %v, %v, %v, and months left over %v", req, got, people, tags, kinds, months)
	}
	rows, _, err := f.match(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Sort(rows); !slices.Equal(rows, want) {
		t.Fatalf("%+v: matches rows %v, want %v", req, rows, want)
	}
	if r, err := f.search(t.Context(), req); err != nil || r.Total != len(want) {
		t.Fatalf("%+v: a search counts %d, %v; want %d", req, r.Total, err, len(want))
	}
}

func TestFacetsAreInTheOrderOfTheirCounts(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 5))
	f := newTestFinder(t, randomMessages(random, 200))
	got, err := f.facets(t.Context(), Request{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(got.People, func(a, b Person) int { return b.Messages - a.Messages }) ||
		!slices.IsSortedFunc(got.Tags, func(a, b TagCount) int { return b.Messages - a.Messages }) ||
		!slices.IsSortedFunc(got.Kinds, func(a, b KindCount) int { return b.Messages - a.Messages }) {
		t.Errorf("%+v", got)
	}
}

func TestASearchWithinAChatThatIsNotThereSaysSo(t *testing.T) {
	t.Parallel()
	f := newTestFinder(t, randomMessages(rand.New(rand.NewPCG(1, 1)), 20))
	if _, err := f.search(t.Context(), Request{Query: "power", Chat: "Mill"}); !errors.Is(err, ErrNoChat) {
		t.Errorf("got %v", err)
	}
}
