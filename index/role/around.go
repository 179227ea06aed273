package role

// Conversations reads the messages of a chat in order, each with what those
// before and after it in its thread sound like: somebody who is thanked has
// likely given something. It is for one goroutine at a time.
type Conversations struct {
	chat   *Chat
	thread []int // of each message
	reader *Reader
	read   [window]struct {
		message int // 1 more than its index; 0: none
		reading Reading
	}
}

// near is how many messages before and after are looked at, at most.
const near = 20

// window is how many readings are kept: those of what is near and some more.
const window = 64

// NewConversations returns the conversations of a chat, of which thread names
// the thread of each message.
func NewConversations(chat *Chat, thread []int, codes []string) *Conversations {
	return &Conversations{chat: chat, thread: thread, reader: NewReader(chat, codes)}
}

// Read reads message i.
func (c *Conversations) Read(i int) Reading {
	reading := c.Alone(i)
	reading.Signs = reading.Signs.or(c.chat.likely(i))
	if k := c.other(i, -1); k < 0 {
		reading.Signs = reading.Signs.With(First)
	} else {
		reading.Signs = reading.Signs.or(c.Alone(k).shifted(FromOffer))
	}
	if k := c.other(i, 1); k < 0 {
		reading.Signs = reading.Signs.With(Last)
	} else {
		reading.Signs = reading.Signs.or(c.Alone(k).shifted(ToOffer))
	}
	return reading
}

// Alone reads message i without what is around it.
func (c *Conversations) Alone(i int) Reading {
	kept := &c.read[i%window]
	if kept.message != i+1 {
		kept.message, kept.reading = i+1, c.reader.Read(c.chat.Messages[i].Text)
	}
	return kept.reading
}

// other returns the nearest message in a direction that somebody else wrote in
// the thread of message i, -1 if there is none near.
func (c *Conversations) other(i, step int) int {
	for k, n := i+step, 1; k >= 0 && k < len(c.chat.Messages) && n <= near; k, n = k+step, n+1 {
		m := &c.chat.Messages[k]
		if c.thread[k] == c.thread[i] && !m.Notice && m.Sender != c.chat.Messages[i].Sender {
			return k
		}
	}
	return -1
}

// shifted returns what a message sounds like as signs of one beside it, those
// from first on.
func (reading Reading) shifted(first Sign) Set {
	var set Set
	for class := range Sign(Sounds) {
		if reading.Signs.Has(SoundsOffer + class) {
			set = set.With(first + class)
		}
	}
	if reading.Signs.Has(Thanks) {
		set = set.With(first + Sign(Sounds))
	}
	if reading.Signs.Has(Question) {
		set = set.With(first + Sign(Sounds) + 1)
	}
	return set
}
