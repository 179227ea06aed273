package tui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/lending"
)

func TestSuggestionsAreAnsweredOneAfterTheOther(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	d := drive(t, f, 80, 24)
	d.press("6")
	d.sees("lending? (loan)  almost certainly")
	d.sees("because of  ladder, borrow")
	d.press("y")
	d.sees("Tagged lending")
	d.sees("outage?  very probably")
	d.press("n")
	d.sees("Not outage")
	d.sees("outage?  perhaps")
	d.press("s")
	d.sees("Nothing else to review")
	if want := []string{"accept lending", "refuse outage"}; !slices.Equal(f.corrected, want) {
		t.Errorf("did %q, want %q", f.corrected, want)
	}
}

func TestAnUndoneAnswerIsAskedForAgain(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	all := f.suggested
	d := drive(t, f, 80, 24)
	d.press("6", "y")
	d.seesNot("lending?")
	f.suggested = all // as undo leaves it
	f.revision++
	d.send(tick{})
	d.sees("lending?")
}

func TestAllThatIsAlmostCertainIsAcceptedAtOnce(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	d := drive(t, f, 80, 24)
	d.press("6", "A")
	d.sees("1 thread tagged")
	d.press("esc")
	d.sees("outage?  very probably")
	d.press("A")
	d.sees("None of these is almost certain")
	if want := []string{"accept lending"}; !slices.Equal(f.corrected, want) {
		t.Errorf("did %q, want %q", f.corrected, want)
	}
}

func TestAnIssueLeadsToItsOccurrencesAndTheirMessages(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("4")
	d.sees("2 issues, 1 open")
	d.press("down", "enter")
	board := d.screen()
	d.sees("one household")
	d.press("down", "enter")
	d.sees("UKPN say 9pm")
	d.seesNot("fish van")
	d.press("esc")
	if got := d.screen(); got != board {
		d.sees("fine: Raj")
	}
	d.press("esc")
	if got := d.selected(); !strings.Contains(got, "Power outage") {
		t.Errorf("the board is at %q", got)
	}
}

func TestAnIssueIsCalledResolvedAndOpenAgain(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("4")
	d.sees("2 issues, 1 open")
	d.press("down", "r")
	d.sees("u undoes it")
	first := strings.Contains(d.screen(), "0 open")
	if !first && !strings.Contains(d.screen(), "2 open") {
		t.Fatalf("nothing changed:\n%s", d.screen())
	}
	d.press("r")
	d.sees("2 issues, 1 open")
}

func TestIssuesAreMergedAndSplit(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("4")
	d.sees("2 issues")
	d.press("J")
	d.sees("J on another issue")
	d.press("J")
	d.sees("Nothing is merged")
	d.press("J", "down", "J")
	d.sees("1 issue,")
	d.sees("u undoes it")
	d.press("x")
	d.sees("2 issues")
	d.sees("taken apart")
}

func TestAnIssueIsRenamedAndGetsItsOwnNameBack(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("4", "down", "e")
	d.sees("Rename  Power outage, no 7")
	d.write("The substation").press("enter")
	d.sees("is called “The substation” now. u undoes it.")
	if got := d.selected(); !strings.Contains(got, "The substation ") {
		t.Errorf("selected is %q", got)
	}
	d.press("e", "backspace", "enter")
	d.sees("The substation has its own name again")
}

func TestTheReportIsWrittenFromTheBoard(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := drive(t, busyStreet(), 80, 24)
	var wrote []Report
	d.m.report = func(path string, r Report) error {
		wrote = append(wrote, r)
		return os.WriteFile(path, nil, 0o600)
	}
	d.press("4", "E")
	d.sees("Write the report  2 issues")
	d.sees("linden-street-issues.html")
	d.press("down")
	d.sees("linden-street-issues.md")
	d.press("up", "up")
	d.sees("linden-street-issues.csv")
	named := func(name string) { d.m.top().typing().set(filepath.Join(dir, name)) }
	named("for the council.doc")
	d.press("enter")
	d.sees("has to end in .html, .md or .csv")
	d.press("down")
	d.sees("for the council.doc.html")
	named("council.html")
	d.press("enter")
	d.sees("Wrote the report to")
	d.press("E", "tab")
	named("council.html")
	d.press("enter")
	d.sees("There is a file of that name already")
	named("council.md")
	d.press("enter", "E", "tab", "tab")
	d.sees("by their names")
	named("council.csv")
	d.press("enter")
	d.press("E", "ctrl+g")
	d.sees("this one alone: Pothole, outside 14")
	named("pothole.csv")
	d.press("enter")
	if len(wrote) != 4 || len(wrote[3].Issues) != 1 || wrote[3].Issues[0].ID != "pothole-1" {
		t.Fatalf("of the selected issue: %+v", wrote[3:])
	}
	for i, want := range []Report{{Redact: true}, {Redact: true, KeepHouseNumbers: true}, {}} {
		got := wrote[i]
		if got.Redact != want.Redact || got.KeepHouseNumbers != want.KeepHouseNumbers || len(got.Issues) != 2 || (len(got.People) > 0) != want.Redact || (got.Messages != nil) != want.Redact {
			t.Errorf("report %d: %+v", i, got)
		}
	}
}

