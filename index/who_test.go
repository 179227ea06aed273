package index

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// otherPhone returns what another phone's export says of the same messages.
func otherPhone(text string) string {
	return strings.NewReplacer(" - Deb No 12:", " - Mum:", " - Aisha:", " - ~ Aisha K:", " - Ben Carter:", " - +44 7700 900123:").Replace(text)
}

func namesOf(sn *Snapshot) []string {
	names := make([]string, 0, 8)
	for _, person := range sn.People("") {
		slices.Sort(person.Also)
		names = append(names, strings.Join(append([]string{person.Name}, person.Also...), "="))
	}
	slices.Sort(names)
	return names
}

func TestNamesOfTwoPhonesAreMatchedByTheirMessages(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, otherPhone(street(0, 60)))
	load(t, s, street(20, 90))
	load(t, s, otherPhone(street(70, 120))) // both phones' names have written by now
	load(t, s, street(0, 120))
	if got := len(chatOf(t, s)); got != 120 {
		t.Errorf("there are %d messages, want 120", got)
	}
	sn := snapshot(t, s)
	want := []string{"Aisha K=Aisha", "Ben Carter=+44 7700 900123", "Mum=Deb No 12"}
	if got := namesOf(sn); !slices.Equal(got, want) {
		t.Errorf("people are %q, want %q", got, want)
	}
	for _, query := range []string{"from:mum", `from:"deb no"`} {
		if ids, _, err := sn.Match(t.Context(), query); err != nil || len(ids) != 40 {
			t.Errorf("%s finds %d, %v, want 40", query, len(ids), err)
		}
	}
	facets, err := sn.Facets(t.Context(), Request{})
	if err != nil || len(facets.People) != 3 || facets.People[0].Messages != 40 {
		t.Errorf("facets are %+v, %v", facets.People, err)
	}
	if m := chatOf(t, s)[0]; m.Sender != "Ben Carter" {
		t.Errorf("a message is by %q", m.Sender)
	}
	before := idsOf(chatOf(t, s))
	if err := s.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := namesOf(snapshot(t, s)); !slices.Equal(got, want) || !slices.Equal(idsOf(chatOf(t, s)), before) {
		t.Errorf("after reindexing, people are %q", got)
	}
}

func TestNamesThatShareLittleAreAskedAbout(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, street(0, 30))
	load(t, s, otherPhone(street(23, 90)))
	sn := snapshot(t, s)
	if got := len(sn.People("")); got != 6 {
		t.Errorf("there are %d people, want 6: %q", got, namesOf(sn))
	}
	doubts := sn.Doubts()
	if len(doubts) == 0 {
		t.Fatal("nothing is asked")
	}
	if _, err := s.JoinPeople(t.Context(), []string{doubts[0].A, doubts[0].B}); err != nil {
		t.Fatal(err)
	}
	if after := snapshot(t, s); len(after.People("")) != 5 || len(after.Doubts()) != len(doubts)-1 {
		t.Errorf("after an answer there are %q and %v", namesOf(after), after.Doubts())
	}
}

func TestPeopleSayWhoIsWho(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, otherPhone(street(0, 60)))
	load(t, s, street(0, 90))
	check := func(did string, want ...string) {
		t.Helper()
		if got := namesOf(snapshot(t, s)); !slices.Equal(got, want) {
			t.Fatalf("%s: people are %q, want %q", did, got, want)
		}
	}
	act := func(action Action, err error) {
		t.Helper()
		if err != nil || action.People == 0 {
			t.Fatalf("did %+v, %v", action, err)
		}
	}
	check("loaded", "Aisha K=Aisha", "Ben Carter=+44 7700 900123", "Mum=Deb No 12")
	act(s.NamePerson(t.Context(), "deb no 12", "Deb"))
	check("named", "Aisha K=Aisha", "Ben Carter=+44 7700 900123", "Deb=Deb No 12=Mum")
	act(s.SplitPerson(t.Context(), "Mum"))
	check("split", "Aisha K=Aisha", "Ben Carter=+44 7700 900123", "Deb=Deb No 12", "Mum")
	act(s.JoinPeople(t.Context(), []string{"Aisha", "Mum"}))
	check("joined", "Aisha K=Aisha=Mum", "Ben Carter=+44 7700 900123", "Deb=Deb No 12")

	var dump strings.Builder
	if err := s.DumpMarks(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	check("undone", "Aisha K=Aisha", "Ben Carter=+44 7700 900123", "Mum=Deb No 12")
	if report, err := s.RestoreMarks(t.Context(), strings.NewReader(dump.String())); err != nil || len(report.Bad) > 0 {
		t.Fatal(report, err)
	}
	check("restored", "Aisha K=Aisha=Mum", "Ben Carter=+44 7700 900123", "Deb=Deb No 12")

	if _, err := s.NamePerson(t.Context(), "Mum", "Ben Carter"); !errors.Is(err, ErrNameTaken) {
		t.Errorf("a name that is taken: %v", err)
	}
	if _, err := s.JoinPeople(t.Context(), []string{"Aisha", "Nobody"}); !errors.Is(err, ErrNoPerson) {
		t.Errorf("a name of nobody: %v", err)
	}
	if _, err := s.NamePerson(t.Context(), "Mum", "\x1b[2J"); !errors.Is(err, ErrBadPersonName) {
		t.Errorf("a name that cannot be shown: %v", err)
	}
}
