package main

import (
	"math"

	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/topic/internal/model"
)

// learnWords learns which words go with which tag. Messages of long threads
// count less, each, so that a thread says hardly more by its length.
func learnWords(chats []*chat) *bag.Model {
	var examples []bag.Example
	for number, c := range chats {
		sizes := make(map[int]int)
		for _, link := range c.thread {
			sizes[link.Root]++
		}
		for i, features := range c.features {
			if c.messages[i].Notice {
				continue
			}
			e := bag.Example{Features: features, Weight: 1 / math.Sqrt(float64(sizes[c.thread[i].Root])), Chat: number}
			for tag, has := range c.tags[i] {
				if has {
					e.Classes |= 1 << tag
				}
			}
			examples = append(examples, e)
		}
	}
	return bag.Learn(examples, model.Count)
}
