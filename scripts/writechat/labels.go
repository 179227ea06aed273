package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

type occurrence struct {
	Date         string   `json:"date"`
	Threads      []string `json:"threads"`
	First        int      `json:"first_ordinal"`
	Last         int      `json:"last_ordinal"`
	Resolved     *string  `json:"resolved_date"`
	Reporting    []string `json:"people_reporting,omitempty"`
	People       int      `json:"n_people"`
	Households   int      `json:"n_households"`
	Unaffected   []string `json:"people_unaffected,omitempty"`
	NUnaffected  int      `json:"n_unaffected"`
	Participants []string `json:"participants,omitempty"`
}

type issue struct {
	Issue       string       `json:"issue"`
	Tag         string       `json:"tag"`
	Place       string       `json:"place"`
	Recurring   bool         `json:"recurring"`
	Occurrences []occurrence `json:"occurrences"`
	FalseAlarms []occurrence `json:"false_alarms"`
}

type loan struct {
	Item      string   `json:"item"`
	Kind      string   `json:"kind"`
	Owner     string   `json:"owner"`
	Borrower  string   `json:"borrower"`
	Out       *string  `json:"out_date"`
	Back      *string  `json:"back_date"`
	AskedBack []string `json:"asked_back"`
	Threads   []string `json:"threads"`
	Ordinals  []int    `json:"ordinals"`
}

type question struct {
	ID       int      `json:"id"`
	Query    string   `json:"query"`
	Relevant []int    `json:"relevant"`
	Threads  []string `json:"relevant_threads"`
}

// writeLabels writes what is known of the messages of one export.
func (s *source) writeLabels(base string, e export) error {
	messages := s.in(e)
	var rows bytes.Buffer
	rows.WriteString("ordinal\tthread\ttags\taffected\tlending\treport\tkind\n")
	for i, m := range messages {
		tags := s.tags[m.thread]
		if tags == "" {
			tags = "-"
		}
		fmt.Fprintf(&rows, "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", i+1, m.thread, tags, m.affected, m.lending, m.report, m.kind)
	}
	if err := os.WriteFile(base+".labels.tsv", rows.Bytes(), 0o644); err != nil {
		return err
	}
	if len(s.issues)+len(s.loans) > 0 {
		if err := writeJSON(base+".issues.json", map[string]any{
			"chat": s.title, "issues": s.goldIssues(messages, e), "lending_ledger": s.goldLoans(messages, e),
		}); err != nil {
			return err
		}
	}
	if len(s.asks) == 0 {
		return nil
	}
	questions := make([]question, 0, len(s.asks))
	for _, a := range s.asks {
		q := question{ID: a.number, Query: a.query, Relevant: []int{}, Threads: a.threads}
		for i, m := range messages {
			if slices.Contains(m.answers, a.number) {
				q.Relevant = append(q.Relevant, i+1)
			}
		}
		if len(q.Relevant) > 0 {
			questions = append(questions, q)
		}
	}
	return writeJSON(base+".queries.json", map[string]any{"chat": s.title, "queries": questions})
}

func writeJSON(path string, v any) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	return os.WriteFile(path, out.Bytes(), 0o644)
}

func (s *source) goldIssues(messages []message, e export) []issue {
	issues := make([]issue, 0, len(s.issues))
	for _, f := range s.issues {
		if len(f) < 4 {
			s.fault(0, "issue not understood: %s", strings.Join(f, " | "))
			continue
		}
		one := issue{Tag: f[0], Issue: f[1], Place: f[2], Occurrences: s.occurrences(messages, e, f[0], f[3]), FalseAlarms: []occurrence{}}
		if len(f) > 4 {
			one.FalseAlarms = s.occurrences(messages, e, f[0], strings.TrimPrefix(f[4], "false "))
		}
		one.Recurring = len(one.Occurrences) > 1
		if len(one.Occurrences)+len(one.FalseAlarms) > 0 {
			issues = append(issues, one)
		}
	}
	return issues
}

var occurrenceText = regexp.MustCompile(`^(\S+) (\d{4}-\d\d-\d\d)(?: over (\d{4}-\d\d-\d\d))?$`)

// occurrences reads "threads day over day ; …". What lies outside the export
// is left out.
func (s *source) occurrences(messages []message, e export, tag, text string) []occurrence {
	all := []occurrence{}
	for _, part := range fields(text, ";") {
		f := occurrenceText.FindStringSubmatch(part)
		if f == nil {
			s.fault(0, "occurrence not understood: %s", part)
			continue
		}
		o := occurrence{Date: f[1+1], Threads: strings.Split(f[1], "+")}
		if f[3] != "" {
			o.Resolved = &f[3]
		}
		inside := map[string]bool{}
		for i, m := range messages {
			if !slices.Contains(o.Threads, m.thread) {
				continue
			}
			if o.First == 0 {
				o.First = i + 1
			}
			o.Last = i + 1
			if m.who != "*" {
				inside[m.who] = true
			}
		}
		for _, thread := range o.Threads {
			if !strings.Contains(s.tags[thread], tag) {
				s.fault(0, "thread %s is not tagged %s", thread, tag)
			}
		}
		if o.First == 0 {
			continue
		}
		if tag == "outage" || tag == "pothole" {
			s.count(&o, messages, e, tag)
		} else {
			for who := range inside {
				o.Participants = append(o.Participants, s.name(who, e))
			}
			slices.Sort(o.Participants)
		}
		all = append(all, o)
	}
	return all
}

// count says who reported an occurrence and who said it does not touch them.
func (s *source) count(o *occurrence, messages []message, e export, tag string) {
	yes, no, houses := []string{}, []string{}, map[string]bool{}
	for _, m := range messages {
		if !slices.Contains(o.Threads, m.thread) {
			continue
		}
		reported := tag == "outage" && m.affected == "yes" || tag == "pothole" && m.report == "yes"
		if reported && !slices.Contains(yes, m.who) {
			yes = append(yes, m.who)
			houses[s.house[m.who]] = true
		}
		if m.affected == "no" && !slices.Contains(no, m.who) {
			no = append(no, m.who)
		}
	}
	no = slices.DeleteFunc(no, func(who string) bool { return slices.Contains(yes, who) })
	for _, who := range yes {
		o.Reporting = append(o.Reporting, s.name(who, e))
	}
	for _, who := range no {
		o.Unaffected = append(o.Unaffected, s.name(who, e))
	}
	o.People, o.Households, o.NUnaffected = len(yes), len(houses), len(no)
}

func (s *source) goldLoans(messages []message, e export) []loan {
	loans := make([]loan, 0, len(s.loans))
	for _, f := range s.loans {
		if len(f) != 6 || s.people[f[2]] == "" || s.people[f[3]] == "" {
			s.fault(0, "loan not understood: %s", strings.Join(f, " | "))
			continue
		}
		l := loan{Item: f[0], Kind: f[1], Owner: s.name(f[2], e), Borrower: s.name(f[3], e), AskedBack: []string{}, Threads: strings.Fields(f[5])}
		dates := strings.Fields(f[4])
		for i := 0; i+1 < len(dates); i += 2 {
			switch dates[i] {
			case "out":
				l.Out = &dates[i+1]
			case "back":
				l.Back = &dates[i+1]
			case "asked":
				l.AskedBack = append(l.AskedBack, dates[i+1])
			}
		}
		for i, m := range messages {
			if slices.Contains(l.Threads, m.thread) && m.lending != "-" {
				l.Ordinals = append(l.Ordinals, i+1)
			}
		}
		if len(l.Ordinals) > 0 {
			loans = append(loans, l)
		}
	}
	return loans
}
