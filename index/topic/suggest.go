package topic

import (
	"cmp"
	"context"
	"slices"

	"github.com/kerbstreet/kerb/index/topic/internal/model"
)

// Lesson is what people said of a tag in one chat, by messages. One that is in
// both lists has the tag.
type Lesson struct {
	Tagged  []int
	Refused []int
}

// Chat is a chat to make suggestions for.
type Chat struct {
	*Reading

	Lessons map[string]Lesson // by tag
}

// Request says which suggestions are wanted.
type Request struct {
	Tags []string // that may be suggested
	// Min is the least confidence, from 0 to 1. From 0.5 on, a message belongs to
	// a suggestion only if it is clearly likely to have the tag, or likely and
	// alone in its thread: one out of place costs more trust than one that is
	// missed. With 0 every thread is listed, those that have the tag and those that
	// were refused too.
	Min float64
}

// Suggestion is a tag that a thread, or part of it, probably deserves.
type Suggestion struct {
	Tag        string
	Chat       int   // place in the list of chats
	Thread     int   // the message that begins the thread
	Messages   []int // that deserve the tag, in order
	Confidence float64
	Because    []Span // what speaks for it most, the strongest first
}

// Span is a piece of a message's text.
type Span struct {
	Message    int
	Start, End int // bytes
}

// Suggest returns suggestions for chats, the most certain first. It ends early
// with the error of ctx.
func Suggest(ctx context.Context, chats []Chat, req Request) ([]Suggestion, error) {
	var all []Suggestion
	for _, tag := range req.Tags {
		judged, because, err := judge(ctx, chats, tag)
		if err != nil {
			return nil, err
		}
		for number, chat := range chats {
			settled := chat.settled(tag)
			for root := range chat.chat.Messages {
				members := chat.chat.Members[root]
				if len(members) == 0 {
					continue
				}
				for _, s := range parts(members, judged[number], req.Min) {
					if req.Min > 0 && slices.ContainsFunc(s.Messages, func(i int) bool { return settled[i] }) {
						continue
					}
					s.Tag, s.Chat, s.Thread = tag, number, root
					s.Because = because(number, s.Messages)
					all = append(all, s)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Suggestion) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return all, nil
}

// settled returns the messages about which somebody has decided.
func (c *Chat) settled(tag string) map[int]bool {
	settled := make(map[int]bool)
	for _, list := range [][]int{c.Lessons[tag].Tagged, c.Lessons[tag].Refused} {
		for _, i := range list {
			settled[i] = true
		}
	}
	return settled
}

// Chances from which a message belongs to a suggestion: where less than even
// chances are wanted too, and where not: a tag out of place costs more trust than
// one that is missed (docs/tags.md has what each is worth). A message alone in its
// thread is mixed up with no other matter: even chances do.
const (
	likely        = 0.5
	clearlyLikely = 0.84
)

// parts divides the messages of a thread into those that are likely to have a
// tag and those that are not, and returns what is above the least confidence:
// the mean chance of the messages.
func parts(members []int, chances []float64, least float64) []Suggestion {
	var yes, no Suggestion
	from := likely
	if least >= likely && len(members) > 1 {
		from, least = clearlyLikely, max(least, clearlyLikely)
	}
	for _, i := range members {
		part := &no
		if chances[i] >= from {
			part = &yes
		}
		part.Messages = append(part.Messages, i)
		part.Confidence += chances[i]
	}
	var found []Suggestion
	for _, part := range []Suggestion{yes, no} {
		if len(part.Messages) == 0 {
			continue
		}
		if part.Confidence /= float64(len(part.Messages)); part.Confidence >= least {
			found = append(found, part)
		}
	}
	return found
}

// reasons is how many pieces of text a suggestion gives at most.
const reasons = 5

// judge tells for each chat how likely its messages have a tag, and returns a
// function that tells why.
func judge(ctx context.Context, chats []Chat, tag string) ([][]float64, func(chat int, messages []int) []Span, error) {
	known := slices.Index(model.Tags[:], tag)
	taught := slices.ContainsFunc(chats, func(c Chat) bool {
		l := c.Lessons[tag]
		return len(l.Tagged)+len(l.Refused) > 0
	})
	if taught {
		return learn(ctx, chats, tag)
	}
	judged := make([][]float64, len(chats))
	for i, c := range chats {
		if judged[i] = c.chancesOf(tag); judged[i] == nil {
			judged[i] = make([]float64, len(c.chances))
		}
	}
	return judged, func(chat int, messages []int) []Span {
		return phrases(chats[chat].Reading, known, messages)
	}, nil
}

// phrases returns the best phrases of messages for one of the known tags.
func phrases(r *Reading, tag int, messages []int) []Span {
	if tag < 0 {
		return nil
	}
	type phrase struct {
		Span
		weight int
	}
	var found []phrase
	seen := make(map[string]bool)
	for _, i := range messages {
		for _, h := range r.chat.Evidence[i].Hits {
			text := r.chat.Messages[i].Text[h.Start:h.End]
			if h.Weight > 0 && h.Topic.Tag() == model.Tags[tag] && !seen[text] {
				seen[text] = true
				found = append(found, phrase{Span{i, h.Start, h.End}, h.Weight})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b phrase) int { return cmp.Compare(b.weight, a.weight) })
	var spans []Span
	for _, p := range found[:min(len(found), reasons)] {
		spans = append(spans, p.Span)
	}
	return spans
}
