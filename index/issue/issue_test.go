package issue_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/index/role/roletest"
)

func find(t *testing.T, lines string) []issue.Issue {
	t.Helper()
	issues, err := issue.Find(t.Context(), roletest.Chat(t, lines))
	if err != nil {
		t.Fatal(err)
	}
	return issues
}

func TestAnOutageTellsWhomItHitAndWhoIsFine(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"English": `2024-03-01 18:00 Ann: Has anyone else's power just gone off?
2024-03-01 18:01 Ben: Yes, ours is off too
2024-03-01 18:02 Cat: All fine here at 14
2024-03-01 18:03 Dan: no power here either
2024-03-01 20:30 Ann: Power is back on`,
		"German": `2024-03-01 18:00 Ann: Ist bei euch auch der Strom weg?
2024-03-01 18:01 Ben: Ja, bei uns auch kein Strom
2024-03-01 18:02 Cat: Bei mir geht alles
2024-03-01 18:03 Dan: hier auch alles dunkel
2024-03-01 20:30 Ann: Strom ist wieder da`,
		"Spanish": `2024-03-01 18:00 Ann: ¿Se os ha ido la luz también?
2024-03-01 18:01 Ben: Sí, aquí tampoco hay luz
2024-03-01 18:02 Cat: Aquí todo bien, tengo luz
2024-03-01 18:03 Dan: en mi casa tampoco hay luz
2024-03-01 20:30 Ann: Ya ha vuelto la luz`,
	}
	for language, lines := range tests {
		issues := find(t, lines)
		if len(issues) != 1 || issues[0].Tag != "outage" || issues[0].What != "power" || len(issues[0].Occurrences) != 1 {
			t.Errorf("%s: got %+v", language, issues)
			continue
		}
		o := issues[0].Occurrences[0]
		if !slices.Equal(o.Affected, []string{"Ann", "Ben", "Dan"}) || !slices.Equal(o.Unaffected, []string{"Cat"}) {
			t.Errorf("%s: affected %v, unaffected %v", language, o.Affected, o.Unaffected)
		}
		if o.Scope != issue.Several || o.Over.IsZero() || !issues[0].Resolved {
			t.Errorf("%s: scope %s, over %s", language, o.Scope, o.Over)
		}
	}
}

func TestWhoSpeaksLaterOfTheirHouseCounts(t *testing.T) {
	t.Parallel()
	issues := find(t, `2024-03-01 18:00 Ann: Has anyone else's power just gone off?
2024-03-01 18:01 Ben: still on here
2024-03-01 18:02 Cat: ours is off too
2024-03-01 18:10 Ben: spoke too soon, off here now`)
	if len(issues) != 1 || !slices.Contains(issues[0].Occurrences[0].Affected, "Ben") {
		t.Errorf("got %+v", issues)
	}
}

func TestTheSameOutageAgainIsOneIssue(t *testing.T) {
	t.Parallel()
	again := `2024-%s-01 18:00 Ann: Has anyone else's power just gone off?
2024-%s-01 18:01 Ben: Yes, ours is off too
2024-%s-01 18:03 Dan: no power here either
2024-%s-01 20:30 Ann: Power is back on
`
	issues := find(t, strings.ReplaceAll(again, "%s", "03")+strings.ReplaceAll(again, "%s", "06"))
	if len(issues) != 1 || len(issues[0].Occurrences) != 2 {
		t.Errorf("got %+v", issues)
	}
}

func TestFindStopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := issue.Find(ctx, roletest.Chat(t, "2024-03-01 18:00 Ann: power cut")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestOneOutageOfSeveralSignsIsOneIssue(t *testing.T) {
	t.Parallel()
	issues := find(t, `2024-03-01 18:00 Ann: Has anyone else's power just gone off?
2024-03-01 18:01 Ben: Yes, power is off here too
2024-03-01 18:02 Cat: no power here either, all dark
2024-03-01 18:04 Dan: Broadband has gone as well, router is dead
2024-03-01 18:05 Ann: No internet here either
2024-03-01 20:30 Ann: Power is back on`)
	if len(issues) != 1 || issues[0].What != "power" || len(issues[0].Occurrences) != 1 {
		t.Fatalf("got %+v", issues)
	}
	o := issues[0].Occurrences[0]
	if !slices.Equal(o.Affected, []string{"Ann", "Ben", "Cat", "Dan"}) || o.Over.IsZero() {
		t.Errorf("got %+v", o)
	}
}

func TestTwoOutagesAtOneTimeStayTwo(t *testing.T) {
	t.Parallel()
	issues := find(t, `2024-03-01 18:00 Ann: Power cut! Is anyone else's power off?
2024-03-01 18:01 Ben: No power here either
2024-03-01 18:02 Cat: power off at 7 as well
2024-03-01 18:02 Dan: same here, no power at all
2024-03-02 09:00 Eve: No water in the taps, anyone else?
2024-03-02 09:01 Fay: no water here either
2024-03-02 09:02 Gus: water is off at ours too
2024-03-02 09:03 Hal: same, water off`)
	if len(issues) != 2 {
		t.Fatalf("got %+v", issues)
	}
}

func TestWordThatAHoleIsMendedEndsItWeeksLater(t *testing.T) {
	t.Parallel()
	c := roletest.Chat(t, `2024-03-01 18:00 Ann: There is a huge pothole outside number 30, nearly lost a wheel in it
2024-03-01 18:01 Ben: I hit that pothole this morning as well
2024-05-02 09:00 Ann: The pothole outside 30 has been filled today
2024-05-02 09:05 Ben: Smooth as you like`)
	issues := issue.FindGiven(c, []issue.Role{issue.Report, issue.Report, issue.HoleTalk, issue.HoleTalk})
	if len(issues) != 1 || len(issues[0].Occurrences) != 1 || !issues[0].Resolved {
		t.Fatalf("got %+v", issues)
	}
}

func TestStagesOfOneApplicationAreOneIssueAndOthersAreApart(t *testing.T) {
	t.Parallel()
	c := roletest.Chat(t, `2024-03-01 18:00 Ann: Planning notice on the lamp post: the bakery wants outdoor seating on the pavement
2024-03-01 18:05 Ben: Seating for how many? The bakery has queues already
2024-05-01 18:00 Cat: Dan has applied to the council for a loft conversion with a rear dormer
2024-05-01 18:05 Ann: A dormer will look straight into my bathroom
2024-06-20 09:00 Ben: Council has refused the outdoor seating for the bakery, pavement too narrow
2024-06-20 09:02 Ann: Good, no seating then`)
	issues := issue.FindGiven(c, slices.Repeat([]issue.Role{issue.Permit}, 6))
	stages := make([]int, 0, len(issues))
	for _, is := range issues {
		stages = append(stages, len(is.Occurrences))
	}
	if !slices.Equal(stages, []int{2, 1}) {
		t.Errorf("stages of applications %v, want 2 of the seating and 1 of the loft", stages)
	}
}
