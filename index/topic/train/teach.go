package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic"
	"github.com/kerbstreet/kerb/index/topic/internal/model"
)

// taught is the name of a tag that means nothing to the model.
const taught = "zz"

// draws is how often threads to tag are drawn for each tag.
const draws = 5

// teach tells how well a tag is learned under a name that means nothing from
// two and from four tagged threads: the average precision over the messages
// that should still get it, as the mean of the tags.
func teach(ctx context.Context, chats []*chat, seed uint64) error {
	fmt.Printf("%-18s threads  two    four\n", "chat")
	for _, c := range chats {
		for view, links := range [][]thread.Link{c.thread, c.found} {
			reading, err := topic.Read(ctx, c.messages, links)
			if err != nil {
				return err
			}
			fmt.Printf("%-18s %-7s", c.name, viewNames[view])
			for _, n := range []int{2, 4} {
				sum, of := 0.0, 0
				for tag := range model.Count {
					random := rand.New(rand.NewPCG(seed, uint64(tag)))
					for range draws {
						precision, ok, err := c.taught(ctx, reading, tag, n, random)
						if err != nil {
							return err
						}
						if ok {
							sum, of = sum+precision, of+1
						}
					}
				}
				fmt.Printf("  %.3f", sum/float64(max(of, 1)))
			}
			fmt.Println()
		}
	}
	return nil
}

// taught tags n threads of a tag and returns the average precision of what is
// suggested then. It is not ok if no message is left to find.
func (c *chat) taught(ctx context.Context, reading *topic.Reading, tag, n int, random *rand.Rand) (float64, bool, error) {
	var roots []int
	for i := range c.messages {
		if c.tags[i][tag] && c.thread[i].Root == i {
			roots = append(roots, i)
		}
	}
	if len(roots) <= n {
		return 0, false, nil
	}
	random.Shuffle(len(roots), func(a, b int) { roots[a], roots[b] = roots[b], roots[a] })
	var lesson topic.Lesson
	for i := range c.messages {
		if slices.Contains(roots[:n], c.thread[i].Root) {
			lesson.Tagged = append(lesson.Tagged, i)
		}
	}
	chat := topic.Chat{Reading: reading, Lessons: map[string]topic.Lesson{taught: lesson}}
	found, err := topic.Suggest(ctx, []topic.Chat{chat}, topic.Request{Tags: []string{taught}})
	if err != nil {
		return 0, false, err
	}
	due := 0
	for i, m := range c.messages {
		if c.tags[i][tag] && !m.Notice && !slices.Contains(lesson.Tagged, i) {
			due++
		}
	}
	seen, right, sum := 0.0, 0.0, 0.0
	for _, s := range found {
		for _, i := range s.Messages {
			if slices.Contains(lesson.Tagged, i) {
				continue
			}
			if seen++; c.tags[i][tag] {
				right++
				sum += right / seen
			}
		}
	}
	return sum / float64(due), true, nil
}
