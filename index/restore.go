package index

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/index/archive"
	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/parser"
)

// A dump of marks is text, one mark a line, its parts between tabs:
//
//	# kerb marks 1
//	chat  "elm street"  "Elm Street"
//	dates  "elm street"  mdy
//	tag  pothole  4t0q3r8w1x2y5z6a  message  2024-03-01T18:05:00Z
//	search  "water"  "water after:2025 in:elm"  2024-03-01T18:05:00Z
//	link  4t0q3r8w1x2y5z6a  8x2mk4tqz6w9rv1n  2024-03-01T18:05:00Z
//	refusal  lending  4t0q3r8w1x2y5z6a  2024-03-01T18:05:00Z
//	person  "Mum"  "Deb No 12"  joined  ""  2024-03-01T18:05:00Z
//
// A tag is on a message, on its thread, or excepts a message from its thread's.
// A link says what a message answers by a person's word: another, or none.
// A refusal says that the thread of a message does not deserve a tag. A person
// is a name, another name of theirs or "", whether they are joined by what
// exports tell as well or alone, and the name to show or "".
//
// Tags come by name and then by message, chats by key, searches by name, so that
// two dumps can be compared line by line. An answer on the order of day and
// month follows its chat; where it overrules one export, with the SHA-256 of
// its text. Empty lines and lines that begin with # say nothing.
const (
	dumpHeader  = "# kerb marks "
	dumpVersion = 1
)

var scopeNames = [...]string{marks.Message: "message", marks.Thread: "thread", marks.Except: "except"}

