package command

import (
	"context"
	"errors"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// facets prints counts of the messages that match a whole query.
func (k *kerb) facets(ctx context.Context, sn *index.Snapshot, request index.Request) error {
	facets, err := sn.Facets(ctx, request)
	if err != nil {
		return err
	}
	k.warnProblems(request.Query, facets.Problems)
	if k.json {
		return k.printJSON(newFacetsJSON(facets))
	}
	j := newFacetsJSON(facets)
	err = errors.Join(
		printCounts(k, "people", j.People, func(p personJSON) (string, int) { return p.Name, p.Messages }),
		printCounts(k, "tags", j.Tags, func(t tagJSON) (string, int) { return t.Tag, t.Messages }),
		printCounts(k, "kinds", j.Kinds, func(kind kindJSON) (string, int) { return kind.Kind, kind.Messages }),
		printCounts(k, "months", j.Months, func(m monthJSON) (string, int) { return m.Month, m.Messages }),
	)
	if err != nil {
		return err
	}
	return k.printf("%s\n", k.dim(count(facets.Total, "message matches", "messages match")))
}

// printCounts prints one side's counts under its title.
func printCounts[T any](k *kerb, title string, rows []T, row func(T) (string, int)) error {
	if len(rows) == 0 {
		return nil
	}
	if err := k.printf("%s\n", k.dim(title)); err != nil {
		return err
	}
	for _, r := range rows {
		name, messages := row(r)
		if err := k.printf("%7s  %s\n", thousands(messages), safe.Line(name)); err != nil {
			return err
		}
	}
	return nil
}

// monthLayout is how the query language writes a month.
const monthLayout = "2006-01"

// facetsJSON is what search --facets prints.
type facetsJSON struct {
	Messages int          `json:"messages"`
	People   []personJSON `json:"people"`
	Tags     []tagJSON    `json:"tags"`
	Kinds    []kindJSON   `json:"kinds"`
	Months   []monthJSON  `json:"months"`
}

type (
	personJSON struct {
		Name     string `json:"name"`
		Messages int    `json:"messages"`
	}
	tagJSON struct {
		Tag      string `json:"tag"`
		Messages int    `json:"messages"`
	}
	kindJSON struct {
		Kind     string `json:"kind"`
		Messages int    `json:"messages"`
	}
	monthJSON struct {
		Month    string `json:"month"`
		Messages int    `json:"messages"`
	}
)

func newFacetsJSON(f index.Facets) facetsJSON {
	j := facetsJSON{Messages: f.Total, People: []personJSON{}, Tags: []tagJSON{}, Kinds: []kindJSON{}, Months: []monthJSON{}}
	for _, p := range f.People {
		j.People = append(j.People, personJSON{p.Name, p.Messages})
	}
	for _, t := range f.Tags {
		j.Tags = append(j.Tags, tagJSON{t.Tag, t.Messages})
	}
	for _, kind := range f.Kinds {
		j.Kinds = append(j.Kinds, kindJSON{kind.Kind.String(), kind.Messages})
	}
	for _, m := range f.Months {
		j.Months = append(j.Months, monthJSON{m.Month.Format(monthLayout), m.Messages})
	}
	return j
}
