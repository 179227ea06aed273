package lending

import (
	"fmt"
	"time"
)

// State says how far a loan has come.
type State uint8

// The states.
const (
	Wanted  State = iota // asked for, nobody has offered
	Offered              // offered, not yet taken
	Out                  // agreed on or handed over
	Back                 // returned; of time: done
)

var stateNames = [...]string{"wanted", "offered", "out", "back"}

func (s State) String() string { return stateNames[s] }

// Entry is a line of the ledger.
type Entry struct {
	Item      string      // what is lent, in the words of the chat; "" if nothing names it
	Time      bool        // somebody's time, not a thing
	Owner     string      // who lends; "" if not known
	Borrower  string      // who borrows; "" if not known
	Asked     time.Time   // first request; zero if there was none
	Out       time.Time   // when it was agreed on; zero if it was not
	Back      time.Time   // when it came back; zero if it did not
	AskedBack []time.Time // when the owner wanted it back
	Messages  []int       // what it was made from, in order
	State     State

	roles   []Role          // what the messages do
	chances []float64       // how likely each has to do with a loan
	sureOf  []float64       // how likely each does that
	task    string          // what a table calls it, if it is somebody's time
	words   []string        // words of the item, folded
	second  bool            // it answers a wish that somebody else had answered
	sure    bool            // the item is one that the tables know
	names   int             // how many names the item has besides its first
	touched int             // the last message that had to do with it
	thread  int             // and its thread
	last    time.Time       // and its time
	number  int             // its place among the entries
	levels  [scales]float64 // how much it has of each scale
	proof   []uint16        // what speaks for it and against it
}

// String says an entry in a line, for people who look for faults.
func (e *Entry) String() string {
	return fmt.Sprintf("%s %q of %q to %q, messages %v", e.State, e.Item, e.Owner, e.Borrower, e.Messages)
}
