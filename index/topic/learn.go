package topic

import (
	"cmp"
	"context"
	"hash/fnv"
	"math"
	"slices"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/topic/internal/model"
	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

// A learner fits a logistic regression for one tag to what people said of it.
// A message is seen with those around it in its thread: the words, the topics
// of the phrases, and what the net thinks of it. What nobody said anything of
// counts, weakly, as without the tag.
type learner struct {
	chats []Chat
	tag   string
	known int       // place in model.Tags, -1
	rare  []float64 // how rare each word is
	w     []float64
	bias  float64
}

const (
	wordFeatures = 1 << 14 // words share them by their hashes
	netAt        = wordFeatures
	topicsAt     = netAt + model.Count
	allFeatures  = topicsAt + int(lexicon.Topics)
)

// Strengths of the groups of features beside each other: the stronger, the
// easier it is learned from.
const (
	netStrength   = 3.0
	topicStrength = 1.0
	wordStrength  = 0.5
)

// A feature of a vector.
type feature struct {
	at    int
	value float64
}

// wordsOf returns the words of each message, as numbers below wordFeatures.
func (r *Reading) wordsOf() [][]uint32 {
	r.once.Do(func() {
		r.words = make([][]uint32, len(r.chat.Messages))
		for i, m := range r.chat.Messages {
			if m.Notice {
				continue
			}
			for _, term := range analysis.Terms(m.Text) {
				if !r.small(term) {
					r.words[i] = append(r.words[i], r.word(term))
				}
			}
			slices.Sort(r.words[i])
			r.words[i] = slices.Compact(r.words[i])
		}
	})
	return r.words
}

// word returns the number of a word: one for all its forms.
func (r *Reading) word(term string) uint32 {
	for _, l := range r.spoken {
		if l.HasForms() {
			term = l.Stem(term)
			break
		}
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(term)) // never fails
	return h.Sum32() % wordFeatures
}

// small reports whether a word only builds sentences, in a language of the chat.
func (r *Reading) small(term string) bool {
	return slices.ContainsFunc(r.spoken, func(l *language.Language) bool { return l.Small(term) })
}

// telling reports whether a word says by itself what a message is about.
func (r *Reading) telling(term string) bool {
	return !r.small(term) && !slices.ContainsFunc(r.spoken, func(l *language.Language) bool { return l.Light(term) })
}

// own appends the features of a message alone.
func (l *learner) own(dst []feature, r *Reading, i int) []feature {
	words := r.wordsOf()[i]
	for _, word := range words {
		dst = append(dst, feature{int(word), wordStrength * l.rare[word] / math.Sqrt(float64(len(words)))})
	}
	for tag, chance := range r.chances[i] {
		if tag != l.known {
			dst = append(dst, feature{netAt + tag, netStrength * chance})
		}
	}
	for _, h := range r.chat.Evidence[i].Hits {
		if h.Weight > 0 {
			dst = append(dst, feature{topicsAt + int(h.Topic), topicStrength * float64(h.Weight) / 3})
		}
	}
	return dst
}

// view appends the features of a message and of those around it.
func (l *learner) view(dst []feature, r *Reading, i int) []feature {
	r.surroundings(i, func(j int, share float64) {
		begin := len(dst)
		dst = l.own(dst, r, j)
		for k := begin; k < len(dst); k++ {
			dst[k].value *= share
		}
	})
	return dst
}

// surroundings calls fn with the messages around one in its thread, itself
// among them, and how much each counts; all together count 1.
func (r *Reading) surroundings(i int, fn func(j int, share float64)) {
	members := r.chat.Members[r.chat.Root[i]]
	at, _ := slices.BinarySearch(members, i)
	from, to := max(0, at-around), min(len(members), at+around+1)
	var shares [2*around + 1]float64
	total := 0.0
	for k, j := range members[from:to] {
		hours := math.Abs(r.chat.Messages[j].Time.Sub(r.chat.Messages[i].Time).Hours())
		shares[k] = math.Exp(-math.Abs(float64(from+k-at))/aroundMessages - hours/aroundHours)
		total += shares[k]
	}
	for k, j := range members[from:to] {
		fn(j, shares[k]/total)
	}
}

const (
	around         = 10 // messages before and after one that are seen with it
	aroundMessages = 4  // over how many it fades, by a factor of e
	aroundHours    = 24 // over how many hours it does
)

// lesson is a message to learn from.
type lesson struct {
	features []feature
	offset   float64 // what the net thinks of it
	has      bool
	weight   float64
}

const (
	// weakly is what all that nobody said anything of counts beside one tagged
	// thread.
	weakly = 2.0
	// weakest is the most that one of them counts: it may well deserve the tag.
	weakest = 0.05
	// sampled is how many of them are looked at at most, and how many of those
	// that have the tag in one chat.
	sampled = 2000
)

// learn fits a learner and judges all messages.
func learn(ctx context.Context, chats []Chat, tag string) ([][]float64, func(chat int, messages []int) []Span, error) {
	l := &learner{
		chats: chats, tag: tag, known: slices.Index(model.Tags[:], tag),
		rare: make([]float64, wordFeatures), w: make([]float64, allFeatures),
	}
	l.weighWords()
	lessons := l.lessons()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	l.fit(lessons)
	judged := make([][]float64, len(chats))
	for n := range chats {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		judged[n] = l.judge(&chats[n])
	}
	return judged, l.because, nil
}

func (l *learner) weighWords() {
	total := 1.0
	for _, c := range l.chats {
		for _, words := range c.wordsOf() {
			total++
			for _, word := range words {
				l.rare[word]++
			}
		}
	}
	for word, n := range l.rare {
		l.rare[word] = math.Log(total/(1+n)) / math.Log(total)
	}
}

func (l *learner) lessons() []lesson {
	var all []lesson
	var open [][2]int
	tagged := 0.0
	for n, c := range l.chats {
		settled := make(map[int]bool)
		for _, group := range []struct {
			messages []int
			has      bool
		}{{c.Lessons[l.tag].Tagged, true}, {c.Lessons[l.tag].Refused, false}} {
			size := make(map[int]float64) // of the part of a thread
			for _, i := range group.messages {
				size[c.chat.Root[i]]++
			}
			step := max(1, (len(group.messages)+sampled-1)/sampled)
			for k := 0; k < len(group.messages); k += step {
				i := group.messages[k]
				if c.chat.Messages[i].Notice || settled[i] {
					continue
				}
				settled[i] = true
				weight := 1 / size[c.chat.Root[i]]
				if group.has {
					tagged += weight
				}
				all = append(all, l.lesson(c.Reading, i, group.has, weight))
			}
		}
		for i, m := range c.chat.Messages {
			if !m.Notice && !settled[i] {
				open = append(open, [2]int{n, i})
			}
		}
	}
	if l.known >= 0 {
		return all // the net knows what else there is
	}
	step := (len(open) + sampled - 1) / sampled
	for k := 0; k < len(open); k += max(step, 1) {
		all = append(all, l.lesson(l.chats[open[k][0]].Reading, open[k][1], false, 0))
	}
	taken := 0
	for i := range all {
		if all[i].weight == 0 {
			taken++
		}
	}
	for i := range all {
		if all[i].weight == 0 {
			all[i].weight = min(weakest, weakly*max(tagged, 1)/float64(taken))
		}
	}
	return all
}

func (l *learner) lesson(r *Reading, i int, has bool, weight float64) lesson {
	return lesson{features: l.view(nil, r, i), offset: l.offset(r, i), has: has, weight: weight}
}

// offset is the logit of what the net thinks of a message, for the tags that it
// knows.
func (l *learner) offset(r *Reading, i int) float64 {
	if l.known < 0 {
		return 0
	}
	p := min(max(r.chances[i][l.known], 0.01), 0.99)
	return math.Log(p / (1 - p))
}

const (
	rounds = 60
	rate   = 0.5
	tame   = 0.02 // how strongly weights are held near zero
	// knows is how many answered threads what the net knows of its own tags
	// counts as, so that a few answers do not outweigh it.
	knows = 8.0
	// tameBias is how strongly an answer is kept from counting for everything.
	tameBias = 0.1
)

// fit learns the weights by AdaGrad, always in the same order.
func (l *learner) fit(lessons []lesson) {
	squares, biasSquare := make([]float64, allFeatures), 1e-6
	gradient, touched := make([]float64, allFeatures), make(map[int]bool)
	total := 0.0
	if l.known >= 0 {
		total = knows
	}
	for i := range lessons {
		total += lessons[i].weight
		for _, f := range lessons[i].features {
			touched[f.at] = true
		}
	}
	at := make([]int, 0, len(touched))
	for k := range touched {
		at = append(at, k)
	}
	slices.Sort(at)
	for range rounds {
		bias := 0.0
		if l.known >= 0 {
			bias = tameBias * l.bias
		}
		for _, k := range at {
			gradient[k] = tame * l.w[k]
		}
		for i := range lessons {
			e := &lessons[i]
			d := model.Chance(l.score(e.features) + e.offset)
			if e.has {
				d--
			}
			d *= e.weight / total
			bias += d
			for _, f := range e.features {
				gradient[f.at] += d * f.value
			}
		}
		for _, k := range at {
			squares[k] += gradient[k] * gradient[k]
			l.w[k] -= rate * gradient[k] / (math.Sqrt(squares[k]) + 1e-3)
		}
		biasSquare += bias * bias
		l.bias -= rate * bias / math.Sqrt(biasSquare)
	}
}

func (l *learner) score(features []feature) float64 {
	sum := l.bias
	for _, f := range features {
		sum += l.w[f.at] * f.value
	}
	return sum
}

const (
	// passing is how many messages of a thread must have been tagged, one by
	// one, for the others to have been passed over.
	passing = 3
	// passedOver is the logit by which that makes them less likely.
	passedOver = 2.5
)

// judge tells how likely each message has the tag. What a view scores is the
// mean of what its messages score, so that each is looked at once.
func (l *learner) judge(c *Chat) []float64 {
	r := c.Reading
	tagged := make(map[int]int) // messages, by thread
	for _, i := range c.Lessons[l.tag].Tagged {
		tagged[r.chat.Root[i]]++
	}
	settled := c.settled(l.tag)
	scores := make([]float64, len(r.chat.Messages))
	var features []feature
	for i, m := range r.chat.Messages {
		if !m.Notice {
			features = l.own(features[:0], r, i)
			scores[i] = l.score(features)
		}
	}
	chances := make([]float64, len(scores))
	for i, m := range r.chat.Messages {
		if m.Notice {
			continue
		}
		sum := l.offset(r, i)
		if tagged[r.chat.Root[i]] >= passing && !settled[i] {
			sum -= passedOver
		}
		r.surroundings(i, func(j int, share float64) { sum += share * scores[j] })
		chances[i] = model.Chance(sum)
	}
	return chances
}

// because returns the words that speak most for the tag.
func (l *learner) because(chat int, messages []int) []Span {
	r := l.chats[chat].Reading
	spans := phrases(r, l.known, messages)
	type word struct {
		Span
		weight float64
	}
	var found []word
	seen := make(map[uint32]bool)
	var tokens []analysis.Token
	for _, i := range messages {
		tokens = analysis.Tokenize(tokens[:0], r.chat.Messages[i].Text)
		for _, t := range tokens {
			if !r.telling(t.Term) {
				continue
			}
			number := r.word(t.Term)
			if weight := l.w[number] * l.rare[number]; weight > 0 && !seen[number] {
				seen[number] = true
				found = append(found, word{Span{i, t.Start, t.End}, weight})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b word) int { return cmp.Compare(b.weight, a.weight) })
	for _, w := range found {
		if len(spans) >= reasons {
			break
		}
		spans = append(spans, w.Span)
	}
	return spans
}
