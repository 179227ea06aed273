// Train learns how messages of a busy channel answer each other, from logs with
// annotated links, and writes the weights that package thread embeds.
//
//	go run ./index/thread/train -logs DIR -out index/thread/channel.weights
//
// DIR holds NAME.ascii.txt and NAME.annotation.txt pairs in the format of
// Kummerfeld et al. 2019 (the corpus is not part of this repository). The same
// logs and seed give the same file, bit for bit, on the same kind of machine.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"sync"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
)

func main() {
	logs := flag.String("logs", "", "`folder` of annotated logs to learn from")
	out := flag.String("out", "", "`file` to write the weights to")
	seed := flag.Uint64("seed", 1, "of all that is random")
	nets := flag.Int("nets", 2, "second nets whose chances are averaged")
	apply := flag.String("apply", "", "do not learn: link the logs of this `folder` by the weights of -out, and write NAME.jsonl beside -links")
	links := flag.String("links", "", "`folder` for what -apply finds")
	flag.Parse()
	var err error
	if *apply != "" {
		err = applyTo(*apply, *out, *links)
	} else {
		err = learn(*logs, *out, *seed, *nets, os.Stderr)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// folds is how many first nets describe the training logs to the second ones:
// each describes the logs that it has not learned from.
const folds = 3

var (
	firstSettings  = settings{hidden1: 64, hidden2: 32, epochs: 4, rate: 0.002, drop: 0.1, decay: 0.001}
	secondSettings = settings{hidden1: 128, hidden2: 64, epochs: 8, rate: 0.002, drop: 0.1, decay: 0.001}
)

func learn(dir, out string, seed uint64, nets int, progress io.Writer) error {
	logs, err := readLogs(dir)
	if err != nil {
		return err
	}
	m := &channel.Model{Linear: linear(logs)}
	seen := make([][]moment, len(logs))
	each(len(logs), func(i int) { seen[i] = moments(&logs[i], m.Linear) })
	say := func(what string) func(int, float64) {
		return func(epoch int, loss float64) { fmt.Fprintf(progress, "%s, epoch %d: loss %.4f\n", what, epoch, loss) }
	}
	first := firstSettings
	described := make([][]example, len(logs))
	for fold := range folds {
		first.seed = seed*100 + uint64(fold)
		net := train(examples(seen, func(i int) bool { return i%folds != fold }), channel.LineFeatures, first, say("first net of a fold"))
		each(len(logs), func(i int) {
			if i%folds == fold {
				described[i] = describe(&logs[i], seen[i], net)
			}
		})
	}
	first.seed = seed*100 + folds
	m.First = train(examples(seen, func(int) bool { return true }), channel.LineFeatures, first, say("first net"))
	var all []example
	for _, list := range described {
		all = append(all, list...)
	}
	second := secondSettings
	for n := range nets {
		second.seed = seed*100 + 50 + uint64(n)
		m.Second = append(m.Second, train(all, channel.AllFeatures, second, say("second net")))
	}
	var weights bytes.Buffer
	if err := m.Write(&weights); err != nil {
		return err
	}
	return os.WriteFile(out, weights.Bytes(), 0o644)
}

// each calls do for all numbers below n, on all workers.
func each(n int, do func(i int)) {
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	wg.Wait()
}

// walk reads a log up to its last annotated message and calls visit for each
// message that is no notice, before it is said.
func walk(l *log, visit func(i int, h *channel.History, line *channel.Line, places []int)) {
	reader := channel.NewReader()
	history := channel.NewHistory(reader)
	var places []int // message of each line of the history
	for i, m := range l.messages[:l.end] {
		line := reader.Read(m)
		if line.Notice() {
			continue
		}
		visit(i, history, &line, places)
		history.Add(line)
		places = append(places, i)
	}
}

// right tells which candidates a message links to; ok if there is one.
func right(l *log, i int, backs func(k int) int, n int, places []int) (is []bool, ok bool) {
	is = make([]bool, n)
	for k := range is {
		at := i
		if back := backs(k); back > 0 {
			at = places[len(places)-back]
		}
		for _, linked := range l.links[i] {
			if linked == at {
				is[k], ok = true, true
			}
		}
	}
	return is, ok
}

// linear learns the weights by which candidates are kept, in one pass of
// AdaGrad (Duchi et al. 2011).
func linear(logs []log) []float32 {
	weights, squares := make([]float32, channel.LineFeatures), make([]float32, channel.LineFeatures)
	var vectors []channel.Vector
	var scores []float32
	var chances []float64
	for n := range logs {
		l := &logs[n]
		walk(l, func(i int, h *channel.History, line *channel.Line, places []int) {
			if i < l.first || l.links[i] == nil {
				return
			}
			vectors = h.Candidates(line, vectors)
			is, ok := right(l, i, func(k int) int { return k }, len(vectors), places)
			if !ok {
				return
			}
			scores = scores[:0]
			for _, v := range vectors {
				var score float32
				for _, f := range v {
					score += weights[f.At] * f.Value
				}
				scores = append(scores, score)
			}
			chances = channel.Chances(scores, chances)
			sum := 0.0
			for k, c := range chances {
				if is[k] {
					sum += c
				}
			}
			for k, c := range chances {
				d := c
				if is[k] {
					d -= c / (sum + 1e-30)
				}
				if math.Abs(d) < 1e-4 {
					continue
				}
				for _, f := range vectors[k] {
					g := float32(d) * f.Value
					squares[f.At] += g * g
					weights[f.At] -= 0.1 * g / float32(math.Sqrt(float64(squares[f.At])+1e-6))
				}
			}
		})
	}
	return weights
}

// A moment is a message with the candidates that were kept.
type moment struct {
	message int
	choices []channel.Choice
	right   []bool
	learn   bool // annotated, and its link was kept
}

func moments(l *log, weights []float32) []moment {
	var list []moment
	var vectors []channel.Vector
	walk(l, func(i int, h *channel.History, line *channel.Line, places []int) {
		vectors = h.Candidates(line, vectors)
		m := moment{message: i}
		for _, c := range channel.Keep(weights, vectors, nil) {
			c.Vector = append(channel.Vector(nil), c.Vector...)
			m.choices = append(m.choices, c)
		}
		var ok bool
		m.right, ok = right(l, i, func(k int) int { return m.choices[k].Back }, len(m.choices), places)
		m.learn = ok && i >= l.first
		list = append(list, m)
	})
	return list
}

func examples(seen [][]moment, use func(i int) bool) []example {
	var list []example
	for i, moments := range seen {
		if !use(i) {
			continue
		}
		for _, m := range moments {
			if m.learn {
				e := example{right: m.right}
				for _, c := range m.choices {
					e.vectors = append(e.vectors, c.Vector)
				}
				list = append(list, e)
			}
		}
	}
	return list
}

// describe links a log by a first net alone and notes what the threads found
// by then say of each candidate, as they will when both nets are in use.
func describe(l *log, seen []moment, net *channel.Net) []example {
	var list []example
	var scores []float32
	var chances []float64
	a := net.NewActivations()
	reader := channel.NewReader()
	history := channel.NewHistory(reader)
	threads := channel.NewThreads(history)
	next := 0
	for i, message := range l.messages[:l.end] {
		line := reader.Read(message)
		if line.Notice() {
			continue
		}
		m := seen[next]
		next++
		if m.message != i {
			panic("moments out of step with the log")
		}
		scores = scores[:0]
		for _, c := range m.choices {
			scores = append(scores, net.Score(c.Vector, a))
		}
		chances = channel.Chances(scores, chances)
		pick := threads.Decide(m.choices, chances)
		if m.learn {
			choices := make([]channel.Choice, len(m.choices))
			for k, c := range m.choices {
				choices[k] = channel.Choice{Back: c.Back, Vector: append(channel.Vector(nil), c.Vector...)}
			}
			threads.Extend(&line, choices, chances)
			e := example{right: m.right}
			for _, c := range choices {
				e.vectors = append(e.vectors, c.Vector)
			}
			list = append(list, e)
		}
		threads.Add(line, m.choices[pick].Back)
	}
	return list
}

// applyTo writes the links that weights find in logs, a file of JSON lines for
// each log, numbered from 1.
func applyTo(dir, weights, out string) error {
	f, err := os.Open(weights)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	model, err := channel.ReadModel(f)
	if err != nil {
		return err
	}
	logs, err := readLogs(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for i := range logs {
		var links bytes.Buffer
		enc := json.NewEncoder(&links)
		decoder := channel.NewDecoder(model)
		var places []int
		for n, m := range logs[i].messages {
			row := map[string]any{"n": n + 1, "parent": nil}
			if back, _ := decoder.Next(m); back > 0 {
				row["parent"] = places[len(places)-back] + 1
			}
			if !m.Notice {
				places = append(places, n)
			}
			if err := enc.Encode(row); err != nil {
				return err
			}
		}
		if err := os.WriteFile(filepath.Join(out, logs[i].name+".jsonl"), links.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
