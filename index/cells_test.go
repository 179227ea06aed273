package index

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2/search"
	blevequery "github.com/blevesearch/bleve/v2/search/query"
)

func TestCellsHoldWhatIsFoundMessageByMessage(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 3))
		f := newTestFinder(t, randomMessages(random, 30+random.IntN(300)))
		for range 60 {
			words := make([]string, 2+random.IntN(mostCuts))
			for i := range words {
				words[i] = pick(random, []string{"power", "off", "the", "water", "ladder", "ladders", "lad", "leitern", "cafe", "news", "-hole", "from:ben", "is:untagged", "xyz"})
			}
			req := Request{Query: strings.Join(words, " "), Typing: random.IntN(2) == 0}
			plan, _, err := f.plan(req, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range []blevequery.Query{plan.whole, plan.partial} {
				sameCells(t, f, &plan, q, req.Query)
			}
		}
	}
}

// sameCells answers a query in both ways.
func sameCells(t *testing.T, f *finder, plan *plan, q blevequery.Query, text string) {
	t.Helper()
	if _, ok := q.(*allQuery); !ok {
		return
	}
	advanced, err := f.bleve.Advanced()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := advanced.Reader()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
	}()
	answer := func(limit int, how func(c *collector) error) page {
		t.Helper()
		p := page{sort: ByRelevance, limit: limit}
		if err := how(&collector{ctx: t.Context(), reader: reader, mapping: f.bleve.Mapping(), table: f.table, tests: plan.tests, page: &p}); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		p.sorted()
		return p
	}
	answered := false
	inCells := func(c *collector) (err error) {
		answered, err = c.cells(q)
		return err
	}
	want := answer(f.table.Len(), func(c *collector) error { return c.all(q, search.SearcherOptions{}) })
	got, first := answer(f.table.Len(), inCells), answer(20, inCells)
	if !answered {
		return
	}
	if first.total != got.total || !slices.Equal(first.kept, got.kept[:min(20, len(got.kept))]) {
		t.Fatalf("%s:\nall %v\nfirst %d: %v", text, got.kept, first.total, first.kept)
	}
	for _, p := range []page{want, got} { // sums may differ in their last digits
		for i := range p.kept {
			p.kept[i].score = math.Round(p.kept[i].score*1e9) / 1e9
		}
		slices.SortFunc(p.kept, ByRelevance.order)
	}
	if got.total != want.total || !slices.Equal(got.kept, want.kept) {
		t.Fatalf("%s:\n%d one by one %v\n%d in cells   %v", text, want.total, want.kept, got.total, got.kept)
	}
}
