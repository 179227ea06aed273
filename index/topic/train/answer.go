package main

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic"
	"github.com/kerbstreet/kerb/index/topic/internal/model"
)

// answers is how many suggestions are answered before it is looked at what
// became of the others.
var answers = []int{0, 3, 6, 12}

// answer tells what a few answers make of the tags that Kerb knows: suggestions
// are answered as the labels have it, the most certain first, and the messages
// about which nobody said anything are judged anew. Of these it tells the
// average precision of the ranking, as the mean of the tags, the mean loss in
// bits, and how many messages of what would be suggested do not have the tag.
func answer(ctx context.Context, chats []*chat) error {
	fmt.Printf("\n%-18s threads", "chat")
	for _, n := range answers {
		fmt.Printf("  %2d: precision loss wrong", n)
	}
	fmt.Println()
	for _, c := range chats {
		for view, links := range [][]thread.Link{c.thread, c.found} {
			reading, err := topic.Read(ctx, c.messages, links)
			if err != nil {
				return err
			}
			open, err := c.unanswered(ctx, reading)
			if err != nil {
				return err
			}
			fmt.Printf("%-18s %-7s", c.name, viewNames[view])
			for _, n := range answers {
				precision, loss, wrong, err := c.afterAnswers(ctx, reading, n, open)
				if err != nil {
					return err
				}
				fmt.Printf("  %13.3f %.3f %4.1f%%", precision, loss, 100*wrong)
			}
			fmt.Println()
		}
	}
	return nil
}

// suggested lists what the review shows, given lessons.
func suggested(ctx context.Context, reading *topic.Reading, lessons map[string]topic.Lesson, least float64) ([]topic.Suggestion, error) {
	return topic.Suggest(ctx, []topic.Chat{{Reading: reading, Lessons: lessons}}, topic.Request{Tags: topic.Known(), Min: least})
}

// unanswered marks by tag the messages that even the most answers leave open, so
// that all numbers are about the same ones.
func (c *chat) unanswered(ctx context.Context, reading *topic.Reading) (open [model.Count][]bool, err error) {
	lessons, err := c.answered(ctx, reading, answers[len(answers)-1])
	for tag := range model.Count {
		open[tag] = make([]bool, len(c.messages))
		lesson := lessons[model.Tags[tag]]
		for i, m := range c.messages {
			open[tag][i] = !m.Notice && !slices.Contains(lesson.Tagged, i) && !slices.Contains(lesson.Refused, i)
		}
	}
	return open, err
}

// answered answers suggestions one by one, each learned from before the next.
func (c *chat) answered(ctx context.Context, reading *topic.Reading, n int) (map[string]topic.Lesson, error) {
	lessons := make(map[string]topic.Lesson)
	for range n {
		list, err := suggested(ctx, reading, lessons, 0.5)
		if err != nil || len(list) == 0 {
			return lessons, err
		}
		first := list[0]
		tag := slices.Index(model.Tags[:], first.Tag)
		right := 0
		for _, i := range first.Messages {
			if c.tags[i][tag] {
				right++
			}
		}
		lesson := lessons[first.Tag]
		if 2*right > len(first.Messages) {
			lesson.Tagged = append(lesson.Tagged, first.Messages...)
		} else {
			lesson.Refused = append(lesson.Refused, first.Messages...)
		}
		lessons[first.Tag] = lesson
	}
	return lessons, nil
}

func (c *chat) afterAnswers(ctx context.Context, reading *topic.Reading, n int, open [model.Count][]bool) (precision, loss, wrong float64, err error) {
	lessons, err := c.answered(ctx, reading, n)
	if err != nil {
		return 0, 0, 0, err
	}
	found, err := suggested(ctx, reading, lessons, 0)
	if err != nil {
		return 0, 0, 0, err
	}
	bits, judged, out, shown, tags := 0.0, 0.0, 0.0, 0.0, 0.0
	for tag := range model.Count {
		due := 0
		for i := range c.messages {
			if open[tag][i] && c.tags[i][tag] {
				due++
			}
		}
		seen, right, sum := 0.0, 0.0, 0.0
		for _, s := range found {
			if s.Tag != model.Tags[tag] {
				continue
			}
			for _, i := range s.Messages {
				if !open[tag][i] {
					continue
				}
				seen++
				chance := min(max(s.Confidence, 0.001), 0.999)
				judged++
				if s.Confidence >= 0.5 {
					shown++
				}
				if c.tags[i][tag] {
					right++
					sum += right / seen
					bits -= math.Log2(chance)
					continue
				}
				bits -= math.Log2(1 - chance)
				if s.Confidence >= 0.5 {
					out++
				}
			}
		}
		if due > 0 {
			precision, tags = precision+sum/float64(due), tags+1
		}
	}
	return precision / max(tags, 1), bits / max(judged, 1), out / max(shown, 1), nil
}
