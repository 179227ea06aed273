package thread

import (
	"math"
	"strings"
)

// How many messages begin with somebody's name and a colon or comma: in 169
// annotated channel logs it was at least 0.09 of them, in 24 street chats at
// most 0.003; on a street of letter-writers it may be somewhat more.
const (
	inChannels = 0.09
	onStreets  = 0.01
	prior      = -1.5 // the logarithm of the odds that a chat is a channel, before it is read
)

// Kind is what a chat is like.
type Kind uint8

// The kinds of chat that are told apart.
const (
	Street  Kind = iota // neighbours talk in bursts, over days
	Channel             // strangers ask, and name whom they answer, within minutes
)

// Beginning is how many messages tell a chat's kind. Later ones never change
// it, so that they change no link that was found before.
const Beginning = 1000

// KindOf tells the kind of a chat from its first thousand messages.
func KindOf(messages []Message) Kind {
	messages = messages[:min(len(messages), Beginning)]
	known := make(map[string]bool)
	said, named := 0, 0
	for _, m := range messages {
		if m.Notice {
			continue
		}
		said++
		first, _, _ := strings.Cut(strings.TrimLeft(m.Text, " "), " ")
		if name := strings.TrimRight(first, ":,"); name != first && known[strings.ToLower(name)] {
			named++
		}
		known[strings.ToLower(m.Sender)] = true
	}
	odds := prior + float64(named)*math.Log(inChannels/onStreets) - float64(said)*(inChannels-onStreets)
	if odds > 0 {
		return Channel
	}
	return Street
}
