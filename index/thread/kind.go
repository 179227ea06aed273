package thread

import (
	"math"
	"strings"
	"time"
)

// How many messages begin with somebody's name and a colon or comma: in 169
// annotated channel logs it was at least 0.09 of them, in 24 street chats at
// most 0.003; on a street of letter-writers it may be somewhat more.
const (
	inChannels = 0.09
	onStreets  = 0.01
	prior      = -1.5 // the logarithm of the odds that a chat is a channel, before it is read
)

// Where people converse, answers come soon and the same people speak again: in
// 88 street chats at least 0.55 of the messages came within the hour after
// another, and at least 0.88 were from somebody who had written before. On a
// board hardly any are.
const (
	soon      = time.Hour
	conversed = 0.25
	tellBoard = 20 // messages that tell it
)

// Kind is what a chat is like.
type Kind uint8

// The kinds of chat that are told apart.
const (
	Street  Kind = iota // neighbours talk in bursts, over days
	Channel             // strangers ask, and name whom they answer, within minutes
	Board               // people post, and nobody answers: there are no threads
)

// Beginning is how many messages tell a chat's kind. Later ones never change
// it, so that they change no link that was found before.
const Beginning = 1000

// KindOf tells the kind of a chat from its first thousand messages.
func KindOf(messages []Message) Kind {
	messages = messages[:min(len(messages), Beginning)]
	known := make(map[string]bool)
	said, named, prompt, again := 0, 0, 0, 0
	var latest time.Time
	for _, m := range messages {
		if m.Notice {
			continue
		}
		said++
		first, _, _ := strings.Cut(strings.TrimLeft(m.Text, " "), " ")
		if name := strings.TrimRight(first, ":,"); name != first && known[strings.ToLower(name)] {
			named++
		}
		sender := strings.ToLower(m.Sender)
		if known[sender] {
			again++
		}
		if said > 1 && m.Time.Sub(latest) < soon {
			prompt++
		}
		known[sender], latest = true, m.Time
	}
	if said >= tellBoard && float64(min(prompt, again)) < conversed*float64(said) {
		return Board
	}
	odds := prior + float64(named)*math.Log(inChannels/onStreets) - float64(said)*(inChannels-onStreets)
	if odds > 0 {
		return Channel
	}
	return Street
}
