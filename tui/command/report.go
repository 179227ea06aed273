package command

import (
	"cmp"
	_ "embed" // of the page's template
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui"
	"github.com/kerbstreet/kerb/tui/redact"
	"github.com/kerbstreet/kerb/tui/safe"
)

// A report shows issues to somebody who does not have the chat, such as the
// council: what came up how often, when, and for how many. All its texts are
// safe to show, and without people if it is redacted.
type report struct {
	From, To time.Time // of all occurrences
	Chats    []string  // that the issues are of, by name
	Issues   []reportIssue
}

type reportIssue struct {
	Title, Tag, Place, State string
	Chat                     string
	Times                    []reportTime
	People                   int           // affected by it, in all its times together
	Months                   []reportMonth // from the report's first to its last
}

type reportTime struct {
	First      time.Time
	Over       time.Time // zero if nobody said so
	Affected   []string
	Unaffected int
	Scope      string
	References []string
	Outcome    string
	Confirmed  bool
}

type reportMonth struct {
	Name  string // 2024-03
	Count int
}

// reporters write a report, by --report.
var reporters = map[string]func(io.Writer, *report) error{"md": writeReportMarkdown, "html": writeReportHTML, "csv": writeReportCSV}

// reportByName writes issues to a file in the format that its name ends in.
func reportByName(path string, r tui.Report) error {
	write, ok := reporters[strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")]
	if !ok {
		return fmt.Errorf("%q tells no format: end the name in .html, .md or .csv", filepath.Base(path))
	}
	var people *redact.Redactor
	if r.Redact {
		var err error
		if people, err = redactorOf(r.Chats, r.People, r.Messages, r.Messages, r.KeepHouseNumbers); err != nil {
			return err
		}
	}
	return writeFile(path, func(w io.Writer) error { return write(w, newReport(r.Issues, people)) })
}

// newReport makes a report, the issues that came up most often first. people
// is nil where it need not be redacted.
func newReport(issues []index.Issue, people *redact.Redactor) *report {
	text := func(s string) string {
		if people != nil {
			s = people.Text(s)
		}
		return safe.Line(s)
	}
	place := func(s string) string {
		if people != nil {
			s = people.Place(s)
		}
		return safe.Line(s)
	}
	title := func(is *index.Issue) string {
		if what, ok := strings.CutSuffix(is.Title, is.Place); ok {
			return text(what) + place(is.Place)
		}
		return text(is.Title)
	}
	name := func(s string) string {
		if people != nil {
			s = people.Sender(s)
		}
		return safe.Line(s)
	}
	r := &report{}
	for i := range issues {
		is := &issues[i]
		entry := reportIssue{Title: title(is), Tag: is.Tag, Place: place(is.Place), State: stateOf(is), Chat: text(is.Chat)}
		if !slices.Contains(r.Chats, entry.Chat) {
			r.Chats = append(r.Chats, entry.Chat)
		}
		people := make(map[string]bool)
		for _, o := range is.Occurrences {
			at := reportTime{
				First: o.First, Over: o.Over, Unaffected: len(o.Unaffected), Scope: o.Scope.String(),
				Outcome: text(o.Outcome), Confirmed: o.Confirmed,
			}
			for _, reference := range o.References {
				at.References = append(at.References, safe.Line(reference))
			}
			for _, person := range o.Affected {
				at.Affected = append(at.Affected, name(person))
				people[person] = true
			}
			entry.Times = append(entry.Times, at)
			if r.From.IsZero() || o.First.Before(r.From) {
				r.From = o.First
			}
			if o.Last.After(r.To) {
				r.To = o.Last
			}
		}
		entry.People = len(people)
		r.Issues = append(r.Issues, entry)
	}
	slices.Sort(r.Chats)
	slices.SortStableFunc(r.Issues, func(a, b reportIssue) int { return cmp.Compare(len(b.Times), len(a.Times)) })
	for i := range r.Issues {
		r.Issues[i].Months = r.months(r.Issues[i].Times)
	}
	return r
}

// months counts occurrences by month.
func (r *report) months(times []reportTime) []reportMonth {
	var months []reportMonth
	for at := time.Date(r.From.Year(), r.From.Month(), 1, 0, 0, 0, 0, time.UTC); !at.After(r.To); at = at.AddDate(0, 1, 0) {
		month := reportMonth{Name: at.Format("2006-01")}
		for _, t := range times {
			if t.First.Format("2006-01") == month.Name {
				month.Count++
			}
		}
		months = append(months, month)
	}
	return months
}

// How says in words how many an occurrence hit.
func (t reportTime) How() string {
	parts := make([]string, 0, 3)
	if n := len(t.Affected); n > 0 {
		parts = append(parts, count(n, "person", "people"))
	}
	switch t.Scope {
	case "":
	case issue.Several.String():
		parts = append(parts, "several households")
	default:
		parts = append(parts, t.Scope)
	}
	if t.Unaffected > 0 {
		parts = append(parts, strconv.Itoa(t.Unaffected)+" fine")
	}
	return strings.Join(parts, ", ")
}

// Until says in words when an occurrence was over.
func (t reportTime) Until() string {
	if t.Over.IsZero() {
		return ""
	}
	return t.Over.Format(minuteLayout)
}

// Who lists who was affected.
func (t reportTime) Who() string { return strings.Join(t.Affected, ", ") }

// Numbers lists the references.
func (t reportTime) Numbers() string { return strings.Join(t.References, ", ") }

// Begun says when an occurrence began.
func (t reportTime) Begun() string { return t.First.Format(minuteLayout) }

// Certain says whether a person confirmed what an occurrence was.
func (t reportTime) Certain() string {
	if t.Confirmed {
		return "confirmed"
	}
	return "suggested"
}

// any reports whether an occurrence has something to say in a column.
func (is reportIssue) any(has func(t reportTime) bool) bool {
	return slices.ContainsFunc(is.Times, has)
}

// Counted, Named, Referred and Decided report whether there is anything in a
// column.
func (is reportIssue) Counted() bool { return is.any(func(t reportTime) bool { return t.How() != "" }) }

func (is reportIssue) Named() bool {
	return is.any(func(t reportTime) bool { return len(t.Affected) > 0 })
}

func (is reportIssue) Referred() bool {
	return is.any(func(t reportTime) bool { return len(t.References) > 0 })
}

func (is reportIssue) Decided() bool {
	return is.any(func(t reportTime) bool { return t.Outcome != "" })
}

// First and Last are the days on which the first and the last time began.
func (is reportIssue) First() string { return is.Times[0].First.Format(time.DateOnly) }

func (is reportIssue) Last() string { return is.Times[len(is.Times)-1].First.Format(time.DateOnly) }

// elsewhere reports whether there is a place that the title does not tell.
func (is reportIssue) elsewhere() bool {
	return is.Place != "" && !strings.Contains(is.Title, is.Place)
}

// Ended is the word for the end of a time of it.
func (is reportIssue) Ended() string {
	if is.Tag == "licensing" {
		return "decided"
	}
	return "over"
}

// About says in a line how often, how it stands, in which chat if there are
// several, where, and whether people confirmed what it is.
func (is reportIssue) About(several bool) string {
	parts := []string{count(len(is.Times), "time", "times"), is.State}
	if several {
		parts = append(parts, is.Chat)
	}
	if is.elsewhere() {
		parts = append(parts, is.Place)
	}
	confirmed := 0
	for _, t := range is.Times {
		if t.Confirmed {
			confirmed++
		}
	}
	switch confirmed {
	case len(is.Times):
		parts = append(parts, "confirmed")
	case 0:
		parts = append(parts, "suggested, not confirmed")
	default:
		parts = append(parts, fmt.Sprintf("%d of them confirmed", confirmed))
	}
	return strings.Join(parts, " · ")
}

var reportColumns = []string{"issue", "kind", "place", "state", "began", "over", "people", "affected", "fine", "scope", "references", "outcome", "confirmed", "chat"}

// writeReportCSV writes a row for each occurrence.
func writeReportCSV(w io.Writer, r *report) error {
	out := csv.NewWriter(w)
	rows := [][]string{reportColumns}
	for _, is := range r.Issues {
		for _, t := range is.Times {
			over := ""
			if !t.Over.IsZero() {
				over = t.Over.Format(parser.TimeLayout)
			}
			rows = append(rows, []string{
				csvCell(is.Title), is.Tag, csvCell(is.Place), is.State, t.First.Format(parser.TimeLayout), over, strconv.Itoa(len(t.Affected)),
				csvCell(t.Who()), strconv.Itoa(t.Unaffected), t.Scope, csvCell(t.Numbers()), csvCell(t.Outcome), strconv.FormatBool(t.Confirmed), csvCell(is.Chat),
			})
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return out.Error()
}

// writeReportMarkdown writes a heading and a table for each issue.
func writeReportMarkdown(w io.Writer, r *report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", escapeMarkdown(r.heading()), r.span())
	if len(r.Issues) > 0 {
		fmt.Fprintf(&b, "\n%s\n", certainty)
	}
	for _, is := range r.Issues {
		fmt.Fprintf(&b, "\n## %s\n\n%s, %s", escapeMarkdown(is.Title), count(len(is.Times), "time", "times"), is.State)
		if len(r.Chats) > 1 {
			fmt.Fprintf(&b, ", %s", escapeMarkdown(is.Chat))
		}
		if is.elsewhere() {
			fmt.Fprintf(&b, ", %s", escapeMarkdown(is.Place))
		}
		b.WriteString("\n\n| began | over | how many | who | references | outcome | |\n| --- | --- | --- | --- | --- | --- | --- |\n")
		for _, t := range is.Times {
			cells := []string{t.Begun(), t.Until(), t.How(), t.Who(), t.Numbers(), t.Outcome, t.Certain()}
			for i, cell := range cells {
				cells[i] = strings.ReplaceAll(escapeMarkdown(cell), "|", `\|`)
			}
			fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// certainty explains what stands in the last column of a report.
const certainty = "“Suggested” means that a program found it in the chat and nobody has checked it; “confirmed”, that a resident has."

// heading says what the report is and which chats it is of; where there are
// many, they stand with the issues.
func (r *report) heading() string {
	switch n := len(r.Chats); {
	case n == 0:
		return "Issues"
	case n > 3:
		return "Issues of " + count(n, "chat", "chats")
	case n > 1:
		return "Issues of " + strings.Join(r.Chats[:n-1], ", ") + " and " + r.Chats[n-1]
	}
	return "Issues of " + r.Chats[0]
}

// span says what time the report is about.
func (r *report) span() string {
	if len(r.Issues) == 0 {
		return "Nothing came up."
	}
	return fmt.Sprintf("%s, %s to %s", count(len(r.Issues), "issue", "issues"), r.From.Format(time.DateOnly), r.To.Format(time.DateOnly))
}

//go:embed report.html
var reportSource string

var reportPage = template.Must(template.New("report").Parse(reportSource))

// writeReportHTML writes one page that holds everything, to be looked at or
// printed.
func writeReportHTML(w io.Writer, r *report) error {
	return reportPage.Execute(w, struct {
		Heading, Span, Certainty string
		Several                  bool
		Issues                   []reportIssue
	}{r.heading(), r.span(), certainty, len(r.Chats) > 1, r.Issues})
}
