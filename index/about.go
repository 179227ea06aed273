package index

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic"
)

// What messages are about is found with their threads, since it takes as long:
// those who ask when the power comes back want what was said on an evening
// without power, though nobody said the word ("off again", "same", "back on").

// likelyAbout is the chance from which a message is about a tag.
const likelyAbout = 0.6

// aboutBlock tells what the messages of a block are about, as bits in the order of
// topic.Known. Of messages before it, those that are answered in it are read too.
func aboutBlock(ctx context.Context, reader *topic.Reader, messages []thread.Message, warm int, links []thread.Link) ([]uint8, error) {
	all, answered := make([]thread.Link, len(messages)), make([]bool, warm)
	for i := range all {
		all[i] = thread.Link{Parent: thread.None, Root: i, Confidence: 1}
		if i < warm {
			continue
		}
		all[i].Parent, all[i].Confidence = links[i-warm].Parent, links[i-warm].Confidence
		if parent := all[i].Parent; parent != thread.None {
			all[i].Root = all[parent].Root
			if parent < warm {
				answered[parent] = true
			}
		}
	}
	for i, is := range answered {
		messages[i].Notice = messages[i].Notice || !is
	}
	reading, err := reader.Read(ctx, messages, all)
	if err != nil {
		return nil, err
	}
	about := make([]uint8, len(links))
	likely := reading.Likely()
	for bit, tag := range topic.Known() {
		for i, chance := range likely[tag][warm:] {
			if chance >= likelyAbout {
				about[i] |= 1 << bit
			}
		}
	}
	return about, nil
}

// rowsAbout returns the rows of the messages that are likely to have a known tag,
// by its place among these. The first call takes some milliseconds for a million
// messages. Callers must not change it.
func (t *threads) rowsAbout(r *table.Reader, tag int) *roaring.Bitmap {
	t.likelyOnce.Do(func() {
		order := r.All()
		for bit := range topic.Known() {
			rows := roaring.New()
			for place, about := range t.about {
				if about&(1<<bit) != 0 {
					rows.Add(order.Row(place))
				}
			}
			t.likely = append(t.likely, rows)
		}
	})
	return t.likely[tag]
}

// rowsAbout is that of the snapshot's threads.
func (sn *Snapshot) rowsAbout(tag int) *roaring.Bitmap { return sn.threads().rowsAbout(sn.table, tag) }

// about is the evidence for what a question is about, by the words that it asks
// with: messages that are likely to be about the same, whatever their words. If
// words speak for several tags, each has its share.
func (g *gatherer) about(list []evidence) []evidence {
	if g.corpus.about == nil {
		return nil
	}
	total := 0.0
	for _, e := range list {
		total += e.weight
	}
	votes, all := make(map[string]float64), 0.0
	for _, term := range g.question.terms {
		for _, l := range g.question.languages {
			if tag := l.Topic(term); tag != "" {
				votes[tag]++
				all++
				break
			}
		}
	}
	var found []evidence
	for bit, tag := range topic.Known() {
		if votes[tag] == 0 {
			continue
		}
		rows := g.corpus.about(bit)
		found = append(found, evidence{word: tag, weight: g.weights.about * total * votes[tag] / all, whole: roaring.New(), weaker: []weaker{{1, "what it is about", rows}}})
	}
	return found
}
