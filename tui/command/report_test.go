package command

import (
	"errors"
	"html/template"
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/issue"
)

func at(day int) time.Time { return time.Date(2024, 1, day, 18, 0, 0, 0, time.UTC) }

func TestThePageHasColumnsForWhatThereIs(t *testing.T) {
	t.Parallel()
	once := func(o issue.Occurrence) index.Issue {
		return index.Issue{ID: "x", Issue: issue.Issue{Tag: "outage", Title: "power outage"}, Occurrences: []index.Occurrence{{Occurrence: o}}}
	}
	for name, c := range map[string]struct {
		issue      index.Issue
		has, lacks []string
	}{
		"bare":     {once(issue.Occurrence{First: at(1), Last: at(1)}), []string{"when", "suggested, not confirmed"}, []string{"how many", ">who", "references", "outcome", "over 2"}},
		"affected": {once(issue.Occurrence{First: at(1), Last: at(1), Over: at(2), Affected: []string{"Ann"}}), []string{"how many", ">who", "Ann", "over 2024-01-02 18:00"}, []string{"references", ">outcome"}},
		"licence":  {index.Issue{ID: "x", Issue: issue.Issue{Tag: "licensing", Title: "the pub"}, Occurrences: []index.Occurrence{{Occurrence: issue.Occurrence{First: at(1), Last: at(1), Over: at(2)}}}}, []string{"decided 2024-01-02 18:00"}, []string{"over 2"}},
		"decided":  {once(issue.Occurrence{First: at(1), Last: at(1), Outcome: "Granted", References: []string{"A17"}, Confirmed: true}), []string{">outcome", "Granted", "references", "A17", "confirmed"}, []string{"not confirmed"}},
	} {
		var page strings.Builder
		if err := writeReportHTML(&page, newReport([]index.Issue{c.issue}, nil)); err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(page.String(), "<body>")
		for _, text := range c.has {
			if !strings.Contains(body, text) {
				t.Errorf("%s: there is no %q in\n%s", name, text, body)
			}
		}
		for _, text := range c.lacks {
			if strings.Contains(body, text) {
				t.Errorf("%s: there is %q in\n%s", name, text, body)
			}
		}
	}
}

func TestBarsStandInTheirChart(t *testing.T) {
	t.Parallel()
	for _, months := range []int{1, 12, 500} {
		for _, most := range []int{1, 3, 1000} {
			is := reportIssue{Months: make([]reportMonth, months)}
			is.Months[0].Count, is.Months[months-1].Count = 1, most
			c := is.Chart()
			if want := min(2, months); len(c.Bars) != want {
				t.Errorf("%d months: %d bars", months, len(c.Bars))
			}
			for _, b := range c.Bars {
				if b.X < 0 || b.Y < 0 || b.Width < 1 || b.Height < 1 || b.X+b.Width > c.Width || b.Y+b.Height > c.Base {
					t.Errorf("%d months, %d at most: %+v is not in %+v", months, most, b, c)
				}
			}
		}
	}
}

// Who reads a report must know which street it is of.
func TestReportsNameTheirChats(t *testing.T) {
	t.Parallel()
	of := func(chats ...string) *report {
		issues := make([]index.Issue, 0, len(chats))
		for _, chat := range chats {
			issues = append(issues, index.Issue{ID: "x", Chat: chat, Issue: issue.Issue{Tag: "outage", Title: "power outage"}, Occurrences: []index.Occurrence{
				{Occurrence: issue.Occurrence{First: at(1), Last: at(1), Affected: []string{"Ann", "Ben"}, Scope: issue.Several, References: []string{"INC-1", "INC-2"}}},
				{Occurrence: issue.Occurrence{First: at(2), Last: at(2), Affected: []string{"Ann"}}},
			}})
		}
		return newReport(issues, nil)
	}
	for _, tt := range []struct {
		chats   []string
		heading string
		several bool
	}{
		{nil, "Issues", false},
		{[]string{"Elm <Close>", "Elm <Close>"}, "Issues of Elm <Close>", false},
		{[]string{"Mill Lane", "Elm Close"}, "Issues of Elm Close and Mill Lane", true},
		{[]string{"C", "A", "B"}, "Issues of A, B and C", true},
		{[]string{"C", "A", "B", "D"}, "Issues of 4 chats", true},
	} {
		r := of(tt.chats...)
		if got := r.heading(); got != tt.heading {
			t.Errorf("%q: the heading is %q, want %q", tt.chats, got, tt.heading)
		}
		var page, text, table strings.Builder
		if err := errors.Join(writeReportHTML(&page, r), writeReportMarkdown(&text, r), writeReportCSV(&table, r)); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(page.String(), "<th>chat</th>"); got != tt.several {
			t.Errorf("%q: a column of chats on the page: %t", tt.chats, got)
		}
		if !strings.Contains(page.String(), "<h1><bdi>"+template.HTMLEscapeString(tt.heading)+"</bdi></h1>") {
			t.Errorf("%q: no heading %q in\n%s", tt.chats, tt.heading, page.String())
		}
		for _, chat := range tt.chats {
			if got := strings.Contains(text.String(), "2 times, open, "+chat); got != tt.several {
				t.Errorf("%q: %s named in Markdown: %t", tt.chats, chat, got)
			}
			if !strings.Contains(table.String(), "2,\"Ann, Ben\",0,several,\"INC-1, INC-2\",,false,"+chat+"\n") {
				t.Errorf("%q: no row of %s in\n%s", tt.chats, chat, table.String())
			}
		}
		if len(tt.chats) > 0 && !strings.Contains(page.String(), "2 people, several households") {
			t.Errorf("%q: nobody is counted in\n%s", tt.chats, page.String())
		}
	}
}
