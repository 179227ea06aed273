package thread

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"sync"
	"time"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
)

// Message is what threads are found from.
type Message struct {
	Time   time.Time
	Sender string
	Text   string
	Notice bool // written by the program, not by a person
}

// None is the parent of a message that starts a thread.
const None = -1

// Link says what a message answers.
type Link struct {
	Parent     int     // index of the message it answers, smaller than its own; None if it starts a thread
	Root       int     // index of the message that starts its thread; its own if it does
	Confidence float64 // how likely the link is right, from 0 to 1
}

//go:embed channel.weights
var channelWeights []byte

var channelModel = sync.OnceValues(func() (*channel.Model, error) {
	return channel.ReadModel(bytes.NewReader(channelWeights))
})

// checkEvery is how many messages are linked between two looks at a context.
const checkEvery = 256

// Find links messages, which stand in the order of their chat. A notice is
// linked to nothing and starts nothing: its link is to None, its Root itself.
// The time taken grows with the number of messages, a hundred microseconds or
// so each in a channel. The only error is that of ctx.
func Find(ctx context.Context, messages []Message) ([]Link, error) {
	links := make([]Link, len(messages))
	next := street(links)
	if isChannel(messages) {
		var err error
		if next, err = inChannel(links); err != nil {
			return nil, err
		}
	}
	for i, m := range messages {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if m.Notice {
			links[i] = Link{Parent: None, Root: i, Confidence: 1}
		}
		next(i, m)
	}
	return links, nil
}

// inChannel returns the function that links one message after the other of a
// channel.
func inChannel(links []Link) (func(i int, m Message), error) {
	model, err := channelModel()
	if err != nil {
		return nil, fmt.Errorf("find threads: %w", err)
	}
	decoder := channel.NewDecoder(model)
	var said []int // messages that are no notices
	return func(i int, m Message) {
		back, chance := decoder.Next(channel.Message{Time: m.Time.Unix(), Sender: m.Sender, Text: m.Text, Notice: m.Notice})
		if m.Notice {
			return
		}
		links[i] = Link{Parent: None, Root: i, Confidence: chance}
		if back > 0 {
			parent := said[len(said)-back]
			links[i].Parent, links[i].Root = parent, links[parent].Root
		}
		said = append(said, i)
	}, nil
}