func TestTheLedgerShowsWhatIsOutFirst(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("5")
	if got := d.selected(); !strings.Contains(got, "ladder") {
		t.Errorf("the first is %q", got)
	}
	d.sees("Ben has it from Deb Ashworth · asked back 2 times")
	d.press("enter")
	d.sees("Lifesaver")
	d.seesNot("UKPN")
}

func TestALoanIsCalledBackAndOutAndNone(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("5")
	d.sees("1 out")
	before := d.screen()
	d.press("b")
	d.sees("u undoes it")
	d.sees("0 out")
	if got := d.selected(); !strings.Contains(got, "ladder") {
		t.Errorf("after it is back, %q is selected", got)
	}
	d.press("b")
	d.sees("1 out")
	if !strings.Contains(before, "ladder") {
		t.Fatal("there is no ladder")
	}
	d.press("home", "x")
	d.sees("0 out")
	d.seesNot("Deb Ashworth")
}

func TestWhatIsLentIsRenamed(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("5", "e")
	d.sees("Rename  ladder")
	if got := d.m.top().typing().value(); got != "ladder" {
		t.Errorf("%q is offered", got)
	}
	d.write("long ladder").press("enter")
	d.sees("ladder is called “long ladder” now. u undoes it.")
	if got := d.selected(); !strings.Contains(got, "long ladder") {
		t.Errorf("selected is %q", got)
	}
	d.press("e", "enter") // as it is called already
	d.seesNot("is called")
	d.press("e", "backspace", "enter")
	d.sees("It needs a name. Esc closes this.")
	d.press("esc")
	d.sees("long ladder")
	d.press("down", "e") // nobody said what it is
	if got := d.m.top().typing().value(); got != "" {
		t.Errorf("%q is offered", got)
	}
}

func TestWhoLendsAndWhoHasItAreCorrected(t *testing.T) {
	t.Parallel()
	f := busyStreet().say("Linden Street", "Raj from 22", "hello")
	d := drive(t, f, 80, 24)
	is := func(want string) {
		t.Helper()
		d.sees(want)
		if len(d.m.sheets) > 0 {
			t.Errorf("%q is still open", d.m.top().title())
		}
	}
	d.press("5", "o")
	d.sees("Who lends it  ladder")
	if got := d.m.top().typing().value(); got != "Deb Ashworth" {
		t.Errorf("%q is offered", got)
	}
	d.write("su")
	d.sees("Enter takes Sue.")
	d.press("enter")
	is("ladder is lent by Sue. u undoes it.")
	is("Ben has it from Sue")
	d.press("w").write("r")
	d.sees("Raj or Raj from 22: go on typing.")
	d.press("enter")
	d.sees("Several begin so. Type more of the name.")
	d.write("aj").press("enter") // a whole name, although another begins so
	is("ladder is with Raj. u undoes it.")
	is("Raj has it from Sue")
	d.press("w").write("the library")
	d.sees("Nobody in Linden Street is called so. Enter takes it as it stands.")
	d.press("enter")
	is("the library has it from Sue")
	d.press("w", "backspace", "enter")
	d.sees("It needs a name. Esc closes this.")
	d.press("esc", "w", "enter") // as it is already
	d.seesNot("u undoes it")
	d.press("b", "w")
	d.sees("Who had it  ladder")
}

// Who lends what was only wanted makes a loan of it; who wants it does not.
func TestWhatIsWantedOrOfferedIsCorrected(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	f.loans[0].State = lending.Offered
	d := drive(t, f, 80, 24)
	to := func(what string) {
		t.Helper()
		d.press("home")
		for range len(f.loans) {
			if strings.Contains(d.selected(), what) {
				return
			}
			d.press("down")
		}
		t.Fatalf("there is no %s:\n%s", what, d.screen())
	}
	d.press("5")
	d.sees("1 out · 1 wanted · 1 offered")
	to("help")
	d.press("w")
	d.sees("Who is looking for it  help")
	d.write("ivo").press("enter")
	d.sees("help is wanted by Ivo. u undoes it.")
	d.sees("1 out · 1 wanted · 1 offered")
	to("help")
	d.press("o")
	d.sees("It counts as out then.")
	d.write("sue").press("enter")
	d.sees("help is out now, lent by Sue. u undoes it.")
	d.sees("Ivo has it from Sue")
	to("drill")
	d.press("o")
	d.sees("Who offers it  drill")
	d.write("deb").press("enter")
	d.sees("drill is offered by Deb Ashworth. u undoes it.")
	d.sees("2 out · 0 wanted · 1 offered")
	to("drill")
	d.press("w").write("ann").press("enter")
	d.sees("drill is out now, with Ann. u undoes it.")
	d.sees("3 out · 0 wanted · 0 offered")
}

