package index

import (
	"flag"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic"
)

// The weights of ranking are chosen on the labelled streets of testdata but for
// those held apart, which only tell how it went:
//
//	go test ./index -run TestChooseWeights -choose -v -timeout 2h
//
// One weight after the other is moved from the middle of a few values to the best
// of them, if that helps by more than chance would. It is done once on all chats,
// for the weights to keep, and once without each of some parts of them, for the
// figures to expect on chats that nobody has seen.
var choose = flag.Bool("choose", false, "choose the weights of ranking anew and print them")

// labelledStreet is a labelled street with its threads as they are found.
type labelledStreet struct {
	labelled
	name  string
	apart bool
}

func labelledStreets(t *testing.T) []labelledStreet {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "testdata", "streets", "*", "*.queries.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	heldApart := strings.Split(bag.HeldApart, ",")
	streets := make([]labelledStreet, 0, len(files))
	for _, file := range files {
		s := labelledStreet{labelled: readLabelled(t, file), name: filepath.Base(filepath.Dir(file))}
		s.apart = slices.Contains(heldApart, s.name)
		s.findThreads(t)
		streets = append(streets, s)
	}
	return streets
}

// findThreads lets the finder know the threads that a store would.
func (c *labelled) findThreads(t *testing.T) {
	t.Helper()
	order := c.finder.table.Order(0)
	messages := make([]thread.Message, order.Len())
	for place := range messages {
		m, err := c.finder.message(t.Context(), order.Row(place))
		if err != nil {
			t.Fatal(err)
		}
		facts, err := c.finder.table.Row(order.Row(place))
		if err != nil {
			t.Fatal(err)
		}
		messages[place] = thread.Message{Time: m.Time, Sender: m.Sender, Text: m.Text, Notice: facts.Notice()}
	}
	links, err := thread.Find(t.Context(), messages)
	if err != nil {
		t.Fatal(err)
	}
	numbers, members := make([]uint32, order.Len()), make(map[uint32][]uint32)
	for place, link := range links {
		row, number := order.Row(place), uint32(place+1)
		if link.Parent != thread.None {
			number = numbers[order.Row(link.Parent)]
		}
		numbers[row] = number
		members[number] = append(members[number], row)
	}
	c.finder.threadNumber = func(row uint32) uint32 { return numbers[row] }
	c.finder.thread = func(row uint32) []uint32 { return members[numbers[row]] }
	about, err := aboutBlock(t.Context(), topic.NewReader(c.finder.spoken.languages), messages, 0, links)
	if err != nil {
		t.Fatal(err)
	}
	found := &threads{about: about}
	c.finder.about = func(tag int) *roaring.Bitmap { return found.rowsAbout(c.finder.table, tag) }
}

// quality is recall of messages, recall of conversations and reciprocal rank,
// and what the choice goes by.
type quality struct {
	figures [3]float64
	aim     float64
}

// figures asks all questions.
func (c *labelled) figures(t *testing.T, w weights) (figures [3]float64) {
	t.Helper()
	c.finder.weights = w
	for _, asked := range c.asked {
		for i, x := range c.score(asked, c.answers(t, asked.Query, 10)) {
			figures[i] += x / float64(len(c.asked))
		}
	}
	return figures
}

func (c *labelled) answers(t *testing.T, query string, limit int) []Hit {
	t.Helper()
	result, err := c.finder.search(t.Context(), Request{Query: query, Limit: limit})
	if err != nil {
		t.Fatal(err)
	}
	return result.Hits
}

// quality asks all questions. What is aimed at counts each of them once more for
// all of the ways to ask it with a word less, as people do who know what to type.
func (c *labelled) quality(t *testing.T, w weights) quality {
	t.Helper()
	q := quality{figures: c.figures(t, w)}
	for _, asked := range c.asked {
		aim := c.aim(asked, c.answers(t, asked.Query, 20))
		shorter := c.shorter(asked.Query)
		for _, query := range shorter {
			aim += c.aim(asked, c.answers(t, query, 20)) / float64(len(shorter))
		}
		q.aim += aim / float64(len(c.asked))
	}
	return q
}

