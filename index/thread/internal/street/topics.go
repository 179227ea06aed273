package street

import (
	"sync"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

// topicCount is how many topics are told apart.
const topicCount = int(lexicon.Topics)

// matcher finds what lines are about.
type matcher struct {
	*lexicon.Matcher
	hits []lexicon.Hit
	sum  [topicCount]int
}

// known holds the phrases of the languages that links were learned with. Those
// of others say little of them, and stand in the way: "but" is a goal in French.
var known = sync.OnceValue(func() *lexicon.Lexicon { return lexicon.For("cy", "de", "en", "es", "hi", "kn") })

func newMatcher() matcher { return matcher{Matcher: known().Matcher()} }

// most weight that a topic of one line has.
const mostWeight = 4

// topics returns what a text is about. A topic that is a kind of another
// counts for both.
func (m *matcher) topics(words []analysis.Token) []topic {
	m.hits = m.MatchTokens(m.hits[:0], words)
	if len(m.hits) == 0 {
		return nil
	}
	m.sum = [topicCount]int{}
	for _, h := range m.hits {
		m.sum[h.Topic] += h.Weight
		if head := heads[h.Topic]; head != h.Topic {
			m.sum[head] += h.Weight
		}
	}
	var found []topic
	for t, weight := range m.sum {
		if weight > 0 {
			found = append(found, topic{topic: uint8(t), weight: float32(min(weight, mostWeight))})
		}
	}
	return found
}

// heads is the topic that each is a kind of, itself for the others.
var heads = func() (heads [topicCount]lexicon.Topic) {
	first := make(map[string]lexicon.Topic)
	for t := range lexicon.Topics {
		heads[t] = t
		if tag := t.Tag(); tag != "" {
			if _, ok := first[tag]; !ok {
				first[tag] = t
			}
			heads[t] = first[tag]
		}
	}
	return heads
}()

// tagged are the topics that stand for a tag each.
var tagged = [...]lexicon.Topic{lexicon.Outage, lexicon.Pothole, lexicon.Lending, lexicon.DumpRun, lexicon.Licensing}