// Who is meant by the beginning of a name is somebody of the same chat.
func TestPeopleAreFoundByTheBeginningOfAName(t *testing.T) {
	t.Parallel()
	there := []index.Person{{Name: "Ben", Also: []string{"+44 7700 900123"}}, {Name: "Benjamin"}, {Name: "~\u202fMo Adeyemi"}, {Name: "Zoë"}}
	for typed, want := range map[string][]string{
		"ben": {"Ben"}, "be": {"Ben", "Benjamin"}, "benj": {"Benjamin"}, "+44": {"Ben"}, "mo": {"~\u202fMo Adeyemi"},
		"ZO": {"Zoë"}, "adeyemi": nil, "x": nil,
	} {
		if got := called(there, typed); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
	d := drive(t, busyStreets(), 80, 24)
	d.press("3", "5", "w").write("be") // the barrow is of another chat than Ben
	d.sees("Nobody in Mill Lane and the cottages is called so")
}

func TestWhatAPersonWroteIsASearch(t *testing.T) {
	t.Parallel()
	d := drive(t, threadedStreet(), 80, 24)
	d.press("7", "down", "enter")
	d.sees("/  from:")
}

// Every screen says why it is empty, and none fails without data.
func TestEmptyScreensSayWhy(t *testing.T) {
	t.Parallel()
	for key, says := range map[string]string{"3": "only notices", "4": "Nothing keeps coming back", "5": "Nobody lent anything", "6": "Nothing to review", "7": "1 person"} {
		d := drive(t, newFake().say("Mill Lane", "Ann", "hello?"), 80, 24)
		d.press(key)
		d.sees(says)
		d.press("enter", "t", "space", "y", "n", "s", "A", "J", "x", "down", "end", "esc")
		d.requireFit(t)
		none := drive(t, newFake(), 80, 24)
		none.press("ctrl+p").write("threads").press("enter")
		none.sees("load an export first")
	}
}

func TestWhatWasSkippedIsNotAnswered(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("6", "y", "s", "s")
	d.sees("2 suggestions were skipped and not answered")
	d.seesNot("has been answered")
	d.press("s")
	d.sees("outage?  very probably")
}

// What was skipped comes back, the last first, before anything is undone that was
// decided earlier.
func TestUndoBringsBackWhatWasSkipped(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	d := drive(t, f, 80, 24)
	d.press("t").write("fish").press("enter", "esc") // something to undo, elsewhere
	d.press("6", "s")
	d.sees("u brings it back")
	d.sees("outage?  very probably")
	d.press("s", "u")
	d.sees("Here it is again")
	d.sees("outage?  very probably")
	d.press("u")
	d.sees("lending? (loan)  almost certainly")
	d.sees("3 suggestions left")
	if len(f.log) != 1 {
		t.Fatal("the tag is undone already")
	}
	d.press("u")
	d.sees("Undone: fish")
}

func TestUndoBringsBackOnlyWhatWasSkippedSinceTheLastDecision(t *testing.T) {
	t.Parallel()
	d := drive(t, busyStreet(), 80, 24)
	d.press("6", "s", "y", "u")        // the answer is undone; nothing is skipped after it
	d.sees("There is nothing to undo") // the store here counts no answers
	d.press("s", "u")
	d.sees("outage?  perhaps")
	d.press("s", "s")
	d.sees("lending?") // all that was skipped is there again: none is left to bring back
	d.press("u")
	d.sees("There is nothing to undo")
}

// What is not suggested any more does not come back.
func TestUndoBringsNothingBackThatIsNotSuggestedAnyMore(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	d := drive(t, f, 80, 24)
	d.press("6", "s")
	f.suggested = f.suggested[1:]
	f.revision++
	d.send(tick{})
	d.press("u")
	d.seesNot("lending?")
	d.sees("There is nothing to undo")
}

func TestWhatWasAcceptedAtOnceIsListedAndTakenBackInOneStep(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	d := drive(t, f, 80, 24)
	d.press("6", "A")
	d.sees("1 thread tagged")
	d.sees("lending")
	d.sees("3 messages")
	d.sees("ladder")
	d.sees("take all back")
	before := d.screen()
	d.press("enter", "esc") // reads the thread, and comes back
	if d.screen() == before {
		t.Error("enter did nothing")
	}
	d = drive(t, busyStreet(), 80, 24)
	d.press("6", "A", "u")
	d.seesNot("1 thread tagged")
	d.sees("There is nothing to undo") // the store here counts no answers
}

func TestASuggestionSaysThatThereIsMoreOfItBelow(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	d := drive(t, f, 80, 12)
	d.press("6", "y")
	d.sees("of it below")
	for range 12 {
		d.press("down")
	}
	d.seesNot("of it below")
	d.requireFit(t)
}

func TestTheMergedIssueStaysSelected(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	f.issues = append(f.issues, f.issues[0])
	f.issues[2].ID, f.issues[2].Title = "outage-2", "water outage"
	f.issues[0].Title = "power outage " + strings.Repeat("of the whole long street ", 5)
	d := drive(t, f, 80, 24)
	d.press("4")
	d.sees("3 issues")
	for range 3 {
		if strings.Contains(d.selected(), "Power outage") {
			break
		}
		d.press("down")
	}
	d.press("r")
	d.sees("u undoes it") // the end of a long message is not cut
	d.press("J")
	for range 3 {
		if strings.Contains(d.selected(), "Water outage") {
			break
		}
		d.press("down")
	}
	if !strings.Contains(d.selected(), "Water outage") {
		d.press("home")
	}
	d.press("J")
	d.sees("2 issues")
	d.sees("u undoes it")
	if got := d.selected(); !strings.Contains(got, "Power outage") {
		t.Errorf("after merging, %q is selected", got)
	}
}

// Neighbours of two streets must not be told each other's potholes as theirs.
func TestMattersOfOneChatOrAll(t *testing.T) {
	t.Parallel()
	f := busyStreets()
	d := drive(t, f, 80, 24)
	d.press("3", "4")
	d.sees("3 issues, 2 open · ctrl+g one chat")
	d.sees("Linden Street")
	d.press("G", "g")
	for range 3 {
		if strings.Contains(d.selected(), "Water") {
			break
		}
		d.press("down")
	}
	d.press("ctrl+g")
	d.sees("Issues of Mill Lane and the cottages")
	d.sees("1 issue, 1 open · ctrl+g all chats")
	d.seesNot("Pothole")
	var wrote Report
	d.m.report = func(_ string, r Report) error {
		wrote = r
		return nil
	}
	d.press("E")
	d.sees("1 issue of Mill Lane and the cottages")
	d.m.top().typing().set(filepath.Join(t.TempDir(), "council.html"))
	d.press("enter")
	d.sees("Wrote the report to")
	if len(wrote.Issues) != 1 || wrote.Issues[0].ID != "outage-2" {
		t.Errorf("reported %+v", wrote.Issues)
	}
	d.press("5")
	d.sees("2 out · 1 wanted")
	d.press("ctrl+g")
	d.press("ctrl+g")
	d.sees("2 out · 1 wanted")
}

// Opened from a chat, the board and the ledger stay with it.
func TestMattersBeginWithTheChatThatIsSeen(t *testing.T) {
	t.Parallel()
	f := busyStreets()
	f.issues = slices.DeleteFunc(f.issues, func(is index.Issue) bool { return is.ID == "outage-2" })
	d := drive(t, f, 80, 24)
	d.press("c").write("mill").press("enter", "4")
	d.sees("Nothing keeps coming back in Mill Lane and the cottages")
	d.press("ctrl+g")
	d.sees("2 issues")
	d.press("esc", "5")
	d.sees("Lending of Mill Lane and the cottages")
	d.sees("1 out · 0 wanted")
	d.sees("barrow")
	d.seesNot("ladder")
}

// The council asks about this year.
func TestTheReportIsOfThisYear(t *testing.T) {
	t.Parallel()
	f := busyStreet()
	f.issues[0].Occurrences[0].First = f.issues[0].Occurrences[0].First.AddDate(-1, 0, 0)
	d := drive(t, f, 80, 24)
	var wrote Report
	d.m.report = func(_ string, r Report) error {
		wrote = r
		return nil
	}
	d.press("4", "E", "ctrl+g")
	d.sees("what came up since 1 January 2025")
	d.m.top().typing().set(filepath.Join(t.TempDir(), "council.html"))
	d.press("enter")
	d.sees("Wrote the report to")
	if len(wrote.Issues) != 2 || len(wrote.Issues[0].Occurrences) != 1 || len(f.issues[0].Occurrences) != 2 {
		t.Errorf("reported %+v", wrote.Issues)
	}
}
