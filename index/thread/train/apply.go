package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
)

// A found is the link of a message.
type found struct {
	parent int // its own number if it starts a thread
	chance float64
}

// link links the messages of a log.
func link(l *log, m *channel.Model) []found {
	decoder := channel.NewDecoder(m)
	list := make([]found, len(l.messages))
	var places []int
	for i, m := range l.messages {
		back, chance := decoder.Next(m)
		list[i] = found{i, chance}
		if back > 0 {
			list[i].parent = places[len(places)-back]
		}
		if !m.Notice {
			places = append(places, i)
		}
	}
	return list
}

// applyTo writes the links that weights find in logs, a file of JSON lines for
// each log, numbered from 1.
func applyTo(logs []log, weights, out string) error {
	f, err := os.Open(weights)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	model, err := channel.ReadModel(f)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var tally tally
	for i := range logs {
		var links bytes.Buffer
		enc := json.NewEncoder(&links)
		list := link(&logs[i], model)
		for n, found := range list {
			row := map[string]any{"n": n + 1, "parent": nil, "confidence": found.chance}
			if found.parent != n {
				row["parent"] = found.parent + 1
			}
			if err := enc.Encode(row); err != nil {
				return err
			}
		}
		if err := os.WriteFile(filepath.Join(out, logs[i].name+".jsonl"), links.Bytes(), 0o644); err != nil {
			return err
		}
		tally.count(&logs[i], list)
	}
	fmt.Println(&tally)
	return nil
}

// A tally counts how often links were right, by their chances.
type tally struct {
	links []counted
	gold  int
}

type counted struct {
	chance float64
	right  bool
}

// count counts the annotated messages of a log.
func (t *tally) count(l *log, list []found) {
	for i := l.first; i < l.end; i++ {
		gold := l.links[i]
		if gold == nil && l.messages[i].Notice {
			gold = []int{i}
		}
		t.gold += len(gold)
		t.links = append(t.links, counted{list[i].chance, slices.Contains(gold, list[i].parent)})
	}
}

// bins is in how many steps of the chance links are counted.
const bins = 10

// String returns precision, recall and F of the links, and the expected
// calibration error: by how much the chance is off, in the mean.
func (t *tally) String() string {
	right := 0.0
	var sum, hit, n [bins]float64
	for _, c := range t.links {
		b := min(int(c.chance*bins), bins-1)
		n[b]++
		sum[b] += c.chance
		if c.right {
			right++
			hit[b]++
		}
	}
	off, shares := 0.0, ""
	for b := range n {
		off += max(sum[b]-hit[b], hit[b]-sum[b]) / float64(len(t.links))
		if n[b] > 0 {
			shares += fmt.Sprintf(" %.2f>%.2f", sum[b]/n[b], hit[b]/n[b])
		}
	}
	p, r := right/float64(len(t.links)), right/float64(t.gold)
	return fmt.Sprintf("links P %.1f R %.1f F %.1f, chance>right%s, off by %.3f in the mean", 100*p, 100*r, 200*p*r/(p+r), shares, off)
}

// curve fits a rising curve to how often links were right by their chances:
// pools neighbours that fall (isotonic regression), then reads it at a few
// points.
func (t *tally) curve() channel.Curve {
	links := slices.Clone(t.links)
	slices.SortStableFunc(links, func(a, b counted) int {
		switch {
		case a.chance < b.chance:
			return -1
		case a.chance > b.chance:
			return 1
		}
		return 0
	})
	type pool struct{ n, right, chance float64 }
	var pools []pool
	const least = 100 // links in a pool, so that a handful bends nothing
	for i, c := range links {
		if i%least == 0 {
			pools = append(pools, pool{})
		}
		last := &pools[len(pools)-1]
		last.n++
		last.chance += c.chance
		if c.right {
			last.right++
		}
	}
	var rising []pool
	for _, p := range pools {
		rising = append(rising, p)
		for k := len(rising) - 1; k > 0 && rising[k].right*rising[k-1].n <= rising[k-1].right*rising[k].n; k-- {
			rising[k-1].n += rising[k].n
			rising[k-1].right += rising[k].right
			rising[k-1].chance += rising[k].chance
			rising = rising[:k]
		}
	}
	curve := make(channel.Curve, bins+1)
	k := 0
	for b := range curve {
		x := float64(b) / bins
		for k+1 < len(rising) && rising[k+1].chance/rising[k+1].n < x {
			k++
		}
		low := rising[k]
		y := low.right / low.n
		if at := low.chance / low.n; k+1 < len(rising) && x > at {
			high := rising[k+1]
			y += (high.right/high.n - y) * (x - at) / (high.chance/high.n - at)
		}
		curve[b] = float32(y)
	}
	return curve
}
