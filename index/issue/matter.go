package issue

import (
	"time"

	"github.com/kerbstreet/kerb/index/role"
	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

// matter is an occurrence while the chat is followed.
type matter struct {
	tag      string
	kinds    [lexicon.Topics]int // what speaks for each kind
	messages []int
	thread   int // of the last message
	says     map[string]statement
	order    []string // who has said something, in that order
	last     string   // who said last how things stand
	over     time.Time
	lastOff  time.Time // when somebody last said that their house was off
	places   []place
	words    map[string]int // of applications: what they may be about
	subject  []subjectWord  // what they are about, once all is read
	refs     []string
	outcome  string
	strength int        // the weights of all that speaks for it
	likely   float64    // the most that a message of it is likely to have its tag
	chances  [2]float64 // how likely the two clearest of its messages have to do with it
}

// statement is what a person said last, and in which message.
type statement struct {
	role Role
	at   int
}

// hear takes in how likely one more message has to do with a matter.
func (m *matter) hear(chance float64) {
	switch {
	case chance > m.chances[0]:
		m.chances = [2]float64{chance, m.chances[0]}
	case chance > m.chances[1]:
		m.chances[1] = chance
	}
}

func (m *matter) first() int   { return m.messages[0] }
func (m *matter) touched() int { return m.messages[len(m.messages)-1] }

// kind returns what is off or broken, by most that speaks for it.
func (m *matter) kind() lexicon.Topic { return kindOf(m.tag, &m.kinds) }

// span are the topics of a tag, the first for whatever of its kind.
func span(tag string) (from, to lexicon.Topic) {
	switch tag {
	case outage:
		return lexicon.Outage, lexicon.StreetLights
	case pothole:
		return lexicon.Pothole, lexicon.Pavement
	case dumpRun:
		return lexicon.DumpRun, lexicon.DumpRun
	}
	return lexicon.Licensing, lexicon.Council
}

// kindOf returns the topic of a tag that has most weight, the first of them if
// none has any.
func kindOf(tag string, weights *[lexicon.Topics]int) lexicon.Topic {
	from, to := span(tag)
	best := from
	for t := from + 1; t <= to; t++ {
		if weights[t] > 0 && (best == from || weights[t] > weights[best]) {
			best = t
		}
	}
	return best
}

// weight returns what speaks in a message for a tag.
func weight(tag string, reading *role.Reading) int {
	from, to := span(tag)
	sum := 0
	for t := from; t <= to; t++ {
		sum += reading.Topics[t]
	}
	return sum
}

// How long a matter waits for more, where nobody said it was over and where
// somebody did. Where nobody did, it waits longer for the word that it is.
const (
	day         = 24 * time.Hour
	afterBack   = 5 * time.Hour
	lightsWait  = 21 * day
	supplyWait  = 60 * time.Hour
	holeWait    = 40 * day
	afterMended = 3 * day
	tipWait     = 7 * day
	permitWait  = 24 * day
	backWait    = 10 * day // for word that it is back
	mendedWait  = 90 * day // for word that it is mended
	longestWait = mendedWait
)

// wait is how long after its last message a matter may go on.
func (m *matter) wait() time.Duration {
	over := !m.over.IsZero()
	switch {
	case m.tag == outage && over:
		return afterBack
	case m.tag == outage && m.kind() == lexicon.StreetLights:
		return lightsWait
	case m.tag == outage:
		return supplyWait
	case m.tag == pothole && over:
		return afterMended
	case m.tag == pothole:
		return holeWait
	case m.tag == dumpRun:
		return tipWait
	}
	return permitWait
}

// waitForEnd is how long after its last message a matter that is not over may
// be said to be.
func (m *matter) waitForEnd() time.Duration {
	if m.tag == outage {
		return backWait
	}
	return mendedWait
}
