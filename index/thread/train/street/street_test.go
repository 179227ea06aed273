package main

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kerbstreet/kerb/index/thread/internal/street"
)

// gossip is a chat of two threads that take turns.
func gossip() chat {
	c := chat{name: "gossip"}
	for i := range 150 {
		thread := fmt.Sprint(i / 10 * 2)
		text := "the ladder is here"
		if i%3 == 0 {
			thread, text = fmt.Sprint(i/10*2+1), "our cat is gone"
		}
		c.messages = append(c.messages, street.Message{Time: int64(i/10*86400 + i*60), Sender: []string{"Ann", "Ben", "Cy"}[i%3], Text: text})
		c.threads = append(c.threads, thread)
	}
	return c
}

func TestTheSameSeedGivesTheSameWeights(t *testing.T) {
	t.Parallel()
	weights := func(seed uint64) []byte {
		var b bytes.Buffer
		if err := learn([]chat{gossip(), gossip()}, seed, 2).Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	first := weights(1)
	if !bytes.Equal(first, weights(1)) {
		t.Error("the same seed gave other weights")
	}
	if bytes.Equal(first, weights(2)) {
		t.Error("another seed gave the same weights")
	}
}

func TestWhatIsSeenIsLearned(t *testing.T) {
	t.Parallel()
	c := gossip()
	if r := measure(&c, learn([]chat{c, c}, 1, 1)); r.found.OneToOne < 0.9 {
		t.Errorf("linked as %+v", r.found)
	}
}

func TestAMixKeepsThreadsInTheirOrder(t *testing.T) {
	t.Parallel()
	c := gossip()
	q := remix(&c, 0.5, 0.7, rand.New(rand.NewPCG(4, 0)))
	if len(q.messages) == 0 || len(q.messages) >= len(c.messages) {
		t.Fatalf("%d of %d messages are kept", len(q.messages), len(c.messages))
	}
	if !slices.IsSortedFunc(q.messages, func(a, b street.Message) int { return int(a.Time - b.Time) }) {
		t.Error("the clock goes back")
	}
	sizes := make(map[string]int)
	for _, thread := range q.threads {
		sizes[thread]++
	}
	for thread, n := range sizes {
		whole := 0
		for _, other := range c.threads {
			if other == thread {
				whole++
			}
		}
		if n != whole {
			t.Errorf("of thread %s %d of %d messages are kept", thread, n, whole)
		}
	}
}

func TestTheRightChoiceIsWhereItsCompanionsAre(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what  string
		said  []string // threads of the messages, the last to be placed
		found []int
		last  []int // of the choices: how many messages back
		want  int
	}{
		{"nobody spoke of it", []string{"a", "a", "b"}, []int{0, 0}, []int{0, 1}, 0},
		{"its thread", []string{"a", "b", "a"}, []int{0, 1}, []int{0, 1, 2}, 2},
		{"a thread with strangers", []string{"a", "a", "b", "a"}, []int{0, 0, 0}, []int{0, 1}, 1},
		{"outnumbered", []string{"a", "b", "b", "b", "a"}, []int{0, 0, 0, 0}, []int{0, 1}, 0},
		{"split in two", []string{"a", "a", "a", "a"}, []int{0, 0, 2}, []int{0, 1, 2}, 2},
	} {
		if got := right(&chat{threads: c.said}, &found{c.found}, c.last); got != c.want {
			t.Errorf("%s: choice %d, want %d", c.what, got, c.want)
		}
	}
}

func TestEvidenceIsWorthWhatItSays(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 0))
	var want [street.Terms]float64
	for i := range want {
		want[i] = random.Float64()*2 - 1
	}
	seen := make([]decision, 40_000)
	for n := range seen {
		d := &seen[n]
		var odds float64
		for i := range d.evidence {
			d.evidence[i] = random.NormFloat64()
			odds += want[i] * d.evidence[i]
		}
		d.right = random.Float64() < 1/(1+math.Exp(-odds))
	}
	for i, got := range weigh(seen) {
		if math.Abs(got-want[i]) > 0.08 {
			t.Errorf("term %d is worth %.2f, want %.2f", i, got, want[i])
		}
	}
	if got := weigh(nil); got != street.AsSaid() {
		t.Errorf("without decisions: %v", got)
	}
}
