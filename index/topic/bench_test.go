package topic

import (
	"fmt"
	"testing"
)

// The cost of a message must not grow with its thread: ns/message stays the
// same from one length to the next.
func BenchmarkOneLongThread(b *testing.B) {
	for _, n := range []int{1_000, 4_000, 16_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			lines := make([]string, n)
			for i := range lines {
				lines[i] = []string{"Is the power off again?", "Ours is off too", "Has anybody got a ladder?", "Happy birthday Mo!"}[i%4]
			}
			messages, links := street(lines)
			for b.Loop() {
				r, err := Read(b.Context(), messages, links)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := Suggest(b.Context(), []Chat{{Reading: r}}, Request{Tags: Known(), Min: 0.5}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/message")
		})
	}
}