// shorter returns a question with each of its words left out that says
// something.
func (c *labelled) shorter(query string) (list []string) {
	words := strings.Fields(query)
	for i, word := range words {
		small := slices.ContainsFunc(c.finder.spoken.languages, func(l *language.Language) bool { return l.Small(strings.ToLower(word)) })
		if !small && len(words) > 2 {
			list = append(list, strings.Join(slices.Concat(words[:i], words[i+1:]), " "))
		}
	}
	return list
}

// How much recall of messages counts beside recall of conversations and
// reciprocal rank: those who see one right line of a conversation open it.
const messagesCount = 0.3

// aim is what the choice of weights goes by, for one question. A hit just behind
// the tenth counts a little, so that it moves by small steps.
func (c *labelled) aim(q askedFor, hits []Hit) (aim float64) {
	threads, seen := c.threadsOf(q), make(map[string]bool)
	for i, hit := range hits {
		among := 1 / (1 + math.Exp((float64(i)-9.5)/1.5))
		if slices.Contains(q.Relevant, hit.N) {
			aim += messagesCount * among / float64(min(len(q.Relevant), 10))
		}
		thread := c.thread[hit.N]
		if !slices.Contains(threads, thread) || seen[thread] {
			continue
		}
		if len(seen) == 0 {
			aim += 1 / float64(i+1)
		}
		seen[thread] = true
		aim += among / float64(len(threads))
	}
	return aim
}

// The golden file tells how good the first ten hits are, street by street; those
// held apart are what to expect elsewhere.
func TestStreetsFindTheirAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("loads all labelled streets")
	}
	t.Parallel()
	var report strings.Builder
	var sums [2][4]float64
	report.WriteString("recall of messages, of conversations, reciprocal rank\n")
	for _, s := range labelledStreets(t) {
		figures, which, note := s.figures(t, chosenWeights()), 0, ""
		if s.apart {
			which, note = 1, ", held apart"
		}
		fmt.Fprintf(&report, "%.2f  %.2f  %.2f  %s%s\n", figures[0], figures[1], figures[2], s.name, note)
		for i, x := range figures {
			sums[which][i] += x
		}
		sums[which][3]++
	}
	for which, name := range []string{"mean", "mean of those held apart"} {
		n := sums[which][3]
		fmt.Fprintf(&report, "%.2f  %.2f  %.2f  %s\n", sums[which][0]/n, sums[which][1]/n, sums[which][2]/n, name)
	}
	golden.RequireEqual(t, report.String())
}

// knobs are the weights that are chosen, each with the values it may have.
var knobs = []struct {
	name   string
	of     func(*weights) *float64
	values []float64
}{
	{"near", func(w *weights) *float64 { return &w.near }, []float64{0.3, 0.4, 0.5, 0.6, 0.7, 0.8}},
	{"repeat", func(w *weights) *float64 { return &w.repeat }, []float64{0.1, 0.25, 0.4, 0.55}},
	{"step", func(w *weights) *float64 { return &w.step }, []float64{0.85, 0.9, 0.95, 1}},
	{"behind", func(w *weights) *float64 { return &w.behind }, []float64{0.4, 0.5, 0.6, 0.7}},
	{"remark", func(w *weights) *float64 { return &w.remark }, []float64{0.6, 0.75, 0.9}},
	{"half life", func(w *weights) *float64 { return &w.halfLife }, []float64{1800, 3600, 7200, 14400}},
	{"longest break", func(w *weights) *float64 { return &w.longestBreak }, []float64{18000, 36000, 72000}},
	{"ask", func(w *weights) *float64 { return &w.ask }, []float64{0.65, 0.75, 0.85, 0.95, 1}},
	{"figure", func(w *weights) *float64 { return &w.figure }, []float64{0.15, 0.3, 0.45, 0.6, 0.8}},
	{"thread", func(w *weights) *float64 { return &w.thread }, []float64{0.1, 0.2, 0.3, 0.4, 0.5}},
	{"opening", func(w *weights) *float64 { return &w.opening }, []float64{0.3, 0.4, 0.5, 0.6, 0.7}},
	{"talk", func(w *weights) *float64 { return &w.talk }, []float64{0.1, 0.2, 0.3, 0.4, 0.5}},
	{"first", func(w *weights) *float64 { return &w.first }, []float64{1.1, 1.2, 1.3, 1.4, 1.5}},
	{"apart", func(w *weights) *float64 { return &w.apart }, []float64{0.4, 0.6, 0.8, 1}},
	{"crowd", func(w *weights) *float64 { return &w.crowd }, []float64{0.7, 0.8, 0.85, 0.9, 0.95, 1}},
	{"bystander", func(w *weights) *float64 { return &w.bystander }, []float64{0.6, 0.7, 0.8, 0.9, 1}},
	{"about", func(w *weights) *float64 { return &w.about }, []float64{0.1, 0.15, 0.25, 0.35}},
	{"slip", func(w *weights) *float64 { return &w.slip }, []float64{0.4, 0.55, 0.7}},
	{"spelling", func(w *weights) *float64 { return &w.spelling }, []float64{0.3, 0.45, 0.6, 0.75}},
	{"alike", func(w *weights) *float64 { return &w.alike }, []float64{0.4, 0.5, 0.6, 0.7, 0.8}},
	{"matter", func(w *weights) *float64 { return &w.matter }, []float64{0.15, 0.3, 0.45}},
	{"half", func(w *weights) *float64 { return &w.half }, []float64{0.3, 0.5, 0.7}},
	{"begins", func(w *weights) *float64 { return &w.begins }, []float64{0.15, 0.3, 0.45}},
	{"month", func(w *weights) *float64 { return &w.month }, []float64{0.4, 0.6, 0.8}},
	{"sender", func(w *weights) *float64 { return &w.sender }, []float64{0.3, 0.45, 0.6, 0.75}},
	{"light", func(w *weights) *float64 { return &w.light }, []float64{0.35, 0.5, 0.65}},
	{"number", func(w *weights) *float64 { return &w.number }, []float64{0.2, 0.4, 0.6, 0.8}},
	{"gathered", func(w *weights) *float64 { return &w.gathered }, []float64{0.15, 0.3, 0.45, 0.6}},
}

