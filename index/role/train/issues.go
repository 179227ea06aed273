package main

import (
	"slices"
	"time"

	"github.com/kerbstreet/kerb/index/issue"
)

// issueScore is how good issues are, as the labels have them.
type issueScore struct{ recall, precision, dated, people, scope, joined float64 }

// matters are the labels of what messages do about matters.
func (l *labelled) matters() []issue.Role {
	roles := make([]issue.Role, len(l.rows))
	for i, r := range l.rows {
		switch {
		case r.affected == "yes":
			roles[i] = issue.Off
		case r.affected == "no":
			roles[i] = issue.Fine
		case slices.Contains(r.tags, "outage"):
			roles[i] = issue.OutageTalk
		case r.report == "yes":
			roles[i] = issue.Report
		case slices.Contains(r.tags, "pothole"):
			roles[i] = issue.HoleTalk
		case slices.Contains(r.tags, "dump-run"):
			roles[i] = issue.Tip
		case slices.Contains(r.tags, "licensing"):
			roles[i] = issue.Permit
		}
	}
	return roles
}

// scoreIssues compares occurrences with the labels: one is found if messages of
// it are in an occurrence of the same tag.
func (l *labelled) scoreIssues(issues []issue.Issue, tell func(format string, args ...any)) issueScore {
	type claim struct {
		issue.Occurrence
		tag string
		k   int
	}
	type wish struct {
		occurrence
		tag  string
		k    int
		real bool
	}
	var got []claim
	for k, is := range issues {
		for _, o := range is.Occurrences {
			got = append(got, claim{o, is.Tag, k})
		}
	}
	var want []wish
	for k, is := range l.gold.Issues {
		for _, o := range is.Occurrences {
			want = append(want, wish{o, is.Tag, k, true})
		}
		for _, o := range is.FalseAlarms {
			want = append(want, wish{o, is.Tag, k, false})
		}
	}
	pair := make(map[int]int)
	used := make(map[int]bool)
	for x, w := range want {
		best, most := -1, 0
		for y, g := range got {
			if used[y] || g.tag != w.tag {
				continue
			}
			n := 0
			for _, i := range g.Messages {
				if w.First <= i+1 && i+1 <= w.Last && slices.Contains(w.Threads, l.rows[i].thread) {
					n++
				}
			}
			if n > most {
				best, most = y, n
			}
		}
		if best >= 0 {
			pair[x], used[best] = best, true
		} else if w.real {
			tell("  missed: %s %s %v %d-%d\n", w.tag, w.Date, w.Threads, w.First, w.Last)
		}
	}
	var s issueScore
	real, dates, outages, scopes, pairs := 0, 0, 0, 0, 0
	for x, w := range want {
		y, ok := pair[x]
		if w.real {
			real++
		}
		if !ok {
			continue
		}
		g := got[y]
		if w.real {
			s.recall++
			if w.tag != "dump-run" {
				dates++
				if day, err := time.Parse(time.DateOnly, w.Date); err == nil && apart(day, g.First) <= 1 {
					s.dated++
				} else {
					tell("  day: %s %s as %s\n", w.tag, w.Date, g.First.Format(time.DateOnly))
				}
			}
			if w.tag == "outage" && w.People != nil {
				outages++
				d := len(g.Affected) - *w.People
				s.people += float64(max(d, -d))
				if d > 1 || d < -1 {
					tell("  people: %s %s %d, got %d %v\n", w.tag, w.Date, *w.People, len(g.Affected), g.Affected)
				}
			}
		}
		if w.tag == "outage" {
			n := 2
			if w.Households != nil {
				n = *w.Households
			}
			scopes++
			many := w.real && n > 1
			if many == (g.Scope == issue.Several || g.Scope == issue.WholeStreet) && many != (g.Scope == issue.OneHousehold) {
				s.scope++
			} else {
				tell("  scope: %s many %v, got %s %v\n", w.Date, many, g.Scope, g.Affected)
			}
		}
		for z := x + 1; z < len(want); z++ {
			if want[z].k != w.k || !w.real || !want[z].real || w.tag != "outage" && w.tag != "pothole" {
				continue
			}
			if other, ok := pair[z]; ok && got[other].k == g.k {
				s.joined++
			}
		}
	}
	for x, w := range want {
		for z := x + 1; z < len(want); z++ {
			if want[z].k == w.k && w.real && want[z].real && (w.tag == "outage" || w.tag == "pothole") {
				pairs++
			}
		}
	}
	for y, g := range got {
		if !used[y] {
			tell("  false: %s %s %d %s, %v: %s\n", g.tag, issues[g.k].What, g.k, g.First.Format(time.DateOnly), g.Messages, l.chat.Messages[g.Messages[0]].Text)
		}
	}
	s.precision = float64(len(used)) / max(1, float64(len(got)))
	s.recall /= max(1, float64(real))
	s.dated /= max(1, float64(dates))
	s.people /= max(1, float64(outages))
	s.scope /= max(1, float64(scopes))
	s.joined /= max(1, float64(pairs))
	return s
}

// apart is the number of days between two days.
func apart(a, b time.Time) int {
	d := int(b.Truncate(24*time.Hour).Sub(a.Truncate(24*time.Hour)) / (24 * time.Hour))
	return max(d, -d)
}
