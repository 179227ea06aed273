package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
)

// writeLogs writes logs in which pairs of people talk at once, always by name,
// and each message answers the one before of its pair.
func writeLogs(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(1, 0))
	for log := range n {
		var text, links strings.Builder
		last := []int{-1, -1}
		turns := []int{0, 0}
		for line := range 40 {
			pair := random.IntN(2)
			speaker, other := fmt.Sprintf("ann%d", pair), fmt.Sprintf("bob%d", pair)
			if turns[pair]%2 == 1 {
				speaker, other = other, speaker
			}
			turns[pair]++
			fmt.Fprintf(&text, "[10:%02d] <%s> %s: well\n", line, speaker, other)
			if last[pair] < 0 {
				last[pair] = line
			}
			fmt.Fprintf(&links, "%d %d -\n", last[pair], line)
			last[pair] = line
		}
		base := filepath.Join(dir, fmt.Sprintf("log%02d", log))
		for name, content := range map[string]string{base + ".ascii.txt": text.String(), base + ".annotation.txt": links.String()} {
			if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

func TestLearningRepeatsBitForBit(t *testing.T) {
	t.Parallel()
	logs, err := readLogs(writeLogs(t, every+1))
	if err != nil {
		t.Fatal(err)
	}
	small := settings{hidden1: 16, hidden2: 8, epochs: 8, rate: 0.02, drop: 0.04}
	learned := func(seed uint64) []byte {
		var b bytes.Buffer
		o := options{seed: seed, nets: 1, first: small, teacher: small, second: small}
		if err := learn(logs, o, io.Discard).Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	first := learned(1)
	if !bytes.Equal(first, learned(1)) {
		t.Error("the same logs and seed gave other weights")
	}
	if bytes.Equal(first, learned(2)) {
		t.Error("another seed gave the same weights")
	}
	model, err := channel.ReadModel(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	right, all := 0, 0
	for i := range logs {
		for n, found := range link(&logs[i], model) {
			if len(logs[i].links[n]) > 0 {
				all++
				if found.parent == logs[i].links[n][0] {
					right++
				}
			}
		}
	}
	if right < all*3/4 {
		t.Errorf("%d of %d links of what was learned from are right", right, all)
	}
}

func TestReadLine(t *testing.T) {
	t.Parallel()
	const day = 24 * 60 * 60
	tests := []struct {
		line string
		now  int64
		want channel.Message
	}{
		{"[01:02] <ann> hi  there", 0, channel.Message{Time: 3720, Sender: "ann", Text: "hi  there"}},
		{"[01:02:03] < ann> hi", 0, channel.Message{Time: 3723, Sender: "ann", Text: "hi"}},
		{"[01:02] * ann waves", 0, channel.Message{Time: 3720, Sender: "ann", Text: "waves"}},
		{"[01:02]  * ann waves", 0, channel.Message{Time: 3720, Sender: "ann", Text: "waves"}},
		{"tea 2018-05-29 [01:02] <ann> hi", 0, channel.Message{Time: 3720, Sender: "ann", Text: "hi"}},
		{"[00:01] <ann> a new day", day - 60, channel.Message{Time: day + 60, Sender: "ann", Text: "a new day"}},
		{"=== ann has joined #tea", 7, channel.Message{Time: 7, Text: "=== ann has joined #tea", Notice: true}},
		{"no [01:02] <ann> quoted", 7, channel.Message{Time: 7, Text: "no [01:02] <ann> quoted", Notice: true}},
		{"", 7, channel.Message{Time: 7, Notice: true}},
	}
	for _, test := range tests {
		if got := readLine(test.line, test.now); got != test.want {
			t.Errorf("%q: %+v, want %+v", test.line, got, test.want)
		}
	}
}

func TestTheCurveTellsHowOftenChancesWereRight(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 0))
	var tally tally
	for range 20000 { // right half as often as the chance says
		chance := random.Float64()
		tally.links = append(tally.links, counted{chance, random.Float64() < chance/2})
	}
	curve := tally.curve()
	for _, chance := range []float64{0.1, 0.3, 0.5, 0.75, 0.9} {
		if got := curve.At(chance); got < chance/2-0.05 || got > chance/2+0.05 {
			t.Errorf("a chance of %v is right in %.3f, want %.3f", chance, got, chance/2)
		}
	}
}
