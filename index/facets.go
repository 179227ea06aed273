package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/parser"
)

// Facets count the messages that match a whole query from four sides. What no
// match has is left out, but for months: they come without gaps.
type Facets struct {
	Total  int
	People []Person     // who wrote them, most messages first; notices have no sender
	Tags   []TagCount   // most messages first
	Kinds  []KindCount  // most messages first
	Months []MonthCount // from the first match's to the last one's

	Problems []query.Problem // what of the query was not understood, and where
}

// KindCount is a kind of message and how many there are.
type KindCount struct {
	Kind     parser.Kind
	Messages int
}

// MonthCount is a calendar month and how many messages it has.
type MonthCount struct {
	Month    time.Time // its first day, at midnight
	Messages int
}

// Facets counts what Search counts as Total. It looks at every match once.
func (sn *Snapshot) Facets(ctx context.Context, req Request) (facets Facets, err error) {
	err = sn.guard(func() error {
		f, err := sn.finder()
		if err != nil {
			return err
		}
		facets, err = f.facets(ctx, req)
		return err
	})
	if err != nil {
		return Facets{}, fmt.Errorf("count: %w", err)
	}
	return facets, nil
}

// secondsADay is the length of a wall-clock day: rows know no time zone.
const secondsADay = 24 * 60 * 60

// tally is what facets are made of.
type tally struct {
	table   *table.Reader
	who     *people
	senders []int // by number
	kinds   [256]int
	days    []int // since the table's epoch
	matched []bool
	err     error
}

func (f *finder) facets(ctx context.Context, req Request) (Facets, error) {
	plan, problems, err := f.plan(req, nil)
	if err != nil {
		return Facets{}, err
	}
	t := tally{table: f.table, who: f.people, senders: make([]int, len(f.table.People())), matched: make([]bool, f.table.Len())}
	all := page{sort: Oldest, each: t.add}
	if err := f.run(ctx, &plan, false, &all); err != nil {
		return Facets{}, err
	}
	if t.err != nil {
		return Facets{}, t.err
	}
	facets := Facets{Total: all.total, People: t.people(), Kinds: t.kindCounts(), Months: t.months(), Problems: problems}
	for _, tag := range f.tags {
		count := TagCount{Tag: tag}
		for _, row := range f.tagged(tag) {
			if t.matched[row] {
				count.Messages++
			}
		}
		if count.Messages > 0 {
			facets.Tags = append(facets.Tags, count)
		}
	}
	slices.SortFunc(facets.Tags, func(a, b TagCount) int {
		return cmp.Or(cmp.Compare(b.Messages, a.Messages), strings.Compare(a.Tag, b.Tag))
	})
	return facets, nil
}

// add counts one match.
func (t *tally) add(row uint32) {
	facts, err := t.table.Row(row)
	if err != nil || int(facts.Sender) >= len(t.senders) {
		t.err = cmp.Or(err, fmt.Errorf("row %d: %w", row, ErrDamaged))
		return
	}
	day := int(facts.Seconds / secondsADay)
	if day >= len(t.days) {
		t.days = append(t.days, make([]int, day+1-len(t.days))...)
	}
	t.days[day]++
	t.senders[facts.Sender]++
	t.kinds[facts.Kind]++
	t.matched[row] = true
}

func (t *tally) people() []Person {
	wrote := make(map[uint32]int)
	for sender, n := range t.senders {
		if sender > 0 && n > 0 {
			wrote[t.who.person[sender]] += n
		}
	}
	people := make([]Person, 0, len(wrote))
	for sender, n := range wrote {
		people = append(people, Person{Name: t.who.show(sender), Also: t.who.also(sender), Messages: n})
	}
	slices.SortFunc(people, func(a, b Person) int {
		return cmp.Or(cmp.Compare(b.Messages, a.Messages), strings.Compare(a.Name, b.Name))
	})
	return people
}

func (t *tally) kindCounts() []KindCount {
	var kinds []KindCount
	for kind, n := range t.kinds {
		if n > 0 {
			kinds = append(kinds, KindCount{Kind: parser.Kind(kind), Messages: n})
		}
	}
	slices.SortStableFunc(kinds, func(a, b KindCount) int { return cmp.Compare(b.Messages, a.Messages) })
	return kinds
}

// months adds the days up.
func (t *tally) months() []MonthCount {
	var months []MonthCount
	for day, n := range t.days {
		if n == 0 && months == nil {
			continue
		}
		at := table.TimeOf(uint32(day) * secondsADay)
		month := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
		if last := len(months) - 1; last < 0 || !months[last].Month.Equal(month) {
			months = append(months, MonthCount{Month: month})
		}
		months[len(months)-1].Messages += n
	}
	return months
}