const (
	rounds = 2     // in which all weights are moved
	parts  = 4     // that the streets are cut into, to be left out in turn
	chance = 0.003 // what a change must improve the mean aim by to be kept
)

func TestChooseWeights(t *testing.T) {
	if !*choose {
		t.Skip("takes some minutes; ask for it with -choose")
	}
	streets := labelledStreets(t)
	known := make(map[weights][]quality)
	measure := func(w weights) []quality {
		if _, ok := known[w]; !ok {
			list := make([]quality, len(streets))
			for i := range streets {
				list[i] = streets[i].quality(t, w)
			}
			known[w] = list
		}
		return known[w]
	}
	mean := func(w weights, counts func(i int) bool) (q quality) {
		n := 0.0
		for i, got := range measure(w) {
			if counts(i) {
				n++
				q.aim += got.aim
				for k := range q.figures {
					q.figures[k] += got.figures[k]
				}
			}
		}
		q.aim /= n
		for k := range q.figures {
			q.figures[k] /= n
		}
		return q
	}
	chosen := func(counts func(i int) bool) weights {
		w := chosenWeights()
		for _, knob := range knobs {
			*knob.of(&w) = knob.values[len(knob.values)/2]
		}
		best := mean(w, counts).aim
		for range rounds {
			for _, knob := range knobs {
				for _, value := range knob.values {
					moved := w
					*knob.of(&moved) = value
					if aim := mean(moved, counts).aim; aim > best+chance {
						best, w = aim, moved
					}
				}
			}
		}
		return w
	}
	training := func(i int) bool { return !streets[i].apart }
	w := chosen(training)
	t.Logf("chosen on all: %+v", w)
	for part := range parts {
		left := func(i int) bool { return training(i) && i%parts == part }
		other := chosen(func(i int) bool { return training(i) && i%parts != part })
		t.Logf("part %d left out: as it is %.3f, chosen without it %.3f", part, mean(chosenWeights(), left).figures, mean(other, left).figures)
	}
	for i := range streets {
		t.Logf("%-16s as it is %.3f, chosen %.3f", streets[i].name, measure(chosenWeights())[i].figures, measure(w)[i].figures)
	}
	apart := func(i int) bool { return streets[i].apart }
	t.Logf("trained on: as it is %.3f, chosen %.3f", mean(chosenWeights(), training).figures, mean(w, training).figures)
	t.Logf("held apart: as it is %.3f, chosen %.3f", mean(chosenWeights(), apart).figures, mean(w, apart).figures)
}
