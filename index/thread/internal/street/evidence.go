package street

import "math"

// What a confidence goes by: beside the chance itself, what the chat is like
// of late, since in a quiet chat nets are right more often than they say, and
// in a busy one less.
const (
	ofAll        = iota // 1
	ofChance            // the logarithm of its odds
	ofStart             // a thread is started
	ofTempo             // lines a day of late
	ofDayLines          // lines in the last twelve hours
	ofDayThreads        // threads in the last twelve hours

	// Terms is the number of terms of evidence.
	Terms
)

// Evidence returns the terms that say how sure a choice of that chance is.
func (f *Features) Evidence(choice int, chance float64) [Terms]float64 {
	const edge = 1e-4 // nothing is certain
	p := min(max(chance, edge), 1-edge)
	return [Terms]float64{
		ofAll: 1, ofChance: math.Log(p / (1 - p)), ofStart: float64(yes(choice == 0)), ofTempo: float64(f.Context[inTempo]),
		ofDayLines: float64(f.Context[inDayLines]), ofDayThreads: float64(f.Context[inDayOpen]),
	}
}
