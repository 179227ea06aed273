package thread

import (
	"bytes"
	_ "embed"
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
	"github.com/kerbstreet/kerb/index/thread/internal/street"
)

// decoder links the messages of one chat, one after the other. Messages are
// named by how many messages back they are, notices not counted.
type decoder interface {
	// notice takes a message that is linked to nothing.
	notice(m Message)
	// next links a message: back is 0 if it starts a thread.
	next(m Message) (back int, confidence float64)
	// force takes a message whose link a person decided.
	force(m Message, back int)
}

// newDecoder returns a decoder to which nothing was said.
func newDecoder(kind Kind) (decoder, error) {
	switch kind {
	case Board:
		return onBoard{}, nil
	case Street:
		model, err := streetModel()
		if err != nil {
			return nil, fmt.Errorf("find threads: %w", err)
		}
		return onStreet{street.NewDecoder(model)}, nil
	default:
		model, err := channelModel()
		if err != nil {
			return nil, fmt.Errorf("find threads: %w", err)
		}
		return inChannel{channel.NewDecoder(model)}, nil
	}
}

//go:embed channel.weights
var channelWeights []byte

// rules counts the changes of this package that may change links but are no
// change of weights: those of the words that package street and the lexicons
// know among them.
const rules = 3

// Version tells one way of finding threads from another: the same messages
// have the same links as long as it is the same.
func Version() string {
	return fmt.Sprintf("%d-%08x-%08x", rules, crc32.ChecksumIEEE(channelWeights), crc32.ChecksumIEEE(streetWeights))
}

var channelModel = sync.OnceValues(func() (*channel.Model, error) {
	return channel.ReadModel(bytes.NewReader(channelWeights))
})

// inChannel is the decoder of a channel.
type inChannel struct{ *channel.Decoder }

func (d inChannel) notice(m Message) { d.next(m) }

func (d inChannel) next(m Message) (back int, confidence float64) {
	return d.Next(channel.Message{Time: m.Time.Unix(), Sender: m.Sender, Text: m.Text, Notice: m.Notice})
}

func (d inChannel) force(m Message, _ int) { d.next(m) }

// onBoard is the decoder of a board: every message starts a thread.
type onBoard struct{}

func (onBoard) notice(Message) {}

func (onBoard) next(Message) (back int, confidence float64) { return 0, 1 }

func (onBoard) force(Message, int) {}
