package model

import (
	"math"

	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

// A Chat is what features are made from: messages, what each says, and the
// thread that each is in, by its first message.
type Chat struct {
	Messages []thread.Message
	Evidence []Evidence
	Root     []int
	Members  map[int][]int // the messages of a thread, in order, by its first

	unrelated bool                // messages have nothing to do with those nearby
	place     []int               // of a message in its thread
	tie       []float32           // how likely it is that a message belongs to its thread
	parent    []int               // the message that one answers, thread.None if it begins one
	mentioned map[int][Count]bool // tags that anything in a thread speaks for
	talk      map[int]talks       // what else a thread is about, as the mean of its messages
	whole     map[int]*[Count]whole
}

// NewChat puts a chat together. Notices are in no thread.
func NewChat(messages []thread.Message, evidence []Evidence, links []thread.Link) *Chat {
	c := &Chat{
		Messages: messages, Evidence: evidence, Root: thread.Roots(links), Members: make(map[int][]int),
		place: make([]int, len(messages)), mentioned: make(map[int][Count]bool), talk: make(map[int]talks),
		whole: make(map[int]*[Count]whole),
	}
	c.tie, c.parent = make([]float32, len(messages)), make([]int, len(messages))
	root := c.Root
	for i := range messages {
		if messages[i].Notice {
			continue
		}
		c.tie[i], c.parent[i] = float32(links[i].Confidence), links[i].Parent
		c.place[i] = len(c.Members[root[i]])
		c.Members[root[i]] = append(c.Members[root[i]], i)
		mentioned := c.mentioned[root[i]]
		for tag, v := range evidence[i].For {
			mentioned[tag] = mentioned[tag] || v > 0 || evidence[i].Learned[tag] > telling
		}
		c.mentioned[root[i]] = mentioned
	}
	for root, members := range c.Members {
		var mean talks
		for _, i := range members {
			for n, v := range evidence[i].talks() {
				mean[n] += v / float32(len(members))
			}
		}
		c.talk[root] = mean
		c.whole[root] = new([Count]whole)
		for tag := range Count {
			c.whole[root][tag] = c.describe(tag, members)
		}
	}
	return c
}

// NewTexts puts texts together that have nothing to do with each other.
func NewTexts(messages []thread.Message, evidence []Evidence) *Chat {
	links := make([]thread.Link, len(messages))
	for i := range links {
		links[i] = thread.Link{Parent: thread.None, Root: i, Confidence: 1}
	}
	c := NewChat(messages, evidence, links)
	c.unrelated = true
	return c
}

// talks are the topics of talk that no tag is for, each from 0 to 1.
type talks [lexicon.Topics - firstTalk]float32

const firstTalk = lexicon.Council + 1

func (e *Evidence) talks() talks {
	var t talks
	for _, h := range e.Hits {
		if h.Weight > 0 && h.Topic >= firstTalk {
			t[h.Topic-firstTalk] = max(t[h.Topic-firstTalk], worth[h.Weight])
		}
	}
	return t
}

// kernels are how far around a message its thread counts: near, and further.
var kernels = [...]kernel{{1.2, 3}, {5, 24}, {20, 96}}

// reach is how many messages before and after one are looked at.
const reach = 40

// channels are the figures of evidence that are summed over a message's
// surroundings: for the tag, against it, for the strongest other tag, for
// talk, by words alone, and by words alone for the strongest other tag.
const channels = 6

func (e *Evidence) channels(tag int) [channels]float32 {
	return [channels]float32{e.For[tag], e.Against[tag], e.rival(tag), e.Talk, e.Learned[tag], e.learnedRival(tag)}
}

func (e *Evidence) learnedRival(tag int) float32 {
	best := float32(-bag.Most)
	for other, v := range e.Learned {
		if other != tag {
			best = max(best, v)
		}
	}
	return best
}

// rival returns the most that a message says for another tag.
func (e *Evidence) rival(tag int) float32 {
	var best float32
	for other, v := range e.For {
		if other != tag {
			best = max(best, v)
		}
	}
	return best
}

// telling is what words must say for a tag to be looked at where no phrase is
// for it.
const telling = 0.7

// Mentions reports whether anything in a message's thread speaks for a tag.
func (c *Chat) Mentions(i, tag int) bool { return c.mentioned[c.Root[i]][tag] }

const (
	ownFeatures    = 18
	parentFeatures = 7
	aroundFeatures = 2 * len(kernels) * channels
	threadFeatures = 15
	openerFeatures = 9
	nearbyFeatures = 2 * len(nearbyKernels) * channels

	// Features is how long a vector is.
	Features = ownFeatures + parentFeatures + aroundFeatures + threadFeatures + openerFeatures + nearbyFeatures + 3 + Count + 2*len(talks{})
)

// Vector appends the features of a message for a tag to dst.
func (c *Chat) Vector(dst []float32, i, tag int) []float32 {
	members, place := c.Members[c.Root[i]], c.place[i]
	dst = c.own(dst, i, tag, members, place)
	dst = c.answered(dst, i, tag)
	dst = c.around(dst, i, tag, members, place)
	dst = append(dst, c.whole[c.Root[i]][tag][:]...)
	dst = c.opened(dst, tag, members, place)
	dst = c.nearby(dst, i, tag)
	for back := place - 1; ; back-- { // what the same person said before
		if back < 0 || back < place-reach {
			dst = append(dst, 0, 0, 0)
			break
		}
		if c.Messages[members[back]].Sender == c.Messages[i].Sender {
			e := &c.Evidence[members[back]]
			dst = append(dst, e.For[tag], e.Talk, e.Learned[tag])
			break
		}
	}
	talk := c.talk[c.Root[i]]
	dst = append(dst, talk[:]...)
	talk = c.Evidence[members[c.opener(members, place)]].talks()
	dst = append(dst, talk[:]...)
	for other := range Count {
		dst = append(dst, flag(other == tag))
	}
	return dst
}

func (c *Chat) own(dst []float32, i, tag int, members []int, place int) []float32 {
	e := &c.Evidence[i]
	before, after := float32(3), float32(3)
	if place > 0 {
		before = c.gap(members[place-1], i)
	}
	if place+1 < len(members) {
		after = c.gap(i, members[place+1])
	}
	dst = append(dst, e.For[tag], e.General[tag], e.Special[tag], e.Against[tag], e.rival(tag), e.Talk,
		flag(e.Question), logarithm(e.Words), flag(e.Words == 0), before, after, flag(place == 0),
		flag(e.For[tag] > 0 && e.For[tag] > e.rival(tag)), e.Learned[tag], e.learnedRival(tag))
	return c.tied(dst, i, members, place)
}

// tied says how surely a message belongs to its thread: where threads are found,
// what hardly does is often of another matter. The first of a thread belongs to
// it as surely as what follows. Doubt tells most where there is little.
func (c *Chat) tied(dst []float32, i int, members []int, place int) []float32 {
	var next float32
	if place+1 < len(members) {
		next = c.tie[members[place+1]]
	}
	own := c.tie[i]
	if place == 0 {
		own = next
	}
	return append(dst, own, next, own*own*own)
}

// answered describes the message that one answers.
func (c *Chat) answered(dst []float32, i, tag int) []float32 {
	parent := c.parent[i]
	if parent == thread.None {
		return append(dst, make([]float32, parentFeatures)...)
	}
	e := &c.Evidence[parent]
	return append(dst, e.For[tag], e.rival(tag), e.Talk, e.Learned[tag], e.learnedRival(tag), flag(e.Question), c.gap(parent, i))
}

// gap is the time between two messages: 0 at once, 1 for an hour, 3 for a week.
func (c *Chat) gap(from, to int) float32 {
	hours := c.Messages[to].Time.Sub(c.Messages[from].Time).Hours()
	return min(3, float32(math.Log2(1+max(0, hours))))
}

func (c *Chat) around(dst []float32, i, tag int, members []int, place int) []float32 {
	for _, way := range [...]int{-1, 1} {
		around := newSums(kernels[:])
		for d := 1; d <= reach; d++ {
			at := place + d*way
			if at < 0 || at >= len(members) {
				break
			}
			around.add(c, i, members[at], tag, d, float64(c.tie[members[at]]))
		}
		dst = around.means(dst)
	}
	return dst
}

// nearbyKernels are how far around a message the chat counts, whatever thread:
// where one was cut wrongly, the rest of it stands nearby.
var nearbyKernels = [...]kernel{{1.5, 1}, {5, 8}}

// nearbyReach is how many messages of the chat before and after one are looked
// at.
const nearbyReach = 12

func (c *Chat) nearby(dst []float32, i, tag int) []float32 {
	for _, way := range [...]int{-1, 1} {
		around := newSums(nearbyKernels[:])
		for d := 1; d <= nearbyReach && !c.unrelated; d++ {
			j := i + d*way
			if j < 0 || j >= len(c.Messages) {
				break
			}
			if !c.Messages[j].Notice {
				around.add(c, i, j, tag, d, 1)
			}
		}
		dst = around.means(dst)
	}
	return dst
}

// whole are the features of a thread for a tag, made once for all its messages.
type whole [threadFeatures]float32

func (c *Chat) describe(tag int, members []int) whole {
	var best, rival, talk, sum, against, talks, rivals float32
	var learned, learnedBest, learnedRival float32
	strong := 0
	for _, j := range members {
		e := &c.Evidence[j]
		r := e.rival(tag)
		best, rival, talk = max(best, e.For[tag]), max(rival, r), max(talk, e.Talk)
		sum, against, talks, rivals = sum+e.For[tag], against+e.Against[tag], talks+e.Talk, rivals+r
		learned, learnedBest, learnedRival = learned+e.Learned[tag], max(learnedBest, e.Learned[tag]), learnedRival+e.learnedRival(tag)
		if e.For[tag] >= 1 {
			strong++
		}
	}
	n := float32(len(members))
	first := &c.Evidence[members[0]]
	return whole{
		best, rival, sum / n, rivals / n, talks / n, against / n, logarithm(len(members)), logarithm(strong),
		first.For[tag], first.rival(tag), first.Talk, learned / n, learnedBest, learnedRival / n, first.Learned[tag],
	}
}

// opened describes the newest message of the thread that may have begun a
// matter: a question, or the first after a silence.
func (c *Chat) opened(dst []float32, tag int, members []int, place int) []float32 {
	opener := c.opener(members, place)
	e := &c.Evidence[members[opener]]
	var between float32
	for _, j := range members[opener : place+1] {
		between += c.Evidence[j].For[tag]
	}
	distance := place - opener
	return append(dst, e.For[tag], e.Against[tag], e.rival(tag), e.Talk, between/float32(distance+1),
		logarithm(distance), c.gap(members[opener], members[place]), e.Learned[tag], e.learnedRival(tag))
}

func (c *Chat) opener(members []int, place int) int {
	opener := place
	for opener > 0 && place-opener < reach && !c.opens(members, opener) {
		opener--
	}
	return opener
}

func (c *Chat) opens(members []int, place int) bool {
	return c.Evidence[members[place]].Question && c.Evidence[members[place]].Words > 3 || c.gap(members[place-1], members[place]) > 1.5
}

func logarithm(n int) float32 { return float32(math.Log1p(float64(n))) }

func flag(is bool) float32 {
	if is {
		return 1
	}
	return 0
}
