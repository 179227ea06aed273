package issue_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/index/role"
)

// The cost of a message must not grow with the years before it: ns/message
// stays the same from one length to the next.
func BenchmarkYearsOfIssues(b *testing.B) {
	lines := []string{
		"Has anyone else's power just gone off?", "Yes, ours is off too", "All fine here at %d", "Power is back on",
		"The pothole outside no %d is back", "I hit it with my bike, reported it to the council",
		"The pub has applied for a licence for music until %d", "The committee has refused the licence of the brewery, case %d",
		"Happy birthday Mo!", "Many happy returns", "Has anybody got a ladder?", "You can have ours",
	}
	for _, n := range []int{2_000, 8_000, 32_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := &role.Chat{}
			at := time.Date(2000, 3, 1, 18, 0, 0, 0, time.UTC)
			for i := range n {
				text := lines[i%len(lines)]
				if i%len(lines)%2 == 0 {
					at = at.Add(11 * time.Hour)
					c.Threads = append(c.Threads, role.Thread{})
				}
				text = strings.ReplaceAll(text, "%d", strconv.Itoa(i))
				t := &c.Threads[len(c.Threads)-1]
				t.Messages = append(t.Messages, i)
				c.Messages = append(c.Messages, role.Message{Time: at.Add(time.Duration(i%2) * time.Minute), Sender: string(rune('A' + i%7)), Text: text})
			}
			for b.Loop() {
				if _, err := issue.Find(b.Context(), c); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/message")
		})
	}
}
