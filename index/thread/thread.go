package thread

import "time"

// Message is what threads are found from.
type Message struct {
	Time   time.Time
	Sender string
	Text   string // need be no longer than MostText
	Notice bool   // written by the program, not by a person
}

// MostText is how much of a text, in bytes, is worth looking at for what it is
// about. WhatsApp sends no message of more than 65,536 characters, but a file
// that is no export may look like one endless message.
const MostText = 64 << 10

// None is the parent of a message that starts a thread.
const None = -1

// Link says what a message answers.
type Link struct {
	Parent     int     // index of the message it answers, smaller than its own; None if it starts a thread
	Root       int     // index of the message that starts its thread; its own if it does
	Confidence float64 // how likely the link is right, from 0 to 1
}

// checkEvery is how many messages are linked between two looks at a context.
const checkEvery = 256

// Roots returns for each message the one that begins its thread.
func Roots(links []Link) []int {
	roots := make([]int, len(links))
	for i, link := range links {
		roots[i] = link.Root
	}
	return roots
}