// DumpMarks writes every mark as text, in a stable order.
func (s *Store) DumpMarks(ctx context.Context, w io.Writer) error {
	d, err := s.marks.Dump(ctx)
	if err != nil {
		return fmt.Errorf("dump marks: %w", s.marksError(err))
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s%d\n", dumpHeader, dumpVersion)
	for _, m := range d.Tags {
		fmt.Fprintf(out, "tag\t%s\t%s\t%s\t%s\n", m.Tag, ID(m.ID), scopeNames[m.Scope], m.Since.Format(time.RFC3339))
	}
	for _, c := range d.Chats {
		fmt.Fprintf(out, "chat\t%q\t%q\n", c.Key, c.Name)
		if c.DateOrder != "" {
			fmt.Fprintf(out, "dates\t%q\t%s\n", c.Key, c.DateOrder)
		}
		for _, sum := range slices.Sorted(maps.Keys(c.Overruled)) {
			fmt.Fprintf(out, "dates\t%q\t%s\t%s\n", c.Key, c.Overruled[sum], sum)
		}
	}
	for _, search := range d.Searches {
		fmt.Fprintf(out, "search\t%q\t%q\t%s\n", search.Name, search.Query, search.Since.Format(time.RFC3339))
	}
	for _, link := range d.Links {
		parent := noParent
		if link.Parent != (marks.ID{}) {
			parent = ID(link.Parent).String()
		}
		fmt.Fprintf(out, "link\t%s\t%s\t%s\n", ID(link.ID), parent, link.Since.Format(time.RFC3339))
	}
	for _, r := range d.Refusals {
		fmt.Fprintf(out, "refusal\t%s\t%s\t%s\n", r.Tag, ID(r.ID), r.Since.Format(time.RFC3339))
	}
	for _, p := range d.People {
		fmt.Fprintf(out, "person\t%q\t%q\t%s\t%q\t%s\n", p.Name, p.With, joinedOrAlone(p.Alone), p.Shown, p.Since.Format(time.RFC3339))
	}
	for _, i := range d.Issues {
		if strings.HasPrefix(i.ID, loanPrefix) {
			fmt.Fprintf(out, "loan\t%s\t%q\t%s\t%q\t%q\t%s\n", i.ID, i.Title, cmp.Or(i.State, unsaid), i.Owner, i.Borrower, i.Since.Format(time.RFC3339))
			continue
		}
		fmt.Fprintf(out, "issue\t%s\t%q\t%s\t%s\t%t\t%s\n", i.ID, i.Title, cmp.Or(i.State, unsaid), cmp.Or(i.With, unsaid), i.Apart, i.Since.Format(time.RFC3339))
	}
	if err := out.Flush(); err != nil { // which also tells of what failed before
		return fmt.Errorf("dump marks: %w", err)
	}
	return nil
}

// unsaid stands in a dump for what was not decided on an issue.
const unsaid = "-"

// RestoreReport says what a restore of marks did.
type RestoreReport struct {
	Action
	Known   int            // marks that were there already
	Unknown int            // marks on messages that are not loaded; they are kept and show when the messages come
	Bad     []RestoreError // lines that could not be read
}

// RestoreError is a line of a dump that could not be read.
type RestoreError struct {
	Line   int // counted from 1
	Reason string
}

// Error names the line and what is wrong with it.
func (e RestoreError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// longestLine is more than any line of a dump takes.
const longestLine = 64 << 10

// RestoreMarks adds the marks of a dump to those of the store, as one action
// that can be undone. Lines that cannot be read are left out and reported. A
// dump of a newer version is refused as a whole.
func (s *Store) RestoreMarks(ctx context.Context, r io.Reader) (RestoreReport, error) {
	var report RestoreReport
	var d marks.Dump
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	number := 0
	for lines.Scan() {
		number++
		line := strings.TrimSuffix(lines.Text(), "\r")
		if version, ok := strings.CutPrefix(line, dumpHeader); ok {
			if v, err := strconv.Atoi(version); err != nil || v > dumpVersion {
				return RestoreReport{}, fmt.Errorf("restore marks: line %d: version %.20q of marks: %w", number, version, ErrNewerStore)
			}
		}
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := parseDumpLine(&d, line); err != nil {
			report.Bad = append(report.Bad, RestoreError{Line: number, Reason: err.Error()})
		}
	}
	if err := lines.Err(); err != nil {
		return RestoreReport{}, fmt.Errorf("restore marks: line %d: %w", number+1, err)
	}
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return RestoreReport{}, fmt.Errorf("restore marks: %w", err)
	}
	defer sn.Close()
	for _, mark := range d.Tags {
		if _, ok := sn.table.Find(mark.ID); !ok {
			report.Unknown++
		}
	}
	action, err := s.marks.Restore(ctx, d, fmt.Sprintf("restore %d marks", len(d.Tags)+len(d.Searches)+len(d.Links)+len(d.Refusals)+len(d.People)+len(d.Issues)), s.now())
	if report.Action, err = s.acted(ctx, action, false, err); err != nil {
		return RestoreReport{}, fmt.Errorf("restore marks: %w", err)
	}
	for _, search := range d.Searches {
		if !slices.ContainsFunc(sn.marks.Searches, func(known marks.Search) bool { return known.Name == search.Name }) {
			report.Added++
		}
	}
	for _, link := range d.Links {
		if _, known := sn.marks.Links[link.ID]; !known {
			report.Added++
		}
	}
	for _, refusal := range d.Refusals {
		if !slices.Contains(sn.marks.Refusals[refusal.Tag], refusal.ID) {
			report.Added++
		}
	}
	for _, person := range d.People {
		if _, known := sn.marks.People[person.Name]; !known {
			report.Added++
		}
	}
	for _, issue := range d.Issues {
		if _, known := sn.marks.Issues[issue.ID]; !known {
			report.Added++
		}
	}
	report.Known = len(d.Tags) + len(d.Searches) + len(d.Links) + len(d.Refusals) + len(d.People) + len(d.Issues) - report.Added
	s.rethread(ctx, len(d.Links) > 0)
	return report, nil
}

// noParent stands in a dump for what a message answers that starts a thread.
const noParent = "none"

// parseDumpLine adds what a line says.
func parseDumpLine(d *marks.Dump, line string) error {
	parts := strings.Split(line, "\t")
	switch {
	case parts[0] == "tag" && len(parts) == 5:
		mark, err := parseTagLine(parts)
		if err == nil {
			d.Tags = append(d.Tags, mark)
		}
		return err
	case parts[0] == "dates" && (len(parts) == 3 || len(parts) == 4):
		answer, err := parseDatesLine(parts)
		if err == nil {
			d.Answers = append(d.Answers, answer)
		}
		return err
	case parts[0] == "chat" && len(parts) == 3:
		key, err := strconv.Unquote(parts[1])
		name, err2 := strconv.Unquote(parts[2])
		if err != nil || err2 != nil || key == "" || name == "" {
			return errors.New("a chat needs a key and a name, both in quotes")
		}
		d.Chats = append(d.Chats, marks.Chat{Key: key, Name: name})
		return nil
	case parts[0] == "search" && len(parts) == 4:
		name, err := strconv.Unquote(parts[1])
		query, err2 := strconv.Unquote(parts[2])
		since, err3 := time.Parse(time.RFC3339, parts[3])
		if err := errors.Join(err, err2, err3, checkSearch(name, query)); err != nil {
			return fmt.Errorf("a search needs a name and a query, both in quotes, and a time: %w", err)
		}
		d.Searches = append(d.Searches, marks.Search{Name: name, Query: query, Since: since.UTC()})
		return nil
	case parts[0] == "link" && len(parts) == 4:
		link, err := parseLinkLine(parts)
		if err == nil {
			d.Links = append(d.Links, link)
		}
		return err
	case parts[0] == "refusal" && len(parts) == 4:
		refusal, err := parseRefusalLine(parts)
		if err == nil {
			d.Refusals = append(d.Refusals, refusal)
		}
		return err
	case parts[0] == "person" && len(parts) == 6:
		person, err := parsePersonLine(parts)
		if err == nil {
			d.People = append(d.People, person)
		}
		return err
	case parts[0] == "loan" && len(parts) == 7:
		loan, err := parseLoanLine(parts)
		if err == nil {
			d.Issues = append(d.Issues, loan)
		}
		return err
	case parts[0] == "issue" && len(parts) == 7:
		issue, err := parseIssueLine(parts)
		if err == nil {
			d.Issues = append(d.Issues, issue)
		}
		return err
	}
	return fmt.Errorf("none of tag, chat, dates, search, link, refusal, person, issue and loan: %.60q", line)
}

func parseIssueLine(parts []string) (issue marks.Issue, err error) {
	issue.ID = parts[1]
	if issue.Title, err = strconv.Unquote(parts[2]); err != nil {
		return issue, errors.New("an issue's title stands in quotes")
	}
	for i, into := range map[int]*string{3: &issue.State, 4: &issue.With} {
		if parts[i] != unsaid {
			*into = parts[i]
		}
	}
	if issue.Apart, err = strconv.ParseBool(parts[5]); err != nil {
		return issue, fmt.Errorf("%.40q is neither true nor false", parts[5])
	}
	if err := checkIssue(issue); err != nil {
		return issue, err
	}
	if issue.Since, err = time.Parse(time.RFC3339, parts[6]); err != nil {
		return issue, fmt.Errorf("%.40q is no time", parts[6])
	}
	return issue, nil
}

func parseLoanLine(parts []string) (loan marks.Issue, err error) {
	loan.ID = parts[1]
	for i, into := range map[int]*string{2: &loan.Title, 4: &loan.Owner, 5: &loan.Borrower} {
		if *into, err = strconv.Unquote(parts[i]); err != nil {
			return loan, errors.New("things and names stand in quotes")
		}
	}
	if parts[3] != unsaid {
		loan.State = parts[3]
	}
	if err := checkLoan(loan); err != nil {
		return loan, err
	}
	if loan.Since, err = time.Parse(time.RFC3339, parts[6]); err != nil {
		return loan, fmt.Errorf("%.40q is no time", parts[6])
	}
	return loan, nil
}

// joinedOrAlone is how a dump says whether a name is nobody else's.
func joinedOrAlone(alone bool) string {
	if alone {
		return "alone"
	}
	return "joined"
}

func parsePersonLine(parts []string) (person marks.Person, err error) {
	for i, into := range map[int]*string{1: &person.Name, 2: &person.With, 4: &person.Shown} {
		if *into, err = strconv.Unquote(parts[i]); err != nil {
			return person, errors.New("a person needs names in quotes")
		}
	}
	person.Alone = parts[3] == joinedOrAlone(true)
	if person.Name == "" || parts[3] != joinedOrAlone(person.Alone) {
		return person, errors.New("a person needs a name, and joined or alone")
	}
	if person.Shown != "" {
		if err := checkPersonName(person.Shown); err != nil {
			return person, err
		}
	}
	since, err := time.Parse(time.RFC3339, parts[5])
	if err != nil {
		return person, fmt.Errorf("%.40q is no time", parts[5])
	}
	person.Since = since.UTC()
	return person, nil
}

func parseLinkLine(parts []string) (link marks.Link, err error) {
	id, err := ParseID(parts[1])
	if err != nil {
		return link, err
	}
	link.ID = marks.ID(id)
	if parts[2] != noParent {
		parent, err := ParseID(parts[2])
		if err != nil {
			return link, err
		}
		link.Parent = marks.ID(parent)
	}
	if link.Since, err = time.Parse(time.RFC3339, parts[3]); err != nil {
		return link, fmt.Errorf("%.40q is no time", parts[3])
	}
	return link, nil
}

func parseRefusalLine(parts []string) (marks.Refusal, error) {
	if !ValidTag(parts[1]) {
		return marks.Refusal{}, fmt.Errorf("%.80q: %w", parts[1], ErrBadTag)
	}
	id, err := ParseID(parts[2])
	if err != nil {
		return marks.Refusal{}, err
	}
	since, err := time.Parse(time.RFC3339, parts[3])
	if err != nil {
		return marks.Refusal{}, fmt.Errorf("%.40q is no time", parts[3])
	}
	return marks.Refusal{Tag: parts[1], ID: marks.ID(id), Since: since.UTC()}, nil
}

func parseDatesLine(parts []string) (marks.Answer, error) {
	key, err := strconv.Unquote(parts[1])
	if err != nil || key == "" {
		return marks.Answer{}, errors.New("a chat needs a key in quotes")
	}
	order, err := parser.ParseDateOrder(parts[2])
	if err != nil || order == parser.UnknownOrder {
		return marks.Answer{}, fmt.Errorf("%.40q is no date order", parts[2])
	}
	answer := marks.Answer{Chat: key, Order: order.String()}
	if len(parts) == 4 {
		if _, err := archive.ParseSum(parts[3]); err != nil {
			return marks.Answer{}, err
		}
		answer.Sum = parts[3]
	}
	return answer, nil
}

func parseTagLine(parts []string) (marks.Mark, error) {
	if !ValidTag(parts[1]) {
		return marks.Mark{}, fmt.Errorf("%.80q: %w", parts[1], ErrBadTag)
	}
	id, err := ParseID(parts[2])
	if err != nil {
		return marks.Mark{}, err
	}
	for scope, name := range scopeNames {
		if name != parts[3] {
			continue
		}
		since, err := time.Parse(time.RFC3339, parts[4])
		if err != nil {
			return marks.Mark{}, fmt.Errorf("%.40q is no time", parts[4])
		}
		return marks.Mark{Tag: parts[1], ID: marks.ID(id), Scope: marks.Scope(scope), Since: since.UTC()}, nil
	}
	return marks.Mark{}, fmt.Errorf("%.40q is none of message, thread and except", parts[3])
}
