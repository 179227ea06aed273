package thread

import (
	"context"
	"time"
)

// Block is a part of a chat whose links are found by themselves, from its own
// messages and those shortly before. So a long chat can be untangled from the
// newest messages back, and a message that is added changes no link outside
// its block and the one after it.
type Block struct {
	Warm int // index of the message at which to begin to read, From or before
	From int // index of the first message whose link is found
	To   int // index after the last
}

// Limits of blocks. What came more than memory ago links to nothing new.
const (
	memory    = 30 * 24 * time.Hour
	blockSize = 4096 // messages at most
	warmSize  = 1024 // messages to read before a block at most
)

// Blocks divides a chat of n messages into blocks: its calendar months, those
// with very many messages in several parts. when tells the time of a message;
// messages stand in the order of the chat, which need not be that of time.
func Blocks(n int, when func(i int) time.Time) []Block {
	var blocks []Block
	var month time.Time // the latest one begun
	for i := range n {
		at := when(i)
		begins := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
		last := len(blocks) - 1
		if last < 0 || begins.After(month) || i-blocks[last].From == blockSize {
			blocks = append(blocks, Block{From: i})
			last++
		}
		if begins.After(month) {
			month = begins
		}
		blocks[last].To = i + 1
	}
	for b := range blocks {
		block := &blocks[b]
		begins := when(block.From)
		block.Warm = block.From
		for block.Warm > 0 && block.From-block.Warm < warmSize && begins.Sub(when(block.Warm-1)) <= memory {
			block.Warm--
		}
	}
	return blocks
}

// Find links the messages of a whole chat, which stand in its order. A notice
// is linked to nothing and starts nothing: its link is to None, its Root
// itself. The time taken grows with the number of messages, a hundred
// microseconds or so each. The only error is that of ctx.
func Find(ctx context.Context, messages []Message) ([]Link, error) {
	kind := KindOf(messages)
	links := make([]Link, 0, len(messages))
	for _, block := range Blocks(len(messages), func(i int) time.Time { return messages[i].Time }) {
		found, err := FindBlock(ctx, kind, messages[block.Warm:block.To], block.From-block.Warm, nil)
		if err != nil {
			return nil, err
		}
		for i, link := range found {
			link.Root = block.From + i
			if link.Parent != None {
				link.Parent += block.Warm
				link.Root = links[link.Parent].Root
			}
			links = append(links, link)
		}
	}
	return links, nil
}

// FindBlock returns the links of a block's messages: of messages[from:], those
// before being read only. Parents are indexes in messages; roots are left to
// who has the links of the other blocks.
//
// Forced are links that a person decided, by the index of a message: to the
// message it answers, or to None. They hold, with a confidence of 1, and what
// comes after them is linked in their knowledge. Those that lead forward or to
// a notice are ignored.
func FindBlock(ctx context.Context, kind Kind, messages []Message, from int, forced map[int]int) ([]Link, error) {
	decoder, err := newDecoder(kind)
	if err != nil {
		return nil, err
	}
	messages = Cut(messages)
	links := make([]Link, len(messages))
	var said []int              // messages that are no notices
	number := make(map[int]int) // of each of these, its place in said
	for i, m := range messages {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		links[i] = Link{Parent: None, Root: i, Confidence: 1}
		if m.Notice {
			decoder.notice(m)
			continue
		}
		back := 0
		parent, decided := forced[i]
		at, isSaid := number[parent]
		switch {
		case decided && parent == None:
			decoder.force(m, 0)
		case decided && isSaid:
			back = len(said) - at
			decoder.force(m, back)
		default:
			back, links[i].Confidence = decoder.next(m)
		}
		if back > 0 {
			links[i].Parent = said[len(said)-back]
		}
		number[i] = len(said)
		said = append(said, i)
	}
	return links[from:], nil
}
